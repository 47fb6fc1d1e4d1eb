/* letter-frame.js - a letter of ours as its reader gets it, with its own styles and colours, in the frame that mails have. */
import { html } from "lit/html.js";
import { ref } from "lit/directives/ref.js";
import { enclosed } from "./rich.js";

/** @param {string} letter a whole document, or what stands in one @param {string} title */
export function letterFrame(letter, title) {
	const plain = letter.replace(/<!--[^]*?-->/g, ""); /* what only Outlook reads */
	const sheets = [...plain.matchAll(/<style[^>]*>([^]*?)<\/style>/gi)].map(([, css]) => css);
	const bare = plain.replace(/<style[^>]*>[^]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle=/gi, " data-style="));
	const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><meta name="referrer" content="no-referrer"><base target="_blank">`;
	return html`<div class="framed letter-paper" ${ref((place) => place?.addEventListener("load", ({ target }) => dressed(/** @type {HTMLIFrameElement} */ (target), sheets), { capture: true }))}>${enclosed(policy + bare, title)}</div>`;
}

/** The page's policy knows no style in markup: a script of the page gives it instead. @param {HTMLIFrameElement} frame @param {string[]} sheets */
function dressed(frame, sheets) {
	const { contentDocument: inner, contentWindow: realm } = frame;
	if (!inner || !realm) return;
	inner.adoptedStyleSheets = ["body{margin:0;font:16px/1.5 system-ui,sans-serif}", ...sheets].map((css) => {
		const sheet = new /** @type {any} */ (realm).CSSStyleSheet();
		sheet.replaceSync(css);
		return sheet;
	});
	for (const element of /** @type {NodeListOf<HTMLElement>} */ (inner.querySelectorAll("[data-style]"))) element.style.cssText = element.dataset.style ?? "";
	const fit = () => frame.style.setProperty("block-size", `${Math.ceil(inner.body.getBoundingClientRect().height) + 4}px`);
	new ResizeObserver(fit).observe(inner.body);
	fit();
}
