/* markdown.js - a text box with a Write / Preview switch. The server draws the preview, so it shows what the
 * others will see; the text stays in its box, hidden, and is never touched. */
import { html, nothing } from "lit/html.js";
import { post } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { icon } from "./icon.js";
import { reason } from "./notice.js";
import { rich } from "./rich.js";

/** @import { Refused } from "../lib/api.js" */

export class Markdown {
	previewing = false;
	/** @type {string | undefined} */ #shown;
	/** @type {unknown} */ #trouble = nothing;

	/** @param {() => void} redraw */
	constructor(redraw) {
		this.redraw = redraw;
	}

	/** @param {{ id: string, name: string, value: string, invalid: unknown, describedBy: unknown, required: boolean }} about */
	view({ id, name, value, invalid, describedBy, required }) {
		return html`<div class="markdown" data-previewing=${this.previewing}>
			<div class="tabs" role="group" aria-label=${t("markdown.switch")}>
				<button type="button" aria-pressed=${!this.previewing} @click=${() => this.write()}>${t("markdown.write")}</button>
				<button type="button" aria-pressed=${this.previewing} @click=${() => this.#preview(id)}>${t("markdown.preview")}</button>
			</div>
			<textarea class="control" id=${id} name=${name} dir="auto" ?hidden=${this.previewing} .defaultValue=${value}
				aria-required=${required} aria-invalid=${invalid} aria-describedby=${describedBy}></textarea>
			${this.previewing ? html`<div class="preview" role="region" aria-label=${t("markdown.preview")} aria-live="polite" tabindex="0">${this.#paper()}</div>` : nothing}
		</div>`;
	}

	write() {
		if (!this.previewing) return;
		this.previewing = false;
		this.redraw();
	}

	/** @param {string} id */
	async #preview(id) {
		const { value: text } = /** @type {HTMLTextAreaElement} */ (document.getElementById(id));
		Object.assign(this, { previewing: true });
		this.#shown = text.trim() ? undefined : "";
		this.#trouble = nothing;
		this.redraw();
		if (this.#shown === "") return;
		try {
			this.#shown = (await post("/rest/lodge/1/preview", { text })).html;
		} catch (refused) {
			this.#trouble = reason(/** @type {Refused} */ (refused));
		}
		this.redraw();
	}

	#paper() {
		if (this.#trouble !== nothing) return html`<p class="wrong">${this.#trouble}</p>`;
		if (this.#shown === "") return html`<p class="soft">${t("markdown.empty")}</p>`;
		return this.#shown === undefined ? html`<p class="soft">${icon("again", 16)} ${t("markdown.wait")}</p>` : rich(this.#shown);
	}
}
