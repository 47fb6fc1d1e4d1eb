/* create.js - a form made of the request type's own fields. Errors stand beside their field, what was
 * typed is kept here and on the server, and one draft makes one request however often it is sent. */
import { html, nothing } from "lit/html.js";
import { get, post } from "../lib/api.js";
import { Draft, formValues } from "../lib/draft.js";
import { typesOf } from "../lib/file-rules.js";
import { Files } from "../lib/files.js";
import { t } from "../lib/i18n.js";
import { me } from "../lib/me.js";
import { place, say, show, showTrouble } from "../lib/page.js";
import { attachments } from "../parts/attachments.js";
import { fieldRow, fieldsRead, fieldStart, fieldWrong } from "../parts/fields.js";
import { icon } from "../parts/icon.js";
import { Markdown } from "../parts/markdown.js";
import { continued, notice, reason, refusal } from "../parts/notice.js";
import { shareName, shareRow, shareWish } from "../parts/share.js";

/** @import { Refused } from "../lib/api.js" */
/** @import { Field, RequestType } from "../lib/shapes.js" */

const { desk, type } = place("portal/:desk/create/:type");
const base = `/rest/servicedeskapi/servicedesk/${desk}`, home = `/servicedesk/customer/portal/${desk}`, draftAt = `/rest/lodge/1/draft/${desk}/${type}`;

/** @type {RequestType} */ let requestType;
/** @type {Field[]} */ let fields = [];
/** @type {Draft} */ let draft;
/** @type {Files} */ let files;
/** @type {Record<string, string>} */ let errors = {};
/** @type {unknown} */ let trouble = nothing;
let sending = false;
/** @type {Map<string, Markdown>} */
const editors = new Map();

function view() {
	const wrong = Object.keys(errors).length, { deskName, icon: emblem } = requestType.lodge;
	return html`
		<nav aria-label=${t("site.trail")}><ol class="trail"><li><a href=${home} dir="auto">${deskName}</a></li><li><span dir="auto">${requestType.name}</span></li></ol></nav>
		<div class="title-row"><span class="emblem">${icon(emblem)}</span>
			<div><h1 dir="auto">${requestType.name}</h1><p class="soft" dir="auto">${requestType.helpText || requestType.description}</p></div></div>
		${draft.from ? continued(draft.from, afresh) : nothing}
		<form class="form" novalidate @submit=${send} @input=${keep}>
			<div class="card card-body">
				${wrong ? notice(t("form.errors", { n: wrong })) : nothing}
				${fields.map((field) => field.lodge.kind === "attachment" ? filesRow(field)
					: fieldRow(field, draft.values[field.fieldId] ?? [], errors[field.fieldId], editors.get(field.fieldId)))}
				${shareRow(requestType.lodge, draft.values[shareName]?.[0])}
			</div>
			<div role="alert">${trouble}</div>
			<div class="buttons">
				<button class="button" aria-disabled=${sending}>${t(sending ? "create.sending" : "create.send")}</button>
				<a class="button bare" href=${home}>${t("form.cancel")}</a>
				<span class="hint">${t("create.kept")}</span>
			</div>
		</form>`;
}

/** @param {Field} field */
function filesRow({ fieldId, name, description, required }) {
	const error = errors[fieldId];
	return html`<div class="field" role="group" aria-labelledby="files-label">
		<span class="label" id="files-label"><span dir="auto">${name}</span> ${required ? nothing : html`<span class="optional">(${t("form.optional")})</span>`}</span>
		${description ? html`<p class="hint" dir="auto">${description}</p>` : nothing}
		${attachments(files, error ? "files-wrong" : "")}
		${error ? html`<p class="wrong" id="files-wrong">${error}</p>` : nothing}</div>`;
}

const draw = () => show(view(), `${requestType.name} - ${requestType.lodge.deskName}`);
const form = () => /** @type {HTMLFormElement} */ (document.querySelector("form.form"));
const filesField = () => fields.find(({ lodge }) => lodge.kind === "attachment");

/** @param {Event} event */
function keep({ target }) {
	draft.values = formValues(form());
	draft.keep();
	const field = fields.find(({ fieldId }) => fieldId === /** @type {HTMLInputElement} */ (target).name);
	if (field && errors[field.fieldId] && !fieldWrong(field, draft.values[field.fieldId])) forgive(field);
}

