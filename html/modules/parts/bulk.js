/* bulk.js - the bar for the chosen rows: all of them are changed in one request, each in a step of its own. */
import { html, nothing } from "lit/html.js";
import { get, post } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { Change } from "./change.js";
import { icon } from "./icon.js";

/** @import { Row } from "../lib/shapes.js" */
/** @import { Kind } from "./change.js" */

const askedMax = 8; /* tickets that are asked for their steps */

export class Bulk {
	/** @param {{ desk: () => string, rows: () => Row[], clear: () => void, redraw: () => void, done: () => Promise<void> }} about rows: the chosen ones */
	constructor({ rows, clear, ...about }) {
		this.rows = rows;
		this.clear = clear;
		this.change = new Change({ ...about, n: () => rows().length, steps: () => steps(rows()),
			apply: async (change, key) => (await post("/rest/lodge/1/bulk", { requests: rows().map(({ issueKey }) => issueKey), ...change }, key)).values });
	}

	bar() {
		const n = this.rows().length;
		return n ? html`<div class="bulk" role="region" aria-label=${t("desk.bulk")}>
			<b>${t("desk.chosen", { n })}</b>
			${this.#button("assign", "person")}${this.#button("priority", "priority-high")}${this.#button("move", "next")}
			<button class="button bare small" type="button" @click=${this.clear}>${t("desk.bulk.clear")}</button></div>` : nothing;
	}

	/** @param {Kind} kind @param {string} emblem */
	#button = (kind, emblem) => html`<button class="button plain small" type="button" @click=${() => this.change.open(kind)}>${icon(emblem, 16)}${t(`desk.bulk.${kind}`)}</button>`;
}

/** The steps that at least one of them may take: one ticket of each status and type is asked. @param {Row[]} rows @returns {Promise<string[]>} */
async function steps(rows) {
	const kinds = new Map(rows.map((row) => [`${row.requestType.id} ${row.teamStatus}`, row.issueKey]));
	const lists = await Promise.all([...kinds.values()].slice(0, askedMax).map((key) => get(`/rest/servicedeskapi/request/${key}/transition`)));
	return [...new Set(lists.flatMap(({ values }) => values.map((/** @type {{ name: string }} */ { name }) => name)))];
}
