/* presence.js - tells the rest of the team that somebody is at a ticket, and whether they write: every twenty seconds while the page
 * is seen, at once when they begin to write, and once more when they go. Nobody waits for it: who is not told learns it the next time. */
import { post, remove } from "./api.js";

const beat = 20e3;

export class Presence {
	#path; #timer = 0; #writing = false; #typedAt = 0;

	/** @param {string} ours the ticket's address in our API */
	constructor(ours) {
		this.#path = `${ours}/presence`;
	}

	start() {
		document.addEventListener("visibilitychange", this.#seen);
		document.addEventListener("input", this.#typed);
		addEventListener("pagehide", this.#leave);
		addEventListener("pageshow", ({ persisted }) => persisted && this.#seen());
		this.#seen();
	}

	/** @param {Event} event */
	#typed = ({ target }) => {
		if (!/** @type {Element} */ (target).closest("form.reply")) return;
		this.#typedAt = Date.now();
		if (!this.#writing) this.#tell();
	};

	#seen = () => {
		if (document.hidden) this.#leave();
		else this.#tell();
	};

	#tell = () => {
		clearTimeout(this.#timer);
		this.#writing = Date.now() - this.#typedAt < beat;
		post(this.#path, { writing: this.#writing }).catch(() => {});
		this.#timer = window.setTimeout(this.#tell, beat);
	};

	#leave = () => {
		clearTimeout(this.#timer);
		this.#writing = false;
		remove(this.#path, { outlive: true }).catch(() => {});
	};
}
