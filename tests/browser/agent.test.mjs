/* agent.test.mjs - the desk: queues with counts, a table that goes by keys, what is done to many tickets at once, queues of one's own. */
import { HOME, accessible, expect, nothingSideways, open, raise, settled, sql, test, unique } from "./lib/visit.mjs";

const queue = (page, name) => page.getByRole("navigation", { name: "Queues" }).getByRole("link", { name });
const row = (page, text) => page.locator(".grid tbody tr", { hasText: text });
const focused = (page) => page.evaluate(() => document.activeElement?.closest("tr")?.dataset.key ?? document.activeElement?.id ?? "");
const DESK = "/agent/desk/55/queue";
const OPEN = `${DESK}/5`;

/* Keys of new tickets, the newest last. */
async function raised(as, ...summaries) {
	const customer = await as("customer"), keys = [];
	for (const summary of summaries)
		keys.push(await raise(customer, summary));
	return keys;
}

test("the way to the desk leads to a queue, which says how many tickets wait in each", async ({ as }) => {
	const [key] = await raised(as, unique("For the agent"));
	const page = await as("agent");
	await open(page, HOME);
	await page.getByRole("link", { name: "Agent", exact: true }).click();
	await page.waitForURL(/\/agent\/desk\/55\/queue\/1$/);
	await settled(page);
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("Unassigned");
	await expect(row(page, key)).toBeVisible();
	const [[n]] = await sql("SELECT COUNT(*) n FROM ticket WHERE tenant_id = 1 AND desk_id = 55 AND NOT done AND assignee_id IS NULL");
	await expect(queue(page, "Unassigned")).toContainText(n);
	await accessible(page, "desk");
	await queue(page, "All open").click();
	await page.waitForURL(`**${OPEN}`);
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("All open");
	await page.goto("/agent");
	await page.waitForURL(`**${OPEN}`);
	await expect(page.getByRole("heading", { level: 1 }), "where one was last").toHaveText("All open");
});

test("keys move, choose and open, and are no keys while somebody types", async ({ as }) => {
	const word = unique("keys").replace(" ", ""), [older, newer] = await raised(as, `First ${word}`, `Second ${word}`);
	const page = await as("agent");
	await open(page, `${OPEN}?q=${word}`);
	await expect(row(page, word)).toHaveCount(2);
	await page.keyboard.press("j");
	expect(await focused(page)).toBe(newer);
	await page.keyboard.press("j");
	expect(await focused(page)).toBe(older);
	await page.keyboard.press("ArrowUp");
	expect(await focused(page)).toBe(newer);
	await page.keyboard.press("x");
	await expect(page.getByRole("checkbox", { name: `Select ${newer}` })).toBeChecked();
	await expect(page.locator("#said")).toHaveText("1 selected");
	await page.keyboard.press("Escape");
	await expect(page.getByRole("checkbox", { name: `Select ${newer}` })).not.toBeChecked();
	await page.keyboard.press("/");
	expect(await focused(page)).toBe("q");
	await page.keyboard.type("jx?");
	await expect(page.getByRole("searchbox"), "what stood there was marked").toHaveValue("jx?");
	await expect(page.getByRole("dialog")).toHaveCount(0);
	await page.getByRole("searchbox").fill(word);
	await page.getByRole("searchbox").blur();
	await expect(row(page, word)).toHaveCount(2);
	await page.keyboard.press("?");
	await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
	await accessible(page, "the keys");
	await page.keyboard.press("j");
	await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" }), "a dialog has its keys for itself").toBeVisible();
	await page.getByRole("checkbox", { name: "Single keys act" }).uncheck();
	await page.keyboard.press("Escape");
	await page.getByRole("checkbox", { name: `Select ${newer}` }).focus();
	await page.keyboard.press("j");
	expect(await focused(page), "turned off").toBe(newer);
	await page.evaluate(() => localStorage.removeItem("keys"));
	await page.keyboard.press("j");
	expect(await focused(page)).toBe(older);
	await page.keyboard.press("Enter");
	await page.waitForURL(`**/agent/${older}`);
	await settled(page);
	await page.keyboard.press("k");
	await page.waitForURL(`**/agent/${newer}`);
	await settled(page);
	await page.keyboard.press("g");
	await page.keyboard.press("q");
	await page.waitForURL(`**${OPEN}?q=${word}`);
});

