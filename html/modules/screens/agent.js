/* agent.js - the desk where the team works: its queues, the tickets of one as a table, and what is done to many at once. The
 * address names desk, queue, order and words, and is the only state of the list; all goes by keys. */
import { html, nothing } from "lit/html.js";
import { get } from "../lib/api.js";
import { deskApi, deskKept, queueAddress, queueKeep, queueKept, queuesOf, trailKeep } from "../lib/desk.js";
import { t } from "../lib/i18n.js";
import { listen } from "../lib/keys.js";
import { ListLoader } from "../lib/list.js";
import { place, say, show, showTrouble } from "../lib/page.js";
import { Poll } from "../lib/poll.js";
import { browser } from "../lib/store.js";
import { Bulk } from "../parts/bulk.js";
import { columnsShown } from "../parts/columns.js";
import { deskWatch } from "../parts/desk-watch.js";
import { Grid } from "../parts/grid.js";
import { icon } from "../parts/icon.js";
import { keysButton, keysHelp, keysShow } from "../parts/keys-help.js";
import { QueueEditor, queueLike } from "../parts/queue-editor.js";
import { queueName, queues as queueList } from "../parts/queues.js";
import { pager } from "../parts/tickets.js";
import { viewMenu } from "../parts/view-menu.js";

/** @import { AgentList, Changes, Filters, MailCount, Named, Page, Queue, Row } from "../lib/shapes.js" */

/** @type {Named[]} */ let desks = [];
/** @type {string[]} the team's names */ let statuses = [];
/** @type {Named[]} */ let types = [];
/** @type {Queue[]} */ let queues = [];
/** @type {MailCount | undefined} */ let mail;
let watching = false;
/** @type {Page<Row>} */ let page;
let query = new URLSearchParams(), shownAt = "", fresh = 0, compact = browser.get("compact") !== "no";

const here = () => place("desk/:desk/queue/:queue");
const current = () => queues.find(({ id }) => id === here().queue);
const grid = new Grid(draw);
const bulk = new Bulk({ desk: () => here().desk, rows: () => grid.rows.filter(({ issueKey }) => grid.chosen.has(issueKey)), clear: () => grid.chooseAll(false), redraw: draw, done: again });
const editor = new QueueEditor({ desk: () => here().desk, statuses: () => statuses, types: () => types, redraw: draw, saved });

const list = new ListLoader(() => `${deskApi(here().desk)}/queue/${here().queue}/ticket`, (/** @type {Page<Row>} */ answer, asked) => {
	const same = shownAt === location.href;
	page = answer;
	query = asked;
	shownAt = location.href;
	fresh = 0;
	grid.take(page.values, same);
	if (!queues.length) return;
	queueKeep(here().desk, here().queue);
	trail();
	draw();
	if (!same) say(t("requests.found", { n: page.size })); /* asked again after a change: that is what is said */
});

/** The next ticket is the next row. */
const trail = () => trailKeep({ href: location.pathname + location.search, name: title(), keys: grid.rows.map(({ issueKey }) => issueKey) });

const title = () => { const queue = current(); return queue ? queueName(queue) : t("agent.title"); };

function draw() {
	const queue = current();
	if (!page || !queue) return;
	const sort = query.get("sort") ?? queue.sort, order = query.get("order") ?? queue.order;
	show(html`<div class="desk">
		${queueList({ desk: here().desk, desks, queues, mail, watching, watch, current: queue, visit: list.visit, add: () => editor.open(queueLike(queue, columnsShown(queue), sort, order)) })}
		<section aria-labelledby="queue-head">
			<div class="desk-head"><h1 id="queue-head" dir="auto">${title()}</h1>
				${queue.builtIn ? nothing : html`<button class="button bare icon" type="button" aria-label=${t("desk.queue.edit")} title=${t("desk.queue.edit")} @click=${() => editor.open({ ...queue, columns: columnsShown(queue) })}>${icon("pen", 18)}</button>`}
				<form class="desk-search" role="search" aria-label=${t("requests.search")} @submit=${list.choose} @change=${list.choose} @input=${list.type}>
					<input type="hidden" name="sort" .value=${query.get("sort") ?? ""}><input type="hidden" name="order" .value=${query.get("order") ?? ""}>
					${icon("search", 18)}<input class="control" id="q" type="search" name="q" aria-label=${t("desk.search")} placeholder=${t("desk.search")} .defaultValue=${query.get("q") ?? ""} dir="auto" autocomplete="off">
				</form>
				${viewMenu(queue, { compact, turn, redraw: draw })}${keysButton()}</div>
			<div class="card rows">${page.values.length ? grid.view({ label: title(), shown: columnsShown(queue), compact, sort, order, sorted, visit: list.visit })
				: html`<div class="empty">${icon("inbox", 44)}<h2>${t("requests.none")}</h2><p>${t(query.get("q") ? "desk.noMatch" : "agent.none")}</p></div>`}</div>
			${pager(page, "desk")}
			${grid.marks.size || fresh ? html`<div class="bulk news"><span>${t("desk.news", { n: grid.marks.size + fresh })}</span>
				<button class="button plain small" type="button" @click=${again}>${icon("again", 16)}${t("desk.keys.again")}</button></div>` : nothing}
			${bulk.bar()}
		</section>
		${bulk.change.dialog()}${editor.view()}${keysHelp(shortcuts)}
	</div>`, `${title()} - ${t("agent.title")}`);
}

