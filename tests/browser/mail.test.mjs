/* mail.test.mjs - the mail of a desk as its team decides on it, the outbox, and tickets that came by mail. The mails are written by
 * people with mail programs and go the whole road. */
import { eventually, mailer } from "../api/lib/post.mjs";
import { HOME, accessible, expect, nothingSideways, open, raise, settled, sql, test, unique } from "./lib/visit.mjs";
import { picture } from "./lib/picture.mjs";

const MAIL = "/agent/desk/55/mail", OUTBOX = "/agent/desk/55/outbox";
const STRANGERS = "data@copernicus.example", SUPPORT = "support@copernicus.example"; /* the first takes mail of people that it knows */
const anna = () => mailer("customer@copernicus.example", "Anna Nowak");
const row = (page, text) => page.locator(".mails li", { hasText: text });
const panel = (page) => page.locator(".box-open");
const frame = (page, where = page) => where.locator(".framed iframe");
const held = (page) => page.getByRole("navigation", { name: "Queues" }).getByRole("link", { name: /^Mail/ });

/* What became of a mail: { id, state, key }. */
const fate = (subject, state = "done") => eventually(async () => {
	const [found] = await sql(`SELECT m.id, m.state, t.ticket_key FROM mail_in m LEFT JOIN ticket t ON t.id = m.ticket_id WHERE m.subject = '${subject}'`);
	return found?.[1] === state && { id: found[0], state, key: found[2] };
}, `${subject} is ${state}`);

/* A mail of somebody whom nobody knows, which waits. */
async function stranger(subject = unique("Offer"), more = {}) {
	const address = `${unique("s").replace(" ", "")}@weather-shop.example`;
	await mailer(address, "Anja Weather").send({ to: STRANGERS, subject, text: "We sell weather.", ...more });
	return { subject, address, ...await fate(subject, "held") };
}

/* A picture that is drawn in the text, and what mails should not have. */
const hostile = { html: `<p onclick="parent.document.title='gone'">Good <b>morning</b></p><script>parent.document.title = "gone"; parent.pwned = true</script><img src="http://evil.example/pixel.png" onerror="parent.pwned = true">
	<a href="javascript:parent.pwned=true">press</a> <a href="https://example.org/">a page</a><form action="http://evil.example/"><input name="q"><button>Go</button></form><iframe src="http://evil.example/"></iframe><style>body { background: url(http://evil.example/b.png) }</style><img src="cid:map" alt="A map">` };

/* Everything that leaves for other hosts than ours. */
async function abroad(page) {
	const asked = [];
	await page.route(({ protocol, hostname }) => protocol.startsWith("http") && !hostname.endsWith(".localhost"), (route) => {
		asked.push(route.request().url());
		return route.abort();
	});
	return asked;
}

test("a mail of a stranger waits with its reason, is looked at safely, and becomes a request by keyboard", async ({ as }) => {
	test.slow();
	const { subject, address, id } = await stranger(undefined, hostile), page = await as("agent"), away = await abroad(page);
	await open(page, "/agent/desk/55/queue/1");
	await expect(held(page).locator(".held")).toContainText("wait for a decision");
	await page.keyboard.press("g");
	await page.keyboard.press("e");
	await page.waitForURL(`**${MAIL}`);
	await settled(page);
	await expect(row(page, subject)).toContainText("Anja Weather");
	await expect(row(page, subject)).toContainText("Nobody here knows its sender");
	await page.keyboard.press("j");
	await expect(row(page, subject).getByRole("link")).toBeFocused(); /* the newest */
	await page.keyboard.press("Enter");
	await page.waitForURL(`**${MAIL}/${id}`);
	await expect(page.locator("#open-head")).toBeFocused();
	await expect(page.locator("#open-head")).toHaveText(subject);
	await expect(panel(page)).toContainText(address);
	await expect(panel(page)).toContainText("Its sender's domain vouches for it");
	await accessible(page, "a mail that waits");

	await panel(page).getByRole("button", { name: "Show as it was sent" }).click();
	const inside = frame(page).contentFrame();
	await expect(inside.locator("strong")).toHaveText("morning");
	await expect(inside.locator("script, form, input, iframe, style, [onclick], [onerror]")).toHaveCount(0);
	await expect(inside.locator("a", { hasText: "a page" })).toHaveAttribute("href", "https://example.org/");
	expect(await inside.locator("a[href^=javascript], img[src^=http]").count()).toBe(0);
	expect(await frame(page).getAttribute("sandbox")).not.toContain("allow-scripts");
	expect(await page.evaluate(() => "pwned" in window)).toBe(false);
	expect(away).toEqual([]);
	await accessible(page, "a mail as it was sent");

	const download = page.waitForEvent("download");
	await panel(page).getByRole("link", { name: /The raw mail/ }).click();
	expect((await download).suggestedFilename()).toBe(`mail-${id}.eml`);

	await page.locator("#open-head").focus();
	await page.keyboard.press("n");
	await expect(panel(page).locator(".mail-became")).toContainText("It became a part of");
	await expect(page.locator("#open-head")).toBeFocused();
	await expect(row(page, subject)).toHaveCount(0);
	const { key } = await fate(subject);
	await panel(page).getByRole("link", { name: key }).click();
	await settled(page);
	await expect(page.locator("#description .by-mail")).toHaveText("by mail");
	await expect(page.locator("#description")).toContainText("We sell weather.");
});

