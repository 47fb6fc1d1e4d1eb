/* portals.js - the tenant's desks, for those who have more than one. */
import { html } from "lit/html.js";
import { get } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { show, showTrouble } from "../lib/page.js";
import { icon } from "../parts/icon.js";

/** @import { Desk } from "../lib/shapes.js" */

/** @param {Desk[]} desks */
const view = (desks) => html`
	<div class="hero"><h1>${t("portals.title")}</h1><p>${t("portals.text")}</p></div>
	<div class="sheet">${desks.length ? html`<ul class="tiles">${desks.map((desk) => html`<li class="card tile">
		<span class="emblem">${icon("house")}</span>
		<h2><a href="/servicedesk/customer/portal/${desk.id}" dir="auto">${desk.name}</a></h2>
		<p dir="auto">${desk.description}</p>
	</li>`)}</ul>` : html`<p class="card card-body">${t("portals.none")}</p>`}</div>`;

const load = () => get("/rest/lodge/1/portals").then(({ values }) => show(view(values), t("portals.title")), (refused) => showTrouble(refused, load));
load();
