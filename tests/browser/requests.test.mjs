/* requests.test.mjs - finding a request again: mine and all, filters that live in the address, search, pages. */
import { REQUESTS, accessible, expect, open, raise, settled, test, unique } from "./lib/visit.mjs";

const rows = (page) => page.locator(".table tbody tr");

test("My requests are mine, All requests are also my organisation's and those I take part in", async ({ as }) => {
	const page = await as("customer");
	await raise(await as("colleague"), unique("A colleague's"));
	await open(page, `${REQUESTS}?reporter=mine`);
	await accessible(page, "requests");
	await expect(rows(page).first()).toContainText("Anna Nowak");
	await expect(page.getByText("Jon Bell")).toHaveCount(0);
	await page.getByText("All requests", { exact: true }).last().click();
	await page.waitForURL(/reporter=all/);
	await expect(page.getByText("Jon Bell").first()).toBeVisible();
});

test("a filter lives in the address: reload, Back and a copied link show the same", async ({ as }) => {
	const page = await as("customer");
	await open(page, `${REQUESTS}?reporter=all`);
	await page.getByLabel("Status").selectOption("closed");
	await page.waitForURL(/status=closed/);
	await settled(page);
	const statuses = await rows(page).locator(".lozenge").allInnerTexts();
	expect(statuses.length).toBeGreaterThan(0);
	expect(statuses.every((status) => /Closed|Resolved/.test(status)), statuses.join()).toBe(true);
	const shown = await rows(page).allInnerTexts();
	await page.reload();
	await settled(page);
	await expect(page.getByLabel("Status")).toHaveValue("closed");
	expect(await rows(page).count()).toBe(shown.length);
	await page.getByLabel("Status").selectOption({ label: "In progress" });
	await page.waitForURL(/status=In(\+|%20)progress/);
	await settled(page);
	for (const status of await rows(page).locator(".lozenge").allInnerTexts())
		expect(status.trim()).toBe("In progress");
	await page.goBack();
	await page.waitForURL(/status=closed/);
	await settled(page);
	await expect(page.getByLabel("Status")).toHaveValue("closed");
	await expect(rows(page)).toHaveCount(shown.length);
});

test("the search looks into summary, description and comments while one types, and keeps the focus", async ({ as }) => {
	const page = await as("customer"), word = unique("zebrafish").replace(" ", "");
	const key = await raise(page, "Searched", { description: `It is about ${word}.` });
	await open(page, REQUESTS);
	await page.getByLabel("Search").pressSequentially(word, { delay: 20 });
	await page.waitForURL(new RegExp(`q=${word}`));
	await expect(rows(page)).toHaveCount(1);
	await expect(rows(page)).toContainText(key);
	await expect(page.getByLabel("Search")).toBeFocused();
	await expect(page.getByLabel("Search")).toHaveValue(word);
	await expect(page.locator("#said")).toHaveText("1 request");
});

test("an answer that comes after a newer question is dropped", async ({ as }) => {
	const page = await as("customer");
	await open(page, `${REQUESTS}?reporter=mine`);
	let free;
	const late = new Promise((resolve) => { free = resolve; });
	await page.route(/requests\?.*q=slow/, async (route) => { await late; await route.continue().catch(() => {}); });
	await page.getByLabel("Search").fill("slow");
	await page.waitForURL(/q=slow/);
	await page.getByLabel("Search").fill("nothing-is-called-so");
	await page.waitForURL(/q=nothing/);
	await expect(page.getByText("No requests here")).toBeVisible();
	free();
	await page.waitForTimeout(300);
	await expect(page.getByText("No requests here")).toBeVisible();
	await accessible(page, "requests, none");
});

test("a request type narrows the list", async ({ as }) => {
	const page = await as("customer");
	await open(page, `${REQUESTS}?reporter=all`);
	await page.getByLabel("Request type").selectOption({ label: "Data access" });
	await page.waitForURL(/requestTypeId=\d+/);
	await settled(page);
	expect(await rows(page).count()).toBeGreaterThan(0);
	for (const text of await rows(page).allInnerTexts())
		expect(text).toContain("Data access");
});

test("the next page is reached by the link that the API gave, and leads back", async ({ as }) => {
	const page = await as("customer");
	await open(page, `${REQUESTS}?reporter=all&limit=2`);
	const first = await rows(page).allInnerTexts();
	expect(first.length).toBe(2);
	await page.getByRole("link", { name: "Older requests" }).click();
	await page.waitForURL(/start=2/);
	await settled(page);
	const second = await rows(page).allInnerTexts();
	expect(second.some((row) => first.includes(row))).toBe(false);
	expect(new URL(page.url()).searchParams.get("reporter")).toBe("all");
	await page.goBack();
	await settled(page);
	await expect(rows(page).first()).toContainText(first[0].split("\n")[0]);
});
