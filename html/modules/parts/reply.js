/* reply.js - the box under a request. An agent chooses whom the words are for before typing, and the box changes its colour and
 * its button; the choice is kept with the draft, so a reload never turns a note into a reply, and words that were begun as a note
 * are asked about before a customer gets them. */
import { html, nothing } from "lit/html.js";
import { post } from "../lib/api.js";
import { formValues } from "../lib/draft.js";
import { Files } from "../lib/files.js";
import { clockTime, t } from "../lib/i18n.js";
import { say } from "../lib/page.js";
import { attachments } from "./attachments.js";
import { icon } from "./icon.js";
import { Markdown } from "./markdown.js";
import { notice, reason, trouble } from "./notice.js";
import { Reopen } from "./reopen.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Draft } from "../lib/draft.js" */
/** @import { Rules } from "../lib/file-rules.js" */
/** @import { Offer, Ticket } from "../lib/shapes.js" */

export class Reply {
	/** What else stands beside the files. @type {() => unknown} */ tools = () => nothing;
	/** When something was typed last, ms. */
	typedAt = 0;
	#sending = false;
	#asking = false; /* whether a note is meant for the customer */
	#wrong = "";
	/** @type {unknown} */ #trouble = nothing;

	/** @param {{ api: string, draft: Draft, accountId: string, desk: string, rules: Rules, redraw: () => void, sent: (id: string) => Promise<void>, reopened: () => Promise<void> }} about */
	constructor(about) {
		const { draft, accountId, desk, rules, redraw } = about;
		this.about = about;
		draft.arrived = redraw;
		this.editor = new Markdown(redraw);
		this.reopen = new Reopen(about.api);
		this.files = new Files({ path: `/rest/servicedeskapi/servicedesk/${desk}/attachTemporaryFile`, desk, accountId, rules, reason, redraw, changed: () => {
			draft.files = this.files.kept;
			if (draft.files.length && draft.values.to) draft.values.begun ??= draft.values.to;
			draft.keep();
			redraw();
		} }, draft.files);
	}

	get #internal() { return this.about.draft.values.to?.[0] === "team"; }
	get #begunAsNote() { return this.about.draft.values.begun?.[0] === "team"; }
	get #form() { return /** @type {HTMLFormElement} */ (document.querySelector("form.reply")); }

