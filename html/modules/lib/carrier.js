/* carrier.js - one file on its way until it has arrived: it can be paused, and it waits for a line that was lost and for a server that
 * is busy, and goes on by itself. What cannot be mended by waiting is a Refused. */
import { Refused } from "./api.js";
import { chunk, uploadInChunks, uploadWhole } from "./upload.js";

/** @import { Try } from "./upload.js" */
/** @typedef {{ path: string, desk: string, url?: string, sent: (bytes: number) => void, begun: (url: string) => void, waits: (kind: "lost" | "busy" | "") => void }} About */

const delays = [1e3, 2e3, 4e3, 8e3, 15e3, 30e3]; /* ms */
const busyMax = 8; /* times that a server which says it is busy is asked again */
const lostMax = 5; /* the same for a line, of a file that begins anew each time */
const gone = [403, 404, 410]; /* there is nothing to go on with */

/** Whether a file can be paused, and goes on elsewhere. @param {{ size: number }} file */
export const goesInChunks = ({ size }) => size > chunk;

export class Carrier {
	#tries = 0;
	#farthest = 0;
	#cancelled = false;
	/** @type {Try | undefined} */ #try;
	#wake = () => {};

	/** @param {File} file @param {About} about */
	constructor(file, about) {
		this.file = file;
		this.about = about;
		this.chunks = goesInChunks(file);
	}

	/** @returns {Promise<string>} the temporary id; never, when it was paused or cancelled */
	async run() {
		for (;;) {
			try {
				return await this.#once();
			} catch (error) {
				await this.#mend(/** @type {Refused} */ (error));
			}
		}
	}

	/** For good: another carrier may go on. */
	stop() {
		this.#cancelled = true;
		this.#try?.stop();
		this.#wake();
		removeEventListener("offline", this.#cut);
	}

	/** @returns {Promise<string>} */
	#once() {
		if (this.#cancelled) return new Promise(() => {});
		const about = { ...this.about, sent: (/** @type {number} */ bytes) => {
			if (this.#cancelled) return;
			if (bytes > this.#farthest) this.#tries = 0;
			this.#farthest = Math.max(this.#farthest, bytes);
			this.about.waits("");
			this.about.sent(bytes);
		}, begun: (/** @type {string} */ url) => {
			this.about.url = url;
			this.about.begun(url);
		} };
		this.#try = this.chunks ? uploadInChunks(this.about.desk, this.file, about) : uploadWhole(this.about.path, this.file, about);
		addEventListener("offline", this.#cut, { once: true });
		return Promise.race([this.#try.done, new Promise((_, reject) => { this.#lose = () => reject(new Refused(0)); })]);
	}

	#lose = () => {};
	/** The browser knows before the request does. */
	#cut = () => {
		this.#try?.stop();
		this.#lose();
	};

	/** Waits where that may help. @param {Refused} refused */
	async #mend(refused) {
		const { status } = refused, tries = this.#tries++;
		if (this.#cancelled) return;
		if (this.chunks && this.about.url && gone.includes(status)) {
			this.about.url = undefined;
			return;
		}
		const kind = status === 0 ? "lost" : "busy", locked = status === 409 || status === 423;
		const hope = kind === "lost" ? this.chunks || tries < lostMax : this.chunks && (locked || refused.passing || status === 429) && tries < busyMax;
		if (!hope) throw refused;
		if (!locked) this.about.waits(kind);
		await this.#moment(delays[Math.min(tries, delays.length - 1)]);
	}

	/** @param {number} ms at most, and until there is a connection */
	#moment(ms) {
		return new Promise((resolve) => {
			const wake = () => {
				removeEventListener("online", wake);
				clearTimeout(timer);
				resolve(undefined);
			};
			const timer = setTimeout(() => navigator.onLine && wake(), ms);
			addEventListener("online", wake);
			this.#wake = wake;
		});
	}
}
