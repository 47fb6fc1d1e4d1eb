/* page.js - what every screen does: read its address, show an answer or say why there is none, and tell
 * a screen reader what changed. */
import { html, render } from "lit/html.js";
import { t } from "./i18n.js";

/** @import { Refused } from "./api.js" */

export const main = /** @type {HTMLElement} */ (document.querySelector("main"));
let drawn = false;

/** The named parts of an address: place("portal/:desk/create/:type"). @param {string} pattern @returns {Record<string, string>} */
export function place(pattern) {
	const expression = pattern.replace(/:(\w+)/g, "(?<$1>[\\w-]+)") + "/?$";
	return { ...location.pathname.match(expression)?.groups };
}

/** @param {unknown} view @param {string} [title] */
export function show(view, title) {
	if (!drawn) main.replaceChildren(); /* once: lit appends to what stands there, and later needs its own marks */
	drawn = true;
	main.ariaBusy = "false";
	render(view, main);
	if (title) document.title = title;
	performance.mark("shown");
}

/** Where to sign in, and come back from. */
export const signInAddress = () => "/sign-in?to=" + encodeURIComponent(location.pathname + location.search);

/** Why there is no page; signed out leads to the sign-in. @param {Refused} refused @param {() => void} again */
export function showTrouble(refused, again) {
	if (refused.status === 401) return location.replace(signInAddress());
	const kind = refused.status === 404 ? "missing" : refused.status === 403 ? "denied" : "trouble";
	const title = t(`${kind}.title`);
	show(html`<div class="empty">
		<h1>${title}</h1>
		<p>${kind === "trouble" && !refused.passing && refused.message || t(`${kind}.text`)}</p>
		${kind === "trouble" ? html`<button class="button" type="button" @click=${again}>${t("trouble.again")}</button>`
			: html`<a class="button" href="/servicedesk/customer/portals">${t("missing.home")}</a>`}
	</div>`, title);
	say(title);
}

/** Said by a screen reader when it is free; every page has the element from the start. @param {string} text */
export function say(text) {
	const said = /** @type {HTMLElement} */ (document.querySelector("#said"));
	said.textContent = "";
	setTimeout(() => { said.textContent = text; }, 50);
}

/** Seen for five seconds, and said. @param {string} text */
export function toast(text) {
	const note = Object.assign(document.createElement("p"), { className: "toast", textContent: text, popover: "manual", ariaHidden: "true" });
	document.body.append(note);
	note.showPopover?.();
	setTimeout(() => note.remove(), 5000);
	say(text);
}

/** What has the focus stays where it is on the screen, whatever is drawn above it. @template T @param {() => T} draw @returns {Promise<Awaited<T>>} */
export async function steady(draw) {
	const held = document.activeElement !== document.body ? document.activeElement : null, top = held?.getBoundingClientRect().top ?? 0;
	const seen = held && top > -held.clientHeight && top < innerHeight;
	const drawn = await draw();
	if (seen && held.isConnected) scrollBy({ top: held.getBoundingClientRect().top - top, behavior: "instant" });
	return drawn;
}
