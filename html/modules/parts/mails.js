/* mails.js - texts of a ticket that came by mail: they say so, and have more to show than their words. */
import { html, nothing } from "lit/html.js";
import { get } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { icon } from "./icon.js";
import { MailText } from "./mail-text.js";
import { notice } from "./notice.js";

/** @import { ByMail } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

export class Mails {
	/** @type {Map<string, MailText>} by the entry of the story */ #texts = new Map();

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
	}

	/** The team is told the address, where it is another than the author's. @param {ByMail} [mail] */
	badge = (mail) => mail ? html`<span class="tag by-mail">${icon("mail", 12)}${mail.from && this.page.ticket.lodge.agent ? html`${t("mail.from")} <bdi>${mail.from}</bdi>` : t("mail.by")}</span>` : nothing;

	/** @param {string} entry @param {string} path of what came by mail @param {ByMail | undefined} mail @param {unknown} words */
	body(entry, path, mail, words) {
		if (!mail) return words;
		let text = this.#texts.get(entry);
		if (!text) this.#texts.set(entry, text = new MailText({ id: entry, redraw: this.page.draw, body: () => get(`${path}/mail`), framed: mail.pictures }));
		return html`${text.view(mail, words)}${mail.refused ? notice(html`<span class="mail-refused" dir="auto">${mail.refused}</span>`, "warn", "warn") : nothing}`;
	}
}
