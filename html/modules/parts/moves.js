/* moves.js - the steps that this reader may take with a request, as buttons; each asks first, with room for a word
 * to the other side. */
import { html, nothing } from "lit/html.js";
import { post } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { lozenge } from "./lozenge.js";
import { refusal } from "./notice.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Move } from "../lib/shapes.js" */

export class Moves {
	/** @type {Move | undefined} */ #move;
	/** @type {unknown} */ #trouble = nothing;
	#sending = false;
	#wrong = "";
	#key = "";

	/** @param {string} api the request's address @param {() => void} redraw @param {(move: Move) => Promise<void>} moved */
	constructor(api, redraw, moved) {
		this.api = api;
		this.redraw = redraw;
		this.moved = moved;
	}

	/** @param {Move[]} moves */
	buttons = (moves) => moves.length ? html`<div class="moves" role="group" aria-label=${t("move.group")}>${moves.map((move) => html`
		<button class="button plain" type="button" aria-disabled=${!!move.lodge?.lacks} aria-describedby=${move.lodge?.lacks ? `lacks-${move.id}` : nothing} @click=${() => this.#ask(move)}><span
			dir="auto">${move.name}</span></button>${move.lodge?.lacks ? html`<small class="hint" id="lacks-${move.id}">${move.lodge.lacks}</small>` : nothing}`)}</div>` : nothing;

	dialog() {
		const move = this.#move;
		return html`<dialog id="move" aria-labelledby="move-title" @close=${() => { this.#move = undefined; this.redraw(); }}>${move ? html`
			<form novalidate @submit=${this.#send}>
				<h2 id="move-title" dir="auto">${move.name}</h2>
				<p class="move-to">${t("move.to")} ${lozenge(move.to)}</p>
				${move.lodge?.event === "withdraw" ? html`<p>${t("move.withdraw")}</p>` : nothing}
				<div class="field"><label for="move-body">${t("move.comment")} ${move.lodge?.commentNeeded ? nothing : html`<span class="optional">(${t("form.optional")})</span>`}</label>
					<p class="hint" id="move-hint">${t("move.hint")}</p>
					<textarea class="control" id="move-body" name="body" dir="auto" aria-describedby=${this.#wrong ? "move-hint move-wrong" : "move-hint"} aria-required=${!!move.lodge?.commentNeeded}
						aria-invalid=${this.#wrong ? "true" : nothing}></textarea>
					${this.#wrong ? html`<p class="wrong" id="move-wrong">${this.#wrong}</p>` : nothing}</div>
				<div role="alert">${this.#trouble}</div>
				<div class="buttons">
					<button class="button bare" type="button" @click=${() => this.#box.close()}>${t("form.cancel")}</button>
					<button class="button" aria-disabled=${this.#sending}><span dir="auto">${move.name}</span></button>
				</div>
			</form>` : nothing}</dialog>`;
	}

	get #box() { return /** @type {HTMLDialogElement} */ (document.getElementById("move")); }

	/** @param {Move} move */
	#ask(move) {
		if (move.lodge?.lacks) return;
		this.#move = move;
		this.#wrong = "";
		this.#trouble = nothing;
		this.#key = crypto.randomUUID();
		this.redraw();
		this.#box.showModal();
	}

	#send = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const move = this.#move;
		if (this.#sending || !move) return;
		const body = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("body")).trim();
		this.#wrong = move.lodge?.commentNeeded && !body ? t("move.why") : "";
		if (this.#wrong) {
			this.redraw();
			return document.getElementById("move-body")?.focus();
		}
		this.#sending = true;
		this.#trouble = nothing;
		this.redraw();
		try {
			await post(`${this.api}/transition`, { id: move.id, ...(body && { additionalComment: { body } }) }, this.#key);
			this.#box.close();
			await this.moved(move);
		} catch (refused) {
			this.#trouble = refusal(/** @type {Refused} */ (refused));
		}
		this.#sending = false;
		this.redraw();
	};
}