test("who decides about a mail sees its pictures, of no other's host, and takes its files", async ({ as }) => {
	const { buffer: content } = picture("map.png", 64, 48), subject = unique("Offer with a picture");
	const { id } = await stranger(subject, { html: "<p>Our map: <img src='cid:map' alt='A map'> <img src='http://evil.example/pixel.png' alt='Our shop' width=90 height=90></p>",
		attachments: [{ filename: "map.png", cid: "map", content, contentType: "image/png" }, { filename: "prices.html", content: "<script>alert(1)</script>" }] });
	const page = await as("agent"), away = await abroad(page), wanted = [];
	page.on("request", (request) => /\/(shown|part\/\d+)$/.test(request.url()) && wanted.push(request.url()));
	await open(page, `${MAIL}/${id}`);
	expect(wanted, "nothing is taken out of it before somebody wants to see it").toEqual([]);
	await panel(page).getByRole("button", { name: "Show as it was sent" }).click();
	const inside = frame(page).contentFrame();
	await expect.poll(() => inside.locator("img").evaluate((image) => image.naturalWidth), "the picture is there").toBe(64);
	await expect(inside.locator("img")).toHaveCount(1);
	await expect(inside.locator("body")).toContainText("[Our shop]");
	expect(away).toEqual([]);
	await expect(panel(page)).toContainText("Nobody has checked these files for viruses yet.");
	await accessible(page, "pictures of a mail that waits");
	const download = page.waitForEvent("download");
	await panel(page).getByRole("link", { name: "prices.html" }).click();
	expect((await download).suggestedFilename()).toBe("prices.html");

	await open(page, `${MAIL}/${id}`);
	page.expects(503);
	await page.route("**/shown", (route) => route.fulfill({ status: 503, json: { errorMessage: "away" } }));
	await panel(page).getByRole("button", { name: "Show as it was sent" }).click();
	await expect(frame(page).contentFrame().locator("body"), "its words are there without the store").toContainText("Our map:");
});

test("a frame holds a mail that nobody made safe", async ({ as }) => {
	const { subject, id } = await stranger(undefined, hostile), page = await as("agent"), away = await abroad(page);
	await page.route(`**/rest/lodge/1/servicedesk/55/mail/${id}`, async (route) => {
		const answer = await route.fetch();
		await route.fulfill({ response: answer, json: { ...await answer.json(), ...hostile } });
	});
	page.expects("Blocked script execution", "Content Security Policy", "Blocked form submission");
	await open(page, `${MAIL}/${id}`);
	await expect(page.locator("#open-head")).toHaveText(subject);
	await panel(page).getByRole("button", { name: "Show as it was sent" }).click();
	const inside = frame(page).contentFrame();
	await expect(inside.locator("script")).toHaveCount(1); /* it is really there */
	await inside.locator("p").click();
	await inside.getByRole("link", { name: "press" }).click();
	await inside.getByRole("button", { name: "Go" }).click();
	await page.waitForTimeout(300); /* what should not happen has had its time */
	expect(await page.evaluate(() => "pwned" in window)).toBe(false);
	await expect(page).toHaveTitle(/^Mail/);
	expect(away).toEqual([]);
});

