/* feedback.js - what the reporter thinks of it once it is done: one to five stars, and a word if they like. They can change it; the others
 * read it. */
import { html, nothing } from "lit/html.js";
import { post } from "../lib/api.js";
import { numeral, t } from "../lib/i18n.js";
import { say } from "../lib/page.js";
import { icon } from "./icon.js";
import { notice, refusal } from "./notice.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { TicketPage } from "./ticket-page.js" */

const ratings = [1, 2, 3, 4, 5];

export class Feedback {
	#changing = false; #sending = false; #rating = 0;
	/** @type {unknown} */ #trouble = nothing;

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
	}

	view() {
		const { mayRate, feedback } = this.page.ticket.lodge;
		if (mayRate && (!feedback || this.#changing)) return this.#form();
		return feedback ? this.#said(feedback.rating, feedback.comment?.body) : nothing;
	}

	/** @param {number} rating @param {string} [words] */
	#said(rating, words) {
		const { ticket, me } = this.page, own = ticket.reporter.accountId === me.accountId;
		return html`<section class="card feedback" aria-labelledby="feedback-title" id="feedback" tabindex="-1">
			<h3 id="feedback-title">${own ? t("feedback.thanks") : html`<span dir="auto">${t("feedback.by", { name: ticket.reporter.displayName })}</span>`}</h3>
			<p class="stars" role="img" aria-label=${t("feedback.of", { rating: numeral(rating) })}>${ratings.map((n) => html`<span class=${n <= rating ? "lit" : ""}>${icon("star", 22)}</span>`)}<span aria-hidden="true">${t(`feedback.rating.${rating}`)}</span></p>
			${words ? html`<p class="feedback-words" dir="auto">${words}</p>` : nothing}
			${ticket.lodge.mayRate ? html`<button class="button plain small" type="button" @click=${this.#change}>${t("feedback.change")}</button>` : nothing}</section>`;
	}

	#form() {
		const { feedback } = this.page.ticket.lodge, chosen = this.#rating || feedback?.rating || 0;
		return html`<form class="card feedback" id="feedback" novalidate @submit=${this.#send}>
			<fieldset><legend><h3>${t("feedback.title")}</h3></legend>
				<div class="stars">${ratings.map((n) => html`<label class=${n <= chosen ? "lit" : ""} title=${t(`feedback.rating.${n}`)}><input type="radio" name="rating" value=${n} .checked=${n === chosen}
					@change=${() => { this.#rating = n; this.page.draw(); }}>${icon("star", 30)}<span class="unseen">${t("feedback.of", { rating: numeral(n) })}, ${t(`feedback.rating.${n}`)}</span></label>`)}
					<span class="soft" aria-hidden="true">${chosen ? t(`feedback.rating.${chosen}`) : nothing}</span></div></fieldset>
			${chosen ? html`<div class="field"><label for="feedback-words">${t("feedback.words")} <span class="optional">(${t("form.optional")})</span></label>
				<textarea class="control" id="feedback-words" name="words" dir="auto" maxlength="2000" .defaultValue=${feedback?.comment?.body ?? ""}></textarea></div>` : nothing}
			<div role="alert">${this.#trouble}</div>
			${chosen ? html`<div class="buttons"><button class="button" aria-disabled=${this.#sending}>${t("feedback.send")}</button>
				${feedback ? html`<button class="button bare" type="button" @click=${this.#end}>${t("form.cancel")}</button>` : nothing}</div>` : nothing}</form>`;
	}

	#change = () => {
		this.#changing = true;
		this.#rating = 0;
		this.page.draw();
		/** @type {HTMLElement | null} */ (document.querySelector("#feedback input:checked"))?.focus();
	};

	#end = () => {
		this.#changing = false;
		this.#rating = 0;
		this.page.draw();
		document.getElementById("feedback")?.focus();
	};

	#send = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const form = new FormData(/** @type {HTMLFormElement} */ (event.target)), rating = Number(form.get("rating")), body = String(form.get("words") ?? "").trim();
		if (this.#sending) return;
		this.#sending = true;
		this.#trouble = nothing;
		this.page.draw();
		try {
			await post(`${this.page.api}/feedback`, { type: "csat", rating, ...(body && { comment: { body } }) });
			await this.page.refresh();
			this.#end();
			say(t("feedback.thanks"));
		} catch (error) {
			const refused = /** @type {Refused} */ (error), [field] = Object.values(refused.fields);
			this.#trouble = field ? notice(field) : refusal(refused);
		}
		this.#sending = false;
		this.page.draw();
	};
}
