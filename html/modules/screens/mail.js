/* mail.js - the mail of a desk: what waits for somebody's decision and why, what became of the rest, and the decisions. */
import { html, nothing } from "lit/html.js";
import { get, post } from "../lib/api.js";
import { t } from "../lib/i18n.js";
import { listen } from "../lib/keys.js";
import { say, toast } from "../lib/page.js";
import { Box } from "../parts/box.js";
import { icon } from "../parts/icon.js";
import { MailDecision } from "../parts/mail-decision.js";
import { MailPanel, whySaid } from "../parts/mail-panel.js";
import { reason } from "../parts/notice.js";
import { when } from "../parts/person.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Mail, MailRow } from "../lib/shapes.js" */

/** @type {Set<string>} */ const chosen = new Set();
/** @type {Box<MailRow, Mail>} */
const box = new Box({ name: "mail", states: ["held", "done", "passed", "discarded"], id: ({ mailId }) => mailId, row, before, after, panel: (mail) => panel.view(mail), dialogs: () => decision.dialogs(),
	opened: (mail) => panel.open(mail), listed: (rows) => keep(rows.map(({ mailId }) => mailId)),
	shortcuts: [
		{ keys: "x", words: "desk.keys.choose", act: () => box.current && choose(box.current.mailId, !chosen.has(box.current.mailId)) },
		{ keys: "c", words: "desk.mail.comment", act: () => decide("comment") },
		{ keys: "n", words: "desk.mail.request", act: () => decide("request") },
		{ keys: "d", words: "desk.mail.discard", act: () => chosen.size ? discardAll() : decide("discard") },
		{ keys: "b", words: "desk.mail.block", act: () => decide("block") },
	] });
const decision = new MailDecision({ desk: () => box.place.desk, path: () => box.api, redraw: box.draw, decided });
const panel = new MailPanel({ path: () => box.api, redraw: box.draw, decision });

/** @param {MailRow} mail */
function row(mail) {
	const { from, subject, receivedDate, issueKey, automatic } = mail;
	return html`<span class="mails-head"><b dir="auto">${from.name || from.address || t("desk.mail.nobody")}</b>${automatic ? html`<span title=${t("desk.mail.automatic")}>${icon("chip", 14)}<span class="unseen">${t("desk.mail.automatic")}</span></span>` : nothing}${when(receivedDate)}</span>
		<span class="mails-subject" dir="auto">${subject || t("desk.mail.noSubject")}</span>
		<span class="mails-sub">${issueKey ? html`<span class="key">${issueKey}</span>` : whySaid(mail)}</span>`;
}

/** @param {MailRow} mail */
function before({ mailId: id, state, from, subject }) {
	return state === "held" ? html`<label class="box-label"><input type="checkbox" aria-label=${t("desk.mail.choose", { name: from.name || from.address || t("desk.mail.nobody"), subject: subject || t("desk.mail.noSubject") })} .checked=${chosen.has(id)}
	@change=${(/** @type {Event} */ { target }) => choose(id, /** @type {HTMLInputElement} */ (target).checked)}></label>` : nothing;
}

function after() {
	return chosen.size ? html`<div class="bulk" role="region" aria-label=${t("desk.mail.bulk")}><b>${t("desk.chosen", { n: chosen.size })}</b>
	<button class="button plain small" type="button" @click=${discardAll}>${icon("bin", 16)}${t("desk.mail.discard")}</button>
	<button class="button bare small" type="button" @click=${() => { keep([]); box.draw(); }}>${t("desk.bulk.clear")}</button></div>` : nothing;
}

/** Only what is in sight is chosen. @param {string[]} ids */
function keep(ids) {
	for (const id of chosen) if (!ids.includes(id)) chosen.delete(id);
}

/** @param {string} id @param {boolean} on */
function choose(id, on) {
	if (on) chosen.add(id);
	else chosen.delete(id);
	box.draw();
	say(t("desk.chosen", { n: chosen.size }));
}

/** Of what is open, or of the row that one is on, which is opened first: nobody decides on what was not seen. @param {import("../parts/mail-decision.js").Kind} kind */
function decide(kind) {
	if (box.whole) return decision.begin(box.whole, kind);
	if (box.current && box.current.mailId !== box.place.open) box.go(`${box.home}/${box.current.mailId}${location.search}`);
}

let discarding = false;
async function discardAll() {
	if (discarding) return;
	discarding = true;
	const ids = [...chosen];
	let n = 0, trouble = "";
	for (const id of ids)
		await post(`${box.api}/${id}`, { decision: "discard" }, crypto.randomUUID()).then(() => { n++; }, (/** @type {Refused} */ refused) => { trouble = reason(refused); });
	discarding = false;
	if (ids.includes(box.place.open)) box.close();
	chosen.clear();
	await box.list.load();
	toast(trouble ? `${t("desk.mail.discarded", { n })} ${trouble}` : t("desk.mail.discarded", { n }));
}

/** @param {Mail} mail as it is now @param {string} said */
async function decided(mail, said) {
	box.take(mail);
	chosen.delete(mail.mailId);
	await box.list.load();
	document.getElementById("open-head")?.focus();
	toast(said);
	if (mail.state === "new") reread(mail.mailId, 0);
}

const pause = 1000, looks = 20;

/** It is read by a job: what becomes of it is shown once that is done. @param {string} id @param {number} looked */
function reread(id, looked) {
	setTimeout(async () => {
		if (box.place.open !== id || looked === looks) return;
		/** @type {Mail | undefined} */ const mail = await get(`${box.api}/${id}`).catch(() => undefined);
		if (!mail || mail.state === "new") return reread(id, looked + 1);
		if (box.place.open === id) box.take(mail);
		await box.list.load();
	}, pause);
}

listen(box.shortcuts.filter(({ keys }) => keys !== "Enter"));
box.begin();
