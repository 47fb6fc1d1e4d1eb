/* view-menu.js - how a queue's table looks: which columns, and how tall a row is. Kept in this browser. */
import { html } from "lit/html.js";
import { t } from "../lib/i18n.js";
import { columns, columnsKeep, columnsKept, columnsShown } from "./columns.js";
import { icon } from "./icon.js";

/** @import { Queue } from "../lib/shapes.js" */

/** @param {Queue} queue @param {{ compact: boolean, turn: (compact: boolean) => void, redraw: () => void }} about */
export function viewMenu(queue, { compact, turn, redraw }) {
	const shown = columnsShown(queue);
	const change = (/** @type {Event} */ { target }) => {
		const { value, checked } = /** @type {HTMLInputElement} */ (target);
		columnsKeep(queue, Object.keys(columns).filter((name) => name === value ? checked : shown.includes(name)));
		redraw();
	};
	return html`<details class="menu view-menu">
		<summary>${icon("columns", 18)}<span>${t("desk.view")}</span></summary>
		<div class="menu-sheet">
			<label class="check"><input type="checkbox" .checked=${compact} @change=${(/** @type {Event} */ { target }) => turn(/** @type {HTMLInputElement} */ (target).checked)}>${t("agent.compact")}</label>
			<fieldset @change=${change}><legend>${t("desk.columns")}</legend>${Object.keys(columns).filter((name) => name !== "summary").map((name) => html`
				<label class="check"><input type="checkbox" value=${name} .checked=${shown.includes(name)}>${t(`desk.column.${name}`)}</label>`)}</fieldset>
			<button class="button bare small" type="button" ?hidden=${!columnsKept(queue)} @click=${() => { columnsKeep(queue, undefined); redraw(); }}>${t("desk.columnsReset")}</button>
		</div>
	</details>`;
}
