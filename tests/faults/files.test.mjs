// files.test.mjs - kill -9 of whatever moves files (a worker of the files pool, lodge-jobs, nginx, the store's gateway) at twenty random
// moments, while several people send files, in one request and in chunks that go on where they broke off. Every file that was acknowledged
// is whole, nothing else can be seen, and after two sweeps the bucket holds exactly what rows name. The seed is printed; SEED=N in
// the environment repeats it, as far as the machine lets it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { JSM, formOf, newcomer, raise, word } from '../api/lib/api.mjs';
import { lodgectl, sql } from '../api/lib/operator.mjs';
import { objects, sha256 } from '../api/lib/store.mjs';
import { sweeper } from '../api/lib/sweeper.mjs';
import { ask, head, offsetOf, patch } from '../api/lib/uploads.mjs';
import { kill, pids, start, stop } from '../stack/parts.mjs';
import { writeConf } from '../stack/parts/pools.mjs';
import { logFile, send } from '../stack/process.mjs';
import { between, dice, pick, seed } from './lib/dice.mjs';
import { becomes, bringBack, sleep, stack, until } from './lib/fault.mjs';

const KILLS_OF_EACH = 5, PAUSE_MS = [100, 1500];
const SENDERS = 3; // of each way
const SIZES = [1, 3000, 200_000, 2 << 20, 7 << 20, 14 << 20];
const TRIES_MAX = 200, GIVE_UP_MS = 60_000;
const DESK = '55';

const quick = sweeper('faults', { stray_object_s: '1s', object_sweep_s: '1s', sweep_s: '1s' });
let people, whole = [], chunked = [];

/* Leases of the dead end soon; the usual ones again when it is over. */
async function setLeases(conf) {
	writeConf({ ...stack, conf: { ...stack.conf, ...conf } });
	await lodgectl('pool', 'reload', 'files');
	await stop(stack, 'jobs');
	await start(stack, 'jobs');
}

before(async () => {
	await bringBack();
	await setLeases({ upload_lease_s: '5s', job_lease_s: '10s' });
	console.log(`# seed ${seed}`);
	people = await Promise.all(Array.from({ length: 2 * SENDERS }, () => newcomer('copernicus')));
});
after(async () => {
	await bringBack();
	await setLeases({});
});

/* What the broken line answers is no refusal; what comes from us has to be one. */
const broken = (e) => e instanceof TypeError || e.name === 'TimeoutError' || e.code === 'ECONNRESET' ? null : Promise.reject(e);
const mayComeAgain = [409, 423, 429, 500, 502, 503, 504];

/** One request with one file: acknowledged or not. */
async function sendWhole(who, name, bytes) {
	const answer = await fetch(`${who.origin}${JSM}/servicedesk/${DESK}/attachTemporaryFile`, { method: 'POST', headers: who.identity, body: formOf([{ name, bytes }]), signal: AbortSignal.timeout(30_000) })
		.then(async (said) => ({ status: said.status, text: await said.text() })).catch(broken);
	if (answer?.status === 201)
		return JSON.parse(answer.text).temporaryAttachments[0].temporaryAttachmentId;
	assert.ok(!answer || mayComeAgain.includes(answer.status), `a file in one request: ${answer?.status} ${answer?.text}`);
	await sleep(100);
	return null;
}

/** Asks until somebody answers with one of these. */
async function insist(what, statuses, question) {
	const end = Date.now() + GIVE_UP_MS;
	for (let answer; Date.now() < end; await sleep(100)) {
		answer = await question().catch(() => null);
		if (answer && statuses.includes(answer.status))
			return answer;
	}
	throw new Error(`${what}: nobody answered in ${GIVE_UP_MS} ms`);
}

/** In chunks, each sent again from where the server says it is; always ends in a file. */
async function sendChunks(who, name, bytes, size) {
	const made = await insist('a new upload', [201], () => ask(who, { name, desk: DESK, length: bytes.length }));
	const upload = { path: made.headers.get('location').slice(who.origin.length) };
	for (let tries = 0, at = 0; tries < TRIES_MAX; tries++) {
		const answer = await patch(who, upload, at, bytes.subarray(at, at + size)).catch(() => null);
		const now = answer?.status === 204 ? answer : await insist('how far an upload is', [200], () => head(who, upload));
		const id = now.headers.get('lodge-temporary-attachment-id');
		if (id)
			return id;
		if (answer?.status === 204)
			assert.equal(offsetOf(now), Math.min(at + size, bytes.length), 'what was acknowledged');
		else
			await sleep(100);
		at = offsetOf(now);
	}
	throw new Error(`${name}: no end after ${TRIES_MAX} chunks`);
}

/** Until it is over: files of many sizes, one after the other. */
async function sendFiles(i, isOver) {
	const roll = dice(seed + i + 1), who = people[i], inChunks = i % 2 === 0;
	for (let n = 0; !isOver(); n++) {
		const name = `${word()}.bin`, bytes = randomBytes(pick(roll, SIZES));
		const temporaryId = inChunks ? await sendChunks(who, name, bytes, pick(roll, [bytes.length, 1 << 20, 6 << 20, 5 << 20]))
			: await sendWhole(who, name, bytes);
		if (temporaryId)
			(inChunks ? chunked : whole).push({ who, name, temporaryId, size: bytes.length, hash: sha256(bytes) });
	}
}