	/** @param {{ team: boolean, files: boolean }} may @param {Ticket} ticket */
	view(may, ticket) {
		const internal = may.team && this.#internal, label = t(internal ? "request.toTeam" : may.team ? "request.toCustomer" : "request.reply");
		return html`<form class="card reply ${internal ? "note" : ""}" novalidate @submit=${this.#send} @input=${this.#keep} @keydown=${(/** @type {KeyboardEvent} */ event) => {
			if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#form.requestSubmit();
		}}>
			${may.team ? this.#whom(internal) : nothing}
			<label class=${may.team ? "unseen" : ""} for="body"><b>${label}</b></label>
			${this.editor.view({ id: "body", name: "body", value: this.about.draft.values.body?.[0] ?? "", required: true,
				invalid: this.#wrong ? "true" : nothing, describedBy: this.#wrong ? "body-wrong" : nothing })}
			${this.#wrong ? html`<p class="wrong" id="body-wrong">${this.#wrong}</p>` : nothing}
			<div class="reply-extras">${this.tools()}${may.files ? attachments(this.files) : nothing}</div>
			<div role="alert">${this.#trouble}</div>
			${may.team ? nothing : this.reopen.note(ticket)}
			<div class="reply-foot"><span class="hint">${internal ? html`${icon("lock", 14)} ${t("request.internalHint")}` : may.team ? html`${icon("eye", 14)} ${t("request.publicHint")}` : t("request.kept")}
				${this.about.draft.kept && (this.#text() || this.files.items.length) ? html`<span class="kept">${t("request.keptAt", { time: clockTime(this.about.draft.kept) })}</span>` : nothing}</span>
				${may.team ? nothing : this.reopen.button(ticket.lodge.reopen, this.#sending, () => this.#open(/** @type {Offer} */ (ticket.lodge.reopen)))}
				<button class="button" aria-disabled=${this.#sending}>${icon(internal ? "lock" : "send", 18)}${t(this.#sending ? "request.sending" : internal ? "request.sendNote" : may.team ? "request.sendCustomer" : "request.send")}</button></div>
			${may.team ? this.#question() : nothing}
		</form>`;
	}

	#text = () => this.about.draft.values.body?.[0]?.trim() ?? "";

	/** Sending it to the customer is the answer that has to be chosen. */
	#question = () => html`<dialog id="note-public" aria-labelledby="note-public-title" aria-describedby="note-public-text" @close=${() => { this.#asking = false; }}>
		<h2 id="note-public-title">${t("request.notePublic")}</h2>
		<p id="note-public-text">${t("request.notePublicText")}</p>
		<div class="buttons">
			<button class="button plain" type="button" autofocus @click=${() => this.#answer(false)}>${icon("lock", 18)}${t("request.noteStays")}</button>
			<button class="button bad" type="button" @click=${() => this.#answer(true)}>${t("request.sendCustomer")}</button></div></dialog>`;

	/** @param {boolean} open */
	#answer(open) {
		const { draft } = this.about;
		/** @type {HTMLDialogElement} */ (document.getElementById("note-public")).close();
		this.#asking = false;
		if (open) draft.values.begun = ["customer"];
		else draft.values.to = ["team"];
		draft.keep();
		this.about.redraw();
		if (open) this.#form.requestSubmit();
		else document.getElementById("body")?.focus();
	}

	/** Puts words where the caret stands. @param {string} words @param {boolean} open whether they are meant for customers */
	insert(words, open) {
		const box = /** @type {HTMLTextAreaElement} */ (document.getElementById("body"));
		this.editor.write();
		if (!open && !this.#text()) this.about.draft.values.to = ["team"];
		if (!open) this.about.draft.values.begun = ["team"];
		this.about.redraw();
		box.focus();
		box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
		this.#keep();
	}

	/** Begins to write. @param {"customer" | "team"} to */
	begin(to) {
		if (!this.#text()) this.about.draft.values.to = [to];
		this.editor.write();
		this.about.redraw();
		document.getElementById("body")?.focus();
	}

	/** @param {boolean} internal */
	#whom = (internal) => html`<div class="tabs whom" role="radiogroup" aria-label=${t("request.whom")}>
		<label><input type="radio" name="to" value="customer" .checked=${!internal}>${t("request.toCustomer")}</label>
		<label class="internal"><input type="radio" name="to" value="team" .checked=${internal}>${icon("lock", 14)}${t("request.toTeam")}</label></div>`;

	/** Words of which some were written as a note are known as such until they are gone. @param {Event} [event] */
	#keep = (event) => {
		const { draft } = this.about, values = formValues(this.#form), said = values.body?.[0].trim() || this.files.items.length;
		const noted = values.to?.[0] === "team" && event?.target instanceof HTMLTextAreaElement;
		draft.values = { ...values, ...(said && values.to && { begun: noted ? values.to : draft.values.begun ?? values.to }) };
		draft.keep();
		this.typedAt = Date.now();
		this.#wrong = "";
		this.about.redraw();
	};

	#send = (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		if (this.#sending || this.#asking || !this.#ready()) return;
		if (this.#begunAsNote && !this.#internal) {
			this.#asking = true;
			return /** @type {HTMLDialogElement} */ (document.getElementById("note-public")).showModal();
		}
		this.#try(() => this.#post());
	};

	/** What is written here is why; files follow in a comment of their own. @param {Offer} offer */
	#open = (offer) => this.#try(async () => {
		const { body: [text] } = formValues(this.#form), files = this.files.ids.length > 0;
		await this.reopen.run(offer, files ? "" : text.trim());
		if (files) return this.#post();
		this.#empty();
		await this.about.reopened();
	});

	async #try(/** @type {() => Promise<void>} */ send) {
		this.#sending = true;
		this.#trouble = nothing;
		this.about.redraw();
		try {
			await this.about.draft.still();
			if (await this.#arrived()) await send();
		} catch (error) {
			this.about.draft.renew(/** @type {Refused} */ (error));
			this.#trouble = trouble(/** @type {Refused} */ (error));
		}
		this.#sending = false;
		this.about.redraw();
	}

	#ready() {
		const { body: [text] } = formValues(this.#form);
		if (text.trim() || this.files.items.length) return true;
		this.#wrong = t("request.nothing");
		this.editor.write();
		this.about.redraw();
		document.getElementById("body")?.focus();
		return false;
	}

	async #arrived() {
		if (this.files.moving) say(t("files.settling", { n: this.files.moving }));
		await this.files.settled();
		const [stuck] = this.files.stuck;
		if (stuck) this.#trouble = notice(t(stuck.state === "paused" ? "files.unsentPaused" : "files.unsent", { name: stuck.name }));
		return !stuck;
	}

	async #post() {
		const { api, draft } = this.about, { body: [text], to: [to] = ["customer"] } = formValues(this.#form);
		const open = to !== "team", ids = this.files.ids;
		const comment = ids.length
			? (await post(`${api}/attachment`, { temporaryAttachmentIds: ids, public: open, ...(text.trim() && { additionalComment: { body: text } }) }, draft.key)).comment
			: await post(`${api}/comment`, { body: text, public: open }, draft.key);
		this.#empty();
		draft.values = { to: [to] }; /* whoever wrote to the team goes on writing to the team */
		await this.about.sent(comment?.id ?? "");
	}

	#empty() {
		this.files.clear();
		this.about.draft.forget();
		/** @type {HTMLTextAreaElement} */ (document.getElementById("body")).value = "";
		this.editor.previewing = false;
	}
}
