/* run.mjs - load against Lodge and, in the same run and in turn, against the bare limits: what it prints are ratios, requests a
 * second, latencies, CPU time a request and memory. It judges nothing; the aims stand beside the figures. */
import "../stack/localhost.cjs";
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pids, stop } from "../stack/parts.mjs";
import { lodgectl } from "../stack/parts/pools.mjs";
import { until } from "../stack/process.mjs";
import { servant, settings } from "../stack/settings.mjs";
import { isListening } from "../stack/ask.mjs";
import { up } from "../stack/up.mjs";
import { answered, filesTable, slowUploads } from "./files.mjs";
import { mailTable } from "./mail.mjs";
import { load, median } from "./wrk.mjs";

const stack = settings({ port: process.env.BENCH_PORT ?? 8480, runDir: process.env.BENCH_RUN_DIR ?? "build/bench-run", durable: true });
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);
const MAILS = Number(process.env.BENCH_MAILS ?? 1000);
const FILE_MIB = Number(process.env.BENCH_MIB ?? 1024);
const ONE_TICKET = "/rest/servicedeskapi/request/CDSE-1?expand=comment,comment.renderedBody,comment.attachment";
const barePort = stack.port + 21;
const host = `copernicus.localhost:${stack.port}`;
const lodge = `http://127.0.0.1:${stack.port}`;
const site = stack.origin("copernicus");
const bare = `http://127.0.0.1:${barePort}`;
const children = [];

async function main() {
	rmSync(stack.runDir, { recursive: true, force: true });
	await up(stack, console.log);
	const token = (await lodgectl(stack, "token", "create", "--tenant", "copernicus", "--person", "customer@copernicus.example")).trim();
	const headers = { Host: host, Authorization: `Bearer ${token}` };
	await talk(headers);
	await startBare();
	await pagesTable(headers);
	await filesTable({ stack, bare, rounds: ROUNDS, mib: FILE_MIB, token });
	await mailTable({ stack, mails: MAILS });
	await slowUploads({ stack, rounds: ROUNDS, seconds: SECONDS, token, read: { url: lodge + ONE_TICKET, headers } });
	memory();
}

/* A ticket that people talked about: twenty comments. */
async function talk(headers) {
	for (let i = 0; i < 20; i++)
		await answered(fetch(`${site}/rest/servicedeskapi/request/CDSE-1/comment`, { method: "POST",
			headers: { ...headers, "Content-Type": "application/json" },
			body: JSON.stringify({ public: true, body: `Comment ${i}: ${"the product still fails its checksum, see the log. ".repeat(6)}` }) }));
}

async function startBare() {
	const account = servant(stack, "www-data");
	const conf = readFileSync(new URL("nginx.conf", import.meta.url), "utf8").replace(/@(\w+)@/g, (_, key) =>
		({ MAIN: account ? `user ${account};` : "", RUN: stack.runDir, PORT: barePort })[key]);
	writeFileSync(stack.path("nginx/bench.conf"), conf);
	begin([join(stack.programs, "tests/bench/bare"), stack.path("bare.sock"), stack.path("mariadb/s.sock"), "lodge", String(stack.workers.pages)]);
	if (!await until(() => isListening({ path: stack.path("bare.sock") }), 5000))
		throw new Error("the bare worker did not start");
	execFileSync("chmod", ["666", stack.path("bare.sock")]);
	begin(["nginx", "-p", stack.path("nginx"), "-c", stack.path("nginx/bench.conf"), "-e", stack.path("log/bench-nginx.log"), "-g", "daemon off;"]);
	if (!await until(() => isListening({ port: barePort }), 5000))
		throw new Error("the bare worker's nginx did not start");
}

function begin([program, ...args]) {
	children.push(spawn(program, args, { stdio: "inherit" }));
}

