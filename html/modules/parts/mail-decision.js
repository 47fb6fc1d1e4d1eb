/* mail-decision.js - what is done with a mail that waits: it goes to a request, opens one, or is put away. Only what lets somebody in, or
 * shuts somebody out, asks once more. */
import { html, nothing } from "lit/html.js";
import { post } from "../lib/api.js";
import { ticketsOf } from "../lib/desk.js";
import { t } from "../lib/i18n.js";
import { Combobox } from "./combobox.js";
import { icon } from "./icon.js";
import { notice, refusal } from "./notice.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Mail } from "../lib/shapes.js" */
/** @typedef {"comment" | "request" | "discard" | "block" | "again"} Kind */

/** Which decisions a mail is open to, by its state. @type {Record<string, Kind[]>} */
const open = { held: ["comment", "request", "discard", "block", "again"], discarded: ["comment", "request", "again"], passed: ["comment", "request", "again"], done: [], new: [] };
const emblems = { comment: "chat", request: "plus", discard: "bin", block: "close", again: "again" };
const keys = { comment: "c", request: "n", discard: "d", block: "b", again: "" };

export class MailDecision {
	/** @type {Mail | undefined} */ #mail;
	/** @type {Kind | undefined} of the dialog */ #kind;
	/** @type {unknown} */ #trouble = nothing;
	#key = ""; #wrong = ""; #sending = false; #participant = false;

