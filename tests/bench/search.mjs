/* search.mjs - what a million tickets cost: searches, lists and counts on a stack with BENCH_TICKETS (1,000,000) tickets and five times as many
 * comments, beside the same on one with 1,000. The stacks are made by `lodgectl demo seed` where they are missing, and kept: the large
 * one takes half an hour and 12 GB. It judges nothing. */
import "../stack/localhost.cjs";
import { administer, database } from "../stack/parts/mariadb.mjs";
import { lodgectl } from "../stack/parts/pools.mjs";
import { stop } from "../stack/parts.mjs";
import { settings } from "../stack/settings.mjs";
import { up } from "../stack/up.mjs";

const RUNS = Number(process.env.BENCH_RUNS ?? 200);
const LARGE = Number(process.env.BENCH_TICKETS ?? 1_000_000), SMALL = 1000;
const port = Number(process.env.BENCH_PORT ?? 8480);
const stacks = [
	{ name: "small", tickets: SMALL, stack: settings({ port: Number(process.env.BENCH_SMALL_PORT ?? port), runDir: process.env.BENCH_SMALL ?? "build/bench-small", durable: false }) },
	{ name: "large", tickets: LARGE, stack: settings({ port: Number(process.env.BENCH_LARGE_PORT ?? port + 100), runDir: process.env.BENCH_LARGE ?? "build/bench-large", durable: false, dbMemory: "4G" }) },
];
const LODGE = "/rest/lodge/1", JSM = "/rest/servicedeskapi";

/* As fcgi/app/seed_text.c makes words of ranks that are not among the known ones. */
function wordOf(rank) {
	let text = "";
	for (let i = 0; i < 3; i++, rank = Math.floor(rank / 80))
		text += "bdfgklmnprstvzhj"[rank % 16] + "aeiou"[Math.floor(rank / 16) % 5];
	return text;
}

const words = [
	["none", "nothinghasthis"], ["in 1 text of 10,000", wordOf(20000)], ["in 1 of 1,000", wordOf(2500)], ["in 1 of 100", wordOf(260)], ["in 1 of 30", "firmware"],
	["in most", "the"], ["beginning, rare", "zubej"], ["beginning, frequent", "zu"], ["a letter", "e"], ["rare and frequent", `${wordOf(20000)} the`], ["two middling", `${wordOf(260)} firmware`],
	["two frequent", "error the"], ["two that seldom meet", `${wordOf(900)} ${wordOf(1100)}`], ["five frequent", "the to and is error"], ["a key", "CDSE-500"],
];

async function main() {
	for (const one of stacks)
		await ready(one);
	const rows = questions();
	console.log(`\n${"".padEnd(46)}   ${stacks.map(({ tickets }) => `${tickets.toLocaleString("en")} tickets`.padStart(22)).join("")}    ratio of p50`);
	console.log(`${"who asks what".padEnd(46)}   ${stacks.map(() => "rows    p50    p99 ms".padStart(22)).join("")}`);
	for (const [who, what, path] of rows) {
		const seen = [];
		for (const one of stacks)
			seen.push(await measure(one, who, path));
		const cells = seen.map(({ rows: n, p50, p99 }) => `${String(n).padStart(6)} ${p50.toFixed(1).padStart(7)} ${p99.toFixed(1).padStart(7)}`);
		console.log(`${`${who}: ${what}`.padEnd(46)}   ${cells.join(" ")}    ${(seen[1].p50 / seen[0].p50).toFixed(1).padStart(5)}`);
	}
}

async function ready(one) {
	await up(one.stack);
	if (process.env.BENCH_SEED !== "no")
		await lodgectl(one.stack, "demo", "seed", "--tenant", "copernicus", "--tickets", String(one.tickets), "--comments", String(5 * one.tickets), "--people", String(Math.max(20, one.tickets / 50)));
	const busiest = await number(one, "SELECT reporter_id FROM ticket WHERE tenant_id = 1 GROUP BY reporter_id ORDER BY COUNT(*) DESC LIMIT 1");
	const organization = await number(one, `SELECT organization_id FROM ticket_organization WHERE tenant_id = 1 GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1`);
	const member = await number(one, `SELECT person_id FROM organization_member m WHERE tenant_id = 1 AND organization_id = ${organization} ORDER BY person_id DESC LIMIT 1`);
	one.tokens = {};
	for (const [who, person] of [["agent", "agent@copernicus.example"], ["customer", "customer@copernicus.example"], ["busiest", busiest], ["in the largest organization", member]])
		one.tokens[who] = (await lodgectl(one.stack, "token", "create", "--tenant", "copernicus", "--person", String(person))).trim();
}

