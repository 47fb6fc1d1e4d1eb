// sweep.test.mjs - nothing is left behind, nothing is lost: what has ended goes, with its objects; objects that no row names go when
// they are old and two looks have seen them; what is not ours, young, or on its way stays; and a store that goes away costs nothing.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../stack/process.mjs';
import { JSM, newcomer, raise, refuses, stack, word } from './lib/api.mjs';
import { makeTenant, quote, sql } from './lib/operator.mjs';
import { askStore, beginUpload, hasObject, objects, putObject, removeObject, sha256, unfinished } from './lib/store.mjs';
import { sendAll } from './lib/uploads.mjs';
import { grownOld, reports, sweeper, told } from './lib/sweeper.mjs';

const TENANT = 1, DESK = 55;
const quick = sweeper('quick', { stray_object_s: '1s', object_sweep_s: '1s' });
const slow = sweeper('slow');
const token = () => randomBytes(32).toString('base64url');
const ago = (interval) => `UTC_TIMESTAMP(3) - INTERVAL ${interval}`;
let anna, theirs;

before(async () => {
	anna = await newcomer('copernicus');
	await grownOld(2); // whatever others have left, also by a store's clock that is a second behind
	await quick.sweep();
	theirs = (await quick.sweep()).counts.foreign ?? 0;
});

const counted = async () => Number((await sql(`SELECT COALESCE(SUM(size), 0) FROM tenant_files WHERE tenant_id = ${TENANT}`))[0][0]);
const one = async (file) => (await sql(`SELECT state, verdict FROM attachment WHERE id = ${file.id}`))[0];
const gone = async (file) => (await one(file)) === undefined && !await hasObject(file.key);
const isOurs = (line) => !line.startsWith('foreign ');
const lives = async (file) => (await one(file)) !== undefined && await hasObject(file.key);

/** A file that waits for a request. */
async function waiting(bytes = Buffer.from(word())) {
	const [{ temporaryAttachmentId }] = await anna.upload(DESK, { name: 'a.txt', bytes });
	const [[id, key]] = await sql(`SELECT id, object_key FROM attachment WHERE temporary_id = ${quote(temporaryAttachmentId)}`);
	return { id, key, bytes, temporaryAttachmentId };
}

/** A file of a request. */
async function taken(bytes) {
	const file = await waiting(bytes);
	const ticket = await raise(anna, { attachment: [file.temporaryAttachmentId] });
	return { ...file, ticket, path: `${JSM}/request/${ticket.issueKey}/attachment/${file.id}` };
}

const expire = (file) => sql(`UPDATE attachment SET expires_at = ${ago('1 SECOND')} WHERE id = ${file.id}`);
const makeOld = (file) => sql(`UPDATE attachment SET created_at = ${ago('1 HOUR')} WHERE id = ${file.id}`);

/** An upload in parts that has begun in the store, with a tail. */
async function uploading({ length = 5000, leasedFor = null } = {}) {
	const key = `${TENANT}/${token()}`;
	const [[id]] = await sql(`INSERT INTO attachment (tenant_id, state, desk_id, person_id, object_key, filename, mime_type, created_at, expires_at)
		VALUES (${TENANT}, 'uploading', ${DESK}, ${anna.id}, ${quote(key)}, 'p.bin', 'application/octet-stream', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL 1 DAY); SELECT LAST_INSERT_ID();`);
	const storeId = await beginUpload(key), tail = `uploads/${id}/${token()}.tail`;
	await putObject(tail);
	await sql(`INSERT INTO upload (tenant_id, attachment_id, length, received, store_id, part_next, tail_key, tail_size, lease, leased_until)
		VALUES (${TENANT}, ${id}, ${length}, 1020, ${quote(storeId)}, 2, ${quote(tail)}, 20, ${leasedFor ? "'l'" : 'NULL'}, ${leasedFor ? `UTC_TIMESTAMP(3) + INTERVAL ${leasedFor}` : 'NULL'});
		INSERT INTO upload_part (tenant_id, attachment_id, number, etag, size) VALUES (${TENANT}, ${id}, 1, 'e', 1000);
		INSERT INTO tenant_files (tenant_id, size) VALUES (${TENANT}, ${length}) ON DUPLICATE KEY UPDATE size = size + ${length}`);
	return { id, key, tail, storeId, length };
}

