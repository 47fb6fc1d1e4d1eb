/* agent-live.test.mjs - two people at one desk: what one does is seen by the other where it stands, and nothing jumps. */
import { comment, expect, open, raise, test, unique } from "./lib/visit.mjs";

const OPEN = "/agent/desk/55/queue/5";
const row = (page, text) => page.locator(".grid tbody tr", { hasText: text });
const focused = (page) => page.evaluate(() => document.activeElement?.closest("tr")?.dataset.key);

test("rows that others change are marked in their place; new ones are announced and wait", async ({ as }) => {
	test.slow();
	const word = unique("live").replace(" ", ""), customer = await as("customer");
	const older = await raise(customer, `First ${word}`), newer = await raise(customer, `Second ${word}`);
	const watcher = await as("agent");
	await open(watcher, `${OPEN}?q=${word}`);
	await watcher.keyboard.press("j");
	await watcher.keyboard.press("j");
	const other = await as("admin");
	await open(other, `/agent/${older}`);
	await other.keyboard.press("i");
	await expect(row(watcher, older)).toContainText("Sara Ek", { timeout: 30_000 });
	await expect(row(watcher, older)).toHaveAttribute("data-mark", "changed");
	await expect(watcher.locator(".grid tbody tr").first(), "it stays where it was").toContainText(newer);
	expect(await focused(watcher)).toBe(older);
	await expect(watcher.locator("#said")).toHaveText("1 changed");
	const third = await raise(customer, `Third ${word}`);
	await expect(watcher.locator(".news")).toContainText("2 changed", { timeout: 30_000 });
	await expect(row(watcher, third)).toHaveCount(0);
	await open(other, `/agent/${newer}`);
	await comment(other, "This is solved.");
	await other.getByRole("button", { name: "Close request" }).click();
	await other.getByRole("dialog").getByRole("button", { name: "Close request" }).click();
	await expect(row(watcher, newer)).toHaveAttribute("data-mark", "gone", { timeout: 30_000 });
	await watcher.keyboard.press("r");
	await expect(row(watcher, third)).toBeVisible();
	await expect(row(watcher, newer)).toHaveCount(0);
	await expect(watcher.locator(".news")).toHaveCount(0);
});

test("two agents at one ticket see each other, and who writes", async ({ as }) => {
	test.slow();
	const customer = await as("customer"), key = await raise(customer, unique("For two"));
	const one = await as("agent"), two = await as("admin");
	await open(one, `/agent/${key}`);
	await open(two, `/agent/${key}`);
	await expect(one.locator(".present")).toContainText("Sara Ek", { timeout: 30_000 });
	await two.keyboard.press("n");
	await two.keyboard.type("I take this");
	await expect(one.locator(".present .writing")).toContainText("Sara Ek", { timeout: 30_000 });
	await two.keyboard.press("Control+Enter");
	await expect(one.locator(".entry.internal", { hasText: "I take this" }), "and the note without a reload").toBeVisible({ timeout: 30_000 });
	await two.close();
	await expect(one.locator(".present li")).toHaveCount(0, { timeout: 90_000 });
});