/** @param {Field} field */
function forgive({ fieldId }) {
	delete errors[fieldId];
	draw();
}

function filesChanged() {
	draft.files = files.kept;
	draft.keep();
	const field = filesField();
	if (field && !files.stuck.length) delete errors[field.fieldId];
	draw();
}

function afresh() {
	files.clear();
	draft.forget();
	start();
	errors = {};
	draw();
	form().reset();
	/** @type {HTMLElement | null} */ (form().querySelector(".control"))?.focus();
	say(t("draft.cleared"));
}

const start = () => { draft.values = Object.fromEntries(fields.map((field) => [field.fieldId, fieldStart(field)])); };

/** @param {Event} event */
async function send(event) {
	event.preventDefault();
	if (sending || showErrors(checked())) return;
	sending = true;
	trouble = nothing;
	draw();
	if (files.moving) say(t("files.settling", { n: files.moving }));
	await Promise.all([files.settled(), draft.still()]);
	if (!showErrors(checked())) await post("/rest/servicedeskapi/request", wish(), draft.key).then(created, refused);
	sending = false;
	draw();
}

function checked() {
	const values = formValues(form()), field = filesField(), [stuck] = files.stuck;
	const wrong = fields.filter(({ lodge }) => lodge.kind !== "attachment").map((field) => [field.fieldId, fieldWrong(field, values[field.fieldId])]);
	if (field && stuck) wrong.push([field.fieldId, t(stuck.state === "paused" ? "files.unsentPaused" : "files.unsent", { name: stuck.name })]);
	else if (field?.required && !files.items.length) wrong.push([field.fieldId, t("form.valueMissing", { name: field.name })]);
	return Object.fromEntries(wrong.filter(([, error]) => error));
}

function wish() {
	const field = filesField(), ids = files.ids;
	return { serviceDeskId: desk, requestTypeId: type, requestFieldValues: { ...fieldsRead(fields, formValues(form())), ...(field && ids.length && { [field.fieldId]: ids }) },
		...shareWish(requestType.lodge, formValues(form())) };
}

/** Back leads to the desk, not to a form that was sent. @param {{ issueKey: string }} made */
function created({ issueKey }) {
	draft.forget();
	location.replace(`${home}/${issueKey}`);
	return new Promise(() => {}); /* the button stays still until the page goes */
}

/** @param {Refused} error */
function refused(error) {
	draft.renew(error);
	if (!showErrors(error.fields)) trouble = refusal(error);
}

/** Focus goes to the first field that is wrong; its description is the error. @param {Record<string, string>} found */
function showErrors(found) {
	errors = { ...found };
	const first = fields.find(({ fieldId }) => found[fieldId]);
	if (first) editors.get(first.fieldId)?.write();
	draw();
	if (!first) return false;
	sending = false;
	document.getElementById(first.lodge.kind === "attachment" ? "files-browse" : `field-${first.fieldId}`)?.focus();
	say(t("form.errors", { n: Object.keys(found).length }));
	return true;
}

const asked = get(draftAt);
Promise.all([get(`${base}/requesttype/${type}?expand=field`), me().then(({ accountId }) => Promise.all([accountId, Draft.open(accountId, draftAt, asked)]))]).then(([answer, [accountId, kept]]) => {
	requestType = answer;
	fields = requestType.fields.requestTypeFields.filter(({ visible }) => visible !== false);
	draft = kept;
	if (!Object.keys(draft.values).length) start();
	const { fileSizeMax: sizeMax = requestType.lodge.uploadSizeMax, fileTypes } = filesField()?.lodge ?? {};
	files = new Files({ path: `${base}/attachTemporaryFile`, desk, accountId, rules: { sizeMax, types: typesOf(fileTypes) }, changed: filesChanged, redraw: draw, reason }, draft.files);
	for (const { fieldId, lodge } of fields) if (lodge.kind === "markdown") editors.set(fieldId, new Markdown(draw));
	draw();
}, (refused) => showTrouble(refused, () => location.reload()));
asked.catch(() => {}); /* whoever waits for it says why */
