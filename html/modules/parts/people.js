/* people.js - who takes part in a request and which organisations see it, in the column of facts; a dialog adds people, and a switch says
 * whether the reader is told of news. */
import { html, nothing } from "lit/html.js";
import { get, post, put, remove } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { say, toast } from "../lib/page.js";
import { icon } from "./icon.js";
import { refusal } from "./notice.js";
import { face, person } from "./person.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Named, Person, Sharing } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

const pause = 250;

export class People {
	#open = false; #busy = false; #waiting = 0; #asked = 0;
	/** @type {Person[] | undefined} */ #found;
	/** @type {Named[]} */ #offers = [];
	/** @type {unknown} */ #trouble = nothing;

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
	}

	/** Rows of the facts. */
	facts() {
		const { ticket } = this.page, { organizations = [], subscribed } = ticket.lodge, people = ticket.participants.values;
		const may = ticket.actions.addParticipant?.allowed || ticket.lodge.mayShare;
		return html`${people.length || organizations.length || may ? html`<div><dt>${t("request.shared")}</dt><dd>
				${people.length || organizations.length ? html`<ul class="sharers">${people.map(this.#participant)}${organizations.map(this.#organization)}</ul>` : html`<span class="soft">${t("people.nobody")}</span>`}
				${may ? html`<button class="button plain small" type="button" @click=${this.#begin}>${icon("people", 16)}${t("people.add")}</button>` : nothing}</dd></div>` : nothing}
			${subscribed === undefined ? nothing : html`<div><dt>${t("people.news")}</dt><dd>
				<label class="check"><input id="news" type="checkbox" role="switch" .checked=${subscribed} @change=${this.#tell}><span>${t("people.tell")}</span></label></dd></div>`}`;
	}

	/** @param {Person} who */
	#participant = (who) => {
		const { ticket, me } = this.page, own = who.accountId === me.accountId;
		const may = ticket.actions.removeParticipant?.allowed && (own || ticket.lodge.agent || ticket.reporter.accountId === me.accountId);
		return html`<li>${person(who)}${may ? this.#out(t(own ? "people.leave" : "people.remove", { name: who.displayName }), () => this.#takeOut(who, own)) : nothing}</li>`;
	};

	/** @param {Named} organization */
	#organization = ({ id, name }) => html`<li><span class="person">${icon("house", 18)}<span dir="auto">${name}</span></span>${this.page.ticket.lodge.mayShare
		? this.#out(t("people.remove", { name }), () => this.#act(() => remove(`${this.page.ours}/organization`, { body: { organizationId: id } }), t("people.removed", { name }))) : nothing}</li>`;

	/** @param {string} label @param {() => void} act */
	#out = (label, act) => html`<button class="button bare icon" type="button" aria-label=${label} title=${label} @click=${act}>${icon("close", 16)}</button>`;

	dialog() {
		return html`<dialog class="details" id="people" aria-labelledby="people-title" @close=${() => { this.#open = false; this.page.draw(); }}>${this.#open ? html`
			<div class="dialog-head"><h2 id="people-title">${t("people.title")}</h2>
				<button class="button bare icon" type="button" aria-label=${t("viewer.close")} title=${t("viewer.close")} @click=${() => this.#box.close()}>${icon("close")}</button></div>
			<div role="alert">${this.#trouble}</div>
			${this.page.ticket.actions.addParticipant?.allowed ? this.#finder() : nothing}
			${this.#offers.length ? html`<section><h3>${t("people.organizations")}</h3><p class="hint">${t("people.organizationsHint")}</p>
				<ul class="finds">${this.#offers.map(this.#offer)}</ul></section>` : nothing}` : nothing}</dialog>`;
	}

	#finder = () => html`<div class="field"><label for="people-q">${t("people.find")}</label><p class="hint" id="people-hint">${t("people.hint")}</p>
		<input class="control" id="people-q" type="search" autocomplete="off" spellcheck="false" aria-describedby="people-hint" dir="auto" @input=${this.#typed}></div>
		<div role="status" class="soft">${this.#found && !this.#found.length ? t("people.none") : nothing}</div>
		${this.#found?.length ? html`<ul class="finds" aria-label=${t("people.found")}>${this.#found.map(this.#find)}</ul>` : nothing}`;

	/** @param {Person} who */
	#find = (who) => html`<li><button class="find" type="button" aria-disabled=${this.#busy} @click=${() => this.#add(who)}>${face(who, "small")}<span dir="auto">${who.displayName}</span>
		${who.emailAddress ? html`<span class="soft" dir="ltr">${who.emailAddress}</span>` : nothing}<span class="find-do">${t("people.addThis")}</span></button></li>`;

	/** @param {Named} organization */
	#offer = ({ id, name }) => html`<li><button class="find" type="button" aria-disabled=${this.#busy} @click=${() => this.#share(id, name)}>${icon("house", 18)}<span dir="auto">${name}</span><span class="find-do">${t("people.share")}</span></button></li>`;

	get #box() { return /** @type {HTMLDialogElement} */ (document.getElementById("people")); }

	#begin = async () => {
		this.#open = true;
		this.#trouble = nothing;
		this.#found = undefined;
		this.#offers = [];
		this.page.draw();
		this.#box.showModal();
		document.getElementById("people-q")?.focus();
		await Promise.all([this.#look(""), this.page.ticket.lodge.mayShare ? get(`${this.page.ours}/organization`).then((/** @type {Sharing} */ { offers }) => { this.#offers = offers; }, () => {}) : undefined]);
		this.page.draw();
	};

	#typed = (/** @type {Event} */ { target }) => {
		clearTimeout(this.#waiting);
		this.#waiting = window.setTimeout(() => this.#look(/** @type {HTMLInputElement} */ (target).value.trim()), pause);
	};

	/** Only the last question's answer is shown. @param {string} words */
	async #look(words) {
		if (!this.page.ticket.actions.addParticipant?.allowed) return;
		const asked = ++this.#asked;
		const answer = await get(`${this.page.ours}/people?q=${encodeURIComponent(words)}`).catch((/** @type {Refused} */ refused) => { this.#trouble = refusal(refused); });
		if (asked !== this.#asked) return;
		this.#found = answer?.values;
		if (!words && !this.#found?.length) this.#found = undefined;
		this.page.draw();
	}

	/** @param {Person} who */
	async #add(who) {
		if (!await this.#act(() => post(`${this.page.api}/participant`, { accountIds: [who.accountId] }), t("people.added", { name: who.displayName }))) return;
		const box = /** @type {HTMLInputElement} */ (document.getElementById("people-q"));
		box.value = "";
		box.focus();
		await this.#look("");
	}

	/** @param {string} id @param {string} name */
	async #share(id, name) {
		if (!await this.#act(() => post(`${this.page.ours}/organization`, { organizationId: id }), t("people.shared", { name }))) return;
		this.#offers = this.#offers.filter((offer) => offer.id !== id);
		this.page.draw();
	}

	/** Who leaves sees the request no more, unless it is shared with them. @param {Person} who @param {boolean} own */
	async #takeOut(who, own) {
		const gone = await this.#act(() => remove(`${this.page.api}/participant`, { body: { accountIds: [who.accountId] } }), t("people.removed", { name: who.displayName }), !own);
		if (gone && own) location.assign("/servicedesk/customer/user/requests");
	}

	/** Whether it was done. @param {() => Promise<unknown>} does @param {string} done @param {boolean} [again] */
	async #act(does, done, again = true) {
		if (this.#busy) return false;
		this.#busy = true;
		this.#trouble = nothing;
		let well = true;
		try {
			await does();
			if (again) await this.page.refresh();
			this.#open ? say(done) : toast(done);
		} catch (refused) {
			well = false;
			this.#trouble = refusal(/** @type {Refused} */ (refused));
			if (!this.#open) toast(/** @type {Refused} */ (refused).message || t("form.refused"));
		}
		this.#busy = false;
		this.page.draw();
		return well;
	}

	#tell = async (/** @type {Event} */ { target }) => {
		const { checked } = /** @type {HTMLInputElement} */ (target), path = `${this.page.api}/notification`;
		if (await this.#act(() => checked ? put(path, {}) : remove(path), t(checked ? "people.told" : "people.muted"))) return;
		/** @type {HTMLInputElement} */ (target).checked = !checked;
	};
}
