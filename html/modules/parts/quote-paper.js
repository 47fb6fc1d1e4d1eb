/* quote-paper.js - what a quote says, the same before it is sent, where it is answered, and in print. */
import { html, nothing } from "lit/html.js";
import { deadline, money, t } from "../lib/i18n.js";
import { rich } from "./rich.js";

/** @import { Quote, QuoteLine } from "../lib/shapes.js" */
/** @typedef {{ currency: string, lines: QuoteLine[], total: string, until: string, terms?: string, approvers: string[], needed: number }} Sheet terms: safe HTML */

/** @param {Sheet} sheet */
export function paper({ currency, lines, total, until, terms, approvers, needed }) {
	const timed = lines.some(({ hours }) => hours);
	return html`<table class="quote-lines"><caption class="unseen">${t("quote.lines")}</caption>
		<thead><tr><th scope="col">${t("quote.text")}</th>${timed ? html`<th scope="col" class="sum">${t("quote.hours")}</th>` : nothing}<th scope="col" class="sum">${t("quote.amount")}</th></tr></thead>
		<tbody>${lines.map(({ text, hours, amount }) => html`<tr><td><bdi>${text}</bdi></td>
			${timed ? html`<td class="sum">${hours ? html`<bdi>${hours.replace(/\.?0+$/, "") || "0"}</bdi>` : nothing}</td>` : nothing}<td class="sum"><bdi>${money(amount, currency)}</bdi></td></tr>`)}</tbody>
		<tfoot><tr><th scope="row" colspan=${timed ? 2 : 1}>${t("quote.total")}</th><td class="sum"><bdi>${money(total, currency)}</bdi></td></tr></tfoot></table>
	<dl class="quote-facts"><div><dt>${t("quote.until")}</dt><dd>${until}</dd></div>
		<div><dt>${t("quote.asked")}</dt><dd>${approvers.map((name, i) => html`${i ? ", " : nothing}<bdi>${name}</bdi>`)}${approvers.length > 1 ? html` <span class="soft">(${t("quote.needed", { n: needed })})</span>` : nothing}</dd></div></dl>
	${terms ? html`<p class="quote-terms">${t("quote.terms")}</p>${rich(terms)}` : nothing}`;
}

/** @param {Quote} quote @returns {Sheet} */
export const sheetOf = ({ currency, lines, total, validUntil, timeZone, renderedBody, approvers, needed }) =>
	({ currency, lines, total, until: deadline(validUntil.epochMillis, timeZone), terms: renderedBody?.html, approvers, needed });
