// uploads.test.mjs - workers, the store and MariaDB go away while chunks move: what was acknowledged is kept, the rest is sent again,
// and the file has the bytes that its sender meant.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { newcomer, raise } from '../api/lib/api.mjs';
import { MIB, begin, head, isStored, offsetOf, patch, put, rowOf } from '../api/lib/uploads.mjs';
import { lodgectl, sql } from '../api/lib/operator.mjs';
import { head as headOf, open } from '../api/lib/raw.mjs';
import { freeze, pids, thaw } from '../stack/parts.mjs';
import { socketOf } from '../stack/parts/mariadb.mjs';
import { writeConf } from '../stack/parts/pools.mjs';
import { send } from '../stack/process.mjs';
import { DROP, DbProxy, PASS, SWALLOW } from './lib/db-proxy.mjs';
import { WAYS, attempt, becomes, bringBack, isBusy, sleep, stack, without } from './lib/fault.mjs';

const LEASE_S = 2, STALL_S = 3, KILLS = 20;
const SHORT = { upload_lease_s: `${LEASE_S}s`, s3_stall_timeout_s: `${STALL_S}s` };
let anna;

before(async () => {
	await bringBack();
	await configure(SHORT);
	anna = await newcomer('copernicus');
});
after(async () => {
	await bringBack();
	await configure({});
});

afterEach(() => thaw(stack, 'rgw'));

/* The files pool takes in other limits. */
async function configure(conf) {
	writeConf({ ...stack, conf: { ...stack.conf, ...conf } });
	await lodgectl('pool', 'reload', 'files');
}

const workers = () => pids(stack, 'files').slice(1);
const busy = async () => [...(await lodgectl('pool', 'status', 'files')).matchAll(/^pid=(\d+) state=busy/mg)].map(([, pid]) => Number(pid));

/* The chunk's request while its worker has claimed the upload and waits for the store, which is frozen. */
async function caughtInTheMiddle(upload, offset, bytes) {
	freeze(stack, 'rgw');
	const answer = attempt(() => patch(anna, upload, offset, bytes)); // it may be cut off
	await becomes('a worker at work', 10_000, async () => (await rowOf(upload)).lease !== null && (await busy()).length === 1);
	return { answer, worker: (await busy())[0] };
}

/* Sends what is missing, as a client does that was cut off; gives how often it was told to wait. */
async function resume(upload, bytes, size) {
	for (let waits = 0, offset = 0; offset < bytes.length;) {
		const told = await attempt(() => head(anna, upload));
		assert.ok(waits < 300, 'it comes to an end');
		if (told?.status !== 200) {
			waits += 1;
			await sleep(100);
			continue;
		}
		offset = offsetOf(told);
		if (offset === bytes.length)
			return;
		const answer = await attempt(() => patch(anna, upload, offset, bytes.subarray(offset, offset + size)));
		if (answer?.status === 204)
			offset = offsetOf(answer);
		else {
			assert.ok([undefined, 409, 423, 503].includes(answer?.status), `${answer?.status} ${answer?.text}`);
			waits += 1;
			await sleep(200);
		}
	}
}

/* What is on its way when it happens: how long the file is, what was kept before, and the chunk. */
const moments = [
	['the whole file', 3 * MIB, [], 3 * MIB],
	['the tail', 30 * MIB, [MIB], MIB],
	['a part', 30 * MIB, [6 * MIB, MIB], 8 * MIB],
	['the last part', 15 * MIB, [6 * MIB, MIB], 8 * MIB],
];

async function halfway([, length, chunks]) {
	const bytes = randomBytes(length), upload = await begin(anna, { length });
	let offset = 0;
	for (const size of chunks)
		await put(anna, upload, offset, bytes.subarray(offset, offset += size));
	return { bytes, upload, offset };
}

describe('the worker dies in the middle', () => {
	for (const moment of moments)
		test(`of ${moment[0]}: another one goes on`, async () => {
			const { bytes, upload, offset } = await halfway(moment), size = moment[3];
			const { answer, worker } = await caughtInTheMiddle(upload, offset, bytes.subarray(offset, offset + size));
			send(worker, 'SIGKILL');
			thaw(stack, 'rgw');
			isBusy(await answer, 'the chunk whose worker died');
			assert.equal(offsetOf(await head(anna, upload)), offset);
			const told = await patch(anna, upload, offset, bytes.subarray(offset, offset + size));
			assert.ok([204, 423].includes(told.status), 'the lease of the dead one is respected until it ends');
			await resume(upload, bytes, 8 * MIB);
			await isStored(upload, bytes);
		});
});

describe('the worker oversleeps, and meanwhile another one goes on', () => {
	for (const moment of moments)
		test(`in the middle of ${moment[0]}: what it does afterwards changes nothing`, async () => {
			const { bytes, upload, offset } = await halfway(moment), size = moment[3];
			const { answer, worker } = await caughtInTheMiddle(upload, offset, randomBytes(size)); // other bytes
			send(worker, 'SIGSTOP');
			try {
				thaw(stack, 'rgw');
				await becomes('the chunk sent again', 10_000, async () => (await patch(anna, upload, offset, bytes.subarray(offset, offset + size))).status === 204);
			} finally {
				send(worker, 'SIGCONT');
			}
			const late = await answer;
			assert.ok([409, 503].includes(late.status), `${late.status} ${late.text}`);
			await resume(upload, bytes, 8 * MIB);
			await isStored(upload, bytes);
			assert.equal((await rowOf(upload)).state, 'temporary');
		});
});

