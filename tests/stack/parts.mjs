/* parts.mjs - the parts of a stack by name, for `make run` and for tests that start, stop, kill or freeze one:
 *   await start(stack, "mariadb");  await kill(stack, "store");  freeze(stack, "provider");  thaw(stack, "provider");
 * A part says how it is prepared, launched and found ready; what it forks belongs to it. */
import { createServer } from "node:net";
import { end, launch, logTail, pidOf, pidsOf, send, until } from "./process.mjs";
import { clamd } from "./parts/clamd.mjs";
import { mariadb } from "./parts/mariadb.mjs";
import { mon, osd, rgw } from "./parts/store.mjs";
import { provider } from "./parts/provider.mjs";
import { auth, files, jobs, pages } from "./parts/pools.mjs";
import { nginx } from "./parts/nginx.mjs";
import { desks } from "./parts/desks.mjs";
import { dovecot } from "./parts/dovecot.mjs";
import { inbox } from "./parts/inbox.mjs";
import { mail } from "./parts/mail.mjs";
import { milter } from "./parts/milter.mjs";
import { postfix } from "./parts/postfix.mjs";
import { relay } from "./parts/relay.mjs";

const READY_TIMEOUT_MS = 60000, FREE_TIMEOUT_MS = 3000;
const parts = [mariadb, mon, osd, rgw, provider, clamd, pages, files, auth, jobs, dovecot, mail, milter, desks, postfix, relay, inbox, nginx];
const groups = {
	all: parts.map((part) => part.name),
	store: ["mon", "osd", "rgw"],
	services: ["mariadb", "mon", "osd", "rgw", "provider", "dovecot"],
	post: ["dovecot", "mail", "milter", "desks", "postfix", "relay"],
	pools: ["pages", "files", "auth"],
};

/* Starts what is not running, in order; returns when each answers. What only some tests need is started when it is named. */
export async function start(stack, ...names) {
	for (const part of named(names).filter((one) => !one.seldom || names.includes(one.name)))
		await startOne(stack, part);
}

export async function stop(stack, ...names) {
	for (const part of named(names).reverse())
		await end(stack, part.name, part);
}

/* kill -9 of the part and all it forked, also what it forks meanwhile. */
export async function kill(stack, ...names) {
	for (const part of named(names).reverse()) {
		const isDead = () => {
			const left = pidsOf(stack, part.name);
			for (const pid of left)
				send(pid, "SIGKILL");
			return left.length === 0;
		};
		if (!await until(isDead, 10000))
			throw new Error(`${part.name} did not die`);
	}
}

/* SIGSTOP: it still holds its sockets, and answers nothing. */
export function freeze(stack, ...names) {
	signal(stack, names, "SIGSTOP");
}

export function thaw(stack, ...names) {
	signal(stack, names, "SIGCONT");
}

export function isRunning(stack, name) {
	return pidOf(stack, name) !== 0;
}

/* Process ids of a part: the first is the one that was started (a pool's master), the others are its children. */
export function pids(stack, name) {
	return pidsOf(stack, name);
}

export function running(stack) {
	return groups.all.filter((name) => isRunning(stack, name));
}

function signal(stack, names, what) {
	for (const part of named(names))
		for (const pid of pidsOf(stack, part.name))
			send(pid, what);
}

function named(names) {
	const wanted = names.flatMap((name) => groups[name] ?? name);
	for (const name of wanted)
		if (!groups.all.includes(name))
			throw new Error(`no part "${name}": choose of ${groups.all.join(" ")}, ${Object.keys(groups).join(" ")}`);
	return parts.filter((part) => wanted.includes(part.name));
}

async function startOne(stack, part) {
	if (pidOf(stack, part.name) || part.isOffered?.(stack) === false)
		return;
	await end(stack, part.name); // children that outlived a killed parent
	for (const port of part.ports?.(stack) ?? [])
		await expectFree(part, port);
	await part.prepare?.(stack);
	const { argv, ...options } = part.command(stack);
	launch(stack, part.name, argv, options);
	let answers = false;
	await until(async () => {
		answers = await part.isReady(stack);
		return answers || !pidOf(stack, part.name);
	}, READY_TIMEOUT_MS);
	if (!answers || !pidOf(stack, part.name))
		throw new Error(`${part.name} did not start (${argv[0]}). The end of its log:\n${logTail(stack, part.logName ?? part.name)}`);
	await part.afterStart?.(stack);
}

/* A process that was killed holds its sockets for a moment longer than it can be seen. */
async function expectFree(part, port) {
	let trouble;
	if (!await until(async () => (trouble = await troubleAt(port)) === null, FREE_TIMEOUT_MS))
		throw new Error(trouble === "EADDRINUSE" ? `port ${port} (${part.name}) is in use by another program: choose another PORT` : `port ${port}: ${trouble}`);
}

/* Why nobody can listen there; null: somebody can. */
function troubleAt(port) {
	return new Promise((say) => {
		const probe = createServer();
		probe.once("error", (e) => say(e.code ?? e.message));
		probe.listen({ port, host: "127.0.0.1" }, () => probe.close(() => say(null)));
	});
}
