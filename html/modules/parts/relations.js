/* relations.js - the tickets that this one has to do with, both ways: what it blocks, and what blocks it. */
import { html, nothing } from "lit/html.js";
import { post, remove } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/page.js";
import { fact } from "./facts.js";
import { icon } from "./icon.js";
import { lozenge } from "./lozenge.js";
import { notice, reason, refusal } from "./notice.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Relation } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

const kinds = ["relates", "blocks", "blocked-by", "duplicates", "duplicated-by", "causes", "caused-by"];

/** As this ticket says it. @param {string} kind */
const said = (kind) => t(`desk.relation.${kind.replace("-b", "B")}`);

export class Relations {
	/** @type {unknown} */ #trouble = nothing;
	#wrong = ""; #open = false; #sending = false;

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
	}

	get #path() { return `${this.page.ours}/relation`; }
	get #box() { return /** @type {HTMLDialogElement} */ (document.getElementById("relation")); }

	row() {
		const { relations = [] } = this.page.ticket.lodge;
		return fact(t("desk.relations"), html`${relations.length ? html`<ul class="relations">${relations.map((relation) => html`<li>
			<span class="soft small">${said(relation.kind)}</span>
			<a href="/agent/${relation.issueKey}"><span class="key">${relation.issueKey}</span> <span dir="auto">${relation.summary}</span></a>
			${lozenge(relation.status)}
			<button class="button bare icon" type="button" aria-label=${t("desk.relation.remove", { key: relation.issueKey })} title=${t("desk.relation.remove", { key: relation.issueKey })} @click=${() => this.#remove(relation)}>${icon("close", 16)}</button></li>`)}</ul>` : nothing}
			<button class="button plain small" type="button" id="relation-add" @click=${this.open}>${icon("plus", 16)}${t("desk.relation.add")}</button>`);
	}

	open = () => {
		this.#open = true;
		this.#wrong = "";
		this.#trouble = nothing;
		this.page.draw();
		this.#box.showModal();
	};

	dialog = () => html`<dialog id="relation" aria-labelledby="relation-title" @close=${() => { this.#open = false; this.page.draw(); }}>${this.#open ? html`<form novalidate @submit=${this.#add}>
		<h2 id="relation-title">${t("desk.relation.add")}</h2>
		<div class="field"><label for="relation-kind">${t("desk.relation.this", { key: this.page.key })}</label>
			<select class="control" id="relation-kind" name="kind">${kinds.map((kind) => html`<option value=${kind}>${said(kind)}</option>`)}</select></div>
		<div class="field"><label for="relation-key">${t("desk.relation.other")}</label><p class="hint" id="relation-hint">${t("desk.keyHint")}</p>
			<input class="control" id="relation-key" name="key" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-invalid=${this.#wrong ? "true" : nothing} aria-describedby="relation-hint ${this.#wrong ? "relation-wrong" : ""}">
			${this.#wrong ? html`<p class="wrong" id="relation-wrong">${this.#wrong}</p>` : nothing}</div>
		<div role="alert">${this.#trouble}</div>
		<div class="buttons"><button class="button bare" type="button" @click=${() => this.#box.close()}>${t("form.cancel")}</button>
			<button class="button" aria-disabled=${this.#sending}>${t("desk.relation.add")}</button></div>
	</form>` : nothing}</dialog>`;

	#add = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		if (this.#sending) return;
		const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
		const kind = String(form.get("kind")), key = String(form.get("key")).trim().toUpperCase();
		this.#wrong = key ? "" : t("desk.keyNeeded");
		this.#trouble = nothing;
		this.#sending = true;
		if (key) await this.#post(kind, key);
		this.#sending = false;
		this.page.draw();
		if (this.#wrong) document.getElementById("relation-key")?.focus();
	};

	/** @param {string} kind @param {string} key */
	async #post(kind, key) {
		try {
			await post(this.#path, { issueKey: key, kind }, crypto.randomUUID());
			this.#box.close();
			await this.page.refresh();
			toast(t("desk.relation.added"));
		} catch (error) {
			const refused = /** @type {Refused} */ (error), [field] = Object.values(refused.fields);
			this.#wrong = field ?? "";
			this.#trouble = this.#wrong ? nothing : refused.status === 409 && refused.message ? notice(refused.message) : refusal(refused);
		}
	}

	/** @param {Relation} relation */
	async #remove(relation) {
		try {
			await remove(`${this.#path}/${relation.id}`);
			await this.page.refresh();
			toast(t("desk.relation.removed"));
		} catch (refused) {
			toast(reason(/** @type {Refused} */ (refused)));
		}
		document.getElementById("relation-add")?.focus();
	}
}
