/* rounds.js - a question that is asked again and again: every five seconds, every minute behind another tab, never in step with other
 * pages, and ever more seldom while nothing answers. */

/** @import { Refused } from "./api.js" */

const visible = 5e3, hidden = 60e3, slowest = 120e3;
const apart = 0.2; /* of a pause, more or less */

export class Rounds {
	#timer = 0; #failures = 0; #stopped = true; #asking = false;
	#question;

	/** @param {() => Promise<void>} question when it fails, the next pause is longer */
	constructor(question) {
		this.#question = question;
	}

	start() {
		this.#stopped = false;
		document.addEventListener("visibilitychange", this.#seen);
		addEventListener("online", this.#seen);
		this.#ask();
	}

	stop() {
		this.#stopped = true;
		clearTimeout(this.#timer);
		document.removeEventListener("visibilitychange", this.#seen);
		removeEventListener("online", this.#seen);
	}

	#seen = () => {
		if (document.hidden) this.#later();
		else this.#ask();
	};

	#later(least = 0) {
		const pause = Math.max((document.hidden ? hidden : visible), Math.min(visible * 2 ** this.#failures, slowest), least);
		clearTimeout(this.#timer);
		if (!this.#stopped) this.#timer = window.setTimeout(this.#ask, pause * (1 - apart + 2 * apart * Math.random()));
	}

	#ask = async () => {
		if (this.#asking || this.#stopped || !navigator.onLine) return; /* `online` asks again */
		this.#asking = true;
		let least = 0;
		try {
			await this.#question();
			this.#failures = 0;
		} catch (error) {
			const { status, wait } = /** @type {Refused} */ (error);
			this.#failures++;
			least = wait ?? 0;
			if ([401, 403, 404].includes(status)) this.stop(); /* what the page does next says why */
		}
		this.#asking = false;
		this.#later(least);
	};
}
