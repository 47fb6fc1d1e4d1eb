/* ticket.js - a ticket as the team works on it: facts that can be changed, notes and replies, who else is there, and the next ticket
 * of the queue. A part is one import, one line with the page, and one word where it stands. */
import { html } from "lit/html.js";
import { openedKeep } from "../lib/desk.js";
import { t } from "../lib/i18n.js";
import { listen } from "../lib/keys.js";
import { Clocks } from "../parts/clocks.js";
import { facts } from "../parts/facts.js";
import { History } from "../parts/history.js";
import { icon } from "../parts/icon.js";
import { keysButton, keysHelp, keysShow } from "../parts/keys-help.js";
import { Live } from "../parts/live.js";
import { lozenge } from "../parts/lozenge.js";
import { Merge } from "../parts/merge.js";
import { QuoteCard } from "../parts/quote.js";
import { QuoteEditor } from "../parts/quote-editor.js";
import { Relations } from "../parts/relations.js";
import { Templates } from "../parts/templates.js";
import { TicketPage } from "../parts/ticket-page.js";
import { trailOf, trailView } from "../parts/trail.js";
import { Triage } from "../parts/triage.js";

const page = new TicketPage({ team: true, view });
const editor = new QuoteEditor(page), quote = new QuoteCard(page, editor.actions);
const live = new Live(page), triage = new Triage(page), relations = new Relations(page), templates = new Templates(page), merge = new Merge(page);
const history = new History(page);
const clocks = new Clocks(page);

function view() {
	const { ticket, moves, files } = page, { lodge } = ticket;
	const status = { ...ticket.currentStatus, status: lodge.teamStatus ?? ticket.currentStatus.status };
	return html`<div class="desk-ticket">
		${trailView(ticket.issueKey)}
		<header class="request-head"><div class="head-line"><h1 dir="auto">${ticket.summary}</h1>${keysButton()}</div>
			<p class="glance">${lozenge(status)}</p>${live.view()}</header>
		<div class="columns">
			<div class="activity">
				${quote.view()}
				${page.conversation()}
			</div>
			<aside class="facts card card-body" aria-label=${t("request.details")}>
				${clocks.view()}
				${facts({ ...ticket, currentStatus: status }, moves.buttons(ticket.transitions?.values ?? []), files, page.people.facts(), triage.rows())}
				<dl>${relations.row()}</dl>
				${history.view()}
				<div class="facts-foot"><button class="button bare small" type="button" @click=${merge.open}>${icon("merge", 16)}${t("desk.merge")}</button>
					<a class="small" href="/servicedesk/customer/portal/${lodge.deskId}/${ticket.issueKey}">${t("desk.asCustomer")}</a></div>
			</aside>
		</div></div>
		${page.dialogs()}${quote.dialog()}${editor.dialog()}${triage.change.dialog()}${relations.dialog()}${templates.dialog()}${merge.dialog()}${keysHelp(shortcuts)}`;
}

/** @param {"href" | "prev" | "next"} where */
function turn(where) {
	const there = trailOf(page.key)[where];
	if (there) location.assign(where === "href" ? there : `/agent/${there}`);
}

const shortcuts = [
	{ keys: "j", words: "desk.keys.next", act: () => turn("next") },
	{ keys: "k", words: "desk.keys.prev", act: () => turn("prev") },
	{ keys: "u, g q", words: "desk.keys.back", act: () => turn("href") },
	{ keys: "r", words: "request.toCustomer", act: () => page.reply.begin("customer") },
	{ keys: "n", words: "request.toTeam", act: () => page.reply.begin("team") },
	{ keys: "t", words: "desk.template.insert", act: () => templates.open() },
	{ keys: "i", words: "desk.assign.me", act: () => triage.take() },
	{ keys: "a", words: "desk.bulk.assign", act: () => triage.change.open("assign") },
	{ keys: "p", words: "desk.bulk.priority", act: () => triage.change.open("priority") },
	{ keys: "m", words: "desk.bulk.move", act: () => /** @type {HTMLElement | null} */ (document.querySelector(".moves button"))?.focus() },
	{ keys: "l", words: "desk.relation.add", act: () => relations.open() },
	{ keys: "?", words: "desk.keys.title", act: keysShow },
];

page.open().then(() => {
	if (!page.reply) return; /* why not is on the page */
	openedKeep(page.key);
	page.reply.tools = () => html`<div class="reply-tools">${templates.button()}${editor.button()}</div>`;
	page.draw();
	listen(shortcuts);
});
