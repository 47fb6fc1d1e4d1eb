/* resume.js - where an upload can go on when its page is gone: an address for each file that a person had begun to send, on this
 * browser, until it has arrived, a day has passed, or they sign out. */
import { browser } from "./store.js";

const prefix = "upload ";
const life = 86400e3; /* ms, as long as the server keeps what has arrived */

/** The same file of the same person for the same desk. @param {string} accountId @param {string} desk @param {File} file */
const slot = (accountId, desk, file) => `${prefix}${accountId} ${desk} ${file.size} ${file.lastModified} ${file.name}`;

/** @param {string} accountId @param {string} desk */
export const resumable = (accountId, desk) => ({
	/** @param {File} file @returns {string | undefined} */
	find(file) {
		const [at, url] = browser.get(slot(accountId, desk, file))?.split(" ") ?? [];
		return Date.now() - Number(at) < life ? url : undefined;
	},
	/** @param {File} file @param {string} url */
	keep: (file, url) => browser.set(slot(accountId, desk, file), `${Date.now()} ${url}`),
	/** @param {File} file */
	forget: (file) => browser.forget(slot(accountId, desk, file)),
});

export const uploadsForget = () => browser.names().filter((name) => name.startsWith(prefix)).forEach(browser.forget);
