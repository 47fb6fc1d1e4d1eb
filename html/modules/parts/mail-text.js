/* mail-text.js - what there is of a mail beside its new words: what it quotes, folded, and how it looked to its sender, in a frame that
 * runs nothing. Asked for when somebody wants it. */
import { html, nothing } from "lit/html.js";
import { t } from "../lib/i18n.js";
import { icon } from "./icon.js";
import { framed } from "./mail-frame.js";
import { notice } from "./notice.js";

/** @import { ByMail, MailBody } from "../lib/shapes.js" */

export class MailText {
	/** @type {Partial<MailBody> | undefined} */ #body;
	#asked = false; #framed = false; #quoted = false; #failed = false;

	/** @param {{ id: string, redraw: () => void, body: () => Promise<Partial<MailBody>>, framed?: boolean }} about framed: it is shown as it was sent from the start */
	constructor(about) {
		this.about = about;
		if (about.framed) this.#show(true);
	}

	/** @param {Pick<ByMail, "quoted" | "html">} has @param {unknown} words */
	view({ quoted, html: markup }, words) {
		const body = this.#body, sent = this.#framed && body?.html;
		return html`${sent ? framed(sent, t("mail.frame")) : words}
			${!sent && this.#quoted && body?.quoted ? html`<div class="quoted" id="${this.about.id}-quoted" dir="auto">${body.quoted}</div>` : nothing}
			${this.#failed ? html`<p class="wrong">${t("trouble.text")}</p>` : nothing}
			${quoted || markup ? html`<p class="mail-more">
				${quoted && !sent ? html`<button class="button bare small" type="button" aria-expanded=${this.#quoted} @click=${this.#fold}>${icon("wrap", 16)}${t(this.#quoted ? "mail.hideQuoted" : "mail.showQuoted")}</button>` : nothing}
				${markup ? html`<button class="button bare small" type="button" aria-pressed=${this.#framed} @click=${() => this.#show(!this.#framed)}>${icon("mail", 16)}${t(this.#framed ? "mail.asText" : "mail.asSent")}</button>` : nothing}</p>` : nothing}`;
	}

	#fold = async () => {
		this.#quoted = !this.#quoted;
		await this.#read();
	};

	/** @param {boolean} sent */
	async #show(sent) {
		this.#framed = sent;
		await this.#read();
	}

	async #read() {
		if (!this.#asked) {
			this.#asked = true;
			this.#body = await this.about.body().catch(() => undefined);
			this.#failed = !this.#body;
			this.#asked = Boolean(this.#body);
		}
		this.about.redraw();
	}
}

/** Which of its files were not let in, a line each. @param {string | undefined} refused */
export const refusedNotice = (refused) => refused ? notice(html`${t("mail.refused")} <span class="mail-refused" dir="auto">${refused}</span>`, "warn", "warn") : nothing;
