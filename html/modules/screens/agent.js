/* agent.js - the desk's tickets by status: many rows on one screen, newest activity first. */
import { html, nothing } from "lit/html.js";
import { t } from "../lib/i18n.js";
import { ListLoader } from "../lib/list.js";
import { say, show } from "../lib/page.js";
import { browser } from "../lib/store.js";
import { icon } from "../parts/icon.js";
import { pager, tickets } from "../parts/tickets.js";

/** @import { AgentList } from "../lib/shapes.js" */

let compact = browser.get("compact") === "yes";
const list = new ListLoader("/rest/lodge/1/agent/tickets", (/** @type {AgentList} */ page, query) => {
	draw(page, query);
	say(t("requests.found", { n: page.size }));
});

/** @param {AgentList} page @param {URLSearchParams} query */
function draw(page, query) {
	const views = lanes(page), current = views.flat().find(({ status }) => status === (query.get("status") ?? ""));
	const title = current?.name ?? query.get("status") ?? "";
	show(html`<div class="desk">
		<nav class="queues" aria-label=${t("agent.statuses")}>${views.map((lanes) => html`<div>${lanes.map((lane) => html`
			<a href=${address(query, lane.status)} aria-current=${lane === current ? "page" : nothing}><b dir="auto">${lane.name}</b><span>${lane.count}</span></a>`)}</div>`)}</nav>
		<section aria-label=${title}>
			<div class="desk-head"><h1 dir="auto">${title}</h1>
				<label class="toggle"><input type="checkbox" .checked=${compact} @change=${(/** @type {Event} */ { target }) => {
					compact = /** @type {HTMLInputElement} */ (target).checked;
					browser.set("compact", compact ? "yes" : "no");
					draw(page, query);
				}}>${t("agent.compact")}</label></div>
			${filter(page, query)}
			<div class="card rows">${page.size ? tickets(page.values, { columns: ["status", "reporter", "assignee", "updated"], link: "agent", compact, desks: page.desks.length > 1, label: title })
				: html`<div class="empty">${icon("inbox", 44)}<h2>${t("requests.none")}</h2><p>${t("agent.none")}</p></div>`}</div>
			${pager(page)}
		</section>
	</div>`, `${title} - ${t("agent.title")}`);
}

/** What there is to look through: by state, then by each status of the workflow. @param {AgentList} page */
function lanes({ statuses }) {
	const sum = (/** @type {(category: string) => boolean} */ counts) => statuses.reduce((n, { category, count }) => n + (counts(category) ? count : 0), 0);
	return [
		[{ status: "open", name: t("requests.open"), count: sum((category) => category !== "DONE") },
			{ status: "closed", name: t("requests.closed"), count: sum((category) => category === "DONE") },
			{ status: "", name: t("requests.any"), count: sum(() => true) }],
		statuses.map(({ name, count }) => ({ status: name, name, count })),
	];
}

/** @param {URLSearchParams} query @param {string} status */
function address(query, status) {
	const kept = new URLSearchParams({ status });
	for (const name of ["serviceDeskId", "q"]) if (query.get(name)) kept.set(name, query.get(name) ?? "");
	if (!status) kept.delete("status");
	return `/agent?${kept}`;
}

/** @param {AgentList} page @param {URLSearchParams} query */
const filter = ({ desks }, query) => html`<form class="filter" role="search" aria-label=${t("requests.filter")} @submit=${list.choose} @change=${list.choose} @input=${list.type}>
	<input type="hidden" name="status" .value=${query.get("status") ?? ""}>
	${desks.length > 1 ? html`<div class="field"><label for="desk">${t("requests.desk")}</label>
		<select class="control" id="desk" name="serviceDeskId"><option value="">${t("requests.anyDesk")}</option>
			${desks.map(({ id, name }) => html`<option value=${id} .selected=${query.get("serviceDeskId") === id}>${name}</option>`)}</select></div>` : nothing}
	<div class="field grow"><label for="q">${t("requests.search")}</label>
		<input class="control" id="q" type="search" name="q" .defaultValue=${query.get("q") ?? ""} placeholder=${t("requests.searchHint")} dir="auto" autocomplete="off"></div>
</form>`;

list.load();