async function pagesTable(headers) {
	const size = async (path) => (await (await answered(fetch(site + path, { headers }))).arrayBuffer()).byteLength;
	const list = "/rest/lodge/1/requests?reporter=all&limit=50";
	const [ticketSize, listSize, createScript] = [await size(ONE_TICKET), await size(list), writeScript()];
	const rows = [
		["static page", { url: `${lodge}/servicedesk/customer/portals`, headers: { Host: host } }],
		["bare, no query", { url: `${bare}/bare/page?size=2048` }],
		["bare, one query", { url: `${bare}/bare/one?size=2048` }],
		["bare, three queries", { url: `${bare}/bare/three?size=${ticketSize}` }],
		["read one ticket", { url: lodge + ONE_TICKET, headers }, "bare, three queries", ">= 70 %"],
		["list 50", { url: lodge + list, headers }, "bare, three queries", `${listSize} bytes`],
		["bare create", { url: `${bare}/bare/create?size=1500` }],
		["create a ticket", { url: `${lodge}/rest/servicedeskapi/request`, headers, script: createScript }, "bare create", ">= 60 %"],
	];
	console.log(`\nOne ticket is ${ticketSize} bytes. ${ROUNDS} rounds in turn, ${SECONDS} s each, medians; 2048 or the same bytes from the bare worker.\n`);
	console.log("                          1 connection              16 connections                   CPU   against");
	console.log("                       req/s   p50   p99 ms     req/s    p50    p99 ms    us/request   the bare one");
	const figures = await measure(rows);
	for (const [name, , against, aim] of rows)
		console.log(line(name, figures.get(name), figures.get(against), aim));
}

/* name -> { one, many, cpu }: medians over the rounds. */
async function measure(rows) {
	const seen = new Map(rows.map(([name]) => [name, { one: [], many: [], cpu: [] }]));
	for (let round = 0; round < ROUNDS; round++)
		for (const [name, { url, ...options }] of rows) {
			const { one, many, cpu } = seen.get(name);
			one.push(await load(url, { ...options, connections: 1, seconds: SECONDS }));
			const before = cpuTicks();
			const result = await load(url, { ...options, connections: 16, seconds: SECONDS });
			cpu.push((cpuTicks() - before) * 10000 / (result.perSecond * SECONDS));
			many.push(result);
			if (result.failed)
				console.error(`${name}: ${result.failed} requests failed`);
		}
	const middle = (list) => ({ perSecond: median(list.map((r) => r.perSecond)), p50: median(list.map((r) => r.p50)), p99: median(list.map((r) => r.p99)) });
	return new Map([...seen].map(([name, { one, many, cpu }]) => [name, { one: middle(one), many: middle(many), cpu: median(cpu) }]));
}

function line(name, { one, many, cpu }, against, aim = "") {
	const n = (value, width, digits = 0) => value.toFixed(digits).padStart(width);
	const ratio = against ? `${n(100 * many.perSecond / against.many.perSecond, 4)} %` : "      ";
	return `${name.padEnd(20)} ${n(one.perSecond, 7)} ${n(one.p50, 5, 2)} ${n(one.p99, 7, 1)}   ${n(many.perSecond, 8)} ${n(many.p50, 6, 2)} ${n(many.p99, 8, 1)}  ${n(cpu, 10)}     ${ratio}  ${aim}`;
}

/* User and system time, in hundredths of a second, of everything that answers: both nginx, the pools, the bare worker, MariaDB. */
function cpuTicks() {
	const all = ["nginx", "pages", "mariadb"].flatMap((part) => pids(stack, part));
	const family = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n").map((row) => row.trim().split(/\s+/).map(Number));
	for (const child of children)
		all.push(child.pid, ...family.filter(([, parent]) => parent === child.pid).map(([pid]) => pid));
	return all.reduce((sum, pid) => sum + ticksOf(pid), 0);
}

function ticksOf(pid) {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, "utf8");
		const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
		return Number(fields[11]) + Number(fields[12]);
	} catch {
		return 0;
	}
}

function writeScript() {
	const file = stack.path("create.lua");
	const body = JSON.stringify({ serviceDeskId: "55", requestTypeId: "5501", requestFieldValues: { summary: "Bench",
		description: "The same words as there, in one line of text." } });
	writeFileSync(file, `wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nwrk.body = ${JSON.stringify(body)}\n`);
	return file;
}

/* At rest a worker has its first size; the peak is the kernel's own count. */
function memory() {
	const figure = (pid, name) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`${name}:\\s+(\\d+)`))?.[1] ?? 0) / 1024;
	const of = (pool) => pids(stack, pool).slice(1).map((pid) => `${figure(pid, "VmRSS").toFixed(1)} (peak ${figure(pid, "VmHWM").toFixed(1)})`).join(" ");
	console.log(`\nMemory of workers after it, MiB: pages ${of("pages")}; files ${of("files")}; auth ${of("auth")} (aims: 15 under load, 32 while uploading)`);
}

try {
	await main();
} finally {
	for (const child of children)
		child.kill();
	await stop(stack, "all");
}
