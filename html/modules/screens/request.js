/* request.js - a customer's request: what was asked, what happened since, and a box to answer. A part is one import, one line
 * with the page, and one word where it stands. */
import { html, nothing } from "lit/html.js";
import { t } from "../lib/i18n.js";
import { Clocks } from "../parts/clocks.js";
import { facts } from "../parts/facts.js";
import { History } from "../parts/history.js";
import { Live } from "../parts/live.js";
import { lozenge } from "../parts/lozenge.js";
import { QuoteCard } from "../parts/quote.js";
import { TicketPage } from "../parts/ticket-page.js";

const page = new TicketPage({ team: false, view });
const quote = new QuoteCard(page);
const clocks = new Clocks(page);
new Live(page);
const history = new History(page);

function view() {
	const { ticket, moves, files } = page, { lodge } = ticket;
	return html`
		<nav aria-label=${t("site.trail")}><ol class="trail"><li><a href="/servicedesk/customer/portal/${lodge.deskId}" dir="auto">${lodge.deskName}</a></li>
			<li>${ticket.issueKey}</li>${lodge.agent ? html`<li class="trail-end"><a href="/agent/${ticket.issueKey}">${t("request.asAgent")}</a></li>` : nothing}</ol></nav>
		<header class="request-head"><h1 dir="auto">${ticket.summary}</h1>
			<p class="glance">${lozenge(ticket.currentStatus)}</p></header>
		<div class="columns">
			<div class="activity">
				${quote.view()}
				${page.conversation()}
			</div>
			<aside class="facts card card-body" aria-label=${t("request.details")}>
				${clocks.view()}
				${facts(ticket, moves.buttons((ticket.transitions?.values ?? []).filter(({ lodge: ours }) => ours?.event !== "reopen")), files, page.people.facts())}
				${history.view()}
			</aside>
		</div>
		${page.dialogs()}${quote.dialog()}`;
}

page.open();
