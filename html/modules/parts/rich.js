/* rich.js - HTML that a person wrote and the server made safe. The browser's own sanitiser looks at it once
 * more where there is one. The only file that may put markup from a string into a page (lint). */
import { html } from "lit/html.js";
import { guard } from "lit/directives/guard.js";
import { ref } from "lit/directives/ref.js";
import { unsafeHTML } from "lit/directives/unsafe-html.js";

/** Drawn once per text, so that a selection in it survives a redraw. Takes only what the API names renderedBody,
 * renderedValue or the preview's html. @param {string} safe */
export const rich = (safe) => guard([safe], () => "setHTML" in Element.prototype
	? html`<div class="said" dir="auto" ${ref((element) => { /** @type {any} */ (element)?.setHTML(safe); reach(element); })}></div>`
	: html`<div class="said" dir="auto" ${ref(reach)}>${unsafeHTML(safe)}</div>`);

/** Long lines of code scroll by the keyboard too. @param {Element} [element] */
const reach = (element) => requestAnimationFrame(() => element?.querySelectorAll("pre, table").forEach((wide) => {
	if (wide.scrollWidth > wide.clientWidth) /** @type {HTMLElement} */ (wide).tabIndex = 0;
}));

/** A document in a frame of its own that runs nothing, drawn once per text. As markup, because a frame that is told its document by a
 * script would have to be trusted with it. @param {string} text @param {string} title */
export const enclosed = (text, title) => guard([text], () => unsafeHTML(`<iframe sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" title="${escaped(title)}" srcdoc="${escaped(text)}"></iframe>`));

/** @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
