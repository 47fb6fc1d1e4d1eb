/* timeline.js - what happened to a request, oldest first: what was asked, then comments and changes of status. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../lib/i18n.js";
import { gallery } from "./gallery.js";
import { icon } from "./icon.js";
import { lozenge } from "./lozenge.js";
import { face, when } from "./person.js";
import { rich } from "./rich.js";

/** @import { Handlers } from "./gallery.js" */
/** @import { TicketPage } from "./ticket-page.js" */
/** @import { Attachment, Comment, Moment, Person, Status, Ticket } from "../lib/shapes.js" */

/** @param {Ticket} ticket @param {boolean} team whether internal notes are for the reader @param {TicketPage} page what is done with files, how texts
 *  are changed, and what there is of those that came by mail */
export function timeline(ticket, team, page) {
	const said = ticket.comments.values.filter((comment) => comment.public || team)
		.map((comment) => ({ id: `comment-${comment.id}`, at: comment.created, view: () => spoken(comment, page) }));
	const { values: past, isLastPage } = ticket.status;
	const moved = past.slice(0, isLastPage ? -1 : undefined).reverse() /* the oldest is the status that it was raised with; two may be of one instant */
		.map((status) => ({ id: `status-${status.statusDate?.epochMillis}-${status.status}`, at: /** @type {Moment} */ (status.statusDate), view: () => event(status) }));
	const later = [...said, ...moved].sort((a, b) => a.at.epochMillis - b.at.epochMillis);
	return html`<ol class="thread">${raised(ticket, page)}${repeat(later, ({ id }) => id, ({ view }) => view())}</ol>`;
}

/** @param {Ticket} ticket @param {TicketPage} page */
function raised(ticket, { files: on, edits, mails, ours }) {
	const description = ticket.requestFieldValues.find(({ fieldId }) => fieldId === "description")?.renderedValue?.html;
	return entry({ id: "description", author: ticket.reporter, at: ticket.createdDate, tag: mails.badge(mails.description, ticket.reporter), kind: "", marks: edits.marks(edits.ofRequest, ticket.lodge),
		body: edits.body(edits.ofRequest, mails.body("description", ours, mails.description, ticket.lodge.editedDate, description ? rich(description) : html`<p class="soft">${t("request.empty")}</p>`)),
		files: ticket.attachments.values.filter(({ commentId }) => !commentId) }, on);
}

/** @param {Comment} comment @param {TicketPage} page */
const spoken = (comment, { files: on, edits, mails, ours }) => entry({ id: `comment-${comment.id}`, author: comment.author, at: comment.created, kind: comment.public ? comment.byTeam ? "team" : "" : "internal",
	tag: [comment.public ? comment.byTeam ? html`<span class="tag">${t("request.by")}</span>` : nothing
		: html`<span class="tag" title=${t("request.internalHint")}>${icon("lock", 12)}${t("request.internal")}</span>`, mails.badge(comment.lodge?.mail, comment.author)],
	marks: edits.marks(edits.ofComment(comment), comment.lodge),
	body: edits.body(edits.ofComment(comment), mails.body(`comment-${comment.id}`, `${ours}/comment/${comment.id}`, comment.lodge?.mail, comment.lodge?.editedDate, rich(comment.renderedBody.html))), files: comment.attachments?.values ?? [] }, on);

/** @param {{ id: string, author: Person, at: Moment, tag: unknown, kind: string, marks: unknown, body: unknown, files: Attachment[] }} part @param {Handlers} on */
const entry = ({ id, author, at, tag, kind, marks, body, files }, on) => html`<li class="entry ${kind}" id=${id} tabindex="-1">
	${face(author, kind === "" ? "" : "team")}
	<article class="entry-body">
		<header class="entry-head"><b dir="auto">${author.displayName}</b>${tag}${when(at)}${marks}</header>
		${body}
		${gallery(files, on)}
	</article>
</li>`;

/** @param {Status} status */
const event = (status) => html`<li class="entry event"><span class="knot"></span>
	<p>${t("request.moved")} ${lozenge(status)} ${when(/** @type {Moment} */ (status.statusDate))}</p></li>`;
