/* agent-ticket.test.mjs - a ticket as the team works on it: notes that no customer meets, who works on it, and what else is asked
 * before something cannot be taken back. */
import { HOME, REQUESTS, accessible, comment, expect, nothingSideways, open, raise, reply, settled, sql, test, unique } from "./lib/visit.mjs";

const facts = (page) => page.getByRole("complementary", { name: "Details" });
const note = (page) => reply(page).getByRole("radio", { name: "Internal note" });
const toCustomer = (page) => reply(page).getByRole("radio", { name: "Reply to customer" });
const question = (page) => page.getByRole("dialog", { name: "Send this to the customer?" });
const entry = (page, text) => page.locator(".entry", { hasText: text });

async function ticket(as, summary, who = "agent") {
	const customer = await as("customer"), key = await raise(customer, unique(summary)), page = await as(who);
	await open(page, `/agent/${key}`);
	return { customer, key, page };
}

test("the agent answers and moves the ticket; the customer sees both", async ({ as }) => {
	const { customer, key, page } = await ticket(as, "To be moved");
	await accessible(page, "ticket of the team");
	await comment(page, "We are looking into it.");
	await page.getByRole("button", { name: "Start work" }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Start work" }).click();
	await expect(page.locator("#status")).toHaveText("In progress");
	await open(customer, `${HOME}/${key}`);
	await expect(customer.locator("#status")).toHaveText("In progress");
	await expect(entry(customer, "We are looking into it.")).toContainText("Team");
});

test("an internal note looks different before a word is typed, and never reaches a customer", async ({ as }) => {
	const word = unique("secretword").replace(" ", ""), { customer, key, page } = await ticket(as, "With a note");
	const send = reply(page).locator(".reply-foot button"), before = await send.boundingBox();
	await expect(send).toHaveText("Send to customer");
	await note(page).check({ force: true });
	await expect(reply(page)).toHaveClass(/note/);
	await expect(reply(page)).toContainText("Only the team can read this");
	await expect(send).toHaveText("Add note");
	expect((await send.boundingBox()).x, "the button stands elsewhere").toBeLessThan(before.x - 100);
	await reply(page).getByRole("textbox").fill(word);
	await page.reload();
	await settled(page);
	await expect(reply(page), "the choice survives with the words").toHaveClass(/note/);
	await accessible(page, "agent ticket, writing a note");
	await send.click();
	await expect(page.locator(".entry.internal", { hasText: word })).toContainText("Internal note");
	await expect(note(page), "the next words are for the team too").toBeChecked();
	await accessible(page, "agent ticket with a note");

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

test("words that were begun as a note are asked about before the customer gets them, also after a reload", async ({ as }) => {
	const { customer, key, page } = await ticket(as, "Nearly public");
	await page.keyboard.press("n");
	await page.keyboard.type("The customer is wrong.");
	await toCustomer(page).check({ force: true });
	await page.keyboard.press("Control+Enter");
	await expect(question(page)).toBeVisible();
	await expect(question(page).getByRole("button", { name: "Keep it internal" })).toBeFocused();
	await accessible(page, "a note about to become public");
	await page.keyboard.press("Escape");
	await page.reload();
	await settled(page);
	await expect(toCustomer(page)).toBeChecked();
	await reply(page).getByRole("button", { name: "Send to customer" }).click();
	await question(page).getByRole("button", { name: "Keep it internal" }).click();
	await expect(note(page)).toBeChecked();
	await expect(reply(page).getByRole("textbox")).toBeFocused();
	await reply(page).getByRole("button", { name: "Add note" }).click();
	await expect(page.locator(".entry.internal", { hasText: "The customer is wrong." })).toBeVisible();
	await reply(page).getByRole("textbox").fill("You are right after all.");
	await toCustomer(page).check({ force: true });
	await reply(page).getByRole("button", { name: "Send to customer" }).click();
	await question(page).getByRole("button", { name: "Send to customer" }).click();
	await expect(entry(page, "You are right after all.")).not.toHaveClass(/internal/);
	await open(customer, `${HOME}/${key}`);
	await expect(entry(customer, "You are right after all.")).toBeVisible();
	await expect(customer.locator("main")).not.toContainText("The customer is wrong.");
});

test("what was begun for the customer, or emptied since, is sent without a question", async ({ as }) => {
	const { page } = await ticket(as, "Plainly public");
	await reply(page).getByRole("textbox").fill("A plain answer.");
	await note(page).check({ force: true });
	await toCustomer(page).check({ force: true });
	await reply(page).getByRole("button", { name: "Send to customer" }).click();
	await expect(entry(page, "A plain answer.")).not.toHaveClass(/internal/);
	await note(page).check({ force: true });
	await reply(page).getByRole("textbox").fill("For the team");
	await reply(page).getByRole("textbox").fill("");
	await toCustomer(page).check({ force: true });
	await reply(page).getByRole("textbox").fill("Begun anew.");
	await reply(page).getByRole("button", { name: "Send to customer" }).click();
	await expect(entry(page, "Begun anew.")).toBeVisible();
});

test("a note that was not sent is there on another device, and never in the customer's view of an agent", async ({ as }) => {
	const { key, page } = await ticket(as, "Two devices");
	await note(page).check({ force: true });
	await reply(page).getByRole("textbox").fill("half a thought");
	await expect(reply(page)).toContainText(/Not sent yet, kept at \d\d:\d\d/);
	const other = await as("agent");
	await open(other, `/agent/${key}`);
	await expect(reply(other).getByRole("textbox")).toHaveValue("half a thought");
	await expect(note(other)).toBeChecked();
	await open(other, `${HOME}/${key}`);
	await expect(reply(other).getByRole("textbox")).toHaveValue("");
	await reply(page).getByRole("button", { name: "Add note" }).click();
	await expect(page.locator(".entry.internal")).toBeVisible();
	await expect(reply(page)).not.toContainText("Not sent yet");
	const third = await as("agent");
	await open(third, `/agent/${key}`);
	await expect(reply(third).getByRole("textbox"), "sent is sent").toHaveValue("");
});

test("one key takes a ticket, others give it to somebody and say how urgent it is", async ({ as }) => {
	const { key, page } = await ticket(as, "Whose is it");
	await expect(facts(page)).toContainText("Unassigned");
	await page.keyboard.press("i");
	await expect(facts(page)).toContainText("Piotr Zielinski");
	await expect(facts(page).getByRole("button", { name: "Assign to me" })).toHaveCount(0);
	await page.keyboard.press("a");
	const dialog = page.getByRole("dialog");
	await expect(dialog.getByRole("option", { name: "Unassigned" }), "offered before a word is typed").toBeVisible();
	await dialog.getByRole("combobox").fill("admin@");
	await dialog.getByRole("option", { name: /Sara Ek/ }).click();
	await dialog.getByRole("button", { name: "Assign" }).click();
	await expect(facts(page)).toContainText("Sara Ek");
	await page.keyboard.press("p");
	await dialog.getByRole("radio", { name: "Highest" }).check();
	await accessible(page, "the priority's dialog");
	await dialog.getByRole("button", { name: "Set the priority" }).click();
	await expect(facts(page)).toContainText("Highest");
	const [[priority]] = await sql(`SELECT priority FROM ticket WHERE ticket_key = '${key}'`);
	expect(Number(priority)).toBe(1);
	await reply(page).getByRole("textbox").fill("i");
	await page.keyboard.press("i");
	await expect(facts(page), "typing is typing").toContainText("Sara Ek");
});

test("the ticket of the team fits a phone", async ({ as }) => {
	const page = await as("agent", { viewport: { width: 360, height: 740 } });
	await open(page, "/agent/CDSE-1");
	await nothingSideways(page, "ticket of the team, 360");
	await accessible(page, "ticket of the team, 360");
});

test("a template is found by typing, filled in, and put where the caret stands; what is written becomes one", async ({ as }) => {
	test.slow();
	const { key, page } = await ticket(as, "Answered often"), name = unique("Greeting"), dialog = page.getByRole("dialog");
	await reply(page).getByRole("textbox").fill("Dear {customer}, {key} is with us.");
	await reply(page).getByRole("button", { name: "Insert a template" }).click();
	await dialog.getByRole("button", { name: "Save what I wrote as a template" }).click();
	await dialog.getByLabel("Name").fill(name);
	await accessible(page, "a template's form");
	await dialog.getByRole("button", { name: "Save" }).click();
	await expect(page.locator("#said")).toHaveText("The template is saved.");
	await page.keyboard.press("Escape");
	await page.keyboard.press("Escape");
	await expect(page.getByRole("dialog")).toHaveCount(0);
	await reply(page).getByRole("textbox").fill("");
	await reply(page).getByRole("textbox").blur();
	await page.keyboard.press("t");
	await dialog.getByRole("combobox").fill(name.split(" ")[1]);
	await expect(dialog.getByRole("option")).toHaveCount(1);
	await accessible(page, "the choice of a template");
	await page.keyboard.press("Enter");
	await expect(dialog.getByLabel(name)).toContainText(`Dear Anna Nowak, ${key} is with us.`);
	await page.keyboard.press("Enter");
	await expect(reply(page).getByRole("textbox")).toHaveValue(`Dear Anna Nowak, ${key} is with us.`);
	await expect(reply(page).getByRole("textbox")).toBeFocused();
});

test("a template for notes turns an empty box into a note", async ({ as }) => {
	test.slow();
	const { page } = await ticket(as, "Noted often"), dialog = page.getByRole("dialog"), name = unique("Checklist");
	await page.keyboard.press("t");
	await dialog.getByRole("button", { name: "Save what I wrote as a template" }).click();
	await dialog.getByLabel("Name").fill(name);
	await dialog.getByLabel("Text").fill("Ask the second line.");
	await dialog.getByLabel("For internal notes").check();
	await dialog.getByRole("button", { name: "Save" }).click();
	await dialog.getByRole("combobox").fill(name);
	await dialog.getByRole("option").click();
	await dialog.getByRole("button", { name: "Insert", exact: true }).click();
	await expect(note(page)).toBeChecked();
	await toCustomer(page).check({ force: true });
	await page.keyboard.press("Control+Enter");
	await expect(question(page)).toBeVisible();
});

test("tickets are related both ways, and a wrong key is told beside its box", async ({ as }) => {
	test.slow();
	const { page, key } = await ticket(as, "Related"), dialog = page.getByRole("dialog");
	await page.keyboard.press("l");
	await dialog.getByLabel(key).selectOption("blocks");
	await dialog.getByLabel("The other ticket").fill("CDSE-99999");
	page.expects(400);
	await dialog.getByRole("button", { name: "Relate a ticket" }).click();
	await expect(dialog.getByText("There is no such request on your desks.")).toBeVisible();
	await expect(dialog.getByLabel("The other ticket")).toBeFocused();
	await accessible(page, "a wrong key");
	await dialog.getByLabel("The other ticket").fill("cdse-2");
	await dialog.getByRole("button", { name: "Relate a ticket" }).click();
	await expect(facts(page).getByRole("link", { name: /CDSE-2/ })).toBeVisible();
	await expect(facts(page)).toContainText("blocks");
	await facts(page).getByRole("link", { name: /CDSE-2/ }).click();
	await page.waitForURL("**/agent/CDSE-2");
	await settled(page);
	await expect(facts(page)).toContainText("is blocked by");
	await accessible(page, "a related ticket");
	await facts(page).getByRole("button", { name: `Remove the relation to ${key}` }).click();
	await expect(facts(page).getByRole("link", { name: new RegExp(key) })).toHaveCount(0);
	await expect(page.locator("#relation-add")).toBeFocused();
});

test("a merge says first what will happen; then the old address leads to the ticket that stays", async ({ as }) => {
	test.slow();
	const { customer, page, key } = await ticket(as, "To go"), into = await raise(customer, unique("To stay")), dialog = page.getByRole("dialog");
	await comment(page, "Said before the merge.");
	await page.getByRole("button", { name: "Merge into another ticket" }).click();
	await dialog.getByLabel("The ticket that stays").fill(key);
	await dialog.getByRole("button", { name: "Show what will happen" }).click();
	await expect(dialog.getByText("A ticket cannot be merged into itself.")).toBeVisible();
	await dialog.getByLabel("The ticket that stays").fill(into.toLowerCase());
	await dialog.getByRole("button", { name: "Show what will happen" }).click();
	await expect(dialog).toContainText("To stay");
	await expect(dialog).toContainText(`its address leads to ${into}`);
	await accessible(page, "before a merge");
	await dialog.getByRole("button", { name: `Merge into ${into}` }).click();
	await page.waitForURL(`**/agent/${into}`);
	await settled(page);
	await expect(entry(page, "Said before the merge.")).toBeVisible();
	await page.goto(`/agent/${key}`);
	await page.waitForURL(`**/agent/${into}`);
	await customer.goto(`${HOME}/${key}`);
	await customer.waitForURL(`**${HOME}/${into}`);
	await settled(customer);
	await expect(entry(customer, "Said before the merge.")).toBeVisible();
});
