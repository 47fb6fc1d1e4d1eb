/* reopen.test.mjs - what is done stays done until somebody chooses otherwise; a request is withdrawn after a question. */
import { HOME, accessible, comment, expect, file, nothingSideways, open, raise, reply, settled, sql, test, unique } from "./lib/visit.mjs";

/** The team has resolved it. */
async function resolved(as, key) {
	const agent = await as("agent");
	await open(agent, `/agent/${key}`);
	for (const name of ["Start work", "Resolve"]) {
		await agent.getByRole("button", { name, exact: true }).click();
		await agent.getByRole("dialog").getByRole("button", { name, exact: true }).click();
		await expect(agent.getByRole("dialog")).toBeHidden();
	}
	return agent;
}

test("under what is done the box says that a comment reopens nothing, and offers to", async ({ as }) => {
	const page = await as("customer"), key = await raise(page, unique("Solved"));
	const agent = await resolved(as, key);
	await page.reload();
	await settled(page);
	await expect(reply(page)).toContainText("This request is done. A comment does not reopen it.");
	await expect(reply(page)).toContainText(/Until .+ you can reopen it/);
	await accessible(page, "a request that is done");
	await nothingSideways(page, "a request that is done");
	await comment(page, "Thank you!");
	await expect(page.locator("#status")).toHaveText("Resolved");
	await reply(page).getByRole("textbox").fill("It is back.");
	await reply(page).getByRole("button", { name: "Reopen" }).click();
	await expect(page.locator("#status")).toHaveText("In progress");
	await expect(page.locator("#status")).toBeFocused();
	await expect(page.locator("#said")).toHaveText("The request is open again.");
	await expect(page.locator(".entry", { hasText: "It is back." })).toHaveCount(1);
	await expect(reply(page).getByRole("textbox")).toHaveValue("");
	await expect(reply(page)).not.toContainText("This request is done");
	await agent.reload();
	await settled(agent);
	await expect(agent.locator(".entry", { hasText: "It is back." })).toBeVisible();
});

test("files go with it, in a comment of their own", async ({ as }) => {
	const page = await as("customer"), key = await raise(page, unique("Solved, with a log"));
	await resolved(as, key);
	await page.reload();
	await settled(page);
	await reply(page).getByRole("textbox").fill("The log of today.");
	await page.locator("#files-input").setInputFiles(file("today.log"));
	await reply(page).getByRole("button", { name: "Reopen" }).click();
	await expect(page.locator(".entry", { hasText: "The log of today." }).locator(".file a")).toHaveText(["today.log"]);
	await expect(page.locator("#status")).toHaveText("In progress");
});

test("after its time the choice is gone; who still has the page open is told, and keeps the text", async ({ as }) => {
	const page = await as("customer"), key = await raise(page, unique("Solved long ago"));
	await resolved(as, key);
	await page.reload();
	await settled(page);
	await sql(`UPDATE ticket SET resolved_at = resolved_at - INTERVAL 30 DAY WHERE ticket_key = '${key}'`);
	await reply(page).getByRole("textbox").fill("It is back.");
	page.expects(400);
	await reply(page).getByRole("button", { name: "Reopen" }).click();
	await expect(reply(page).getByRole("alert")).toContainText("too long since this was done");
	await expect(reply(page).getByRole("textbox")).toHaveValue("It is back.");
	await page.reload();
	await settled(page);
	await expect(reply(page)).toContainText("please raise a new request");
	await expect(page.getByRole("button", { name: "Reopen" })).toHaveCount(0);
});

test("a request is withdrawn after a question that says what it means", async ({ as }) => {
	const page = await as("customer");
	await sql("UPDATE transition SET event = 'withdraw' WHERE tenant_id = 1 AND id = 19");
	try {
		const key = await raise(page, unique("Not wanted any more"));
		await open(page, `${HOME}/${key}`);
		await page.getByRole("button", { name: "Close request" }).click();
		const dialog = page.getByRole("dialog");
		await expect(dialog).toContainText("You take the request back");
		await accessible(page, "the question before a request is withdrawn");
		await dialog.getByRole("button", { name: "Cancel" }).click();
		await expect(page.locator("#status")).toHaveText("Open");
		await page.getByRole("button", { name: "Close request" }).click();
		await dialog.getByRole("button", { name: "Close request" }).click();
		await expect(page.locator("#status")).toHaveText("Closed");
	} finally {
		await sql("UPDATE transition SET event = NULL WHERE tenant_id = 1 AND id = 19");
	}
});

test("a step that lacks something says what; one that wants a comment asks for it", async ({ as }) => {
	const customer = await as("customer"), key = await raise(customer, unique("Wants a word"));
	await sql("UPDATE transition SET needs = IF(id = 11, 'assignee', 'comment') WHERE tenant_id = 1 AND id IN (11, 12)");
	try {
		const agent = await as("agent");
		await open(agent, `/agent/${key}`);
		await expect(agent.getByRole("button", { name: "Start work" })).toHaveAccessibleDescription("Somebody must be assigned first.");
		await agent.getByRole("button", { name: "Start work" }).press("Enter");
		await expect(agent.getByRole("dialog")).toBeHidden();
		await agent.getByRole("button", { name: "Ask the customer" }).click();
		await agent.getByRole("dialog").getByRole("button", { name: "Ask the customer" }).click();
		await expect(agent.getByRole("dialog")).toContainText("Please say why.");
		await expect(agent.getByRole("dialog").getByRole("textbox")).toBeFocused();
		await accessible(agent, "a step that wants a comment");
		await agent.getByRole("dialog").getByRole("textbox").fill("Which version?");
		await agent.getByRole("dialog").getByRole("button", { name: "Ask the customer" }).click();
		await expect(agent.locator("#status")).toHaveText("Waiting for customer");
	} finally {
		await sql("UPDATE transition SET needs = '' WHERE tenant_id = 1 AND id IN (11, 12)");
	}
});
