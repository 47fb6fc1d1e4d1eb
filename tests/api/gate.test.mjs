// gate.test.mjs - an upload is judged by its head: whoever may not send it is told so before one byte of the body is read.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, newcomer, program, refuses, seen, stack } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';
import { exchange, head, open } from './lib/raw.mjs';

const FORM = 'multipart/form-data; boundary=b';
const part = (name, bytes) => `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${bytes}\r\n--b--\r\n`;
const PROMPT_MS = 3000; // a body that never comes would take nginx's 30 s
let anna;
before(async () => { anna = await newcomer('copernicus'); });

const headOf = ({ tenant = 'copernicus', desk = 55, who = anna, length = 1000, type = FORM, method = 'POST', more = {} }) =>
	head(method, `${JSM}/servicedesk/${desk}/attachTemporaryFile`, { Host: `${tenant}.localhost:${stack.port}`,
		...who && { Authorization: who.authorization }, ...type && { 'Content-Type': type }, ...length !== null && { 'Content-Length': length }, ...more });

/** The answer to a head alone. */
async function ask(said) {
	const began = Date.now(), answer = await exchange(headOf(said), { waitMs: PROMPT_MS });
	assert.ok(answer, `no answer to the head alone within ${PROMPT_MS} ms`);
	assert.ok(Date.now() - began < PROMPT_MS);
	return seen(answer, 'POST /rest/', stack.origin(said.tenant ?? 'copernicus'));
}

describe('before the body is read', () => {
	const cases = [
		['401 for nobody', { who: null }, 401],
		['401 for a token that means nothing', { who: { authorization: 'Bearer nonsense' } }, 401],
		['404 for a desk that is not there', { desk: 56 }, 404],
		["404 for another tenant's desk", { desk: 71 }, 404],
		['404 for a desk that is no number', { desk: 'x%20y' }, 404],
		['413 for more than may be sent', { length: 3 * 1024 ** 3 }, 413],
		['413 for more than can be counted', { length: '9223372036854775807' }, 413],
		['415 for JSON', { type: 'application/json' }, 415],
		['415 for another form', { type: 'application/x-www-form-urlencoded' }, 415],
		['415 for no type', { type: null }, 415],
		['400 for a body without a length', { length: null, more: { 'Transfer-Encoding': 'chunked' } }, 400, 'Content-Length'],
		['400 for no length at all', { length: null }, 400, 'Content-Length'],
		['403 for a cookie from elsewhere', { who: null, more: { Cookie: 'lodge-session=x', Origin: 'http://dasharo.localhost:1' } }, 403],
		['401 for a cookie that means nothing', { who: null, more: { Cookie: 'lodge-session=x', Origin: stack.origin('copernicus') } }, 401],
		['405 for a PUT', { method: 'PUT' }, 405],
		['405 for a GET', { method: 'GET', length: null }, 405],
	];
	for (const [what, said, status, field] of cases)
		test(what, async () => refuses(await ask(said), status, field));
	test("401 for another tenant's token", async () => {
		refuses(await ask({ who: await program('dasharo', 'agent@dasharo.example') }), 401);
	});
	test('401 for a token that has ended', async () => {
		const who = await newcomer('copernicus');
		await sql(`UPDATE api_token SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE person_id = ${who.id}`);
		refuses(await ask({ who }), 401);
	});
	test('403 for a token without the scope', async () => {
		const reader = await program('copernicus', 'customer@copernicus.example', { scopes: 'read:servicedesk-request' });
		refuses(await ask({ who: reader }), 403);
		assert.equal((await reader.get(`${JSM}/request`)).status, 200, 'it reads');
		refuses(await reader.post(`${JSM}/request`, {}), 403);
	});
	test('404 for a desk of other organizations', async () => {
		refuses(await ask({ tenant: 'dasharo', desk: 73, who: await newcomer('dasharo') }), 404);
	});
	test('429 for somebody with too many files that nobody took', async () => {
		const who = await newcomer('copernicus');
		await sql(`INSERT INTO attachment (tenant_id, state, desk_id, person_id, temporary_id, object_key, filename, mime_type, created_at, expires_at)
			SELECT 1, 'temporary', 55, ${who.id}, CONCAT('tempw${who.id}x', seq), CONCAT('1/none', seq), 'w', 'text/plain', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL 1 HOUR FROM seq_1_to_500`);
		const told = await ask({ who });
		refuses(told, 429);
		assert.match(told.headers.get('retry-after'), /^[1-9]\d*$/);
		await sql(`DELETE FROM attachment WHERE person_id = ${who.id} LIMIT 1`);
		assert.equal((await who.upload(55, { name: 'a', bytes: 'a' })).length, 1);
		await sql(`DELETE FROM attachment WHERE person_id = ${who.id} AND object_key LIKE '1/none%'`);
	});
	test('nothing of it is kept', async () => {
		const who = await newcomer('copernicus');
		for (const said of [{ who, desk: 71 }, { who, type: 'text/plain' }, { who, length: 3 * 1024 ** 3 }])
			await ask(said);
		assert.equal((await sql(`SELECT COUNT(*) FROM attachment WHERE person_id = ${who.id}`))[0][0], '0');
	});
	test('a client that waits for 100 Continue is told the refusal without its body', async () => {
		const answer = await ask({ who: null, more: { Expect: '100-continue' } });
		assert.equal(answer.status, 401);
	});
});

describe('after the gate', () => {
	test('a good upload passes', async () => {
		const body = part('raw.txt', 'hello');
		const answer = await exchange(headOf({ length: body.length }) + body);
		assert.equal(answer.status, 201, answer.text);
		assert.equal(JSON.parse(answer.text).temporaryAttachments[0].fileName, 'raw.txt');
	});
	test('senders who stop in the middle hold no worker, and leave nothing', async () => {
		const who = await newcomer('copernicus');
		const lines = Array.from({ length: 8 }, () => open());
		for (const line of lines)
			await line.write(headOf({ who, length: 100_000 }) + part('slow.txt', 'x'.repeat(500)).slice(0, 300));
		const began = Date.now();
		assert.equal((await who.upload(55, { name: 'quick.txt', bytes: 'quick' })).length, 1);
		assert.ok(Date.now() - began < 5000, 'with more slow senders than workers');
		for (const line of lines)
			line.destroy();
		assert.deepEqual(await sql(`SELECT filename, state FROM attachment WHERE person_id = ${who.id}`), [['quick.txt', 'temporary']]);
	});
	test('a body shorter than its length makes no file', async () => {
		const who = await newcomer('copernicus'), body = part('short.txt', 'hello');
		await exchange(headOf({ who, length: body.length + 50 }) + body, { thenEnd: true, waitMs: 1500 });
		assert.equal((await sql(`SELECT COUNT(*) FROM attachment WHERE person_id = ${who.id}`))[0][0], '0');
	});
	test('a form that is cut off inside its length keeps no half file', async () => {
		const who = await newcomer('copernicus'), body = part('cut.txt', 'hello').slice(0, -8);
		const answer = await exchange(headOf({ who, length: body.length }) + body);
		assert.equal(answer.status, 400, answer.text);
		assert.equal((await sql(`SELECT COUNT(*) FROM attachment WHERE person_id = ${who.id}`))[0][0], '0');
	});
});