test("one row is in the order of Tab; headings sort and say so", async ({ as }) => {
	const word = unique("sorted").replace(" ", ""), [older, newer] = await raised(as, `First ${word}`, `Second ${word}`);
	await sql(`UPDATE ticket SET priority = 1 WHERE ticket_key = '${older}'`);
	const page = await as("agent");
	await open(page, `${OPEN}?q=${word}`);
	expect(await page.locator(".grid tbody a[tabindex='0']").count()).toBe(1);
	await expect(page.locator(".grid tbody tr").first()).toContainText(newer);
	await page.getByRole("link", { name: "Priority" }).click();
	await page.waitForURL(/sort=priority/);
	await expect(page.locator(".grid tbody tr").first()).toContainText(older);
	await expect(page.getByRole("columnheader", { name: "Priority" })).toHaveAttribute("aria-sort", "ascending");
	await expect(row(page, older)).toContainText("Highest");
	expect(new URL(page.url()).searchParams.get("q")).toBe(word);
	await page.getByRole("link", { name: "Priority" }).click();
	await expect(page.locator(".grid tbody tr").first()).toContainText(newer);
	await page.goBack();
	await expect(page.locator(".grid tbody tr").first()).toContainText(older);
	await page.reload();
	await settled(page);
	await expect(page.locator(".grid tbody tr").first()).toContainText(older);
});

test("columns are chosen for a queue and kept in this browser", async ({ as }) => {
	const page = await as("agent");
	await open(page, OPEN);
	const columns = () => page.locator(".grid thead th").allInnerTexts().then((names) => names.map((name) => name.trim()).filter(Boolean));
	expect(await columns()).not.toContain("Created");
	await page.getByText("View", { exact: true }).click();
	await page.getByRole("checkbox", { name: "Created" }).check();
	await page.getByRole("checkbox", { name: "Raised by" }).uncheck();
	await page.getByRole("checkbox", { name: "Compact rows" }).uncheck();
	await accessible(page, "the view's menu");
	await page.reload();
	await settled(page);
	expect(await columns()).toEqual(["Key", "Summary", "Status", "Priority", "Assignee", "Created", "Updated"]);
	await expect(page.locator(".grid")).not.toHaveClass(/compact/);
	await page.getByText("View", { exact: true }).click();
	await page.getByRole("button", { name: "The queue's own columns" }).click();
	expect(await columns()).toContain("Raised by");
});

test("letters of new requests are asked for, and not any more", async ({ as }) => {
	const page = await as("agent"), wish = page.getByRole("button", { name: "Mail me new ones" });
	const rows = async () => Number((await sql("SELECT COUNT(*) n FROM desk_watch WHERE tenant_id = 1 AND desk_id = 55"))[0][0]);
	await sql("DELETE FROM desk_watch WHERE tenant_id = 1");
	await open(page, OPEN);
	await expect(wish).toHaveAttribute("aria-pressed", "false");
	await wish.click();
	await expect(wish).toHaveAttribute("aria-pressed", "true");
	await expect(page.locator("#said")).toHaveText("You get a letter of each new request on this desk.");
	await accessible(page, "letters asked for");
	expect(await rows()).toBe(1);
	await page.reload();
	await expect(wish, "it is kept").toHaveAttribute("aria-pressed", "true");
	await wish.click();
	await expect(wish).toHaveAttribute("aria-pressed", "false");
	expect(await rows()).toBe(0);
});

