/* ticket.test.mjs - following a request: its story, comments with files, the steps that a customer may take. */
import { accessible, comment, endSession, expect, file, give, loseAnswer, open, passProvider, raise, reply, settled, test, unique } from "./lib/visit.mjs";

const send = (page) => reply(page).getByRole("button", { name: "Send" });

test("a ticket shows summary, status with its history, who and when, and the description first", async ({ as }) => {
	const page = await as("customer");
	await open(page, "/servicedesk/customer/portal/55/CDSE-1");
	await accessible(page, "ticket");
	await expect(page.locator(".entry").first()).toHaveAttribute("id", "description");
	await page.locator("summary", { hasText: "History" }).click();
	await expect(page.locator(".history ol li").last()).toContainText("Request raised");
	await expect(page.locator(".history ol li", { hasText: "Status" }).last()).toContainText("Open");
	await expect(page.locator(".entry time").first()).toHaveAttribute("datetime", /^\d{4}-/);
	await accessible(page, "ticket with its history");
	const times = await page.locator(".entry time").evaluateAll((all) => all.map(({ dateTime }) => dateTime));
	expect(times).toEqual([...times].sort());
});

test("a comment with files by browse and drop appears with them and takes the focus", async ({ as }) => {
	const page = await as("customer");
	await raise(page, unique("Commented"));
	await reply(page).getByRole("textbox").fill("Here is **more**.");
	await page.locator("#files-input").setInputFiles(file("trace.log"));
	await give(page, "drop", [{ name: "second.txt", text: "b" }]);
	await expect(page.locator(".file[data-state=ready]")).toHaveCount(2);
	await send(page).click();
	const entry = page.locator(".entry", { hasText: "Here is more." });
	await expect(entry.locator("strong")).toHaveText("more");
	await expect(entry.locator(".file a")).toHaveText(["trace.log", "second.txt"]);
	await expect(entry).toBeFocused();
	await expect(page.locator("#said")).toHaveText("Your comment is added.");
	await expect(reply(page).getByRole("textbox")).toHaveValue("");
	await accessible(page, "ticket after a comment");
});

test("a double click and a lost answer add one comment", async ({ as }) => {
	const page = await as("customer");
	await raise(page, unique("Once"));
	await reply(page).getByRole("textbox").fill("said once");
	await send(page).dblclick();
	await expect(page.locator(".entry", { hasText: "said once" })).toHaveCount(1);
	await loseAnswer(page);
	await reply(page).getByRole("textbox").fill("answer lost");
	await send(page).click();
	await expect(page.getByRole("alert")).toContainText("Nothing is lost");
	await accessible(page, "ticket without an answer");
	await send(page).click();
	await expect(page.locator(".entry", { hasText: "answer lost" })).toHaveCount(1);
	await page.reload();
	await settled(page);
	await expect(page.locator(".entry", { hasText: "said once" })).toHaveCount(1);
	await expect(page.locator(".entry", { hasText: "answer lost" })).toHaveCount(1);
});

test("an empty comment is refused beside the box, and typing mends it", async ({ as }) => {
	const page = await as("customer");
	await open(page, "/servicedesk/customer/portal/55/CDSE-1");
	await send(page).click();
	const box = reply(page).getByRole("textbox");
	await expect(box).toBeFocused();
	await expect(box).toHaveAccessibleDescription(/Write something/);
	await accessible(page, "ticket with an error");
	await box.fill("x");
	await expect(box).not.toHaveAttribute("aria-invalid");
	await box.fill("");
});

test("the session ends while a comment is written: it is there after signing in again", async ({ as }) => {
	const page = await as("customer", { fresh: true });
	page.expects(401);
	await raise(page, unique("Comment kept"));
	const address = new URL(page.url()).pathname;
	await reply(page).getByRole("textbox").fill("a long answer");
	await endSession(page);
	await send(page).click();
	await page.getByRole("link", { name: "Sign in again" }).click();
	await settled(page);
	await passProvider(page, "customer");
	await page.waitForURL(`**${address}`);
	await settled(page);
	await expect(reply(page).getByRole("textbox")).toHaveValue("a long answer");
	await send(page).click();
	await expect(page.locator(".entry", { hasText: "a long answer" })).toBeVisible();
});

test("a customer closes the request, with a word, and sees the new status", async ({ as }) => {
	const page = await as("customer");
	await raise(page, unique("To be closed"));
	await page.getByRole("button", { name: "Close request" }).click();
	const dialog = page.getByRole("dialog");
	await expect(dialog).toContainText("Closed");
	await accessible(page, "the dialog of a step");
	await page.keyboard.press("Escape");
	await expect(dialog).toBeHidden();
	await expect(page.getByRole("button", { name: "Close request" })).toBeFocused();
	await page.keyboard.press("Enter");
	await dialog.getByRole("textbox").fill("It works again.");
	await dialog.getByRole("button", { name: "Close request" }).click();
	await expect(dialog).toBeHidden();
	await expect(page.locator("#status")).toHaveText("Closed");
	await expect(page.locator(".entry.event")).toContainText("Closed");
	await expect(page.locator(".entry", { hasText: "It works again." })).toBeVisible();
	await expect(page.getByRole("button", { name: "Close request" })).toHaveCount(0);
});

test("a ticket that one may not see is not there", async ({ as }) => {
	const owner = await as("customer");
	const key = await raise(owner, unique("Private"));
	const other = await as("outsider");
	other.expects(404);
	await open(other, `/servicedesk/customer/portal/55/${key}`);
	await expect(other.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
	await comment(owner, "still mine");
});