const isUnfinished = async (upload) => (await unfinished()).some(([key, id]) => key === upload.key && id === upload.storeId);

/** Objects that no row names, of an age that counts. */
async function strays(...keys) {
	for (const key of keys)
		await putObject(key);
	await grownOld();
	return keys;
}

describe('a file that no request took', () => {
	test('ends when its time is over: row, object and thumbnail go, and its bytes count no more', async () => {
		const file = await waiting(randomBytes(1000)), before = await counted();
		await putObject(`${file.key}.thumb`);
		await expire(file);
		await slow.jobs(); // without a look, which would count anew
		assert.ok(await gone(file));
		assert.ok(!await hasObject(`${file.key}.thumb`));
		assert.equal(await counted(), before - 1000);
	});
	test('is left before its time, by lodge-jobs too', async () => {
		const file = await waiting();
		await quick.sweep();
		await quick.jobs();
		assert.ok(await lives(file));
	});
	test('is not swept when a request took it in its last moment', async () => {
		const file = await taken();
		await quick.sweep();
		assert.ok(await lives(file));
	});
	test('and an upload in parts ends with its parts, its tail and what it announced', async () => {
		const upload = await uploading(), before = await counted();
		await quick.sweep();
		assert.ok(await isUnfinished(upload), 'it lives');
		assert.ok(await hasObject(upload.tail));
		await expire(upload);
		await slow.jobs();
		assert.equal(await one(upload), undefined);
		assert.deepEqual(await sql(`SELECT number FROM upload_part WHERE attachment_id = ${upload.id}`), []);
		assert.ok(!await isUnfinished(upload));
		assert.ok(!await hasObject(upload.tail));
		assert.equal(await counted(), before - upload.length);
	});
	test('and an upload goes on while a request moves its bytes, whatever the time', async () => {
		const upload = await uploading({ leasedFor: '1 MINUTE' });
		await expire(upload);
		await quick.sweep();
		assert.ok(await isUnfinished(upload));
		assert.ok(await one(upload));
		await sql(`UPDATE upload SET leased_until = ${ago('1 SECOND')} WHERE attachment_id = ${upload.id}`);
		await quick.sweep();
		assert.equal(await one(upload), undefined);
		assert.ok(!await isUnfinished(upload));
	});
});

describe('rows that nobody misses', () => {
	test('go when they have ended, others stay', async () => {
		const mark = word(), [[provider]] = await sql(`SELECT id FROM provider WHERE tenant_id = ${TENANT} LIMIT 1`);
		const session = (name, expires) => `INSERT INTO session (tenant_id, id_hash, person_id, provider_id, idp_sub, created_at, seen_at, expires_at)
			VALUES (${TENANT}, UNHEX(SHA2('${mark}${name}', 256)), ${anna.id}, ${provider}, 's', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), ${expires});`;
		const draft = (type, expires) => `INSERT INTO draft (tenant_id, person_id, request_type_id, body, updated_at, expires_at) VALUES (${TENANT}, ${anna.id}, ${type}, '{}', UTC_TIMESTAMP(3), ${expires});`;
		const tickets = (await sql(`SELECT id FROM ticket WHERE tenant_id = ${TENANT} ORDER BY id LIMIT 2`)).flat();
		const reply = (ticket, expires) => `INSERT INTO reply_draft (tenant_id, person_id, ticket_id, body, updated_at, expires_at) VALUES (${TENANT}, ${anna.id}, ${ticket}, '{}', UTC_TIMESTAMP(3), ${expires});`;
		const report = (days) => `INSERT INTO sweep_report (began_at, ended_at, whole, outcome, said) VALUES (${ago(`${days} DAY`)}, ${ago(`${days} DAY`)}, FALSE, 'OK', '${mark}');`;
		const future = 'UTC_TIMESTAMP(3) + INTERVAL 1 HOUR', past = ago('1 SECOND');
		await sql(session('a', past) + session('b', future) + draft(5501, past) + draft(5502, future) + reply(tickets[0], past) + reply(tickets[1], future) + report(31) + report(29));
		const { counts } = await quick.sweep();
		assert.ok(counts.sessions >= 1 && counts.drafts >= 1 && counts.replies >= 1 && counts.reports === 1, JSON.stringify(counts));
		assert.deepEqual(await sql(`SELECT expires_at > UTC_TIMESTAMP(3) FROM session WHERE person_id = ${anna.id}`), [['1']]);
		assert.deepEqual(await sql(`SELECT request_type_id FROM draft WHERE person_id = ${anna.id}`), [['5502']]);
		assert.deepEqual(await sql(`SELECT ticket_id FROM reply_draft WHERE person_id = ${anna.id}`), [[tickets[1]]]);
		assert.equal((await sql(`SELECT id FROM sweep_report WHERE said = '${mark}'`)).length, 1);
	});
	test('brakes of mail go once their windows are long over', async () => {
		const rate = (name, began) => `INSERT INTO mail_rate (tenant_id, name, began_at, n) VALUES (${TENANT}, '${name}', ${began}, 1);`;
		await sql(rate('test:old', ago('25 HOUR')) + rate('test:new', ago('1 HOUR')));
		assert.equal((await quick.sweep('--dry-run')).counts.rates, 1);
		assert.equal((await quick.sweep()).counts.rates, 1);
		assert.deepEqual(await sql("SELECT name FROM mail_rate WHERE name LIKE 'test:%'"), [['test:new']]);
		await sql("DELETE FROM mail_rate WHERE name = 'test:new'");
	});
});

