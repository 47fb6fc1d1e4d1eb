// uploads.test.mjs - files that come in several requests (tus 1.0): whole, in chunks of any size, cut off and resumed, by two at once;
// and everything that a client can say wrong.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { Upload } from 'tus-js-client';
import { until } from '../stack/process.mjs';
import { JSM, LODGE, caller, newcomer, program, raise, refuses, seen, stack } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';
import * as shapes from './lib/shapes.mjs';
import { exchange, head as headOf, open } from './lib/raw.mjs';
import { sha256 } from './lib/store.mjs';
import { MIB, TUS, UPLOADS, ask, base64, begin, head, isStored, metadata, object, offsetOf, patch, put, rowOf, sendAll } from './lib/uploads.mjs';

const PATIENCE_MS = 30_000; // lodge-jobs has other work, too
let anna;
before(async () => { anna = await newcomer('copernicus'); });

const quotaOf = async (who) => Number((await sql(`SELECT size FROM tenant_files WHERE tenant_id = ${who.tenantId}`))[0]?.[0] ?? 0);
const doomed = async (key) => (await sql(`SELECT 1 FROM doomed_object WHERE object_key = '${key}'`)).length === 1 || await object(key) === null;

describe('what the server says of itself', () => {
	test('stands in the answer to OPTIONS, for anybody', async () => {
		const answer = await caller('copernicus').ask('OPTIONS', UPLOADS);
		assert.equal(answer.status, 204);
		for (const [name, value] of [['tus-resumable', '1.0.0'], ['tus-version', '1.0.0'], ['tus-extension', 'creation,termination,expiration'], ['tus-max-size', String(5 * 1024 ** 3)]])
			assert.equal(answer.headers.get(name), value, name);
	});
	test('is a version: another one is refused with the one that is spoken', async () => {
		const upload = await begin(anna, { length: 3 });
		for (const version of ['0.2.2', '1.0', '1.0.1', '2.0.0', '1.0.0, 1.0.0', 'x', null]) {
			const { 'tus-resumable': _, ...less } = { ...TUS }, said = version === null ? less : { 'tus-resumable': version };
			const without = (method, more = {}) => anna.ask(method, method === 'POST' ? UPLOADS : upload.path, undefined, { ...said, ...more });
			const asked = [await without('POST', { 'upload-length': '3' }), await without('PATCH', { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }), await without('DELETE')];
			if (version !== null)
				asked.push(await without('HEAD'), await without('GET'));
			for (const answer of asked) {
				assert.equal(answer.status, 412, `${version}: ${answer.text}`);
				assert.equal(answer.headers.get('tus-version'), '1.0.0');
				assert.equal(answer.headers.get('tus-resumable'), '1.0.0');
			}
		}
	});
});

