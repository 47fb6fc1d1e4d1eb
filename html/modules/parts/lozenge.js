/* lozenge.js - a status in a word, a colour and a shape: a ring is new, a half is being worked on,
 * an arrow is waiting for the reader, a tick is done. Colour alone never tells. */
import { html, svg } from "lit/html.js";

/** @import { Status } from "../lib/shapes.js" */

/** @type {Record<string, unknown>} */
const shapes = {
	NEW: svg`<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2.2"/>`,
	INDETERMINATE: svg`<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2.2"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor"/>`,
	YOURS: svg`<path d="M2.5 8h9M8 3.5 12.5 8 8 12.5" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>`,
	DONE: svg`<path d="m2.5 8.5 3.7 3.7 7.3-8" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>`,
};

/** @param {Status} status */
export function lozenge({ status, statusCategory, awaitsCustomer }) {
	const category = awaitsCustomer ? "YOURS" : statusCategory;
	return html`<span class="lozenge" data-category=${category}><svg viewBox="0 0 16 16" aria-hidden="true">${shapes[category] ?? shapes.NEW}</svg><span dir="auto">${status}</span></span>`;
}
