// check.test.mjs - a file is read back from the store by lodge-jobs: its SHA-256, its type and its size, and what becomes of it when they
// are not what they should be. How it came does not matter here: it is put back to `checking`, as an upload in parts leaves it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { until } from '../stack/process.mjs';
import { signedUrl } from '../stack/s3.mjs';
import { JSM, newcomer, raise, refuses, stack } from './lib/api.mjs';
import { lodgectl, quote, sql } from './lib/operator.mjs';
import { sha256 } from './lib/store.mjs';
import { rowOf, sendAll } from './lib/uploads.mjs';

const TENANT = 1, DESK = 55, PATIENCE_MS = 20_000;
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64');
let anna;

before(async () => { anna = await newcomer('copernicus'); });

/** A temporary file of hers as an upload in parts leaves it: its row. */
async function arrived(file, { knowsHash = false } = {}) {
	const [{ temporaryAttachmentId }] = await anna.upload(DESK, file);
	await sql(`UPDATE attachment SET verdict = 'checking', mime_type = 'application/octet-stream', sha256 = ${knowsHash ? 'sha256' : 'NULL'}
		WHERE tenant_id = ${TENANT} AND temporary_id = ${quote(temporaryAttachmentId)}`);
	const [[id, key]] = await sql(`SELECT id, object_key FROM attachment WHERE temporary_id = ${quote(temporaryAttachmentId)}`);
	return { id, key, temporaryAttachmentId };
}

const check = (file) => sql(`INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at)
	VALUES (${TENANT}, 'files', 'check', ${file.id}, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`);

async function checked(file) {
	await check(file);
	assert.ok(await until(async () => (await sql(`SELECT 1 FROM job WHERE tenant_id = ${TENANT} AND kind = 'check' AND subject_id = ${file.id}`)).length === 0, PATIENCE_MS), 'the job is done');
	const [[verdict, finding, type, hash]] = await sql(`SELECT verdict, finding, mime_type, LOWER(HEX(sha256)) FROM attachment WHERE id = ${file.id}`);
	return { verdict, finding, type, hash };
}

const put = async (key, body) => assert.equal((await fetch(signedUrl(stack, 'PUT', key), { method: 'PUT', body })).status, 200);

async function taken(file) {
	const ticket = await raise(anna, { attachment: [file.temporaryAttachmentId] });
	const path = `${JSM}/request/${ticket.issueKey}/attachment`;
	return { ticket, path: `${path}/${file.id}`, json: (await anna.read(path)).values[0] };
}

describe('a file that arrived in parts', () => {
	for (const [what, bytes, type] of [['a few words', Buffer.from('a few words'), 'text/plain'], ['one byte', Buffer.from([0]), 'application/octet-stream'], ['a picture', PNG, 'image/png'],
		['several parts', Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(13 << 20)]), 'application/pdf']])
		test(`of ${what} is read back: its SHA-256 and its type`, async () => {
			const file = await arrived({ name: 'file', bytes });
			assert.deepEqual(await checked(file), { verdict: 'passed', finding: 'NULL', type, hash: sha256(bytes) });
			const { path, json } = await taken(file);
			assert.equal(json.lodge.verdict, 'passed');
			assert.equal(json.mimeType, type);
			assert.equal((await anna.get(path)).status, 303);
		});
	test('by tus is read back from its parts', async () => {
		const bytes = Buffer.concat([PNG, randomBytes(14 << 20)]);
		const { id } = await sendAll(anna, bytes, (5 << 20) + 3);
		assert.ok(await until(async () => (await rowOf({ id })).verdict === 'passed', PATIENCE_MS));
		assert.deepEqual((await sql(`SELECT mime_type, LOWER(HEX(sha256)), size FROM attachment WHERE id = ${id}`))[0], ['image/png', sha256(bytes), String(bytes.length)]);
	});
	test('is not given out before, and may be taken by a request meanwhile', async () => {
		const file = await arrived({ name: 'early.txt', bytes: 'early' });
		const { path, json } = await taken(file);
		assert.equal(json.lodge.verdict, 'checking');
		refuses(await anna.get(path), 409);
		assert.equal((await checked(file)).verdict, 'passed');
		assert.equal((await anna.get(path)).status, 303);
	});
	test('is checked once: what was judged is left as it is', async () => {
		const file = await arrived({ name: 'once.txt', bytes: 'once' });
		await sql(`UPDATE attachment SET verdict = 'infected', finding = 'Found' WHERE id = ${file.id}`);
		assert.equal((await checked(file)).verdict, 'infected');
	});
	test('that was removed meanwhile is nobody\'s trouble', async () => {
		const file = await arrived({ name: 'gone.txt', bytes: 'gone' });
		await sql(`DELETE FROM attachment WHERE id = ${file.id}`);
		await check(file);
		assert.ok(await until(async () => (await sql(`SELECT 1 FROM job WHERE subject_id = ${file.id} AND lane = 'files'`)).length === 0, PATIENCE_MS));
	});
});

