/* people.test.mjs - people around a request: who takes part, with whom it is shared, who is told of news, texts that are changed a moment
 * after they were written, and what the reporter thinks of it in the end. */
import { accessible, comment, expect, nothingSideways, open, raise, settled, SUPPORT, test, ticketKey, unique } from "./lib/visit.mjs";

const sharers = (page) => page.locator(".sharers li");
const dialog = (page) => page.getByRole("dialog", { name: "Share this request" });
const move = async (page, name) => {
	await page.getByRole("button", { name, exact: true }).click();
	await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
	await expect(page.getByRole("dialog")).toHaveCount(0);
};

test("a colleague is found, added by keyboard, and stands with the organisation", async ({ as }) => {
	const page = await as("customer");
	await raise(page, unique("With somebody"));
	await page.getByRole("button", { name: "Share" }).focus();
	await page.keyboard.press("Enter");
	await expect(page.getByRole("searchbox", { name: "Add somebody" })).toBeFocused();
	await page.keyboard.type("nobody at all");
	await expect(dialog(page).getByRole("status")).toHaveText("Nobody is found by this.");
	await page.keyboard.press("ControlOrMeta+a");
	await page.keyboard.type("bell");
	await expect(page.locator(".find")).toHaveText([/Jon Bell/]);
	await expect(page.locator(".find")).not.toContainText("@");
	await accessible(page, "the dialog that shares");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await expect(page.locator("#said")).toHaveText("Jon Bell takes part now.");
	await expect(page.getByRole("searchbox", { name: "Add somebody" })).toBeFocused();
	await page.keyboard.press("Escape");
	await expect(page.getByRole("button", { name: "Share" })).toBeFocused();
	await expect(sharers(page)).toContainText(["Jon Bell", "Sentinel Analytics"]);
	await accessible(page, "a request that is shared");
});

test("who is taken out, and whose organisation is, sees it no more; shared again, they do", async ({ as }) => {
	const page = await as("customer"), colleague = await as("colleague");
	const key = await raise(page, unique("With somebody"));
	await page.evaluate((key) => fetch(`/rest/servicedeskapi/request/${key}/participant`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ accountIds: ["ac:00000000-0000-4000-8000-000000000102"] }) }), key);
	await page.reload();
	await settled(page);
	await open(colleague, `/servicedesk/customer/portal/55/${key}`);
	await expect(colleague.locator("#news")).toBeChecked();
	await expect(colleague.getByRole("button", { name: "Take out Sentinel Analytics" })).toHaveCount(0);
	await page.getByRole("button", { name: "Take out Jon Bell" }).click();
	await expect(sharers(page)).toHaveText([/Sentinel Analytics/]);
	await page.getByRole("button", { name: "Take out Sentinel Analytics" }).click();
	await expect(page.getByText("Only you and the team")).toBeVisible();
	colleague.expects(404);
	await open(colleague, `/servicedesk/customer/portal/55/${key}`);
	await expect(colleague.getByRole("heading", { level: 1 })).not.toContainText("With somebody");
	await page.getByRole("button", { name: "Share" }).click();
	await dialog(page).getByRole("button", { name: /Sentinel Analytics/ }).click();
	await expect(page.locator("#said")).toHaveText("Sentinel Analytics sees it now.");
	await open(colleague, `/servicedesk/customer/portal/55/${key}`);
	await expect(colleague.getByRole("heading", { level: 1 })).toContainText("With somebody");
});

test("who takes part leaves, and is led away from what they see no more", async ({ as }) => {
	const page = await as("customer"), agent = await as("agent"), outsider = await as("outsider");
	const key = await raise(page, unique("Left"));
	await open(agent, `/agent/${key}`);
	await agent.getByRole("button", { name: "Share" }).click();
	await agent.getByRole("searchbox").fill("outsider@copernicus.example");
	await expect(agent.locator(".find", { hasText: "Mei Lin" })).toContainText("outsider@copernicus.example");
	await agent.locator(".find", { hasText: "Mei Lin" }).click();
	await expect(agent.locator("#said")).toHaveText("Mei Lin takes part now.");
	await open(outsider, `/servicedesk/customer/portal/55/${key}`);
	await expect(outsider.getByRole("button", { name: /^Take out/ })).toHaveCount(0);
	await outsider.getByRole("button", { name: "Leave this request, Mei Lin" }).click();
	await outsider.waitForURL(/user\/requests/);
	await settled(outsider);
	await expect(outsider.locator("main")).not.toContainText(key);
});

test("the switch for news stays as it was left", async ({ as }) => {
	const page = await as("customer");
	await raise(page, unique("Quiet"));
	const news = page.getByRole("switch", { name: "Tell me what happens here" });
	await expect(news).toBeChecked();
	await news.focus();
	await page.keyboard.press("Space");
	await expect(page.locator("#said")).toHaveText("You will not be told what happens here.");
	await page.reload();
	await settled(page);
	await expect(news).not.toBeChecked();
	await page.route("**/notification", (route) => route.fulfill({ status: 503, contentType: "application/json", body: "{}" }));
	page.expects(503);
	await news.click();
	await expect(news).not.toBeChecked();
});

test("a form says with whom it will be shared, keeps the choice, and obeys it", async ({ as }) => {
	const page = await as("customer"), summary = unique("Private");
	await open(page, SUPPORT);
	const share = page.getByLabel("Share with");
	await expect(share.locator("option:checked")).toHaveText("Sentinel Analytics");
	await accessible(page, "a form that shares");
	await page.getByLabel("Summary").fill(summary);
	await share.selectOption("Nobody else (private)");
	await page.reload();
	await settled(page);
	await expect(share.locator("option:checked")).toHaveText("Nobody else (private)");
	await page.getByRole("button", { name: "Create", exact: true }).click();
	await ticketKey(page);
	await expect(page.getByText("Only you and the team")).toBeVisible();
	const outsider = await as("admin");
	await open(outsider, SUPPORT);
	await expect(outsider.getByLabel("Share with")).toHaveCount(0);
});

