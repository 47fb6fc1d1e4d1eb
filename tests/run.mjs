/* run.mjs SUITE... - runs suites, each program under a time limit, shows what they print, and closes with one line,
 * `N passed, N failed`. A suite that ran nothing has failed. The suites that need a stack share one (stack/test-stack.mjs),
 * made afresh; with --keep one that is running is used, and left. Unit tests that ask MariaDB or the store do so where
 * there is a stack, and are skipped otherwise. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { running, stop } from "./stack/parts.mjs";
import { stack } from "./stack/test-stack.mjs";
import { addresses, up } from "./stack/up.mjs";

const MINUTE = 60_000;
const tests = join(stack.root, "tests");
const programs = process.env.LODGE_PROGRAMS ?? stack.build; // of `make units`
const keeps = process.argv.includes("--keep");

/* Each gives rows { name, passed, failed, skipped }, one for each program it ran. */
const suites = {
	lint: { run: lint },
	fuzz: { run: replay },
	unit: { run: unit },
	api: { run: () => nodeTests("api", 4 * MINUTE), onStack: true },
	browser: { run: browser, onStack: true },
	faults: { run: () => nodeTests("faults", 8 * MINUTE), onStack: true }, // last: it breaks things
};

async function main() {
	const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"));
	const names = Object.keys(suites).filter((name) => wanted.length === 0 || wanted.includes(name));
	const rows = [];
	for (const name of wanted)
		if (!suites[name])
			throw new Error(`no suite "${name}": choose of ${Object.keys(suites).join(" ")}`);
	suites.unit.onStack = names.some((name) => suites[name].onStack) || (keeps && running(stack).length > 0);
	for (const name of names)
		rows.push(...await runSuite(name));
	if (!keeps)
		await stop(stack, "all");
	close(rows);
}

async function runSuite(name) {
	const began = Date.now();
	console.log(`\n=== ${name}`);
	try {
		if (suites[name].onStack)
			await stackIsUp();
		const rows = await suites[name].run();
		if (sum(rows, "passed") + sum(rows, "failed") === 0)
			rows.push({ name: `${name}: ran nothing`, passed: 0, failed: 1 });
		console.log(`--- ${name}: ${total(rows)}, ${((Date.now() - began) / 1000).toFixed(0)} s`);
		return rows;
	} catch (e) {
		console.error(e.message);
		return [{ name: `${name}: could not run`, passed: 0, failed: 1 }];
	}
}

function close(rows) {
	const bad = rows.filter((row) => row.failed > 0);
	if (bad.length)
		console.log(`\nFailed:\n${bad.map((row) => `  ${row.name}${row.failed > 1 ? ` (${row.failed})` : ""}`).join("\n")}`);
	console.log(`\n${total(rows)}`);
	process.exit(bad.length || rows.length === 0 ? 1 : 0);
}

async function stackIsUp() {
	const alive = running(stack);
	if (stackIsUp.done || (keeps && alive.length))
		return up(stack); // whatever the suite before has ended
	await stop(stack, "all");
	rmSync(stack.runDir, { recursive: true, force: true });
	await up(stack, console.log);
	console.log(addresses(stack));
	stackIsUp.done = true;
}

/* --- programs in C ----------------------------------------------------------------------------------------- */

/* Two at a time: many of them wait for a time-out. */
async function unit() {
	const rows = [];
	const sources = filesUnder(join(tests, "unit"), "_test.c");
	const env = { CMOCKA_MESSAGE_OUTPUT: "TAP", ...suites.unit.onStack ? { LODGE_CONF: stack.confFile } : {} };
	const next = async () => {
		for (let source = sources.shift(); source; source = sources.shift()) {
			const program = join(programs, relative(stack.root, source).replace(/\.c$/, ""));
			const { text, status } = await runProgram([program], { timeoutMs: 2 * MINUTE, quiet: true, env });
			rows.push(judgeTap(relative(tests, source), text, status));
		}
	};
	await Promise.all([next(), next()]);
	return rows;
}