describe('an object that no row names', () => {
	const kinds = [['a file', () => `${TENANT}/${token()}`], ['of a tenant that is gone', () => `987654321/${token()}`], ['a thumbnail', () => `${TENANT}/${token()}.thumb`], ['a tail', () => `uploads/77777/${token()}.tail`]];

	for (const [what, key] of kinds)
		test(`goes: ${what}, seen by two looks`, async () => {
			const [stray] = await strays(key());
			const first = await quick.sweep();
			assert.ok(first.lines.includes(`stray object ${stray}`), first.lines.join('\n'));
			assert.ok(await hasObject(stray), 'seen once');
			const second = await quick.sweep();
			assert.equal(second.counts.doomed, 1, JSON.stringify(second));
			assert.ok(!await hasObject(stray), 'seen twice');
			const third = await quick.sweep();
			assert.deepEqual(third.lines.filter(isOurs), []);
			assert.equal((await sql(`SELECT COUNT(*) FROM stray_object`))[0][0], '0');
		});
	test('stays while it is young, however many looks see it', async () => {
		const key = `${TENANT}/${token()}`;
		await putObject(key);
		for (let n = 0; n < 3; n++)
			assert.equal((await slow.sweep()).counts.strays, 1);
		assert.ok(await hasObject(key));
		await removeObject(key);
		await slow.sweep();
		assert.equal((await sql(`SELECT COUNT(*) FROM stray_object`))[0][0], '0', 'what is gone is forgotten');
	});
	test('counts as seen twice only by a look that began when another had ended', async () => {
		const [stray] = await strays(`${TENANT}/${token()}`);
		await quick.sweep();
		await sql(`UPDATE stray_object SET first_seen_at = UTC_TIMESTAMP(3) + INTERVAL 1 MINUTE`); // after the end of the look before
		assert.equal((await quick.sweep()).counts.doomed, undefined);
		assert.ok(await hasObject(stray));
		await sql(`UPDATE stray_object SET first_seen_at = ${ago('1 MINUTE')}; UPDATE sweep_report SET outcome = 'E_BUSY'`); // no look has ended well
		assert.equal((await quick.sweep()).counts.doomed, undefined);
		assert.ok(await hasObject(stray));
		await quick.sweep();
		assert.ok(!await hasObject(stray));
	});
	test('stays when a row names it in the last moment', async () => {
		const [stray] = await strays(`${TENANT}/${token()}`);
		await quick.sweep();
		const file = await waiting();
		await sql(`UPDATE attachment SET object_key = ${quote(stray)}, created_at = ${ago('1 HOUR')} WHERE id = ${file.id}`); // as it were a row that came back
		await sql(`INSERT INTO doomed_object (object_key, doomed_at) VALUES (${quote(stray)}, UTC_TIMESTAMP(3))`);
		const { lines } = await quick.sweep();
		assert.ok(lines.includes(`spared object ${stray}`), lines.join('\n'));
		assert.ok(await hasObject(stray));
		assert.deepEqual(await sql(`SELECT object_key FROM doomed_object WHERE object_key = ${quote(stray)}`), []);
		assert.ok(await hasObject(file.key), 'and its own is one of those that were seen once');
		await quick.sweep();
	});
	test('is never one of others, in whatever shape', async () => {
		const keys = [`${word()}/${token()}`, `0${TENANT}/${token()}`, `${TENANT}/${token()}x`, `${TENANT}/short`, `${TENANT}/${token()}.thumbnail`, `uploads/${word()}.tail`,
			`uploads/1/a.b.tail`, `uploads/photo.jpg`, 'backup 2026/ä + é & %41.tar', '~home', 'esc\u001b[2J\n', `.hidden/${TENANT}/${token()}`];
		await strays(...keys);
		for (let n = 0; n < 3; n++) {
			const { counts, lines } = await quick.sweep();
			assert.equal(counts.foreign, theirs + keys.length);
			for (const key of keys)
				assert.ok(lines.includes(`foreign object ${key.replace(/[\0-\x1f]/g, '?')}`), `${key} is reported`);
		}
		for (const key of keys) {
			assert.ok(await hasObject(key), key);
			await removeObject(key);
		}
	});
	test('is not what belongs to a row: thumbnail, tail, what is about to be deleted', async () => {
		const file = await taken(), upload = await uploading();
		await strays(`${file.key}.thumb`);
		for (let n = 0; n < 3; n++)
			assert.deepEqual((await quick.sweep()).lines.filter(isOurs), []);
		assert.ok(await hasObject(`${file.key}.thumb`) && await hasObject(upload.tail) && await isUnfinished(upload));
	});
	test("counts by our clock when the store's is behind, as objects show that seem to be older than their rows", async () => {
		const file = await waiting();
		await sql(`UPDATE attachment SET created_at = created_at + INTERVAL 1 HOUR WHERE id = ${file.id}`);
		for (let tries = 0, inTime = false; !inTime; tries++) {
			assert.ok(tries < 5, 'two sweeps in less than a second');
			const [stray] = await strays(`${TENANT}/${token()}`), { modifiedAt } = (await objects()).get(stray);
			await quick.sweep();
			const { counts } = await quick.sweep();
			inTime = Date.now() - modifiedAt < 2000; // a second of age, and as much for the clock
			assert.ok(!inTime || counts.doomed === undefined);
			await until(() => Date.now() - modifiedAt > 2050, 5000);
			await quick.sweep();
			assert.ok(!await hasObject(stray));
		}
		await expire(file);
	});
	test('is spared when it is a tail whose row is about to say so', async () => {
		const upload = await uploading(), lease = token(), tail = `uploads/${upload.id}/${lease}.tail`;
		await sql(`UPDATE upload SET lease = '${lease}' WHERE attachment_id = ${upload.id}`);
		await strays(tail);
		for (let n = 0; n < 3; n++)
			await quick.sweep();
		assert.ok(await hasObject(tail), 'while the lease is held');
		await sql(`UPDATE upload SET lease = '${token()}' WHERE attachment_id = ${upload.id}`);
		await quick.sweep();
		await quick.sweep();
		assert.ok(!await hasObject(tail));
	});
	test('is told by a dry run, which changes nothing', async () => {
		const [stray] = await strays(`${TENANT}/${token()}`), file = await waiting(), lost = await taken();
		await expire(file);
		await removeObject(lost.key);
		await makeOld(lost);
		await quick.sweep('--dry-run');
		const { lines } = await quick.sweep('--dry-run');
		for (const line of [`stray object ${stray}`, `ended file ${file.id} of tenant ${TENANT}`, `lost file ${lost.key}`])
			assert.ok(lines.includes(line), `${line} in\n${lines.join('\n')}`);
		assert.equal((await sql('SELECT COUNT(*) FROM stray_object'))[0][0], '0');
		assert.ok(await lives(file));
		assert.deepEqual(await one(lost), ['ready', 'passed']);
		await quick.sweep();
		await quick.sweep();
		assert.ok(await gone(file) && !await hasObject(stray));
	});
});

