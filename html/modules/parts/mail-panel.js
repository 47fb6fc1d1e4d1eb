/* mail-panel.js - one mail of a desk, shown without trusting it: why it waits, who it says it is from and what proves that, its words,
 * what it quotes, and on demand how it looked to its sender. */
import { html, nothing } from "lit/html.js";
import { get } from "../lib/api.js";
import { saidOr, size, t } from "../lib/i18n.js";
import { looksLikePicture } from "./attachments.js";
import { icon } from "./icon.js";
import { MailText, refusedNotice } from "./mail-text.js";
import { notice } from "./notice.js";
import { when } from "./person.js";

/** @import { Mail, MailBody, MailRow } from "../lib/shapes.js" */
/** @import { MailDecision } from "./mail-decision.js" */

const proofs = { token: "lock", passed: "tick", none: "info", failed: "warn" };

export class MailPanel {
	/** @type {MailText | undefined} */ #text;

	/** @param {{ path: () => string, redraw: () => void, decision: MailDecision }} about */
	constructor(about) {
		this.about = about;
	}

	/** @param {Mail} mail */
	open(mail) {
		this.#text = new MailText({ id: `mail-${mail.mailId}`, redraw: this.about.redraw, body: () => this.#body(mail) });
	}

	/** Its pictures are taken out of it when somebody wants to see them; without them it can be read all the same. @param {Mail} mail @returns {Promise<Partial<MailBody>>} */
	async #body({ mailId, html: markup, quoted }) {
		const bare = { html: markup, quoted };
		return markup?.includes("<img data-part=") ? get(`${this.about.path()}/${mailId}/shown`).catch(() => bare) : bare;
	}

	/** @param {Mail} mail */
	view(mail) {
		const { mailId, subject, state, trouble, text, quoted, html: markup, files, refused, issueKey } = mail;
		return html`<h2 id="open-head" tabindex="-1" dir="auto">${subject || t("desk.mail.noSubject")}</h2>
			${issueKey ? html`<p class="mail-became">${icon("tick", 18)}<span>${t("desk.mail.became")} <a href="/agent/${issueKey}">${issueKey}</a></span></p>`
				: state === "held" ? notice(html`${whySaid(mail)}${trouble ? html`<br><bdi>${trouble}</bdi>` : nothing}`, "warn", "info") : state === "new" ? html`<p class="checking">${t("desk.mail.isNew")}</p>` : html`<p class="soft">${state === "discarded" ? t("desk.mail.isDiscarded") : whySaid(mail)}</p>`}
			${facts(mail)}
			${this.about.decision.view(mail)}
			${this.#text?.view({ quoted: Boolean(quoted), html: Boolean(markup) }, html`<div class="mail-words" dir="auto">${text || html`<span class="soft">${t("desk.mail.noText")}</span>`}</div>`)}
			${files.length ? html`<h3 class="unseen">${t("request.attachments")}</h3><ul class="files">${files.map(({ number, filename, mimeType, size: bytes }) => html`<li class="file">${icon(looksLikePicture(filename) ? "image" : "file")}
				<b><a href="${this.about.path()}/${mailId}/part/${number}" dir="auto">${filename}</a></b><span class="state">${size(bytes)} · <bdi>${mimeType}</bdi></span></li>`)}</ul>${state === "done" ? nothing : html`<p class="hint">${t("desk.mail.filesHint")}</p>`}` : nothing}
			${refusedNotice(refused)}
			<p class="mail-raw"><a class="button bare small" href="${this.about.path()}/${mailId}/raw">${icon("down", 16)}${t("desk.mail.raw")} <span class="soft">(${size(mail.size)})</span></a></p>`;
	}
}

/** @param {Mail} mail */
const facts = ({ from, envelopeFrom, envelopeTo, receivedDate, proof, automatic }) => html`<dl class="mail-facts">
	${fact("desk.mail.from", html`${from.name ? html`<b dir="auto">${from.name}</b> ` : nothing}${from.address ? html`<bdi>${from.address}</bdi>` : html`<span class="soft">${t("desk.mail.nobody")}</span>`}`)}
	${fact("desk.mail.proof", html`<span class="proof" data-proof=${proof}>${icon(proofs[proof], 16)}${t(`desk.mail.proof.${proof}`)}</span>`)}
	${envelopeFrom && envelopeFrom !== from.address ? fact("desk.mail.envelope", html`<bdi>${envelopeFrom}</bdi>`) : nothing}
	${fact("desk.mail.to", html`<bdi>${envelopeTo}</bdi>`)}
	${fact("desk.mail.received", when(receivedDate))}
	${automatic ? fact("desk.mail.kind", t("desk.mail.automatic")) : nothing}</dl>`;

/** @param {string} words @param {unknown} value */
const fact = (words, value) => html`<div><dt>${t(words)}</dt><dd>${value}</dd></div>`;

/** Why it is where it is, in the reader's language where we have the words. @param {MailRow} mail */
export function whySaid({ why }) {
	if (!why) return "";
	return saidOr(`desk.mail.why.${why.code}`, why.text);
}
