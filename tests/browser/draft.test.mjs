/* draft.test.mjs - a form that was begun goes on: on another device, after the page went, and without a connection. */
import { SUPPORT, accessible, expect, file, open, settled, sql, test, ticketKey, unique } from "./lib/visit.mjs";

const DRAFTS = "**/rest/lodge/1/draft/**";
const summary = (page) => page.getByLabel("Summary");
const line = (page) => page.locator(".continued");
const kept = (page) => page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.url().includes("/draft/") && answer.status() === 204);

test("what was filled in on one device is there on another, with its files, and can be sent from it", async ({ as }) => {
	const phone = await as("customer"), desk = await as("customer"), text = unique("From the phone");
	await open(phone, SUPPORT);
	await expect(line(phone)).toHaveCount(0);
	await phone.locator("#files-input").setInputFiles(file("boot.log"));
	await expect(phone.locator(".file[data-state=ready]")).toHaveCount(1);
	await phone.getByRole("textbox", { name: /Description/ }).fill("long text");
	await phone.getByLabel("Service").selectOption("openEO");
	const arrived = kept(phone);
	await summary(phone).fill(text);
	await arrived;
	await open(desk, SUPPORT);
	await expect(line(desk)).toContainText("Continued from your draft of");
	await expect(summary(desk)).toHaveValue(text);
	await expect(desk.locator("textarea[name=description]")).toHaveValue("long text");
	await expect(desk.getByLabel("Service").locator("option:checked")).toHaveText("openEO");
	await expect(desk.locator(".file[data-state=ready] b")).toHaveText("boot.log");
	await accessible(desk, "a form that goes on");
	await desk.getByRole("button", { name: "Create", exact: true }).click();
	await ticketKey(desk);
	await expect(desk.locator("#description").getByRole("link", { name: "boot.log" })).toBeVisible();
	const third = await as("customer");
	await open(third, SUPPORT);
	await expect(summary(third)).toHaveValue("");
	await expect(line(third)).toHaveCount(0);
});

test("the newer of two copies is the one that goes on", async ({ as }) => {
	const first = await as("customer"), second = await as("customer"), older = unique("Older"), newer = unique("Newer");
	await open(first, SUPPORT);
	await open(second, SUPPORT);
	let arrived = kept(first);
	await summary(first).fill(older);
	await arrived;
	arrived = kept(second);
	await summary(second).fill(newer);
	await arrived;
	await first.reload();
	await settled(first);
	await expect(summary(first)).toHaveValue(newer);
	await second.reload();
	await settled(second);
	await expect(summary(second)).toHaveValue(newer);
});

test("a page that goes at once has told the server what was typed", async ({ as }) => {
	const page = await as("customer"), other = await as("customer"), text = unique("Gone at once");
	await open(page, SUPPORT);
	await summary(page).fill(text);
	await page.goto("/servicedesk/customer/portals");
	await expect(async () => {
		await open(other, SUPPORT);
		await expect(summary(other)).toHaveValue(text, { timeout: 500 });
	}).toPass();
});

test("Start afresh empties the form, here and on the server", async ({ as }) => {
	const page = await as("customer"), other = await as("customer");
	await open(page, SUPPORT);
	await page.locator("#files-input").setInputFiles(file("old.log"));
	await expect(page.locator(".file[data-state=ready]")).toHaveCount(1);
	await page.getByLabel("Service").selectOption("openEO");
	const arrived = kept(page);
	await summary(page).fill("not this");
	await arrived;
	await page.reload();
	await settled(page);
	await summary(page).pressSequentially(" and more");
	const gone = page.waitForResponse((answer) => answer.request().method() === "DELETE" && answer.status() === 204);
	await page.getByRole("button", { name: "Start afresh" }).click();
	await expect(summary(page)).toHaveValue("");
	await expect(summary(page)).toBeFocused();
	await expect(page.getByLabel("Service").locator("option:checked")).toHaveText("Choose…");
	await expect(page.locator(".file")).toHaveCount(0);
	await expect(line(page)).toHaveCount(0);
	await expect(page.locator("#said")).toHaveText("The form is empty again.");
	await gone;
	await open(other, SUPPORT);
	await expect(summary(other)).toHaveValue("");
});

test("a server that cannot keep it is no trouble: the tab does", async ({ as }) => {
	const page = await as("customer"), text = unique("Only here");
	page.expects(503);
	await page.route(DRAFTS, (route) => route.fulfill({ status: 503, json: { errorMessage: "The service does not answer." } }));
	await open(page, SUPPORT);
	const refused = page.waitForResponse((answer) => answer.status() === 503 && answer.request().method() === "PUT");
	await summary(page).fill(text);
	await refused;
	await expect(page.getByRole("alert")).toBeEmpty();
	await page.reload();
	await settled(page);
	await expect(summary(page)).toHaveValue(text);
	await expect(page.getByRole("alert")).toBeEmpty();
});

test("somebody else at this browser, or of this organisation, finds nothing of it", async ({ as }) => {
	const page = await as("customer"), colleague = await as("colleague"), text = unique("Secret");
	await open(page, SUPPORT);
	const arrived = kept(page);
	await summary(page).fill(text);
	await arrived;
	await open(colleague, SUPPORT);
	await expect(summary(colleague)).toHaveValue("");
});

test("a file that waits no more is named, and asked for again", async ({ as }) => {
	const page = await as("customer"), other = await as("customer");
	await open(page, SUPPORT);
	await page.locator("#files-input").setInputFiles(file("late.log"));
	await expect(page.locator(".file[data-state=ready]")).toHaveCount(1);
	const arrived = kept(page);
	await summary(page).fill("x");
	await arrived;
	await sql("UPDATE attachment SET expires_at = UTC_TIMESTAMP(3) WHERE filename = 'late.log' AND state = 'temporary'");
	await open(other, SUPPORT);
	await expect(other.locator(".file[data-state=failed]")).toContainText("late.log had not arrived yet");
	await other.locator("#files-input").setInputFiles(file("late.log"));
	await expect(other.locator(".file[data-state=ready]")).toHaveCount(1);
	await expect(other.locator(".file")).toHaveCount(1);
});