const number = async (one, sql) => Number((await administer(one.stack, `USE ${database.name}; ${sql}`)).trim());

function questions() {
	const q = (text) => `q=${encodeURIComponent(text)}`;
	const queues = ["unassigned", "mine", "waiting", "breaching", "open"];
	return [
		...words.map(([what, text]) => ["agent", `search, ${what}`, `${LODGE}/agent/tickets?limit=50&${q(text)}`]),
		...words.map(([what, text]) => ["busiest", `search, ${what}`, `${LODGE}/requests?reporter=all&limit=50&${q(text)}`]),
		...words.slice(0, 8).map(([what, text]) => ["customer", `search, ${what}`, `${LODGE}/requests?reporter=all&limit=50&${q(text)}`]),
		...["customer", "busiest", "in the largest organization"].flatMap((who) => [
			[who, "my requests", `${LODGE}/requests?reporter=mine&limit=50`], [who, "all requests", `${LODGE}/requests?reporter=all&limit=50`],
			[who, "open requests", `${LODGE}/requests?reporter=all&status=open&limit=50`], [who, "of one status", `${LODGE}/requests?reporter=all&status=Waiting%20for%20customer&limit=50`],
			[who, "portal page", `${LODGE}/portal/55`], [who, "me", `${LODGE}/me`], [who, "filters", `${LODGE}/filters`], [who, "JSM's list", `${JSM}/request?limit=50`],
		]),
		...["", "&status=open", "&status=closed", "&status=In%20progress", "&status=Resolved"].map((more) => ["agent", `desk${more}`, `${LODGE}/agent/tickets?limit=50${more}`]),
		["agent", "queues with counts", `${LODGE}/servicedesk/55/queue`],
		...queues.map((name) => ["agent", `queue ${name}`, (one) => `${LODGE}/servicedesk/55/queue/${one.queues?.[name] ?? 1}/ticket?limit=50`]),
		["agent", "queue open, search firmware", (one) => `${LODGE}/servicedesk/55/queue/${one.queues?.open ?? 1}/ticket?limit=50&q=firmware`],
		["agent", "one ticket", `${JSM}/request/CDSE-7?expand=comment,status`],
	];
}

async function measure(one, who, pathOf) {
	if (!one.queues) {
		const answer = await ask(one, "agent", `${LODGE}/servicedesk/55/queue`);
		one.queues = Object.fromEntries((answer.json.values ?? []).map((queue) => [queue.builtIn, queue.id]));
	}
	const path = typeof pathOf === "function" ? pathOf(one) : pathOf, times = [];
	const first = await ask(one, who, path);
	if (first.status !== 200)
		return { rows: first.status, p50: NaN, p99: NaN };
	for (let i = 0; i < RUNS; i++) {
		const began = performance.now();
		await ask(one, who, path);
		times.push(performance.now() - began);
		if (i > 20 && performance.now() - began > 1000)
			break;
	}
	times.sort((a, b) => a - b);
	return { rows: first.json.size ?? first.json.values?.length ?? 1, p50: times[times.length >> 1], p99: times[Math.floor(times.length * 0.99)] };
}

async function ask(one, who, path) {
	const answer = await fetch(one.stack.origin("copernicus") + path, { headers: { Authorization: `Bearer ${one.tokens[who]}` } });
	const text = await answer.text();
	return { status: answer.status, json: JSON.parse(text) };
}

try {
	await main();
} finally {
	if (process.env.BENCH_KEEP !== "yes")
		for (const { stack } of stacks)
			await stop(stack, "all");
}