describe('an upload of parts that nobody goes on with', () => {
	test('is dropped when no row is on its way with it, and it is old', async () => {
		const upload = { key: `${TENANT}/${token()}` };
		upload.storeId = await beginUpload(upload.key);
		await slow.sweep();
		assert.ok(await isUnfinished(upload), 'young');
		await grownOld();
		const { counts } = await quick.sweep();
		assert.equal(counts.unfinished, 1);
		assert.ok(!await isUnfinished(upload));
	});
	test('stays when it is of others', async () => {
		const upload = { key: `theirs/${token()}` };
		upload.storeId = await beginUpload(upload.key);
		await grownOld();
		await quick.sweep();
		assert.ok(await isUnfinished(upload));
		await askStore('DELETE', upload.key, { query: { uploadId: upload.storeId } });
	});
});

describe('a file whose object is gone', () => {
	test('is shown as lost, and is found again when its object is back', async () => {
		const file = await taken();
		await removeObject(file.key);
		await quick.sweep();
		assert.deepEqual(await one(file), ['ready', 'passed'], 'a young one may be newer than the list');
		await makeOld(file);
		const { counts } = await quick.sweep();
		assert.equal(counts.lost, 1);
		assert.deepEqual(await one(file), ['ready', 'lost']);
		refuses(await anna.get(file.path), 410);
		assert.equal((await quick.sweep()).counts.lost, undefined, 'once');
		await putObject(file.key, file.bytes);
		assert.equal((await quick.sweep()).counts.regained, 1);
		assert.ok(await until(async () => (await one(file))[1] === 'passed', 20_000, 100), 'checked anew');
		assert.equal((await anna.get(file.path)).status, 303);
	});
	test('ends, with what it counted, when no request took it', async () => {
		const file = await waiting(randomBytes(700)), before = await counted();
		await removeObject(file.key);
		await makeOld(file);
		const { counts } = await quick.sweep();
		assert.equal(counts.vanished, 1);
		assert.equal(counts.quotas, undefined, 'what it counted is given back with it, not by counting anew');
		assert.equal(await one(file), undefined);
		assert.equal(await counted(), before - 700);
		refuses(await anna.post(`${JSM}/request`, { serviceDeskId: String(DESK), requestTypeId: '5501', requestFieldValues: { summary: 'x', attachment: [file.temporaryAttachmentId] } }), 400, 'attachment');
	});
	test('is not believed in a bucket that holds none of them', async () => {
		for (let n = 0; n < 10; n++)
			await makeOld(await taken());
		await askStore('PUT', '', {});
		const other = { ...stack, bucket: `${stack.bucket}-other` };
		const { signedUrl } = await import('../stack/s3.mjs');
		assert.ok((await fetch(signedUrl(other, 'PUT', ''), { method: 'PUT' })).ok);
		const lost = async () => (await sql(`SELECT COUNT(*) FROM attachment WHERE verdict = 'lost'`))[0][0];
		const before = await lost();
		await assert.rejects(sweeper('other', { s3_bucket: other.bucket }).sweep(), /E_CONFLICT.*failed=looks/s);
		assert.equal(await lost(), before);
	});
});

