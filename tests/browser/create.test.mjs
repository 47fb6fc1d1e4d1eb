/* create.test.mjs - raising a request: every kind of field, errors beside them, and nothing typed is ever lost. */
import { QUOTAS, REQUESTS, SUPPORT, accessible, endSession, expect, file, loseAnswer, open, passProvider, raise, settled, test, ticketKey, unique } from "./lib/visit.mjs";

const create = (page) => page.getByRole("button", { name: "Create", exact: true });

test("a request goes from the form to the ticket", async ({ as }) => {
	const page = await as("customer"), summary = unique("Tiles are missing");
	const key = await raise(page, summary, { description: "All of **December**.\n\n- one\n- two" });
	await expect(page.getByRole("heading", { level: 1 })).toHaveText(summary);
	await expect(page).toHaveTitle(`${key} ${summary}`);
	await expect(page.locator("#description strong")).toHaveText("December");
	await expect(page.locator("#description li")).toHaveText(["one", "two"]);
	await expect(page.locator("#status")).toHaveText("Open");
});

test("every kind of field is drawn, sent and shown on the ticket", async ({ as }) => {
	const page = await as("customer"), summary = unique("Storage");
	await open(page, QUOTAS);
	await accessible(page, "create");
	await page.getByLabel("Summary").fill(summary);
	await page.getByLabel("Project", { exact: true }).fill("Zażółć & <b>gęślą</b>");
	await page.getByLabel("What do you need it for?").fill("First line\nsecond line");
	await page.getByLabel("Quota").selectOption("Processing units");
	await page.getByLabel("How much").fill("12.5");
	await page.getByLabel("Until").fill("2027-05-31");
	await page.getByLabel("openEO").check();
	await page.getByLabel("S3").check();
	await page.getByLabel("all of it is used").check();
	await page.getByLabel("I have read the terms").check();
	await create(page).click();
	await ticketKey(page);
	const facts = page.getByRole("complementary");
	for (const [name, value] of [["Project", "Zażółć & <b>gęślą</b>"], ["Quota", "Processing units"], ["How much", "12.5"], ["Until", "31 May 2027"],
		["Tell me when", "all of it is used"], ["Terms of use", "I have read the terms"]])
		await expect(facts.locator("dl > div").filter({ has: page.locator("dt", { hasText: new RegExp(`^${name}$`) }) }).locator("dd"), name).toContainText(value);
	await expect(facts).toContainText("openEO");
	await expect(facts).toContainText("S3");
	await expect(facts).toContainText("second line");
});

test("what is wrong stands beside its field, takes the focus, and goes when it is mended", async ({ as }) => {
	const page = await as("customer");
	await open(page, QUOTAS);
	await create(page).click();
	const summary = page.getByLabel("Summary");
	await expect(summary).toBeFocused();
	await expect(summary).toHaveAttribute("aria-invalid", "true");
	await expect(summary).toHaveAccessibleDescription(/Summary is needed\./);
	await expect(page.locator("#said")).toHaveText(/fields need your attention/);
	await accessible(page, "create with errors");
	await summary.fill("x".repeat(121));
	await create(page).click();
	await expect(summary).toHaveAccessibleDescription(/at most 120 characters; it has 121/);
	await summary.fill("short");
	await expect(summary).not.toHaveAttribute("aria-invalid");
});

test("a refusal of the server stands beside its field, and what was typed stays", async ({ as }) => {
	const page = await as("customer"), summary = unique("Refused");
	page.expects(400);
	await open(page, SUPPORT);
	await page.route("**/rest/servicedeskapi/request", (route) => route.fulfill({ status: 400, json: { errorMessage: "Please check the form.", errors: { summary: "Say which product." } } }), { times: 1 });
	await page.getByLabel("Summary").fill(summary);
	await page.getByRole("textbox", { name: /Description/ }).fill("kept");
	await create(page).click();
	await expect(page.getByLabel("Summary")).toHaveAccessibleDescription(/Say which product\./);
	await expect(page.getByLabel("Summary")).toHaveValue(summary);
	await create(page).click();
	await ticketKey(page);
});

test("the preview shows the Markdown as the others will see it, and the text stays", async ({ as }) => {
	const page = await as("customer");
	await open(page, SUPPORT);
	const box = page.locator("textarea[name=description]");
	await page.getByRole("button", { name: "Preview" }).click();
	await expect(page.getByRole("region", { name: "Preview" })).toContainText("Nothing to preview");
	await page.getByRole("button", { name: "Write" }).click();
	await box.fill("**bold** <img src=x onerror=alert(1)> [bad](javascript:alert(1))");
	await page.getByRole("button", { name: "Preview" }).click();
	const preview = page.getByRole("region", { name: "Preview" });
	await expect(preview.locator("strong")).toHaveText("bold");
	await expect(preview.locator("img[onerror], a[href^=javascript]")).toHaveCount(0);
	await accessible(page, "preview");
	await page.getByRole("button", { name: "Write" }).click();
	await expect(box).toHaveValue(/^\*\*bold\*\*/);
});

