/* viewer.js - a picture or the beginning of a text, large, over the page. A picture's address leads to the files host, which is why
 * only an img may fetch it; a text comes as the API's answer. */
import { html, nothing } from "lit/html.js";
import { get, local } from "../lib/api.js";
import { size, t } from "../lib/i18n.js";
import { isPicture, saved } from "./gallery.js";
import { icon } from "./icon.js";
import { reason } from "./notice.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Attachment } from "../lib/shapes.js" */
/** @typedef {{ text: string, whole: boolean, size: number }} Text */

export class Viewer {
	/** @type {Attachment | undefined} */ #file;
	/** @type {Attachment[]} */ #pictures = [];
	/** @type {Text | undefined} */ #text;
	#trouble = "";
	#natural = false; /* one pixel of the picture on one of the screen */
	#wrapped = true;

	/** @param {string} api the request's address below our own API @param {() => void} redraw */
	constructor(api, redraw) {
		this.api = api;
		this.redraw = redraw;
	}

	/** @param {Attachment} file @param {Attachment[]} all those among which the arrows go */
	open(file, all) {
		this.#pictures = all.filter(isPicture);
		this.#show(file);
		if (!this.#box.open) this.#box.showModal();
		this.#box.focus();
	}

	view() {
		const file = this.#file;
		return html`<dialog class="viewer" id="viewer" aria-labelledby="viewer-title" tabindex="-1" @keydown=${this.#key} @close=${this.#closed}>${file ? html`
			<header class="viewer-head">
				<p id="viewer-title" role="status"><b dir="auto">${file.filename}</b> <span class="soft">${this.#place(file)}</span></p>
				${isPicture(file) ? this.#toggle("zoom", "viewer.natural", this.#natural, () => { this.#natural = !this.#natural; })
					: this.#toggle("wrap", "viewer.wrap", this.#wrapped, () => { this.#wrapped = !this.#wrapped; })}
				<a class="button bare icon" href=${saved(file)} aria-label=${t("viewer.download", { name: file.filename })} title=${t("viewer.download", { name: file.filename })}>${icon("down")}</a>
				<button class="button bare icon" type="button" aria-label=${t("viewer.close")} title=${t("viewer.close")} @click=${() => this.#box.close()}>${icon("close")}</button>
			</header>
			${isPicture(file) ? this.#picture(file) : this.#paper()}` : nothing}</dialog>`;
	}

	get #box() { return /** @type {HTMLDialogElement} */ (document.getElementById("viewer")); }

	/** @param {Attachment} file */
	#place = (file) => isPicture(file) && this.#pictures.length > 1 ? t("viewer.place", { n: this.#pictures.indexOf(file) + 1, all: this.#pictures.length }) : size(file.size);

	/** @param {string} emblem @param {string} words @param {boolean} on @param {() => void} press */
	#toggle = (emblem, words, on, press) => html`<button class="button bare icon" type="button" aria-pressed=${on} aria-label=${t(words)} title=${t(words)} @click=${() => { press(); this.redraw(); }}>${icon(emblem)}</button>`;

	/** @param {Attachment} file */
	#picture = (file) => html`<div class="stage" data-natural=${this.#natural} tabindex=${this.#natural ? 0 : nothing} role=${this.#natural ? "group" : nothing} aria-label=${this.#natural ? file.filename : nothing}>
			${this.#trouble ? html`<p class="stage-trouble">${this.#trouble}</p>` : html`<img src=${local(file._links.content)} alt=${file.filename}
				@error=${() => { this.#trouble = t("viewer.broken"); this.redraw(); }}>`}</div>
		${this.#pictures.length > 1 ? html`${this.#arrow("prev", -1)}${this.#arrow("next", 1)}` : nothing}`;

	/** @param {"prev" | "next"} name @param {number} step */
	#arrow = (name, step) => html`<button class="button icon arrow ${name}" type="button" aria-label=${t(`viewer.${name}`)} title=${t(`viewer.${name}`)} @click=${() => this.#step(step)}>${icon(name, 24)}</button>`;

	#paper() {
		const text = this.#text;
		if (this.#trouble) return html`<p class="stage-trouble">${this.#trouble}</p>`;
		if (!text) return html`<p class="stage-trouble soft">${t("viewer.wait")}</p>`;
		return html`${text.whole ? nothing : html`<p class="viewer-part">${t("viewer.part", { part: size(new Blob([text.text]).size), size: size(text.size) })}</p>`}
			<pre class="paper" data-wrapped=${this.#wrapped} tabindex="0" aria-label=${this.#file?.filename} dir="auto">${text.text}</pre>`;
	}

	/** @param {Attachment} file */
	async #show(file) {
		this.#file = file;
		this.#text = undefined;
		this.#trouble = "";
		this.#natural = false;
		this.redraw();
		if (isPicture(file)) return;
		try {
			const text = await get(`${this.api}/attachment/${file.id}/preview`);
			if (this.#file === file) this.#text = text;
		} catch (refused) {
			if (this.#file === file) this.#trouble = reason(/** @type {Refused} */ (refused));
		}
		this.redraw();
	}

	/** @param {number} by round and round */
	#step(by) {
		const at = this.#pictures.findIndex(({ id }) => id === this.#file?.id), n = this.#pictures.length;
		this.#show(this.#pictures[(at + by + n) % n]);
	}

	#key = (/** @type {KeyboardEvent} */ event) => {
		const steps = document.dir === "rtl" ? { ArrowLeft: 1, ArrowRight: -1 } : { ArrowLeft: -1, ArrowRight: 1 };
		const step = steps[/** @type {"ArrowLeft"} */ (event.key)];
		if (!step || this.#natural || !this.#file || !isPicture(this.#file) || this.#pictures.length < 2) return;
		event.preventDefault();
		this.#step(step);
	};

	/** The page may have drawn the file's place anew meanwhile: the browser's own way back is gone then. */
	#closed = () => {
		const id = this.#file?.id;
		this.#file = undefined;
		this.redraw();
		if (document.activeElement === document.body) /** @type {HTMLElement | null} */ (document.querySelector(`[data-view="${id}"]`))?.focus();
	};
}
