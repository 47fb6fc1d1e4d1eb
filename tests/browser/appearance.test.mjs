/* appearance.test.mjs - every screen in both themes, on a phone and narrower, in each language; and who can use it. */
import { HOME, QUOTAS, REQUESTS, accessible, expect, nothingSideways, open, test } from "./lib/visit.mjs";

const screens = { portals: "/servicedesk/customer/portals", portal: HOME, create: QUOTAS, ticket: `${HOME}/CDSE-1`, requests: `${REQUESTS}?reporter=all` };
const desk = { "agent list": "/agent/desk/55/queue/5", "agent ticket": "/agent/CDSE-1" };

for (const colorScheme of ["light", "dark"])
	for (const width of [1280, 390])
		test(`every screen is accessible in ${colorScheme} at ${width}`, async ({ as }) => {
			test.slow();
			const view = { colorScheme, viewport: { width, height: 844 }, reducedMotion: "reduce" };
			for (const [who, paths] of [["customer", screens], ["agent", desk]]) {
				const page = await as(who, view);
				for (const [name, path] of Object.entries(paths)) {
					await open(page, path);
					await accessible(page, `${name}, ${colorScheme}, ${width}`);
					await nothingSideways(page, `${name}, ${width}`);
				}
			}
		});

for (const [lang, dir, words] of [["pl", "ltr", "Jak możemy pomóc?"], ["ar", "rtl", "كيف يمكننا مساعدتك؟"]])
	test(`the pages speak ${lang} when the person chooses it, and fit 320 pixels`, async ({ as }) => {
		test.slow();
		const page = await as("customer", { viewport: { width: 320, height: 700 } });
		await open(page, HOME);
		await page.getByLabel(/sign out$/).click();
		await page.getByRole("combobox", { name: "Language" }).selectOption(lang);
		await expect(page.getByRole("heading", { level: 1 })).toHaveText(words);
		await expect(page.locator("html")).toHaveAttribute("lang", lang);
		await expect(page.locator("html")).toHaveAttribute("dir", dir);
		for (const [name, path] of Object.entries(screens)) {
			await open(page, path);
			await nothingSideways(page, `${name}, ${lang}`);
			expect(await page.locator("body").innerText(), `${name}: a message without words`).not.toMatch(/\b(site|me|portal|create|form|files|request|requests|agent|trouble)\.[a-z]+[A-Z]?\w*\b/);
		}
		await accessible(page, `requests, ${lang}`);
	});

test("light or dark is remembered and in place before anything is drawn", async ({ as }) => {
	const page = await as("customer", { colorScheme: "light" });
	await open(page, HOME);
	const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	const light = await paper();
	await page.getByLabel(/sign out$/).click();
	await accessible(page, "the person's menu");
	await page.getByRole("combobox", { name: "Appearance" }).selectOption("Dark");
	const dark = await paper();
	expect(dark).not.toBe(light);
	await page.reload({ waitUntil: "commit" });
	await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
	await open(page, HOME);
	expect(await paper()).toBe(dark);
	await page.getByLabel(/sign out$/).click();
	await page.getByRole("combobox", { name: "Appearance" }).selectOption("System");
	expect(await paper()).toBe(light);
});

test("a ticket on paper has its story and none of the buttons", async ({ as }) => {
	const page = await as("customer");
	await open(page, `${HOME}/CDSE-1`);
	await page.emulateMedia({ media: "print" });
	await expect(page.locator("#description")).toBeVisible();
	await expect(page.getByRole("complementary")).toBeVisible();
	await expect(page.locator("form.reply")).toBeHidden();
	await expect(page.locator("header.site")).toBeHidden();
});

test("the first answer is asked for once, ahead of the module", async ({ as }) => {
	const page = await as("customer"), asked = [];
	page.on("request", (request) => /\/rest\//.test(request.url()) && asked.push(new URL(request.url()).pathname));
	for (const path of [HOME, `${REQUESTS}?reporter=all&status=open`, `${HOME}/CDSE-1`]) {
		asked.length = 0;
		await open(page, path);
		expect(asked.filter((url, i) => asked.indexOf(url) !== i), path).toEqual([]);
	}
});

test("no page may be framed, run a stranger's script, or send a form elsewhere", async ({ as }) => {
	const page = await as("customer");
	for (const path of [HOME, "/sign-in", REQUESTS]) {
		const policy = (await page.goto(path)).headers()["content-security-policy"];
		for (const rule of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "require-trusted-types-for 'script'"])
			expect(policy, path).toContain(rule);
		expect(policy).not.toMatch(/unsafe/);
	}
});
