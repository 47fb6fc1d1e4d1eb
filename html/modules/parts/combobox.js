/* combobox.js - a box to type into that offers what fits: arrows go through the offers, Enter takes one, Escape closes them. An
 * answer to older words is dropped. */
import { html, nothing } from "lit/html.js";
import { t } from "../lib/i18n.js";
import { say } from "../lib/page.js";

/** @typedef {{ value: string, label: string, hint?: string, sign?: unknown }} Option */
/** @typedef {{ id: string, find: (text: string) => Promise<Option[]>, redraw: () => void, taken: (option: Option | undefined) => void, rest?: number }} About
 *  taken: nothing while other words are typed; rest: ms without a key before it asks */

export class Combobox {
	/** @type {Option[]} */ #options = [];
	#open = false; #active = -1; #timer = 0; #question = 0;
	#none = false;

	/** @param {About} about */
	constructor(about) {
		this.about = about;
	}

	/** @param {{ label: string, text?: string, hint?: string, wrong?: string, unseen?: boolean }} look */
	view({ label, text = "", hint, wrong, unseen = false }) {
		const { id } = this.about, described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
		return html`<div class="field combobox" @focusout=${this.#left}>
			<label for=${id} class=${unseen ? "unseen" : ""}>${label}</label>
			${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
			<input class="control" id=${id} type="text" role="combobox" autocomplete="off" dir="auto" aria-autocomplete="list" aria-expanded=${this.#open} aria-controls="${id}-list"
				aria-activedescendant=${this.#open && this.#active >= 0 ? `${id}-${this.#active}` : nothing} aria-invalid=${wrong ? "true" : nothing} aria-describedby=${described || nothing}
				.defaultValue=${text} @input=${this.#typed} @keydown=${this.#key} @click=${this.show} @focus=${(/** @type {Event} */ { target }) => /** @type {HTMLInputElement} */ (target).select()}>
			<ul class="options" id="${id}-list" role="listbox" aria-label=${label} ?hidden=${!this.#open || !this.#options.length}>${this.#options.map((option, i) => html`
				<li role="option" id="${id}-${i}" aria-selected=${i === this.#active} @mousedown=${(/** @type {Event} */ event) => event.preventDefault()} @click=${() => this.#take(option)}>
					${option.sign}<span dir="auto">${option.label}</span>${option.hint ? html`<span class="soft small" dir="auto">${option.hint}</span>` : nothing}</li>`)}</ul>
			${this.#none ? html`<p class="hint">${t("desk.nothingFits")}</p>` : nothing}
			${wrong ? html`<p class="wrong" id="${id}-wrong">${wrong}</p>` : nothing}
		</div>`;
	}

	get #input() { return /** @type {HTMLInputElement} */ (document.getElementById(this.about.id)); }

	/** Offers what there is, before anything is typed. */
	show = () => this.#open || this.#ask("");

	#typed = () => {
		this.about.taken(undefined);
		clearTimeout(this.#timer);
		this.#timer = window.setTimeout(() => this.#ask(this.#input?.value.trim() ?? ""), this.about.rest ?? 200);
	};

	/** @param {string} text */
	async #ask(text) {
		const question = ++this.#question;
		const options = await this.about.find(text).catch(() => []);
		if (question !== this.#question || !this.#input?.parentElement?.contains(document.activeElement)) return;
		this.#options = options;
		this.#active = text && options.length ? 0 : -1;
		this.#open = true;
		this.#none = !options.length && text !== "";
		this.about.redraw();
		say(options.length ? t("desk.offers", { n: options.length }) : t("desk.nothingFits"));
	}

	#key = (/** @type {KeyboardEvent} */ event) => {
		const { key } = event, last = this.#options.length - 1;
		if (key === "Escape" && this.#open) this.#close(); /* the dialog around it stays */
		else if (key === "Enter" && this.#open && this.#options[this.#active]) this.#take(this.#options[this.#active]);
		else if (key === "ArrowDown" || key === "ArrowUp") {
			if (!this.#open) this.#ask(this.#input.value.trim());
			else this.#active = key === "ArrowDown" ? Math.min(last, this.#active + 1) : Math.max(0, this.#active - 1);
		} else return;
		event.preventDefault();
		event.stopPropagation();
		this.about.redraw();
		document.getElementById(`${this.about.id}-${this.#active}`)?.scrollIntoView({ block: "nearest" });
	};

	/** @param {Option} option */
	#take(option) {
		this.#input.value = option.label;
		this.#close();
		this.about.taken(option);
	}

	#close() {
		clearTimeout(this.#timer);
		this.#question++;
		this.#open = this.#none = false;
		this.#active = -1;
		this.about.redraw();
	}

	/** A button that is being pressed must not move away from under the pointer: the offers close once it is let go. */
	#left = (/** @type {FocusEvent} */ { currentTarget, relatedTarget }) => {
		if (/** @type {HTMLElement} */ (currentTarget).contains(/** @type {Node | null} */ (relatedTarget)) || !(this.#open || this.#none)) return;
		if (document.querySelector(":active")) addEventListener("pointerup", () => setTimeout(() => this.#close()), { once: true });
		else this.#close();
	};
}
