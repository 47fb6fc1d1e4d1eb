/* queues.js - the queues of a desk with their counts, the built-in ones first, its mail, and the choice of another desk. */
import { html, nothing } from "lit/html.js";
import { ref } from "lit/directives/ref.js";
import { numeral, t } from "../lib/i18n.js";
import { queueAddress } from "../lib/desk.js";
import { icon } from "./icon.js";

/** @import { MailCount, Named, Queue } from "../lib/shapes.js" */

/** @param {{ desk: string, desks: Named[], queues: Queue[], current?: Queue, mail?: MailCount, box?: string, visit?: (event: Event) => void, add?: () => void, watching?: boolean, watch?: () => void }} about box: "mail" or "outbox", of that page; watching: the reader is written to of each new request */
export const queues = ({ desk, desks, queues, current, mail, box, visit, add, watching, watch }) => html`<nav class="queues" id="queues" aria-label=${t("desk.queues")} ${ref((nav) => reach(nav, `${queues.length} ${current?.id ?? box}`))}>
	${desks.length > 1 ? html`<label class="unseen" for="desk">${t("requests.desk")}</label>
		<select class="control" id="desk" @change=${(/** @type {Event} */ { target }) => location.assign(box ? `/agent/desk/${chosen(target)}/${box}` : `/agent?serviceDeskId=${chosen(target)}`)}>
			${desks.map(({ id, name }) => html`<option value=${id} .selected=${id === desk}>${name}</option>`)}</select>` : nothing}
	${[queues.filter(({ builtIn }) => builtIn), queues.filter(({ builtIn }) => !builtIn)].map((group) => group.length ? html`<ul class="queue-list">${group.map((queue) => html`
		<li><a href=${queueAddress(desk, queue.id)} aria-current=${queue.id === current?.id ? "page" : nothing} @click=${visit}><b dir="auto">${queueName(queue)}</b><span>${counted(queue)}</span></a></li>`)}</ul>` : nothing)}
	<ul class="queue-list">${mailboxes(desk, mail, box)}</ul>
	${add ? html`<button class="button bare small add" type="button" @click=${add}>${t("desk.queue.add")}</button>` : nothing}
	${watch ? html`<button class="button bare small add" type="button" aria-pressed=${Boolean(watching)} @click=${watch}>${icon(watching ? "tick" : "mail", 16)}${t("desk.watch")}</button>` : nothing}
</nav>`;

const mailMax = 100;

/** @param {string} desk @param {MailCount} [mail] @param {string} [box] */
const mailboxes = (desk, mail, box) => Object.entries({ mail: mail?.held, outbox: mail?.unsent }).map(([name, n]) => html`<li><a href="/agent/desk/${desk}/${name}" aria-current=${name === box ? "page" : nothing}>
	<b>${t(`desk.${name}.title`)}</b>${n ? html`<span class="held">${counted({ count: n, more: n === mailMax })}<span class="unseen"> ${t(`desk.${name}.waiting`)}</span></span>` : nothing}</a></li>`);

/** @param {EventTarget | null} select */
const chosen = (select) => /** @type {HTMLSelectElement} */ (select).value;

/** A built-in one is named in the reader's language. @param {Queue} queue */
export const queueName = ({ builtIn, name }) => builtIn ? t(`desk.queue.${builtIn}`) : name;

/** Nobody counts further. @param {{ count: number, more: boolean }} queue */
const counted = ({ count, more }) => more ? `${numeral(count - 1)}+` : numeral(count);

let reached = "";

/** On a narrow screen they stand in a line that scrolls: the current one is brought into sight, once. @param {Element | undefined} nav @param {string} what */
function reach(nav, what) {
	if (!nav || what === reached) return;
	reached = what;
	requestAnimationFrame(() => {
		const link = nav.querySelector("[aria-current]")?.getBoundingClientRect(), line = nav.getBoundingClientRect();
		if (link) nav.scrollBy({ left: link.left + link.width / 2 - line.left - line.width / 2, behavior: "instant" });
	});
}