describe('an upload', () => {
	test('is begun: 201 with its address and the time it has', async () => {
		const { answer, path, id } = await begin(anna, { length: 10, name: 'größe 1.txt' });
		assert.equal(answer.headers.get('tus-resumable'), '1.0.0');
		const life = Date.parse(answer.headers.get('upload-expires')) - Date.now();
		assert.ok(life > 23 * 3600_000 && life <= 24 * 3600_000, `${life} ms`);
		const told = await anna.read(path);
		shapes.upload(told, 'upload');
		assert.deepEqual([told.id, told.filename, told.serviceDeskId, told.offset, told.length, told.temporaryAttachmentId], [id, 'größe 1.txt', '55', 0, 10, undefined]);
		const headers = (await head(anna, { path })).headers;
		assert.deepEqual(['upload-offset', 'upload-length', 'upload-metadata', 'cache-control', 'lodge-temporary-attachment-id'].map((name) => headers.get(name)),
			['0', '10', metadata({ filename: 'größe 1.txt', serviceDeskId: '55' }), 'no-store', null]);
	});
	test('is a temporary file in the end, which a ticket takes', async () => {
		const bytes = Buffer.from('<!doctype html><html><body>it is what it is</body></html>');
		const upload = await sendAll(anna, bytes, bytes.length, { name: 'page.png' });
		const row = await isStored(upload, bytes);
		assert.deepEqual([row.state, row.type, row.size, row.lease, row.tail, row.storeId], ['temporary', 'text/html', bytes.length, null, null, null]);
		const told = await head(anna, upload);
		assert.deepEqual([told.status, offsetOf(told), told.headers.get('lodge-temporary-attachment-id')], [200, bytes.length, upload.temporaryId]);
		const all = await anna.read(upload.path);
		shapes.upload(all, 'upload');
		assert.deepEqual([all.offset, all.temporaryAttachmentId], [bytes.length, upload.temporaryId]);
		const ticket = await raise(anna, { attachment: [upload.temporaryId] });
		const [file] = (await anna.read(`${JSM}/request/${ticket.issueKey}/attachment`)).values;
		assert.deepEqual([file.id, file.filename, file.size, file.mimeType], [upload.id, 'page.png', bytes.length, 'text/html']);
		refuses(await anna.get(upload.path), 404);
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM upload WHERE attachment_id = ${upload.id}`), [['0']]);
		refuses(await anna.ask('DELETE', upload.path, undefined, TUS), 404);
	});
	const sizes = [['one byte at a time', 300, 1], ['1 MiB', 7 * MIB + 5, MIB], ['6 MiB', 20 * MIB + 1, 6 * MIB], ['8 MiB', 20 * MIB, 8 * MIB], ['4 MiB, and exactly a part at the end', 9 * MIB, 4 * MIB],
		['all at once, no part', 5 * MIB, 5 * MIB], ['all at once, one part', 12 * MIB, 12 * MIB], ['all at once, many parts', 31 * MIB + 17, 31 * MIB + 17], ['5 MiB and one byte', 2 * (5 * MIB + 1), 5 * MIB + 1], ['12 MiB and one byte', 12 * MIB + 1, 12 * MIB]];
	for (const [what, length, size] of sizes)
		test(`comes in chunks: ${what}`, async () => {
			const bytes = randomBytes(length), upload = await sendAll(anna, bytes, size);
			const row = await isStored(upload, bytes);
			assert.equal(row.verdict === 'checking' || row.verdict === 'passed', true);
			assert.equal(row.tail, null);
		});
	test('keeps what is short of a part as an object, and lets go of it', async () => {
		const bytes = randomBytes(6 * MIB), upload = await begin(anna, { length: 20 * MIB });
		await put(anna, upload, 0, bytes.subarray(0, MIB));
		const first = await rowOf(upload);
		assert.deepEqual([first.received, first.tailSize, first.lease, first.storeId], [MIB, MIB, null, null]);
		assert.match(first.tail, new RegExp(`^uploads/${upload.id}/.+\\.tail$`));
		assert.equal(sha256(await object(first.tail)), sha256(bytes.subarray(0, MIB)));
		await put(anna, upload, MIB, bytes.subarray(MIB, 6 * MIB));
		const second = await rowOf(upload);
		assert.deepEqual([second.received, second.tail, second.tailSize, second.lease, second.partNext], [6 * MIB, null, 0, null, 2]);
		assert.ok(await doomed(first.tail));
	});
	test('is sent by tus-js-client, as browsers do', async () => {
		const bytes = randomBytes(20 * MIB);
		for (const chunkSize of [8 * MIB, Infinity]) {
			let temporaryId, url;
			await new Promise((done, failed) => {
				const upload = new Upload(bytes, { endpoint: anna.origin + UPLOADS, chunkSize, headers: { Authorization: anna.authorization }, metadata: { filename: 'node.bin', serviceDeskId: '55', filetype: 'x/y' },
					retryDelays: null, onError: failed, onSuccess: () => { url = upload.url; done(); },
					onAfterResponse: (_, answer) => { temporaryId = answer.getHeader('Lodge-Temporary-Attachment-Id') ?? temporaryId; } });
				upload.start();
			});
			const made = { id: url.split('/').at(-1) };
			const row = await isStored(made, bytes);
			assert.equal(row.temporaryId, temporaryId);
			const ticket = await raise(anna, { attachment: [temporaryId] }), at = `${JSM}/request/${ticket.issueKey}/attachment/${made.id}`;
			assert.ok(await until(async () => (await rowOf(made)).verdict === 'passed', PATIENCE_MS, 100), 'it is read back');
			const link = await anna.get(at);
			assert.equal(link.status, 303, link.text);
			assert.equal(sha256(Buffer.from(await (await fetch(link.headers.get('location'))).arrayBuffer())), sha256(bytes));
		}
	});
	test('is ended by tus-js-client', async () => {
		const upload = await begin(anna, { length: 3 });
		await Upload.terminate(anna.origin + upload.path, { headers: { Authorization: anna.authorization }, retryDelays: null });
		refuses(await anna.get(upload.path), 404);
	});
});

describe('beginning', () => {
	const lengths = [['none', null], ['nothing', ''], ['zero', '0'], ['negative', '-1'], ['no number', 'ten'], ['a fraction', '1.5'], ['hexadecimal', '0x10'], ['with a sign', '+5'], ['more than can be counted', '9223372036854775808'], ['two in one', '5, 5']];
	for (const [what, length] of lengths)
		test(`with a length that is ${what} is refused`, async () => {
			const headers = { ...TUS, 'upload-metadata': metadata({ filename: 'a', serviceDeskId: '55' }), ...length !== null && { 'upload-length': length } };
			refuses(await anna.post(UPLOADS, undefined, headers), 400, 'Upload-Length');
		});
	test('with a length that comes later is refused', async () => {
		refuses(await anna.post(UPLOADS, undefined, { ...TUS, 'upload-defer-length': '1', 'upload-metadata': metadata({ filename: 'a', serviceDeskId: '55' }) }), 400, 'Upload-Length');
	});
	test('with a length that is there twice is refused', async () => {
		const answer = await exchange(headOf('POST', UPLOADS, { Host: `copernicus.localhost:${stack.port}`, Authorization: anna.authorization, 'Tus-Resumable': '1.0.0', 'Content-Length': 0,
			'Upload-Metadata': metadata({ filename: 'a', serviceDeskId: '55' }), 'Upload-Length': ['5', '6'] }));
		refuses(seen(answer, 'POST /rest/', anna.origin), 400, 'Upload-Length');
	});
	test('with more than may be sent is refused', async () => {
		for (const length of [5 * 1024 ** 3 + 1, '9223372036854775807'])
			refuses(await ask(anna, { length }), 413);
	});
	test('with a body is refused', async () => {
		refuses(await anna.post(UPLOADS, Buffer.from('abc'), { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-length': '3', 'upload-metadata': metadata({ filename: 'a', serviceDeskId: '55' }) }), 415);
	});
	const names = [
		['a path', '../../etc/passwd'], ['an absolute path', '/abs/name.txt'], ['a path of Windows', 'C:\\Users\\a\\log.txt'], ['a folder above', '..'], ['this folder', '.'],
		['four thousand characters', 'n'.repeat(4000)], ['256 characters', 'n'.repeat(256)], ['a turn of the writing direction', 'photo\u202egpj.exe'], ['a zero width space', 'a\u200b.txt'],
		['a line end', 'a\r\nX-Evil: 1.txt'], ['a line feed', 'a\nb'], ['a tab', 'a\tb'], ['no character', ''], ['an escape', 'a\u001b[31m'], ['bytes that are no text', Buffer.from([0x61, 0xff, 0xfe])]];
	for (const [what, name] of names)
		test(`with a name that is or holds ${what} is refused`, async () => refuses(await ask(anna, { length: 3, name }), 400, 'filename'));
	test('without a name is refused', async () => refuses(await ask(anna, { length: 3, 'upload-metadata': metadata({ serviceDeskId: '55' }) }), 400, 'filename'));
	test('without a desk is refused', async () => refuses(await ask(anna, { length: 3, 'upload-metadata': metadata({ filename: 'a' }) }), 400, 'serviceDeskId'));
	const broken = [['nothing', ''], ['no base64', 'filename a!b,serviceDeskId NTU='], ['base64 of URLs', 'filename _-__,serviceDeskId NTU='], ['no padding', 'filename YQ,serviceDeskId NTU='], ['too much padding', 'filename YQ===,serviceDeskId NTU='],
		['a key twice', `${metadata({ filename: 'a', serviceDeskId: '55' })},filename ${base64('b')}`], ['a key without a name', `${metadata({ filename: 'a', serviceDeskId: '55' })}, x`], ['a comma too many', `${metadata({ filename: 'a', serviceDeskId: '55' })},`],
		['seventeen keys', metadata({ filename: 'a', serviceDeskId: '55', ...Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`k${i}`, 'x'])) })], ['a NUL in a name', metadata({ filename: 'a\0b', serviceDeskId: '55' })],
		['two spaces', `filename  YQ==,serviceDeskId NTU=`]];
	for (const [what, said] of broken)
		test(`with metadata that is or holds ${what} is refused`, async () => refuses(await ask(anna, { length: 3, 'upload-metadata': said }), 400, 'Upload-Metadata'));
	test('passes over metadata that nobody asked for', async () => {
		await begin(anna, { length: 3, 'upload-metadata': `filetype ${base64('image/png')},${metadata({ filename: 'a', serviceDeskId: 'CDSE' })},public` });
	});
	test('at a desk that one may not use is refused', async () => {
		for (const desk of ['56', '71', 'NONE', '-1', 'x y', '\u0007', 'd'.repeat(300)])
			refuses(await ask(anna, { length: 3, desk }), 404);
		refuses(await ask(await newcomer('dasharo'), { length: 3, desk: '73' }), 404);
	});
	test('counts against the quota by what it announces, and not when it is refused', async () => {
		const before = await quotaOf(anna);
		const upload = await begin(anna, { length: 1234 });
		assert.equal(await quotaOf(anna), before + 1234);
		await sql(`UPDATE tenant SET files_size_max = ${before + 1234 + 100} WHERE id = ${anna.tenantId}`);
		refuses(await ask(anna, { length: 101 }), 413);
		assert.equal(await quotaOf(anna), before + 1234);
		await sql(`UPDATE tenant SET files_size_max = 0 WHERE id = ${anna.tenantId}`);
		await anna.ask('DELETE', upload.path, undefined, TUS);
		assert.equal(await quotaOf(anna), before);
	});
	test('is limited: what a person has announced counts as waiting', async () => {
		const who = await newcomer('copernicus');
		const two = [await begin(who, { length: 5 * 1024 ** 3 }), await begin(who, { length: 5 * 1024 ** 3 })];
		refuses(await ask(who, { length: 1 }), 429);
		assert.equal((await who.ask('DELETE', two[0].path, undefined, TUS)).status, 204);
		await begin(who, { length: 1 });
		await who.ask('DELETE', two[1].path, undefined, TUS);
	});
	test('with an Idempotency-Key begins one', async () => {
		const answers = await Promise.all([1, 2, 3].map(() => ask(anna, { length: 3, 'idempotency-key': 'upload-key' })));
		assert.equal(new Set(answers.map((one) => one.json.id)).size, 1);
	});
});

describe('a chunk', () => {
	const bytes = Buffer.from('0123456789');
	let upload;
	before(async () => {
		upload = await begin(anna, { length: 10 });
		await put(anna, upload, 0, bytes.subarray(0, 4));
	});
	const offsets = [['none', null], ['nothing', ''], ['negative', '-1'], ['no number', 'four'], ['a fraction', '4.0'], ['more than can be counted', '99999999999999999999']];
	for (const [what, offset] of offsets)
		test(`with an offset that is ${what} is refused`, async () => {
			const headers = { ...TUS, 'content-type': 'application/offset+octet-stream', ...offset !== null && { 'upload-offset': offset } };
			refuses(await anna.ask('PATCH', upload.path, bytes.subarray(4), headers), 400, 'Upload-Offset');
		});
	test('with an offset that is there twice is refused', async () => {
		const answer = await exchange(headOf('PATCH', upload.path, { Host: `copernicus.localhost:${stack.port}`, Authorization: anna.authorization, 'Tus-Resumable': '1.0.0', 'Content-Length': 2,
			'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': ['4', '0'] }));
		refuses(seen(answer, 'PATCH /rest/', anna.origin), 400, 'Upload-Offset');
	});
	for (const offset of [0, 3, 5, 10, 11, '9223372036854775807'])
		test(`that is not the next one is told the next: ${offset}`, async () => {
			const answer = await patch(anna, upload, offset, bytes.subarray(4));
			refuses(answer, 409);
			assert.equal(answer.headers.get('upload-offset'), '4');
			assert.equal(answer.headers.get('tus-resumable'), '1.0.0');
		});
	test('that goes beyond the length is refused, and nothing of it is kept', async () => {
		refuses(await patch(anna, upload, 4, Buffer.alloc(7)), 413);
		refuses(await patch(anna, upload, 4, Buffer.alloc(3 * MIB)), 413);
		assert.equal(offsetOf(await head(anna, upload)), 4);
	});
	test('of another type is refused', async () => {
		for (const type of ['application/octet-stream', 'application/json', 'multipart/form-data; boundary=b', 'application/offset+octet-stream2', ''])
			refuses(await patch(anna, upload, 4, bytes.subarray(4), { 'content-type': type }), 415);
	});
	test('without a length is refused', async () => {
		const said = { Host: `copernicus.localhost:${stack.port}`, Authorization: anna.authorization, 'Tus-Resumable': '1.0.0', 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '4' };
		for (const more of [{}, { 'Transfer-Encoding': 'chunked' }])
			refuses(seen(await exchange(headOf('PATCH', upload.path, { ...said, ...more })), 'PATCH /rest/', anna.origin), 400, 'Content-Length');
	});
	test('of no bytes is taken, and changes nothing', async () => {
		const answer = await patch(anna, upload, 4, Buffer.alloc(0));
		assert.deepEqual([answer.status, offsetOf(answer)], [204, 4]);
		refuses(await patch(anna, upload, 5, Buffer.alloc(0)), 409);
	});
	test('that is cut off in the middle leaves what was there, and is sent again', async () => {
		const whole = randomBytes(9 * MIB), cut = await begin(anna, { length: whole.length });
		await put(anna, cut, 0, whole.subarray(0, 6 * MIB));
		const line = open();
		await line.write(headOf('PATCH', cut.path, { Host: `copernicus.localhost:${stack.port}`, Authorization: anna.authorization, 'Tus-Resumable': '1.0.0', 'Content-Length': 3 * MIB,
			'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': 6 * MIB }));
		await line.write(whole.subarray(6 * MIB, 7 * MIB));
		line.destroy();
		const told = await head(anna, cut);
		assert.equal(offsetOf(told), 6 * MIB);
		await put(anna, cut, 6 * MIB, whole.subarray(6 * MIB));
		await isStored(cut, whole);
	});
	test('is nobody else\'s business', async () => {
		const others = [await newcomer('copernicus'), await program('copernicus', 'admin@copernicus.example'), await program('copernicus', 'agent@copernicus.example')];
		for (const who of others)
			for (const answer of [await who.get(upload.path), await patch(who, upload, 4, bytes.subarray(4)), await who.ask('DELETE', upload.path, undefined, TUS)])
				refuses(answer, 404);
		const abroad = await newcomer('dasharo');
		for (const answer of [await abroad.get(upload.path), await patch(abroad, upload, 4, bytes.subarray(4)), await abroad.ask('DELETE', upload.path, undefined, TUS)])
			refuses(answer, 404);
		assert.equal((await head(others[0], upload)).status, 404);
		for (const answer of [await caller('copernicus').get(upload.path), await patch(caller('copernicus'), upload, 4, bytes.subarray(4))])
			refuses(answer, 401);
	});
	test('of an upload that is not there is refused', async () => {
		for (const id of ['999999999', '0', '-1', 'x', '9223372036854775808', '%00'])
			assert.ok([400, 404].includes((await patch(anna, { path: `${UPLOADS}/${id}` }, 0, bytes)).status));
	});
	test('after the last byte is refused, and the last may be asked about again', async () => {
		const id = await put(anna, upload, 4, bytes.subarray(4));
		refuses(await patch(anna, upload, 4, bytes.subarray(4)), 409);
		refuses(await patch(anna, upload, 10, Buffer.from('x')), 413);
		const again = await patch(anna, upload, 10, Buffer.alloc(0));
		assert.deepEqual([again.status, again.headers.get('lodge-temporary-attachment-id')], [204, id]);
		await isStored(upload, bytes);
	});
	test('comes too late when the time is over', async () => {
		const late = await begin(anna, { length: 10 });
		await sql(`UPDATE attachment SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ${late.id}`);
		for (const answer of [await patch(anna, late, 0, bytes), await anna.get(late.path)])
			assert.ok([404, 410].includes(answer.status), `${answer.status}: 404 once it is swept`);
	});
	test('prolongs the time', async () => {
		const alive = await begin(anna, { length: 10 });
		await sql(`UPDATE attachment SET expires_at = UTC_TIMESTAMP(3) + INTERVAL 60 SECOND WHERE id = ${alive.id}`);
		const answer = await patch(anna, alive, 0, bytes.subarray(0, 1));
		assert.ok(Date.parse(answer.headers.get('upload-expires')) - Date.now() > 3600_000);
		assert.ok(Date.parse((await head(anna, alive)).headers.get('upload-expires')) - Date.now() > 3600_000);
	});
});

describe('a chunk is judged by its head, before one byte of it is read', () => {
	const PROMPT_MS = 3000; // a body that never comes would take nginx's 30 s
	const cases = [
		['409 for another offset', { 'Upload-Offset': 1 }, 409], ['413 for more than was announced', { 'Content-Length': 11 }, 413], ['413 for more than one request may have', { 'Content-Length': 3 * 1024 ** 3 }, 413],
		['415 for another type', { 'Content-Type': 'text/plain' }, 415], ['412 for another version', { 'Tus-Resumable': '0.2.2' }, 412], ['401 for nobody', { Authorization: 'Bearer nonsense' }, 401],
		['404 for another upload', {}, 404, () => `${UPLOADS}/999999999`], ['423 while another request sends', {}, 423, (one) => one.leased.path], ['410 or 404 when its time is over', {}, [410, 404], (one) => one.late.path],
		['405 for a method that it does not have', {}, 405, (one) => one.upload.path, 'PUT'],
	];
	const ours = {};
	before(async () => {
		for (const name of ['upload', 'leased', 'late'])
			ours[name] = await begin(anna, { length: 10 });
		await sql(`UPDATE upload SET lease = 'somebody', leased_until = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE attachment_id = ${ours.leased.id};
			UPDATE attachment SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ${ours.late.id}`);
	});
	for (const [what, more, status, path = (one) => one.upload.path, method = 'PATCH'] of cases)
		test(what, async () => {
			const answer = await exchange(headOf(method, path(ours), { Host: `copernicus.localhost:${stack.port}`, Authorization: anna.authorization, 'Tus-Resumable': '1.0.0', 'Content-Length': 10,
				'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': 0, ...more }), { waitMs: PROMPT_MS });
			assert.ok(answer, `no answer to the head alone within ${PROMPT_MS} ms`);
			assert.ok([status].flat().includes(seen(answer, `${method} /rest/`, anna.origin).status), `${answer.status} ${answer.text}`);
			if (status !== 405 && status !== 401)
				assert.equal(answer.headers.get('tus-resumable'), '1.0.0');
		});
});

describe('what is small and many', () => {
	test('goes on in single bytes, until the tail in front of them is large', async () => {
		const bytes = randomBytes(MIB), upload = await begin(anna, { length: bytes.length });
		await put(anna, upload, 0, bytes.subarray(0, 300_000));
		const small = await patch(anna, upload, 300_000, bytes.subarray(300_000, 300_001));
		refuses(small, 400, 'Content-Length');
		assert.equal(offsetOf(small), 300_000);
		await put(anna, upload, 300_000, bytes.subarray(300_000, 310_000));
		await put(anna, upload, 310_000, bytes.subarray(310_000, bytes.length - 1));
		await put(anna, upload, bytes.length - 1, bytes.subarray(bytes.length - 1)); // the last ones may be few
	});
	test('never lives longer than seven times its life', async () => {
		const upload = await begin(anna, { length: 100 });
		await sql(`UPDATE attachment SET created_at = created_at - INTERVAL 6 DAY - INTERVAL 12 HOUR WHERE id = ${upload.id}`);
		await put(anna, upload, 0, Buffer.from('x'));
		const left = Date.parse((await head(anna, upload)).headers.get('upload-expires')) - Date.now();
		assert.ok(left > 11 * 3600_000 && left <= 12 * 3600_000, `${left} ms`);
	});
	test('what is announced counts before it comes: no more than may wait', async () => {
		const who = await newcomer('copernicus'), most = 5 * 1024 ** 3;
		await begin(who, { length: most });
		await begin(who, { length: most });
		refuses(await ask(who, { length: 1 }), 429);
	});
	test('a body where none belongs is not taken', async () => {
		const upload = await begin(anna, { length: 10 });
		for (const method of ['GET', 'DELETE', 'OPTIONS'])
			for (const length of [['Content-Length', 10 ** 12], ['Transfer-Encoding', 'chunked']]) {
				const answer = await exchange(headOf(method, upload.path, { Host: new URL(anna.origin).host, ...anna.identity, ...TUS, [length[0]]: length[1] }));
				assert.ok([413, 405].includes(answer?.status), `${method} with ${length[0]}: ${answer?.status}`);
			}
		assert.equal(offsetOf(await head(anna, upload)), 0);
	});
});

describe('two at once', () => {
	test('of one chunk: one is taken, the other is told', async () => {
		const bytes = randomBytes(24 * MIB), upload = await begin(anna, { length: bytes.length });
		for (let at = 0; at < bytes.length; at += 8 * MIB) {
			const answers = await Promise.all([1, 2, 3].map(() => patch(anna, upload, at, bytes.subarray(at, at + 8 * MIB))));
			const statuses = answers.map((one) => one.status).sort();
			assert.deepEqual(statuses.filter((one) => one === 204), [204], statuses.join(' '));
			assert.ok(statuses.every((one) => [204, 409, 423].includes(one)), statuses.join(' '));
		}
		await isStored(upload, bytes);
	});
	test('of one chunk are told by a lease', async () => {
		const upload = await begin(anna, { length: 10 });
		await sql(`UPDATE upload SET lease = 'somebody', leased_until = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE attachment_id = ${upload.id}`);
		const answer = await patch(anna, upload, 0, Buffer.alloc(10));
		refuses(answer, 423);
		assert.match(answer.headers.get('retry-after'), /^\d+$/);
		assert.equal(answer.headers.get('upload-offset'), '0');
		assert.equal(offsetOf(await head(anna, upload)), 0, 'it may be asked about meanwhile');
		await sql(`UPDATE upload SET leased_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE attachment_id = ${upload.id}`);
		const key = (await rowOf(upload)).key;
		await put(anna, upload, 0, Buffer.alloc(10));
		const row = await isStored(upload, Buffer.alloc(10));
		assert.notEqual(row.key, key, 'who held the lease may still write under the old name');
		assert.ok(await doomed(key));
	});
	test('one sends, one takes it away', async () => {
		const upload = await begin(anna, { length: 12 * MIB });
		const [sent, removed] = await Promise.all([patch(anna, upload, 0, randomBytes(12 * MIB)), anna.ask('DELETE', upload.path, undefined, TUS)]);
		assert.equal(removed.status, 204);
		assert.ok([204, 404, 409].includes(sent.status), `${sent.status} ${sent.text}`);
		if (sent.status === 204)
			return;
		assert.equal(await rowOf(upload), null);
	});
	test('finish and taking: the file is on one ticket', async () => {
		const upload = await sendAll(anna, Buffer.from('x'));
		const answers = await Promise.all([anna.ask('DELETE', upload.path, undefined, TUS),
			anna.post(`${JSM}/request`, { serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: { summary: 'x', attachment: [upload.temporaryId] } })]);
		const statuses = answers.map((one) => one.status).join(' ');
		assert.ok(['204 400', '404 201'].includes(statuses), statuses);
	});
});

describe('taking it away', () => {
	test('frees the quota and what waits, and dooms what the store has', async () => {
		const who = await newcomer('copernicus'), before = await quotaOf(who);
		const upload = await begin(who, { length: 20 * MIB });
		await put(who, upload, 0, randomBytes(6 * MIB));
		await put(who, upload, 6 * MIB, randomBytes(1000));
		const row = await rowOf(upload);
		assert.ok(row.storeId && row.tail);
		assert.equal(await quotaOf(who), before + 20 * MIB);
		const answer = await who.ask('DELETE', upload.path, undefined, TUS);
		assert.deepEqual([answer.status, answer.headers.get('tus-resumable')], [204, '1.0.0']);
		assert.equal(await quotaOf(who), before);
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM attachment WHERE person_id = ${who.id}`), [['0']]);
		assert.ok(await doomed(row.tail) && await doomed(row.key));
		refuses(await patch(who, upload, 6 * MIB + 1000, Buffer.from('x')), 404);
		refuses(await who.ask('DELETE', upload.path, undefined, TUS), 404);
	});
	test('of a complete one nobody took does the same', async () => {
		const before = await quotaOf(anna), upload = await sendAll(anna, Buffer.from('gone'));
		const { key } = await rowOf(upload);
		assert.equal((await anna.ask('DELETE', upload.path, undefined, TUS)).status, 204);
		assert.equal(await quotaOf(anna), before);
		assert.ok(await doomed(key));
		refuses(await anna.post(`${JSM}/request`, { serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: { summary: 'x', attachment: [upload.temporaryId] } }), 400, 'attachment');
	});
});

