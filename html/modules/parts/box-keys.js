/* box-keys.js - the keys of a list of letters, with those of the one list between them. */

/** @import { Shortcut } from "../lib/keys.js" */

/** @param {{ move: (by: number) => void, close: () => void, list: { load: () => void } }} box @param {Shortcut[]} own @returns {Shortcut[]} */
export const boxKeys = (box, own) => [
	{ keys: "j, ArrowDown", words: "desk.keys.next", act: () => box.move(1) },
	{ keys: "k, ArrowUp", words: "desk.keys.prev", act: () => box.move(-1) },
	{ keys: "Enter", words: "desk.keys.open", act: () => {} },
	...own,
	{ keys: "Escape, u", words: "desk.mails.back", act: () => box.close() },
	{ keys: "r", words: "desk.keys.again", act: () => box.list.load() },
	{ keys: "g q", words: "desk.keys.queues", act: () => /** @type {HTMLElement | null} */ (document.querySelector("#queues a"))?.focus() },
	{ keys: "?", words: "desk.keys.title", act: () => /** @type {HTMLDialogElement} */ (document.getElementById("keys")).showModal() },
];
