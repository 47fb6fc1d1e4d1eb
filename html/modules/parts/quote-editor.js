/* quote-editor.js - where the team writes a quote, looks at it as the customer will, and sends it. What is typed stays in this tab
 * until it is sent. */
import { html, nothing } from "lit/html.js";
import { post, remove } from "../lib/api.js";
import { decimal, digitsOf, sum } from "../lib/decimal.js";
import { dayName, t } from "../lib/i18n.js";
import { toast } from "../lib/page.js";
import { icon } from "./icon.js";
import { notice, refusal } from "./notice.js";
import { QuoteForm } from "./quote-form.js";
import { paper } from "./quote-paper.js";
import { totalOf } from "./quote-lines.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Quote } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

export class QuoteEditor {
	#step = /** @type {"" | "write" | "look"} */ ("");
	#terms = ""; /* as the server draws them */
	#sending = false;
	#leaving = false; /* whether the pending one is really to be taken back */
	/** @type {unknown} */ #trouble = nothing;
	/** @type {QuoteForm | undefined} */ #form;

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
	}

	/** Where there is no quote yet. */
	button = () => this.page.ticket.quotes?.values.length ? nothing
		: html`<div class="quote-none"><button class="button plain" type="button" id="quote-write" @click=${this.#open}>${icon("money", 18)}${t("desk.quote.write")}</button></div>`;

	/** What the team may do with the newest one. @param {Quote} quote */
	actions = (quote) => this.#leaving
		? html`<div class="confirm" role="group" aria-labelledby="quote-void-text"><p id="quote-void-text">${t("desk.quote.voidText")}</p><div role="alert">${this.#trouble}</div><div class="buttons">
			<button class="button bare" type="button" @click=${() => this.#ask(false)}>${t("form.cancel")}</button>
			<button class="button bad" type="button" id="quote-void-yes" aria-disabled=${this.#sending} @click=${this.#void}>${t("desk.quote.void")}</button></div></div>`
		: html`<div class="buttons"><button class="button plain" type="button" id="quote-write" @click=${this.#open}>${icon("money", 18)}${t(quote.state === "pending" ? "desk.quote.change" : "desk.quote.again")}</button>
			${quote.state === "pending" ? html`<button class="button bare" type="button" id="quote-void" @click=${() => this.#ask(true)}>${t("desk.quote.void")}</button>` : nothing}</div>`;

	dialog() {
		return html`<dialog class="quote-editor" id="quote-editor" aria-labelledby="quote-editor-title" @close=${this.#closed}>${this.#step && this.#form ? html`
			<div class="dialog-head"><h2 id="quote-editor-title" tabindex="-1">${t(this.#step === "write" ? "desk.quote.write" : "desk.quote.look")}</h2>
				<button class="button bare icon" type="button" aria-label=${t("viewer.close")} title=${t("viewer.close")} @click=${() => this.#box.close()}>${icon("close")}</button></div>
			${this.#step === "write" ? this.#form.view(this.#look, this.#trouble) : this.#seen(this.#form)}` : nothing}</dialog>`;
	}

	/** @param {QuoteForm} form */
	#seen({ typed, asked }) {
		const { currency, lines, validUntil, needed } = typed, names = asked().map(({ displayName }) => displayName);
		return html`<p class="hint">${t("desk.quote.lookText")}</p>
			<div class="quote card card-body">${paper({ currency, total: totalOf(lines, currency) ?? "0", until: t("desk.quote.endOf", { day: dayName(validUntil) }), terms: this.#terms, approvers: names, needed,
				lines: lines.map(({ text, hours, amount }) => ({ text, hours: decimal(hours), amount: sum([decimal(amount) ?? "0"], digitsOf(currency)) })) })}</div>
			<div role="alert">${this.#trouble}</div>
			<div class="buttons"><button class="button bare" type="button" @click=${this.#back}>${t("desk.quote.back")}</button>
				<button class="button" type="button" aria-disabled=${this.#sending} @click=${this.#send}>${icon("send", 18)}${t("desk.quote.send", { name: names[0], n: names.length })}</button></div>`;
	}

	get #box() { return /** @type {HTMLDialogElement} */ (document.getElementById("quote-editor")); }

	#open = () => {
		this.#form = new QuoteForm(this.page);
		this.#trouble = nothing;
		this.#show("write");
		this.#box.showModal();
		document.getElementById("quote-text-0")?.focus();
	};

	/** @param {"" | "write" | "look"} step */
	#show(step) {
		this.#step = step;
		this.page.draw();
	}

	#back = () => {
		this.#show("write");
		document.getElementById("quote-text-0")?.focus();
	};

	/** The server draws the terms, as it will for the customer. */
	#look = async () => {
		if (this.#sending || !this.#form?.check()) return;
		const { terms } = this.#form.typed;
		this.#trouble = nothing;
		this.#terms = "";
		try {
			if (terms.trim()) this.#terms = (await post("/rest/lodge/1/preview", { text: terms })).html;
			this.#show("look");
			document.getElementById("quote-editor-title")?.focus();
		} catch (refused) {
			this.#trouble = refusal(/** @type {Refused} */ (refused));
			this.page.draw();
		}
	};

	#send = async () => {
		const form = this.#form;
		if (this.#sending || !form) return;
		this.#sending = true;
		this.#trouble = nothing;
		this.page.draw();
		try {
			await post(`${this.page.ours}/quote`, form.body(), form.typed.key);
			form.forget();
			this.#box.close();
			await this.page.refresh();
			document.getElementById("quote")?.focus();
			toast(t("desk.quote.sent"));
		} catch (refused) {
			this.#refused(form, /** @type {Refused} */ (refused));
		}
		this.#sending = false;
		this.page.draw();
	};

	/** @param {QuoteForm} form @param {Refused} refused */
	#refused(form, refused) {
		form.refused(refused);
		this.#trouble = refused.status === 409 && refused.message ? notice(refused.message) : refusal(refused);
		if (Object.keys(refused.fields).length) this.#show("write");
	}

	/** @param {boolean} leaving */
	#ask(leaving) {
		this.#leaving = leaving;
		this.#trouble = nothing;
		this.page.draw();
		document.getElementById(leaving ? "quote-void-yes" : "quote-void")?.focus();
	}

	#void = async () => {
		if (this.#sending) return;
		this.#sending = true;
		try {
			await remove(`${this.page.ours}/quote`);
			this.#leaving = false;
			await this.page.refresh();
			document.getElementById("quote")?.focus();
			toast(t("desk.quote.isVoid"));
		} catch (refused) {
			this.#trouble = refusal(/** @type {Refused} */ (refused));
		}
		this.#sending = false;
		this.page.draw();
	};

	#closed = () => this.#show("");
}
