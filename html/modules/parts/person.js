/* person.js - who, and when. */
import { html } from "lit/html.js";
import { ago, fullDate } from "../lib/i18n.js";

/** @import { Moment, Person } from "../lib/shapes.js" */

/** Whole letters, also of scripts beyond the first plane. @param {string} name */
const initials = (name) => name.trim().split(/\s+/).map(([letter = ""]) => letter).slice(0, 2).join("").toUpperCase();

/** @param {Person} person */
export const face = ({ displayName }, kind = "") =>
	html`<span class="face ${kind}" aria-hidden="true">${initials(displayName)}</span>`;

/** @param {Person} who */
export const person = (who) => html`<span class="person">${face(who, "small")}<span dir="auto">${who.displayName}</span></span>`;

/** @param {Moment} date */
export const when = (date) => html`<time datetime=${new Date(date.epochMillis).toISOString()} title=${fullDate(date.epochMillis)}>${ago(date.epochMillis)}</time>`;
