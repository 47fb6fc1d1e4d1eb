/* sign-in.js - one button per provider, as links: a form's redirect to another site is refused by the pages'
 * own policy. What went wrong on the way comes back as ?problem=. */
import { html, nothing } from "lit/html.js";
import { get } from "../lib/api.js";
import { draftWaits } from "../lib/draft.js";
import { t } from "../lib/i18n.js";
import { meMaybe } from "../lib/me.js";
import { show, showTrouble } from "../lib/page.js";
import { siteName } from "../parts/header.js";
import { notice } from "../parts/notice.js";

/** @import { Person, Site } from "../lib/shapes.js" */

const query = new URLSearchParams(location.search);
const problems = ["cancelled", "expired", "unavailable", "refused", "disabled", "limited"];
const to = target(query.get("to"));

/** A path of this site or nothing: never a way to another. @param {string | null} wanted */
function target(wanted) {
	const url = wanted?.startsWith("/") && URL.canParse?.(wanted, location.origin) ? new URL(wanted, location.origin) : null;
	return url?.origin === location.origin && url.pathname !== "/sign-in" ? url.pathname + url.search : "/servicedesk/customer/portals";
}

/** @param {Site} site @param {Person} [person] who is signed in already */
const view = (site, person) => html`<div class="card sign-in">
	<img src="/logo.svg" alt="" width="48" height="48">
	<div><h1>${t("signin.title")}</h1><p class="soft" dir="auto">${site.name}</p></div>
	${told(site)}
	${person ? html`<p>${t("signin.already", { name: person.displayName })}</p><a class="button big" href=${to}>${t("signin.goOn")}</a>` : nothing}
	${site.providers.map(({ label, loginUrl }) => html`<a class="button big ${person ? "plain" : ""}" href=${start(loginUrl)}>${t("signin.with", { provider: label })}</a>`)}
	${site.providers.length ? nothing : notice(t("signin.none"))}
	${safe(site.registerUrl) ? html`<p>${t("signin.new")} <a href=${safe(site.registerUrl)}>${t("signin.register")}</a></p>` : nothing}
	${site.supportAddress ? html`<p class="soft small">${t("signin.help")} <a href="mailto:${encodeURI(site.supportAddress)}">${site.supportAddress}</a></p>` : nothing}
</div>`;

/** @param {Site} site */
function told(site) {
	const problem = query.get("problem") ?? "";
	return html`<div role="alert">${problem ? notice(t(`signin.${problems.includes(problem) ? problem : "failed"}`, { site: site.name })) : nothing}</div>
		${query.has("signedout") && !problem ? notice(t("signin.signedOut"), "good", "tick") : nothing}
		${draftWaits(to.split("?")[0]) ? notice(t("signin.kept"), "") : nothing}`;
}

/** @param {string} loginUrl */
const start = (loginUrl) => `${loginUrl}${loginUrl.includes("?") ? "&" : "?"}to=${encodeURIComponent(to)}`;

/** @param {string} [address] */
const safe = (address) => address && /^(https?:|\/(?!\/))/.test(address) ? address : "";

async function load() {
	try {
		const [site, person] = await Promise.all([get("/rest/lodge/1/site"), query.has("signedout") ? undefined : meMaybe()]);
		siteName(site.name);
		show(view(site, person), `${t("signin.title")} - ${site.name}`);
	} catch (refused) {
		showTrouble(/** @type {import("../lib/api.js").Refused} */ (refused), load);
	}
}
load();
