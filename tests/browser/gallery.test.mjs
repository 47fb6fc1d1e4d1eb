/* gallery.test.mjs - the files of a ticket: pictures and their viewer, texts, what is not known to be harmless, who has a file. */
import { HOME, accessible, expect, file, nothingSideways, open, raise, settled, sql, test, unique } from "./lib/visit.mjs";
import { picture } from "./lib/picture.mjs";

const details = (page) => page.locator("#file-details");
const viewer = (page) => page.locator("#viewer");
const first = (page) => page.locator("#description");
const set = (name, change) => sql(`UPDATE attachment SET ${change} WHERE filename = '${name}'`);

/* A name that no other test's file has. */
const named = (word, ending) => `${unique(word).replace(" ", "-")}.${ending}`;

/* A ticket of the customer's with these files. */
async function ticket(page, ...files) {
	const key = await raise(page, unique("Gallery"), { files });
	return `${HOME}/${key}`;
}

test("pictures are seen large by the keyboard: there and back, to their real size, and the focus returns", async ({ as }) => {
	const page = await as("customer");
	await ticket(page, ...["one", "two", "three"].map((name) => picture(named(name, "png"), 300, 200)), file("plain.txt"));
	await expect(page.locator("#description .thumb"), "the small pictures come by themselves").toHaveCount(3, { timeout: 15_000 });
	expect(await page.locator("#description .thumb img").evaluateAll((all) => Promise.all(all.map((image) => image.decode().then(() => image.naturalWidth > 0))))).toEqual([true, true, true]);
	await accessible(page, "a ticket with pictures");
	const names = await page.locator("#description .thumb a").allTextContents();
	await first(page).getByRole("button", { name: `View ${names[0]}` }).focus();
	await page.keyboard.press("Enter");
	await expect(viewer(page)).toContainText(`${names[0]} 1 of 3`);
	const shown = viewer(page).locator("img");
	await expect.poll(() => shown.evaluate((image) => image.naturalWidth)).toBe(300);
	await accessible(page, "the viewer");
	await page.keyboard.press("ArrowRight");
	await expect(viewer(page)).toContainText(`${names[1]} 2 of 3`);
	await page.keyboard.press("ArrowRight");
	await page.keyboard.press("ArrowRight");
	await expect(viewer(page)).toContainText("1 of 3");
	await page.keyboard.press("ArrowLeft");
	await expect(viewer(page)).toContainText(`${names[2]} 3 of 3`);
	await viewer(page).getByRole("button", { name: "Previous picture" }).click();
	await expect(viewer(page)).toContainText("2 of 3");
	const zoom = viewer(page).getByRole("button", { name: "Actual size" });
	await zoom.press("Enter");
	await expect(zoom).toHaveAttribute("aria-pressed", "true");
	await expect.poll(() => shown.evaluate((image) => image.clientWidth)).toBe(300);
	await accessible(page, "the viewer at actual size");
	const saving = page.waitForEvent("download");
	await viewer(page).getByRole("link", { name: `Download ${names[1]}` }).click();
	expect((await saving).suggestedFilename()).toBe(names[1]);
	await page.keyboard.press("Escape");
	await expect(viewer(page)).toBeHidden();
	await expect(first(page).getByRole("button", { name: `View ${names[0]}` })).toBeFocused();
});

test("a picture is seen on a phone, right to left, and one that cannot be shown says so", async ({ as }) => {
	const page = await as("customer", { viewport: { width: 390, height: 844 }, hasTouch: true });
	page.expects(404, "net::ERR_");
	const address = await ticket(page, picture(named("tall", "png"), 200, 1900), picture(named("wide", "png"), 1600, 400), picture(named("square", "png"), 400, 400));
	await expect(page.locator("#description .thumb")).toHaveCount(3, { timeout: 15_000 });
	const names = await page.locator("#description .thumb a").allTextContents();
	await page.context().addCookies([{ name: "lang", value: "ar", url: page.url() }]);
	await open(page, address);
	await nothingSideways(page, "a ticket with pictures, ar");
	await first(page).getByRole("button", { name: `عرض ${names[0]}` }).tap();
	const fits = async () => {
		await expect.poll(() => viewer(page).locator("img").evaluate((image) => image.complete && image.naturalWidth > 0)).toBe(true);
		const box = await viewer(page).locator("img").boundingBox();
		expect(box.height).toBeLessThan(844);
		expect(box.width).toBeLessThanOrEqual(390);
	};
	await fits();
	await page.keyboard.press("ArrowLeft"); /* forwards, where lines run to the left */
	await expect(viewer(page)).toContainText(names[1]);
	await fits();
	await accessible(page, "the viewer on a phone, ar");
	await page.route(/\/attachment\/\d+$/, (route) => route.fulfill({ status: 404 }));
	await viewer(page).getByRole("button", { name: "الصورة التالية" }).tap();
	await expect(viewer(page)).toContainText("لا يمكن عرض هذه الصورة");
});

