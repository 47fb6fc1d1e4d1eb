/* agent.test.mjs - the team's side: the list by status, a reply, an internal note that no customer ever meets, a step. */
import { HOME, REQUESTS, accessible, comment, expect, open, raise, reply, settled, test, unique } from "./lib/visit.mjs";

test("the agent finds the ticket in the list by status, answers, and moves it; the customer sees both", async ({ as }) => {
	const customer = await as("customer"), summary = unique("For the agent");
	const key = await raise(customer, summary);
	const agent = await as("agent");
	await open(agent, HOME);
	await agent.getByRole("link", { name: "Agent", exact: true }).click();
	await agent.waitForURL("**/agent");
	await settled(agent);
	await accessible(agent, "agent list");
	await agent.getByRole("navigation", { name: "Statuses" }).getByRole("link", { name: /^Open \d|^Open$/ }).first().click();
	await settled(agent);
	await agent.getByLabel("Compact rows").check();
	await accessible(agent, "agent list, compact");
	await agent.getByRole("link", { name: summary }).click();
	await agent.waitForURL(`**/agent/${key}`);
	await settled(agent);
	await comment(agent, "We are looking into it.");
	await agent.getByRole("button", { name: "Start work" }).click();
	await agent.getByRole("dialog").getByRole("button", { name: "Start work" }).click();
	await expect(agent.locator("#status")).toHaveText("In progress");
	await customer.reload();
	await settled(customer);
	await expect(customer.locator("#status")).toHaveText("In progress");
	await expect(customer.locator(".entry", { hasText: "We are looking into it." })).toContainText("Team");
});

test("an internal note looks different before a word is typed, and never reaches a customer", async ({ as }) => {
	const customer = await as("customer"), word = unique("secretword").replace(" ", "");
	const key = await raise(customer, unique("With a note"));
	const agent = await as("agent");
	await open(agent, `/agent/${key}`);
	await agent.getByRole("radio", { name: "Internal note" }).check({ force: true });
	await expect(reply(agent)).toHaveClass(/note/);
	await expect(reply(agent)).toContainText("Only the team can read this");
	await reply(agent).getByRole("textbox").fill(word);
	await agent.reload();
	await settled(agent);
	await expect(reply(agent), "the choice survives with the words").toHaveClass(/note/);
	await accessible(agent, "agent ticket, writing a note");
	await reply(agent).getByRole("button", { name: "Add note" }).click();
	await expect(agent.locator(".entry.internal", { hasText: word })).toContainText("Internal note");
	await expect(agent.getByRole("radio", { name: "Internal note" }), "the next words are for the team too").toBeChecked();
	await accessible(agent, "agent ticket with a note");

	const answers = [];
	customer.on("response", async (response) => /\/rest\//.test(response.url()) && answers.push(await response.text().catch(() => "")));
	for (const path of [`${HOME}/${key}`, `/agent/${key}`, HOME, `${REQUESTS}?reporter=all`]) {
		await open(customer, path);
		await expect(customer.locator("main")).not.toContainText(word);
	}
	await open(customer, `${REQUESTS}?reporter=all&q=${word}`);
	await expect(customer.getByText("No requests here")).toBeVisible();
	expect(answers.length).toBeGreaterThan(4);
	expect(answers.filter((text) => text.includes(word)).map((text) => text.replaceAll(/"(q|self|next)[^,]*/g, "")).filter((text) => text.includes(word) && !text.includes('"size":0'))).toEqual([]);
});

test("a customer at the agent's list is told that it is the team's, at an agent's ticket sent to their own view", async ({ as }) => {
	const page = await as("customer");
	page.expects(403);
	await open(page, "/agent");
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("This page is for the team");
	await accessible(page, "agent list, refused");
	await page.goto("/agent/CDSE-1");
	await page.waitForURL(`**${HOME}/CDSE-1`);
});

test("the agent's search and status stay in the address", async ({ as }) => {
	const customer = await as("customer"), word = unique("giraffe").replace(" ", "");
	const key = await raise(customer, `About ${word}`);
	const agent = await as("agent");
	await open(agent, "/agent?status=open");
	await agent.getByLabel("Search").fill(word);
	await agent.waitForURL(new RegExp(`q=${word}`));
	expect(new URL(agent.url()).searchParams.get("status")).toBe("open");
	await expect(agent.locator(".table tbody tr")).toHaveCount(1);
	await agent.reload();
	await settled(agent);
	await expect(agent.getByLabel("Search")).toHaveValue(word);
	await expect(agent.locator(".table tbody tr")).toContainText(key);
});