/* A worker comes back by its master, the others by us. */
async function killOne(roll, part) {
	if (part !== 'files') {
		await kill(stack, part);
		await sleep(between(roll, [0, 300]));
		return start(stack, part);
	}
	const busy = async () => [...(await lodgectl('pool', 'status', 'files')).matchAll(/^pid=(\d+) state=busy/gm)].map(([, pid]) => Number(pid));
	let workers = [];
	await until(async () => (workers = await busy()).length > 0, 5000);
	send(pick(roll, workers.length ? workers : pids(stack, 'files').slice(1)), 'SIGKILL');
}

async function killAll(roll) {
	const parts = ['files', 'jobs', 'nginx', 'rgw'].flatMap((part) => Array(KILLS_OF_EACH).fill(part));
	while (parts.length) {
		await sleep(between(roll, PAUSE_MS));
		await killOne(roll, parts.splice(Math.floor(roll() * parts.length), 1)[0]);
	}
}

const bytesOf = async (link) => Buffer.from(await (await fetch(link)).arrayBuffer());

describe(`killed at ${4 * KILLS_OF_EACH} random moments of uploads`, () => {
	let tickets;

	test('files go on being sent', async () => {
		const logFrom = readFileSync(logFile(stack, 'files')).length;
		let isOver = false;
		const sweeping = (async () => {
			for (; !isOver; await sleep(50))
				await quick.sweep().catch(() => {}); // the store may be away
		})();
		const sending = Promise.all(people.map((_, i) => sendFiles(i, () => isOver)));
		try {
			await Promise.race([killAll(dice(seed)), sending.then(() => assert.fail('nobody sends any more'))]);
			await sleep(1000);
		} finally {
			isOver = true;
		}
		await Promise.all([sending, sweeping]);
		console.log(`# ${whole.length} files in one request, ${chunked.length} in chunks`);
		const log = readFileSync(logFile(stack, 'files')).subarray(logFrom).toString();
		assert.ok(/died of Killed[^\n]*in the middle of one/.test(log), 'some died in the middle of a request');
		assert.ok(whole.length >= 20 && chunked.length >= 10, `${whole.length} and ${chunked.length} files`);
	});

	test('every file that was acknowledged is taken by a ticket, and has the right SHA-256', async () => {
		await bringBack();
		tickets = [];
		for (const who of people) {
			const mine = [...whole, ...chunked].filter((file) => file.who === who);
			while (mine.length) {
				const files = mine.splice(0, 20), ticket = await raise(who, { attachment: files.map((file) => file.temporaryId) });
				tickets.push({ who, files, path: `${JSM}/request/${ticket.issueKey}/attachment`, key: ticket.issueKey });
			}
		}
		for (const { who, files, path } of tickets) {
			await becomes('files are checked', 60_000, async () => (await who.read(path)).values.every((file) => file.lodge.verdict === 'passed'));
			const { values } = await who.read(path);
			assert.deepEqual(values.map((file) => file.filename).sort(), files.map((file) => file.name).sort(), 'no other file is there');
			for (const { name, hash, size } of files) {
				const { id, size: said, lodge } = values.find((file) => file.filename === name);
				const bytes = await bytesOf((await who.get(`${path}/${id}`)).headers.get('location'));
				assert.equal(bytes.length, size, name);
				assert.equal(sha256(bytes), hash, name);
				assert.equal(said, size);
				assert.ok(lodge.sha256 === undefined || lodge.sha256 === hash, 'and we know it');
			}
		}
	});

	test('no other file can be seen in any ticket', async () => {
		const ids = people.map((who) => who.id).join(', ');
		const ready = (await sql(`SELECT filename FROM attachment WHERE tenant_id = ${people[0].tenantId} AND person_id IN (${ids}) AND state = 'ready'`)).flat();
		assert.deepEqual(ready.sort(), [...whole, ...chunked].map((file) => file.name).sort());
	});

	test('after two sweeps the bucket holds exactly what rows name', async () => {
		await sql(`UPDATE attachment SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE tenant_id = ${people[0].tenantId} AND state IN ('uploading', 'temporary');
			UPDATE upload SET leased_until = NULL WHERE tenant_id = ${people[0].tenantId};
			UPDATE doomed_object SET doomed_at = UTC_TIMESTAMP(3)`); // those of held mails, too, that have an hour
		await sleep(2100); // the age that makes the last strays old
		await quick.sweep();
		await quick.sweep();
		const named = (await sql(`SELECT object_key FROM attachment WHERE state IN ('temporary', 'ready') AND (verdict <> 'lost' OR finding IS NOT NULL)
			UNION SELECT tail_key FROM upload WHERE tail_key IS NOT NULL
			UNION SELECT raw_key FROM mail_in WHERE raw_key REGEXP '^[0-9]+/[A-Za-z0-9_-]{43}$'`)).flat().sort();
		assert.deepEqual([...(await objects()).keys()].filter((key) => /^\d+\/[\w-]{43}$|\.tail$/.test(key)).sort(), named);
		assert.deepEqual(await sql('SELECT object_key FROM doomed_object UNION ALL SELECT object_key FROM stray_object'), []);
		const [[counted, real]] = await sql(`SELECT (SELECT size FROM tenant_files WHERE tenant_id = ${people[0].tenantId}),
			(SELECT SUM(size) FROM attachment WHERE tenant_id = ${people[0].tenantId} AND state IN ('temporary', 'ready'))`);
		assert.equal(counted, real, 'and the quota counts it');
	});
});
