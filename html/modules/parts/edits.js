/* edits.js - changing what the reader wrote a moment ago, in its place; whoever sees a changed text can look at those before. */
import { html, nothing } from "lit/html.js";
import { get, put, serverTime } from "../lib/api.js";
import { dateTime, fullDate, t } from "../lib/i18n.js";
import { toast } from "../lib/page.js";
import { icon } from "./icon.js";
import { Markdown } from "./markdown.js";
import { notice, refusal } from "./notice.js";
import { when } from "./person.js";
import { rich } from "./rich.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Comment, Edit, Editable, Page } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

/** @typedef {{ entry: string, path: string, body: string, summary?: string }} Text what can be changed: where it stands, its address, how it is */

/** Of summary and description what is another one now: not every form has both. @param {Text} was @param {string} summary @param {string} description */
const changed = (was, summary, description) => ({ ...(description === was.body ? { summary } : summary === was.summary ? { description } : { summary, description }), was: { summary: was.summary, description: was.body } });

export class Edits {
	/** @type {Text | undefined} */ #text;
	/** @type {Edit[] | undefined} */ #before;
	/** @type {unknown} */ #trouble = nothing;
	#sending = false;
	#editor = new Markdown(() => this.page.draw());

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
	}

	/** @param {Comment} comment @returns {Text} */
	ofComment = ({ id, body }) => ({ entry: `comment-${id}`, path: `${this.page.ours}/comment/${id}`, body });

	/** Summary and description of the request. @returns {Text} */
	get ofRequest() {
		const { summary, requestFieldValues } = this.page.ticket;
		return { entry: "description", path: `${this.page.ours}/field`, summary, body: String(requestFieldValues.find(({ fieldId }) => fieldId === "description")?.value ?? "") };
	}

	/** What stands beside the name of who wrote it. @param {Text} text @param {Editable} [known] */
	marks = (text, { editUntil, editedDate } = {}) => html`
		${editedDate ? html`<button class="button bare edited" type="button" title=${fullDate(editedDate.epochMillis)} @click=${() => this.#look(text)}>${t("edit.edited", { when: dateTime(editedDate.epochMillis) })}</button>` : nothing}
		${editUntil && editUntil.epochMillis > serverTime() && this.#text?.entry !== text.entry
			? html`<button class="button bare icon edit" type="button" aria-label=${t("edit.change")} title=${t("edit.until", { when: dateTime(editUntil.epochMillis) })} @click=${() => this.#begin(text)}>${icon("pen", 16)}</button>` : nothing}`;

	/** The text, or the form that changes it. @param {Text} text @param {unknown} shown */
	body(text, shown) {
		if (this.#text?.entry !== text.entry) return shown;
		const { summary, body } = this.#text;
		return html`<form class="edit-form" novalidate aria-label=${t("edit.change")} @submit=${this.#save} @keydown=${this.#key}>
			${summary === undefined ? nothing : html`<div class="field"><label for="edit-summary">${t("edit.summary")}</label><input class="control" id="edit-summary" name="summary" dir="auto" .defaultValue=${summary}></div>`}
			<label class=${summary === undefined ? "unseen" : "edit-label"} for="edit-body">${t(summary === undefined ? "edit.text" : "edit.description")}</label>
			${this.#editor.view({ id: "edit-body", name: "body", value: body, required: summary === undefined, invalid: nothing, describedBy: nothing })}
			<div role="alert">${this.#trouble}</div>
			<div class="buttons"><button class="button" aria-disabled=${this.#sending}>${t("edit.save")}</button>
				<button class="button bare" type="button" @click=${this.#end}>${t("form.cancel")}</button></div></form>`;
	}

	dialog() {
		return html`<dialog class="details" id="edits" aria-labelledby="edits-title" @close=${() => { this.#before = undefined; this.page.draw(); }}>${this.#before ? html`
			<div class="dialog-head"><h2 id="edits-title">${t("edit.before")}</h2>
				<button class="button bare icon" type="button" aria-label=${t("viewer.close")} title=${t("viewer.close")} @click=${() => this.#box.close()}>${icon("close")}</button></div>
			${this.#before.map(this.#past)}` : nothing}</dialog>`;
	}

	/** @param {Edit} edit */
	#past = ({ fieldId, body, renderedBody, author, date }) => html`<section>
		<p class="soft">${fieldId ? html`<b>${t(fieldId === "summary" ? "edit.summary" : "edit.description")}</b> · ` : nothing}${t("edit.stood", { name: author.displayName })} ${when(date)}</p>
		${!body ? html`<p class="soft">${t("edit.empty")}</p>` : renderedBody ? rich(renderedBody.html) : html`<p dir="auto">${body}</p>`}</section>`;

	get #box() { return /** @type {HTMLDialogElement} */ (document.getElementById("edits")); }

	/** @param {Text} text */
	async #look(text) {
		/** @type {Page<Edit> | undefined} */
		const page = await get(`${text.path}/edit?limit=100`).catch((/** @type {Refused} */ refused) => { toast(refused.message || t("form.offline")); });
		if (!page) return;
		this.#before = page.values;
		this.page.draw();
		this.#box.showModal();
	}

	/** @param {Text} text */
	#begin(text) {
		this.#text = text;
		this.#trouble = nothing;
		this.#editor.previewing = false;
		this.page.draw();
		document.getElementById(text.summary === undefined ? "edit-body" : "edit-summary")?.focus();
	}

	#end = () => {
		const entry = this.#text?.entry;
		this.#text = undefined;
		this.page.draw();
		document.getElementById(entry ?? "")?.focus();
	};

	#key = (/** @type {KeyboardEvent} */ event) => {
		if (event.key === "Escape") this.#end();
		if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) /** @type {HTMLFormElement} */ (event.currentTarget).requestSubmit();
	};

	#save = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const text = this.#text;
		if (this.#sending || !text) return;
		const form = new FormData(/** @type {HTMLFormElement} */ (event.target)), body = String(form.get("body"));
		this.#sending = true;
		this.#trouble = nothing;
		this.page.draw();
		try {
			await put(text.path, text.summary === undefined ? { body, was: text.body } : changed(text, String(form.get("summary")), body));
			await this.page.refresh();
			this.#end();
			toast(t("edit.saved"));
		} catch (error) {
			const refused = /** @type {Refused} */ (error), [field] = Object.values(refused.fields);
			this.#trouble = field || refused.status === 409 ? notice(field || refused.message) : refusal(refused);
		}
		this.#sending = false;
		this.page.draw();
	};
}
