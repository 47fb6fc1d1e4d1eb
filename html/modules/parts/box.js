/* box.js - a list of the desk's letters beside the one that is open: the mail that came, or the outbox. The address names desk, state
 * and what is open, and is the only state of the list; it goes by keys, and follows what comes and goes. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { get } from "../lib/api.js";
import { deskApi, queuesOf } from "../lib/desk.js";
import { saidOr, t } from "../lib/i18n.js";
import { ListLoader } from "../lib/list.js";
import { place, say, show, showTrouble, steady } from "../lib/page.js";
import { Poll } from "../lib/poll.js";
import { boxKeys } from "./box-keys.js";
import { icon } from "./icon.js";
import { keysButton, keysHelp } from "./keys-help.js";
import { queues as queueList } from "./queues.js";
import { pager } from "./tickets.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Shortcut } from "../lib/keys.js" */
/** @import { MailCount, Named, Page, Queue } from "../lib/shapes.js" */

/** @template Row, Whole
 *  @typedef {{ name: "mail" | "outbox", states: string[], id: (row: Row) => string, row: (row: Row) => unknown, panel: (whole: Whole) => unknown, before?: (row: Row) => unknown, after?: () => unknown,
 *    dialogs?: () => unknown, shortcuts: Shortcut[], opened?: (whole: Whole) => void, listed?: (rows: Row[]) => void }} Look
 *  states: the first is what is shown without another in the address; before: what stands in front of a row; after: what stands below the list */

/** @template Row, Whole */
export class Box {
	/** @type {Row[]} */ rows = [];
	/** @type {Whole | undefined} */ whole;
	/** @type {Page<Row> | undefined} */ #page;
	/** @type {Named[]} */ #desks = [];
	/** @type {{ values: Queue[], mail?: MailCount }} */ #counted = { values: [] };
	#asked = ""; #missing = false;

	/** @param {Look<Row, Whole>} look */
	constructor(look) {
		this.look = look;
		this.list = new ListLoader(() => this.api, this.#listed);
	}

	get place() { return { ...place(`desk/:desk/${this.look.name}`), ...place(`desk/:desk/${this.look.name}/:open`) }; }
	get api() { return `${deskApi(this.place.desk)}/${this.look.name}`; }
	get home() { return `/agent/desk/${this.place.desk}/${this.look.name}`; }
	get state() { return new URLSearchParams(location.search).get("state") ?? this.look.states[0]; }

	async begin() {
		const { desk } = this.place;
		this.list.load();
		try {
			/** @type {{ desks: Named[] }} */ const { desks } = await get(`/rest/lodge/1/agent/tickets?limit=1&serviceDeskId=${desk}`);
			this.#desks = desks;
			this.draw();
			this.list.follow(this.#renewed);
			new Poll(`serviceDeskId=${desk}`, this.#count).start();
		} catch (refused) {
			showTrouble(/** @type {Refused} */ (refused), () => location.reload());
		}
	}

	/** @param {Page<Row>} page */
	#listed = async (page) => {
		const first = !this.#page;
		this.#page = page;
		this.rows = page.values;
		this.look.listed?.(this.rows);
		this.#count().catch(() => {});
		this.draw();
		if (!first) say(t("desk.mails.found", { n: page.values.length }));
		await this.#open();
	};

	#count = async () => {
		this.#counted = await queuesOf(this.place.desk);
		steady(this.draw);
	};

	/** What came, went or changed meanwhile is shown where it stands. @param {Page<Row>} page */
	#renewed = async (page) => {
		if (JSON.stringify(page.values) === JSON.stringify(this.rows)) return;
		const id = this.look.id, open = this.place.open, was = new Set(this.rows.map(id)), came = page.values.filter((row) => !was.has(id(row))).length;
		const as = (/** @type {Row[]} */ rows) => JSON.stringify(rows.find((row) => id(row) === open)), moved = as(this.rows) !== as(page.values);
		this.#page = page;
		this.rows = page.values;
		this.look.listed?.(this.rows);
		await steady(this.draw);
		if (came) say(t("desk.mails.came", { n: came }));
		const whole = moved && open ? await get(`${this.api}/${open}`) : undefined;
		if (whole && this.place.open === open) this.take(whole);
	};

