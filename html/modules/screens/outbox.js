/* outbox.js - the letters of a desk: what waits, what did not arrive and why, what was sent; each as its reader gets it. */
import { html, nothing } from "lit/html.js";
import { post } from "../lib/api.js";
import { saidOr, t } from "../lib/i18n.js";
import { listen } from "../lib/keys.js";
import { toast } from "../lib/page.js";
import { Box } from "../parts/box.js";
import { icon } from "../parts/icon.js";
import { letterFrame } from "../parts/letter-frame.js";
import { notice, refusal } from "../parts/notice.js";
import { person, when } from "../parts/person.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Letter, LetterRow } from "../lib/shapes.js" */

let sending = false, asText = false;
/** @type {unknown} */ let trouble = nothing;

/** The states in which they are offered. */
const decisions = { retry: ["waiting", "failed", "bounced", "withheld", "discarded"], discard: ["waiting", "failed", "bounced"] };

/** @type {Box<LetterRow, Letter>} */
const box = new Box({ name: "outbox", states: ["all", "waiting", "failed", "bounced", "withheld", "sent", "discarded", "needless"], id: ({ letterId }) => letterId, row, panel, opened: () => { trouble = nothing; asText = false; },
	shortcuts: [
		{ keys: "t", words: "desk.outbox.retry", act: () => box.whole && decide(box.whole, "retry") },
		{ keys: "d", words: "desk.outbox.discard", act: () => box.whole && decide(box.whole, "discard") },
	] });

/** @param {LetterRow} letter */
const kindSaid = ({ kind }) => saidOr(`desk.outbox.kind.${kind}`, kind);

/** @param {LetterRow} letter */
function row(letter) {
	const { recipient, subject, issueKey, createdDate, trouble: why } = letter;
	return html`<span class="mails-head"><b><bdi>${recipient}</bdi></b>${box.state === "all" ? html`<span class="soft small">${t(`desk.outbox.state.${letter.state}`)}</span>` : nothing}${when(createdDate)}</span>
		<span class="mails-subject" dir="auto">${subject || kindSaid(letter)}</span>
		<span class="mails-sub ${why ? "warning" : ""}">${why ? html`<span dir="auto">${why}</span>` : issueKey ? html`<span class="key">${issueKey}</span>` : nothing}</span>`;
}

/** @param {Letter} letter */
function panel(letter) {
	const { recipient, subject, issueKey, state, trouble: why, createdDate, endedDate, tries, nextTryDate, decidedBy, decidedDate, needless, text, html: markup } = letter;
	const bad = ["failed", "bounced"].includes(state);
	return html`<h2 id="open-head" tabindex="-1" dir="auto">${subject || kindSaid(letter)}</h2>
		${why ? notice(html`<span dir="auto">${why}</span>`, bad ? "bad" : "warn", "warn") : nothing}
		<dl class="mail-facts">
			${fact("desk.outbox.recipient", html`<bdi>${recipient}</bdi>`)}
			${fact("desk.outbox.state", t(`desk.outbox.state.${state}`))}
			${fact("desk.outbox.kind", kindSaid(letter))}
			${issueKey ? fact("desk.outbox.about", html`<a href="/agent/${issueKey}">${issueKey}</a>`) : nothing}
			${fact("desk.outbox.written", when(createdDate))}
			${endedDate ? fact("desk.outbox.ended", when(endedDate)) : nothing}
			${tries ? fact("desk.outbox.tries", html`${t("desk.outbox.tried", { n: tries })}${nextTryDate ? html`, ${t("desk.outbox.next")} ${when(nextTryDate)}` : nothing}`) : nothing}
			${decidedDate ? fact(`desk.outbox.${state === "discarded" ? "discardedBy" : "retriedBy"}`, html`${decidedBy ? person(decidedBy) : t("desk.outbox.operator")}, ${when(decidedDate)}`) : nothing}</dl>
		${decisions.retry.includes(state) ? html`<div class="buttons mail-decisions">
			<button class="button small" type="button" aria-disabled=${sending} @click=${() => decide(letter, "retry")}>${icon("again", 16)}${t("desk.outbox.retry")}</button>
			${decisions.discard.includes(state) ? html`<button class="button small plain" type="button" aria-disabled=${sending} @click=${() => decide(letter, "discard")}>${icon("bin", 16)}${t("desk.outbox.discard")}</button>` : nothing}</div>` : nothing}
		<div role="alert">${trouble}</div>
		${needless ? html`<p class="soft" dir="auto">${needless}</p>` : nothing}
		${markup && !asText ? letterFrame(markup, t("desk.outbox.frame")) : text ? html`<div class="mail-words" dir="auto">${text}</div>` : nothing}
		${markup && text ? html`<p class="mail-more"><button class="button bare small" type="button" aria-pressed=${asText} @click=${() => { asText = !asText; box.draw(); }}>${icon("text", 16)}${t("desk.outbox.asText")}</button></p>` : nothing}`;
}

/** @param {string} words @param {unknown} value */
const fact = (words, value) => html`<div><dt>${t(words)}</dt><dd>${value}</dd></div>`;

/** @param {Letter} letter @param {"retry" | "discard"} decision */
async function decide({ letterId, state }, decision) {
	if (sending || !decisions[decision].includes(state)) return;
	sending = true;
	trouble = nothing;
	box.draw();
	try {
		const now = await post(`${box.api}/${letterId}`, { decision }, crypto.randomUUID());
		box.take({ .../** @type {Letter} */ (box.whole), ...now });
		await box.list.load();
		document.getElementById("open-head")?.focus();
		toast(t(`desk.outbox.done.${decision}`));
	} catch (error) {
		const refused = /** @type {Refused} */ (error);
		trouble = refused.message && !refused.passing ? notice(refused.message) : refusal(refused);
	}
	sending = false;
	box.draw();
}

listen(box.shortcuts.filter(({ keys }) => keys !== "Enter"));
box.begin();
