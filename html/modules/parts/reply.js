/* reply.js - the box under a request. An agent chooses whom the words are for before typing, and the box
 * changes its colour; the choice is kept with the draft, so a reload never turns a note into a reply. */
import { html, nothing } from "lit/html.js";
import { post } from "../lib/api.js";
import { formValues } from "../lib/draft.js";
import { Files } from "../lib/files.js";
import { t } from "../lib/i18n.js";
import { say } from "../lib/page.js";
import { attachments } from "./attachments.js";
import { icon } from "./icon.js";
import { Markdown } from "./markdown.js";
import { notice, reason, refusal } from "./notice.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Draft } from "../lib/draft.js" */
/** @import { Rules } from "../lib/file-rules.js" */

export class Reply {
	#sending = false;
	#wrong = "";
	/** @type {unknown} */ #trouble = nothing;

	/** @param {{ api: string, draft: Draft, accountId: string, desk: string, rules: Rules, redraw: () => void, sent: (id: string) => Promise<void> }} about */
	constructor(about) {
		const { draft, accountId, desk, rules, redraw } = about;
		this.about = about;
		this.editor = new Markdown(redraw);
		this.files = new Files({ path: `/rest/servicedeskapi/servicedesk/${desk}/attachTemporaryFile`, desk, accountId, rules, reason, redraw, changed: () => {
			draft.files = this.files.kept;
			draft.keep();
			redraw();
		} }, draft.files);
	}

	get #internal() { return this.about.draft.values.to?.[0] === "team"; }
	get #form() { return /** @type {HTMLFormElement} */ (document.querySelector("form.reply")); }

	/** @param {{ team: boolean, files: boolean }} may */
	view(may) {
		const internal = may.team && this.#internal, label = t(internal ? "request.toTeam" : may.team ? "request.toCustomer" : "request.reply");
		return html`<form class="card reply ${internal ? "note" : ""}" novalidate @submit=${this.#send} @input=${this.#keep} @keydown=${(/** @type {KeyboardEvent} */ event) => {
			if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#form.requestSubmit();
		}}>
			${may.team ? this.#whom(internal) : nothing}
			<label class=${may.team ? "unseen" : ""} for="body"><b>${label}</b></label>
			${this.editor.view({ id: "body", name: "body", value: this.about.draft.values.body?.[0] ?? "", required: true,
				invalid: this.#wrong ? "true" : nothing, describedBy: this.#wrong ? "body-wrong" : nothing })}
			${this.#wrong ? html`<p class="wrong" id="body-wrong">${this.#wrong}</p>` : nothing}
			${may.files ? attachments(this.files) : nothing}
			<div role="alert">${this.#trouble}</div>
			<div class="reply-foot"><span class="hint">${internal ? html`${icon("lock", 14)} ${t("request.internalHint")}` : may.team ? t("request.publicHint") : t("request.kept")}</span>
				<button class="button" aria-disabled=${this.#sending}>${icon(internal ? "lock" : "send", 18)}${t(this.#sending ? "request.sending" : internal ? "request.sendNote" : "request.send")}</button></div>
		</form>`;
	}

	/** @param {boolean} internal */
	#whom = (internal) => html`<div class="tabs whom" role="radiogroup" aria-label=${t("request.whom")}>
		<label><input type="radio" name="to" value="customer" .checked=${!internal}>${t("request.toCustomer")}</label>
		<label class="internal"><input type="radio" name="to" value="team" .checked=${internal}>${icon("lock", 14)}${t("request.toTeam")}</label></div>`;

	#keep = () => {
		this.about.draft.values = formValues(this.#form);
		this.about.draft.keep();
		this.#wrong = "";
		this.about.redraw();
	};

	#send = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		if (this.#sending || !this.#ready()) return;
		this.#sending = true;
		this.#trouble = nothing;
		this.about.redraw();
		try {
			if (await this.#arrived()) await this.#post();
		} catch (error) {
			const refused = /** @type {Refused} */ (error);
			this.about.draft.renew(refused);
			const [field] = Object.values(refused.fields);
			this.#trouble = field ? notice(field) : refusal(refused);
		}
		this.#sending = false;
		this.about.redraw();
	};

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
		this.files.clear();
		draft.forget();
		draft.values = { to: [to] }; /* whoever wrote to the team goes on writing to the team */
		/** @type {HTMLTextAreaElement} */ (document.getElementById("body")).value = "";
		this.editor.previewing = false;
		await this.about.sent(comment?.id ?? "");
	}
}
