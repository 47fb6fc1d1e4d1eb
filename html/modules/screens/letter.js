/* letter.js - what a link in a letter is for: to hear no more of a request, or to answer its quote. Nobody has to be signed in; and
 * nothing is done by opening the page, as programs that look at mail open what they find. */
import { html, nothing } from "lit/html.js";
import { get, post } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { place, say, show, showTrouble } from "../lib/page.js";
import { browser } from "../lib/store.js";
import { siteName } from "../parts/header.js";
import { icon } from "../parts/icon.js";
import { LetterAnswer } from "../parts/letter-answer.js";
import { notice, refusal } from "../parts/notice.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { LetterLink } from "../lib/shapes.js" */

const path = `/rest/lodge/1/letter/${location.pathname.split("/").pop()}`;
/** @type {LetterLink} */ let link;
/** @type {unknown} */ let trouble = nothing;
let sending = false;
/** A letter has a link for each answer; both ask once more. @type {Record<string, "approve" | "decline">} */
const choices = { "#accept": "approve", "#decline": "decline" };
const answer = new LetterAnswer({ path, choice: choices[location.hash], link: () => link, redraw: draw, read });

function draw() {
	const { kind, issueKey, summary } = link;
	show(html`<article class="letter card card-body">
		<p class="letter-about"><span class="key">${issueKey}</span> <span dir="auto">${summary}</span></p>
		${kind === "mute" ? mute() : answer.view()}
		<p class="letter-foot"><a href=${`/servicedesk/customer/portal/${link.deskId}/${issueKey}`}>${t("letter.open")}</a></p>
	</article>`, t(kind === "mute" ? "letter.title" : "letter.answerTitle"));
}

function mute() {
	const { muted } = link;
	return html`<h1 tabindex="-1" id="letter-head">${t(muted ? "letter.isMuted" : "letter.title")}</h1>
		<p>${t(muted ? "letter.mutedText" : "letter.muteText")}</p>
		<div role="alert">${trouble}</div>
		<div class="buttons"><button class=${muted ? "button plain" : "button"} type="button" aria-disabled=${sending} @click=${turn}>${icon(muted ? "again" : "close", 18)}${t(muted ? "letter.unmute" : "letter.mute")}</button></div>`;
}

async function turn() {
	if (sending) return;
	const muted = !link.muted;
	sending = true;
	trouble = nothing;
	draw();
	try {
		await post(path, { muted });
		link = { ...link, muted };
	} catch (error) {
		const refused = /** @type {Refused} */ (error);
		if (gone(refused)) return ended();
		trouble = refused.message && !refused.passing ? notice(refused.message) : refusal(refused);
	}
	sending = false;
	draw();
	if (trouble !== nothing) return;
	document.getElementById("letter-head")?.focus();
	say(t(muted ? "letter.isMuted" : "letter.isUnmuted"));
}

/** @param {Refused} refused */
const gone = ({ status }) => [400, 403, 404, 410].includes(status);

/** Whose time is over, or that was cut on its way. */
function ended() {
	show(html`<div class="empty">${icon("clock", 44)}<h1>${t("letter.ended")}</h1><p>${t("letter.endedText")}</p>
		<a class="button" href="/servicedesk/customer/user/requests">${t("letter.toRequests")}</a></div>`, t("letter.ended"));
	say(t("letter.ended"));
}

async function read() {
	try {
		link = await get(path);
		draw();
	} catch (error) {
		const refused = /** @type {Refused} */ (error);
		if (gone(refused)) ended();
		else showTrouble(refused, read);
	}
}

/** Whoever comes from a mail sees whose page it is. @param {{ name: string }} site */
const named = ({ name }) => siteName(name);

read();
if (!browser.get("site")) get("/rest/lodge/1/site").then(named, () => {});