test("a queue of one's own: saved from what is in sight, changed, removed", async ({ as }) => {
	const [key] = await raised(as, unique("Urgent"));
	await sql(`UPDATE ticket SET priority = 1 WHERE ticket_key = '${key}'`);
	const page = await as("agent"), name = unique("Urgent ones");
	await open(page, `${DESK}/1`);
	await page.getByRole("button", { name: "Save as a queue" }).click();
	const dialog = page.getByRole("dialog");
	await dialog.getByRole("button", { name: "Save" }).click();
	await expect(dialog.getByText("Name is needed.")).toBeVisible();
	await expect(dialog.getByLabel("Name")).toBeFocused();
	await accessible(page, "a queue without a name");
	await dialog.getByLabel("Name").fill(name);
	await expect(dialog.getByLabel("Assigned to")).toHaveValue("nobody");
	await dialog.getByLabel("At least as urgent as").selectOption("Highest");
	await dialog.getByRole("button", { name: "Save" }).click();
	await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
	await expect(row(page, key)).toBeVisible();
	await expect(queue(page, name)).toHaveAttribute("aria-current", "page");
	const other = await as("admin");
	await open(other, OPEN);
	await expect(queue(other, name), "the whole desk has it").toBeVisible();
	await page.getByRole("button", { name: "Edit this queue" }).click();
	await dialog.getByLabel("Name").fill(`${name} changed`);
	await dialog.getByRole("button", { name: "Save" }).click();
	await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${name} changed`);
	await page.getByRole("button", { name: "Edit this queue" }).click();
	await dialog.getByRole("button", { name: "Remove this queue" }).click();
	await expect(dialog).toContainText("Its tickets stay as they are");
	await dialog.getByRole("button", { name: "Remove it" }).click();
	await expect(queue(page, name)).toHaveCount(0);
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("Unassigned");
});

test("many at once: shift takes all between, and what could not be done is said with its reason", async ({ as }) => {
	test.slow();
	const word = unique("bulk").replace(" ", ""), keys = await raised(as, `One ${word}`, `Two ${word}`, `Three ${word}`);
	const page = await as("agent");
	await open(page, `${OPEN}?q=${word}`);
	await page.getByRole("checkbox", { name: `Select ${keys[2]}` }).click();
	await page.getByRole("checkbox", { name: `Select ${keys[0]}` }).click({ modifiers: ["Shift"] });
	await expect(page.getByRole("checkbox", { name: `Select ${keys[1]}` })).toBeChecked();
	const bar = page.getByRole("region", { name: "Selected tickets" }), dialog = page.getByRole("dialog");
	await expect(bar).toContainText("3 selected");
	await accessible(page, "desk with chosen tickets");
	await bar.getByRole("button", { name: "Assign" }).click();
	await dialog.getByRole("combobox").fill("Sara");
	await expect(dialog.getByRole("option", { name: /Sara Ek/ })).toBeVisible();
	await accessible(page, "the assignee's box");
	await page.keyboard.press("Enter");
	await expect(dialog.getByRole("combobox")).toHaveValue("Sara Ek");
	await dialog.getByRole("button", { name: "Assign" }).click();
	await expect(page.locator("#said")).toHaveText("3 tickets are changed.");
	for (const key of keys)
		await expect(row(page, key)).toContainText("Sara Ek");
	await expect(bar, "they are still chosen").toContainText("3 selected");
	await page.keyboard.press("p");
	await dialog.getByRole("radio", { name: "High", exact: true }).check();
	await dialog.getByRole("button", { name: "Set the priority" }).click();
	for (const key of keys)
		await expect(row(page, key)).toContainText("High");
	/* One of them is elsewhere by now. */
	await sql(`UPDATE ticket t JOIN status s ON s.tenant_id = 1 AND s.name = 'In progress' SET t.status_id = s.id WHERE t.ticket_key = '${keys[1]}'`);
	await bar.getByRole("button", { name: "Move on" }).click();
	await dialog.getByRole("radio", { name: "Start work" }).check();
	await dialog.getByRole("button", { name: "Move on" }).click();
	await expect(dialog).toContainText("Changed: 2 of 3.");
	await expect(dialog.getByRole("listitem")).toContainText(keys[1]);
	await accessible(page, "partly done");
	await dialog.getByRole("button", { name: "Close" }).click();
	for (const key of keys)
		await expect(row(page, key)).toContainText("In progress");
});

test("a customer at the desk is told that it is the team's, at an agent's ticket sent to their own view", async ({ as }) => {
	const page = await as("customer");
	page.expects(403, 404);
	await open(page, "/agent");
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("This page is for the team");
	await accessible(page, "desk, refused");
	await page.goto("/agent/CDSE-1");
	await page.waitForURL(`**${HOME}/CDSE-1`);
});

test("the desk fits a phone, and 320 pixels as 200 per cent of 640 are", async ({ as }) => {
	test.slow();
	for (const viewport of [{ width: 360, height: 740 }, { width: 320, height: 700 }]) {
		const page = await as("agent", { viewport });
		await open(page, OPEN);
		await nothingSideways(page, `desk, ${viewport.width}`);
		await page.locator(".grid tbody input").first().check({ force: true });
		await nothingSideways(page, `desk with a chosen ticket, ${viewport.width}`);
		await accessible(page, `desk, ${viewport.width}`);
	}
});
