/* queues.js - the queues of a desk with their counts, the built-in ones first, and the choice of another desk. */
import { html, nothing } from "lit/html.js";
import { numeral, t } from "../lib/i18n.js";
import { queueAddress } from "../lib/desk.js";

/** @import { Named, Queue } from "../lib/shapes.js" */

/** @param {{ desk: string, desks: Named[], queues: Queue[], current?: Queue, visit: (event: Event) => void, add: () => void }} about */
export const queues = ({ desk, desks, queues, current, visit, add }) => html`<nav class="queues" id="queues" aria-label=${t("desk.queues")}>
	${desks.length > 1 ? html`<label class="unseen" for="desk">${t("requests.desk")}</label>
		<select class="control" id="desk" @change=${(/** @type {Event} */ { target }) => location.assign(`/agent?serviceDeskId=${/** @type {HTMLSelectElement} */ (target).value}`)}>
			${desks.map(({ id, name }) => html`<option value=${id} .selected=${id === desk}>${name}</option>`)}</select>` : nothing}
	${[queues.filter(({ builtIn }) => builtIn), queues.filter(({ builtIn }) => !builtIn)].map((group) => group.length ? html`<ul class="queue-list">${group.map((queue) => html`
		<li><a href=${queueAddress(desk, queue.id)} aria-current=${queue.id === current?.id ? "page" : nothing} @click=${visit}><b dir="auto">${queueName(queue)}</b><span>${counted(queue)}</span></a></li>`)}</ul>` : nothing)}
	<button class="button bare small add" type="button" @click=${add}>${t("desk.queue.add")}</button>
</nav>`;

/** A built-in one is named in the reader's language. @param {Queue} queue */
export const queueName = ({ builtIn, name }) => builtIn ? t(`desk.queue.${builtIn}`) : name;

/** Nobody counts further. @param {Queue} queue */
const counted = ({ count, more }) => more ? `${numeral(count - 1)}+` : numeral(count);
