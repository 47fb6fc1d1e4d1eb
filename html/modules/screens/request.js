/* request.js - one request: what was asked, what happened since, and a box to answer. Under /agent the team has
 * the same page with internal notes and one more choice: whom the answer is for. */
import { html, nothing } from "lit/html.js";
import { get } from "../lib/api.js";
import { Draft } from "../lib/draft.js";
import { typesOf } from "../lib/file-rules.js";
import { t } from "../lib/i18n.js";
import { me } from "../lib/me.js";
import { place, say, show, showTrouble, toast } from "../lib/page.js";
import { facts } from "../parts/facts.js";
import { FileDetails } from "../parts/file-details.js";
import { isChecked, isDrawn } from "../parts/gallery.js";
import { lozenge } from "../parts/lozenge.js";
import { Moves } from "../parts/moves.js";
import { Reply } from "../parts/reply.js";
import { timeline } from "../parts/timeline.js";
import { Viewer } from "../parts/viewer.js";

/** @import { Attachment, Ticket } from "../lib/shapes.js" */

const { key } = place(":key");
const atDesk = location.pathname.startsWith("/agent/");
const api = `/rest/servicedeskapi/request/${key}`, ours = `/rest/lodge/1/request/${key}`;
const pauses = [2e3, 4e3, 8e3, 15e3, 30e3];
const stale = 30e3, largest = 2 * 1024 ** 3;

/** @type {Ticket} */ let ticket;
/** @type {Reply} */ let reply;
let readAt = 0, watching = 0, looks = 0;
const moves = new Moves(api, draw, async (move) => {
	await refresh();
	document.getElementById("status")?.focus();
	toast(t("move.done", { status: move.to.status }));
});

const viewer = new Viewer(ours, draw);
const details = new FileDetails({ api: ours, redraw: draw, removed, people: () => ticket.lodge.agent ? [ticket.reporter, ...ticket.participants.values] : [] });
const files = { view: (/** @type {Attachment} */ file) => viewer.open(file, ticket.attachments.values), about: (/** @type {Attachment} */ file) => details.open(file) };

/** The first page of comments comes with the request; the rest is asked for before anything is drawn, oldest first. */
async function read() {
	/** @type {Ticket} */
	const answer = await get(`${api}?expand=serviceDesk,requestType,participant,status,comment,comment.attachment,comment.renderedBody,attachment,action,transition`);
	for (let page = answer.comments; !page.isLastPage && page.values.length;) {
		page = await get(`${api}/comment?expand=attachment,renderedBody&start=${answer.comments.values.length}&limit=100`);
		answer.comments.values.push(...page.values);
	}
	readAt = Date.now();
	return answer;
}

function view() {
	const { lodge, actions, transitions } = ticket, desk = `/servicedesk/customer/portal/${lodge.deskId}`;
	const may = { team: atDesk && lodge.agent, files: actions.addAttachment?.allowed ?? false };
	return html`
		<nav aria-label=${t("site.trail")}><ol class="trail"><li>${atDesk ? html`<a href="/agent?status=open">${t("agent.title")}</a>` : html`<a href=${desk} dir="auto">${lodge.deskName}</a>`}</li>
			<li>${ticket.issueKey}</li>${!atDesk && lodge.agent ? html`<li class="trail-end"><a href="/agent/${ticket.issueKey}">${t("request.asAgent")}</a></li>` : nothing}</ol></nav>
		<header class="request-head"><h1 dir="auto">${ticket.summary}</h1>
			<p class="glance">${lozenge(ticket.currentStatus)}</p></header>
		<div class="columns">
			<div class="activity">
				<h2 class="unseen">${t("request.activity")}</h2>
				${timeline(ticket, may.team, files)}
				${actions.addComment?.allowed === false ? nothing : reply.view(may)}
			</div>
			<aside class="facts card card-body" aria-label=${t("request.details")}>${facts(ticket, moves.buttons(transitions?.values ?? []), files)}</aside>
		</div>
		${moves.dialog()}${viewer.view()}${details.view()}`;
}

function draw() {
	show(view(), `${ticket.issueKey} ${ticket.summary}`);
}

/** What is shown stays when there is no answer. */
async function refresh() {
	ticket = await read().catch(() => ticket);
	draw();
	watch();
}

/** While a file is being checked, or its small picture drawn, the page asks again, less and less often. */
function watch() {
	const waits = ticket.attachments.values.some((file) => !isChecked(file) || isDrawn(file));
	clearTimeout(watching);
	looks = waits ? looks + 1 : 0;
	if (waits) watching = window.setTimeout(() => document.hidden ? watch() : refresh(), pauses[Math.min(looks, pauses.length) - 1]);
}

/** Focus goes to where the file stood. @param {Attachment} file */
async function removed({ filename: name, commentId }) {
	await refresh();
	document.getElementById(commentId ? `comment-${commentId}` : "description")?.focus();
	toast(t("file.removed", { name }));
}

/** @param {string} comment */
async function sent(comment) {
	await refresh();
	document.getElementById(`comment-${comment}`)?.focus();
	toast(t("request.sent"));
}

/** Somebody may have answered while this tab was behind another. */
document.addEventListener("visibilitychange", async () => {
	if (document.hidden || !ticket || Date.now() - readAt < stale) return;
	const before = ticket.comments.values.length;
	await refresh();
	if (ticket.comments.values.length > before) say(t("request.news"));
});

Promise.all([read(), me()]).then(([answer, person]) => {
	ticket = answer;
	const { agent, deskId, fileSizeMax, uploadSizeMax, fileTypes } = ticket.lodge;
	if (atDesk && !agent) return location.replace(`/servicedesk/customer/portal/${deskId}/${ticket.issueKey}`);
	reply = new Reply({ api, draft: new Draft(person.accountId), accountId: person.accountId, desk: deskId,
		rules: { sizeMax: fileSizeMax ?? uploadSizeMax ?? largest, types: typesOf(fileTypes) }, redraw: draw, sent });
	draw();
	watch();
	document.getElementById(location.hash.slice(1))?.scrollIntoView();
}, (refused) => showTrouble(refused, () => location.reload()));
