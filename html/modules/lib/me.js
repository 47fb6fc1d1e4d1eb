/* me.js - who is signed in. The answer is asked for once per page and shared. That somebody is signed in is
 * remembered, so that pages for strangers need not ask and be refused. */
import { get } from "./api.js";
import { browser } from "./store.js";

/** @import { Me } from "./shapes.js" */

const slot = "person";
/** @type {Promise<Me> | undefined} */ let asked;

/** @returns {Promise<Me>} */
export const me = () => asked ??= get("/rest/lodge/1/me").then((person) => {
	browser.set(slot, person.accountId);
	browser.set("site", person.site);
	return person;
}, (refused) => {
	if (refused.status === 401) browser.forget(slot);
	throw refused;
});

/** @returns {Promise<Me | undefined>} nobody, without asking, when nobody was here */
export const meMaybe = () => browser.get(slot) ? me().catch(() => undefined) : Promise.resolve(undefined);

export const meForget = () => browser.forget(slot);

/** A page taken out of the Back cache may show what a person saw who has left since. */
addEventListener("pageshow", async ({ persisted }) => {
	if (persisted && asked && (await asked.catch(() => undefined))?.accountId !== (browser.get(slot) ?? undefined)) location.reload();
});
