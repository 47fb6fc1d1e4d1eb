// worker.test.mjs - kill -9 of workers in the middle of requests: no half ticket, none lost that was acknowledged, none doubled; the
// others answer, new ones are started, and a worker that cannot start is not tried in a hurry.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { JSM, newcomer, raise, rawAsk, word } from '../api/lib/api.mjs';
import { lodgectl, sql } from '../api/lib/operator.mjs';
import { lodgectl as ctlOf } from '../stack/parts/pools.mjs';
import { pids } from '../stack/parts.mjs';
import { logFile, send } from '../stack/process.mjs';
import { beside, startBeside, stopBeside } from './lib/beside.mjs';
import { attempt, becomes, bringBack, isBusy, sleep, stack, timed, within } from './lib/fault.mjs';

const LOAD_MS = 6000, PATIENCE_MS = 30_000, KILL_EVERY_MS = 150, WORKER_AGE_MS = 1200; // younger ones that die are taken for ones that cannot start
const CALLERS = 8;
const ANSWER_MS = 15_000, LOCK_MS = 10_000; // a whole answer; what a hanging worker may hold locks for, and some more

let who;

before(async () => {
	await bringBack();
	who = await newcomer('copernicus');
});
after(async () => {
	await stopBeside();
	await bringBack();
});

const workersOf = (where) => pids(where, 'pages').slice(1);
const deathsIn = (text, pattern) => [...text.matchAll(pattern)].length;

/* An idle worker sleeps in epoll; one that does not is most likely in the middle of a request. */
function isAtWork(pid) {
	try {
		return !readFileSync(`/proc/${pid}/wchan`, 'utf8').includes('ep_poll');
	} catch {
		return false;
	}
}

/* Kills one after the other, rather one at work; answers how many. */
async function killSome(isOver) {
	const seen = new Map();
	let n = 0;
	for (; !isOver(); await sleep(KILL_EVERY_MS)) {
		const now = Date.now();
		for (const pid of workersOf(stack))
			seen.set(pid, seen.get(pid) ?? now);
		const ripe = workersOf(stack).filter((pid) => now - seen.get(pid) > WORKER_AGE_MS);
		if (ripe.length === 0)
			continue;
		const busy = ripe.filter(isAtWork), chosen = busy.length ? busy : ripe;
		send(chosen[Math.floor(Math.random() * chosen.length)], 'SIGKILL');
		n++;
	}
	return n;
}

const form = (summary) => ({ serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: { summary, description: '**x**', customfield_10: { id: '1001' } } });

describe('workers are killed while tickets are made', () => {
	const acknowledged = [], refused = [], mark = word();
	let kills, logFrom;

	/* With a key it is sent again until it is acknowledged, as the pages do. */
	async function make(key) {
		const summary = `${mark} ${word()}`;
		for (let tries = 1; tries <= 20; tries++) {
			const answer = await who.post(`${JSM}/request`, form(summary), key ? { 'idempotency-key': summary } : {});
			if (answer.status === 201)
				return acknowledged.push({ summary, key, issueKey: answer.json.issueKey });
			isBusy(answer, 'a request whose worker died');
			refused.push(summary);
			if (!key)
				return 0;
		}
		throw new Error('twenty workers died under one request');
	}

	const diedAtWork = () => deathsIn(readFileSync(logFile(stack, 'pages')).subarray(logFrom).toString(), /died of Killed[^\n]*in the middle of one/g) > 0;

	test('the rest of the pool answers', async () => {
		logFrom = readFileSync(logFile(stack, 'pages')).length;
		const end = Date.now() + LOAD_MS, isOver = () => Date.now() > end && (diedAtWork() || Date.now() > end + PATIENCE_MS);
		const killing = killSome(isOver);
		await Promise.all(Array.from({ length: CALLERS }, async (_, i) => {
			while (!isOver())
				await make(i % 2 === 0);
		}));
		kills = await killing;
		assert.ok(kills >= 8, `${kills} were killed`);
		assert.ok(acknowledged.length > 5 * kills, `${acknowledged.length} tickets, ${kills} dead workers`);
		assert.ok(refused.length <= kills, `${refused.length} refused, ${kills} dead workers: each costs one request`);
	});

	test('some died in the middle of a request', () => {
		assert.ok(diedAtWork());
	});

	test('no ticket is half written, none that was acknowledged is lost, none with a key is there twice', async () => {
		const rows = await sql(`SELECT t.ticket_key, t.summary,
				(SELECT COUNT(*) FROM status_change c WHERE c.tenant_id = t.tenant_id AND c.ticket_id = t.id),
				(SELECT COUNT(*) FROM field_value v WHERE v.tenant_id = t.tenant_id AND v.ticket_id = t.id),
				(SELECT COUNT(*) FROM search_text x WHERE x.tenant_id = t.tenant_id AND x.ticket_id = t.id)
			FROM ticket t WHERE t.tenant_id = ${who.tenantId} AND t.reporter_id = ${who.id}`);
		assert.deepEqual(rows.filter(([, , changes, values, words]) => changes !== '1' || values !== '2' || words !== '1'), []);
		const keys = new Map(rows.map(([key, summary]) => [key, summary]));
		assert.deepEqual(acknowledged.filter(({ issueKey, summary }) => keys.get(issueKey) !== summary), []);
		const times = (summary) => rows.filter((row) => row[1] === summary).length;
		assert.deepEqual(acknowledged.filter(({ summary }) => times(summary) !== 1), []);
	});

	test('the pool is whole again', async () => {
		const whole = `wanted=${stack.workers.pages} running=${stack.workers.pages} `;
		await becomes('all workers', 8000, async () => (await lodgectl('pool', 'status', 'pages')).includes(whole));
		await raise(who);
	});
});