	/** What the address says is read, if it is not there yet. */
	async #open() {
		const { open } = this.place;
		if (open === this.#asked) return;
		this.#asked = open;
		this.#missing = false;
		this.whole = undefined;
		this.draw();
		if (!open) return;
		const whole = await get(`${this.api}/${open}`).catch(() => undefined);
		if (this.#asked !== open) return;
		this.#missing = !whole;
		this.take(whole);
		document.getElementById("open-head")?.focus({ preventScroll: innerWidth > 960 });
	}

	/** @param {Whole | undefined} whole as it is now */
	take(whole) {
		this.whole = whole;
		if (whole) this.look.opened?.(whole);
		this.draw();
	}

	draw = () => {
		const { look, place: { desk, open } } = this, page = this.#page;
		if (!page) return;
		const title = t(`desk.${look.name}.title`);
		show(html`<div class="desk">
			${queueList({ desk, desks: this.#desks, queues: this.#counted.values, mail: this.#counted.mail, box: look.name })}
			<section class="box" aria-labelledby="box-head" data-open=${Boolean(open)}>
				<div class="desk-head"><h1 id="box-head">${title}</h1>
					<nav class="tabs" aria-label=${t("desk.mails.states")}>${look.states.map((state, i) => html`<a href=${i ? `${this.home}?state=${state}` : this.home} title=${this.#hint(state)} aria-current=${state === this.state ? "page" : nothing} @click=${this.list.visit}>${t(`desk.${look.name}.state.${state}`)}</a>`)}</nav>
					<button class="button bare icon" type="button" aria-label=${t("desk.keys.again")} title="${t("desk.keys.again")} (r)" @click=${this.list.load}>${icon("again", 18)}</button>${keysButton()}</div>
				<div class="box-sides">
					<div class="box-list">
						${this.rows.length ? html`<ul class="card mails" aria-label=${title}>${repeat(this.rows, look.id, this.#row)}</ul>` : this.#empty()}
						${pager(page, "desk")}
						${look.after?.() ?? nothing}
					</div>
					${open ? html`<article class="card box-open" aria-labelledby="open-head" aria-busy=${!this.whole && !this.#missing}>
						<div class="box-tools">${this.#beside(-1)}${this.#beside(1)}${this.#tool("close", "close", "desk.mails.back", this.home + location.search)}</div>
						${this.whole ? look.panel(this.whole) : this.#missing ? html`<h2 id="open-head" tabindex="-1">${t("missing.title")}</h2>` : html`<div class="bones bones-text"></div>`}</article>` : nothing}
				</div>
			</section>
			${look.dialogs?.() ?? nothing}${keysHelp(this.shortcuts)}
		</div>`, `${title} - ${t("agent.title")}`);
	};

	/** @param {Row} row */
	#row = (row) => {
		const id = this.look.id(row);
		return html`<li data-id=${id}>${this.look.before?.(row) ?? nothing}
			<a href="${this.home}/${id}${location.search}" aria-current=${id === this.place.open ? "true" : nothing} @click=${this.#visit}>${this.look.row(row)}</a></li>`;
	};

	#empty = () => html`<div class="card"><div class="empty">${icon(this.look.name === "mail" ? "mail" : "send", 44)}<h2>${t(`desk.${this.look.name}.none.${this.state}`)}</h2>
		${this.#hint(this.state) === nothing ? nothing : html`<p>${this.#hint(this.state)}</p>`}</div></div>`;

	/** What stands in such a list, where its name does not say it. @param {string} state */
	#hint = (state) => saidOr(`desk.${this.look.name}.hint.${state}`, nothing);

	/** @param {string} kind @param {string} emblem @param {string} words @param {string} href */
	#tool = (kind, emblem, words, href) => html`<a class="button bare icon" data-does=${kind} href=${href} aria-label=${t(words)} title=${t(words)} @click=${this.#visit}>${icon(emblem, 18)}</a>`;

	/** The row before or after the one that is open. @param {number} by */
	#beside(by) {
		const there = this.rows[this.rows.findIndex((row) => this.look.id(row) === this.place.open) + by];
		return there && this.rows.some((row) => this.look.id(row) === this.place.open)
			? this.#tool("turn", by < 0 ? "prev" : "next", by < 0 ? "desk.mails.prev" : "desk.mails.next", `${this.home}/${this.look.id(there)}${location.search}`) : nothing;
	}

	/** Another one is opened in this page; the list stays. @param {Event} event */
	#visit = (event) => {
		const { ctrlKey, metaKey, shiftKey, currentTarget } = /** @type {MouseEvent} */ (event);
		if (ctrlKey || metaKey || shiftKey) return;
		event.preventDefault();
		this.go(/** @type {HTMLAnchorElement} */ (currentTarget).href);
	};

	/** @param {string} address */
	go(address) {
		const from = this.place.open;
		history.pushState(null, "", address);
		this.#open();
		if (!this.place.open) this.#link(from)?.focus();
	}

	close = () => this.place.open && this.go(this.home + location.search);

	/** To the next row or the one before: it is opened where one is open, else only reached. @param {number} by */
	move = (by) => {
		const at = document.activeElement?.closest("li[data-id]")?.getAttribute("data-id") ?? this.place.open;
		const index = this.rows.findIndex((row) => this.look.id(row) === at), next = this.rows[index < 0 ? 0 : Math.max(0, Math.min(this.rows.length - 1, index + by))];
		if (!next) return;
		if (this.place.open) this.go(`${this.home}/${this.look.id(next)}${location.search}`);
		else this.#link(this.look.id(next))?.focus();
	};

	/** @param {string | undefined} id @returns {HTMLElement | null} */
	#link = (id) => document.querySelector(`li[data-id="${id}"] a`);

	/** The row that one is on, or what is open. @returns {Row | undefined} */
	get current() {
		const id = document.activeElement?.closest("li[data-id]")?.getAttribute("data-id") ?? this.place.open;
		return this.rows.find((row) => this.look.id(row) === id);
	}

	get shortcuts() { return boxKeys(this, this.look.shortcuts); }
}