test('the bytes of a tenant are counted anew when they were counted wrong', async () => {
	const before = await counted();
	await sql(`UPDATE tenant_files SET size = size + 12345 WHERE tenant_id = ${TENANT}`);
	const tenant = await makeTenant('counts'); // has no files, and no row
	const { counts } = await quick.sweep();
	assert.equal(counts.quotas, 1);
	assert.equal(await counted(), before);
	assert.deepEqual(await sql(`SELECT size FROM tenant_files WHERE tenant_id = ${tenant.id} AND size <> 0`), []);
	assert.equal((await quick.sweep()).counts.quotas, undefined);
});

describe('the report', () => {
	test('has a row for every look through the whole store, and for a round that found something', async () => {
		const [[, , , last]] = await reports();
		assert.ok(await until(async () => (await quick.jobs(), (await reports())[0][3] !== last), 5000), 'a look is due every second');
		const [[whole, outcome, said]] = await reports();
		assert.deepEqual([whole, outcome], ['1', 'OK']);
		assert.match(said, /^listed=\d+ .*looks=1/);
		await slow.jobs(); // none is due, nothing to be found
		const known = (await reports())[0][3];
		await expire(await waiting());
		await slow.jobs();
		const [[round, , found, id]] = await reports();
		assert.ok(Number(id) > Number(known));
		assert.deepEqual([round, found.includes('files=1'), found.includes('objects=1')], ['0', true, true]);
		assert.match(await slow.ctl('sweep', 'report'), /^\d{4}-\S+ +\d+ ms {2}round OK +files=1 objects=1\n/);
	});
	test('is read by doctor, also when the last look failed or is long ago', async () => {
		const doctor = async () => (await slow.ctl('doctor').catch((e) => e.message)).split('\n').find((line) => / sweep /.test(line));
		await quick.sweep();
		assert.match(await doctor(), /^fine +sweep +looked through the store until \d{4}-\S+: OK listed=/);
		await sql(`UPDATE sweep_report SET outcome = 'E_BUSY' ORDER BY id DESC LIMIT 1`);
		assert.match(await doctor(), /^WRONG +sweep .*E_BUSY/);
		await sql(`UPDATE sweep_report SET began_at = began_at - INTERVAL 3 DAY, ended_at = ended_at - INTERVAL 3 DAY`);
		assert.match(await doctor(), /^WRONG +sweep +late: /);
		await quick.sweep();
		assert.match(await doctor(), /^fine +sweep /);
	});
});

