/* letter.test.mjs - the page that a link in a letter leads to: opened by somebody who is signed in nowhere, it asks before it does what
 * it is for; its address is told to nobody. */
import { readFileSync } from "node:fs";
import { stack } from "../stack/test-stack.mjs";
import { mailToken } from "../api/lib/mail-token.mjs";
import { SUPPORT, accessible, expect, nothingSideways, open, raise, settled, sql, test, unique } from "./lib/visit.mjs";

const idOf = async (email) => Number((await sql(`SELECT id FROM person WHERE email = '${email}'`))[0][0]);
const ticketOf = async (key) => Number((await sql(`SELECT id FROM ticket WHERE ticket_key = '${key}'`))[0][0]);
const muted = async (key) => (await sql(`SELECT subscribed FROM subscription s JOIN ticket t ON t.id = s.ticket_id WHERE t.ticket_key = '${key}'`))[0]?.[0] === "0";

/* The address of a link that mutes a new request of the customer's. */
async function muting(as, until) {
	const key = await raise(await as("customer"), unique("Too many mails"));
	return { key, path: `/letter/${mailToken(1, "q", await ticketOf(key), await idOf("customer@copernicus.example"), until)}` };
}

/* A request with a quote that waits for its reporter, and the link to answer it. */
async function quoted(as, lines = [{ text: "Port of the firmware", amount: "480" }]) {
	const customer = await as("customer", { tenant: "dasharo" }), agent = await as("agent", { tenant: "dasharo" });
	const call = (page, method, path, body) => page.evaluate(async ([method, path, body]) => {
		const answer = await fetch(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
		return answer.status === 204 ? {} : answer.json();
	}, [method, path, body]);
	await open(customer, "/servicedesk/customer/portals");
	await open(agent, "/servicedesk/customer/portals");
	const { issueKey } = await call(customer, "POST", "/rest/servicedeskapi/request", { serviceDeskId: "72", requestTypeId: "7201", requestFieldValues: { summary: unique("Priced by letter"), description: "A port" } });
	await call(agent, "POST", `/rest/servicedeskapi/request/${issueKey}/transition`, { id: "21" });
	const sent = await call(agent, "POST", `/rest/lodge/1/request/${issueKey}/quote`, { currency: "EUR", lines, validUntil: "2035-01-01", terms: "Half at the **start**." });
	return { key: issueKey, agent, call, path: `/letter/${mailToken(2, "a", sent.approval.id, await idOf("customer@dasharo.example"))}` };
}

test("a stranger to the site stops the mails of one request by a button, and has them again", async ({ as }) => {
	const { key, path } = await muting(as), page = await as("", { viewport: { width: 390, height: 800 } });
	const asked = [];
	page.on("request", (request) => asked.push(request));
	await open(page, path);
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("No more mails about this request?");
	await expect(page.locator(".letter-about")).toContainText(key);
	expect(await muted(key), "opening alone does nothing").toBe(false);
	await accessible(page, "a letter's link");
	await nothingSideways(page, "a letter's link");
	await page.getByRole("button", { name: "Stop these mails" }).press("Enter");
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("You get no more mails about this request");
	await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
	expect(await muted(key)).toBe(true);
	await page.reload();
	await settled(page);
	await page.getByRole("button", { name: "Send me mails again" }).click();
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("No more mails about this request?");
	expect(await muted(key)).toBe(false);
	for (const request of asked)
		expect((await request.allHeaders()).referer ?? "", `told to ${request.url()}`).toBe("");
	expect(asked.filter((request) => request.url().includes("/rest/lodge/1/letter/") && request.method() === "GET").length, "sent for once at each opening").toBe(2);
	const token = path.split("/").pop();
	for (const log of ["log/access.log", "log/nginx.log"])
		expect(readFileSync(stack.path(log), "utf8").includes(token), log).toBe(false);
});

test("a link whose time is over, or that was cut, says so", async ({ as }) => {
	const { path } = await muting(as, Date.now() - 1000), page = await as("");
	page.expects(404, 410);
	for (const address of [path, path.slice(0, -3)]) {
		await open(page, address);
		await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link has ended");
		await accessible(page, "a link that has ended");
	}
	await page.goto("/letter/Not%20a%20token");
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
});

test("a quote is rejected from a letter, with a reason, by keyboard and in the dark", async ({ as }) => {
	const { path } = await quoted(as), page = await as("", { tenant: "dasharo", colorScheme: "dark" });
	await open(page, path);
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("Quote 1");
	await expect(page.locator("#site-name"), "whose page it is").toHaveText("Dasharo Support");
	await expect(page.locator(".quote-lines tfoot")).toContainText("€480.00");
	await expect(page.locator(".said strong")).toHaveText("start");
	await accessible(page, "a quote in a letter");
	await page.getByRole("button", { name: "Reject" }).press("Enter");
	await expect(page.getByRole("heading", { level: 2 })).toBeFocused();
	await page.getByRole("button", { name: "Reject" }).press("Enter");
	await expect(page.getByRole("textbox", { name: /Why not/ })).toBeFocused();
	await expect(page.locator(".wrong")).toHaveText("Say in a few words why, so that the team can do better.");
	await accessible(page, "a reason is missing");
	await page.getByRole("textbox", { name: /Why not/ }).fill("Too dear.");
	await page.getByRole("button", { name: "Reject" }).press("Enter");
	await expect(page.locator(".notice")).toHaveText("You have rejected the quote.");
	await expect(page.getByRole("button", { name: /Accept|Reject/ })).toHaveCount(0);
	await page.reload();
	await settled(page);
	await expect(page.locator(".notice"), "what was said stands there").toHaveText("You have rejected the quote.");
});

test("a quote is accepted from a letter on a phone, and one that became another meanwhile is not", async ({ as }) => {
	const { path, key, agent, call } = await quoted(as), page = await as("", { tenant: "dasharo", viewport: { width: 390, height: 800 } });
	await open(page, path);
	await nothingSideways(page, "a quote in a letter");
	await page.getByRole("button", { name: "Accept for €480.00" }).click();
	await page.getByLabel(/Order number/).fill("PO 17");
	await page.getByRole("button", { name: "Accept for €480.00" }).click();
	await expect(page.locator(".notice")).toHaveText("You have accepted the quote.");
	await open(agent, `/agent/${key}`);
	await expect(agent.locator(".quote-decisions")).toContainText("PO 17");

	const other = await quoted(as);
	await open(page, other.path);
	await page.getByRole("button", { name: "Accept for €480.00" }).click();
	await other.call(other.agent, "POST", `/rest/lodge/1/request/${other.key}/quote`, { currency: "EUR", lines: [{ text: "Dearer", amount: "999" }], validUntil: "2035-01-01" });
	page.expects(404, 409, 410);
	await page.getByRole("button", { name: "Accept for €480.00" }).click();
	await expect(page.getByText(/Nobody is asked about this quote any more|This link has ended/).first()).toBeVisible();
	await expect(page.getByRole("button", { name: /^Accept/ })).toHaveCount(0);
	expect((await sql(`SELECT COUNT(*) FROM approver a JOIN approval p ON p.id = a.approval_id JOIN ticket t ON t.id = p.ticket_id WHERE t.ticket_key = '${other.key}' AND a.decision <> 'pending'`))[0][0]).toBe("0");
});

test("the two links of a letter lead to the last look, and no further", async ({ as }) => {
	const { path, key } = await quoted(as), page = await as("", { tenant: "dasharo" });
	for (const [hash, title, button] of [["#accept", "Accept quote 1?", "Accept for €480.00"], ["#decline", "Reject quote 1?", "Reject"]]) {
		await page.goto("about:blank");
		await open(page, path + hash);
		await expect(page.getByRole("heading", { level: 2, name: title })).toBeVisible();
		await expect(page.getByRole("button", { name: button })).toBeVisible();
	}
	expect((await sql(`SELECT COUNT(*) FROM approver a JOIN ticket t ON t.id = a.ticket_id WHERE t.ticket_key = '${key}' AND a.decision = 'pending'`))[0][0], "nothing is said by opening them").toBe("1");
	await page.getByRole("button", { name: "Cancel" }).click();
	await expect(page.getByRole("button", { name: "Accept for €480.00" })).toBeVisible();
});

test("the page of a link speaks Arabic from right to left", async ({ as }) => {
	const { path } = await muting(as), page = await as("", { locale: "ar", viewport: { width: 320, height: 700 } });
	await open(page, path);
	await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
	await expect(page.getByRole("button", { name: "أوقف هذه الرسائل" })).toBeVisible();
	await nothingSideways(page, "a letter's link in Arabic");
	expect(await page.locator("main").innerText()).not.toMatch(/\bletter\.\w/);
});

test("the language that a person chooses is the one that letters are written in", async ({ as }) => {
	const page = await as("customer");
	await open(page, SUPPORT);
	const language = async () => (await sql("SELECT COALESCE(language, '') FROM person WHERE email = 'customer@copernicus.example'"))[0][0];
	for (const chosen of ["pl", "en"]) {
		await page.locator("#nav-person summary").click();
		await page.locator("#nav-person select").first().selectOption(chosen);
		await expect(page.locator("html")).toHaveAttribute("lang", chosen);
		expect(await language()).toBe(chosen);
	}
});
