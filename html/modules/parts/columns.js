/* columns.js - the columns that a queue's table may have: how each looks, and which somebody wants to see, kept in this browser. */
import { html, nothing } from "lit/html.js";
import { local, serverTime } from "../lib/api.js";
import { ago, fullDate, t } from "../lib/i18n.js";
import { browser } from "../lib/store.js";
import { icon } from "./icon.js";
import { lozenge } from "./lozenge.js";
import { person, when } from "./person.js";

/** @import { Moment, Queue, Row } from "../lib/shapes.js" */
/** @typedef {{ cell: (row: Row, tab: number) => unknown, sort?: string, kind?: string }} Column */

const soon = 3600e3; /* ms before its end in which a clock is shown to be short */

/** In the order of the table. @type {Record<string, Column>} */
export const columns = {
	key: { cell: ({ issueKey }) => issueKey, kind: "key" },
	summary: { cell: ({ summary, requestType, _links }, tab) => html`<a href=${local(_links.agent)} tabindex=${tab} dir="auto">${summary}</a><span class="sub">${requestType.name}</span>`, kind: "main" },
	status: { cell: ({ currentStatus, teamStatus }) => lozenge({ ...currentStatus, status: teamStatus }) },
	priority: { cell: ({ priority }) => priority ? prioritySign(priority) : nothing, sort: "priority" },
	reporter: { cell: ({ reporter }) => person(reporter), kind: "who" },
	organization: { cell: ({ organizations }) => organizations?.map(({ name }) => html`<span dir="auto">${name}</span>`), kind: "who soft" },
	assignee: { cell: ({ assignee }) => assignee ? person(assignee) : html`<span class="soft">${t("agent.nobody")}</span>`, kind: "who" },
	created: { cell: ({ createdDate }) => when(createdDate), sort: "created", kind: "soft when" },
	updated: { cell: ({ updatedDate }) => when(updatedDate), sort: "updated", kind: "soft when" },
	breach: { cell: ({ breachDate }) => breachDate ? timeLeft(breachDate) : nothing, sort: "breach", kind: "when" },
};

/** A sign of five forms beside its name: never by colour alone. @param {string} name */
export const prioritySign = (name) => html`<span class="priority" data-priority=${name}>${icon(`priority-${name.toLowerCase()}`, 16)}<span>${t(`desk.priority.${name}`)}</span></span>`;

/** @param {Moment} end */
export function timeLeft({ epochMillis: end, iso8601 }) {
	const left = end - serverTime(), state = left < 0 ? "late" : left < soon ? "soon" : "well";
	return html`<span class="left" data-state=${state}>${icon(left < 0 ? "warn" : "clock", 14)}<time datetime=${iso8601} title=${fullDate(end)}>${ago(end, serverTime())}</time>${left < 0 ? html`<span class="unseen">${t("desk.late")}</span>` : nothing}</span>`;
}

/** @param {Queue} queue @returns {string[]} */
export function columnsShown(queue) {
	const kept = browser.get(slot(queue))?.split(" ");
	const wanted = kept ?? queue.columns;
	return Object.keys(columns).filter((name) => name === "summary" || wanted.includes(name));
}

/** Those of the queue's own are not kept: they follow it when it is edited. @param {Queue} queue @param {string[] | undefined} names */
export function columnsKeep(queue, names) {
	if (names) browser.set(slot(queue), names.join(" "));
	else browser.forget(slot(queue));
}

/** @param {Queue} queue */
export const columnsKept = (queue) => browser.get(slot(queue)) !== null;

/** @param {Queue} queue */
const slot = ({ id }) => `columns ${id}`;
