/* trail.js - where in a queue this ticket stands: the way back to it, to the ticket before and to the next. */
import { html, nothing } from "lit/html.js";
import { trailKept } from "../lib/desk.js";
import { t } from "../lib/i18n.js";
import { icon } from "./icon.js";

/** @param {string} key */
export function trailOf(key) {
	const kept = trailKept(), at = kept?.keys.indexOf(key) ?? -1;
	const there = (/** @type {number} */ by) => at < 0 ? undefined : kept?.keys[at + by];
	return { href: kept?.href ?? "/agent", name: kept?.name ?? t("agent.title"), prev: there(-1), next: there(1), n: at + 1, all: kept?.keys.length ?? 0 };
}

/** @param {string} key */
export function trailView(key) {
	const { href, name, prev, next, n, all } = trailOf(key);
	return html`<nav class="trail" aria-label=${t("site.trail")}><ol class="trail"><li><a href=${href} dir="auto">${name}</a></li><li>${key}</li></ol>
		${n ? html`<span class="turn">${turn("prev", prev)}<span>${t("viewer.place", { n, all })}</span>${turn("next", next)}</span>` : nothing}</nav>`;
}

/** @param {"prev" | "next"} name @param {string} [key] */
const turn = (name, key) => key ? html`<a class="button bare icon" rel=${name} href="/agent/${key}" aria-label="${t(`desk.keys.${name}`)}: ${key}" title="${t(`desk.keys.${name}`)} (${name === "next" ? "j" : "k"})">${icon(name, 18)}</a>`
	: html`<span class="button bare icon" aria-hidden="true"></span>`;
