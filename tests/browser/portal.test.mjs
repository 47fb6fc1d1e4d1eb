/* portal.test.mjs - the front doors: the list of desks, a desk's request types, what is not there. */
import { HOME, REQUESTS, accessible, expect, open, test } from "./lib/visit.mjs";

test("the list of desks leads to the desk, the desk to a form", async ({ as }) => {
	const page = await as("customer");
	await open(page, "/");
	await accessible(page, "portals");
	await page.getByRole("link", { name: "Copernicus Data Space" }).last().click();
	await page.waitForURL(`**${HOME}`);
	await expect(page.getByRole("note")).not.toBeEmpty();
	await accessible(page, "portal");
	await page.getByRole("link", { name: "Technical support" }).click();
	await page.waitForURL(/\/create\/\d+$/);
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("Technical support");
});

test("the search finds request types by name and description, and says so when nothing matches", async ({ as }) => {
	const page = await as("customer");
	await open(page, HOME);
	const tiles = page.locator(".tile"), box = page.getByRole("searchbox");
	const all = await tiles.count();
	expect(all).toBeGreaterThan(2);
	await box.fill("QUOTAS usage");
	await expect(tiles).toHaveCount(1);
	await expect(page.locator("#said")).toHaveText("1 request type");
	await box.fill("no such thing at all");
	await expect(page.locator("main")).toContainText("Nothing matches");
	await accessible(page, "portal without a match");
	await box.fill("");
	await expect(tiles).toHaveCount(all);
});

test("a group's address shows that group alone", async ({ as }) => {
	const page = await as("customer");
	await open(page, HOME);
	const all = await page.locator(".tile").count();
	await page.getByRole("navigation", { name: "Groups" }).getByRole("link", { name: "Account" }).click();
	await page.waitForURL(/\/group\/\d+$/);
	await expect(page.getByRole("link", { name: "Account", exact: true })).toHaveAttribute("aria-current", "page");
	expect(await page.locator(".tile").count()).toBeLessThan(all);
});

test("an unknown desk and a made-up address both say that there is nothing here", async ({ as }) => {
	const page = await as("customer");
	page.expects(404);
	await open(page, "/servicedesk/customer/portal/999999");
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
	await accessible(page, "an unknown desk");
	const answer = await page.goto("/servicedesk/customer/nothing-like-it");
	expect(answer.status()).toBe(404);
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
	await accessible(page, "an unknown page");
});

test("the Requests menu shows how many are open and leads to mine and to all", async ({ as }) => {
	const page = await as("customer");
	await open(page, HOME);
	const { open: count } = await page.evaluate(async () => (await fetch("/rest/lodge/1/me")).json());
	const menu = page.locator("#nav-requests");
	await expect(menu.locator(".count")).toContainText(String(count));
	await menu.locator("summary").click();
	await accessible(page, "the Requests menu");
	await page.keyboard.press("Escape");
	await expect(menu.getByRole("link", { name: "My requests" })).toBeHidden();
	await expect(menu.locator("summary")).toBeFocused();
	await page.keyboard.press("Enter");
	await menu.getByRole("link", { name: "All requests" }).click();
	await page.waitForURL(`**${REQUESTS}?reporter=all`);
});

test("when the service does not answer, the page says so calmly and a retry brings it", async ({ as }) => {
	const page = await as("customer");
	page.expects(503);
	await page.route("**/rest/lodge/1/portal/55", (route) => route.fulfill({ status: 503, headers: { "retry-after": "1" }, json: { errorMessage: "down" } }));
	await open(page, HOME);
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("This did not load");
	await accessible(page, "trouble");
	await page.unroute("**/rest/lodge/1/portal/55");
	await page.getByRole("button", { name: "Try again" }).click();
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("How can we help?");
});