describe('a file that is not in the store as it was sent', () => {
	const ways = [
		['has gone', (file) => fetch(signedUrl(stack, 'DELETE', file.key), { method: 'DELETE' })],
		['is shorter', (file) => put(file.key, 'sen')],
		['is longer', (file) => put(file.key, 'sent more')],
		['is another of the same size', (file) => put(file.key, 'tens'), { knowsHash: true }],
	];
	for (const [what, change, how] of ways)
		test(`and ${what} is lost, which is said to who asks for it`, async () => {
			const file = await arrived({ name: 'sent.txt', bytes: 'sent' }, how);
			const { path } = await taken(file);
			await change(file);
			assert.equal((await checked(file)).verdict, 'lost');
			refuses(await anna.get(path), 410);
		});
	test('cannot be taken by a request any more', async () => {
		const file = await arrived({ name: 'sent.txt', bytes: 'sent' });
		await put(file.key, 'other bytes');
		assert.equal((await checked(file)).verdict, 'lost');
		refuses(await anna.post(`${JSM}/request`, { serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: { summary: 'x', attachment: [file.temporaryAttachmentId] } }), 400, 'attachment');
	});
});

describe('a file whose type was not known when it came', () => {
	const deskTakes = (types) => sql(`UPDATE desk SET file_types = ${quote(types)} WHERE tenant_id = ${TENANT} AND id = ${DESK}`);
	const fieldTakes = (types) => sql(`UPDATE field SET file_types = ${quote(types)} WHERE tenant_id = ${TENANT} AND request_type_id = 5501 AND kind = 'attachment'`);
	after(() => Promise.all([deskTakes(''), fieldTakes('')]));

	test('is refused when the desk does not take it: nobody has it, and it says why', async () => {
		const file = await arrived({ name: 'plain.txt', bytes: 'plain words' });
		const { path } = await taken(file);
		await deskTakes('image/* application/pdf');
		assert.deepEqual(await checked(file), { verdict: 'refused', finding: 'it is text/plain, which is not taken', type: 'text/plain', hash: sha256('plain words') });
		const told = await anna.get(path);
		refuses(told, 403);
		assert.match(told.json.errorMessage, /plain\.txt is not given out: it is text\/plain/);
	});
	test('is refused when a request is to take it afterwards', async () => {
		await deskTakes('');
		const file = await arrived({ name: 'plain.txt', bytes: 'plain words' });
		await deskTakes('image/*');
		assert.equal((await checked(file)).verdict, 'refused');
		const told = await anna.post(`${JSM}/request`, { serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: { summary: 'x', attachment: [file.temporaryAttachmentId] } });
		refuses(told, 400, 'attachment');
		assert.match(told.json.errors.attachment, /text\/plain/);
	});
	test('is held against the field that it was put into before', async () => {
		await deskTakes('');
		await fieldTakes('');
		const [words, picture, known] = [await arrived({ name: 'plain.txt', bytes: 'plain words' }), await arrived({ name: 'a.png', bytes: PNG }), await arrived({ name: 'b.txt', bytes: 'plain words' })];
		await taken(words);
		await taken(picture);
		await fieldTakes('image/png');
		assert.equal((await checked(words)).finding, 'it is text/plain, which its field does not take');
		assert.equal((await checked(picture)).verdict, 'passed');
		assert.equal((await checked(known)).verdict, 'passed', 'a temporary one is in no field yet');
		refuses(await anna.post(`${JSM}/request`, { serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: { summary: 'x', attachment: [known.temporaryAttachmentId] } }), 400, 'attachment');
	});
	test('is not held against the form when a comment carries it', async () => {
		const ticket = await raise(anna), file = await arrived({ name: 'plain.txt', bytes: 'plain words' });
		assert.equal((await anna.post(`${JSM}/request/${ticket.issueKey}/attachment`, { temporaryAttachmentIds: [file.temporaryAttachmentId], public: true })).status, 201);
		assert.equal((await checked(file)).verdict, 'passed');
	});
});

describe('lodgectl', () => {
	test('job list shows what was given up, and job retry does it again', async () => {
		const file = await arrived({ name: 'again.txt', bytes: 'again' });
		await sql(`INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, tries, trouble, created_at)
			VALUES (${TENANT}, 'files', 'check', ${file.id}, NULL, 12, 'It did not work.', UTC_TIMESTAMP(3))`);
		const line = (await lodgectl('job', 'list')).split('\n').find((one) => one.includes(` ${file.id} `));
		assert.match(line, /^(\d+) +copernicus +files +check +\d+ +gave up +tries=12 It did not work\.$/);
		await assert.rejects(lodgectl('doctor'), /WRONG +jobs +\d+ to do, [1-9]\d* gave up/);
		const id = line.split(' ')[0];
		assert.match(await lodgectl('job', 'retry', '--id', id), /^1 due again/);
		assert.ok(await until(async () => (await sql(`SELECT verdict FROM attachment WHERE id = ${file.id}`))[0][0] === 'passed', PATIENCE_MS));
		await assert.rejects(lodgectl('job', 'retry', '--id', id), /no job/);
		await assert.rejects(lodgectl('job', 'retry'), /--id or --all/);
	});
	test('doctor counts files that have waited long for their check', async () => {
		const file = await arrived({ name: 'waits.txt', bytes: 'waits' });
		await assert.rejects(lodgectl('doctor'), /WRONG +files +[1-9]\d* have waited/);
		await checked(file);
		assert.match(await lodgectl('doctor').catch((e) => e.message), /fine +files +none/);
	});
});
