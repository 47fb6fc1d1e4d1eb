/* visit.mjs - people at their browsers. `as("customer")` is a page of somebody who has signed in at the real provider (once
 * for all tests; `fresh: true` signs in anew, for tests that end the session). Whatever a page says on its console fails the
 * test, but for the answers that the test names beforehand: page.expects(401, 503, "net::ERR_FAILED"). */
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect } from "@playwright/test";
import { stack } from "../../stack/test-stack.mjs";
import { sql } from "../../api/lib/operator.mjs";

export { expect, sql };
export const HOME = "/servicedesk/customer/portal/55";
export const SUPPORT = `${HOME}/create/5501`;
export const QUOTAS = `${HOME}/create/5504`;
export const REQUESTS = "/servicedesk/customer/user/requests";
const PASSWORD = "demo";
/* Of a browser that shows a page before its fading to it could begin (@view-transition): no script of ours is in it. */
const TOO_LATE = "exception: Transition was aborted because of invalid state. Page already revealed";

/* A word that no other test and no other run has used. */
export const unique = (what) => `${what} ${Math.random().toString(36).slice(2, 10)}`;

export const test = base.extend({
	kept: [async ({}, use) => use(new Map()), { scope: "worker" }],

	as: async ({ browser, kept }, use) => {
		const visits = [];
		await sql("DELETE FROM draft; DELETE FROM reply_draft; DELETE FROM presence"); /* what another test typed would be there on every device */
		await use(async (who, { fresh = false, tenant = "copernicus", ...options } = {}) => {
			const name = `${who}@${tenant}`, site = { baseURL: stack.origin(tenant) };
			if (!fresh && who && !kept.has(name))
				kept.set(name, await session(browser, who, site));
			const context = await browser.newContext({ acceptDownloads: true, ...site, ...options, ...(!fresh && who ? { storageState: kept.get(name) } : {}) });
			const page = watched(await context.newPage());
			visits.push({ context, page });
			if (fresh)
				await signIn(page, who);
			return page;
		});
		const said = visits.flatMap(({ page }) => page.said());
		for (const { context } of visits)
			await context.close();
		expect(said, "what the pages said on their consoles").toEqual([]);
	},
});

/* Cookies and what the browser remembers, after a sign-in by hand. */
async function session(browser, who, site) {
	const context = await browser.newContext(site);
	await signIn(await context.newPage(), who);
	const state = await context.storageState();
	await context.close();
	return state;
}

export async function signIn(page, who, to = "/servicedesk/customer/portals") {
	await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
	await passProvider(page, who);
	await expect(page.locator("main")).not.toHaveAttribute("aria-busy", "true");
}

/* From the sign-in page through the provider's own page; a provider that still knows the person asks nothing. */
export async function passProvider(page, who) {
	const site = new URL(page.url()).host, [tenant] = site.split(".");
	await page.getByRole("link", { name: /Continue with/ }).first().click();
	const name = page.locator("input[name=username]");
	const back = page.waitForURL((url) => url.host === site && !/^\/(auth|sign-in)/.test(url.pathname), { timeout: 15_000 });
	await Promise.race([name.waitFor({ timeout: 15_000 }), back]);
	if (await name.isVisible()) {
		await name.fill(`${who}@${tenant}.example`);
		await page.locator("input[name=password]").fill(PASSWORD);
		await page.locator("input[name=password]").press("Enter");
	}
	await back;
}

/* The session ends, as it does by itself after some hours: the page does not learn of it. */
export const endSession = (page) => page.evaluate(async () => {
	const { ok } = await fetch("/auth/logout", { method: "POST" });
	if (!ok) throw new Error("the session did not end");
});

function watched(page) {
	const said = [], statuses = new Set();
	const foreseen = (text) => [...statuses].some((status) => text.includes(typeof status === "number" ? `status of ${status}` : status));
	const ours = () => new URL(page.url()).hostname.endsWith(".localhost"); /* the provider's page is not */
	page.on("console", (message) => ours() && said.push(`${message.type()}: ${message.text()} (${page.url()})`));
	page.on("pageerror", (error) => ours() && said.push(`exception: ${error.message} (${page.url()})`));
	page.expects = (...more) => more.forEach((status) => statuses.add(status));
	page.said = () => said.filter((text) => !foreseen(text) && !text.startsWith(TOO_LATE));
	return page;
}

/* The page has its answer, whatever it is. */
export async function open(page, path) {
	await page.goto(path);
	await settled(page);
}

export const settled = (page) => expect(page.locator("main")).toHaveAttribute("aria-busy", "false");

/* No violation that keeps anybody out, of WCAG 2.2 A and AA and of axe's best practices. */
export async function accessible(page, what) {
	await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect.getTiming().iterations !== Infinity).map((animation) => animation.finished.catch(() => {}))));
	const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze(); /* a mail's frame runs no script, not even this one */
	const found = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
	expect(found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`), `axe: ${what}`).toEqual([]);
}

export const nothingSideways = async (page, what) =>
	expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `sideways: ${what}`).toBeLessThanOrEqual(0);

/* Raises a request by the page; gives its key. */
export async function raise(page, summary, { description = "What happened.", files = [] } = {}) {
	await open(page, SUPPORT);
	await page.getByLabel("Summary").fill(summary);
	await page.getByRole("textbox", { name: /Description/ }).fill(description);
	if (files.length) {
		await page.locator("#files-input").setInputFiles(files);
		await expect(page.locator(".file[data-state=ready]")).toHaveCount(files.length);
	}
	await page.getByRole("button", { name: "Create", exact: true }).click();
	return ticketKey(page);
}

/* Where Create leads to. */
export async function ticketKey(page) {
	await page.waitForURL(/\/portal\/55\/CDSE-\d+$/);
	await settled(page);
	return page.url().split("/").pop();
}

/* The next POST arrives and is answered, and the answer is lost on its way back. */
export const loseAnswer = (page) => page.evaluate(() => {
	const real = window.fetch;
	window.fetch = async (...asked) => {
		if (asked[1]?.method !== "POST") return real(...asked);
		window.fetch = real;
		await real(...asked);
		throw new TypeError("connection reset");
	};
});

export const file = (name, text = "hello", mimeType = "text/plain") => ({ name, mimeType, buffer: Buffer.from(text) });

/* Files onto the page, as if dragged from the desktop; `type` is "drop" or "paste". */
export const give = (page, type, files) => page.evaluate(([type, files]) => {
	const data = new DataTransfer();
	for (const { name, text, mimeType } of files)
		data.items.add(new File([text], name, { type: mimeType ?? "text/plain" }));
	const foot = document.querySelector("footer");
	if (type === "paste")
		return foot.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
	for (const step of ["dragenter", "dragover", "drop"])
		foot.dispatchEvent(new DragEvent(step, { dataTransfer: data, bubbles: true, cancelable: true }));
}, [type, files]);

export const reply = (page) => page.locator("form.reply");

export async function comment(page, text) {
	await reply(page).getByRole("textbox").fill(text);
	await reply(page).locator(".reply-foot button").last().click();
	await expect(page.locator(".entry", { hasText: text })).toBeVisible();
}
