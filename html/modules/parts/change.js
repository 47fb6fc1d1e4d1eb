/* change.js - the question before tickets are assigned, given a priority or moved on, for one and for many. Of many some may be
 * changed and others not; which, and why not, is said plainly. */
import { html, nothing } from "lit/html.js";
import { agentsOf, priorities } from "../lib/desk.js";
import { t } from "../lib/i18n.js";
import { say, toast } from "../lib/page.js";
import { Combobox } from "./combobox.js";
import { prioritySign } from "./columns.js";
import { notice, refusal } from "./notice.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Person } from "../lib/shapes.js" */
/** @typedef {"assign" | "priority" | "move"} Kind */
/** @typedef {{ issueKey: string, ok: boolean, message?: string }} Outcome */
/** @typedef {{ desk: () => string, n: () => number, steps: () => Promise<string[]>, apply: (change: Record<string, string>, key: string) => Promise<Outcome[]>, redraw: () => void, done: () => Promise<void> }} About
 *  n: how many tickets; steps: the names of those that they may take */

const nobody = () => ({ value: "", label: t("agent.nobody") });

export class Change {
	/** @type {Kind | undefined} */ #kind;
	/** @type {Record<string, string>} what is asked for */ #change = {};
	/** @type {string[] | undefined} */ #moves;
	/** @type {Outcome[]} */ #failed = [];
	/** @type {unknown} */ #trouble = nothing;
	#sending = false; #n = 0; #key = "";

	/** @param {About} about */
	constructor(about) {
		this.about = about;
		this.who = new Combobox({ id: "change-who", redraw: about.redraw, taken: (who) => { this.#change = who ? { assignee: who.value } : {}; },
			find: async (text) => [...text ? [] : [nobody()], ...(await agentsOf(about.desk(), text)).map((/** @type {Person} */ who) => ({ value: who.accountId, label: who.displayName, hint: who.emailAddress }))] });
	}

	dialog() {
		const n = this.#n;
		return html`<dialog id="change" aria-labelledby="change-title" @close=${() => { this.#kind = undefined; this.about.redraw(); }}>${this.#kind ? html`
			<form novalidate @submit=${this.#send}>
				<h2 id="change-title">${t(`desk.bulk.${this.#kind}All`, { n })}</h2>
				${this.#failed.length ? this.#outcome() : this.#question(this.#kind)}
				<div role="alert">${this.#trouble}</div>
				<div class="buttons">${this.#failed.length ? html`<button class="button" type="button" @click=${() => this.#box.close()}>${t("desk.close")}</button>` : html`
					<button class="button bare" type="button" @click=${() => this.#box.close()}>${t("form.cancel")}</button>
					<button class="button" aria-disabled=${this.#sending}>${t(this.#sending ? "desk.bulk.going" : `desk.bulk.${this.#kind}`)}</button>`}</div>
			</form>` : nothing}</dialog>`;
	}

	/** @param {Kind} kind */
	#question(kind) {
		if (kind === "assign") return this.who.view({ label: t("agent.assignee"), hint: t("desk.assign.hint") });
		if (kind === "priority") return choices("priority", t("desk.column.priority"), priorities.map((name) => [name, prioritySign(name)]), this.#choose);
		if (!this.#moves) return html`<p class="soft">${t("viewer.wait")}</p>`;
		return this.#moves.length ? choices("transition", t("desk.bulk.step"), this.#moves.map((name) => [name, html`<span dir="auto">${name}</span>`]), this.#choose)
			: html`<p>${t("desk.bulk.noStep")}</p>`;
	}

	#choose = (/** @type {Event} */ { target }) => {
		const { name, value } = /** @type {HTMLInputElement} */ (target);
		this.#change = { [name]: value };
	};

	#outcome() {
		const failed = this.#failed;
		return html`<p>${t("desk.bulk.partly", { done: this.#n - failed.length, all: this.#n })}</p>
			<ul class="outcome">${failed.map(({ issueKey, message }) => html`<li><a href="/agent/${issueKey}" class="key">${issueKey}</a> <span>${message}</span></li>`)}</ul>`;
	}

	get #box() { return /** @type {HTMLDialogElement} */ (document.getElementById("change")); }

	/** @param {Kind} kind */
	async open(kind) {
		const n = this.about.n();
		if (!n) return toast(t("desk.bulk.none"));
		this.#kind = kind;
		this.#n = n;
		this.#change = {};
		this.#failed = [];
		this.#trouble = nothing;
		this.#moves = undefined;
		this.#key = crypto.randomUUID();
		this.about.redraw();
		this.#box.showModal();
		if (kind === "assign") this.who.show();
		if (kind === "move") {
			this.#moves = await this.about.steps().catch(() => []);
			this.about.redraw();
		}
	}

	#send = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		if (this.#sending) return;
		if (!Object.keys(this.#change).length) {
			this.#trouble = html`<p class="wrong">${t("desk.bulk.choose")}</p>`;
			return this.about.redraw();
		}
		this.#sending = true;
		this.#trouble = nothing;
		this.about.redraw();
		try {
			const values = await this.about.apply(this.#change, this.#key);
			this.#failed = values.filter(({ ok }) => !ok);
			if (!this.#failed.length) this.#box.close();
			if (!this.#failed.length) toast(t("desk.bulk.done", { n: values.length }));
			else say(t("desk.bulk.partly", { done: values.length - this.#failed.length, all: values.length }));
			await this.about.done();
		} catch (error) {
			const refused = /** @type {Refused} */ (error), [field] = Object.values(refused.fields);
			this.#trouble = field ? notice(field) : refusal(refused);
			this.#key = crypto.randomUUID();
		}
		this.#sending = false;
		this.about.redraw();
	};
}

/** @param {string} name @param {string} label @param {[string, unknown][]} all @param {(event: Event) => void} change */
const choices = (name, label, all, change) => html`<fieldset class="field choices" @change=${change}><legend>${label}</legend>${all.map(([value, view]) => html`
	<label class="check"><input type="radio" name=${name} value=${value}>${view}</label>`)}</fieldset>`;
