/* history.js - everything that happened to a ticket, by day, newest first: what, who, from what to what, and by which door where it
 * was not a page. It is read when it is opened, and anew when the ticket is. */
import { html, nothing } from "lit/html.js";
import { get, local } from "../lib/api.js";
import { dayName, t } from "../lib/i18n.js";
import { icon } from "./icon.js";
import { when } from "./person.js";

/** @import { Activity, Page } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

const doors = { api: "chip", mail: "send", job: "clock", command: "key" };
const atOnce = 30;

export class History {
	#open = false; #failed = false; #next = "";
	/** @type {Activity[]} */ #rows = [];

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
		page.onRead(() => { if (this.#open) this.#load(); });
	}

	view = () => html`<details class="history-box" @toggle=${this.#toggle}><summary>${t("history.title")}</summary>
		<ol class="history">${days(this.#rows).map(([day, rows]) => html`<li><h3>${dayName(day)}</h3><ol>${rows.map(line)}</ol></li>`)}</ol>
		${this.#failed ? html`<p class="wrong">${t("trouble.text")}</p>` : nothing}
		${this.#next ? html`<button class="button plain small" type="button" @click=${this.#more}>${t("history.more")}</button>` : nothing}</details>`;

	/** @param {Event} event */
	#toggle = ({ target }) => {
		this.#open = /** @type {HTMLDetailsElement} */ (target).open;
		if (this.#open) this.#load();
	};

	#load = () => this.#read(`${this.page.ours}/activity?limit=${atOnce}`, []);
	#more = () => this.#read(this.#next, this.#rows);

	/** @param {string} path @param {Activity[]} before */
	async #read(path, before) {
		try {
			/** @type {Page<Activity>} */ const { values, _links: { next } } = await get(path);
			this.#rows = [...before, ...values];
			this.#next = next ? local(next) : "";
			this.#failed = false;
		} catch {
			this.#failed = true;
		}
		this.page.draw();
	}
}

/** By the days of the reader's own place. @param {Activity[]} rows */
function days(rows) {
	/** @type {Map<string, Activity[]>} */ const all = new Map();
	for (const row of rows) {
		const day = new Date(row.date.epochMillis).toLocaleDateString("sv"); /* the Swedes write 2026-07-06 */
		all.set(day, [...all.get(day) ?? [], row]);
	}
	return [...all];
}

/** A kind that this page does not know is a change. @param {string} kind */
function words(kind) {
	const key = `history.${kind}`, said = t(`history.${kind}`);
	return said === key ? t("history.other") : said;
}

/** @param {Activity} row */
function line({ kind, subjectId, person, date, door, before, after, public: open }) {
	const said = words(kind), told = kind !== "created" && (before || after);
	return html`<li class=${open ? nothing : "internal"}>
		<b>${subjectId && kind.startsWith("comment") ? html`<a href="#comment-${subjectId}">${said}</a>` : said}</b>${open ? nothing : html` <span title=${t("request.internalHint")}>${icon("lock", 12)}</span>`}
		${told ? html`<span class="told">${before ? html`<del dir="auto">${before}</del>` : nothing}${after ? html`<ins dir="auto">${after}</ins>` : nothing}</span>` : nothing}
		<span class="soft">${person ? html`<span dir="auto">${person.displayName}</span> · ` : nothing}${when(date)}${door === "portal" ? nothing : html` · <span class="door">${icon(doors[door], 12)} ${t(`history.door.${door}`)}</span>`}</span></li>`;
}
