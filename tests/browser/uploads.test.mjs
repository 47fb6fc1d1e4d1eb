/* uploads.test.mjs - large files go in chunks: paused, cut off, reloaded, chosen again on another device, and whole in the end. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { HOME, SUPPORT, accessible, expect, open, raise, reply, settled, signIn, sql, test, ticketKey, unique } from "./lib/visit.mjs";

const MIB = 1024 ** 2;
const UPLOADS = "**/rest/lodge/1/uploads/*";
const create = (page) => page.getByRole("button", { name: "Create", exact: true });
const choose = (page, ...files) => page.locator("#files-input").setInputFiles(files);
const row = (page, name) => page.locator(".file", { hasText: name });
const ready = (page, n = 1) => expect(page.locator(".file[data-state=ready]")).toHaveCount(n, { timeout: 30_000 });
const kept = (page) => page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.url().includes("/draft/") && answer.status() === 204);

/* Bytes that no other file has. */
function large(name, mib = 9) {
	const buffer = Buffer.alloc(mib * MIB, createHash("sha512").update(name + Math.random()).digest());
	return { name, mimeType: "application/octet-stream", buffer };
}

/* The chunks after the first n wait until the gate opens, or are lost; `offsets` are those that were sent since. */
async function gate(page, n) {
	const gate = { offsets: [], open: false, again() { Object.assign(gate, { open: true, offsets: [] }); } };
	await page.route(UPLOADS, async (route) => {
		const request = route.request();
		if (request.method() === "PATCH" && gate.offsets.push(Number(request.headers()["upload-offset"])) > n && !gate.open)
			return gate.held = route;
		await route.continue().catch(() => {});
	});
	gate.go = () => {
		gate.open = true;
		return gate.held?.continue().catch(() => {});
	};
	return gate;
}

async function arrivedWhole(page, { name, buffer }) {
	const saving = page.waitForEvent("download");
	await page.locator(".entry").getByRole("link", { name }).click();
	const bytes = readFileSync(await (await saving).path());
	expect(createHash("sha256").update(bytes).digest("hex")).toBe(createHash("sha256").update(buffer).digest("hex"));
}

/* What had to be read back is given out when it was. */
async function checked(page, name) {
	await expect(page.locator(".entry").getByRole("link", { name })).toBeVisible({ timeout: 30_000 });
}

test("20 MiB go up in chunks, with progress in bytes, and arrive whole", async ({ as }) => {
	test.slow();
	const page = await as("customer"), file = large("image.iso", 20);
	await open(page, SUPPORT);
	const door = await gate(page, 1);
	await choose(page, file);
	await expect(row(page, "image.iso").locator(".state")).toContainText("8.4 MB of 21 MB");
	await expect(page.locator("#said")).toHaveText("1 upload begins.");
	await accessible(page, "create with a large file on its way");
	await door.go();
	await ready(page);
	expect(door.offsets).toEqual([0, 8 * MIB, 16 * MIB]);
	await expect(page.locator("#said")).toHaveText("image.iso is attached.");
	await page.getByLabel("Summary").fill(unique("Large"));
	await create(page).click();
	await ticketKey(page);
	await checked(page, file.name);
	await arrivedWhole(page, file);
});

test("an upload is paused, gone on with and cancelled by the keyboard; a paused one is not forgotten", async ({ as }) => {
	const page = await as("customer");
	await open(page, SUPPORT);
	const door = await gate(page, 1);
	await choose(page, large("slow.iso"));
	await expect(row(page, "slow.iso")).toContainText("8.4 MB of");
	await page.getByRole("button", { name: "Pause slow.iso" }).focus();
	await page.keyboard.press("Enter");
	await expect(row(page, "slow.iso")).toContainText("paused");
	await expect(page.getByRole("button", { name: "Go on with slow.iso" })).toBeFocused();
	await expect(page.locator("#said")).toHaveText("slow.iso is paused.");
	await accessible(page, "create with a paused file");
	await page.getByLabel("Summary").fill(unique("Paused"));
	await create(page).click();
	await expect(page.locator("#files-wrong")).toHaveText("slow.iso is paused. Go on with it, or remove it.");
	await door.go();
	await page.getByRole("button", { name: "Go on with slow.iso" }).focus();
	await page.keyboard.press("Enter");
	await ready(page);
	expect(door.offsets.filter((offset) => offset === 0), "what had arrived is not sent again").toHaveLength(1);
	await page.unroute(UPLOADS);
	await gate(page, 0);
	await choose(page, large("unwanted.iso"));
	const gone = page.waitForRequest((request) => request.method() === "DELETE" && request.url().includes("/uploads/"));
	await expect(row(page, "unwanted.iso").getByRole("progressbar")).toBeVisible();
	await page.waitForRequest((request) => request.method() === "PATCH");
	await page.getByRole("button", { name: "Cancel unwanted.iso" }).press("Enter");
	await gone;
	await expect(page.locator(".file")).toHaveCount(1);
	await expect(page.locator("#files-browse")).toBeFocused();
});

