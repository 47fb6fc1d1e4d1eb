/* quote-form.js - the fields of a quote, what is wrong with them, and the copy in this tab. */
import { html, nothing } from "lit/html.js";
import { decimal, decimals, digitsOf } from "../lib/decimal.js";
import { moneyName, t } from "../lib/i18n.js";
import { browser, tab } from "../lib/store.js";
import { Markdown } from "./markdown.js";
import { emptyLine, QuoteLines, totalOf } from "./quote-lines.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Person } from "../lib/shapes.js" */
/** @import { TypedLine } from "./quote-lines.js" */
/** @import { TicketPage } from "./ticket-page.js" */

/** Those in which most work is paid; any other of ISO 4217 comes by the API. */
const currencies = ["EUR", "USD", "GBP", "PLN", "CHF", "CZK", "SEK", "NOK", "DKK", "HUF", "RON", "UAH", "TRY", "ILS", "AED", "CAD", "AUD", "JPY", "KRW", "INR", "CNY", "TWD", "BRL", "KWD"];
const days = 14; /* for which a quote is usually good */

/** @typedef {{ currency: string, lines: TypedLine[], validUntil: string, terms: string, approvers: string[], needed: number, key: string }} Typed */

export class QuoteForm {
	/** @type {Record<string, string>} */ wrong = {};
	#slot;

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
		this.#slot = `quote ${page.me.accountId} ${page.key}`;
		/** @type {Typed} */ this.typed = { ...this.#begin(), ...JSON.parse(tab.get(this.#slot) ?? "{}") };
		this.lines = new QuoteLines(this.#changed);
		this.terms = new Markdown(page.draw);
	}

	/** With the lines of the newest version, as it is often changed a little. @returns {Typed} */
	#begin() {
		const [last] = this.page.ticket.quotes?.values ?? [], reporter = this.page.ticket.reporter.accountId;
		return { currency: last?.currency ?? browser.get("currency") ?? "EUR", terms: last?.terms ?? "", validUntil: localDay(days), needed: last?.needed ?? 1, key: crypto.randomUUID(),
			lines: last?.lines.map(({ text, hours = "", amount }) => ({ text, hours, amount })) ?? [emptyLine()],
			approvers: last?.approval.approvers.map(({ approver }) => approver.accountId) ?? [reporter] };
	}

	/** Whom the ticket concerns, each once. @returns {Person[]} */
	people() {
		const { reporter, participants, quotes } = this.page.ticket;
		const all = [reporter, ...participants.values, ...(quotes?.values ?? []).flatMap(({ approval }) => approval.approvers.map(({ approver }) => approver))];
		return [...new Map(all.map((person) => [person.accountId, person])).values()];
	}

	asked = () => this.people().filter(({ accountId }) => this.typed.approvers.includes(accountId));

	/** @param {() => void} done @param {unknown} trouble */
	view(done, trouble) {
		const { typed, wrong } = this;
		return html`<form novalidate @submit=${(/** @type {SubmitEvent} */ event) => { event.preventDefault(); done(); }}
			@keydown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) done(); }}>
			<div class="quote-row-2"><div class="field"><label for="quote-currency">${t("desk.quote.currency")}</label>
				<select class="control" id="quote-currency" @change=${this.#choose("currency")}>${[...new Set([typed.currency, ...currencies])].map((code) => html`<option value=${code} .selected=${code === typed.currency}>${code} – ${moneyName(code)}</option>`)}</select>${this.#flaw("currency")}</div>
			<div class="field"><label for="quote-validUntil">${t("quote.until")}</label>
				<input class="control" id="quote-validUntil" type="date" min=${localDay(0)} .value=${typed.validUntil} aria-invalid=${wrong.validUntil ? "true" : nothing} aria-describedby=${wrong.validUntil ? "quote-validUntil-wrong" : nothing} @change=${this.#choose("validUntil")}>${this.#flaw("validUntil")}</div></div>
			${this.lines.view(typed.lines, typed.currency, wrong)}
			<div class="field" @input=${this.#write}><label for="quote-terms">${t("quote.terms")} <span class="optional">(${t("form.optional")})</span></label>
				${this.terms.view({ id: "quote-terms", name: "terms", value: typed.terms, required: false, invalid: wrong.terms ? "true" : nothing, describedBy: wrong.terms ? "quote-terms-wrong" : nothing })}${this.#flaw("terms")}</div>
			${this.#whom()}
			<div role="alert">${trouble}</div>
			<div class="buttons"><span class="hint">${t("desk.quote.kept")}</span><button class="button">${t("desk.quote.goOn")}</button></div></form>`;
	}

