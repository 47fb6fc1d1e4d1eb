/* quote.js - the quote on a ticket's page: the newest version with its state and who decided what, the ones before folded, and
 * the way to answer. Printed, a version stands alone. */
import { html, nothing } from "lit/html.js";
import { fullDate, money, t } from "../lib/i18n.js";
import { copyable } from "./copy.js";
import { icon } from "./icon.js";
import { lozenge } from "./lozenge.js";
import { when } from "./person.js";
import { QuoteDecision } from "./quote-decision.js";
import { paper, sheetOf } from "./quote-paper.js";

/** @import { Approver, Quote } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

const category = { pending: "INDETERMINATE", accepted: "DONE", rejected: "NEW", void: "NEW" };
const shortSum = 12; /* characters that tell two versions apart */

export class QuoteCard {
	#printed = 0; /* the version on its way to the printer */

	/** @param {TicketPage} page @param {(quote: Quote) => unknown} [teamActions] what the team may do with the newest one */
	constructor(page, teamActions) {
		this.page = page;
		this.teamActions = teamActions;
		this.decision = new QuoteDecision(page);
		addEventListener("afterprint", () => this.#mark(0));
	}

	get quotes() { return this.page.ticket.quotes?.values ?? []; }

	view() {
		const [newest, ...earlier] = this.quotes;
		if (!newest) return nothing;
		return html`<section class="quote card card-body" id="quote" tabindex="-1" aria-labelledby="quote-title" data-state=${newest.state}>
			${this.#version(newest, html`<h2 id="quote-title">${t("quote.title", { n: newest.version })}</h2>`)}
			${this.#answer(newest)}
			${earlier.length ? html`<details class="quote-earlier"><summary>${t("quote.earlier", { n: earlier.length })}</summary>
				${earlier.map((quote) => html`<article>${this.#version(quote, html`<h3>${t("quote.title", { n: quote.version })}</h3>`)}</article>`)}</details>` : nothing}
		</section>`;
	}

	dialog = () => this.decision.view();

	/** @param {Quote} quote @param {unknown} heading */
	#version(quote, heading) {
		const { ticket, me } = this.page;
		return html`<div class="quote-sheet ${this.#printed === quote.version ? "printed" : ""}">
			<p class="on-paper quote-site"><b dir="auto">${me.site}</b> <span>${ticket.issueKey}</span></p>
			<header class="quote-head">${heading}${lozenge({ status: stateName(quote), statusCategory: category[quote.state], awaitsCustomer: isMine(quote) })}
				<span class="soft">${t("quote.by", { name: quote.author.displayName })} ${when(quote.createdDate)}</span></header>
			<p class="on-paper" dir="auto">${ticket.summary}</p>
			<p class="on-paper">${t("quote.by", { name: quote.author.displayName })}, ${fullDate(quote.createdDate.epochMillis)}</p>
			${paper(sheetOf(quote))}
			${decisions(quote)}
			<div class="quote-foot">${proof(quote)}
				<button class="button bare small" type="button" @click=${() => this.#print(quote.version)}>${icon("file", 16)}${t("quote.print")}<span class="unseen"> ${t("quote.title", { n: quote.version })}</span></button></div>
			<p class="on-paper quote-sum">${t("quote.sumOf", { n: quote.version, short: quote.sha256.slice(0, shortSum) })}<br><code dir="ltr">${quote.sha256}</code></p>
		</div>`;
	}

	/** @param {Quote} quote */
	#answer(quote) {
		const team = this.teamActions?.(quote) ?? nothing;
		if (!isMine(quote)) return team;
		return html`<div class="quote-answer"><p>${t(quote.expired ? "quote.late" : quote.needed > 1 ? "quote.yourTurnTogether" : "quote.yourTurn")}</p>
			<div class="buttons">${quote.expired ? nothing : html`<button class="button" type="button" @click=${() => this.decision.open(quote, true)}>${icon("tick", 18)}${t("quote.accept", { total: money(quote.total, quote.currency) })}</button>`}
				<button class="button plain" type="button" @click=${() => this.decision.open(quote, false)}>${t("quote.reject")}</button></div></div>${team}`;
	}

	/** @param {number} version */
	#print(version) {
		this.#mark(version);
		print();
	}

	/** @param {number} version 0: none */
	#mark(version) {
		if (this.#printed === version) return;
		this.#printed = version;
		document.documentElement.toggleAttribute("data-printing", version > 0);
		this.page.draw();
	}
}

/** @param {Quote} quote */
const isMine = ({ approval }) => approval.canAnswerApproval;

/** @param {Quote} quote */
const stateName = ({ state, expired }) => t(state === "pending" && expired ? "quote.state.expired" : `quote.state.${state}`);

/** Who said what, and when. @param {Quote} quote */
const decisions = ({ approval: { approvers, lodge } }) => html`<ul class="quote-decisions">${approvers.flatMap((one) => one.lodge ? [html`<li data-decision=${one.approverDecision}>
		<p>${icon(one.approverDecision === "approved" ? "tick" : "close", 18)}<span>${t(`quote.${one.approverDecision}`, { name: one.approver.displayName })} <span class="soft">${when(one.lodge.decidedDate)}<span class="on-paper">${fullDate(one.lodge.decidedDate.epochMillis)}</span></span></span></p>
		${one.lodge.reason ? html`<blockquote dir="auto">${one.lodge.reason}</blockquote>` : nothing}</li>`] : [])}
	${lodge.state === "pending" && lodge.needed > 1 ? html`<li class="soft">${t("quote.counted", { n: approvers.filter(({ approverDecision }) => approverDecision === "approved").length, needed: lodge.needed })}</li>` : nothing}</ul>`;

/** What is kept, to be shown to whoever doubts it. @param {Quote} quote */
const proof = ({ sha256, createdDate, author, approval }) => html`<details class="quote-proof"><summary>${t("quote.proof")} <code dir="ltr">${sha256.slice(0, shortSum)}</code></summary>
	<dl class="quote-facts"><div><dt>SHA-256</dt><dd>${copyable(sha256, t("file.copySum"))}</dd></div>
		<div><dt>${t("quote.sent")}</dt><dd><bdi>${author.displayName}</bdi>, ${fullDate(createdDate.epochMillis)}</dd></div>
		${approval.approvers.map((one) => one.lodge ? recorded(one, one.lodge) : nothing)}</dl></details>`;

/** From where it came is told to the team. @param {Approver} one @param {NonNullable<Approver["lodge"]>} kept */
const recorded = ({ approver, approverDecision }, { decidedDate, address, userAgent }) => html`<div><dt>${t(`quote.${approverDecision}`, { name: approver.displayName })}</dt>
	<dd>${fullDate(decidedDate.epochMillis)}${address ? html`<br><bdi>${address}</bdi> <span class="soft" dir="ltr">${userAgent}</span>` : nothing}</dd></div>`;
