/* desk.js - the bundle of the team's pages: what only agents need does not travel to customers. */
import { header } from "./parts/header.js";

/** @type {Record<string, () => Promise<unknown>>} */
const screens = {
	agent: () => import("./screens/agent.js"),
	ticket: () => import("./screens/ticket.js"),
	mail: () => import("./screens/mail.js"),
	outbox: () => import("./screens/outbox.js"),
};
const screen = /** @type {string} */ (document.documentElement.dataset.screen);
screens[screen]();
header(screen);
