/* live.js - a ticket's page shows what others do without being loaded again: it asks what changed, reads the ticket anew when
 * something did, and says what. Whoever is typing goes on typing where they were. For the team also who else is there. */
import { html, nothing } from "lit/html.js";
import { t } from "../lib/i18n.js";
import { say, steady } from "../lib/page.js";
import { Poll } from "../lib/poll.js";
import { Presence } from "../lib/presence.js";
import { icon } from "./icon.js";

/** @import { Changes, Present, Ticket } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

export class Live {
	#begun = false;
	/** @type {Present[]} */ #present = [];

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
		page.onRead(() => {
			if (this.#begun) return;
			this.#begun = true;
			new Poll(`request=${page.key}`, this.#news).start();
			if (page.team) new Presence(page.ours).start();
		});
	}

	/** Who else is at the ticket; said by a screen reader when it changes. */
	view = () => html`<div role="status"><ul class="present">${this.#present.map(({ person: { displayName: name }, writing }) => html`<li class=${writing ? "writing" : nothing}>
		${icon(writing ? "pencil" : "eye", 14)}<span dir="auto">${t(writing ? "live.writing" : "live.looking", { name })}</span></li>`)}</ul></div>`;

	/** @param {Changes} changes */
	#news = async ({ values, reset, present = [] }) => {
		this.#present = present;
		if (!values.length && !reset) return steady(this.page.draw);
		const before = this.page.ticket;
		if (!await steady(this.page.refresh)) throw new Error("not read");
		if (values.some(({ person }) => person?.accountId !== this.page.me.accountId)) tell(before, this.page.ticket);
	};
}

/** @param {Ticket} before @param {Ticket} now */
function tell(before, now) {
	const status = now.currentStatus.status, said = now.comments.values.length - before.comments.values.length;
	const files = now.attachments.values.length - before.attachments.values.length;
	if (said > 0) say(t("request.news"));
	else if (status !== before.currentStatus.status) say(t("live.status", { status }));
	else if (files > 0) say(t("live.files"));
}
