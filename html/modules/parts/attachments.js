/* attachments.js - how the files of a form look: browse, drop anywhere, a row for each. What happens to
 * them is told in lib/files.js. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { size, t } from "../lib/i18n.js";
import { icon } from "./icon.js";

/** @import { Files, Item } from "../lib/files.js" */

/** @param {Files} files @param {unknown} [describedBy] */
export const attachments = (files, describedBy = nothing) => html`
	<div class="drop">
		<input class="unseen" type="file" id="files-input" multiple tabindex="-1" aria-hidden="true" @change=${(/** @type {Event} */ { target }) => {
			const input = /** @type {HTMLInputElement} */ (target);
			files.add([...input.files ?? []]);
			input.value = "";
		}}>
		<button class="button plain" type="button" id="files-browse" aria-describedby=${describedBy} @click=${() => document.getElementById("files-input")?.click()}>${icon("clip", 18)}${t("files.browse")}</button>
		<span class="hint">${t("files.hint")}</span>
	</div>
	${files.items.length ? html`<ul class="files" aria-label=${t("files.list")}>${repeat(files.items, (item) => item, (item) => row(files, item))}</ul>` : nothing}
	${files.dragging ? html`<div class="drop-anywhere" aria-hidden="true">${icon("up", 40)}${t("files.drop")}</div>` : nothing}`;

/** @param {Files} files @param {Item} item */
function row(files, item) {
	const { name, state } = item, moving = state === "sending" || state === "waiting";
	const stop = t(moving ? "files.cancel" : "files.remove", { name });
	const again = t("files.again", { name });
	return html`<li class="file" data-state=${state}>
		${icon(picture(name) ? "image" : "file")}<b dir="auto">${name}</b>
		${state === "sending" ? progress(item) : html`<span class="state">${state === "failed" ? item.why : state === "waiting" ? t("files.waiting") : size(item.size)}</span>`}
		<span class="actions">
			${state === "failed" && item.file && !item.hopeless ? html`<button class="button bare icon" type="button" aria-label=${again} title=${again} @click=${() => files.again(item)}>${icon("again", 18)}</button>` : nothing}
			<button class="button bare icon" type="button" aria-label=${stop} title=${stop} @click=${() => {
				files.remove(item);
				document.getElementById("files-browse")?.focus();
			}}>${icon("close", 18)}</button>
		</span>
	</li>`;
}

/** All sent is not yet all stored: the server still writes. @param {Item} item */
const progress = ({ name, share }) => html`<progress max="1" .value=${share} aria-label=${t("files.progress", { name })}></progress>
	<span class="state">${share < 1 ? t("files.share", { share: Math.floor(share * 100) }) : t("files.storing")}</span>`;

/** @param {string} name */
export const picture = (name) => /\.(png|jpe?g|gif|webp|avif)$/i.test(name);
