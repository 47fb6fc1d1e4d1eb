/* main.js - the one bundle of the customers' pages: every screen travels together, only the page's own is run. */
import { header } from "./parts/header.js";

/** @type {Record<string, () => Promise<unknown>>} */
const screens = {
	portals: () => import("./screens/portals.js"),
	portal: () => import("./screens/portal.js"),
	create: () => import("./screens/create.js"),
	request: () => import("./screens/request.js"),
	requests: () => import("./screens/requests.js"),
	"sign-in": () => import("./screens/sign-in.js"),
	missing: async () => {},
};
const screen = /** @type {string} */ (document.documentElement.dataset.screen);
screens[screen]();
header(screen);
