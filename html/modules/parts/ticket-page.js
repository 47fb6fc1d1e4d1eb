/* ticket-page.js - what a ticket's page is for customers and team alike: it reads the ticket whole, draws it, and looks again while
 * something is on its way. The screens lay it out; a part gets this object and finds here whatever it needs. */
import { html, nothing } from "lit/html.js";
import { get } from "../lib/api.js";
import { Draft } from "../lib/draft.js";
import { typesOf } from "../lib/file-rules.js";
import { t } from "../lib/i18n.js";
import { me } from "../lib/me.js";
import { place, show, showTrouble, toast } from "../lib/page.js";
import { Edits } from "./edits.js";
import { Feedback } from "./feedback.js";
import { FileDetails } from "./file-details.js";
import { isChecked, isDrawn } from "./gallery.js";
import { Mails } from "./mails.js";
import { Moves } from "./moves.js";
import { People } from "./people.js";
import { Reply } from "./reply.js";
import { timeline } from "./timeline.js";
import { Viewer } from "./viewer.js";

/** @import { Kept } from "../lib/draft.js" */
/** @import { Attachment, Me, Move, Ticket } from "../lib/shapes.js" */

const pauses = [2e3, 4e3, 8e3, 15e3, 30e3];
const largest = 2 * 1024 ** 3;

export class TicketPage {
	key = place(":key").key;
	/** Its address in JSM's API and in ours. */
	api = `/rest/servicedeskapi/request/${this.key}`;
	ours = `/rest/lodge/1/request/${this.key}`;
	/** @type {Ticket} */ ticket = /** @type {any} */ (undefined);
	/** @type {Me} */ me = /** @type {any} */ (undefined);
	/** @type {Reply} */ reply = /** @type {any} */ (undefined);
	#view; #watching = 0; #looks = 0;
	/** @type {(() => void)[]} */ #listeners = [];

	/** @param {{ team: boolean, view: () => unknown }} about team: this is the team's page of it */
	constructor({ team, view }) {
		this.team = team;
		this.#view = view;
		this.moves = new Moves(this.api, this.draw, this.#moved);
		this.viewer = new Viewer(this.ours, this.draw);
		this.details = new FileDetails({ api: this.ours, redraw: this.draw, removed: this.#removed,
			people: () => this.ticket.lodge.agent ? [this.ticket.reporter, ...this.ticket.participants.values] : [] });
		this.people = new People(this);
		this.edits = new Edits(this);
		this.mails = new Mails(this);
		this.feedback = new Feedback(this);
		this.files = { view: (/** @type {Attachment} */ file) => this.viewer.open(file, this.ticket.attachments.values), about: (/** @type {Attachment} */ file) => this.details.open(file) };
	}

	/** Called when the ticket has been read, the first time and each time after, before it is drawn. @param {() => void} listener */
	onRead(listener) {
		this.#listeners.push(listener);
	}

	open() {
		const kept = get(`${this.ours}/draft`);
		kept.catch(() => {}); /* without it this tab's copy does */
		return Promise.all([this.#read(), me()]).then(async ([ticket, person]) => {
			const { agent, deskId } = ticket.lodge, teams = this.team && agent;
			if (this.team !== teams || this.key !== ticket.issueKey) /* another's page, or the key of one that went into this */
				return location.replace(teams ? `/agent/${ticket.issueKey}` : `/servicedesk/customer/portal/${deskId}/${ticket.issueKey}`);
			this.me = person;
			this.#take(ticket);
			this.reply = this.#box(await this.#draft(kept));
			this.draw();
			this.#watch();
			document.getElementById(location.hash.slice(1))?.scrollIntoView();
		}, (refused) => showTrouble(refused, () => location.reload()));
	}

	draw = () => {
		if (this.reply) show(this.#view(), `${this.ticket.issueKey} ${this.ticket.summary}`);
	};

	/** What is shown stays when there is no answer; whether there was one. */
	refresh = async () => {
		const answer = await this.#read().catch(() => undefined);
		if (answer) this.#take(answer);
		this.draw();
		this.#watch();
		return Boolean(answer);
	};

	/** What was said, and the box to answer. */
	conversation() {
		const { ticket, team } = this, may = { team, files: ticket.actions.addAttachment?.allowed ?? false };
		return html`<h2 class="unseen">${t("request.activity")}</h2>
			${timeline(ticket, team, this)}
			${this.feedback.view()}
			${ticket.actions.addComment?.allowed === false ? nothing : this.reply.view(may, ticket)}`;
	}

	dialogs = () => html`${this.moves.dialog()}${this.viewer.view()}${this.details.view()}${this.people.dialog()}${this.edits.dialog()}`;

	/** The first page of comments comes with the request; the rest is asked for before anything is drawn, oldest first.
	 *  @returns {Promise<Ticket>} */
	async #read() {
		const answer = await get(`${this.api}?expand=serviceDesk,requestType,participant,status,comment,comment.attachment,comment.renderedBody,attachment,action,transition,organization,notification,feedback,quote,relation,clock`);
		for (let page = answer.comments; !page.isLastPage && page.values.length;) {
			page = await get(`${this.api}/comment?expand=attachment,renderedBody&start=${answer.comments.values.length}&limit=100`);
			answer.comments.values.push(...page.values);
		}
		return answer;
	}

	/** @param {Ticket} ticket */
	#take(ticket) {
		this.ticket = ticket;
		for (const listener of this.#listeners) listener();
	}

	/** What somebody of the team wrote there may be a note, and stays away from the customer's page of it. @param {Promise<Kept>} kept */
	#draft(kept) {
		const { accountId } = this.me;
		return this.ticket.lodge.agent && !this.team ? new Draft(accountId) : Draft.open(accountId, `${this.ours}/draft`, kept);
	}

	/** @param {Draft} draft */
	#box(draft) {
		const { deskId: desk, fileSizeMax, uploadSizeMax, fileTypes } = this.ticket.lodge, { accountId } = this.me;
		return new Reply({ api: this.api, draft, accountId, desk, redraw: this.draw, sent: this.#sent, reopened: this.#reopened,
			rules: { sizeMax: fileSizeMax ?? uploadSizeMax ?? largest, types: typesOf(fileTypes) } });
	}

	/** While a file is being checked, or its small picture drawn, the page asks again, less and less often. */
	#watch() {
		const waits = this.ticket.attachments.values.some((file) => !isChecked(file) || isDrawn(file));
		clearTimeout(this.#watching);
		this.#looks = waits ? this.#looks + 1 : 0;
		if (waits) this.#watching = window.setTimeout(() => document.hidden ? this.#watch() : this.refresh(), pauses[Math.min(this.#looks, pauses.length) - 1]);
	}

	/** @param {Move} move */
	#moved = async ({ to: { status } }) => {
		await this.refresh();
		document.getElementById("status")?.focus();
		toast(t("move.done", { status }));
	};

	/** Focus goes to where the file stood. @param {Attachment} file */
	#removed = async ({ filename: name, commentId }) => {
		await this.refresh();
		document.getElementById(commentId ? `comment-${commentId}` : "description")?.focus();
		toast(t("file.removed", { name }));
	};

	/** @param {string} comment */
	#sent = async (comment) => {
		await this.refresh();
		document.getElementById(`comment-${comment}`)?.focus();
		toast(t("request.sent"));
	};

	#reopened = async () => {
		await this.refresh();
		document.getElementById("status")?.focus();
		toast(t("reopen.sent"));
	};
}