/* Lets so many answers of the store through, and no more. */
async function limitedStore(answersMax) {
	let n = 0;
	const proxy = net.createServer((client) => {
		const server = net.connect(stack.ports.s3, '127.0.0.1');
		for (const [from, to] of [[client, server], [server, client]])
			from.on('error', () => to.destroy()).on('close', () => to.destroy());
		client.on('data', (bytes) => {
			if (/^(GET|PUT|HEAD|POST|DELETE) /.test(bytes.toString('latin1')) && ++n > answersMax)
				client.destroy();
			else
				server.write(bytes);
		});
		server.on('data', (bytes) => client.write(bytes));
	});
	await new Promise((ready) => proxy.listen(0, '127.0.0.1', ready));
	return { endpoint: `http://127.0.0.1:${proxy.address().port}`, stop: () => proxy.close(), asked: () => n };
}

describe('a store that goes away', () => {
	test('before or in the middle of a sweep costs nothing, and the next sweep does the rest', async () => {
		const keep = await taken(randomBytes(100)), all = [];
		for (let answers = 0, whole = false; !whole; answers++) {
			assert.ok(answers < 40, 'a sweep asks for few things here');
			const stray = `${TENANT}/${token()}`, ended = await waiting(), lost = await taken();
			await putObject(stray);
			all.push(stray, ended.key);
			await removeObject(lost.key);
			await makeOld(lost);
			await expire(ended);
			const proxy = await limitedStore(answers), cut = sweeper('cut', { stray_object_s: '1s', s3_endpoint: proxy.endpoint });
			let failed = false;
			const { outcome, counts } = await cut.sweep().catch((e) => (failed = true, told(e.message)));
			whole = proxy.asked() <= answers;
			proxy.stop();
			assert.equal(failed, !whole, `after ${answers} answers`);
			if (!whole)
				assert.match(JSON.stringify([outcome, counts]), /failed/);
			assert.equal(await one(ended), undefined, 'rows go all the same');
			assert.ok(await lives(keep));
			await quick.sweep();
			assert.deepEqual(await one(lost), ['ready', 'lost']);
			assert.equal(sha256((await askStore('GET', keep.key)).bytes), sha256(keep.bytes));
		}
		await grownOld();
		await quick.sweep();
		await quick.sweep();
		for (const key of all)
			assert.ok(!await hasObject(key), key);
	}, { timeout: 120_000 });
	test('does not keep objects from being deleted that come after one it will not delete', async () => {
		const files = [];
		for (let n = 0; n < 5; n++)
			files.push(await waiting());
		await sql(`INSERT INTO doomed_object (object_key, doomed_at) VALUES ('${'x'.repeat(190)}', ${ago('1 DAY')})`); // fine for every store
		for (const file of files)
			await expire(file);
		await quick.sweep();
		for (const file of files)
			assert.ok(await gone(file));
		assert.deepEqual(await sql('SELECT object_key FROM doomed_object WHERE doomed_at <= UTC_TIMESTAMP(3)'), []);
	});
});

