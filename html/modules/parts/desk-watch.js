/* desk-watch.js - whether the reader is written to of each new request on a desk. */
import { put, remove } from "../lib/api.js";
import { deskApi } from "../lib/desk.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/page.js";
import { reason } from "./notice.js";

/** @import { Refused } from "../lib/api.js" */

/** @param {string} desk @param {boolean} on @returns {Promise<boolean>} as it is now */
export async function deskWatch(desk, on) {
	const path = `${deskApi(desk)}/notification`;
	try {
		await (on ? put(path, {}) : remove(path));
		toast(t(on ? "desk.watch.on" : "desk.watch.off"));
		return on;
	} catch (refused) {
		toast(reason(/** @type {Refused} */ (refused)));
		return !on;
	}
}
