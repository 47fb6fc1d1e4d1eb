/* header.js - fills what the page's head keeps free: the site's name, the number of open requests, the
 * agent's door and the person's menu with language, light or dark, and the way out. */
import { html, nothing, render } from "lit/html.js";
import { post, put } from "../lib/api.js";
import { draftsForget } from "../lib/draft.js";
import { lang, t } from "../lib/i18n.js";
import { me, meForget, meMaybe } from "../lib/me.js";
import { toast } from "../lib/page.js";
import { uploadsForget } from "../lib/resume.js";
import { browser } from "../lib/store.js";
import { icon } from "./icon.js";
import { face } from "./person.js";

/** @import { Me } from "../lib/shapes.js" */

const languages = { en: "English", pl: "Polski", ar: "العربية" };
const themes = ["system", "light", "dark"];
const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {string} screen */
export function header(screen) {
	const name = browser.get("site");
	if (name) siteName(name);
	render(menu(), find("nav-person"));
	closing();
	const asked = ["sign-in", "missing", "letter"].includes(screen) ? meMaybe() : me();
	asked.then((person) => person && fill(person), () => {});
}

/** @param {string} name */
export const siteName = (name) => { find("site-name").textContent = name; };

/** @param {Me} person */
function fill(person) {
	siteName(person.site);
	render(menu(person), find("nav-person"));
	render(html`<span class="count"><span aria-hidden="true">${person.open}</span><span class="unseen">${t("site.open", { n: person.open })}</span></span>`, find("nav-count"));
	find("nav-requests").hidden = false;
	find("nav-agent").hidden = !person.agent;
}

/** @param {Me} [person] */
const menu = (person) => html`<details class="menu">
	<summary aria-label=${person ? t("me.menu", { name: person.displayName }) : t("me.settings")}>${person ? face(person, "small") : icon("globe")}</summary>
	<div class="menu-sheet">
		${person ? html`<p class="menu-who"><b dir="auto">${person.displayName}</b><span class="soft small">${person.emailAddress ?? nothing}</span></p>` : nothing}
		<label class="menu-row"><span>${t("me.language")}</span>
			<select class="control" @change=${(/** @type {Event} */ event) => speak(event, person)}>${Object.entries(languages).map(([code, name]) => html`<option value=${code} lang=${code} ?selected=${code === lang}>${name}</option>`)}</select></label>
		<label class="menu-row"><span>${t("me.theme")}</span>
			<select class="control" @change=${paint}>${themes.map((theme) => html`<option value=${theme} ?selected=${theme === (browser.get("theme") || "system")}>${t(`me.${theme}`)}</option>`)}</select></label>
		${person ? html`<button class="button plain" type="button" @click=${leave}>${t("me.signOut")}</button>` : nothing}
	</div>
</details>`;

/** nginx chooses the page by this cookie; letters are written in what is kept of the person. @param {Event} event @param {Me} [person] */
async function speak({ target }, person) {
	const { value: language } = /** @type {HTMLSelectElement} */ (target);
	document.cookie = `lang=${language}; path=/; max-age=31536000; samesite=lax`;
	if (person) await put("/rest/lodge/1/me/language", { language }, { outlive: true }).catch(() => {}); /* the pages speak it all the same */
	location.reload();
}

/** @param {Event} event */
function paint({ target }) {
	const theme = /** @type {HTMLSelectElement} */ (target).value;
	browser.set("theme", theme === "system" ? "" : theme);
	document.documentElement.dataset.theme = theme;
}

async function leave() {
	try {
		const { location: next } = await post("/auth/logout");
		draftsForget();
		uploadsForget();
		meForget();
		location.assign(next ?? "/sign-in?signedout=1");
	} catch {
		toast(t("me.stillHere"));
	}
}

/** A menu closes when something else is pressed, and with Escape, which gives the focus back. */
function closing() {
	const open = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.menu[open]"));
	addEventListener("click", ({ target }) => open().forEach((menu) => {
		if (!menu.contains(/** @type {Node} */ (target))) menu.open = false;
	}));
	addEventListener("keydown", ({ key }) => key === "Escape" && open().forEach((menu) => {
		menu.open = false;
		menu.querySelector("summary")?.focus();
	}));
	addEventListener("focusin", ({ target }) => open().forEach((menu) => {
		if (!menu.contains(/** @type {Node} */ (target))) menu.open = false;
	}));
}
