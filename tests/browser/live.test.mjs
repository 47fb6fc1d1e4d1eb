/* live.test.mjs - what others do to a ticket is seen without loading the page again, and without pushing away who types there. */
import { accessible, comment, expect, open, raise, reply, sql, test, unique } from "./lib/visit.mjs";

const polls = (page) => {
	const asked = [];
	page.on("response", (answer) => answer.url().includes("/rest/lodge/1/changes") && asked.push({ status: answer.status(), tag: answer.request().headers()["if-none-match"] }));
	return asked;
};

test("a comment, a status and a file of somebody else appear in another tab, are said, and move nobody who types", async ({ as }) => {
	const page = await as("customer"), other = await as("customer");
	const key = await raise(other, unique("Seen live"));
	for (let i = 0; i < 14; i++) /* longer than the facts beside it, so that there is room to scroll */
		await comment(other, `An earlier one ${i}`);
	await open(page, new URL(other.url()).pathname);
	await page.evaluate(() => { window.here = true; });
	const box = reply(page).getByRole("textbox");
	await box.click();
	await box.pressSequentially("I am typing");
	const top = async () => Math.round((await box.boundingBox()).y);
	const before = await top();
	const agent = await as("agent");
	await open(agent, `/agent/${key}`);
	await comment(agent, "Here is an answer.");
	await expect(page.locator(".entry", { hasText: "Here is an answer." })).toBeVisible({ timeout: 15_000 });
	await expect(page.locator("#said")).toHaveText("There is a new comment.");
	expect(Math.abs(await top() - before)).toBeLessThanOrEqual(2);
	await expect(box).toBeFocused();
	await expect(box).toHaveValue("I am typing");
	expect(await page.evaluate(() => window.here)).toBe(true);
	await agent.locator(".facts").getByRole("button").first().click();
	await agent.getByRole("dialog").getByRole("button").last().click();
	await expect(agent.getByRole("dialog")).toBeHidden();
	const status = await page.locator("#status").textContent();
	await expect(page.locator("#status")).not.toHaveText(status, { timeout: 15_000 });
	await accessible(page, "a ticket that changed by itself");
});

test("a note of the team changes nothing on a customer's page", async ({ as }) => {
	const page = await as("customer"), agent = await as("agent");
	const key = await raise(page, unique("No note here")), note = unique("between us");
	const asked = polls(page);
	await open(agent, `/agent/${key}`);
	await agent.getByRole("radio", { name: "Internal note" }).check();
	await comment(agent, note);
	await expect(agent.locator(".entry.internal")).toContainText(note);
	const n = asked.length;
	await expect(() => expect(asked.length).toBeGreaterThan(n + 1)).toPass({ timeout: 20_000 });
	await expect(page.locator("body")).not.toContainText(note);
	await expect(page.locator(".present")).toHaveCount(0);
});

test("a page that has seen everything is told so in 304, and asks no more behind another tab", async ({ as }) => {
	const page = await as("customer");
	await raise(page, unique("Quiet"));
	await sql("UPDATE activity SET created_at = created_at - INTERVAL 2 MINUTE");
	await page.reload();
	const asked = polls(page);
	await expect(() => expect(asked.filter(({ status, tag }) => status === 304 && tag).length).toBeGreaterThan(1)).toPass({ timeout: 25_000 });
	await page.evaluate(() => {
		Object.defineProperty(document, "hidden", { configurable: true, value: true });
		document.dispatchEvent(new Event("visibilitychange"));
	});
	const n = asked.length;
	await page.waitForTimeout(7000); /* that nothing happens takes its time to see */
	expect(asked.length).toBe(n);
	await page.evaluate(() => {
		Object.defineProperty(document, "hidden", { configurable: true, value: false });
		document.dispatchEvent(new Event("visibilitychange"));
	});
	await expect(() => expect(asked.length).toBeGreaterThan(n)).toPass({ timeout: 2000 });
});

test("agents see who else is at a ticket, and who writes, until they go", async ({ as }) => {
	const customer = await as("customer"), key = await raise(customer, unique("Crowded"));
	const agent = await as("agent"), admin = await as("admin");
	await open(agent, `/agent/${key}`);
	await open(admin, `/agent/${key}`);
	await expect(agent.locator(".present")).toContainText("is here", { timeout: 15_000 });
	await accessible(agent, "a ticket with somebody else there");
	await reply(admin).getByRole("textbox").pressSequentially("Well,");
	await expect(agent.locator(".present .writing")).toContainText("is writing", { timeout: 15_000 });
	await expect(customer.locator(".present")).toHaveCount(0);
	await admin.goto("/agent");
	await expect(agent.locator(".present li")).toHaveCount(0, { timeout: 15_000 });
});
