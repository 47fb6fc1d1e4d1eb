/* merge.js - two tickets become one: says first what will happen to which, and asks. */
import { html, nothing } from "lit/html.js";
import { get, post } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { lozenge } from "./lozenge.js";
import { notice, refusal } from "./notice.js";
import { person } from "./person.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Ticket } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

export class Merge {
	/** @type {Ticket | undefined} the ticket that stays */ #into;
	/** @type {unknown} */ #trouble = nothing;
	#open = false; #wrong = ""; #sending = false;

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
	}

	get #box() { return /** @type {HTMLDialogElement} */ (document.getElementById("merge")); }

	open = () => {
		this.#into = undefined;
		this.#trouble = nothing;
		this.#wrong = "";
		this.#open = true;
		this.page.draw();
		this.#box.showModal();
	};

	dialog() {
		const into = this.#into, { key, ticket } = this.page;
		return html`<dialog id="merge" aria-labelledby="merge-title" @close=${() => { this.#open = false; this.page.draw(); }}>${this.#open ? html`<form novalidate @submit=${this.#send}>
			<h2 id="merge-title">${t("desk.merge.title", { key })}</h2>
			${into ? html`
				<ol class="merging"><li><b class="key">${key}</b> <span dir="auto">${ticket.summary}</span>${person(ticket.reporter)}</li>
					<li><b class="key">${into.issueKey}</b> <span dir="auto">${into.summary}</span>${person(into.reporter)}${lozenge(into.currentStatus)}</li></ol>
				<p>${t("desk.merge.text", { key, into: into.issueKey })}</p>
				${into.reporter.accountId === ticket.reporter.accountId ? nothing : notice(t("desk.merge.other", { name: ticket.reporter.displayName, into: into.issueKey }), "warn", "warn")}`
			: html`<div class="field"><label for="merge-into">${t("desk.merge.into")}</label><p class="hint" id="merge-hint">${t("desk.keyHint")}</p>
				<input class="control" id="merge-into" name="into" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-invalid=${this.#wrong ? "true" : nothing} aria-describedby="merge-hint ${this.#wrong ? "merge-wrong" : ""}">
				${this.#wrong ? html`<p class="wrong" id="merge-wrong">${this.#wrong}</p>` : nothing}</div>`}
			<div role="alert">${this.#trouble}</div>
			<div class="buttons"><button class="button bare" type="button" @click=${() => this.#box.close()}>${t("form.cancel")}</button>
				<button class="button" aria-disabled=${this.#sending}>${into ? t("desk.merge.yes", { into: into.issueKey }) : t("desk.merge.look")}</button></div>
		</form>` : nothing}</dialog>`;
	}

	#send = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		if (this.#sending) return;
		const key = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("into") ?? "").trim().toUpperCase();
		this.#sending = true;
		this.#trouble = nothing;
		this.#wrong = "";
		try {
			if (this.#into) await this.#merge(this.#into.issueKey);
			else await this.#look(key);
		} catch (error) {
			const refused = /** @type {Refused} */ (error), [field] = Object.values(refused.fields);
			this.#trouble = field || refused.message ? notice(field || refused.message) : refusal(refused);
		}
		this.#sending = false;
		this.page.draw();
	};

	/** What the other one is. @param {string} key */
	async #look(key) {
		if (!key || key === this.page.key) this.#wrong = t(key ? "desk.merge.itself" : "desk.keyNeeded");
		else this.#into = await get(`/rest/servicedeskapi/request/${encodeURIComponent(key)}`).catch((refused) => {
			if (refused.status !== 404 && refused.status !== 400) throw refused;
			this.#wrong = t("desk.keyMissing", { key });
		});
		if (this.#wrong) document.getElementById("merge-into")?.focus();
	}

	/** @param {string} into */
	async #merge(into) {
		await post(`${this.page.ours}/merge`, { into }, crypto.randomUUID());
		location.assign(`/agent/${into}`);
	}
}