/* cmocka's TAP, in which a skipped test is `not ok`; a program that dies prints fewer lines than it planned. */
function judgeTap(name, text, status) {
	const count = (pattern) => (text.match(pattern) ?? []).length;
	const passed = count(/^ok \d/gm), skipped = count(/^not ok \d+ # SKIP/gm);
	let failed = count(/^not ok \d+\b(?! # SKIP)/gm);
	if (failed === 0 && (status !== 0 || passed + skipped === 0))
		failed = 1;
	console.log(`  ${name}: ${total([{ passed, failed, skipped }])}`);
	if (failed)
		console.log(`exit ${status}\n${text.replace(/^(ok \d|not ok \d+ # SKIP|time=).*\n/gm, "").split("\n").slice(0, 60).join("\n")}`);
	return { name, passed, failed, skipped };
}

/* Every input that is kept, once through its parser, under ASan and UBSan. */
async function replay() {
	const rows = [];
	for (const source of filesUnder(join(tests, "fuzz"), ".c").filter((file) => !file.endsWith("/replay.c"))) {
		const name = basename(source, ".c");
		const corpus = join(tests, "fuzz/corpus", name);
		const inputs = existsSync(corpus) ? readdirSync(corpus).length : 0;
		const { text, status } = await runProgram([join(stack.build, "san/tests/fuzz", name), corpus], { timeoutMs: MINUTE, quiet: true });
		const failed = status !== 0 || inputs === 0 ? 1 : 0;
		console.log(`  fuzz/${name}: ${inputs} inputs${failed ? `, exit ${status}\n${text}` : ""}`);
		rows.push({ name: `fuzz/${name}`, passed: 1 - failed, failed });
	}
	return rows;
}

/* A make of its own: it has its own jobs, and looks at the code as it ships, whatever was built for the tests. */
async function lint() {
	const { status } = await runProgram(["make", "--no-print-directory", "-s", "lint"], { timeoutMs: 20 * MINUTE, env: { MAKEFLAGS: "", MAKELEVEL: "0", SAN: "" } });
	return [{ name: "lint", passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 }];
}

/* --- programs in JavaScript -------------------------------------------------------------------------------- */

/* File by file, since they share one stack. People read one report, we another. */
async function nodeTests(folder, timeoutMs) {
	const rows = [];
	mkdirSync(stack.path("reports"), { recursive: true });
	for (const file of filesUnder(join(tests, folder), ".test.mjs")) {
		const name = relative(tests, file);
		const report = stack.path("reports", `${basename(file)}.tap`);
		rmSync(report, { force: true });
		console.log(`  ${name}`);
		const { status } = await runProgram([process.execPath, "--test", "--test-reporter=spec", "--test-reporter-destination=stdout",
			"--test-reporter=tap", `--test-reporter-destination=${report}`, file], { timeoutMs });
		const text = existsSync(report) ? readFileSync(report, "utf8") : "";
		const count = (what) => Number(text.match(new RegExp(`^# ${what} (\\d+)$`, "m"))?.[1] ?? 0);
		const failed = count("fail") + count("cancelled");
		rows.push({ name, passed: count("pass"), skipped: count("skipped") + count("todo"), failed: failed || (status !== 0 || count("pass") === 0 ? 1 : 0) });
	}
	return rows;
}

async function browser() {
	if (filesUnder(join(tests, "browser"), ".test.mjs").length === 0)
		return [];
	const report = stack.path("reports/browser.json");
	rmSync(report, { force: true });
	const { status } = await runProgram([process.execPath, join(tests, "node_modules/@playwright/test/cli.js"), "test",
		"--config", join(tests, "playwright.config.mjs"), "--reporter=list,json"],
	{ timeoutMs: 40 * MINUTE, cwd: tests, env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" } });
	if (!existsSync(report))
		return [{ name: "browser: no report", passed: 0, failed: 1 }];
	const { stats: { expected, unexpected, flaky, skipped } } = JSON.parse(readFileSync(report, "utf8"));
	const failed = unexpected + flaky;
	return [{ name: "browser", passed: expected, skipped, failed: failed || (status === 0 ? 0 : 1) }];
}

/* --- helpers ----------------------------------------------------------------------------------------------- */

/* Gives { text, status }; what outlives its time is ended with all its children, and has failed. */
function runProgram(argv, { timeoutMs, quiet = false, cwd = stack.root, env = {} }) {
	return new Promise((done) => {
		const nodeOptions = `${process.env.NODE_OPTIONS ?? ""} --require "${join(tests, "stack/localhost.cjs")}"`;
		const child = spawn(argv[0], argv.slice(1), { cwd, detached: true, stdio: ["ignore", "pipe", "pipe"],
			env: { ...process.env, ...env, NODE_OPTIONS: nodeOptions } });
		let text = "";
		const timer = setTimeout(() => {
			text += `\nended after ${timeoutMs / 1000} s\n`;
			console.log(`${argv.join(" ")}: ended after ${timeoutMs / 1000} s`);
			process.kill(-child.pid, "SIGKILL");
		}, timeoutMs);
		for (const stream of [child.stdout, child.stderr])
			stream.setEncoding("utf8").on("data", (piece) => {
				text += piece;
				if (!quiet)
					process.stdout.write(piece);
			});
		child.on("error", (e) => { clearTimeout(timer); done({ text: `${text}${e.message}\n`, status: "none" }); });
		child.on("close", (code, signal) => { clearTimeout(timer); done({ text, status: code ?? signal }); });
	});
}

function filesUnder(folder, ending) {
	if (!existsSync(folder))
		return [];
	return readdirSync(folder, { withFileTypes: true })
		.flatMap((entry) => entry.isDirectory() ? filesUnder(join(folder, entry.name), ending) : entry.name.endsWith(ending) ? [join(folder, entry.name)] : [])
		.sort();
}

function sum(rows, what) {
	return rows.reduce((before, row) => before + (row[what] ?? 0), 0);
}

function total(rows) {
	const skipped = sum(rows, "skipped");
	return `${sum(rows, "passed")} passed, ${sum(rows, "failed")} failed${skipped ? `, ${skipped} skipped` : ""}`;
}

process.on("SIGINT", async () => {
	if (!keeps)
		await stop(stack, "all");
	process.exit(130);
});
await main();