test("a double click makes one ticket", async ({ as }) => {
	const page = await as("customer"), summary = unique("Doubled");
	await open(page, SUPPORT);
	await page.getByLabel("Summary").fill(summary);
	await create(page).dblclick();
	await ticketKey(page);
	await open(page, `${REQUESTS}?q=${encodeURIComponent(summary)}`);
	await expect(page.locator(".table tbody tr")).toHaveCount(1);
});

test("an answer lost on the way and a second try make one ticket", async ({ as }) => {
	const page = await as("customer"), summary = unique("Lost answer");
	await open(page, SUPPORT);
	await loseAnswer(page);
	await page.getByLabel("Summary").fill(summary);
	await create(page).click();
	await expect(page.getByRole("alert")).toContainText("Nothing is lost");
	await accessible(page, "create without an answer");
	await create(page).click();
	await ticketKey(page);
	await open(page, `${REQUESTS}?q=${encodeURIComponent(summary)}`);
	await expect(page.locator(".table tbody tr")).toHaveCount(1);
});

test("the session ends meanwhile: after signing in again text and files are there, and Create works", async ({ as }) => {
	const page = await as("customer", { fresh: true }), summary = unique("Signed out meanwhile");
	page.expects(401);
	await open(page, SUPPORT);
	await page.getByLabel("Summary").fill(summary);
	await page.getByRole("textbox", { name: /Description/ }).fill("long text");
	await page.getByLabel("Service").selectOption("openEO");
	await page.locator("#files-input").setInputFiles(file("boot.log"));
	await expect(page.locator(".file[data-state=ready]")).toHaveCount(1);
	await endSession(page);
	await create(page).click();
	await expect(page.getByRole("alert")).toContainText("You have been signed out");
	await page.getByRole("link", { name: "Sign in again" }).click();
	await settled(page);
	await expect(page.locator("main")).toContainText("What you typed is kept");
	await passProvider(page, "customer");
	await page.waitForURL(`**${SUPPORT}`);
	await settled(page);
	await expect(page.getByLabel("Summary")).toHaveValue(summary);
	await expect(page.locator("textarea[name=description]")).toHaveValue("long text");
	await expect(page.getByLabel("Service").locator("option:checked")).toHaveText("openEO");
	await expect(page.locator(".file b")).toHaveText("boot.log");
	await create(page).click();
	await ticketKey(page);
	await expect(page.locator("#description").getByRole("link", { name: "boot.log" })).toBeVisible();
});

test("a reload keeps the form; a sent form is gone, and Back leads to the desk", async ({ as }) => {
	const page = await as("customer"), summary = unique("Reloaded");
	await open(page, "/servicedesk/customer/portal/55");
	await page.getByRole("link", { name: "Technical support" }).click();
	await settled(page);
	await page.getByLabel("Summary").fill(summary);
	await page.reload();
	await settled(page);
	await expect(page.getByLabel("Summary")).toHaveValue(summary);
	await create(page).click();
	await ticketKey(page);
	await page.goBack();
	await page.waitForURL(/\/portal\/55$/);
	await open(page, SUPPORT);
	await expect(page.getByLabel("Summary")).toHaveValue("");
});

test("the form can be walked and sent by the keyboard alone", async ({ as }) => {
	const page = await as("customer"), summary = unique("By keyboard");
	await open(page, SUPPORT);
	const stops = [];
	for (let i = 0; i < 30 && stops.at(-1) !== "Create"; i++) {
		await page.keyboard.press("Tab");
		stops.push(await page.evaluate(() => {
			const { activeElement: e } = document;
			const name = e.labels?.[0]?.innerText ?? e.getAttribute("aria-label") ?? e.innerText;
			const { width, height } = e.getBoundingClientRect();
			return width && height ? name.trim().split("\n")[0] : `unseen: ${name}`;
		}));
		if (stops.at(-1).startsWith("Summary"))
			await page.keyboard.type(summary);
	}
	const order = ["Skip to content", "Summary", "Write", "Preview", "Description", "Service", "Browse for files", "Create"].map((name) => stops.findIndex((stop) => stop.startsWith(name)));
	expect(order, stops.join(" > ")).toEqual([...order].sort((a, b) => a - b));
	expect(Math.min(...order), stops.join(" > ")).toBeGreaterThanOrEqual(0);
	await page.keyboard.press("Enter");
	await ticketKey(page);
	await expect(page.getByRole("heading", { level: 1 })).toHaveText(summary);
});
