/* attachments.js - how the files of a form look: browse, drop anywhere, a row for each. What happens to
 * them is told in lib/files.js. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { rulesSaid } from "../lib/file-rules.js";
import { size, t } from "../lib/i18n.js";
import { icon } from "./icon.js";

/** @import { Files, Item } from "../lib/files.js" */

/** @param {Files} files @param {string} [describedBy] */
export const attachments = (files, describedBy = "") => html`
	<div class="drop">
		<input class="unseen" type="file" id="files-input" multiple tabindex="-1" aria-hidden="true" accept=${files.about.rules.types.join(",") || nothing} @change=${(/** @type {Event} */ { target }) => {
			const input = /** @type {HTMLInputElement} */ (target);
			files.add([...input.files ?? []]);
			input.value = "";
		}}>
		<button class="button plain" type="button" id="files-browse" aria-describedby="files-rules ${describedBy}" @click=${browse}>${icon("clip", 18)}${t("files.browse")}</button>
		<span class="hint drop-hint">${t("files.hint")}</span>
		<span class="hint" id="files-rules">${rulesSaid(files.about.rules)}</span>
	</div>
	${files.items.length ? html`<ul class="files" aria-label=${t("files.list")}>${repeat(files.items, (item) => item, (item) => row(files, item))}</ul>` : nothing}
	${files.dragging ? html`<div class="drop-anywhere" aria-hidden="true">${icon("up", 40)}${t("files.drop")}</div>` : nothing}`;

const browse = () => document.getElementById("files-input")?.click();

/** @param {Files} files @param {Item} item */
function row(files, item) {
	const { name, state, chunks } = item, moving = !["ready", "failed", "begun"].includes(state);
	const going = state === "sending" || state === "lost" || state === "busy";
	return html`<li class="file" data-state=${state}>
		${icon(looksLikePicture(name) ? "image" : "file")}<b dir="auto">${name}</b>
		${going || ["paused", "begun"].includes(state) ? progress(item) : nothing}
		<span class="state">${words(item)}</span>
		<span class="actions">
			${chunks && going ? button("pause", "files.pause", name, () => files.pause(item), "pause")
				: state === "paused" ? button("play", "files.goOn", name, () => files.again(item), "pause")
				: state === "begun" || (state === "failed" && !item.file) ? button("clip", "files.choose", name, browse, "choose")
				: state === "failed" && !item.hopeless ? button("again", "files.again", name, () => files.again(item), "again") : nothing}
			${button("close", moving ? "files.cancel" : "files.remove", name, () => {
				files.remove(item);
				document.getElementById("files-browse")?.focus();
			}, "stop")}
		</span>
	</li>`;
}

/** @param {string} emblem @param {string} words @param {string} name @param {() => void} press @param {string} kind */
const button = (emblem, words, name, press, kind) => html`<button class="button bare icon" type="button" data-does=${kind} aria-label=${t(words, { name })} title=${t(words, { name })} @click=${press}>${icon(emblem, 18)}</button>`;

/** @param {Item} item */
const progress = ({ name, sent, size }) => html`<progress max="1" .value=${size ? sent / size : 0} aria-label=${t("files.progress", { name })}></progress>`;

/** All sent is not yet all stored: the server still writes. @param {Item} item */
function words({ state, sent, size: all, left, why }) {
	if (state === "ready") return size(all);
	if (state === "failed") return why;
	if (state === "waiting") return t("files.waiting");
	if (state === "sending" && sent >= all) return t("files.storing");
	const far = t("files.sent", { sent: size(sent), size: size(all) });
	if (state === "sending") return left ? `${far} · ${left}` : far;
	if (state === "begun") return t(sent ? "files.state.begun" : "files.state.begunUnknown", { far });
	return state === "paused" ? `${far} · ${t("files.state.paused")}` : t(`files.state.${state}`);
}

/** By its name alone: good for an icon. @param {string} name */
export const looksLikePicture = (name) => /\.(png|jpe?g|gif|webp|avif)$/i.test(name);
