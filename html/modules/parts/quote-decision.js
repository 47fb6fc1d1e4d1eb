/* quote-decision.js - the last look before a quote is accepted or rejected. What was shown is named by its SHA-256, so a quote that
 * was changed meanwhile is not decided on unseen. */
import { html, nothing } from "lit/html.js";
import { post } from "../lib/api.js";
import { deadline, money, t } from "../lib/i18n.js";
import { toast } from "../lib/page.js";
import { icon } from "./icon.js";
import { notice, refusal } from "./notice.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Quote } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

export class QuoteDecision {
	/** @type {Quote | undefined} */ #quote;
	#accepts = false;
	#sending = false;
	#wrong = "";
	/** @type {unknown} */ #trouble = nothing;
	#key = "";

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
	}

	/** @param {Quote} quote @param {boolean} accepts */
	open(quote, accepts) {
		this.#quote = quote;
		this.#accepts = accepts;
		this.#wrong = "";
		this.#trouble = nothing;
		this.#key = crypto.randomUUID();
		this.page.draw();
		this.#box.showModal();
	}

	view() {
		const quote = this.#quote;
		return html`<dialog id="quote-decision" aria-labelledby="quote-decision-title" @close=${this.#closed}>${quote ? html`
			<form novalidate @submit=${this.#send}>
				<h2 id="quote-decision-title">${t(this.#accepts ? "quote.acceptTitle" : "quote.rejectTitle", { n: quote.version })}</h2>
				<p class="quote-total"><span class="soft">${t("quote.total")}</span> <b><bdi>${money(quote.total, quote.currency)}</bdi></b></p>
				<p>${this.#accepts ? t("quote.acceptText", { until: deadline(quote.validUntil.epochMillis, quote.timeZone) }) : t("quote.rejectText")}</p>
				${this.#reason()}
				<div role="alert">${this.#trouble}</div>
				<div class="buttons">
					<button class="button bare" type="button" @click=${() => this.#box.close()}>${t("form.cancel")}</button>
					<button class="button ${this.#accepts ? "" : "bad"}" aria-disabled=${this.#sending}>${icon(this.#accepts ? "tick" : "close", 18)}${this.#accepts ? t("quote.accept", { total: money(quote.total, quote.currency) }) : t("quote.reject")}</button>
				</div>
			</form>` : nothing}</dialog>`;
	}

	#reason = () => html`<div class="field"><label for="quote-reason">${t(this.#accepts ? "quote.note" : "quote.reason")} ${this.#accepts ? html`<span class="optional">(${t("form.optional")})</span>` : nothing}</label>
		<p class="hint" id="quote-reason-hint">${t("move.hint")}</p>
		<textarea class="control" id="quote-reason" name="reason" dir="auto" maxlength="2000" aria-required=${!this.#accepts} aria-invalid=${this.#wrong ? "true" : nothing}
			aria-describedby=${this.#wrong ? "quote-reason-wrong quote-reason-hint" : "quote-reason-hint"} @input=${this.#mended}></textarea>
		${this.#wrong ? html`<p class="wrong" id="quote-reason-wrong">${this.#wrong}</p>` : nothing}</div>`;

	get #box() { return /** @type {HTMLDialogElement} */ (document.getElementById("quote-decision")); }

	#mended = () => {
		if (!this.#wrong) return;
		this.#wrong = "";
		this.page.draw();
	};

	#send = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const quote = this.#quote, accepts = this.#accepts;
		const reason = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("reason")).trim();
		if (this.#sending || !quote) return;
		if (!accepts && !reason) return this.#lacks();
		this.#sending = true;
		this.#trouble = nothing;
		this.page.draw();
		try {
			await post(`${this.page.api}/approval/${quote.approval.id}`, { decision: accepts ? "approve" : "decline", sha256: quote.sha256, ...(reason && { reason }) }, this.#key);
			this.#box.close();
			await this.page.refresh();
			document.getElementById("quote")?.focus();
			toast(t(accepts ? "quote.isAccepted" : "quote.isRejected"));
		} catch (refused) {
			this.#refused(/** @type {Refused} */ (refused));
		}
		this.#sending = false;
		this.page.draw();
	};

	#lacks() {
		this.#wrong = t("quote.reasonMissing");
		this.page.draw();
		document.getElementById("quote-reason")?.focus();
	}

	/** What stands behind the dialog is read again: it may be another quote by now. @param {Refused} refused */
	#refused(refused) {
		this.#trouble = refused.status === 409 && refused.message ? notice(refused.message) : refusal(refused);
		if (refused.status < 400 || refused.status >= 500) return;
		this.#key = crypto.randomUUID();
		this.page.refresh();
	}

	#closed = () => {
		this.#quote = undefined;
		this.page.draw();
	};
}
