/* letter-answer.js - a quote on the page of a link: what it says, accept or reject with a reason, and what became of it. What is
 * decided on is named by its SHA-256, as on the request's own page. */
import { html, nothing } from "lit/html.js";
import { post } from "../lib/api.js";
import { deadline, money, t } from "../lib/i18n.js";
import { say } from "../lib/page.js";
import { icon } from "./icon.js";
import { notice, refusal } from "./notice.js";
import { paper, sheetOf } from "./quote-paper.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { LetterLink, Quote } from "../lib/shapes.js" */

export class LetterAnswer {
	/** @type {"" | "approve" | "decline"} what is about to be said */ #choice = "";
	/** @type {unknown} */ #trouble = nothing;
	#wrong = ""; #sending = false; #key = "";

	/** @param {{ path: string, choice?: "approve" | "decline", link: () => LetterLink, redraw: () => void, read: () => Promise<void> }} about `choice`: what the link that was pressed says */
	constructor(about) {
		this.about = about;
		this.#choice = about.choice ?? "";
		this.#key = crypto.randomUUID();
	}

	view() {
		const { quote, decision } = this.about.link();
		if (!quote) return html`<h1 tabindex="-1" id="letter-head">${t("letter.answerGone")}</h1>`;
		return html`<h1 tabindex="-1" id="letter-head">${t("quote.title", { n: quote.version })}</h1>
			${decision ? this.#done(decision) : nothing}
			<div class="quote-sheet">${paper(sheetOf(quote))}</div>
			<div role="alert">${this.#trouble}</div>
			${decision ? nothing : this.#question(quote)}`;
	}

	/** @param {"approved" | "declined"} decision */
	#done = (decision) => notice(t(decision === "approved" ? "quote.isAccepted" : "quote.isRejected"), decision === "approved" ? "good" : "", decision === "approved" ? "tick" : "info");

	/** @param {Quote} quote */
	#question(quote) {
		if (quote.state !== "pending") return notice(t("letter.answerGone"), "warn", "info");
		if (this.#choice && !(quote.expired && this.#choice === "approve")) return this.#last(quote);
		return html`<div class="quote-answer"><p>${t(quote.expired ? "quote.late" : quote.needed > 1 ? "quote.yourTurnTogether" : "quote.yourTurn")}</p><div class="buttons">
			${quote.expired ? nothing : html`<button class="button" type="button" @click=${() => this.#choose("approve")}>${icon("tick", 18)}${t("quote.accept", { total: money(quote.total, quote.currency) })}</button>`}
			<button class="button plain" type="button" @click=${() => this.#choose("decline")}>${t("quote.reject")}</button></div></div>`;
	}

	/** The last look. @param {Quote} quote */
	#last(quote) {
		const accepts = this.#choice === "approve";
		return html`<form class="letter-last" novalidate aria-labelledby="letter-last" @submit=${this.#send}>
			<h2 id="letter-last" tabindex="-1">${t(accepts ? "quote.acceptTitle" : "quote.rejectTitle", { n: quote.version })}</h2>
			<p>${accepts ? t("quote.acceptText", { until: deadline(quote.validUntil.epochMillis, quote.timeZone) }) : t("quote.rejectText")}</p>
			<div class="field"><label for="letter-reason">${t(accepts ? "quote.note" : "quote.reason")} ${accepts ? html`<span class="optional">(${t("form.optional")})</span>` : nothing}</label>
				<textarea class="control" id="letter-reason" name="reason" dir="auto" maxlength="2000" aria-required=${!accepts} aria-invalid=${this.#wrong ? "true" : nothing} aria-describedby=${this.#wrong ? "letter-wrong" : nothing} @input=${this.#mended}></textarea>
				${this.#wrong ? html`<p class="wrong" id="letter-wrong">${this.#wrong}</p>` : nothing}</div>
			<div class="buttons"><button class="button ${accepts ? "" : "bad"}" aria-disabled=${this.#sending}>${icon(accepts ? "tick" : "close", 18)}${accepts ? t("quote.accept", { total: money(quote.total, quote.currency) }) : t("quote.reject")}</button>
				<button class="button bare" type="button" @click=${() => this.#choose("")}>${t("form.cancel")}</button></div></form>`;
	}

	/** @param {"" | "approve" | "decline"} choice */
	#choose(choice) {
		this.#choice = choice;
		this.#wrong = "";
		this.#trouble = nothing;
		this.#key = crypto.randomUUID();
		this.about.redraw();
		document.getElementById(choice ? "letter-last" : "letter-head")?.focus();
	}

	#mended = () => {
		if (!this.#wrong) return;
		this.#wrong = "";
		this.about.redraw();
	};

	#send = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const { quote } = this.about.link(), choice = this.#choice;
		const reason = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("reason")).trim();
		if (this.#sending || !quote || !choice) return;
		if (choice === "decline" && !reason) return this.#lacks();
		this.#sending = true;
		this.#trouble = nothing;
		this.about.redraw();
		const refused = await post(this.about.path, { decision: choice, sha256: quote.sha256, ...(reason && { reason }) }, this.#key).then(() => undefined, (error) => error);
		this.#sending = false;
		if (!refused || refused.status >= 400 && refused.status < 500) this.#choice = ""; /* what is shown may be another quote by now */
		this.#trouble = refused ? refused.message && !refused.passing ? notice(refused.message) : refusal(refused) : nothing;
		if (!this.#choice) await this.about.read();
		else this.about.redraw();
		if (refused) return;
		document.getElementById("letter-head")?.focus();
		say(t(choice === "approve" ? "quote.isAccepted" : "quote.isRejected"));
	};

	#lacks() {
		this.#wrong = t("quote.reasonMissing");
		this.about.redraw();
		document.getElementById("letter-reason")?.focus();
	}
}
