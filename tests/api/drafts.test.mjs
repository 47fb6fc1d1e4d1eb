// drafts.test.mjs - a form that was begun: kept for its owner on every device, for a while, and for nobody else.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { LODGE, newcomer, program, raise, refuses, word } from './lib/api.mjs';
import { quote, sql } from './lib/operator.mjs';
import * as shapes from './lib/shapes.mjs';

const at = (desk = '55', type = '5501') => `${LODGE}/draft/${desk}/${type}`;
const KIB = 1024;
let anna, bruno;

const put = (who, body, path = at()) => who.ask('PUT', path, body);
const forget = (who, path = at()) => who.ask('DELETE', path);
async function kept(who, body, path = at()) {
	const answer = await put(who, body, path);
	assert.equal(answer.status, 204, answer.text);
	const draft = await who.read(path);
	shapes.draft(draft, 'draft');
	return draft;
}

before(async () => {
	anna = await newcomer('copernicus');
	bruno = await newcomer('copernicus');
});

describe('a draft', () => {
	test('is empty before anything was kept', async () => {
		assert.deepEqual(await bruno.read(at()), { values: {}, files: [] });
	});
	test('is what was put, whatever was there before, and says when', async () => {
		const values = { summary: ['Zażółć "gęślą" \\ jaźń \u202e'], customfield_11: ['1', '2'], description: ['line\nline\ttab'], empty: [] };
		assert.deepEqual((await kept(anna, { values: { old: ['x'] }, files: [] })).values, { old: ['x'] });
		const draft = await kept(anna, { values, files: [{ name: 'a/b\u202e.log', size: 0 }], more: 'is left out' });
		assert.deepEqual({ values: draft.values, files: draft.files }, { values, files: [{ name: 'a/b\u202e.log', size: 0 }] });
		assert.ok(Math.abs(draft.updatedDate.epochMillis - Date.now()) < 60_000);
	});
	test('belongs to one type of request', async () => {
		await kept(anna, { values: { summary: ['of 5501'] } });
		assert.deepEqual((await anna.read(at('55', '5502'))).values, {});
		assert.deepEqual((await anna.read(at('CDSE', '5501'))).values, { summary: ['of 5501'] }, 'the desk by its key is the same desk');
	});
	test('is found by its owner alone', async () => {
		const secret = word('secret');
		await kept(anna, { values: { summary: [secret] } });
		for (const other of [bruno, await program('copernicus', 'agent@copernicus.example'), await program('copernicus', 'admin@copernicus.example')])
			assert.ok(!(await other.get(at())).text.includes(secret), other.email);
		const abroad = await newcomer('dasharo', { role: 'admin' });
		refuses(await abroad.get(at()), 404);
		refuses(await put(abroad, { values: {} }), 404);
		refuses(await forget(abroad), 404);
		await forget(bruno);
		assert.deepEqual((await anna.read(at())).values, { summary: [secret] }, "somebody else's DELETE is somebody else's");
	});
	test('is forgotten when it was sent, as often as that is said', async () => {
		await kept(anna, { values: { summary: ['x'] } });
		for (let i = 0; i < 2; i++)
			assert.equal((await forget(anna)).status, 204);
		assert.deepEqual(await anna.read(at()), { values: {}, files: [] });
	});
	test('ends after its time', async () => {
		await kept(anna, { values: { summary: ['late'] } });
		const [[hours]] = await sql(`SELECT TIMESTAMPDIFF(HOUR, updated_at, expires_at) FROM draft WHERE tenant_id = ${anna.tenantId} AND person_id = ${anna.id}`);
		assert.equal(hours, '24');
		await sql(`UPDATE draft SET expires_at = UTC_TIMESTAMP(3) WHERE tenant_id = ${anna.tenantId} AND person_id = ${anna.id}`);
		assert.deepEqual(await anna.read(at()), { values: {}, files: [] });
		assert.deepEqual((await kept(anna, { values: { summary: ['again'] } })).values, { summary: ['again'] });
	});
	test('needs a token that may write', async () => {
		const reader = await program('copernicus', 'customer@copernicus.example', { scopes: 'read:servicedesk-request' });
		refuses(await put(reader, { values: {} }), 403);
		refuses(await reader.get(at()), 403);
	});
});