describe('what the store lost or kept', () => {
	test('a file that became an object, of which only the row did not hear, is found complete', async () => {
		const bytes = randomBytes(17 * MIB), upload = await begin(anna, { length: bytes.length });
		await put(anna, upload, 0, bytes.subarray(0, 8 * MIB));
		const before = await rowOf(upload), parts = await sql(`SELECT tenant_id, number, etag, size FROM upload_part WHERE attachment_id = ${upload.id}`);
		await put(anna, upload, 8 * MIB, bytes.subarray(8 * MIB));
		await sql(`UPDATE attachment SET state = 'uploading', temporary_id = NULL WHERE id = ${upload.id};
			UPDATE upload SET received = ${8 * MIB}, store_id = '${before.storeId}' WHERE attachment_id = ${upload.id};
			INSERT INTO upload_part (tenant_id, attachment_id, number, etag, size) VALUES (${parts[0][0]}, ${upload.id}, ${parts[0][1]}, '${parts[0][2]}', ${parts[0][3]})`);
		assert.match(await put(anna, upload, 8 * MIB, bytes.subarray(8 * MIB)), /^temp/);
		await isStored(upload, bytes);
	});
	test('a part that was put and not kept is put again', async () => {
		const bytes = randomBytes(24 * MIB), upload = await begin(anna, { length: bytes.length });
		await put(anna, upload, 0, bytes.subarray(0, 8 * MIB));
		await put(anna, upload, 8 * MIB, bytes.subarray(8 * MIB, 14 * MIB));
		await sql(`DELETE FROM upload_part WHERE attachment_id = ${upload.id} AND number = 2; UPDATE upload SET received = ${8 * MIB}, part_next = 2 WHERE attachment_id = ${upload.id}`);
		await put(anna, upload, 8 * MIB, bytes.subarray(8 * MIB, 16 * MIB));
		await put(anna, upload, 16 * MIB, bytes.subarray(16 * MIB));
		await isStored(upload, bytes);
	});
	test('parts that are gone are sent again from the beginning', async () => {
		const bytes = randomBytes(14 * MIB), upload = await begin(anna, { length: bytes.length });
		await put(anna, upload, 0, bytes.subarray(0, 6 * MIB));
		await sql(`UPDATE upload SET store_id = 'gone' WHERE attachment_id = ${upload.id}`);
		const answer = await patch(anna, upload, 6 * MIB, bytes.subarray(6 * MIB));
		refuses(answer, 409);
		assert.equal(offsetOf(answer), 0);
		await put(anna, upload, 0, bytes.subarray(0, 6 * MIB));
		await put(anna, upload, 6 * MIB, bytes.subarray(6 * MIB));
		await isStored(upload, bytes);
	});
	test('a tail that is gone is sent again', async () => {
		const bytes = randomBytes(8 * MIB), upload = await begin(anna, { length: bytes.length });
		await put(anna, upload, 0, bytes.subarray(0, 6 * MIB));
		await put(anna, upload, 6 * MIB, bytes.subarray(6 * MIB, 7 * MIB));
		await sql(`UPDATE upload SET tail_key = 'uploads/0/none.tail' WHERE attachment_id = ${upload.id}`);
		const answer = await patch(anna, upload, 7 * MIB, bytes.subarray(7 * MIB));
		refuses(answer, 409);
		assert.equal(offsetOf(answer), 6 * MIB);
		await put(anna, upload, 6 * MIB, bytes.subarray(6 * MIB));
		await isStored(upload, bytes);
	});
	test('an upload with as many parts as there may be says so', async () => {
		const upload = await begin(anna, { length: 1024 * MIB });
		await sql(`UPDATE upload SET part_next = 10001 WHERE attachment_id = ${upload.id}`);
		refuses(await patch(anna, upload, 0, Buffer.alloc(5 * MIB)), 409);
		await put(anna, upload, 0, Buffer.alloc(1000));
		await anna.ask('DELETE', upload.path, undefined, TUS);
	});
});