describe('the sender goes away when all bytes are sent', () => {
	for (const moment of [moments[0], moments[2]])
		test(`in the middle of ${moment[0]}: it is kept or not, and goes on`, async () => {
			const { bytes, upload, offset } = await halfway(moment), size = moment[3], line = open();
			freeze(stack, 'rgw');
			await line.write(headOf('PATCH', upload.path, { Host: new URL(anna.origin).host, Authorization: anna.authorization, 'Tus-Resumable': '1.0.0', 'Content-Length': size,
				'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': offset }));
			await line.write(bytes.subarray(offset, offset + size));
			await becomes('a worker at work', 10_000, async () => (await rowOf(upload)).lease !== null && (await busy()).length === 1);
			line.destroy();
			thaw(stack, 'rgw');
			await becomes('the lease was given back', 10_000, async () => (await rowOf(upload)).lease === null);
			assert.ok([offset, offset + size].includes((await rowOf(upload)).received));
			await resume(upload, bytes, 8 * MIB);
			await isStored(upload, bytes);
		});
});

describe('the store goes away in the middle', () => {
	for (const way of WAYS)
		test(`${way}: the chunk is refused, what was kept stays, and it goes on`, async () => {
			const { bytes, upload, offset } = await halfway(moments[2]);
			await without('rgw', way, async () => {
				const told = await patch(anna, upload, offset, bytes.subarray(offset, offset + 8 * MIB));
				isBusy(told, 'a chunk');
				assert.match(told.json.errorMessage, /file store/);
				assert.equal(offsetOf(told), offset);
				const row = await rowOf(upload);
				assert.deepEqual([row.received, row.lease], [offset, null], 'the lease was given back');
			});
			await resume(upload, bytes, 8 * MIB);
			await isStored(upload, bytes);
		});
});

describe('MariaDB goes away in the middle', () => {
	for (const moment of [moments[1], moments[3]])
		test(`of ${moment[0]}: nobody is told that it is kept, and it goes on`, async () => {
			const { bytes, upload, offset } = await halfway(moment), size = moment[3];
			const { answer } = await caughtInTheMiddle(upload, offset, bytes.subarray(offset, offset + size));
			await without('mariadb', 'killed', async () => {
				thaw(stack, 'rgw');
				isBusy(await answer, 'the chunk that could not be kept');
			});
			await resume(upload, bytes, 8 * MIB);
			await isStored(upload, bytes);
		});
});

describe('a COMMIT is lost', () => {
	const commits = [['the whole file', [0, 2]], ['the tail', [1, 2]], ['the last part', [3, 2]]];
	let proxy;
	before(async () => {
		const path = join(stack.runDir, 'cut.sock');
		proxy = await DbProxy.start(path, socketOf(stack));
		await configure({ ...SHORT, db_socket: path });
	});
	after(async () => {
		await configure(SHORT);
		proxy.stop();
	});
	for (const [what, [moment, n]] of commits)
		for (let nth = 1; nth <= n; nth++)
			for (const [where, fate] of [['before it arrives', DROP], ['after it was done', SWALLOW]])
				test(`number ${nth} of ${what}, ${where}: it goes on, and no file that a ticket has is doomed`, async () => {
					const { bytes, upload, offset } = await halfway(moments[moment]);
					let seen = 0;
					proxy.judge = (command) => command.kind === 'query' && command.text === 'COMMIT' && ++seen === nth ? fate : PASS;
					const told = await patch(anna, upload, offset, bytes.subarray(offset, offset + moments[moment][3]));
					isBusy(told, 'a lost COMMIT');
					assert.doesNotMatch(told.text, /file store/);
					proxy.judge = () => PASS;
					await resume(upload, bytes, 8 * MIB);
					const { key, temporaryId } = await isStored(upload, bytes);
					await raise(anna, { attachment: [temporaryId] });
					assert.deepEqual(await sql(`SELECT object_key FROM doomed_object WHERE object_key = '${key}'`), []);
					await isStored(upload, bytes);
				});
});

test('workers are killed at twenty moments of uploads: every file has its bytes', async () => {
	let isOver = false, isKilled = false;
	const killing = (async () => {
		let n = 0;
		for (; !isOver && n < KILLS; await sleep(Math.random() * 1000)) {
			const [pid] = await attempt(busy) ?? [];
			if (pid && workers().includes(pid)) {
				send(pid, 'SIGKILL');
				n++;
			}
		}
		isKilled = true;
		return n;
	})();
	const sizes = [MIB, 3 * MIB, 6 * MIB, 8 * MIB, 30 * MIB];
	await Promise.all([0, 1].map(async (lane) => {
		for (let i = lane; !isKilled || i < 6; i += 2) {
			const bytes = randomBytes(13 * MIB + i), upload = await begin(anna, { length: bytes.length });
			await resume(upload, bytes, sizes[i % sizes.length]);
			await isStored(upload, bytes);
		}
	})).finally(() => { isOver = true; });
	assert.equal(await killing, KILLS);
	assert.deepEqual(await sql(`SELECT COUNT(*) FROM attachment WHERE person_id = ${anna.id} AND state = 'uploading'`), [['0']]);
});
