/* sign-in.test.mjs - a stranger comes, is sent to sign in, returns to what they wanted, and leaves again. */
import { HOME, accessible, expect, open, passProvider, settled, signIn, test } from "./lib/visit.mjs";

test("a stranger who wants a page is sent to sign in and comes back to that page", async ({ as }) => {
	const page = await as(null);
	page.expects(401);
	await page.goto(`${HOME}/group/551`);
	await page.waitForURL(/\/sign-in\?to=/);
	await settled(page);
	expect(new URL(page.url()).searchParams.get("to")).toBe(`${HOME}/group/551`);
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
	await accessible(page, "sign-in");
	await passProvider(page, "customer");
	await page.waitForURL(`**${HOME}/group/551`);
	await expect(page.getByRole("heading", { name: "How can we help?" })).toBeVisible();
});

test("the sign-in page names the site, has a button for each provider, the way to register and an address for trouble", async ({ as }) => {
	const page = await as(null);
	await open(page, "/sign-in");
	const site = await page.evaluate(async () => (await fetch("/rest/lodge/1/site")).json());
	await expect(page.locator("main")).toContainText(site.name);
	await expect(page.getByRole("link", { name: /Continue with/ })).toHaveCount(site.providers.length);
	for (const { label, loginUrl } of site.providers) {
		const address = await page.getByRole("link", { name: `Continue with ${label}` }).getAttribute("href");
		expect(address).toContain(loginUrl);
		expect(address).toContain("to=%2Fservicedesk%2Fcustomer%2Fportals");
	}
	await expect(page.getByRole("link", { name: /Register/ })).toHaveAttribute("href", site.registerUrl);
	await expect(page.getByRole("link", { name: site.supportAddress })).toHaveAttribute("href", `mailto:${site.supportAddress}`);
});

test("the sign-in page leads to no other site, whatever the address asks for", async ({ as }) => {
	const page = await as(null);
	for (const to of ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/sign-in"]) {
		await open(page, `/sign-in?to=${encodeURIComponent(to)}`);
		const address = await page.getByRole("link", { name: /Continue with/ }).first().getAttribute("href");
		expect(new URLSearchParams(address.split("?")[1]).get("to"), to).toBe("/servicedesk/customer/portals");
	}
});

test("each problem on the way is told in words, and an unknown one too", async ({ as }) => {
	const page = await as(null), told = new Set();
	for (const problem of ["cancelled", "expired", "unavailable", "refused", "disabled", "limited", "made-up"]) {
		await open(page, `/sign-in?problem=${problem}&to=/agent`);
		told.add(await page.getByRole("alert").innerText());
	}
	expect(told.size).toBe(7);
	await accessible(page, "sign-in with a problem");
});

test("somebody who is signed in already can go on without the provider", async ({ as }) => {
	const page = await as("customer");
	await open(page, `/sign-in?to=${HOME}`);
	await page.getByRole("link", { name: "Continue", exact: true }).click();
	await page.waitForURL(`**${HOME}`);
});

test("signing out ends the session, and Back shows nothing of it", async ({ as }) => {
	const page = await as("customer", { fresh: true });
	page.expects(401);
	await open(page, HOME);
	await page.getByLabel(/sign out$/).click();
	await page.getByRole("button", { name: "Sign out" }).click();
	await page.waitForURL(/\/sign-in\?signedout=1/);
	await settled(page);
	await expect(page.locator("main")).toContainText("You are signed out.");
	await page.goBack();
	await page.waitForURL(/\/sign-in\?to=/);
	await settled(page);
	await expect(page.locator("body")).not.toContainText("Anna Nowak");
	await signIn(page, "customer", HOME);
});
