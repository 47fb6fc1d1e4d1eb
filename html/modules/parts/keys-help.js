/* keys-help.js - the keys of a page, in a dialog that "?" opens, and the switch that turns them off. */
import { html } from "lit/html.js";
import { t } from "../lib/i18n.js";
import { keysOn, keysTurn } from "../lib/keys.js";
import { icon } from "./icon.js";

/** @import { Shortcut } from "../lib/keys.js" */

/** @param {Shortcut[]} shortcuts */
export const keysHelp = (shortcuts) => html`<dialog id="keys" class="keys" aria-labelledby="keys-title">
	<header class="dialog-head"><h2 id="keys-title">${t("desk.keys.title")}</h2>
		<button class="button bare icon" type="button" aria-label=${t("desk.close")} @click=${() => box().close()}>${icon("close")}</button></header>
	<dl class="key-list">${shortcuts.map(({ keys, words }) => html`<div><dt>${keys.split(", ").map((way, i) => html`${i ? html` <span class="soft">/</span> ` : ""}${way.split(" ").map((key) => html`<kbd>${label(key)}</kbd>`)}`)}</dt><dd>${t(words)}</dd></div>`)}
		<div><dt><kbd>Ctrl</kbd><kbd>Enter</kbd></dt><dd>${t("desk.keys.send")}</dd></div></dl>
	<label class="toggle"><input type="checkbox" .checked=${keysOn()} @change=${(/** @type {Event} */ { target }) => keysTurn(/** @type {HTMLInputElement} */ (target).checked)}>${t("desk.keys.on")}</label>
</dialog>`;

/** @param {string} key */
const label = (key) => key.replace("ArrowDown", "↓").replace("ArrowUp", "↑").replace("Escape", "Esc");

const box = () => /** @type {HTMLDialogElement} */ (document.getElementById("keys"));

export const keysShow = () => box().showModal();

/** Where there is a keyboard, the way to the help is in sight too. */
export const keysButton = () => html`<button class="button bare icon keys-open" type="button" aria-label=${t("desk.keys.title")} title="${t("desk.keys.title")} (?)" @click=${keysShow}>${icon("keyboard")}</button>`;
