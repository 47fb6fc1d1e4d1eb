// pool.test.mjs - pools grow, shrink and start anew under load, and not one request fails; what MariaDB would not admit is refused
// with the number; and a pool whose master was killed ends, and comes back with `make up`.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { JSM, comment, newcomer, raise } from '../api/lib/api.mjs';
import { lodgectl, sql } from '../api/lib/operator.mjs';
import { pids } from '../stack/parts.mjs';
import { send } from '../stack/process.mjs';
import { up } from '../stack/up.mjs';
import { attempt, becomes, bringBack, isBusy, load, sleep, stack } from './lib/fault.mjs';

const PAUSE_MS = 250, LOAD_MS_MAX = 40_000; // of load between one command and the next, and in all
const NAMES = ['pages', 'files', 'auth'];

before(() => bringBack());
after(async () => {
	await bringBack();
	for (const name of NAMES)
		await lodgectl('pool', 'scale', name, String(stack.workers[name]));
});

/* The first line of a pool's status, as numbers, and its workers. */
async function status(name) {
	const [first, ...rows] = (await lodgectl('pool', 'status', name)).trim().split('\n');
	const told = Object.fromEntries(first.split(' ').map((pair) => pair.split('=')));
	assert.equal(told.pool, name);
	return { wanted: Number(told.wanted), running: Number(told.running), stopping: Number(told.stopping), rows };
}

async function scale(name, n) {
	const said = await lodgectl('pool', 'scale', name, String(n));
	assert.match(said, new RegExp(`^scaled: ${n} workers`));
	await becomes(`${n} workers`, 8000, async () => {
		const now = await status(name);
		return now.wanted === n && now.running === n && now.stopping === 0 && now.rows.length === n;
	});
}

async function reload(name) {
	const before = new Set(pids(stack, name).slice(1));
	assert.match(await lodgectl('pool', 'reload', name), /^reloaded: \d+ new workers/);
	await becomes('other workers only', 8000, () => pids(stack, name).slice(1).every((pid) => !before.has(pid)));
}

/* Runs the commands, again and again until so many requests were sent over all connections; answers the failures. */
async function underLoad(connections, requestsMin, once, commands) {
	let n = 0, isOver = false;
	const end = Date.now() + LOAD_MS_MAX;
	const loading = load(connections, (i) => (n++, once(i)), () => isOver);
	try {
		while (n < requestsMin && Date.now() < end)
			for (const command of commands) {
				await sleep(PAUSE_MS);
				await command();
			}
	} finally {
		isOver = true;
	}
	const { failures } = await loading;
	assert.ok(n >= requestsMin, `${n} requests`);
	return failures;
}

describe('pages under load of eight connections', () => {
	test('scaled and reloaded, it loses no request', async () => {
		const who = await newcomer('copernicus'), ticket = await raise(who), path = `${JSM}/request/${ticket.issueKey}`;
		let comments = 0;
		const failures = await underLoad(8, 2000, async (i) => {
			const writes = i === 0;
			comments += writes ? 1 : 0;
			const answer = await fetch(who.origin + path + (writes ? '/comment' : ''), {
				method: writes ? 'POST' : 'GET', headers: { ...who.identity, 'content-type': 'application/json' }, body: writes ? '{"body":"and another","public":true}' : undefined,
			});
			const text = await answer.text();
			return answer.status === (writes ? 201 : 200) ? null : `${answer.status} ${text.slice(0, 200)}`;
		}, [
			() => scale('pages', 2), () => scale('pages', 8), () => reload('pages'), () => scale('pages', 1), () => reload('pages'), () => scale('pages', 6),
			() => reload('pages'), () => reload('pages'),
		]);
		assert.deepEqual(failures, []);
		const [[kept]] = await sql(`SELECT COUNT(*) FROM comment WHERE tenant_id = ${who.tenantId} AND author_id = ${who.id}`);
		assert.equal(Number(kept), comments, 'every comment is there once');
	});
});

describe('files under load of uploads', () => {
	test('scaled and reloaded, it loses no file', async () => {
		const people = await Promise.all(Array.from({ length: 4 }, () => newcomer('copernicus')));
		const bytes = Buffer.alloc(60_000, 'file ');
		const failures = await underLoad(people.length, 150, async (i) => {
			const files = await people[i].upload('55', { name: 'load.bin', bytes });
			return files.length === 1 ? null : 'no file';
		}, [() => scale('files', 1), () => scale('files', 5), () => reload('files'), () => scale('files', 2), () => reload('files')]);
		assert.deepEqual(failures, []);
	});
});

describe('what a pool may be', () => {
	for (const [n, number] of [['0', '256'], ['257', '256'], ['many', '256'], ['-1', '256'], ['200', 'max_connections \\d+']])
		test(`${n} workers are refused with the number`, async () => {
			await assert.rejects(lodgectl('pool', 'scale', 'pages', n), new RegExp(number));
			assert.equal((await status('pages')).wanted, stack.workers.pages);
		});

	test('a pool that there is not is named', async () => {
		await assert.rejects(lodgectl('pool', 'scale', 'pagse', '3'), /pagse/);
	});

	test('status shows every pool and worker', async () => {
		const text = await lodgectl('pool', 'status');
		for (const name of NAMES)
			assert.match(text, new RegExp(`^pool=${name} wanted=\\d+ running=\\d+ stopping=0$`, 'm'));
		const shown = [...text.matchAll(/^pid=(\d+) state=(idle|busy|starting) uptime_s=\d+ requests=\d+ busy_ms=\d+$/gm)].map(([, pid]) => Number(pid));
		assert.deepEqual(shown.sort(), NAMES.flatMap((name) => pids(stack, name).slice(1)).sort());
	});
});

test('a master that is killed takes its workers along, and the pool comes back', async () => {
	const who = await newcomer('copernicus'), ticket = await raise(who);
	const [master] = pids(stack, 'pages');
	send(master, 'SIGKILL');
	await becomes('no worker', 5000, () => pids(stack, 'pages').length === 0);
	isBusy(await who.get(`${JSM}/request/${ticket.issueKey}`), 'a request to no pool');
	await assert.rejects(lodgectl('pool', 'scale', 'pages', '3'), /not running/);
	await up(stack);
	await comment(who, ticket, 'It is back');
	assert.equal((await status('pages')).running, stack.workers.pages);
	assert.equal((await attempt(() => who.get(`${JSM}/request/${ticket.issueKey}`)))?.status, 200);
});
