/* copy.js - a text to take away whole: shown in full, copied by a button, which says that it was. */
import { html } from "lit/html.js";
import { t } from "../lib/i18n.js";
import { icon } from "./icon.js";

/** @param {string} text @param {string} label what the button copies */
export const copyable = (text, label) => html`<span class="copyable"><code dir="ltr">${text}</code>
	<button class="button bare icon" type="button" aria-label=${label} title=${label} @click=${(/** @type {Event} */ event) => copy(text, /** @type {HTMLElement} */ (event.currentTarget))}>${icon("copy", 18)}</button>
	<span class="copied" role="status"></span></span>`;

/** Where the clipboard is closed to pages, the text is at least marked. @param {string} text @param {HTMLElement} button */
async function copy(text, button) {
	const said = /** @type {HTMLElement} */ (button.nextElementSibling), code = /** @type {HTMLElement} */ (button.previousElementSibling);
	try {
		await navigator.clipboard.writeText(text);
		said.textContent = t("file.copied");
	} catch {
		getSelection()?.selectAllChildren(code);
		said.textContent = t("file.copySelf");
	}
	setTimeout(() => { said.textContent = ""; }, 4000);
}
