/* file-access.js - who has a file: who took it and when, and which links still open it; each can be ended, and a new one made. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { get, local, post, remove, serverTime } from "../lib/api.js";
import { dateTime, fullDate, t } from "../lib/i18n.js";
import { copyable } from "./copy.js";
import { icon } from "./icon.js";
import { notice, reason, refusal } from "./notice.js";
import { person, when } from "./person.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Download, FileLink, Moment, Page, Person } from "../lib/shapes.js" */

export class FileAccess {
	/** @type {Page<Download> | undefined} */ #taken;
	/** @type {FileLink[]} */ #links = [];
	/** @type {{ url: string, expiresDate: Moment } | undefined} */ #made;
	/** @type {unknown} */ #trouble = nothing;
	#said = "";
	#sending = false;

	/** @param {string} api the file's address @param {Person[] | undefined} people for whom the reader may make links: nobody: for themselves; undefined: no links
	 *  @param {() => void} redraw */
	constructor(api, people, redraw) {
		this.api = api;
		this.people = people;
		this.redraw = redraw;
		this.#read();
	}

	view() {
		return html`<section aria-labelledby="taken-title"><h3 id="taken-title">${t("access.taken")}</h3>${this.#taken ? this.#log(this.#taken) : html`<p class="soft">${t("viewer.wait")}</p>`}</section>
			<section aria-labelledby="links-title"><h3 id="links-title">${t("access.links")}</h3>
				${this.#living()}
				<p class="unseen" role="status">${this.#said}</p>
				${this.people ? this.#form(this.people) : nothing}
				<div role="alert">${this.#trouble}</div></section>`;
	}

	/** @param {Page<Download>} page */
	#log = ({ values, _links: { next } }) => values.length ? html`<ul class="log">${values.map((one) => html`<li>${person(one.person)}
			<span>${t(one.byLink ? `access.link.${one.kind}` : `access.${one.kind}`)} ${when(one.date)}${one.linkCreatedBy && one.linkCreatedBy !== one.person.displayName ? html` · ${t("access.maker", { name: one.linkCreatedBy })}` : nothing}</span>
			${one.address ? html`<span class="soft small" dir="ltr">${one.address}${one.userAgent ? html` · <span title=${one.userAgent}>${agent(one.userAgent)}</span>` : nothing}</span>` : nothing}</li>`)}</ul>
		${next ? html`<button class="button bare" type="button" @click=${() => this.#more(next)}>${t("access.more")}</button>` : nothing}` : html`<p class="soft">${t("access.nobody")}</p>`;

	#living() {
		const living = this.#links.filter(({ revokedDate, expiresDate, useLimit, uses }) => !revokedDate && expiresDate.epochMillis > serverTime() && !(useLimit && uses >= useLimit));
		return living.length ? html`<ul class="log">${repeat(living, ({ id }) => id, (link) => html`<li>${person(link.person)}
				<span>${t("access.until", { when: dateTime(link.expiresDate.epochMillis) })} · ${t("access.uses", { n: link.uses })}</span>
				<button class="button plain small" type="button" aria-label=${t("access.revokeOne", { name: link.person.displayName, when: dateTime(link.createdDate.epochMillis) })} @click=${() => this.#revoke(`/link/${link.id}`)}>${t("access.revoke")}</button></li>`)}</ul>
			${living.length > 1 ? html`<button class="button plain small" type="button" @click=${() => this.#revoke("/link")}>${t("access.revokeAll")}</button>` : nothing}` : html`<p class="soft">${t("access.none")}</p>`;
	}

	/** @param {Person[]} people */
	#form = (people) => html`<form class="link-form" novalidate @submit=${this.#make}>
		${people.length ? html`<div class="field"><label for="link-person">${t("access.for")}</label>
			<select class="control" id="link-person" name="accountId">${people.map(({ accountId, displayName }) => html`<option value=${accountId}>${displayName}</option>`)}</select></div>` : nothing}
		<button class="button plain" id="link-make" aria-disabled=${this.#sending}>${icon("link", 18)}${t("access.make")}</button>
		${this.#made ? html`<div class="notice good">${icon("tick")}<div>${copyable(this.#made.url, t("access.copy"))}
			<p class="small" title=${fullDate(this.#made.expiresDate.epochMillis)}>${t("access.made", { when: dateTime(this.#made.expiresDate.epochMillis) })}</p></div></div>` : nothing}
	</form>`;

	async #read() {
		try {
			const [taken, links] = await Promise.all([get(`${this.api}/download`), get(`${this.api}/link?limit=100`)]);
			this.#taken = taken;
			this.#links = links.values;
		} catch (refused) {
			this.#trouble = notice(reason(/** @type {Refused} */ (refused)));
		}
		this.redraw();
	}

	/** @param {string} next */
	async #more(next) {
		const page = await get(local(next)).catch(() => undefined);
		if (page && this.#taken) this.#taken = { ...page, values: [...this.#taken.values, ...page.values] };
		this.redraw();
	}

	#make = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const accountId = new FormData(/** @type {HTMLFormElement} */ (event.target)).get("accountId");
		await this.#act(async () => {
			this.#made = await post(`${this.api}/link`, accountId ? { accountId } : {});
			this.#said = t("access.isMade");
		});
	};

	/** @param {string} which */
	#revoke = (which) => this.#act(async () => {
		await remove(this.api + which);
		this.#made = undefined;
		this.#said = t("access.revoked");
		document.getElementById("link-make")?.focus();
	});

	/** @param {() => Promise<void>} act */
	async #act(act) {
		if (this.#sending) return;
		this.#sending = true;
		this.#trouble = nothing;
		this.#said = "";
		this.redraw();
		await act().then(() => this.#read(), (refused) => { this.#trouble = refusal(refused); });
		this.#sending = false;
		this.redraw();
	}
}

/** The browser's name out of what it says of itself. @param {string} userAgent */
const agent = (userAgent) => userAgent.match(/(Firefox|Edg|OPR|Chrome|Safari|curl)[\w]*\/[\d]+/g)?.[0] ?? userAgent.slice(0, 30);