test("a comment is changed in its place, and everybody can look at what stood there", async ({ as }) => {
	const page = await as("customer"), agent = await as("agent");
	const key = await raise(page, unique("Changed"), { description: "Before" });
	await comment(page, "It hapens at night.");
	const entry = page.locator(".entry", { hasText: "night" });
	await entry.getByRole("button", { name: "Change this text" }).click();
	const box = entry.getByRole("textbox", { name: "Text" });
	await expect(box).toBeFocused();
	await expect(box).toHaveValue("It hapens at night.");
	await accessible(page, "a comment that is being changed");
	await box.fill("nothing of this is kept");
	await page.keyboard.press("Escape");
	await expect(entry).toContainText("It hapens at night.");
	await entry.getByRole("button", { name: "Change this text" }).click();
	await expect(box).toHaveValue("It hapens at night.");
	await box.fill("It **happens** at night.");
	await page.keyboard.press("ControlOrMeta+Enter");
	await expect(entry.locator("strong")).toHaveText("happens");
	await expect(page.locator("#said")).toHaveText("Your change is saved.");
	await expect(entry).toBeFocused();
	await expect(entry.locator(".edited")).toHaveText(/^edited /);
	await open(agent, `/agent/${key}`);
	const theirs = agent.locator(".entry", { hasText: "night" });
	await expect(theirs.getByRole("button", { name: "Change this text" })).toHaveCount(0);
	await theirs.locator(".edited").click();
	const before = agent.getByRole("dialog", { name: "Earlier texts" });
	await expect(before).toContainText("It hapens at night.");
	await expect(before).toContainText("Changed by Anna Nowak");
	await accessible(agent, "earlier texts");
});

test("summary and description are changed, and an edit of somebody quicker is not written over", async ({ as }) => {
	const page = await as("customer"), key = await raise(page, unique("Sumary"), { description: "Before" });
	const first = page.locator("#description");
	await first.getByRole("button", { name: "Change this text" }).click();
	await first.getByLabel("Summary").fill("A summary");
	await first.getByRole("textbox", { name: "Description" }).fill("After");
	await first.getByRole("button", { name: "Save" }).click();
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("A summary");
	await expect(first).toContainText("After");
	await first.getByRole("button", { name: "Change this text" }).click();
	await page.evaluate((key) => fetch(`/rest/lodge/1/request/${key}/field`, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ description: "Quicker" }) }), key);
	await first.getByRole("textbox", { name: "Description" }).fill("Slower");
	page.expects(409);
	await first.getByRole("button", { name: "Save" }).click();
	await expect(first.getByRole("alert")).toContainText("changed meanwhile");
	await expect(first.getByRole("textbox", { name: "Description" })).toHaveValue("Slower");
	await first.getByRole("button", { name: "Cancel" }).click();
	await page.reload();
	await settled(page);
	await expect(first).toContainText("Quicker");
	await first.locator(".edited").click();
	await expect(page.getByRole("dialog", { name: "Earlier texts" }).locator("section")).toHaveCount(3);
});

test("what the reporter thinks of it is said by keyboard, changed, and read by the team", async ({ as }) => {
	const page = await as("customer"), agent = await as("agent"), key = await raise(page, unique("Rated"));
	await expect(page.locator(".feedback")).toHaveCount(0);
	await move(page, "Close request");
	await page.locator("form.feedback input").first().focus();
	await page.keyboard.press("Space");
	await page.keyboard.press("ArrowRight");
	await page.keyboard.press("ArrowRight");
	await expect(page.getByRole("radio", { name: "3 of 5, Fair" })).toBeChecked();
	await expect(page.locator(".stars .lit")).toHaveCount(3);
	await page.getByLabel(/What was good/).fill("Not bad");
	await page.locator("form.feedback").getByRole("button", { name: "Send" }).click();
	await expect(page.locator("#feedback")).toBeFocused();
	await expect(page.locator("#feedback")).toContainText("Thank you for telling us");
	await expect(page.getByRole("img", { name: "3 of 5" })).toBeVisible();
	await page.getByRole("button", { name: "Change", exact: true }).click();
	await expect(page.getByRole("radio", { name: "3 of 5, Fair" })).toBeFocused();
	await expect(page.getByLabel(/What was good/)).toHaveValue("Not bad");
	await page.getByRole("radio", { name: "5 of 5, Very good" }).check();
	await page.locator("form.feedback").getByRole("button", { name: "Send" }).click();
	await expect(page.getByRole("img", { name: "5 of 5" })).toBeVisible();
	await open(agent, `/agent/${key}`);
	await expect(agent.locator("#feedback")).toContainText("Anna Nowak found it");
	await expect(agent.locator("#feedback")).toContainText("Not bad");
	await expect(agent.locator("#feedback").getByRole("button")).toHaveCount(0);
});

for (const night of [false, true])
	test(`a question for an opinion is for everybody${night ? ", at night on a phone" : ""}`, async ({ as }) => {
		const page = await as("customer", night ? { colorScheme: "dark", viewport: { width: 360, height: 740 } } : {});
		await raise(page, unique("Rated"));
		await move(page, "Close request");
		await page.getByRole("radio", { name: "4 of 5, Good" }).check();
		await expect(page.getByLabel(/What was good/)).toBeVisible();
		await accessible(page, "stars and words");
		await nothingSideways(page, "stars and words");
	});
