/* draft.js - what was typed survives a reload, a session that ended and a crash of ours, in this tab, for this person; and where the
 * server keeps it too, on their other devices. The newer of the two wins. The idempotency key lives with the tab's copy: the same
 * draft sent twice makes one request. */
import { get, put, remove, serverTime } from "./api.js";
import { tab } from "./store.js";

/** @import { Moment } from "./shapes.js" */
/** @typedef {Record<string, string[]>} Values one list per name in the form */
/** @typedef {{ name: string, size: number, id?: string, upload?: string }} KeptFile without an id it had not arrived yet; upload: where it can go on */
/** @typedef {{ values: Values, files: KeptFile[], updatedDate?: Moment }} Kept */

const prefix = "draft ";
const rest = 2000; /* ms without a change, before the server hears of it */
const patience = 1500; /* ms that a form waits for the server's copy, and for its own on the way there */
const outlivesMax = 60e3; /* what a browser sends for a page that goes */

export class Draft {
	key = crypto.randomUUID();
	/** @type {Values} */ values = {};
	/** @type {KeptFile[]} */ files = [];
	/** When it was changed, by the server's clock; 0: never. */
	at = 0;
	/** When what the page began with was kept; 0: it began empty. */
	from = 0;
	/** When the server has kept it last; 0: it has not, or something is newer. */
	kept = 0;
	/** The server has it now. */
	arrived = () => {};
	#slot; #remote = ""; #timer = 0; #unsent = false;
	/** @type {Promise<unknown>} */ #way = Promise.resolve();

	/** @param {string} accountId */
	constructor(accountId) {
		this.#slot = `${prefix}${accountId} ${location.pathname}`;
		Object.assign(this, JSON.parse(tab.get(this.#slot) ?? "{}"));
		this.from = hasContent(this) ? this.at : 0;
	}

	/** With the server's copy, asked for before; without it when it does not come soon.
	 *  @param {string} accountId @param {string} remote its address @param {Promise<Kept>} asked */
	static async open(accountId, remote, asked) {
		const draft = new Draft(accountId);
		const kept = await Promise.race([asked.catch(() => undefined), later()]);
		if (kept) draft.#meet(kept);
		draft.#remote = remote;
		addEventListener("pagehide", () => draft.#send(true));
		document.addEventListener("visibilitychange", () => document.hidden && draft.#send(true));
		addEventListener("online", () => draft.#send());
		return draft;
	}

	keep() {
		this.at = serverTime();
		this.kept = 0;
		tab.set(this.#slot, JSON.stringify({ key: this.key, values: this.values, files: this.files, at: this.at }));
		this.#unsent = true;
		clearTimeout(this.#timer);
		if (this.#remote) this.#timer = window.setTimeout(() => this.#send(), rest);
	}

	/** Nothing of it is on its way any more: before the request is made, so that no copy arrives after it. */
	async still() {
		clearTimeout(this.#timer);
		await Promise.race([this.#way, later()]);
	}

	/** Sent: the next one is another. */
	forget() {
		clearTimeout(this.#timer);
		this.#unsent = false;
		Object.assign(this, { key: crypto.randomUUID(), values: {}, files: [], at: 0, from: 0, kept: 0 });
		tab.forget(this.#slot);
		if (this.#remote) this.#way = this.#way.then(() => remove(this.#remote, { outlive: true })).catch(() => {});
	}

	/** After an answer that says for certain that nothing was made, or that this key has made something already.
	 *  Without an answer the key stays: the first try may have arrived. @param {import("./api.js").Refused} refused */
	renew({ status }) {
		if (status < 400 || status >= 500 || status === 401) return;
		this.key = crypto.randomUUID();
		this.keep();
	}

	/** Where both say the same, the server knows better which files still wait. @param {Kept} kept */
	#meet({ values, files, updatedDate }) {
		const there = { values, files, at: updatedDate?.epochMillis ?? 0 };
		if (!hasContent(there)) return;
		const same = said(there) === said(this);
		if (same) Object.assign(this, { files: there.files, from: there.at, kept: there.at });
		else if (there.at > this.at) Object.assign(this, there, { from: there.at, kept: there.at, key: crypto.randomUUID() });
	}

	/** Who is offline or refused has the tab's copy. */
	#send(outlive = false) {
		clearTimeout(this.#timer);
		if (!this.#remote || !this.#unsent || !navigator.onLine) return;
		this.#unsent = false;
		const body = { values: this.values, files: this.files };
		const at = this.at;
		const kept = () => put(this.#remote, body, { outlive: outlive && JSON.stringify(body).length < outlivesMax }).then(() => {
			if (this.at !== at) return;
			this.kept = at;
			this.arrived();
		}, ({ status }) => {
			if (status >= 400 && status < 500) this.#remote = "";
			else this.#unsent = true;
		});
		this.#way = outlive ? kept() : this.#way.then(kept);
	}
}

/** @returns {Promise<undefined>} */
const later = () => new Promise((wake) => setTimeout(() => wake(undefined), patience));

/** @param {{ values: Values, files: KeptFile[] }} draft */
const hasContent = ({ values, files }) => files.length > 0 || Object.values(values).some((texts) => texts.some((text) => text.trim()));

/** @param {{ values: Values, files: KeptFile[] }} draft */
const said = ({ values, files }) => JSON.stringify([Object.entries(values).sort(), files.map(({ name, size }) => [name, size])]);

/** @param {HTMLFormElement} form @returns {Values} */
export function formValues(form) {
	/** @type {Values} */
	const values = {};
	for (const [name, value] of new FormData(form)) if (typeof value === "string") (values[name] ??= []).push(value);
	return values;
}

/** Whether something is kept for an address, whoever typed it. @param {string} path */
export const draftWaits = (path) => tab.names().some((name) => name.startsWith(prefix) && name.endsWith(` ${path}`));

/** The next person at this browser shall not find what this one typed. */
export const draftsForget = () => tab.names().filter((name) => name.startsWith(prefix)).forEach(tab.forget);
