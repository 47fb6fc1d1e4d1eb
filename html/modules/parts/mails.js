/* mails.js - texts of a ticket that came by mail: they say so, and have more to show than their words. */
import { html, nothing } from "lit/html.js";
import { get } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { icon } from "./icon.js";
import { MailText, refusedNotice } from "./mail-text.js";

/** @import { ByMail, MailBody, Moment, Person } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

export class Mails {
	/** @type {Map<string, MailText>} by the entry of the story */ #texts = new Map();
	/** @type {ByMail | undefined} of the description */ #first;
	/** @type {MailBody | undefined} */ #body;

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
		page.onRead(() => { if (page.ticket.lodge.byMail && !this.#first) this.#ask(); });
	}

	/** The ticket says only that it came by mail. */
	async #ask() {
		this.#first = { quoted: false, html: false };
		const body = this.#body = await get(`${this.page.ours}/mail`).catch(() => undefined);
		if (!body) return;
		this.#first = { from: body.from?.address, quoted: Boolean(body.quoted), html: Boolean(body.html), pictures: /<img[^>]*\ssrc=/.test(body.html ?? ""), refused: body.refused };
		this.page.draw();
	}

	/** What came by mail of the description. */
	get description() { return this.page.ticket.lodge.byMail ? this.#first : undefined; }

	/** The team is told the address, where it is another than the author's. @param {ByMail | undefined} mail @param {Person} author */
	badge = (mail, author) => mail ? html`<span class="tag by-mail">${icon("mail", 12)}${mail.from && this.page.ticket.lodge.agent && mail.from !== author.emailAddress?.toLowerCase() ? html`${t("mail.from")} <bdi>${mail.from}</bdi>` : t("mail.by")}</span>` : nothing;

	/** What was changed since is shown as it is now. @param {string} entry @param {string} path of what came by mail @param {ByMail | undefined} mail @param {Moment | undefined} edited @param {unknown} words */
	body(entry, path, mail, edited, words) {
		if (!mail) return words;
		const name = `${entry} ${edited?.epochMillis}`;
		let text = this.#texts.get(name);
		if (!text && (mail.quoted || mail.html)) this.#texts.set(name, text = new MailText({ id: entry, redraw: this.page.draw, framed: mail.pictures && !edited,
			body: async () => mail.pictures && mail === this.#first ? this.#body ?? {} : get(`${path}/mail`) })); /* links to pictures end: another time they are asked for anew */
		return html`${text?.view(mail, words) ?? words}${refusedNotice(mail.refused)}`;
	}
}