test("a lost connection is waited for, and the upload goes on by itself where it was", async ({ as }) => {
	test.slow();
	const page = await as("customer"), file = large("cut.iso");
	page.expects("net::ERR_");
	await open(page, SUPPORT);
	const door = await gate(page, 1);
	await choose(page, file);
	await expect(row(page, "cut.iso")).toContainText("8.4 MB of");
	await page.context().setOffline(true);
	await expect(row(page, "cut.iso")).toContainText("Waiting for the connection, goes on by itself");
	await expect(page.locator("#said")).toHaveText("cut.iso: Waiting for the connection, goes on by itself");
	await accessible(page, "create without a connection");
	await door.go();
	await page.context().setOffline(false);
	await ready(page);
	expect(door.offsets.filter((offset) => offset === 0)).toHaveLength(1);
	await page.getByLabel("Summary").fill(unique("Cut"));
	await create(page).click();
	await ticketKey(page);
	await checked(page, file.name);
	await arrivedWhole(page, file);
});

test("a small file waits for the connection too", async ({ as }) => {
	const page = await as("customer");
	page.expects("net::ERR_");
	await open(page, SUPPORT);
	await page.context().setOffline(true);
	await choose(page, { name: "small.log", mimeType: "text/plain", buffer: Buffer.from("small") });
	await expect(row(page, "small.log")).toContainText("Waiting for the connection");
	await page.context().setOffline(false);
	await ready(page);
});

test("a server that is busy for a moment is asked again, one that refuses is not", async ({ as }) => {
	const page = await as("customer");
	page.expects(503, 413);
	await open(page, SUPPORT);
	let times = 0;
	await page.route(UPLOADS, (route) => route.request().method() === "PATCH" && times++ === 1 ? route.fulfill({ status: 503, json: { errorMessage: "The file store does not answer." } }) : route.continue());
	await choose(page, large("busy.iso"));
	await expect(row(page, "busy.iso")).toContainText("The server is busy, goes on by itself");
	await ready(page);
	await page.route("**/rest/lodge/1/uploads", (route) => route.fulfill({ status: 413, json: { errorMessage: "There is no room for this file." } }));
	await choose(page, large("refused.iso"));
	await expect(row(page, "refused.iso")).toContainText("There is no room for this file.");
	await accessible(page, "create with a refused file");
});

test("after a reload the same file goes on where it was", async ({ as }) => {
	test.slow();
	const page = await as("customer"), file = large("reloaded.iso");
	await open(page, SUPPORT);
	const door = await gate(page, 1);
	await choose(page, file);
	await expect(row(page, "reloaded.iso")).toContainText("8.4 MB of");
	page.on("dialog", (dialog) => dialog.accept());
	await page.reload();
	await settled(page);
	await expect(row(page, "reloaded.iso")).toContainText("8.4 MB of 9.4 MB arrived. Choose the same file again to go on.");
	await accessible(page, "create with a file to choose again");
	await page.getByLabel("Summary").fill(unique("Reloaded"));
	await create(page).click();
	await expect(page.locator("#files-wrong")).toContainText("reloaded.iso is not attached");
	door.again();
	const chooser = page.waitForEvent("filechooser");
	await page.getByRole("button", { name: "Choose reloaded.iso again" }).click();
	await (await chooser).setFiles(file);
	await ready(page);
	expect(door.offsets).toEqual([8 * MIB]);
	await create(page).click();
	await ticketKey(page);
	await checked(page, file.name);
	await arrivedWhole(page, file);
});

