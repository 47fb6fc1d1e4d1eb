/* gallery.js - the files of a ticket: pictures as a grid of small ones, the others as rows. What is not known to be harmless
 * says so, and is no link. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { local, serverTime } from "../lib/api.js";
import { size, t } from "../lib/i18n.js";
import { looksLikePicture } from "./attachments.js";
import { icon } from "./icon.js";

/** @import { Attachment } from "../lib/shapes.js" */
/** @typedef {{ view: (file: Attachment) => void, about: (file: Attachment) => void }} Handlers */

/** @param {Attachment[]} files @param {Handlers} on */
export function gallery(files, on) {
	const small = files.filter(hasThumbnail), rest = files.filter((file) => !hasThumbnail(file));
	return html`
		${small.length ? html`<ul class="thumbs" aria-label=${t("file.pictures")}>${repeat(small, ({ id }) => id, (file) => thumbnail(file, on))}</ul>` : nothing}
		${fileRows(rest, on)}`;
}

/** @param {Attachment[]} files @param {Handlers} on */
export const fileRows = (files, on) => files.length ? html`<ul class="files">${repeat(files, ({ id }) => id, (file) => row(file, on))}</ul>` : nothing;

/** @param {Attachment} file */
export const isGiven = ({ lodge: { verdict } }) => verdict === "passed" || verdict === "unscanned";

/** @param {Attachment} file */
export const isChecked = ({ lodge: { verdict } }) => verdict !== "checking" && verdict !== "scanning";

/** What the viewer shows: the types that the server lets a browser open. @param {Attachment} file */
export const isPicture = (file) => file.lodge.verdict === "passed" && /^image\/(png|jpeg|gif|webp)$/.test(file.mimeType);

const drawn = 60e3; /* ms in which a small picture is drawn, if ever */

/** Its small picture may still come. @param {Attachment} file */
export const isDrawn = (file) => isPicture(file) && !file.lodge.thumbnail && serverTime() - file.created.epochMillis < drawn;

/** @param {Attachment} file */
const hasThumbnail = (file) => isPicture(file) && file.lodge.thumbnail;

/** The way to keep it as a file: a picture would open in place of the page. @param {Attachment} file */
export const saved = (file) => `${local(file._links.content)}?download=true`;

/** "PNG", by the name that the person gave it, else by what it is. @param {Attachment} file */
export const kindOf = ({ filename, mimeType }) => (filename.match(/\.([a-z0-9]{1,5})$/i)?.[1] ?? mimeType.replace(/^.*\/(x-|vnd\.)?/, "").slice(0, 12)).toUpperCase();

/** @param {Attachment} file @param {Handlers} on */
const thumbnail = (file, on) => html`<li class="thumb">
	<button type="button" class="thumb-open" data-view=${file.id} aria-label=${t("file.view", { name: file.filename })} @click=${() => on.view(file)}>
		<img src=${local(file._links.thumbnail)} alt="" loading="lazy" decoding="async" @error=${broken}>${icon("image", 32)}</button>
	<span class="thumb-foot">${link(file, on)}${details(file, on)}</span>
</li>`;

/** Without its small picture it is still there. @param {Event} event */
const broken = ({ target }) => /** @type {HTMLElement} */ (target).remove();

/** @param {Attachment} file @param {Handlers} on */
const row = (file, on) => html`<li class="file" data-verdict=${file.lodge.verdict}>
	${icon(file.lodge.verdict === "infected" ? "warn" : looksLikePicture(file.filename) ? "image" : "file")}
	<b>${isGiven(file) ? link(file, on) : html`<span dir="auto">${file.filename}</span>`}</b>
	<span class="state">${said(file)}</span>
	<span class="actions">
		${(isGiven(file) && file.lodge.preview) || isPicture(file) ? button("eye", "file.view", file, () => on.view(file), file.id) : nothing}
		${details(file, on)}
	</span></li>`;

/** The answer is a 303 to the file, which the browser saves; what nobody has looked at is warned of first. @param {Attachment} file @param {Handlers} on */
const link = (file, on) => html`<a href=${saved(file)} dir="auto" @click=${(/** @type {Event} */ event) => {
	if (file.lodge.verdict !== "unscanned") return;
	event.preventDefault();
	on.about(file);
}}>${file.filename}</a>`;

/** @param {Attachment} file @param {Handlers} on */
const details = (file, on) => button("info", "file.details", file, () => on.about(file));

/** @param {string} emblem @param {string} words @param {Attachment} file @param {() => void} press @param {unknown} [views] */
const button = (emblem, words, { filename: name }, press, views = nothing) => html`<button class="button bare icon" type="button" data-view=${views} aria-label=${t(words, { name })} title=${t(words, { name })} @click=${press}>${icon(emblem, 18)}</button>`;

/** @param {Attachment} file */
function said(file) {
	const { verdict, finding } = file.lodge, plain = `${size(file.size)} · ${kindOf(file)}`;
	if (verdict === "passed") return plain;
	if (verdict === "infected" && finding) return t("file.infectedBy", { finding });
	const words = t(`file.verdict.${verdict}`);
	if (verdict === "unscanned") return html`${plain} · <span class="warning">${words}</span>`;
	return isChecked(file) ? words : html`<span class="checking">${words}</span>`;
}
