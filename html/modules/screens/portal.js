/* portal.js - a desk's front door: search, request types in groups, the caller's latest requests. */
import { html, nothing } from "lit/html.js";
import { get, local } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { place, say, show, showTrouble } from "../lib/page.js";
import { icon } from "../parts/icon.js";
import { lozenge } from "../parts/lozenge.js";
import { notice } from "../parts/notice.js";
import { when } from "../parts/person.js";

/** @import { ListItem, Portal, RequestTypeCard } from "../lib/shapes.js" */

const { desk } = { ...place("portal/:desk"), ...place("portal/:desk/group/:group") };
const { group: chosen } = place("group/:group");
const home = `/servicedesk/customer/portal/${desk}`;
/** @type {Portal} */ let portal;
let text = "";

/** Written with or without accents, in capitals or not. @param {string} words */
const folded = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** A search looks into every group, whichever is chosen. */
function matches() {
	const words = folded(text).split(/\s+/).filter(Boolean);
	return portal.groups.filter(({ id }) => words.length || !known() || id === chosen).map((group) => ({ ...group, types: group.types.filter((type) => {
		const where = folded(`${type.name} ${type.description} ${group.name}`);
		return words.every((word) => where.includes(word));
	}) })).filter(({ types }) => types.length);
}

const known = () => portal.groups.some(({ id }) => id === chosen);

function view() {
	const found = matches();
	return html`
		<div class="hero">
			<p class="hero-desk" dir="auto">${portal.name}</p>
			<h1>${t("portal.title")}</h1>
			${portal.description ? html`<p dir="auto">${portal.description}</p>` : nothing}
			<form class="search" role="search" @submit=${(/** @type {Event} */ event) => event.preventDefault()} @input=${search}>
				${icon("search")}
				<input class="control" type="search" name="q" placeholder=${t("portal.search")} aria-label=${t("portal.search")} autocomplete="off" dir="auto">
			</form>
		</div>
		<div class="sheet">
			${portal.announcement ? html`<div class="announcement" role="note">${notice(html`<p dir="auto">${portal.announcement}</p>`, "")}</div>` : nothing}
			${portal.groups.length > 1 && !text ? choices() : nothing}
			${found.length ? found.map(group) : html`<div class="card card-body"><p>${text ? t("portal.none", { text }) : t("portal.empty")}</p></div>`}
			${portal.recent.length && !text ? recent(portal.recent) : nothing}
		</div>`;
}

/** @param {Event} event */
function search({ target }) {
	text = /** @type {HTMLInputElement} */ (target).value.trim();
	show(view());
	say(t("portal.found", { n: matches().flatMap(({ types }) => types).length }));
}

const choices = () => html`<nav class="chips" aria-label=${t("portal.groups")}>
	<a href=${home} aria-current=${known() ? nothing : "page"}>${t("portal.every")}</a>
	${portal.groups.map(({ id, name }) => html`<a href="${home}/group/${id}" aria-current=${id === chosen ? "page" : nothing} dir="auto">${name}</a>`)}</nav>`;

/** @param {{ id: string, name: string, types: RequestTypeCard[] }} group */
const group = ({ name, types }) => html`<section class="group">
	<h2 dir="auto">${name}</h2>
	<ul class="tiles">${types.map((type) => html`<li class="card tile">
		<span class="emblem">${icon(type.icon)}</span>
		<h3><a href="${home}/create/${type.id}" dir="auto">${type.name}</a></h3>
		<p dir="auto">${type.description}</p>
	</li>`)}</ul>
</section>`;

/** @param {ListItem[]} requests */
const recent = (requests) => html`<section>
	<div class="desk-head"><h2>${t("portal.recent")}</h2><a class="small" href="/servicedesk/customer/user/requests?reporter=all">${t("portal.all")}</a></div>
	<ul class="card recent">${requests.map((request) => html`<li>
		<a href=${local(request._links.web)} dir="auto">${request.summary}</a>
		${lozenge(request.currentStatus)}<span class="soft small">${when(request.updatedDate)}</span>
	</li>`)}</ul>
</section>`;

const load = () => get(`/rest/lodge/1/portal/${desk}`).then((answer) => {
	portal = answer;
	show(view(), portal.name);
}, (refused) => showTrouble(refused, load));
load();
