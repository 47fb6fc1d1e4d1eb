/* fields.js - one row per kind of field: how it is drawn and how its value is sent. Values live in
 * the controls themselves; drawing again never touches what was typed. */
import { html, nothing } from "lit/html.js";
import { t } from "../lib/i18n.js";
import { Markdown } from "./markdown.js";

/** @import { Field } from "../lib/shapes.js" */
/** @typedef {{ id: string, invalid: unknown, describedBy: unknown, editor?: Markdown }} About */
/** @typedef {{ draw: (f: Field, a: About, v: string[]) => unknown, read: (v: string[]) => unknown, group?: boolean }} Kind */

const first = (/** @type {string[]} */ [value]) => value;

/** No maxlength: it would cut a pasted text in silence. The check below says it in words.
 * @param {string} type @param {unknown} [mode] @returns {Kind["draw"]} */
const line = (type, mode = nothing) => (f, a, [value = ""]) => html`<input class="control" type=${type} inputmode=${mode} dir=${type === "text" ? "auto" : nothing}
	id=${a.id} name=${f.fieldId} .defaultValue=${value} step=${type === "number" ? "any" : nothing} autocomplete="off"
	aria-required=${f.required} aria-invalid=${a.invalid} aria-describedby=${a.describedBy}>`;

/** @type {Kind["draw"]} */
const ticks = (f, a, values) => html`<div class="checks">${f.validValues?.map((choice, i) => html`
	<label class="check"><input type="checkbox" id=${i ? nothing : a.id} name=${f.fieldId} value=${choice.value} .defaultChecked=${values.includes(choice.value)}
		aria-invalid=${a.invalid} aria-describedby=${a.describedBy}><span dir="auto">${choice.label}</span></label>`)}</div>`;

/** @type {Kind} */
const checkboxes = { draw: ticks, read: (ids) => ids.map((id) => ({ id })), group: true };

/** @type {Record<string, Kind>} */
const kinds = {
	text: { draw: line("text"), read: first },
	number: { draw: line("number", "decimal"), read: ([value]) => Number(value) },
	date: { draw: line("date"), read: first },
	paragraph: {
		draw: (f, a, [value = ""]) => html`<textarea class="control" id=${a.id} name=${f.fieldId} dir="auto" .defaultValue=${value}
			aria-required=${f.required} aria-invalid=${a.invalid} aria-describedby=${a.describedBy}></textarea>`,
		read: first,
	},
	markdown: {
		draw: (f, { editor, ...a }, [value = ""]) => editor?.view({ ...a, value, name: f.fieldId, required: f.required }),
		read: first,
	},
	select: {
		draw: (f, a, [value]) => html`<select class="control" id=${a.id} name=${f.fieldId} aria-required=${f.required} aria-invalid=${a.invalid} aria-describedby=${a.describedBy}>
			<option value="">${t("form.choose")}</option>
			${f.validValues?.map((choice) => html`<option value=${choice.value} .defaultSelected=${choice.value === value}>${choice.label}</option>`)}</select>`,
		read: ([id]) => ({ id }),
	},
	multiselect: checkboxes,
	checkbox: checkboxes,
	checkboxes,
};

/** @param {Field} field */
const kindOf = ({ lodge: { kind } }) => kinds[kind] ?? kinds.text;

/** @param {Field} field */
export const fieldStart = ({ defaultValues }) => defaultValues?.map(({ value }) => value) ?? [];

/** @param {Field} field @param {string[]} values @param {string} [error] @param {Markdown} [editor] of a markdown field */
export function fieldRow(field, values, error, editor) {
	const kind = kindOf(field), id = `field-${field.fieldId}`;
	const markdown = field.lodge.kind === "markdown";
	const hint = field.description || (markdown ? t("markdown.hint") : "");
	const described = [hint && `${id}-hint`, error && `${id}-wrong`].filter(Boolean).join(" ");
	const about = { id, invalid: error ? "true" : nothing, describedBy: described || nothing, editor };
	const name = html`<span dir="auto">${field.name}</span> ${field.required ? nothing : html`<span class="optional">(${t("form.optional")})</span>`}`;
	const inside = html`
		${hint ? html`<p class="hint" dir="auto" id="${id}-hint">${hint}</p>` : nothing}
		${kind.draw(field, about, values)}
		${error ? html`<p class="wrong" id="${id}-wrong">${error}</p>` : nothing}`;
	return kind.group
		? html`<fieldset class="field" data-kind=${field.lodge.kind}><legend>${name}</legend>${inside}</fieldset>`
		: html`<div class="field"><label for=${id}>${name}</label>${inside}</div>`;
}

/** The values as the API wants them; what was left empty is left out. @param {Field[]} fields @param {Record<string, string[]>} values */
export function fieldsRead(fields, values) {
	const filled = fields.filter(({ fieldId }) => values[fieldId]?.some(Boolean));
	return Object.fromEntries(filled.map((field) => [field.fieldId, kindOf(field).read(values[field.fieldId])]));
}

/** What can be seen to be wrong without asking, in our words. @param {Field} field @param {string[]} [values] @returns {string | undefined} */
export function fieldWrong({ fieldId, name, required, lodge }, [value = ""] = []) {
	const control = /** @type {HTMLInputElement | null} */ (document.getElementById(`field-${fieldId}`));
	if (control?.validity.badInput) return t("form.badInput", { name });
	if (required && !value.trim()) return t("form.valueMissing", { name });
	if (lodge.lengthMax && [...value].length > lodge.lengthMax) return t("form.tooLong", { name, max: lodge.lengthMax, n: [...value].length });
	if (lodge.sizeMax && new TextEncoder().encode(value).length > lodge.sizeMax) return t("form.tooLarge", { name });
}