test("a text is read in the page, a long one from its beginning, and its lines wrap when that is wanted", async ({ as }) => {
	const page = await as("customer"), short = named("short", "log"), long = named("long", "log");
	await ticket(page, file(short, "first line\n<b>no markup</b>\n"), file(long, `${"x".repeat(400)}\n`.repeat(1000)));
	await first(page).getByRole("button", { name: `View ${short}` }).click();
	const text = viewer(page).locator("pre");
	await expect(text).toHaveText(/first line\s+<b>no markup<\/b>/);
	await expect(viewer(page)).not.toContainText("Only the beginning");
	await accessible(page, "the preview of a text");
	await page.keyboard.press("Escape");
	await first(page).getByRole("button", { name: `View ${long}` }).click();
	await expect(viewer(page)).toContainText("Only the beginning: 262 kB of 401 kB");
	const wraps = viewer(page).getByRole("button", { name: "Wrap long lines" });
	await expect(wraps).toHaveAttribute("aria-pressed", "true");
	expect(await text.evaluate((pre) => pre.scrollWidth - pre.clientWidth)).toBeLessThanOrEqual(0);
	await wraps.click();
	expect(await text.evaluate((pre) => pre.scrollWidth - pre.clientWidth)).toBeGreaterThan(0);
	await accessible(page, "the beginning of a long text");
});

test("what is being checked is no link, and the page finds out by itself when it is done", async ({ as }) => {
	const page = await as("customer"), name = named("checked", "txt");
	const address = await ticket(page, file(name));
	await set(name, "verdict = 'scanning'");
	await open(page, address);
	const row = first(page).locator(".file", { hasText: name });
	await expect(row).toContainText("Being checked for viruses");
	await expect(row.getByRole("link")).toHaveCount(0);
	await accessible(page, "a ticket with a file that is checked");
	await set(name, "verdict = 'passed'");
	await expect(row.getByRole("link", { name })).toBeVisible({ timeout: 15_000 });
});

test("an infected file is no link and says so; what the scanner found is for the team", async ({ as }) => {
	const page = await as("customer"), name = named("bad", "txt"), lost = named("lost", "txt");
	const address = await ticket(page, file(name), file(lost));
	await set(name, "verdict = 'infected', finding = 'Eicar-Test-Signature'");
	await set(lost, "verdict = 'lost'");
	const agent = await as("agent");
	for (const [who, path, found] of [[page, address, false], [agent, `/agent/${address.split("/").pop()}`, true]]) {
		await open(who, path);
		const row = first(who).locator(".file", { hasText: name });
		await expect(row).toContainText(found ? "Infected (Eicar-Test-Signature), not given out" : "Infected, not given out");
		await expect(row.getByRole("link")).toHaveCount(0);
		await expect(first(who).locator(".file", { hasText: lost })).toContainText("Lost in the file store");
		await row.getByRole("button", { name: `Details of ${name}` }).click();
		await expect(details(who)).toContainText(found ? "The virus scanner found Eicar-Test-Signature" : "The virus scanner found something");
		await expect(details(who).getByRole("button", { name: "Create a link" })).toHaveCount(0);
		await accessible(who, "an infected file");
	}
});

test("a file that its desk does not take after all is no link; why is for the team", async ({ as }) => {
	const page = await as("customer"), name = named("refused", "txt");
	const address = await ticket(page, file(name));
	await set(name, "verdict = 'refused', finding = 'it is text/plain, which is not taken'");
	const agent = await as("agent");
	for (const [who, path, found] of [[page, address, false], [agent, `/agent/${address.split("/").pop()}`, true]]) {
		await open(who, path);
		const row = first(who).locator(".file", { hasText: name });
		await expect(row).toContainText("Refused, not given out");
		await expect(row.getByRole("link")).toHaveCount(0);
		await row.getByRole("button", { name: `Details of ${name}` }).click();
		await expect(details(who)).toContainText(found ? "not given out: it is text/plain, which is not taken." : "not what is taken here");
		await accessible(who, "a refused file");
	}
});

test("what nobody has looked at is warned of before it is downloaded", async ({ as }) => {
	const page = await as("customer"), name = named("unscanned", "txt");
	const address = await ticket(page, file(name));
	await set(name, "verdict = 'unscanned'");
	await open(page, address);
	await expect(first(page)).toContainText("Not checked for viruses");
	await first(page).getByRole("link", { name }).click();
	await expect(details(page)).toContainText("too large for the virus scanner");
	await accessible(page, "a file that nobody has looked at");
	const saving = page.waitForEvent("download");
	await details(page).getByRole("link", { name: "Download all the same" }).click();
	expect((await saving).suggestedFilename()).toBe(name);
});

