/* grid.js - a queue's rows: a real table in which one row at a time is in the order of Tab, rows are chosen by a box, and what
 * changed since it was drawn is marked where it stands. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { openedKept } from "../lib/desk.js";
import { t } from "../lib/i18n.js";
import { say } from "../lib/page.js";
import { columns } from "./columns.js";

/** @import { Row } from "../lib/shapes.js" */
/** @typedef {{ label: string, shown: string[], compact: boolean, sort: string, order: string, sorted: (sort: string, order: string) => string, visit: (event: Event) => void }} Look
 *  sorted: the address of the list in another order */

export class Grid {
	/** @type {Row[]} */ rows = [];
	/** @type {Set<string>} */ chosen = new Set();
	/** Keys of rows that are not as they were when the list was drawn; gone: they are no longer in the queue. @type {Map<string, "changed" | "gone">} */ marks = new Map();
	/** The row that Tab leads to. */
	at = "";
	#anchor = "";

	/** @param {() => void} redraw */
	constructor(redraw) {
		this.redraw = redraw;
	}

	/** Another list: what was chosen in the last one is not in sight any more. @param {Row[]} rows @param {boolean} same the same list anew */
	take(rows, same) {
		const keys = new Set(rows.map(({ issueKey }) => issueKey));
		this.rows = rows;
		this.marks.clear();
		this.chosen = same ? new Set([...this.chosen].filter((key) => keys.has(key))) : new Set();
		if (!keys.has(this.at)) this.at = keys.has(openedKept()) ? openedKept() : rows[0]?.issueKey ?? "";
	}

	/** What the list would be now: rows stand where they are and say what became of them. @param {Row[]} fresh @param {Set<string>} changed keys
	 *  @returns {number} rows that only the list drawn anew would show */
	meet(fresh, changed) {
		const now = new Map(fresh.map((row) => [row.issueKey, row]));
		this.rows = this.rows.map((row) => {
			const next = now.get(row.issueKey);
			if (next && same(row, next)) return row;
			if (next || changed.has(row.issueKey)) this.marks.set(row.issueKey, next ? "changed" : "gone");
			return next ?? row;
		});
		const here = new Set(this.rows.map(({ issueKey }) => issueKey));
		return fresh.filter(({ issueKey }) => !here.has(issueKey) && changed.has(issueKey)).length;
	}

	/** @param {Look} look */
	view(look) {
		const all = this.rows.length > 0 && this.rows.every(({ issueKey }) => this.chosen.has(issueKey));
		return html`<table class="table grid ${look.compact ? "compact" : ""}" aria-label=${look.label} @focusin=${this.#focused}>
			<thead><tr>
				<th scope="col" class="box"><label class="box-label"><input type="checkbox" aria-label=${t("desk.chooseAll")} .checked=${all} .indeterminate=${!all && this.chosen.size > 0} @change=${() => this.chooseAll(!all)}></label></th>
				${look.shown.map((name) => this.#head(name, look))}
			</tr></thead>
			<tbody>${repeat(this.rows, ({ issueKey }) => issueKey, (row) => this.#row(row, look.shown))}</tbody>
		</table>`;
	}

	/** @param {string} name @param {Look} look */
	#head(name, { sort, order, sorted, visit }) {
		const by = columns[name].sort, title = t(`desk.column.${name}`);
		if (!by) return html`<th scope="col">${title}</th>`;
		const now = sort === by ? order : "", next = now ? now === "asc" ? "desc" : "asc" : by === "priority" || by === "breach" ? "asc" : "desc";
		return html`<th scope="col" aria-sort=${now ? now === "asc" ? "ascending" : "descending" : nothing}>
			<a class="sort" href=${sorted(by, next)} data-order=${now || nothing} @click=${visit}>${title}</a></th>`;
	}

	/** @param {Row} row @param {string[]} shown */
	#row(row, shown) {
		const key = row.issueKey, tab = key === this.at ? 0 : -1, mark = this.marks.get(key);
		return html`<tr data-key=${key} class=${this.chosen.has(key) ? "chosen" : ""} data-mark=${mark ?? nothing}>
			<td class="box"><label class="box-label"><input type="checkbox" tabindex=${tab} aria-label=${t("desk.choose", { key })} .checked=${this.chosen.has(key)} @click=${(/** @type {MouseEvent} */ event) => this.#pressed(key, event)}></label>
				${mark ? html`<span class="mark" title=${t(`desk.mark.${mark}`)}><span class="unseen">${t(`desk.mark.${mark}`)}</span></span>` : nothing}</td>
			${shown.map((name) => html`<td class=${columns[name].kind ?? nothing} data-column=${name}>${columns[name].cell(row, tab)}</td>`)}
		</tr>`;
	}

	/** @param {FocusEvent} event */
	#focused = ({ target }) => {
		const key = /** @type {HTMLElement} */ (target).closest("tr")?.dataset.key;
		if (!key || key === this.at) return;
		this.at = key;
		this.redraw();
	};

	/** With Shift also all between this box and the one before. @param {string} key @param {MouseEvent} event */
	#pressed(key, { target, shiftKey }) {
		const { checked } = /** @type {HTMLInputElement} */ (target);
		for (const one of shiftKey ? this.#between(this.#anchor, key) : [key]) this.#set(one, checked);
		this.#anchor = key;
		this.#chosen();
	}

	/** @param {string} from @param {string} to */
	#between(from, to) {
		const keys = this.rows.map(({ issueKey }) => issueKey), [a, b] = [keys.indexOf(from), keys.indexOf(to)].sort((x, y) => x - y);
		return a < 0 ? [to] : keys.slice(a, b + 1);
	}

	/** @param {string} key @param {boolean} on */
	#set(key, on) {
		if (on) this.chosen.add(key);
		else this.chosen.delete(key);
	}

	#chosen() {
		this.redraw();
		say(t("desk.chosen", { n: this.chosen.size }));
	}

	/** The row in the order of Tab. */
	choose() {
		if (!this.at) return;
		this.#set(this.at, !this.chosen.has(this.at));
		this.#anchor = this.at;
		this.#chosen();
	}

	/** @param {boolean} on */
	chooseAll(on) {
		for (const { issueKey } of this.rows) this.#set(issueKey, on);
		this.#chosen();
	}

	/** To the next row or the one before; first of all to the one that Tab would lead to. @param {number} by */
	move(by) {
		const index = this.rows.findIndex(({ issueKey }) => issueKey === this.at), inside = document.activeElement?.closest(".grid tbody");
		const row = this.rows[Math.max(0, Math.min(this.rows.length - 1, index + (inside ? by : 0)))];
		if (!row) return;
		this.at = row.issueKey;
		this.redraw();
		this.link?.focus();
	}

	/** Of the row in the order of Tab. @returns {HTMLAnchorElement | null} */
	get link() { return document.querySelector(`tr[data-key="${this.at}"] .main a`); }
}

/** @param {Row} one @param {Row} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
