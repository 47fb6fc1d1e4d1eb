/* file-details.js - what is known of one file, who has it, and the way to take it away. */
import { html, nothing } from "lit/html.js";
import { remove } from "../lib/api.js";
import { size, t } from "../lib/i18n.js";
import { copyable } from "./copy.js";
import { FileAccess } from "./file-access.js";
import { isGiven, kindOf, saved } from "./gallery.js";
import { icon } from "./icon.js";
import { notice, refusal } from "./notice.js";
import { person, when } from "./person.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Attachment, Person } from "../lib/shapes.js" */

export class FileDetails {
	/** @type {Attachment | undefined} */ #file;
	/** @type {FileAccess | undefined} */ #access;
	/** @type {unknown} */ #trouble = nothing;
	#asking = false; /* whether it is really to go */
	#sending = false;

	/** @param {{ api: string, people: () => Person[], redraw: () => void, removed: (file: Attachment) => Promise<void> }} about
	 *  api: the request's address below our own API; people: for whom the reader may make links, nobody: for themselves */
	constructor(about) {
		this.about = about;
	}

	/** @param {Attachment} file */
	open(file) {
		const { api, people, redraw } = this.about;
		this.#file = file;
		this.#trouble = nothing;
		this.#asking = false;
		this.#access = new FileAccess(`${api}/attachment/${file.id}`, isGiven(file) ? people() : undefined, redraw);
		redraw();
		this.#box.showModal();
	}

	view() {
		const file = this.#file;
		return html`<dialog class="details" id="file-details" aria-labelledby="file-title" @close=${this.#closed}>${file ? html`
			<div class="dialog-head"><h2 id="file-title" dir="auto">${file.filename}</h2>
				<button class="button bare icon" type="button" aria-label=${t("viewer.close")} title=${t("viewer.close")} @click=${() => this.#box.close()}>${icon("close")}</button></div>
			${this.#verdict(file)}
			${this.#facts(file)}
			${this.#access?.view()}
			<div role="alert">${this.#trouble}</div>
			${file.lodge.mayRemove ? this.#removal(file) : nothing}` : nothing}</dialog>`;
	}

	get #box() { return /** @type {HTMLDialogElement} */ (document.getElementById("file-details")); }

	/** @param {Attachment} file */
	#verdict(file) {
		const { verdict, finding } = file.lodge;
		if (verdict === "unscanned") return html`${notice(t("file.unscannedText"), "warn", "warn")}
			<div class="buttons"><a class="button plain" href=${saved(file)}>${icon("down", 18)}${t("file.downloadAnyway")}</a></div>`;
		if (verdict === "infected") return notice(finding ? t("file.infectedText", { finding }) : t("file.infectedPlain"));
		if (verdict === "refused") return notice(finding ? t("file.refusedText", { finding }) : t("file.refusedPlain"));
		return verdict === "lost" ? notice(t("file.lostText")) : nothing;
	}

	/** @param {Attachment} file */
	#facts = (file) => html`<dl class="pairs">
		<div><dt>${t("file.size")}</dt><dd>${size(file.size)} · ${kindOf(file)}</dd></div>
		<div><dt>${t("file.author")}</dt><dd>${person(file.author)} <span class="soft">${when(file.created)}</span></dd></div>
		${file.lodge.sha256 ? html`<div class="wide"><dt>SHA-256</dt><dd>${copyable(file.lodge.sha256, t("file.copySum"))}</dd></div>` : nothing}
	</dl>`;

	/** @param {Attachment} file */
	#removal = ({ filename: name }) => this.#asking
		? html`<div class="confirm" role="group" aria-labelledby="remove-text"><p id="remove-text">${t("file.removeText", { name })}</p><div class="buttons">
			<button class="button bare" type="button" @click=${() => this.#ask(false)}>${t("form.cancel")}</button>
			<button class="button bad" type="button" id="remove-yes" aria-disabled=${this.#sending} @click=${this.#remove}>${icon("bin", 18)}${t("file.removeYes")}</button></div></div>`
		: html`<button class="button bare bad-text" type="button" id="remove-ask" @click=${() => this.#ask(true)}>${icon("bin", 18)}${t("file.remove")}</button>`;

	/** @param {boolean} asking */
	#ask(asking) {
		this.#asking = asking;
		this.about.redraw();
		document.getElementById(asking ? "remove-yes" : "remove-ask")?.focus();
	}

	#remove = async () => {
		const file = this.#file;
		if (!file || this.#sending) return;
		this.#sending = true;
		this.#trouble = nothing;
		this.about.redraw();
		try {
			await remove(`${this.about.api}/attachment/${file.id}`);
			this.#box.close();
			await this.about.removed(file);
		} catch (refused) {
			this.#trouble = refusal(/** @type {Refused} */ (refused));
		}
		this.#sending = false;
		this.about.redraw();
	};

	#closed = () => {
		this.#file = undefined;
		this.about.redraw();
	};
}
