/* ticket.js - a ticket as the team sees it: internal notes, and whom an answer is for. A part is one import, one line with the
 * page, and one word where it stands. */
import { html } from "lit/html.js";
import { t } from "../lib/i18n.js";
import { facts } from "../parts/facts.js";
import { Live } from "../parts/live.js";
import { lozenge } from "../parts/lozenge.js";
import { TicketPage } from "../parts/ticket-page.js";

const page = new TicketPage({ team: true, view });
const live = new Live(page);

function view() {
	const { ticket, moves, files } = page;
	return html`
		<nav aria-label=${t("site.trail")}><ol class="trail"><li><a href="/agent">${t("agent.title")}</a></li><li>${ticket.issueKey}</li></ol></nav>
		<header class="request-head"><h1 dir="auto">${ticket.summary}</h1>
			<p class="glance">${lozenge(ticket.currentStatus)}</p>${live.view()}</header>
		<div class="columns">
			<div class="activity">
				${page.conversation()}
			</div>
			<aside class="facts card card-body" aria-label=${t("request.details")}>
				${facts(ticket, moves.buttons(ticket.transitions?.values ?? []), files)}
			</aside>
		</div>
		${page.dialogs()}`;
}

page.open();
