/* draft.js - what was typed survives a reload, a session that ended and a crash of ours, in this tab, for
 * this person. The idempotency key lives with it: the same draft sent twice makes one request. */
import { tab } from "./store.js";

/** @typedef {Record<string, string[]>} Values one list per name in the form */
/** @typedef {{ name: string, size: number, id?: string }} KeptFile without an id it had not arrived yet */

const prefix = "draft ";

export class Draft {
	key = crypto.randomUUID();
	/** @type {Values} */ values = {};
	/** @type {KeptFile[]} */ files = [];
	#slot;

	/** @param {string} accountId */
	constructor(accountId) {
		this.#slot = `${prefix}${accountId} ${location.pathname}`;
		Object.assign(this, JSON.parse(tab.get(this.#slot) ?? "{}"));
	}

	keep() {
		tab.set(this.#slot, JSON.stringify({ key: this.key, values: this.values, files: this.files }));
	}

	/** Sent: the next one is another. */
	forget() {
		Object.assign(this, { key: crypto.randomUUID(), values: {}, files: [] });
		tab.forget(this.#slot);
	}

	/** After an answer that says for certain that nothing was made, or that this key has made something already.
	 *  Without an answer the key stays: the first try may have arrived. @param {import("./api.js").Refused} refused */
	renew({ status }) {
		if (status < 400 || status >= 500 || status === 401) return;
		this.key = crypto.randomUUID();
		this.keep();
	}
}

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
