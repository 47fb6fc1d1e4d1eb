/* quote-lines.js - the lines of a quote while it is written: Enter goes on to the next, the last one makes another, and the total
 * follows every key. */
import { html, nothing } from "lit/html.js";
import { decimal, digitsOf, sum } from "../lib/decimal.js";
import { money, t } from "../lib/i18n.js";
import { icon } from "./icon.js";

/** @typedef {{ text: string, hours: string, amount: string }} TypedLine as typed */

export const emptyLine = () => ({ text: "", hours: "", amount: "" });
const mostLines = 100;
const names = /** @type {const} */ (["text", "hours", "amount"]);
const shown = { text: "desk.quote.text", hours: "desk.quote.hours", amount: "desk.quote.amount" };

/** @param {TypedLine[]} lines @param {string} currency undefined as long as one cannot be read */
export function totalOf(lines, currency) {
	const amounts = lines.filter(({ amount }) => amount.trim()).map(({ amount }) => decimal(amount));
	return amounts.includes(undefined) ? undefined : sum(/** @type {string[]} */ (amounts), digitsOf(currency));
}

export class QuoteLines {
	/** @param {() => void} changed */
	constructor(changed) {
		this.changed = changed;
	}

	/** @param {TypedLine[]} lines @param {string} currency @param {Record<string, string>} wrong by the API's name of the field */
	view(lines, currency, wrong) {
		this.lines = lines;
		const total = totalOf(lines, currency);
		return html`<fieldset class="field quote-editor-lines"><legend>${t("desk.quote.lines")}</legend>
			<div class="quote-rows" role="group">${lines.map((line, i) => html`<div class="quote-row" role="group" aria-label=${t("desk.quote.line", { n: i + 1 })}>
				${names.map((name) => this.#input(line, i, name, wrong[`lines[${i}].${name}`]))}
				<button class="button bare icon" type="button" aria-label=${t("desk.quote.removeLine", { n: i + 1 })} title=${t("desk.quote.removeLine", { n: i + 1 })} ?disabled=${lines.length === 1} @click=${() => this.#remove(i)}>${icon("bin", 18)}</button>
				${names.map((name) => flaw(i, name, wrong))}
			</div>`)}</div>
			${wrong.lines ? html`<p class="wrong" id="quote-lines-wrong">${wrong.lines}</p>` : nothing}
			<div class="quote-sum-row"><button class="button plain small" type="button" id="quote-add" ?disabled=${lines.length >= mostLines} @click=${() => this.#add()}>${t("desk.quote.addLine")}</button>
				<p><span class="soft">${t("quote.total")}</span> <output for="quote-amount-0"><b><bdi>${total === undefined ? "–" : money(total, currency)}</bdi></b></output></p></div>
		</fieldset>`;
	}

	/** @param {TypedLine} line @param {number} i @param {"text" | "hours" | "amount"} name @param {string | undefined} wrong */
	#input(line, i, name, wrong) {
		const id = `quote-${name}-${i}`;
		return html`<div class="quote-${name}"><label for=${id}>${t(shown[name])}</label>
			<input class="control" id=${id} type="text" .value=${line[name]} dir=${name === "text" ? "auto" : "ltr"} autocomplete="off" inputmode=${name === "text" ? "text" : "decimal"} maxlength=${name === "text" ? 500 : 24}
				aria-required=${name === "text" || name === "amount"} aria-invalid=${wrong ? "true" : nothing} aria-describedby=${wrong ? `${id}-wrong` : nothing}
				@input=${(/** @type {InputEvent} */ event) => { line[name] = /** @type {HTMLInputElement} */ (event.target).value; this.changed(); }}
				@keydown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); this.#next(i); } }}></div>`;
	}

	/** @param {number} i */
	#next(i) {
		if (i + 1 < (this.lines?.length ?? 0)) focus(i + 1);
		else this.#add();
	}

	#add() {
		if (!this.lines || this.lines.length >= mostLines) return;
		this.lines.push(emptyLine());
		this.changed();
		focus(this.lines.length - 1);
	}

	/** @param {number} i */
	#remove(i) {
		this.lines?.splice(i, 1);
		this.changed();
		focus(Math.min(i, (this.lines?.length ?? 1) - 1));
	}
}

/** @param {number} i */
const focus = (i) => document.getElementById(`quote-text-${i}`)?.focus();

/** Under the whole line, as a column of numbers is narrow. @param {number} i @param {string} name @param {Record<string, string>} wrong */
function flaw(i, name, wrong) {
	const why = wrong[`lines[${i}].${name}`];
	return why ? html`<p class="wrong" id="quote-${name}-${i}-wrong">${why}</p>` : nothing;
}
