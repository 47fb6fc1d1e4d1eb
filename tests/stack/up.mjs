/* up.mjs [--foreground] - starts one stack (settings.mjs) and says where it is. Starting twice is harmless: what runs
 * is left alone. In the foreground it stays, watches, and ends everything on Ctrl-C; the data stays. */
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, running, start, stop } from "./parts.mjs";
import { lodgectl, writeConf } from "./parts/pools.mjs";
import { deliverDemoMails } from "./post/demo-mails.mjs";
import { logTail } from "./process.mjs";
import { PASSWORD, peopleOf } from "./provider/people.mjs";
import { folders, settings } from "./settings.mjs";

/* The whole stack, ready to be used. `say` hears what happens. */
export async function up(stack, say = () => {}) {
	folders(stack);
	writeConf(stack);
	const began = Date.now();
	const tell = (what) => say(`  ${String(((Date.now() - began) / 1000).toFixed(1)).padStart(5)} s  ${what}`);
	await Promise.all([
		start(stack, "mariadb").then(() => lodgectl(stack, "migrate")).then(() => lodgectl(stack, "demo", "load", "--origin-port", String(stack.port)))
			.then(() => tell("MariaDB, the schema and the demo")),
		start(stack, "store").then(() => tell("S3 store")),
		start(stack, "provider").then(() => tell("sign-in provider")),
	]);
	await start(stack, "pools", "jobs", "post", "nginx");
	tell("pools, jobs, mail and nginx");
}

/* What only people need: mailboxes to look into, and something in them. */
async function people(stack) {
	await start(stack, "inbox");
	await deliverDemoMails(stack);
}

export function addresses(stack) {
	const roles = [...peopleOf("copernicus").values()].map(({ email, name }) => `${email.split("@")[0].padEnd(11)} ${name}`);
	return [
		"",
		`  ${stack.origin("copernicus")}    Copernicus Data Space`,
		`  ${stack.origin("dasharo")}       Dasharo support`,
		`  ${stack.filesOrigin}         files; health and metrics: http://127.0.0.1:${stack.ports.local}/healthz`,
		`  http://127.0.0.1:${stack.ports.inbox}             everybody's mailbox: write to support@copernicus.example or support@dasharo.example`,
		"",
		`  Sign in as NAME@copernicus.example or NAME@dasharo.example, password ${PASSWORD}. NAME is one of`,
		...roles.map((row) => `    ${row}`),
		"",
		`  Logs and data: ${stack.runDir}`,
	].join("\n");
}

async function main() {
	const stays = process.argv.includes("--foreground");
	const stack = settings();
	let ending = false;

	async function leave(status) {
		if (ending)
			return;
		ending = true;
		console.log("\nStopping; the data stays.");
		await stop(stack, "all");
		process.exit(status);
	}
	if (stays)
		for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
			process.on(signal, () => leave(0));
	try {
		console.log(running(stack).length ? "Starting what is not running yet ..." : "Starting ...");
		await up(stack, console.log);
		if (!stack.isTest)
			await people(stack);
		console.log(addresses(stack));
		console.log(stays ? "  Ctrl-C stops everything.\n" : "  `make down` stops everything.\n");
	} catch (e) {
		if (ending)
			return; // Ctrl-C in the middle of a start
		console.error(`\n${e.message}\n`);
		if (stays)
			await leave(1);
		process.exit(1);
	}
	if (stays)
		await watch(stack, () => ending);
}

/* A part that dies is reported, not started again: whoever is at the terminal should see it. */
async function watch(stack, isEnding) {
	let known = running(stack);
	for (;;) {
		await sleep(1000);
		if (isEnding())
			return;
		for (const name of known.filter((one) => !isRunning(stack, one)))
			console.error(`${name} has ended (\`make up\` starts it again). The end of its log:\n${logTail(stack, name)}`);
		known = running(stack);
		if (known.length === 0) // `make down` in another terminal
			process.exit(0);
	}
}

if (process.argv[1] === new URL(import.meta.url).pathname)
	await main();