describe('a sweep that is killed', () => {
	test('at any moment has done no harm, and the next ones do the rest', async () => {
		const keep = [await taken(randomBytes(100)), await taken(randomBytes(200))], all = [];
		for (let n = 0; n < 12; n++) {
			const ended = await waiting(), stray = `${TENANT}/${token()}`;
			await putObject(stray);
			all.push(ended.key, stray);
			await expire(ended);
			const child = spawn(quick.argv('sweep')[0], quick.argv('sweep').slice(1), { stdio: 'ignore' });
			await sleep(n * 5); // each time somewhere else
			child.kill('SIGKILL');
			await new Promise((done) => child.exitCode ?? child.signalCode ? done() : child.on('exit', done));
		}
		await grownOld();
		await quick.sweep();
		await quick.sweep();
		for (const key of all)
			assert.ok(!await hasObject(key), key);
		for (const file of keep)
			assert.ok(await lives(file));
		assert.deepEqual(await sql('SELECT object_key FROM doomed_object WHERE doomed_at <= UTC_TIMESTAMP(3) UNION ALL SELECT object_key FROM stray_object WHERE object_key NOT IN (SELECT object_key FROM doomed_object)'), []);
	});
});

describe('sweeps in a tight loop', () => {
	test('two at once, lose nothing of what is uploaded and taken meanwhile', async () => {
		let isOver = false;
		const kept = [], given = [];
		const sweeping = [1, 2].map(async () => {
			let n = 0;
			for (; !isOver; n++)
				assert.equal((await quick.sweep()).outcome, 'OK');
			return n;
		});
		const uploading = Array.from({ length: 4 }, async (_, i) => {
			for (let n = 0; n < 8; n++) {
				const bytes = randomBytes(n === 0 ? 13 << 20 : 3 + n * 5000), name = `${i}-${n}.bin`;
				const temporaryAttachmentId = i % 2 ? (await anna.upload(DESK, { name, bytes }))[0].temporaryAttachmentId
					: (await sendAll(anna, bytes, Math.ceil(bytes.length / 3), { name })).temporaryId;
				given.push({ temporaryAttachmentId, hash: sha256(bytes) });
				if (n % 2)
					kept.push({ ...given.at(-1), ticket: await raise(anna, { attachment: [temporaryAttachmentId] }) });
			}
		});
		await Promise.all(uploading);
		isOver = true;
		const [a, b] = await Promise.all(sweeping);
		assert.ok(a >= 5 && b >= 5, `${a} and ${b} sweeps`);
		for (const { ticket, hash } of kept) {
			const path = `${JSM}/request/${ticket.issueKey}/attachment`, [file] = (await anna.read(path)).values;
			assert.ok(await until(async () => (await anna.get(`${path}/${file.id}`)).status === 303, 20_000, 100), 'checked and given out');
			const link = (await anna.get(`${path}/${file.id}`)).headers.get('location');
			assert.equal(sha256(Buffer.from(await (await fetch(link)).arrayBuffer())), hash);
		}
		for (const { temporaryAttachmentId, hash } of given.filter((one) => !kept.some((other) => other.temporaryAttachmentId === one.temporaryAttachmentId))) {
			const [[key]] = await sql(`SELECT object_key FROM attachment WHERE temporary_id = ${quote(temporaryAttachmentId)}`);
			assert.equal(sha256((await askStore('GET', key)).bytes), hash);
		}
	}, { timeout: 120_000 });
});

after(async () => {
	const named = (await sql(`SELECT object_key FROM attachment WHERE state IN ('temporary', 'ready') AND (verdict <> 'lost' OR finding IS NOT NULL)
		UNION SELECT tail_key FROM upload WHERE tail_key IS NOT NULL UNION SELECT raw_key FROM mail_in
		UNION SELECT object_key FROM doomed_object WHERE doomed_at > UTC_TIMESTAMP(3)`)).flat();
	await quick.sweep();
	await quick.sweep();
	const there = [...(await objects()).keys()].filter((key) => /^\d+\/[\w-]{43}$|\.tail$/.test(key));
	assert.deepEqual(there.filter((key) => !named.includes(key)), [], 'the bucket holds nothing that no row names');
});