	/** @param {{ desk: () => string, path: () => string, redraw: () => void, decided: (mail: Mail, said: string) => Promise<void> }} about */
	constructor(about) {
		this.about = about;
		this.which = new Combobox({ id: "mail-request", redraw: about.redraw, taken: (option) => { this.#key = option?.value ?? ""; this.#wrong = ""; }, find: this.#find });
	}

	/** The requests that the mail may belong to come first. @param {string} text */
	#find = async (text) => {
		const likely = text ? [] : (this.#mail?.candidates ?? []);
		const found = (await ticketsOf(this.about.desk(), text)).filter(({ issueKey }) => !likely.some((one) => one.issueKey === issueKey));
		return [...likely.map(({ issueKey, summary }) => ({ value: issueKey, label: `${issueKey} ${summary}`, hint: t("desk.mail.likely") })),
			...found.map(({ issueKey, summary, reporter }) => ({ value: issueKey, label: `${issueKey} ${summary}`, hint: reporter.displayName }))];
	};

	/** The buttons, below what the mail says of itself. @param {Mail} mail */
	view(mail) {
		const kinds = open[mail.state].filter((kind) => kind !== "block" || mail.from.address);
		if (!kinds.length) return nothing;
		return html`${mail.candidates?.length && kinds.includes("comment") ? html`<p class="soft mail-likely-head" id="mail-likely">${t("desk.mail.likely")}</p><ul class="mail-likely" aria-labelledby="mail-likely">${mail.candidates.map(({ issueKey, summary }) => html`<li>
				<a href="/agent/${issueKey}"><span class="key">${issueKey}</span> <span dir="auto">${summary}</span></a>
				<button class="button plain small" type="button" @click=${() => this.begin(mail, "comment", { issueKey, summary })}>${t("desk.mail.addTo", { key: issueKey })}</button></li>`)}</ul>` : nothing}
			<div class="buttons mail-decisions">${kinds.map((kind, i) => html`<button class="button small ${i ? "plain" : ""}" type="button" data-does=${kind} aria-disabled=${this.#sending} title=${keys[kind] ? `${t(`desk.mail.${kind}`)} (${keys[kind]})` : t("desk.mail.againHint")}
				@click=${() => this.begin(mail, kind)}>${icon(emblems[kind], 16)}${t(`desk.mail.${kind}`)}</button>`)}</div>
			<div role="alert">${this.#kind ? nothing : this.#trouble}</div>`;
	}

	/** @param {Mail} mail @param {Kind} kind @param {{ issueKey: string, summary: string }} [to] the request that it goes to */
	begin(mail, kind, to) {
		if (this.#sending || !open[mail.state].includes(kind)) return;
		this.#mail = mail;
		this.#trouble = nothing;
		if (kind !== "comment" && kind !== "block") return this.#decide({ decision: kind });
		this.#kind = kind;
		this.#wrong = "";
		this.#participant = false;
		this.#key = to?.issueKey ?? "";
		this.about.redraw();
		if (kind === "comment") /** @type {HTMLInputElement} */ (document.getElementById("mail-request")).value = to ? `${to.issueKey} ${to.summary}` : "";
		this.#box.showModal();
	}

	get #box() { return /** @type {HTMLDialogElement} */ (document.getElementById("mail-decision")); }

	dialogs() {
		const mail = this.#mail, kind = this.#kind;
		return html`<dialog id="mail-decision" aria-labelledby="mail-decision-title" @close=${this.#closed}>${mail && kind ? html`<form novalidate @submit=${this.#send}>
			<h2 id="mail-decision-title">${t(kind === "comment" ? "desk.mail.commentTitle" : "desk.mail.blockTitle")}</h2>
			${kind === "comment" ? html`${this.which.view({ label: t("desk.mail.whichRequest"), hint: t("desk.mail.whichHint"), wrong: this.#wrong })}
				${mail.from.address ? html`<label class="check"><input type="checkbox" .checked=${this.#participant} @change=${(/** @type {Event} */ { target }) => { this.#participant = /** @type {HTMLInputElement} */ (target).checked; }}>
					<span>${t("desk.mail.participant", { address: mail.from.address })}<br><span class="hint">${t("desk.mail.participantHint")}</span></span></label>` : nothing}`
			: html`<p>${t("desk.mail.blockText", { address: mail.from.address ?? "" })}</p>`}
			<div role="alert">${this.#trouble}</div>
			<div class="buttons"><button class="button bare" type="button" @click=${() => this.#box.close()}>${t("form.cancel")}</button>
				<button class="button ${kind === "block" ? "bad" : ""}" aria-disabled=${this.#sending}>${t(kind === "block" ? "desk.mail.block" : "desk.mail.add")}</button></div>
		</form>` : nothing}</dialog>`;
	}

	#closed = () => {
		this.#kind = undefined;
		this.about.redraw();
	};

	#send = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		if (this.#kind === "block") return this.#decide({ decision: "block" });
		const typed = /** @type {HTMLInputElement} */ (document.getElementById("mail-request")).value.trim().toUpperCase();
		const key = this.#key || typed.match(/^[A-Z][A-Z0-9]+-\d+$/)?.[0];
		if (key) return this.#decide({ decision: "comment", issueKey: key, ...(this.#participant && { participant: true }) });
		this.#wrong = t("desk.mail.whichMissing");
		this.about.redraw();
		document.getElementById("mail-request")?.focus();
	};

	/** @param {{ decision: Kind, issueKey?: string, participant?: boolean }} decision */
	async #decide(decision) {
		const { mailId } = /** @type {Mail} */ (this.#mail);
		if (this.#sending) return;
		this.#sending = true;
		this.#trouble = nothing;
		this.about.redraw();
		try {
			/** @type {Mail} */ const mail = await post(`${this.about.path()}/${mailId}`, decision, crypto.randomUUID());
			this.#sending = false;
			if (this.#kind) this.#box.close();
			await this.about.decided(mail, t(`desk.mail.done.${decision.decision}`, { key: mail.issueKey ?? "", address: mail.from.address ?? "" }));
		} catch (error) {
			const refused = /** @type {Refused} */ (error), field = refused.fields?.issueKey;
			if (field && this.#kind === "comment") this.#wrong = field;
			else this.#trouble = refused.message && !refused.passing ? notice(Object.values(refused.fields)[0] ?? refused.message) : refusal(refused);
		}
		this.#sending = false;
		this.about.redraw();
	}
}
