/* rate.js - how long the rest of the bytes will take: smoothed, silent until it knows, and it does not jump. */
import { t } from "./i18n.js";

const settles = 6e3; /* ms after which a speed that is past counts for a third */
const silent = 3e3;
const nervous = 1.3; /* a longer time is told when it is so much longer */
const minute = 60e3;

export class Rate {
	#speed = 0; /* bytes in a ms */
	#began = 0;
	#last = 0;
	#bytes = 0;
	#told = Infinity;

	/** @param {number} bytes all that have gone @param {number} now ms */
	add(bytes, now) {
		const past = now - this.#last, more = bytes - this.#bytes;
		if (this.#began && past < 250) return;
		if (!this.#began || more < 0) this.#begin(now); /* what was lost goes again */
		else this.#speed += (more / past - this.#speed) * (this.#speed ? 1 - Math.exp(-past / settles) : 1);
		this.#last = now;
		this.#bytes = bytes;
	}

	/** "about 2 min left" @param {number} total @param {number} now */
	left(total, now) {
		if (!this.#speed || now - this.#began < silent) return "";
		const left = (total - this.#bytes) / this.#speed;
		if (left < this.#told || left > this.#told * nervous) this.#told = left;
		if (this.#told < minute) return t("files.leftSoon");
		return this.#told < 60 * minute ? t("files.leftMinutes", { n: Math.ceil(this.#told / minute) }) : t("files.leftHours", { n: Math.ceil(this.#told / 60 / minute) });
	}

	/** @param {number} now */
	#begin(now) {
		this.#began = now;
		this.#speed = 0;
		this.#told = Infinity;
	}
}
