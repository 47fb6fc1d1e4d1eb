/* store.js - what the browser remembers. A browser may refuse to remember anything; then this page
 * goes on with its own memory, and only a reload forgets. */

/** @type {Map<string, string>} */
const memory = new Map();

/** @param {() => Storage} area */
const store = (area) => ({
	/** @param {string} name @returns {string | null} */
	get(name) {
		try { return area().getItem(name); } catch { return memory.get(name) ?? null; }
	},
	/** @param {string} name @param {string} value */
	set(name, value) {
		try { area().setItem(name, value); } catch { memory.set(name, value); }
	},
	/** @param {string} name */
	forget(name) {
		memory.delete(name);
		try { area().removeItem(name); } catch { /* nothing was kept */ }
	},
	names() {
		try { return Object.keys(area()); } catch { return [...memory.keys()]; }
	},
});

export const tab = store(() => sessionStorage);
export const browser = store(() => localStorage);