test('a type that the desk does not take is refused when it is known, and leaves nothing', async () => {
	const who = await newcomer('dasharo'), before = await quotaOf(who);
	await sql(`UPDATE desk SET file_types = 'image/* text/plain' WHERE id = 72`);
	try {
		const upload = await begin(who, { length: 20, name: 'picture.png', desk: '72' });
		await put(who, upload, 0, Buffer.from('%PDF-1.7\n'));
		const row = await rowOf(upload);
		refuses(await patch(who, upload, 9, Buffer.from('1 0 obj\n<<>')), 415);
		assert.equal(await rowOf(upload), null);
		assert.equal(await quotaOf(who), before);
		assert.ok(await doomed(row.key) && await doomed(row.tail));
		await sendAll(who, Buffer.from('plain words\n'), 5, { desk: '72' });
	} finally {
		await sql(`UPDATE desk SET file_types = '' WHERE id = 72`);
	}
});

test('bytes of a file that is not complete are nobody\'s to take or to see', async () => {
	const upload = await begin(anna, { length: 10 });
	await put(anna, upload, 0, Buffer.from('12345'));
	const ticket = await raise(anna);
	refuses(await anna.get(`${JSM}/request/${ticket.issueKey}/attachment/${upload.id}`), 404);
	refuses(await anna.post(`${JSM}/request/${ticket.issueKey}/attachment`, { temporaryAttachmentIds: [upload.id], public: true }), 400, 'temporaryAttachmentIds');
	assert.equal((await anna.get(`${LODGE}/me`)).status, 200);
});
