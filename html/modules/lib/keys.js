/* keys.js - single keys that do something on a page of the team's: "j", or "g q" for two after each other. They never act while
 * somebody types or a dialog is open, and whoever is in their way turns them off (WCAG 2.1.4). */
import { browser } from "./store.js";

/** @typedef {{ keys: string, words: string, act: (event: KeyboardEvent) => void, group?: string }} Shortcut words: what the help calls it */

const slot = "keys";
const pause = 1500; /* ms that the second of two keys may take */

export const keysOn = () => browser.get(slot) !== "off";

/** @param {boolean} on */
export const keysTurn = (on) => browser.set(slot, on ? "on" : "off");

/** @param {Shortcut[]} shortcuts */
export function listen(shortcuts) {
	let first = "", at = 0;
	addEventListener("keydown", (event) => {
		const key = event.key;
		if (!keysOn() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isBusy(event)) return;
		const pair = Date.now() - at < pause ? `${first} ${key}` : "";
		const bound = (/** @type {string} */ pressed) => shortcuts.find(({ keys }) => keys.split(", ").includes(pressed));
		const found = bound(pair) ?? bound(key);
		first = "";
		if (found) {
			event.preventDefault();
			found.act(event);
		} else if (shortcuts.some(({ keys }) => keys.split(", ").some((way) => way.startsWith(`${key} `)))) {
			first = key;
			at = Date.now();
		}
	});
}

const texts = /^(text|search|email|url|tel|password|number|date|time|datetime-local|month|week)$/;

/** Somebody types, chooses, or answers a question. @param {KeyboardEvent} event */
function isBusy({ target, key }) {
	if (document.querySelector("dialog[open]")) return true;
	if (!(target instanceof HTMLElement)) return false;
	if (target.isContentEditable || target.matches("textarea, select")) return true;
	if (target instanceof HTMLInputElement && texts.test(target.type)) return true;
	if (key === "Enter") return target.matches("a, button, summary");
	return key.startsWith("Arrow") && target.matches("input[type=radio]"); /* which has arrows of its own */
}
