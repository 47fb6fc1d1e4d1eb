/* quotes.test.mjs - the whole road of a price: the team writes it, the customer rejects it, the team writes another, the customer
 * accepts it, and both keep what was said. By keyboard, on a phone, at night, on paper. */
import { REQUESTS, accessible, expect, nothingSideways, open, settled, sql, test, unique } from "./lib/visit.mjs";

const tenant = "dasharo";
const card = (page) => page.locator("#quote");
const editor = (page) => page.locator("#quote-editor");
const decision = (page) => page.locator("#quote-decision");

/* A request in Analysis, as the pages' own API makes it. */
async function analysed(customer, agent) {
	const call = (page, path, body) => page.evaluate(async ([path, body]) => {
		const answer = await fetch(`/rest/servicedeskapi/request${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
		return answer.status === 204 ? {} : answer.json();
	}, [path, body]);
	await open(customer, REQUESTS);
	const { issueKey } = await call(customer, "", { serviceDeskId: "72", requestTypeId: "7201", requestFieldValues: { summary: unique("Priced"), description: "A port" } });
	await open(agent, `/agent/${issueKey}`);
	await call(agent, `/${issueKey}/transition`, { id: "21" });
	await agent.reload();
	await settled(agent);
	return issueKey;
}

const line = async (page, i, text, hours, amount) => {
	await page.locator(`#quote-text-${i}`).fill(text);
	await page.locator(`#quote-hours-${i}`).fill(hours);
	await page.locator(`#quote-amount-${i}`).fill(amount);
};

async function send(agent) {
	await editor(agent).getByRole("button", { name: "Look at it" }).click();
	await editor(agent).getByRole("button", { name: /^Send to/ }).click();
	await expect(editor(agent)).toBeHidden();
}

test("a quote is written, rejected with a reason, written again, and accepted", async ({ as }) => {
	const customer = await as("customer", { tenant }), agent = await as("agent", { tenant });
	const key = await analysed(customer, agent), address = `/servicedesk/customer/portal/72/${key}`;
	await agent.getByRole("button", { name: "Write a quote" }).click();
	await expect(agent.locator("#quote-text-0")).toBeFocused();
	await accessible(agent, "quote editor");
	await line(agent, 0, "Port of the super I/O", "48", "5 760,5");
	await agent.locator("#quote-amount-0").press("Enter");
	await expect(agent.locator("#quote-text-1")).toBeFocused();
	await line(agent, 1, "Discount", "", "-800");
	await expect(editor(agent).locator("output")).toHaveText("€4,960.50");
	await agent.locator("#quote-terms").fill("Half at the **start**.");
	await agent.reload(); /* what was typed stays */
	await settled(agent);
	await agent.getByRole("button", { name: "Write a quote" }).click();
	await expect(agent.locator("#quote-amount-1")).toHaveValue("-800");
	await expect(agent.locator("#quote-terms")).toHaveValue("Half at the **start**.");
	await editor(agent).getByRole("button", { name: "Look at it" }).click();
	await expect(editor(agent).locator("tfoot")).toContainText("€4,960.50");
	await expect(editor(agent).locator(".said strong")).toHaveText("start");
	await accessible(agent, "quote as the customer will see it");
	await editor(agent).getByRole("button", { name: "Send to Anna Nowak" }).click();
	await expect(card(agent)).toBeFocused();
	await expect(agent.locator("#status")).toHaveText("Waiting for client");
	await accessible(agent, "ticket with a quote, team");

	await open(customer, `${REQUESTS}?reporter=approver`);
	await customer.locator("table a").filter({ hasText: "Priced" }).first().click();
	await customer.waitForURL(`**${address}`);
	await settled(customer);
	await expect(card(customer)).toContainText("Quote 1");
	await expect(card(customer).locator("tbody tr")).toHaveText([/Port of the super I\/O\s*48\s*€5,760.50/, /Discount\s*-€800.00/]);
	await accessible(customer, "ticket with a quote");
	await card(customer).getByRole("button", { name: "Reject" }).click();
	await decision(customer).getByRole("button", { name: "Reject" }).click();
	await expect(decision(customer).getByRole("textbox")).toBeFocused();
	await expect(decision(customer)).toContainText("Say in a few words why");
	await accessible(customer, "quote rejected without a reason");
	await decision(customer).getByRole("textbox").fill("Too much for this year.");
	await decision(customer).getByRole("button", { name: "Reject" }).click();
	await expect(card(customer)).toBeFocused();
	await expect(card(customer)).toContainText("Rejected by Anna Nowak");
	await expect(customer.locator("#status")).toHaveText("Rejected");

	await agent.reload();
	await settled(agent);
	await expect(card(agent).locator("blockquote")).toHaveText("Too much for this year.");
	await card(agent).getByRole("button", { name: "Quote again" }).click();
	await line(agent, 0, "Port of the super I/O", "40", "4000");
	await agent.getByRole("button", { name: "Remove line 2" }).click();
	await expect(agent.locator("#quote-text-0")).toBeFocused();
	await send(agent);

	await customer.reload();
	await settled(customer);
	await expect(card(customer)).toContainText("1 earlier version");
	await card(customer).getByRole("button", { name: "Accept for €4,000.00" }).click();
	await expect(decision(customer)).toContainText("€4,000.00");
	await accessible(customer, "quote about to be accepted");
	await decision(customer).getByRole("textbox").fill("Order 17");
	await decision(customer).getByRole("button", { name: "Accept for €4,000.00" }).click();
	await expect(card(customer)).toContainText("Accepted by Anna Nowak");
	await expect(card(customer).getByRole("button", { name: /Accept|Reject/ })).toHaveCount(0);
	await customer.getByText("1 earlier version").click();
	await expect(card(customer).locator("article")).toContainText("Too much for this year.");
	await agent.reload();
	await settled(agent);
	await card(agent).getByText("What is on record").first().click();
	const [[kept]] = await sql(`SELECT LOWER(HEX(q.sha256)) FROM quote q JOIN ticket t ON t.tenant_id = q.tenant_id AND t.id = q.ticket_id WHERE t.ticket_key = '${key}' AND q.version = 2`);
	await expect(card(agent).locator(".quote-proof").first()).toContainText(kept);
	await expect(card(agent).locator(".quote-proof").first()).toContainText("127.0.0.1");
});

test("what is wrong with a quote is said beside its field, and sent later", async ({ as }) => {
	const customer = await as("customer", { tenant }), agent = await as("agent", { tenant });
	await analysed(customer, agent);
	await agent.getByRole("button", { name: "Write a quote" }).click();
	await line(agent, 0, "", "x", "1.234");
	await editor(agent).locator("[type=checkbox]").first().uncheck();
	await agent.locator("#quote-validUntil").fill("2020-01-01");
	await editor(agent).getByRole("button", { name: "Look at it" }).click();
	await expect(editor(agent).locator(".wrong")).toHaveText(["Choose a day from today on.", "Say what this is for.", "Write hours, such as 7.5, or nothing.", "EUR has 2 digits after the point.", "Choose at least one person."]);
	await expect(agent.locator("#quote-validUntil")).toBeFocused();
	await accessible(agent, "quote editor with mistakes");
	await line(agent, 0, "Work", "", "-5");
	await editor(agent).locator("[type=checkbox]").first().check();
	await agent.locator("#quote-validUntil").fill("2035-01-01");
	await editor(agent).getByRole("button", { name: "Look at it" }).click();
	await expect(editor(agent).locator(".wrong")).toHaveText("The total is below zero.");
	await line(agent, 0, "Work \u202e", "", "5");
	agent.expects(400);
	await editor(agent).getByRole("button", { name: "Look at it" }).click();
	await editor(agent).getByRole("button", { name: /^Send to/ }).click();
	await expect(editor(agent).locator(".quote-row .wrong")).toContainText("characters that are not shown");
	await line(agent, 0, "Work", "", "5");
	await send(agent);
	await expect(card(agent)).toContainText("€5.00");
});

test("a quote that was changed meanwhile is not accepted unseen; one that is taken back or too old cannot be", async ({ as }) => {
	const customer = await as("customer", { tenant }), agent = await as("agent", { tenant });
	const key = await analysed(customer, agent);
	await agent.getByRole("button", { name: "Write a quote" }).click();
	await line(agent, 0, "Work", "", "100");
	await send(agent);
	await open(customer, `/servicedesk/customer/portal/72/${key}`);
	await card(customer).getByRole("button", { name: "Accept for €100.00" }).click();
	await agent.getByRole("button", { name: "Send a new version" }).click();
	await line(agent, 0, "Work", "", "200");
	await send(agent);
	customer.expects(409);
	await decision(customer).getByRole("button", { name: "Accept for €100.00" }).click();
	await expect(decision(customer).getByRole("alert")).toContainText("please look again");
	await decision(customer).getByRole("button", { name: "Cancel" }).click();
	await expect(card(customer).getByRole("button", { name: "Accept for €200.00" })).toBeVisible();
	await sql(`UPDATE quote q JOIN ticket t ON t.tenant_id = q.tenant_id AND t.id = q.ticket_id SET q.valid_until = UTC_TIMESTAMP(3) WHERE t.ticket_key = '${key}'`);
	await customer.reload();
	await settled(customer);
	await expect(card(customer)).toContainText("Expired");
	await expect(card(customer)).toContainText("Ask for a new one");
	await expect(card(customer).getByRole("button", { name: /Accept/ })).toHaveCount(0);
	await agent.getByRole("button", { name: "Take it back" }).click();
	await expect(agent.locator("#quote-void-yes")).toBeFocused();
	await agent.locator("#quote-void-yes").click();
	await expect(card(agent)).toContainText("Not valid any more");
	await customer.reload();
	await settled(customer);
	await expect(card(customer).getByRole("button", { name: "Reject" })).toHaveCount(0);
});

test("on a phone at night nothing runs off the page; on paper the quote stands alone", async ({ as }) => {
	const page = await as("customer", { tenant, viewport: { width: 320, height: 700 }, colorScheme: "dark" });
	await open(page, "/servicedesk/customer/portal/73/DES-2");
	await nothingSideways(page, "quote");
	await accessible(page, "quote on a phone at night");
	await card(page).getByRole("button", { name: /Accept for/ }).click();
	await nothingSideways(page, "quote about to be accepted");
	await accessible(page, "quote about to be accepted on a phone at night");
	await page.keyboard.press("Escape");
	await page.evaluate(() => { window.print = () => {}; });
	await page.setViewportSize({ width: 800, height: 1000 });
	await card(page).getByRole("button", { name: "Print Quote 2" }).click();
	await page.emulateMedia({ media: "print", colorScheme: "light" });
	await expect(page.locator("h1")).toBeHidden();
	await expect(page.locator(".thread")).toBeHidden();
	await expect(page.locator("header.site")).toBeHidden();
	await expect(card(page).getByRole("button").first()).toBeHidden();
	const sheet = page.locator(".printed");
	for (const text of ["Dasharo Support", "DES-2", "Quote 2", "Port to the next board revision", "€5,920.00", "Version 2, SHA-256"])
		await expect(sheet.getByText(text).first()).toBeVisible();
	await expect(sheet.locator(".quote-sum code")).toHaveText(/^[0-9a-f]{64}$/);
	await page.evaluate(() => dispatchEvent(new Event("afterprint")));
	await page.emulateMedia({ media: "screen" });
	await expect(page.locator("h1")).toBeVisible();
});