describe('the files of a draft', () => {
	const upload = async (who) => (await who.upload('55', { name: 'a.log', bytes: 'a' }))[0].temporaryAttachmentId;
	const idOf = async (who, id, path = at()) => (await kept(who, { values: {}, files: [{ name: 'a.log', size: 1, id }] }, path)).files[0].id;
	test('keep the id while the file waits for its owner', async () => {
		assert.equal(await idOf(anna, await upload(anna)).then((id) => /^temp/.test(id)), true);
	});
	test("lose it when it is somebody else's, another desk's, or nobody's", async () => {
		const id = await upload(anna);
		assert.equal(await idOf(bruno, id), undefined);
		assert.equal(await idOf(anna, 'tempnothing'), undefined);
		assert.equal(await idOf(anna, 'temp%'), undefined);
	});
	test('lose it when a request took the file, and when its time is over', async () => {
		const [taken, ended] = [await upload(anna), await upload(anna)];
		await raise(anna, { attachment: [taken] });
		assert.equal(await idOf(anna, taken), undefined);
		assert.equal(await idOf(anna, ended), ended);
		await sql(`UPDATE attachment SET expires_at = UTC_TIMESTAMP(3) WHERE temporary_id = ${quote(ended)}`);
		assert.equal((await anna.read(at())).files[0].id, undefined);
	});
	test('name the upload that can go on', async () => {
		const files = [{ name: 'big.iso', size: 2 ** 33, upload: `${LODGE}/uploads/12345` }];
		assert.deepEqual((await kept(anna, { values: {}, files })).files, files);
	});
});

describe('what is no draft is refused, and leaves what was there', () => {
	const many = (n, of) => Array.from({ length: n }, (_, i) => of(i));
	const wrong = [
		['nothing', undefined, 'values'], ['no values', {}, 'values'], ['a list', [], 'values'], ['a text', '"x"', 'values'], ['values as a list', { values: [] }, 'values'], ['values as null', { values: null }, 'values'],
		['a text without its list', { values: { summary: 'x' } }, 'values'], ['a number in a list', { values: { summary: [1] } }, 'values'], ['null in a list', { values: { summary: [null] } }, 'values'], ['a list in a list', { values: { summary: [['x']] } }, 'values'],
		['a member without a name', { values: { '': ['x'] } }, 'values'], ['a name too long', { values: { [`n${'a'.repeat(100)}`]: ['x'] } }, 'values'],
		['too many members', { values: Object.fromEntries(many(201, (i) => [`f${i}`, ['x']])) }, 'values'], ['too many texts', { values: { f: many(501, () => 'x') } }, 'values'],
		['files as an object', { values: {}, files: {} }, 'files'], ['too many files', { values: {}, files: many(61, (i) => ({ name: `${i}`, size: 1 })) }, 'files'], ['a file that is a text', { values: {}, files: ['x'] }, 'files'],
		['a file without a name', { values: {}, files: [{ size: 1 }] }, 'files'], ['a file without a size', { values: {}, files: [{ name: 'x' }] }, 'files'], ['a size below zero', { values: {}, files: [{ name: 'x', size: -1 }] }, 'files'],
		['a size that is no whole number', { values: {}, files: [{ name: 'x', size: 1.5 }] }, 'files'], ['an id that is a number', { values: {}, files: [{ name: 'x', size: 1, id: 7 }] }, 'files'], ['an id too long', { values: {}, files: [{ name: 'x', size: 1, id: 'a'.repeat(51) }] }, 'files'],
		['an upload elsewhere', { values: {}, files: [{ name: 'x', size: 1, upload: 'https://evil.example/rest/lodge/1/uploads/1' }] }, 'files'], ['an upload on another path', { values: {}, files: [{ name: 'x', size: 1, upload: '//evil.example/' }] }, 'files'],
		['NUL', '{"values":{"a":["\\u0000"]}}', 'a'], ['half a character', '{"values":{"a":["\\ud800"]}}', 'a'], ['no JSON', '{"values":', undefined], ['a member twice', '{"values":{},"values":{}}', undefined],
	];
	for (const [what, body, field] of wrong)
		test(what, async () => {
			await kept(anna, { values: { summary: ['before'] } });
			const answer = await anna.ask('PUT', at(), body, typeof body === 'string' ? { 'content-type': 'application/json' } : {});
			refuses(answer, 400, field);
			assert.deepEqual((await anna.read(at())).values, { summary: ['before'] });
		});
	test('256 KiB is the end', async () => {
		const text = 'x'.repeat(256 * KIB - 100);
		assert.equal((await kept(anna, { values: { description: [text] } })).values.description[0].length, text.length);
		refuses(await put(anna, { values: { description: [`${text}${'x'.repeat(200)}`] } }), 413);
	});
	test('a type or desk that is not there', async () => {
		refuses(await put(anna, { values: {} }, at('55', '999')), 404);
		refuses(await put(anna, { values: {} }, at('55', '7101')), 404);
		refuses(await put(anna, { values: {} }, at('99', '5501')), 404);
		refuses(await anna.ask('POST', at(), { values: {} }), 405);
	});
});
