/* desk.js - what the team's pages ask of a desk: its queues, who answers there, and where in a queue somebody came from. */
import { get } from "./api.js";
import { browser, tab } from "./store.js";

/** @import { ListItem, MailCount, Queue } from "./shapes.js" */
/** @typedef {{ href: string, name: string, keys: string[] }} Trail */

export const priorities = ["Highest", "High", "Medium", "Low", "Lowest"];

/** @param {string} desk */
export const deskApi = (desk) => `/rest/lodge/1/servicedesk/${desk}`;

/** @typedef {{ values: Queue[], mail: MailCount, watching: boolean }} Counted watching: the reader is written to of each new request */

/** Its queues, and what of its mail waits for somebody. @param {string} desk @returns {Promise<Counted>} */
export const queuesOf = (desk) => get(`${deskApi(desk)}/queue`);

/** @param {string} desk @param {string} text requests that fit @returns {Promise<ListItem[]>} */
export const ticketsOf = async (desk, text) => (await get(`/rest/lodge/1/agent/tickets?serviceDeskId=${desk}&limit=8&q=${encodeURIComponent(text)}`)).values;

/** @param {string} desk @param {string} text */
export const agentsOf = async (desk, text) => (await get(`${deskApi(desk)}/agent?q=${encodeURIComponent(text)}`)).values;

/** @param {string} desk @param {string} queue */
export const queueAddress = (desk, queue) => `/agent/desk/${desk}/queue/${queue}`;

/** Where this person was last, so that /agent leads there. @param {string} desk @param {string} queue */
export function queueKeep(desk, queue) {
	browser.set("desk", desk);
	browser.set(`queue of ${desk}`, queue);
}

export const deskKept = () => browser.get("desk");

/** @param {string} desk */
export const queueKept = (desk) => browser.get(`queue of ${desk}`);

const slot = "trail";

/** The rows that a ticket is opened from: its page goes on to the next of them. @param {Trail} trail */
export const trailKeep = (trail) => tab.set(slot, JSON.stringify(trail));

/** @returns {Trail | undefined} */
export const trailKept = () => JSON.parse(tab.get(slot) ?? "null") ?? undefined;

const last = "opened";

/** The ticket that was opened last in this tab: the list goes on from there. @param {string} key */
export const openedKeep = (key) => tab.set(last, key);

export const openedKept = () => tab.get(last) ?? "";