test("a mail is added to a request that is looked for, and its sender takes part from then on", async ({ as }) => {
	const customer = await as("customer"), summary = unique("Coherence of a river"), key = await raise(customer, summary);
	const { subject, address, id } = await stranger(), page = await as("agent");
	await open(page, `${MAIL}/${id}`);
	await expect(page.locator("#open-head")).toBeFocused();
	await page.keyboard.press("c");
	const dialog = page.getByRole("dialog");
	await expect(dialog.getByRole("combobox")).toBeFocused();
	await accessible(page, "where a mail goes");
	await dialog.getByRole("button", { name: "Add", exact: true }).click();
	await expect(dialog.locator(".wrong")).toHaveText("Choose the request that this mail belongs to.");
	await dialog.getByRole("combobox").fill(summary.split(" ").pop());
	await expect(dialog.getByRole("option")).toHaveCount(1);
	await page.keyboard.press("Enter");
	await expect(dialog.getByRole("combobox")).toHaveValue(`${key} ${summary}`);
	await dialog.getByRole("checkbox", { name: new RegExp(address) }).check();
	await dialog.getByRole("button", { name: "Add", exact: true }).click();
	await expect(dialog).toBeHidden();
	await expect(page.locator("#said")).toHaveText(`Added to ${key}.`);
	await expect(row(page, subject)).toHaveCount(0);
	await open(page, `/agent/${key}`);
	const entry = page.locator(".entry", { hasText: "We sell weather." });
	await expect(entry.locator(".by-mail")).toBeVisible();
	await expect(page.locator(".sharers")).toContainText("Anja Weather");
});

