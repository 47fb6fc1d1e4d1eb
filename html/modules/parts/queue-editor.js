/* queue-editor.js - a queue is a saved filter that the whole desk sees: made from what is in sight now, changed, removed. */
import { html, nothing } from "lit/html.js";
import { post, put, remove } from "../lib/api.js";
import { deskApi, priorities } from "../lib/desk.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/page.js";
import { icon } from "./icon.js";
import { notice, refusal } from "./notice.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Named, Queue } from "../lib/shapes.js" */
/** @typedef {{ desk: () => string, statuses: () => string[], types: () => Named[], redraw: () => void, saved: (queue: Queue | undefined) => Promise<void> }} About */

const sorts = ["updated", "created", "priority", "breach"];
const hours = [0, 1, 4, 8, 24, 72];

export class QueueEditor {
	/** @type {Partial<Queue> | undefined} what the form begins with */ #queue;
	/** @type {unknown} */ #trouble = nothing;
	#sending = false; #removing = false; #wrong = "";

	/** @param {About} about */
	constructor(about) {
		this.about = about;
	}

	/** @param {Partial<Queue>} queue with an id it is changed, without one it is made */
	open(queue) {
		this.#queue = queue;
		this.#trouble = nothing;
		this.#wrong = "";
		this.#removing = false;
		this.about.redraw();
		this.#box.showModal();
	}

	get #box() { return /** @type {HTMLDialogElement} */ (document.getElementById("queue-editor")); }

	view() {
		const queue = this.#queue;
		return html`<dialog id="queue-editor" aria-labelledby="queue-title" @close=${() => { this.#queue = undefined; this.about.redraw(); }}>${queue ? this.#removing ? this.#farewell(queue) : this.#form(queue) : nothing}</dialog>`;
	}

	/** @param {Partial<Queue>} queue */
	#form(queue) {
		return html`<form novalidate @submit=${this.#save}>
			<header class="dialog-head"><h2 id="queue-title">${t(queue.id ? "desk.queue.edit" : "desk.queue.new")}</h2></header>
			<p class="hint">${t("desk.queue.shared")}</p>
			<div class="field"><label for="queue-name">${t("desk.queue.name")}</label>
				<input class="control" id="queue-name" name="name" dir="auto" autocomplete="off" .defaultValue=${queue.id ? queue.name ?? "" : ""} aria-invalid=${this.#wrong ? "true" : nothing} aria-describedby=${this.#wrong ? "queue-name-wrong" : nothing}>
				${this.#wrong ? html`<p class="wrong" id="queue-name-wrong">${this.#wrong}</p>` : nothing}</div>
			<div class="pairs">
				${select("state", ["open", "done", "any"], queue.state)}
				${select("assignee", ["any", "me", "nobody"], queue.assignee)}
				${select("awaits", ["any", "team", "customer"], queue.awaits)}
				${choose("status", "requests.status", this.about.statuses().map((name) => [name, name]), queue.status)}
				${choose("priority", "desk.queue.priority", priorities.map((name) => [name, t(`desk.priority.${name}`)]), queue.priority)}
				${choose("requestTypeId", "requests.type", this.about.types().map(({ id, name }) => [id, name]), queue.requestTypeId)}
				${choose("breachWithin", "desk.queue.breachWithin", hours.filter(Boolean).map((n) => [String(n * 3600), t("desk.queue.hours", { n })]), queue.breachWithin ? String(queue.breachWithin) : "")}
				${choose("sort", "desk.queue.sort", sorts.map((name) => [name, t(`desk.column.${name}`)]), queue.sort, false)}
			</div>
			<div role="alert">${this.#trouble}</div>
			<div class="buttons">
				${queue.id && !queue.builtIn ? html`<button class="button bare bad-text" type="button" @click=${() => { this.#removing = true; this.about.redraw(); }}>${icon("bin", 18)}${t("desk.queue.remove")}</button>` : nothing}
				<button class="button bare" type="button" @click=${() => this.#box.close()}>${t("form.cancel")}</button>
				<button class="button" aria-disabled=${this.#sending}>${t("desk.save")}</button>
			</div></form>`;
	}

	/** @param {Partial<Queue>} queue */
	#farewell = (queue) => html`<form novalidate @submit=${this.#remove}>
		<h2 id="queue-title">${t("desk.queue.remove")}</h2>
		<p>${t("desk.queue.removeText", { name: queue.name ?? "" })}</p>
		<div role="alert">${this.#trouble}</div>
		<div class="buttons"><button class="button bare" type="button" @click=${() => this.#box.close()}>${t("form.cancel")}</button>
			<button class="button bad" aria-disabled=${this.#sending}>${t("desk.queue.removeYes")}</button></div></form>`;

	#save = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const queue = this.#queue, form = new FormData(/** @type {HTMLFormElement} */ (event.target));
		if (this.#sending || !queue) return;
		const said = Object.fromEntries([...form].map(([name, value]) => [name, String(value).trim()]));
		this.#wrong = said.name ? "" : t("form.valueMissing", { name: t("desk.queue.name") });
		if (this.#wrong) {
			this.about.redraw();
			return document.getElementById("queue-name")?.focus();
		}
		const filled = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
		const body = { ...filled, ...(said.breachWithin && { breachWithin: Number(said.breachWithin) }), ...(queue.organizationId && { organizationId: queue.organizationId }),
			...(said.sort === queue.sort && { order: queue.order }), columns: queue.columns };
		const path = `${deskApi(this.about.desk())}/queue`;
		await this.#send(() => queue.id ? put(`${path}/${queue.id}`, body) : post(path, body, crypto.randomUUID()), "desk.queue.saved");
	};

	#remove = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const id = this.#queue?.id;
		if (!this.#sending) await this.#send(() => remove(`${deskApi(this.about.desk())}/queue/${id}`).then(() => undefined), "desk.queue.removed");
	};

	/** @param {() => Promise<Queue | undefined>} ask @param {string} words */
	async #send(ask, words) {
		this.#sending = true;
		this.#trouble = nothing;
		this.about.redraw();
		try {
			const queue = await ask();
			this.#box.close();
			toast(t(words));
			await this.about.saved(queue);
		} catch (error) {
			const refused = /** @type {Refused} */ (error), { name, ...others } = refused.fields;
			this.#wrong = name ?? "";
			const [other] = Object.values(others);
			this.#trouble = name ? nothing : other ? notice(other) : refusal(refused);
		}
		this.#sending = false;
		this.about.redraw();
	}
}

/** What the page shows now, as the beginning of another queue. @param {Queue} queue @param {string[]} columns @param {string} sort @param {string} order @returns {Partial<Queue>} */
export const queueLike = (queue, columns, sort, order) => ({ ...queue, id: undefined, builtIn: undefined, columns, sort, order });

/** @param {string} name @param {string} words @param {[string, string][]} options @param {string} [value] */
const choose = (name, words, options, value = "", any = true) => html`<div class="field"><label for="queue-${name}">${t(words)}</label>
	<select class="control" id="queue-${name}" name=${name}>${any ? html`<option value="">${t("desk.queue.anyOf")}</option>` : nothing}
		${options.map(([id, label]) => html`<option value=${id} .defaultSelected=${id === value}>${label}</option>`)}</select></div>`;

/** @param {"state" | "assignee" | "awaits"} name @param {string[]} values @param {string} [value] */
const select = (name, values, value) => choose(name, `desk.queue.${name}`, values.map((one) => [one, t(`desk.queue.${name}.${one}`)]), value ?? values[0], false);
