/* tickets.js - a list of requests: a row each, the whole row is its link; and the way to the next page. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { local } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { lozenge } from "./lozenge.js";
import { person, when } from "./person.js";

/** @import { ListItem, Page } from "../lib/shapes.js" */

/** @type {Record<string, { title: string, cell: (item: ListItem) => unknown }>} */
const columns = {
	status: { title: "requests.status", cell: ({ currentStatus }) => html`<td>${lozenge(currentStatus)}</td>` },
	reporter: { title: "requests.reporter", cell: ({ reporter }) => html`<td class="who">${person(reporter)}</td>` },
	assignee: { title: "agent.assignee", cell: ({ assignee }) => html`<td class="who">${assignee ? person(assignee) : html`<span class="soft">${t("agent.nobody")}</span>`}</td>` },
	updated: { title: "requests.updated", cell: ({ updatedDate }) => html`<td class="soft when">${when(updatedDate)}</td>` },
};

/** @param {ListItem[]} items @param {{ columns: string[], link: "web" | "agent", compact?: boolean, desks?: boolean, label: string }} how */
export const tickets = (items, { columns: shown, link, compact = false, desks = false, label }) => html`
	<table class="table ${compact ? "compact" : ""}" aria-label=${label}>
		<thead><tr><th scope="col">${t("requests.summary")}</th>${shown.map((name) => html`<th scope="col">${t(columns[name].title)}</th>`)}</tr></thead>
		<tbody>${repeat(items, ({ issueKey }) => issueKey, (item) => html`<tr>
			<td class="main"><div class="line"><a href=${local(item._links[link])} dir="auto">${item.summary}</a>
				<span class="sub"><span class="key">${item.issueKey}</span><span class="more"> · ${item.requestType.name}${desks ? ` · ${item.serviceDesk.name}` : nothing}</span></span></div></td>
			${shown.map((name) => columns[name].cell(item))}
		</tr>`)}</tbody>
	</table>`;

/** Newer and older, by the links that the API gave: they carry where the page begins.
 *  @param {Page<unknown>} page @param {string} [room] of the words for both */
export function pager({ _links: { prev, next } }, room = "requests") {
	if (!prev && !next) return nothing;
	return html`<nav class="pager" aria-label=${t("requests.pages")}>
		${prev ? html`<a class="button plain" rel="prev" href=${turned(prev)}>${t(`${room}.prev`)}</a>` : nothing}
		${next ? html`<a class="button plain" rel="next" href=${turned(next)}>${t(`${room}.next`)}</a>` : nothing}
	</nav>`;
}

/** This page's address with the place of another page in it. @param {string} link */
function turned(link) {
	const there = new URL(link, location.origin).searchParams, here = new URLSearchParams(location.search);
	for (const name of ["start", "after", "before", "limit"]) {
		const value = there.get(name);
		if (value === null) here.delete(name);
		else here.set(name, value);
	}
	return `?${here}`;
}