describe('a worker hangs in the middle of making a ticket', () => {
	const made = [], mark = word();
	let stuck;

	const flying = new Set(); // when each request on its way was sent
	const waitsLong = () => [...flying].some((sent) => Date.now() - sent > 250);

	/* Stops workers until one is caught in the middle: it is busy, and a request waits for it. */
	async function stopBusyOne() {
		for (let tries = 0; tries < 60; tries++) {
			const ours = workersOf(stack), pid = ours[tries % ours.length];
			send(pid, 'SIGSTOP');
			await sleep(300);
			if (new RegExp(`^pid=${pid} state=busy .*busy_ms=[1-9]\\d{2}`, 'm').test(await lodgectl('pool', 'status', 'pages')) && waitsLong())
				return pid;
			send(pid, 'SIGCONT');
		}
		throw new Error('no worker was ever busy');
	}

	const make = async (key) => {
		const sent = Date.now() + Math.random(); // a Set tells two of one millisecond apart
		flying.add(sent);
		const { value: answer, ms } = await timed(() => who.post(`${JSM}/request`, form(`${mark} ${key}`), { 'idempotency-key': key }));
		flying.delete(sent);
		return { key, status: answer.status, answer, ms };
	};

	test('its request is given up in time, the others answer', async () => {
		let isOver = false;
		const making = Promise.all(Array.from({ length: 4 }, async () => {
			while (!isOver)
				made.push(await make(word()));
		}));
		try {
			stuck = await stopBusyOne();
			const from = made.length, began = Date.now();
			await becomes('answers while it hangs', LOCK_MS, () => made.length > from + 20);
			await sleep(began + ANSWER_MS + 1500 - Date.now());
		} finally {
			isOver = true;
		}
		await making;
		const refused = made.filter(({ status }) => status !== 201);
		assert.equal(refused.length, 1, JSON.stringify(refused.map(({ status, ms }) => [status, ms])));
		isBusy(refused[0].answer, 'the one that hangs');
		within(refused[0].ms, ANSWER_MS + 1500, 'it is given up');
	});

	test('it goes on when it may, and what is sent again with the same key is there once', async () => {
		send(stuck, 'SIGCONT');
		for (const { key, status } of made)
			if (status !== 201)
				assert.equal((await make(key)).status, 201);
		const rows = (await sql(`SELECT summary, COUNT(*) FROM ticket WHERE tenant_id = ${who.tenantId} AND summary LIKE '${mark} %' GROUP BY summary`));
		assert.deepEqual(rows.filter(([, n]) => n !== '1'), []);
		assert.equal(rows.length, made.length);
		assert.ok(workersOf(stack).includes(stuck), 'the worker lives on');
	});
});

test('workers that cannot start are tried less and less often, and the request waits for the one that can', async () => {
	beside.workers.pages = 2;
	await startBeside();
	const good = readFileSync(beside.confFile, 'utf8');
	const logFrom = readFileSync(logFile(beside, 'pages')).length;
	const newLog = () => readFileSync(logFile(beside, 'pages')).subarray(logFrom).toString();
	await sleep(WORKER_AGE_MS);
	writeFileSync(beside.confFile, `${good}no_such_key = 1\n`);
	for (const pid of workersOf(beside))
		send(pid, 'SIGKILL');
	await becomes('a long pause', 10_000, () => newLog().includes('next try in 1600 ms'));
	const pauses = [...newLog().matchAll(/next try in (\d+) ms/g)].map(([, ms]) => Number(ms));
	assert.deepEqual(pauses, [50, 100, 200, 400, 800, 1600], 'each pause is twice the one before');
	within(deathsIn(newLog(), /ended with status 78/g), 14, 'processes that were started in vain');
	const waiting = rawAsk('GET', `${JSM}/info`, { port: beside.port, headers: { host: new URL(who.origin).host, ...who.identity } });
	writeFileSync(beside.confFile, good);
	assert.equal((await waiting).status, 200);
	await becomes('both workers', 5000, async () => / running=2 /.test(await attempt(() => ctlOf(beside, 'pool', 'status', 'pages')) ?? ''));
});
