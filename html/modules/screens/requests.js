/* requests.js - a person's requests. The address is the only state: the filter is a GET form, so
 * Back, reload, a bookmark and a link sent to a colleague all show the same list. */
import { html, nothing } from "lit/html.js";
import { get } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { ListLoader } from "../lib/list.js";
import { say, show } from "../lib/page.js";
import { icon } from "../parts/icon.js";
import { pager, tickets } from "../parts/tickets.js";

/** @import { Filters, ListItem, Page } from "../lib/shapes.js" */

/** @type {Record<string, string>} */
const owners = { mine: "requests.mine", all: "requests.all", approver: "requests.toApprove" };
/** Without the names to choose from, the list itself still works. @type {Promise<Filters>} */
const filters = get("/rest/lodge/1/filters").catch(() => ({ statuses: [], desks: [] }));
const list = new ListLoader("/rest/lodge/1/requests", async (/** @type {Page<ListItem>} */ page, query) => {
	const names = await filters, whose = query.get("reporter") ?? "mine", title = t(whose === "approver" ? "requests.approver" : owners[whose] ?? owners.mine);
	show(view(page, query, names), title);
	say(t("requests.found", { n: page.size }));
});

/** @param {Page<ListItem>} page @param {URLSearchParams} query @param {Filters} names */
const view = (page, query, names) => html`
	<h1>${t("requests.title")}</h1>
	<form class="filter" role="search" aria-label=${t("requests.filter")} @submit=${list.choose} @change=${list.choose} @input=${list.type}>
		<div class="tabs" role="radiogroup" aria-label=${t("requests.whose")}>${Object.entries(owners).map(([value, label]) => html`
			<label><input type="radio" name="reporter" value=${value} .checked=${(query.get("reporter") ?? "mine") === value}>${t(label)}</label>`)}</div>
		<div class="field"><label for="status">${t("requests.status")}</label>
			<select class="control" id="status" name="status">${option(query, "status", "", t("requests.any"))}
				${option(query, "status", "open", t("requests.open"))}${option(query, "status", "closed", t("requests.closed"))}
				<optgroup label=${t("requests.named")}>${names.statuses.map((name) => option(query, "status", name, name))}</optgroup></select></div>
		${names.desks.length > 1 ? html`<div class="field"><label for="desk">${t("requests.desk")}</label>
			<select class="control" id="desk" name="serviceDeskId">${option(query, "serviceDeskId", "", t("requests.anyDesk"))}
				${names.desks.map(({ id, name }) => option(query, "serviceDeskId", id, name))}</select></div>` : nothing}
		<div class="field"><label for="type">${t("requests.type")}</label>
			<select class="control" id="type" name="requestTypeId">${option(query, "requestTypeId", "", t("requests.anyType"))}${types(query, names)}</select></div>
		<div class="field grow"><label for="q">${t("requests.search")}</label>
			<input class="control" id="q" type="search" name="q" .defaultValue=${query.get("q") ?? ""} placeholder=${t("requests.searchHint")} dir="auto" autocomplete="off"></div>
	</form>
	<div class="card rows">${page.size ? tickets(page.values, { columns: ["status", "reporter", "updated"], link: "web", desks: names.desks.length > 1, label: t("requests.title") }) : empty(query)}</div>
	${pager(page)}`;

/** @param {URLSearchParams} query @param {string} name @param {string} value @param {string} label */
const option = (query, name, value, label) => html`<option value=${value} .selected=${(query.get(name) ?? "") === value}>${label}</option>`;

/** @param {URLSearchParams} query @param {Filters} names */
function types(query, { desks }) {
	const desk = query.get("serviceDeskId");
	const shown = desks.filter(({ id }) => !desk || id === desk);
	const options = (/** @type {Filters["desks"][0]} */ { requestTypes }) => requestTypes.map(({ id, name }) => option(query, "requestTypeId", id, name));
	return shown.length > 1 ? shown.map((desk) => html`<optgroup label=${desk.name}>${options(desk)}</optgroup>`) : shown.map(options);
}

/** @param {URLSearchParams} query */
const empty = (query) => {
	const filtered = ["status", "serviceDeskId", "requestTypeId", "q"].some((name) => query.get(name));
	return html`<div class="empty">${icon("inbox", 44)}<h2>${t("requests.none")}</h2>
		<p>${t(filtered ? "requests.noneHint" : "requests.noneYet")}</p>
		<a class="button plain" href=${filtered ? `?reporter=${query.get("reporter") ?? "mine"}` : "/servicedesk/customer/portals"}>${t(filtered ? "requests.clear" : "requests.raise")}</a></div>`;
};

list.load();
