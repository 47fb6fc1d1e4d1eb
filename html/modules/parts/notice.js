/* notice.js - what stands above a form's buttons when sending failed: the reason, that nothing is lost, and a way on. */
import { html } from "lit/html.js";
import { dateTime, fullDate, t } from "../lib/i18n.js";
import { signInAddress } from "../lib/page.js";
import { icon } from "./icon.js";

/** @import { Refused } from "../lib/api.js" */

/** @param {unknown} text */
export const notice = (text, kind = "bad", name = kind === "bad" ? "warn" : "info") =>
	html`<div class="notice ${kind}">${icon(name)}<div>${text}</div></div>`;

/** @param {Refused} refused */
export const refusal = (refused) => notice(refused.status === 401
	? html`${t("form.signedOut")} <a href=${signInAddress()}>${t("form.signIn")}</a>`
	: reason(refused));

/** The same, or what is said of a field. @param {Refused} refused */
export function trouble(refused) {
	const [field] = Object.values(refused.fields);
	return field ? notice(field) : refusal(refused);
}

/** In the server's words where it has some. @param {Refused} refused */
export function reason(refused) {
	if (refused.status === 401) return t("form.signedOut");
	if (refused.status === 409) return t("form.conflict");
	if (refused.status === 429 && !refused.message) return t("form.limited");
	return refused.passing ? refused.message || t("form.offline") : refused.message || t("form.refused");
}

/** A form that goes on where its person left it. @param {number} at when that was @param {() => void} afresh */
export const continued = (at, afresh) => html`<p class="continued">${icon("clock", 18)}<span><span title=${fullDate(at)}>${t("draft.continued", { when: dateTime(at) })}</span>
	<button class="button bare" type="button" @click=${afresh}>${t("draft.afresh")}</button></span></p>`;
