/* files.test.mjs - files by Browse, drop and paste; progress, cancelling, trying again; and the way back down. */
import { readFileSync } from "node:fs";
import { SUPPORT, accessible, expect, file, give, open, raise, test, ticketKey, unique } from "./lib/visit.mjs";

const UPLOADS = "**/attachTemporaryFile";
const rows = (page) => page.locator(".file");
const create = (page) => page.getByRole("button", { name: "Create", exact: true });

test("Browse, drop anywhere and paste all attach, several at once, and arrive on the ticket", async ({ as }) => {
	const page = await as("customer");
	await open(page, SUPPORT);
	const chooser = page.waitForEvent("filechooser");
	await page.getByRole("button", { name: "Browse for files" }).click();
	await (await chooser).setFiles([file("one.log"), file("two.log")]);
	await give(page, "drop", [{ name: "dropped 1.txt", text: "a" }, { name: "dropped 2.txt", text: "b" }]);
	await give(page, "paste", [{ name: "image.png", text: "c", mimeType: "image/png" }]);
	await expect(page.locator(".file[data-state=ready] b")).toHaveText(["one.log", "two.log", "dropped 1.txt", "dropped 2.txt", /^screenshot-.*\.png$/]);
	await expect(page.locator(".drop-anywhere")).toHaveCount(0);
	await accessible(page, "create with files");
	await page.getByLabel("Summary").fill(unique("Five files"));
	await create(page).click();
	await ticketKey(page);
	await expect(page.locator("#description .file a")).toHaveCount(5);
});

test("while a file is dragged over the page, the page says where it may fall", async ({ as }) => {
	const page = await as("customer");
	await open(page, SUPPORT);
	const drag = (step) => page.evaluate((step) => {
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(new File(["x"], "x.txt"));
		document.querySelector("header").dispatchEvent(new DragEvent(step, { dataTransfer, bubbles: true, cancelable: true }));
	}, step);
	await drag("dragenter");
	await expect(page.getByText("Drop to attach")).toBeVisible();
	await drag("dragleave");
	await expect(page.getByText("Drop to attach")).toHaveCount(0);
});

test("each file has its progress and can be cancelled; Create waits for the others", async ({ as }) => {
	const page = await as("customer");
	await open(page, SUPPORT);
	let go;
	const held = new Promise((resolve) => { go = resolve; });
	await page.route(UPLOADS, async (route) => { await held; await route.continue().catch(() => {}); });
	await page.locator("#files-input").setInputFiles([file("keep.log"), file("cancel.log")]);
	await expect(page.getByRole("progressbar")).toHaveCount(2);
	await accessible(page, "create while uploading");
	await page.getByRole("button", { name: "Cancel cancel.log" }).click();
	await expect(rows(page)).toHaveCount(1);
	await expect(page.locator("#files-browse")).toBeFocused();
	await page.getByLabel("Summary").fill(unique("Waited"));
	await create(page).click();
	await expect(page.locator("#said")).toHaveText("Waiting for 1 upload to finish…");
	go();
	await ticketKey(page);
	await expect(page.locator("#description .file a")).toHaveText(["keep.log"]);
});

test("a file that failed says why, stops nothing else, is not forgotten silently, and can be tried again", async ({ as }) => {
	const page = await as("customer"), summary = unique("One file failed");
	page.expects(503);
	await open(page, SUPPORT);
	await page.getByLabel("Summary").fill(summary);
	await page.locator("#files-input").setInputFiles(file("good.log"));
	await expect(page.locator(".file[data-state=ready]")).toHaveCount(1);
	await page.route(UPLOADS, (route) => route.fulfill({ status: 503, json: { errorMessage: "The file store does not answer." } }), { times: 1 });
	await page.locator("#files-input").setInputFiles(file("bad.log"));
	await expect(page.locator(".file[data-state=failed]")).toContainText("The file store does not answer.");
	await create(page).click();
	await expect(page.locator("#files-wrong")).toHaveText("bad.log is not attached. Try it again, or remove it.");
	await accessible(page, "create with a failed file");
	await expect(page.getByLabel("Summary")).toHaveValue(summary);
	await page.getByRole("button", { name: "Try bad.log again" }).click();
	await expect(page.locator(".file[data-state=ready]")).toHaveCount(2);
	await expect(page.locator("#files-wrong")).toHaveCount(0);
	await create(page).click();
	await ticketKey(page);
	await expect(page.locator("#description .file a")).toHaveCount(2);
});

test("a file too large is refused before it travels", async ({ as }) => {
	const page = await as("customer");
	await page.addInitScript(() => {
		const real = Response.prototype.json;
		Response.prototype.json = async function json() {
			const answer = await real.call(this);
			for (const { lodge } of answer.fields?.requestTypeFields ?? [])
				if (lodge.kind === "attachment") lodge.fileSizeMax = 10;
			return answer;
		};
	});
	let asked = 0;
	await page.route(UPLOADS, (route) => { asked++; return route.continue(); });
	await open(page, SUPPORT);
	await page.locator("#files-input").setInputFiles(file("large.bin", "more than ten bytes"));
	await expect(page.locator(".file[data-state=failed]")).toContainText("large.bin is larger than 10 bytes.");
	expect(asked).toBe(0);
});

test("a reload keeps what has arrived and names what had not", async ({ as }) => {
	const page = await as("customer");
	await open(page, SUPPORT);
	await page.locator("#files-input").setInputFiles(file("arrived.log"));
	await expect(page.locator(".file[data-state=ready]")).toHaveCount(1);
	await page.route(UPLOADS, () => {});
	await page.locator("#files-input").setInputFiles(file("under way.log"));
	await expect(page.getByRole("progressbar")).toHaveCount(1);
	page.on("dialog", (dialog) => dialog.accept());
	await page.reload();
	await expect(page.locator(".file[data-state=ready] b")).toHaveText("arrived.log");
	await expect(page.locator(".file[data-state=failed]")).toContainText("under way.log had not arrived yet");
	await page.getByRole("button", { name: "Remove arrived.log" }).click();
	await page.getByRole("button", { name: "Remove under way.log" }).click();
	await expect(rows(page)).toHaveCount(0);
});

test("a click saves the file under its own name, and HTML and SVG never open in the page", async ({ as }) => {
	const page = await as("customer");
	const evil = "<script>document.title = 'broken in'</script>";
	const files = [file("Zażółć gęślą jaźń.html", evil, "text/html"), file("drawing.svg", `<svg xmlns="http://www.w3.org/2000/svg">${evil}</svg>`, "image/svg+xml"), file("plain.txt", "plain")];
	await raise(page, unique("Downloads"), { files });
	const ticket = page.url();
	for (const { name, buffer } of files) {
		const saving = page.waitForEvent("download");
		await page.locator("#description").getByRole("link", { name }).click();
		const saved = await saving;
		expect(saved.suggestedFilename()).toBe(name);
		expect(readFileSync(await saved.path())).toEqual(buffer);
		expect(page.url(), "the page stays").toBe(ticket);
	}
});