test("on another device the same file goes on too, and another one of that name does not", async ({ as }) => {
	test.slow();
	const phone = await as("customer"), desk = await as("customer"), file = large("moved.iso");
	await open(phone, SUPPORT);
	await gate(phone, 1);
	const arrived = kept(phone);
	await choose(phone, file);
	await expect(row(phone, "moved.iso")).toContainText("8.4 MB of");
	await arrived;
	await open(desk, SUPPORT);
	await expect(row(desk, "moved.iso")).toContainText("8.4 MB of 9.4 MB arrived");
	const door = await gate(desk, 9);
	await choose(desk, large("moved.iso", 10));
	await ready(desk);
	expect(door.offsets).toEqual([0, 8 * MIB]);
	await choose(desk, file);
	await ready(desk, 2);
	expect(door.offsets.slice(2)).toEqual([8 * MIB]);
});

test("a tab that was closed: the browser knows where the file goes on, until somebody signs out", async ({ as }) => {
	test.slow();
	const page = await as("customer", { fresh: true }), file = { ...large("closed.iso") };
	page.on("dialog", (dialog) => dialog.accept());
	const key = await raise(page, unique("Closed tab"));
	await gate(page, 1);
	await choose(page, file);
	await expect(row(page, "closed.iso")).toContainText("8.4 MB of");
	const names = () => page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes("upload")));
	expect(await names()).toHaveLength(1);
	expect((await names())[0]).toMatch(/^upload \S+ 55 9437184 /);
	await page.goto("/servicedesk/customer/portals");
	await page.getByLabel(/sign out$/).click();
	await page.getByRole("button", { name: "Sign out" }).click();
	await page.waitForURL(/sign-in/);
	expect(await names()).toEqual([]);
	await signIn(page, "customer", `${HOME}/${key}`);
	await expect(row(page, "closed.iso"), "the draft of the reply is the person's, on whatever device").toBeVisible();
});

test("what a field takes is said beforehand, and what cannot be meant is refused before it travels", async ({ as }) => {
	const page = await as("customer");
	const rules = (types, size) => sql(`UPDATE field f JOIN tenant t ON t.id = f.tenant_id SET f.file_types = '${types}', f.file_size_max = ${size} WHERE t.slug = 'copernicus' AND f.request_type_id = 5501 AND f.kind = 'attachment'`);
	page.expects(400, 415);
	await rules("image/* application/pdf", 20 * MIB);
	try {
		let asked = 0;
		page.on("request", (request) => /attachTemporaryFile|uploads/.test(request.url()) && asked++);
		await open(page, SUPPORT);
		await expect(page.getByText("Images and PDF, up to 20 MiB")).toBeVisible();
		await expect(page.getByRole("button", { name: "Browse for files" })).toHaveAccessibleDescription(/Images and PDF/);
		await expect(page.locator("#files-input")).toHaveAttribute("accept", "image/*,application/pdf");
		await choose(page, { name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.from("x") }, { ...large("large.png", 21), mimeType: "image/png" }, { name: "empty.png", mimeType: "image/png", buffer: Buffer.alloc(0) });
		await expect(row(page, "film.mp4")).toContainText("film.mp4 is of another kind: images and PDF can be attached here.");
		await expect(row(page, "large.png")).toContainText("large.png is larger than 20 MiB.");
		await expect(row(page, "empty.png")).toContainText("empty.png is empty.");
		expect(asked).toBe(0);
		for (const name of ["film.mp4", "large.png", "empty.png"])
			await page.getByRole("button", { name: `Remove ${name}` }).click();
		await page.getByLabel("Summary").fill(unique("Refused by its bytes"));
		await choose(page, { name: "not.png", mimeType: "image/png", buffer: Buffer.from("text, whatever its name says") });
		await expect(page.locator(".file")).toHaveAttribute("data-state", /ready|failed/);
		await create(page).click();
		await expect(page.locator("#files-wrong")).toContainText("not.png");
		await accessible(page, "create with a file that the field does not take");
	} finally {
		await rules("", 0);
	}
});

test("a large file goes up in a reply too", async ({ as }) => {
	test.slow();
	const page = await as("customer"), file = large("reply.iso", 9);
	await raise(page, unique("Reply"));
	const door = await gate(page, 1);
	await choose(page, file);
	await expect(page.locator(".reply").getByRole("button", { name: "Pause reply.iso" })).toBeVisible();
	await expect(row(page, "reply.iso")).toContainText("8.4 MB of");
	await door.go();
	await ready(page);
	expect(door.offsets).toEqual([0, 8 * MIB]);
	await reply(page).getByRole("textbox").fill("Here it is");
	await reply(page).getByRole("button", { name: "Send" }).click();
	await expect(page.locator(".entry", { hasText: "Here it is" })).toBeVisible();
	await checked(page, file.name);
	await arrivedWhole(page, file);
});
