/* poll.js - asks what changed since it asked last: every five seconds, every minute behind another tab, never in step with other
 * pages, and ever more seldom while nothing answers. What is told again until it is settled is passed on once. */
import { again } from "./api.js";

/** @import { Refused } from "./api.js" */
/** @import { Changes } from "./shapes.js" */

const visible = 5e3, hidden = 60e3, slowest = 120e3;
const apart = 0.2; /* of a pause, more or less */

export class Poll {
	#cursor = ""; #tag = ""; #timer = 0; #failures = 0; #stopped = true; #present = "";
	/** What was passed on and may be told again. @type {Set<string>} */ #known = new Set();
	#question; #news;

	/** @param {string} question "request=KEY" or "serviceDeskId=ID" @param {(news: Changes) => Promise<void> | void} news gets what is
	 *  new, `reset` when all of it has to be read again, and who is there; when it fails, it is told the same again */
	constructor(question, news) {
		this.#question = `/rest/lodge/1/changes?${question}`;
		this.#news = news;
	}

	/** Begins with what happens from now on; what was there a minute ago may be told once more. */
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

	#asking = false;
	#ask = async () => {
		if (this.#asking || this.#stopped || !navigator.onLine) return; /* `online` asks again */
		this.#asking = true;
		let least = 0;
		try {
			const { tag, json } = await again(this.#cursor ? `${this.#question}&after=${this.#cursor}` : this.#question, this.#tag);
			if (json) await this.#take(json, tag);
			this.#failures = 0;
		} catch (error) {
			const { status, wait } = /** @type {Refused} */ (error);
			this.#failures++;
			this.#tag = "";
			least = wait ?? 0;
			if ([401, 403, 404].includes(status)) this.stop(); /* what the page does next says why */
		}
		this.#asking = false;
		this.#later(least);
	};

	/** Known is what was passed on and understood. @param {Changes} answer @param {string} tag */
	async #take({ cursor, reset, values, present }, tag) {
		const first = !this.#cursor, news = values.filter(({ id, ids = [id] }) => ids.some((one) => !this.#known.has(one)));
		const there = JSON.stringify(present?.map(({ person, writing }) => [person.accountId, writing]));
		if (!first && (news.length || reset) || there !== this.#present && there) await this.#news({ cursor, reset, values: news, present });
		this.#present = there;
		for (const { id, ids = [id] } of values) for (const one of ids) this.#known.add(one);
		for (const one of this.#known) if (BigInt(one) <= BigInt(cursor)) this.#known.delete(one);
		this.#tag = cursor === this.#cursor ? tag : ""; /* another cursor is another question */
		this.#cursor = cursor;
	}
}
