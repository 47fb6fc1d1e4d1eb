/* share.js - with whom a new request is shared: the choice of who belongs to an organisation, as the desk does it unless they say otherwise. */
import { html, nothing } from "lit/html.js";
import { t } from "../lib/i18n.js";

/** @import { RequestType } from "../lib/shapes.js" */

/** Its name in the form and its draft, which no field has. */
export const shareName = "lodge-share";
const all = "all", nobody = "nobody";

/** What is chosen without a word. @param {RequestType["lodge"]} about */
const usual = ({ organizations = [], sharedByDefault }) => !sharedByDefault ? nobody : organizations.length > 1 ? all : organizations[0].id;

/** @param {RequestType["lodge"]} about @param {string} [chosen] */
export function shareRow(about, chosen = about.organizations && usual(about)) {
	const { organizations } = about;
	if (!organizations) return nothing;
	const choices = [[nobody, t("create.private")], ...organizations.map(({ id, name }) => [id, name]), ...organizations.length > 1 ? [[all, t("create.shareAll")]] : []];
	return html`<div class="field"><label for="share">${t("create.share")}</label><p class="hint" id="share-hint">${t("create.shareHint")}</p>
		<select class="control" id="share" name=${shareName} dir="auto" aria-describedby="share-hint">${choices.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`)}</select></div>`;
}

/** The part of the new request that says it. @param {RequestType["lodge"]} about @param {Record<string, string[]>} values */
export function shareWish({ organizations }, values) {
	const chosen = values[shareName]?.[0];
	if (!organizations || !chosen) return {};
	return { organizationIds: chosen === nobody ? [] : organizations.map(({ id }) => id).filter((id) => chosen === all || chosen === id) };
}
