/* playwright.config.mjs - Debian's Chromium against the test stack (stack/test-stack.mjs). One worker: the tests share
 * a site, and two cores serve both sides. */
import { defineConfig } from "@playwright/test";
import "./stack/localhost.cjs";
import { isRoot } from "./stack/settings.mjs";
import { stack } from "./stack/test-stack.mjs";

export default defineConfig({
	testDir: "browser",
	testMatch: "**/*.test.mjs",
	outputDir: stack.path("browser"),
	workers: 1,
	retries: 0,
	timeout: 45_000,
	expect: { timeout: 7_000 },
	use: {
		baseURL: stack.origin("copernicus"),
		locale: "en-GB",
		timezoneId: "Europe/Warsaw",
		viewport: { width: 1280, height: 900 },
		screenshot: "only-on-failure",
		launchOptions: {
			executablePath: "/usr/bin/chromium",
			chromiumSandbox: !isRoot,
			args: ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
		},
	},
});
