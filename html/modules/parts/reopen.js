/* reopen.js - under what is done: that a comment opens nothing again, and, for as long as the desk offers it, the choice to. */
import { html, nothing } from "lit/html.js";
import { post } from "../lib/api.js";
import { dateTime, fullDate, t } from "../lib/i18n.js";
import { icon } from "./icon.js";

/** @import { Offer, Ticket } from "../lib/shapes.js" */

export class Reopen {
	#key = "";
	#of = "";

	/** @param {string} api the request's address */
	constructor(api) {
		this.api = api;
	}

	/** Above the buttons. @param {Ticket} ticket */
	note({ currentStatus, lodge: { reopen } }) {
		if (currentStatus.statusCategory !== "DONE") return nothing;
		const until = reopen?.until?.epochMillis;
		return html`<div class="notice info done-note" id="done-note">${icon("info")}<div><b>${t("reopen.done")}</b>
			${reopen ? until ? html`<span title=${fullDate(until)}>${t("reopen.until", { when: dateTime(until) })}</span>` : nothing : t("reopen.over")}</div></div>`;
	}

	/** Beside the box's own button. @param {Offer | undefined} offer @param {boolean} waits @param {() => void} run */
	button = (offer, waits, run) => offer
		? html`<button class="button plain" type="button" aria-describedby="done-note" aria-disabled=${waits} @click=${() => waits || run()}><span dir="auto">${offer.name}</span></button>` : nothing;

	/** With the words as the reason; the same words sent again are sent once. @param {Offer} offer @param {string} body */
	async run({ transitionId }, body) {
		if (this.#of !== body || !this.#key) this.#key = crypto.randomUUID();
		this.#of = body;
		await post(`${this.api}/transition`, { id: transitionId, ...(body && { additionalComment: { body } }) }, this.#key);
		this.#key = "";
	}
}