test("what speaks of a request is offered to it; a request that one may not see is not", async ({ as }) => {
	const customer = await as("customer"), key = await raise(customer, unique("Spoken of"));
	const subject = `Re: [${key}] ${unique("spoken of")}`;
	await mailer("outsider@copernicus.example", "Out Sider").send({ to: SUPPORT, subject, text: "Me too." });
	const { id } = await fate(subject, "held"), page = await as("agent");
	await open(page, `${MAIL}/${id}`);
	await expect(panel(page).locator(".notice")).toContainText("It speaks of a request that its sender has no part in.");
	await panel(page).getByRole("button", { name: `Add to ${key}` }).click();
	await page.getByRole("dialog").getByRole("combobox").fill("DSP-1");
	await page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
	page.expects(400);
	await expect(page.getByRole("dialog").locator(".wrong")).toContainText("which request it belongs to");
	await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
	await panel(page).getByRole("button", { name: `Add to ${key}` }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
	await expect(panel(page).locator(".mail-became")).toContainText(key);
});

test("several are put away at once, one is read again, and a sender is shut out", async ({ as }) => {
	test.slow();
	const one = await stranger(), two = await stranger(), three = await stranger(), page = await as("agent");
	await open(page, MAIL);
	await page.keyboard.press("j");
	await page.keyboard.press("x");
	await row(page, two.subject).getByRole("checkbox").check();
	await expect(page.locator("#said")).toHaveText("2 selected");
	await page.keyboard.press("d");
	await expect(page.locator("#said")).toHaveText("2 mails discarded.");
	await expect(row(page, three.subject)).toHaveCount(0);
	await expect(row(page, two.subject)).toHaveCount(0);
	await expect(row(page, one.subject)).toHaveCount(1);
	await page.getByRole("link", { name: "Discarded" }).click();
	await row(page, two.subject).getByRole("link").click();
	await panel(page).getByRole("button", { name: "Read again" }).click();
	await expect(panel(page).locator(".notice")).toContainText("Nobody here knows its sender"); /* read, and held as before */
	await expect(row(page, two.subject)).toHaveCount(0);
	await panel(page).getByRole("button", { name: "Block the sender" }).click();
	await accessible(page, "a sender is shut out");
	await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
	await page.keyboard.press("b");
	await page.getByRole("dialog").getByRole("button", { name: "Block the sender" }).click();
	await expect(page.locator("#said")).toHaveText(`${two.address} is blocked.`);
	await mailer(two.address).send({ to: STRANGERS, subject: `${two.subject} again`, text: "Still selling." });
	const { id } = await fate(`${two.subject} again`, "passed");
	await open(page, `${MAIL}/${id}?state=passed`);
	await expect(panel(page)).toContainText("Its sender is blocked on this desk.");
	await page.keyboard.press("Escape");
	await page.waitForURL(`**${MAIL}?state=passed`);
	await expect(row(page, `${two.subject} again`).getByRole("link")).toBeFocused();
});

test("what comes and goes is shown by itself, and takes nobody's focus, choice or words", async ({ as }) => {
	test.slow();
	const one = await stranger(), two = await stranger(), page = await as("agent"), queue = await as("admin"), soon = { timeout: 30_000 };
	await open(queue, "/agent/desk/55/queue/1");
	const before = Number((await held(queue).locator(".held").innerText()).match(/\d+/)[0]);
	await open(page, `${MAIL}/${one.id}`);
	await row(page, two.subject).getByRole("checkbox").check();
	await panel(page).getByRole("button", { name: "Add to a request" }).click();
	const which = page.getByRole("dialog").getByRole("combobox");
	await which.fill("words of mine");
	const three = await stranger();
	await expect(row(page, three.subject)).toHaveCount(1, soon);
	await expect(page.locator("#said")).toHaveText(/new in the list$/);
	await expect(which).toBeFocused();
	await expect(which).toHaveValue("words of mine");
	await expect(row(page, two.subject).getByRole("checkbox")).toBeChecked();
	await expect(held(page).locator(".held")).toContainText(`${before + 1}`, soon);
	await expect(held(queue).locator(".held"), "also where the queues are").toContainText(`${before + 1}`, soon);

	await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
	await row(page, one.subject).getByRole("link").focus();
	await sql(`UPDATE mail_in SET state = 'discarded' WHERE id IN (${two.id}, ${three.id})`);
	await expect(row(page, three.subject)).toHaveCount(0, soon);
	await expect(row(page, one.subject).getByRole("link")).toBeFocused();
	await expect(page.getByRole("region", { name: "Selected mails" })).toHaveCount(0);
	await expect(held(queue).locator(".held")).toContainText(`${before - 1}`, soon);
	await sql(`UPDATE mail_in SET state = 'discarded' WHERE id = ${one.id}`);
	await expect(panel(page), "of the one that is open, too").toContainText("Somebody of the team discarded it.", soon);
	await expect(panel(page).getByRole("button", { name: "Block the sender" })).toHaveCount(0);
});

test("another who decided first is named as the reason; a mail that is not there says so", async ({ as }) => {
	const { id } = await stranger(), page = await as("agent");
	await open(page, `${MAIL}/${id}`);
	await sql(`UPDATE mail_in SET state = 'done' WHERE id = ${id}`);
	page.expects(409, 404);
	await panel(page).getByRole("button", { name: "Discard" }).click();
	await expect(panel(page).getByRole("alert")).toContainText("Somebody has decided about this mail already.");
	await open(page, `${MAIL}/999999999`);
	await expect(page.locator("#open-head")).toHaveText("There is nothing here");
});

test("a request by mail shows its pictures where they stand, what it quotes folded, and says which files were not taken", async ({ as }) => {
	test.slow();
	const subject = unique("A picture by mail"), { buffer: content } = picture("map.png", 64, 48);
	await anna().send({ to: SUPPORT, subject, text: "See the picture.", html: "<p>See the picture: <img src='cid:map' alt='A map'></p><p>On Monday Support wrote:</p><blockquote><p>What is the size?</p><blockquote>An older one</blockquote></blockquote>", attachments: [{ filename: "map.png", cid: "map", content, contentType: "image/png" }, { filename: "notes.txt", content: "some notes" }] });
	const { key } = await fate(subject);
	await eventually(async () => (await sql(`SELECT COUNT(*) FROM attachment a JOIN ticket t ON t.id = a.ticket_id WHERE t.ticket_key = '${key}' AND a.verdict IN ('passed', 'unscanned')`))[0][0] === "2", "both files are checked");
	for (const [who, path, more] of [["customer", `${HOME}/${key}`, { viewport: { width: 390, height: 800 } }], ["agent", `/agent/${key}`, { colorScheme: "dark" }]]) {
		const page = await as(who, more);
		await open(page, path);
		const first = page.locator("#description"), inside = frame(page, first).contentFrame();
		await expect(first.locator(".by-mail")).toHaveText("by mail");
		await expect.poll(() => inside.locator("img").evaluate((image) => image.naturalWidth), "the picture is there").toBe(64);
		const quote = () => frame(page, first).evaluate((element) => [...element.contentDocument.querySelectorAll("blockquote")].map((one) => one.checkVisibility()));
		expect(await quote(), "what it quotes is folded").toEqual([false, false]);
		await frame(page, first).evaluate((element) => { element.contentDocument.querySelector("details").open = true; }); /* an event would meet the test's own listeners, which the frame blocks */
		expect(await quote()).toEqual([true, true]);
		await expect.poll(() => frame(page, first).evaluate((element) => element.clientHeight - element.contentDocument.body.scrollHeight), "all of it is in sight").toBeGreaterThanOrEqual(0);
		const light = await inside.locator("body").evaluate((body) => getComputedStyle(body).color);
		expect(light, "ink by day, chalk by night").toBe(who === "agent" ? "rgb(233, 234, 236)" : "rgb(35, 38, 43)");
		await expect(first.locator(".file, .thumb")).toHaveCount(1); /* the picture is in no list */
		await expect(first.locator(".file")).toContainText("notes.txt");
		await accessible(page, `a request by mail, ${who}`);
		await nothingSideways(page, `a request by mail, ${who}`);
		await first.getByRole("button", { name: "Show as text" }).click();
		await expect(first).toContainText("See the picture.");
		await expect(frame(page, first)).toHaveCount(0);
	}
});

test("a reply by mail is a comment as it was typed, with what it quotes folded below", async ({ as }) => {
	const customer = await as("customer"), summary = unique("Answered by mail"), key = await raise(customer, summary);
	const subject = `Re: [${key}] ${summary}`;
	await anna().send({ to: SUPPORT, subject, text: "1) *no* Markdown <here>\n    as typed\n\nOn Mon, 16 Nov 2026 at 09:12, Support wrote:\n> What is the size?\n> Thank you" });
	await fate(subject);
	await open(customer, `${HOME}/${key}`);
	const entry = customer.locator(".entry", { hasText: "Markdown" });
	await expect(entry.locator(".by-mail")).toHaveText("by mail");
	await expect(entry.locator(".said")).toContainText("1) *no* Markdown <here>");
	await expect(entry.locator(".said em, .said ol")).toHaveCount(0);
	await expect(entry).not.toContainText("What is the size?");
	await entry.getByRole("button", { name: "Show quoted text" }).press("Enter");
	await expect(entry.locator(".quoted")).toContainText("What is the size?");
	await expect(entry.getByRole("button", { name: "Hide quoted text" })).toHaveAttribute("aria-expanded", "true");
	await accessible(customer, "quoted text");
	await entry.getByRole("button", { name: "Hide quoted text" }).press("Enter");
	await expect(entry.locator(".quoted")).toHaveCount(0);
});

test("a comment by mail shows its picture at once, and says which file was not taken", async ({ as }) => {
	const customer = await as("customer"), summary = unique("Two files by mail"), key = await raise(customer, summary);
	const subject = `Re: [${key}] ${summary}`, { buffer: content } = picture("map.png", 64, 48);
	await anna().send({ to: SUPPORT, subject, text: "Here it is.", html: "<p>Here it is: <img src='cid:map' alt='A map'></p>", attachments: [{ filename: "map.png", cid: "map", content, contentType: "image/png" }, { filename: "empty.log", content: "" }] });
	await fate(subject);
	await eventually(async () => (await sql(`SELECT COUNT(*) FROM attachment a JOIN ticket t ON t.id = a.ticket_id WHERE t.ticket_key = '${key}' AND a.inline AND a.verdict IN ('passed', 'unscanned')`))[0][0] === "1", "the picture is checked");
	await open(customer, `${HOME}/${key}`);
	const entry = customer.locator("li[id^=comment-]");
	await expect.poll(() => frame(customer, entry).contentFrame().locator("img").evaluate((image) => image.naturalWidth), "the picture is there").toBe(64);
	await expect(entry.locator(".mail-refused")).toContainText("empty.log");
});

test("the outbox shows a letter as its reader gets it, says why one did not arrive, and sends it again", async ({ as }) => {
	test.slow();
	const subject = unique("Letter back");
	await anna().send({ to: SUPPORT, subject, text: "Is anybody there?" });
	const { key } = await fate(subject);
	const letter = await eventually(async () => (await sql(`SELECT o.id FROM mail_out o JOIN ticket t ON t.id = o.ticket_id WHERE t.ticket_key = '${key}' AND o.state = 'sent'`))[0]?.[0], "it is acknowledged");
	await sql(`UPDATE mail_out SET state = 'failed', trouble = 'The mail server says: 550 no such user.' WHERE id = ${letter}`);
	const page = await as("agent");
	await open(page, `${OUTBOX}?state=failed`);
	await expect(page.getByRole("navigation", { name: "Queues" }).getByRole("link", { name: /^Outbox/ })).toContainText("did not arrive");
	await expect(row(page, subject)).toContainText("550 no such user.");
	await row(page, subject).getByRole("link").click();
	await expect(panel(page).locator(".notice")).toHaveText("The mail server says: 550 no such user.");
	const inside = frame(page).contentFrame();
	await expect(inside.locator("body")).toContainText(subject);
	expect(await inside.locator(".sheet").evaluate((sheet) => getComputedStyle(sheet).maxWidth || getComputedStyle(sheet).padding), "its own styles").not.toBe("0px");
	expect(await inside.locator(".sheet").evaluate((sheet) => getComputedStyle(sheet).borderTopWidth)).toBe("1px");
	await accessible(page, "a letter that did not arrive");
	await panel(page).getByRole("button", { name: "As plain text" }).click();
	await expect(panel(page).locator(".mail-words")).toContainText(key);
	await panel(page).getByRole("button", { name: "Send now" }).click();
	await expect(page.locator("#said")).toHaveText("It is sent again in a moment.");
	await eventually(async () => (await sql(`SELECT state FROM mail_out WHERE id = ${letter}`))[0][0] === "sent", "it is sent again");
	await expect(row(page, subject)).toHaveCount(0);
});

for (const [name, more] of [["in the dark", { colorScheme: "dark" }], ["on a phone", { viewport: { width: 390, height: 800 } }], ["in Arabic at 320 pixels", { locale: "ar", viewport: { width: 320, height: 700 } }]])
	test(`mail and outbox can be used ${name}`, async ({ as }) => {
		test.slow();
		const { id } = await stranger(), page = await as("agent", more);
		for (const path of [MAIL, `${MAIL}/${id}`, `${MAIL}?state=discarded`, OUTBOX]) {
			await open(page, path);
			await expect(page.locator("#queues [aria-current]"), "where one is, among the queues").toBeInViewport({ ratio: 1 });
			if (path.endsWith(id)) await expect(page.locator("#open-head")).toContainText("Offer");
			if (path.endsWith("discarded")) await expect(page.locator("main .tabs [aria-current]").first()).toHaveAttribute("title", /./);
			await accessible(page, `${path} ${name}`);
			await nothingSideways(page, `${path} ${name}`);
			expect(await page.locator("main").innerText(), "a message without words").not.toMatch(/\b(desk|mail|letter)\.[a-z]/);
		}
	});

test("a customer does not come to the mail of a desk", async ({ as }) => {
	const page = await as("customer");
	page.expects(403, 404);
	await open(page, MAIL);
	await expect(page.getByRole("heading", { level: 1 })).toHaveText(/This page is for the team|There is nothing here/);
});
