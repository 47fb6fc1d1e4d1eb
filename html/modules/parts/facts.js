/* facts.js - what is known about a request, beside its story: status and its history, people, the form's values. */
import { html, nothing } from "lit/html.js";
import { dayName, numeral, t } from "../lib/i18n.js";
import { fileRows } from "./gallery.js";
import { lozenge } from "./lozenge.js";
import { person, when } from "./person.js";
import { rich } from "./rich.js";

/** @import { Handlers } from "./gallery.js" */
/** @import { FieldValue, Ticket } from "../lib/shapes.js" */

/** @param {Ticket} ticket @param {unknown} moves the buttons that move it on @param {Handlers} on what is done with files @param {unknown} people rows of who takes part
 *  @param {unknown} [work] who works on it and how urgent it is, where that can be changed */
export function facts(ticket, moves, on, people, work) {
	const { assignee } = ticket.lodge;
	return html`<dl>
		${fact(t("request.status"), html`<span id="status" tabindex="-1">${lozenge(ticket.currentStatus)}</span>${moves}`)}
		${work ?? (assignee ? fact(t("request.assignee"), person(assignee)) : nothing)}
		${fact(t("request.type"), html`<span dir="auto">${ticket.requestType.name}</span>`)}
		${fact(t("request.reporter"), person(ticket.reporter))}
		${people}
		${ticket.requestFieldValues.filter(told).map((field) => fact(field.label, html`<div class="value" dir="auto">${field.renderedValue ? rich(field.renderedValue.html) : plain(field.value)}</div>`))}
		${fact(t("request.created"), when(ticket.createdDate))}
		${fact(t("request.updated"), when(ticket.lodge.updatedDate))}
		${files(ticket, on)}
	</dl>`;
}

/** @param {unknown} name @param {unknown} value */
export const fact = (name, value) => html`<div><dt dir="auto">${name}</dt><dd>${value}</dd></div>`;

/** @param {Ticket} ticket @param {Handlers} on */
function files({ attachments: { values } }, on) {
	if (!values.length) return nothing;
	return fact(t("request.attachments"), html`<details><summary>${t("request.files", { n: values.length })}</summary>${fileRows(values, on)}</details>`);
}

/** The summary is the heading, the description and the files stand in the story. @param {FieldValue} field */
const told = ({ fieldId, value }) => !["summary", "description", "attachment"].includes(fieldId)
	&& value !== "" && value !== undefined && value !== null && !(Array.isArray(value) && !value.length);

/** A field's value as words, whatever its kind. @param {any} value @returns {string} */
function plain(value) {
	if (Array.isArray(value)) return value.map(plain).join(", ");
	if (typeof value === "number") return numeral(value);
	if (typeof value === "boolean") return t(value ? "form.yes" : "form.no");
	if (typeof value === "object") return plain(value.label ?? value.value ?? value.displayName ?? value.name ?? value.friendly ?? "");
	return /^\d{4}-\d\d-\d\d$/.test(value) ? dayName(value) : String(value);
}