test("the details say what a file is and who took it; from where is for the team", async ({ as }) => {
	const page = await as("customer"), name = named("taken", "txt");
	const address = await ticket(page, file(name, "taken"));
	await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
	await first(page).getByRole("button", { name: `Details of ${name}` }).click();
	await expect(details(page)).toContainText("Nobody yet.");
	const sum = await details(page).locator(".copyable code").first().textContent();
	expect(sum).toMatch(/^[0-9a-f]{64}$/);
	await details(page).getByRole("button", { name: "Copy the SHA-256" }).click();
	await expect(details(page)).toContainText("Copied");
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(sum);
	await details(page).getByRole("button", { name: "Close" }).click();
	await expect(first(page).getByRole("button", { name: `Details of ${name}` })).toBeFocused();
	const saving = page.waitForEvent("download");
	await first(page).getByRole("link", { name }).click();
	await saving;
	await first(page).getByRole("button", { name: `Details of ${name}` }).click();
	await expect(details(page).locator(".log").first()).toContainText("Anna Nowak");
	await expect(details(page).locator(".log").first()).toContainText("downloaded it");
	await expect(details(page)).not.toContainText("127.0.0.1");
	await accessible(page, "the details of a file");
	const agent = await as("agent");
	await open(agent, `/agent/${address.split("/").pop()}`);
	await first(agent).getByRole("button", { name: `Details of ${name}` }).click();
	await expect(details(agent).locator(".log").first()).toContainText("127.0.0.1");
	await accessible(agent, "the details of a file for the team");
});

test("a link is made, shown once, opens the file without a session, and is ended", async ({ as }) => {
	const page = await as("customer"), stranger = await as(null), name = named("linked", "txt");
	stranger.expects(410, 404);
	await ticket(page, file(name));
	await first(page).getByRole("button", { name: `Details of ${name}` }).click();
	await expect(details(page)).toContainText("There is no such link.");
	await details(page).getByRole("button", { name: "Create a link" }).click();
	const url = await details(page).locator(".notice.good code").textContent();
	await expect(details(page).locator(".notice.good")).toContainText("Whoever has it can open the file until");
	await expect(details(page).getByRole("status").filter({ hasText: "The link is made." })).toBeAttached();
	await accessible(page, "a link to a file");
	const saving = stranger.waitForEvent("download");
	await stranger.goto(url).catch(() => {}); /* a download is no page */
	expect((await saving).suggestedFilename()).toBe(name);
	await details(page).getByRole("button", { name: "Close" }).click();
	await first(page).getByRole("button", { name: `Details of ${name}` }).click();
	await expect(details(page)).not.toContainText(url);
	await expect(details(page)).toContainText("opened 1 time");
	await expect(details(page).locator(".log").first()).toContainText("opened it by a link");
	await details(page).getByRole("button", { name: "Create a link" }).click();
	await expect(details(page).getByRole("button", { name: /End the link/ })).toHaveCount(2);
	await details(page).getByRole("button", { name: "End all links" }).click();
	await expect(details(page)).toContainText("There is no such link.");
	await expect(details(page).getByRole("button", { name: "Create a link" })).toBeFocused();
	expect((await stranger.request.get(url, { maxRedirects: 0 })).status()).toBeGreaterThanOrEqual(404);
});

test("the team makes a link for one of those who take part, and ends one of two", async ({ as }) => {
	const page = await as("customer"), agent = await as("agent"), name = named("for-whom", "txt");
	const address = await ticket(page, file(name));
	await open(agent, `/agent/${address.split("/").pop()}`);
	await first(agent).getByRole("button", { name: `Details of ${name}` }).click();
	await details(agent).getByRole("combobox", { name: "For whom" }).selectOption({ label: "Anna Nowak" });
	await details(agent).getByRole("button", { name: "Create a link" }).click();
	await expect(details(agent).getByRole("button", { name: /End the link for Anna Nowak/ })).toHaveCount(1);
	await details(agent).getByRole("button", { name: "Create a link" }).click();
	await expect(details(agent).getByRole("button", { name: /End the link for Anna Nowak/ })).toHaveCount(2);
	await details(agent).getByRole("button", { name: /End the link/ }).first().click();
	await expect(details(agent).getByRole("button", { name: /End the link/ })).toHaveCount(1);
});

test("a file is removed after a question that names it, and is gone for everybody", async ({ as }) => {
	const page = await as("customer"), name = named("wrong", "txt"), stays = named("stays", "txt");
	const address = await ticket(page, file(name), file(stays));
	await first(page).getByRole("button", { name: `Details of ${name}` }).click();
	await details(page).getByRole("button", { name: "Remove this file" }).click();
	await expect(details(page)).toContainText(`Remove ${name} for everybody?`);
	await expect(details(page).getByRole("button", { name: "Remove it" })).toBeFocused();
	await accessible(page, "the question before a file is removed");
	await details(page).getByRole("button", { name: "Cancel" }).click();
	await expect(details(page).getByRole("button", { name: "Remove this file" })).toBeFocused();
	await page.keyboard.press("Enter");
	await details(page).getByRole("button", { name: "Remove it" }).press("Enter");
	await expect(details(page)).toBeHidden();
	await expect(first(page).locator(".file a")).toHaveText([stays]);
	await expect(first(page)).toBeFocused();
	await expect(page.locator("#said")).toHaveText(`${name} is removed.`);
	const colleague = await as("agent");
	await open(colleague, `/agent/${address.split("/").pop()}`);
	await settled(colleague);
	await expect(first(colleague).locator(".file a")).toHaveText([stays]);
});