	#whom() {
		const { typed } = this, n = this.asked().length;
		return html`<fieldset class="field" aria-describedby=${this.wrong.approvers ? "quote-approvers-wrong" : nothing}><legend>${t("desk.quote.whom")}</legend>
			<div class="checks">${this.people().map(({ accountId, displayName, emailAddress }) => html`<label class="check"><input type="checkbox" .checked=${typed.approvers.includes(accountId)} @change=${() => this.#toggle(accountId)}><span><bdi>${displayName}</bdi> <span class="soft">${emailAddress ?? ""}</span></span></label>`)}</div>${this.#flaw("approvers")}
			${n > 1 ? html`<div class="field"><label for="quote-needed">${t("desk.quote.needed")}</label><select class="control" id="quote-needed" @change=${this.#choose("needed")}>${Array.from({ length: n }, (_, i) => html`<option value=${i + 1} .selected=${i + 1 === typed.needed}>${i + 1 === n ? t("desk.quote.neededAll", { n }) : i + 1}</option>`)}</select></div>` : nothing}</fieldset>`;
	}

	/** @param {string} name */
	#flaw = (name) => this.wrong[name] ? html`<p class="wrong" id="quote-${name}-wrong">${this.wrong[name]}</p>` : nothing;

	/** @param {"currency" | "validUntil" | "needed"} name */
	#choose = (name) => (/** @type {Event} */ { target }) => {
		const { value } = /** @type {HTMLInputElement} */ (target);
		Object.assign(this.typed, { [name]: name === "needed" ? +value : value });
		this.#changed();
	};

	#write = (/** @type {Event} */ { target }) => {
		if (target instanceof HTMLTextAreaElement) this.typed.terms = target.value;
		this.#changed();
	};

	/** @param {string} accountId */
	#toggle(accountId) {
		const { approvers } = this.typed;
		this.typed.approvers = approvers.includes(accountId) ? approvers.filter((one) => one !== accountId) : [...approvers, accountId];
		this.typed.needed = Math.max(1, Math.min(this.typed.needed, this.asked().length));
		this.#changed();
	}

	#changed = () => {
		this.wrong = {};
		this.#keep();
		this.page.draw();
	};

	#keep() {
		tab.set(this.#slot, JSON.stringify(this.typed));
	}

	forget() {
		tab.forget(this.#slot);
		browser.set("currency", this.typed.currency);
	}

	/** Marks what cannot be sent, and goes to the first of it. */
	check() {
		const { typed, wrong } = this, total = totalOf(typed.lines, typed.currency);
		typed.lines.forEach(({ text, hours, amount }, i) => {
			const sum = decimal(amount), time = decimal(hours.trim() || "0");
			if (!text.trim()) wrong[`lines[${i}].text`] = t("desk.quote.noText");
			if (sum === undefined) wrong[`lines[${i}].amount`] = t("desk.quote.noAmount");
			else if (decimals(sum) > digitsOf(typed.currency)) wrong[`lines[${i}].amount`] = t("desk.quote.digits", { n: digitsOf(typed.currency), currency: typed.currency });
			if (time === undefined || time.startsWith("-") || decimals(time) > 2) wrong[`lines[${i}].hours`] = t("desk.quote.noHours");
		});
		if (total?.startsWith("-")) wrong.lines = t("desk.quote.negative");
		if (!typed.validUntil || typed.validUntil < localDay(0)) wrong.validUntil = t("desk.quote.noDay");
		if (!this.asked().length) wrong.approvers = t("desk.quote.nobody");
		this.#point();
		return !Object.keys(wrong).length;
	}

	/** What the server does not take. @param {Refused} refused */
	refused({ status, fields }) {
		if (status < 400 || status >= 500 || status === 401) return;
		this.typed.key = crypto.randomUUID();
		this.wrong = Object.fromEntries(Object.entries(fields).map(([name, why]) => [name.replace(/^approvers.*/, "approvers"), why]));
		this.#keep();
	}

	#point() {
		this.page.draw();
		/** @type {HTMLElement | null} */ (document.querySelector("#quote-editor [aria-invalid=true]"))?.focus();
	}

	body() {
		const { currency, lines, validUntil, terms, needed } = this.typed;
		return { currency, validUntil, needed, approvers: this.asked().map(({ accountId }) => accountId), ...(terms.trim() && { terms }),
			lines: lines.map(({ text, hours, amount }) => ({ text: text.trim(), ...(hours.trim() && { hours: decimal(hours) }), amount: decimal(amount) })) };
	}
}

/** The day so many days from now, where the reader is. @param {number} from */
function localDay(from) {
	const day = new Date();
	day.setDate(day.getDate() + from);
	return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
