/* poll.js - asks what changed since it asked last, in rounds. What is told again until it is settled is passed on once. */
import { again } from "./api.js";
import { Rounds } from "./rounds.js";

/** @import { Changes } from "./shapes.js" */

export class Poll {
	#cursor = ""; #tag = ""; #present = ""; #mail = "";
	/** What was passed on and may be told again. @type {Set<string>} */ #known = new Set();
	#question; #news;

	/** @param {string} question "request=KEY" or "serviceDeskId=ID" @param {(news: Changes) => Promise<void> | void} news gets what is
	 *  new, `reset` when all of it has to be read again, who is there, and how much mail waits; when it fails, it is told the same again */
	constructor(question, news) {
		this.#question = `/rest/lodge/1/changes?${question}`;
		this.#news = news;
	}

	/** Begins with what happens from now on; what was there a minute ago may be told once more. */
	start() {
		new Rounds(this.#ask).start();
	}

	#ask = async () => {
		const tag = this.#tag;
		this.#tag = "";
		const now = await again(this.#cursor ? `${this.#question}&after=${this.#cursor}` : this.#question, tag);
		if (now.json) await this.#take(now.json, now.tag);
		else this.#tag = tag;
	};

	/** Known is what was passed on and understood. @param {Changes} answer @param {string} tag */
	async #take({ cursor, reset, values, present, mail }, tag) {
		const first = !this.#cursor, news = values.filter(({ id, ids = [id] }) => ids.some((one) => !this.#known.has(one)));
		const there = JSON.stringify(present?.map(({ person, writing }) => [person.accountId, writing])), waiting = JSON.stringify(mail);
		if (!first && (news.length || reset || waiting !== this.#mail) || there !== this.#present && there) await this.#news({ cursor, reset, values: news, present, mail });
		this.#present = there;
		this.#mail = waiting;
		for (const { id, ids = [id] } of values) for (const one of ids) this.#known.add(one);
		for (const one of this.#known) if (BigInt(one) <= BigInt(cursor)) this.#known.delete(one);
		this.#tag = cursor === this.#cursor ? tag : ""; /* another cursor is another question */
		this.#cursor = cursor;
	}
}
