/* templates.js - answers that a desk writes often: found by typing, filled in, put where the caret stands; and what is written now
 * becomes one. */
import { html, nothing } from "lit/html.js";
import { get, post, put, remove } from "../lib/api.js";
import { deskApi } from "../lib/desk.js";
import { t } from "../lib/i18n.js";
import { say, toast } from "../lib/page.js";
import { Combobox } from "./combobox.js";
import { icon } from "./icon.js";
import { notice, refusal } from "./notice.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Template } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

export class Templates {
	/** @type {Template[] | undefined} */ #all;
	/** @type {Partial<Template> | undefined} what is edited */ #edited;
	/** @type {Template | undefined} what was chosen */ #chosen;
	/** @type {unknown} */ #trouble = nothing;
	#open = false; #sending = false;

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
		this.box = new Combobox({ id: "template", redraw: page.draw, rest: 60, find: async (text) => (await this.#list()).filter(({ name, body }) => fits(`${name} ${body}`, text))
			.map(({ id, name, text: filled, public: open }) => ({ value: id, label: name, hint: filled.replace(/\s+/g, " ").slice(0, 80), sign: open ? nothing : icon("lock", 14) })),
		taken: (option) => { this.#chosen = this.#all?.find(({ id }) => id === option?.value); page.draw(); } });
	}

	get #path() { return `${deskApi(this.page.ticket.lodge.deskId)}/template`; }
	get #dialog() { return /** @type {HTMLDialogElement} */ (document.getElementById("templates")); }

	async #list() {
		return this.#all ??= /** @type {Template[]} */ ((await get(`${this.#path}?request=${this.page.key}`)).values);
	}

	/** Beside the reply's files. */
	button = () => html`<button class="button plain small" type="button" @click=${this.open} title="${t("desk.template.insert")} (t)">${icon("text", 16)}${t("desk.template.insert")}</button>`;

	open = () => {
		this.#edited = this.#chosen = undefined;
		this.#trouble = nothing;
		this.#open = true;
		this.page.draw();
		this.#dialog.showModal();
		this.box.show();
	};

	dialog = () => html`<dialog id="templates" aria-labelledby="templates-title" @close=${() => { this.#open = false; this.page.draw(); }}>${!this.#open ? nothing : this.#edited ? this.#editor(this.#edited) : this.#picker()}</dialog>`;

	#picker() {
		const chosen = this.#chosen;
		return html`<form novalidate @submit=${this.#insert}>
			<h2 id="templates-title">${t("desk.template.insert")}</h2>
			${this.box.view({ label: t("desk.template.find") })}
			${chosen ? html`<pre class="template" dir="auto" tabindex="0" aria-label=${chosen.name}>${chosen.text}</pre>` : nothing}
			<div role="alert">${this.#trouble}</div>
			<div class="buttons">
				${chosen ? html`<button class="button bare" type="button" @click=${() => this.#edit(chosen)}>${t("desk.template.edit")}</button>`
					: html`<button class="button bare" type="button" @click=${() => this.#edit({ body: this.#written(), public: true })}>${t("desk.template.new")}</button>`}
				<button class="button bare" type="button" @click=${() => this.#dialog.close()}>${t("form.cancel")}</button>
				<button class="button" aria-disabled=${!chosen}>${t("desk.template.put")}</button></div></form>`;
	}

	#written = () => this.page.reply.about.draft.values.body?.[0] ?? "";

	/** @param {Partial<Template>} template */
	#edit(template) {
		this.#edited = template;
		this.page.draw();
		document.getElementById("template-name")?.focus();
	}

	/** @param {Partial<Template>} template */
	#editor = (template) => html`<form novalidate @submit=${this.#save}>
		<h2 id="templates-title">${t(template.id ? "desk.template.edit" : "desk.template.new")}</h2>
		<p class="hint">${t("desk.queue.shared")}</p>
		<div class="field"><label for="template-name">${t("desk.queue.name")}</label><input class="control" id="template-name" name="name" dir="auto" autocomplete="off" .defaultValue=${template.name ?? ""}></div>
		<div class="field"><label for="template-body">${t("desk.template.body")}</label><p class="hint" id="template-hint">${t("desk.template.hint", { customer: "{customer}", agent: "{agent}", key: "{key}" })}</p>
			<textarea class="control" id="template-body" name="body" dir="auto" aria-describedby="template-hint" .defaultValue=${template.body ?? ""}></textarea></div>
		<label class="check"><input type="checkbox" name="internal" .defaultChecked=${template.public === false}>${icon("lock", 16)}${t("desk.template.internal")}</label>
		<div role="alert">${this.#trouble}</div>
		<div class="buttons">
			${template.id ? html`<button class="button bare bad-text" type="button" @click=${() => this.#send(() => remove(`${this.#path}/${template.id}`), "desk.template.removed")}>${icon("bin", 18)}${t("desk.template.remove")}</button>` : nothing}
			<button class="button bare" type="button" @click=${() => { this.#edited = undefined; this.page.draw(); }}>${t("form.cancel")}</button>
			<button class="button" aria-disabled=${this.#sending}>${t("desk.save")}</button></div></form>`;

	#insert = (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const chosen = this.#chosen;
		if (!chosen) return say(t("desk.bulk.choose"));
		this.#dialog.close();
		this.page.reply.insert(chosen.text, chosen.public);
	};

	#save = (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const form = new FormData(/** @type {HTMLFormElement} */ (event.target)), id = this.#edited?.id;
		const body = { name: String(form.get("name")).trim(), body: String(form.get("body")), public: !form.has("internal") };
		this.#edited = { ...this.#edited, ...body };
		return this.#send(() => id ? put(`${this.#path}/${id}`, body) : post(this.#path, body, crypto.randomUUID()), "desk.template.saved");
	};

	/** @param {() => Promise<unknown>} ask @param {string} words */
	async #send(ask, words) {
		if (this.#sending) return;
		this.#sending = true;
		this.#trouble = nothing;
		try {
			await ask();
			this.#all = this.#edited = this.#chosen = undefined;
			toast(t(words));
		} catch (error) {
			const refused = /** @type {Refused} */ (error), [field] = Object.values(refused.fields);
			this.#trouble = field ? notice(field) : refusal(refused);
		}
		this.#sending = false;
		this.page.draw();
	}
}

/** @param {string} text @param {string} words */
const fits = (text, words) => words.toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word));
