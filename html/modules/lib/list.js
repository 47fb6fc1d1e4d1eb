/* list.js - a list whose only state is the address. A newer question drops the answer to an older one, and typing asks
 * when it rests. */
import { again, get } from "./api.js";
import { main, showTrouble } from "./page.js";
import { Rounds } from "./rounds.js";

/** @import { Refused } from "./api.js" */

const rest = 300; /* ms without a key */

/** @template T */
export class ListLoader {
	/** @type {AbortController | undefined} */ #asked;
	#timer = 0;

	/** @param {string | (() => string)} path @param {(page: T, query: URLSearchParams) => Promise<void> | void} shown */
	constructor(path, shown) {
		this.path = path;
		this.shown = shown;
		addEventListener("popstate", () => {
			/** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[type=search]"))
				.forEach((box) => { box.value = new URLSearchParams(location.search).get(box.name) ?? ""; });
			this.load();
		});
	}

	get address() { return (typeof this.path === "string" ? this.path : this.path()) + location.search; }

	load = async () => {
		const first = !this.#asked;
		this.#asked?.abort();
		const { signal } = this.#asked = new AbortController();
		main.ariaBusy = "true";
		try {
			const page = await get(this.address, first ? undefined : signal); /* the first was sent ahead, without a signal */
			if (!signal.aborted) await this.shown(page, new URLSearchParams(location.search));
		} catch (refused) {
			if (!signal.aborted) showTrouble(/** @type {Refused} */ (refused), this.load);
		}
	};

	/** The list is looked at again and again; `news` hears when it is not as it was. @param {(page: T) => Promise<void> | void} news */
	follow(news) {
		let known = { address: "", tag: "" };
		new Rounds(async () => {
			const { address } = this, asked = this.#asked;
			const { tag, json } = await again(address, known.address === address ? known.tag : "");
			if (asked !== this.#asked) return; /* somebody asked themselves meanwhile */
			known = { address, tag };
			if (json) await news(json);
		}).start();
	}

	/** A choice is a step that Back undoes. @param {Event} event */
	choose = (event) => {
		event.preventDefault();
		const { target } = event;
		if (target instanceof HTMLInputElement && target.type === "search" && event.type === "change") return; /* typing has asked already */
		this.#go(/** @type {HTMLFormElement} */ (event.currentTarget), "pushState", target);
	};

	/** @param {Event} event */
	type = ({ target, currentTarget }) => {
		if (!(target instanceof HTMLInputElement) || target.type !== "search") return;
		clearTimeout(this.#timer);
		this.#timer = window.setTimeout(() => this.#go(/** @type {HTMLFormElement} */ (currentTarget), "replaceState", target), rest);
	};

	/** A plain press on a link shows the list that it leads to, without another page. @param {Event} event */
	visit = (event) => {
		const { ctrlKey, metaKey, shiftKey, currentTarget } = /** @type {MouseEvent} */ (event);
		if (ctrlKey || metaKey || shiftKey) return;
		event.preventDefault();
		history.pushState(null, "", /** @type {HTMLAnchorElement} */ (currentTarget).href);
		this.load();
	};

	/** @param {HTMLFormElement} form @param {"pushState" | "replaceState"} how @param {EventTarget | null} target */
	#go(form, how, target) {
		clearTimeout(this.#timer);
		const chosen = new FormData(form);
		if (target instanceof HTMLSelectElement && target.name === "serviceDeskId") chosen.delete("requestTypeId"); /* types belong to a desk */
		const query = new URLSearchParams([...chosen].flatMap(([name, value]) => String(value).trim() ? [[name, String(value).trim()]] : []));
		const next = query.size ? `?${query}` : location.pathname;
		if (next === (location.search || location.pathname)) return;
		history[how](null, "", next);
		this.load();
	}
}
