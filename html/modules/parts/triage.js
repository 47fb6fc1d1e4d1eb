/* triage.js - who works on a ticket, how urgent it is and how long there is: the first rows of the team's facts, each with the
 * means to change it. */
import { html, nothing } from "lit/html.js";
import { patch } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/page.js";
import { Change } from "./change.js";
import { prioritySign, timeLeft } from "./columns.js";
import { fact } from "./facts.js";
import { icon } from "./icon.js";
import { reason } from "./notice.js";
import { person } from "./person.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { TicketPage } from "./ticket-page.js" */

export class Triage {
	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
		this.change = new Change({ desk: () => page.ticket.lodge.deskId, n: () => 1, steps: async () => [], redraw: page.draw, done: async () => { await page.refresh(); },
			apply: async (change) => {
				await patch(page.ours, change);
				return [{ issueKey: page.key, ok: true }];
			} });
	}

	rows() {
		const { assignee, priority, breachDate } = this.page.ticket.lodge;
		return html`
			${fact(t("agent.assignee"), html`<span class="changeable">${assignee ? person(assignee) : html`<span class="soft">${t("agent.nobody")}</span>`}${this.#button("assign", "a")}</span>
				${assignee?.accountId === this.page.me.accountId ? nothing : html`<button class="button plain small" type="button" @click=${this.take}>${t("desk.assign.me")}</button>`}`)}
			${priority ? fact(t("desk.column.priority"), html`<span class="changeable">${prioritySign(priority)}${this.#button("priority", "p")}</span>`) : nothing}
			${breachDate ? fact(t("desk.column.breach"), timeLeft(breachDate)) : nothing}`;
	}

	/** @param {"assign" | "priority"} kind @param {string} key */
	#button = (kind, key) => html`<button class="button bare icon" type="button" aria-label=${t(`desk.bulk.${kind}`)} title="${t(`desk.bulk.${kind}`)} (${key})" @click=${() => this.change.open(kind)}>${icon("pen", 16)}</button>`;

	take = async () => {
		try {
			await patch(this.page.ours, { assignee: this.page.me.accountId });
			await this.page.refresh();
			toast(t("desk.assign.isYours"));
		} catch (refused) {
			toast(reason(/** @type {Refused} */ (refused)));
		}
	};
}