/** @param {string} sort @param {string} order */
function sorted(sort, order) {
	const next = new URLSearchParams({ sort, order });
	if (query.get("q")) next.set("q", query.get("q") ?? "");
	return `${location.pathname}?${next}`;
}

/** @param {boolean} on */
function turn(on) {
	compact = on;
	browser.set("compact", on ? "yes" : "no");
	draw();
}

/** @param {{ values: Queue[], mail?: MailCount, watching: boolean }} counted */
const take = (counted) => { ({ values: queues, mail, watching } = counted); };

async function watch() {
	watching = await deskWatch(here().desk, !watching);
	draw();
}

/** The same list anew, with its counts. */
async function again() {
	take(await queuesOf(here().desk).catch(() => ({ values: queues, mail, watching })));
	await list.load();
}

/** What others do is shown where it stands; nothing moves under the reader's eyes. @param {Changes} changes */
async function news({ values }) {
	const at = location.href;
	const [/** @type {Page<Row>} */ now, counted] = await Promise.all([get(list.address), queuesOf(here().desk)]);
	if (location.href !== at) return;
	take(counted);
	const before = grid.marks.size + fresh;
	fresh = grid.meet(now.values, new Set(values.map(({ issueKey }) => issueKey)));
	draw();
	if (grid.marks.size + fresh > before) say(t("desk.news", { n: grid.marks.size + fresh }));
}

/** @param {Queue | undefined} queue none: it is removed */
async function saved(queue) {
	const { desk } = here();
	take(await queuesOf(desk));
	history.pushState(null, "", queueAddress(desk, queue?.id ?? queues[0].id));
	await list.load();
}

/** @param {string} builtIn */
function visit(builtIn) {
	const queue = queues.find((one) => one.builtIn === builtIn);
	if (!queue) return;
	history.pushState(null, "", queueAddress(here().desk, queue.id));
	list.load();
}

const shortcuts = [
	{ keys: "j, ArrowDown", words: "desk.keys.next", act: () => grid.move(1) },
	{ keys: "k, ArrowUp", words: "desk.keys.prev", act: () => grid.move(-1) },
	{ keys: "Enter", words: "desk.keys.open", act: () => grid.link?.click() },
	{ keys: "x", words: "desk.keys.choose", act: () => grid.choose() },
	{ keys: "Escape", words: "desk.keys.clear", act: () => { if (grid.chosen.size) grid.chooseAll(false); } },
	{ keys: "a", words: "desk.bulk.assign", act: () => act("assign") },
	{ keys: "p", words: "desk.bulk.priority", act: () => act("priority") },
	{ keys: "m", words: "desk.bulk.move", act: () => act("move") },
	{ keys: "/", words: "requests.search", act: search },
	{ keys: "r", words: "desk.keys.again", act: again },
	{ keys: "g q", words: "desk.keys.queues", act: () => /** @type {HTMLElement | null} */ (document.querySelector("#queues [aria-current]"))?.focus() },
	{ keys: "g u", words: "desk.queue.unassigned", act: () => visit("unassigned") },
	{ keys: "g m", words: "desk.queue.mine", act: () => visit("mine") },
	{ keys: "g w", words: "desk.queue.waiting", act: () => visit("waiting") },
	{ keys: "g b", words: "desk.queue.breaching", act: () => visit("breaching") },
	{ keys: "g o", words: "desk.queue.open", act: () => visit("open") },
	{ keys: "g e", words: "desk.mail.title", act: () => location.assign(`/agent/desk/${here().desk}/mail`) },
	{ keys: "?", words: "desk.keys.title", act: keysShow },
];

function search() {
	const box = /** @type {HTMLInputElement} */ (document.getElementById("q"));
	box.focus();
	box.select();
}

/** Nothing chosen means the row that one is on. @param {import("../parts/change.js").Kind} kind */
function act(kind) {
	if (!grid.chosen.size) grid.choose();
	bulk.change.open(kind);
}

/** Without a queue in the address: where this person was last, else the desk's first. */
async function begin() {
	try {
		const asked = here().desk;
		if (asked) list.load();
		/** @type {[AgentList & { desk: Named }, Awaited<ReturnType<typeof queuesOf>> | undefined]} */
		const [side, known] = await Promise.all([get(`/rest/lodge/1/agent/tickets?limit=1${asked ? `&serviceDeskId=${asked}` : ""}`), asked ? queuesOf(asked) : undefined]);
		const wanted = new URLSearchParams(location.search).get("serviceDeskId") ?? deskKept();
		const desk = asked ?? side.desks.find(({ id }) => id === wanted)?.id ?? side.desk.id;
		take(known ?? await queuesOf(desk));
		[desks, statuses] = [side.desks, side.statuses.map(({ name }) => name)];
		if (!asked) history.replaceState(null, "", queueAddress(desk, (queues.find(({ id }) => id === queueKept(desk)) ?? queues[0]).id));
		get("/rest/lodge/1/filters").then((/** @type {Filters} */ all) => { types = all.desks.find(({ id }) => id === desk)?.requestTypes ?? []; }, () => {});
		if (asked && page) list.shown(page, query);
		else list.load();
		new Poll(`serviceDeskId=${desk}`, news).start();
	} catch (refused) {
		showTrouble(/** @type {import("../lib/api.js").Refused} */ (refused), () => location.reload());
	}
}

listen(shortcuts);
begin();
