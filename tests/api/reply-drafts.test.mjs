// reply-drafts.test.mjs - what was typed under a ticket and not sent: for who typed it, on every device, for a while. What a draft may
// hold is asked for forms and replies by the same function: drafts.test.mjs tries all of it.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, newcomer, program, raise, refuses, word } from './lib/api.mjs';
import { quote, sql } from './lib/operator.mjs';
import * as shapes from './lib/shapes.mjs';

let anna, agnes, ticket;
const at = (of = ticket) => `${LODGE}/request/${of.issueKey}/draft`;
const put = (who, body, path = at()) => who.ask('PUT', path, body);
async function kept(who, body, path = at()) {
	const answer = await put(who, body, path);
	assert.equal(answer.status, 204, answer.text);
	const draft = await who.read(path);
	shapes.draft(draft, 'draft');
	return draft;
}

before(async () => {
	anna = await newcomer('copernicus');
	agnes = await newcomer('copernicus', { role: 'agent', desks: [55] });
	ticket = await raise(anna);
});

describe('the draft of a reply', () => {
	test('is empty before anything was kept', async () => {
		assert.deepEqual(await anna.read(at()), { values: {}, files: [] });
	});
	test('is what was put, whatever was there before, and whom it is for', async () => {
		await kept(agnes, { values: { body: ['x'] } });
		const values = { body: ['Zażółć **gęślą**\n'], to: ['team'] };
		assert.deepEqual((await kept(agnes, { values, files: [] })).values, values);
	});
	test('belongs to one ticket and one person', async () => {
		const secret = word('secret'), other = await raise(anna);
		await kept(agnes, { values: { body: [secret], to: ['team'] } });
		assert.deepEqual((await agnes.read(at(other))).values, {});
		const colleague = await newcomer('copernicus', { role: 'agent', desks: [55] });
		for (const who of [anna, colleague, await program('copernicus', 'admin@copernicus.example')])
			for (const path of [at(), `${LODGE}/changes?request=${ticket.issueKey}&after=0`, `${LODGE}/request/${ticket.issueKey}/activity`, `${JSM}/request/${ticket.issueKey}?expand=comment`])
				assert.ok(!(await who.get(path)).text.includes(secret), `${who.email} ${path}`);
		await anna.ask('DELETE', at());
		assert.deepEqual((await agnes.read(at())).values.body, [secret], "somebody else's DELETE is somebody else's");
	});
	test('is forgotten when it was sent, as often as that is said', async () => {
		await kept(anna, { values: { body: ['x'] } });
		for (let i = 0; i < 2; i++)
			assert.equal((await anna.ask('DELETE', at())).status, 204);
		assert.deepEqual(await anna.read(at()), { values: {}, files: [] });
	});
	test('ends after its time', async () => {
		await kept(anna, { values: { body: ['late'] } });
		const mine = `tenant_id = ${anna.tenantId} AND person_id = ${anna.id}`;
		assert.deepEqual(await sql(`SELECT TIMESTAMPDIFF(HOUR, updated_at, expires_at) FROM reply_draft WHERE ${mine}`), [['24']]);
		await sql(`UPDATE reply_draft SET expires_at = UTC_TIMESTAMP(3) WHERE ${mine}`);
		assert.deepEqual(await anna.read(at()), { values: {}, files: [] });
	});
	test('keeps the id of a file while it waits for its owner', async () => {
		const [{ temporaryAttachmentId: id }] = await anna.upload('55', { name: 'a.log', bytes: 'a' });
		assert.equal((await kept(anna, { values: {}, files: [{ name: 'a.log', size: 1, id }] })).files[0].id, id);
		assert.equal((await kept(agnes, { values: {}, files: [{ name: 'a.log', size: 1, id }] })).files[0].id, undefined);
		await sql(`UPDATE attachment SET expires_at = UTC_TIMESTAMP(3) WHERE temporary_id = ${quote(id)}`);
		assert.equal((await anna.read(at())).files[0].id, undefined);
	});
	test('is no change of the ticket', async () => {
		const count = () => sql(`SELECT COUNT(*), (SELECT team_activity FROM ticket WHERE id = ${ticket.issueId}) FROM activity WHERE ticket_id = ${ticket.issueId}`);
		const there = await count();
		await kept(anna, { values: { body: ['x'] } });
		assert.deepEqual(await count(), there);
	});
	test('goes with the ticket', async () => {
		const gone = await raise(anna);
		await kept(anna, { values: { body: ['x'] } }, at(gone));
		const admin = await program('copernicus', 'admin@copernicus.example');
		assert.equal((await admin.ask('DELETE', `${LODGE}/request/${gone.issueKey}`)).status, 204);
		assert.deepEqual(await sql(`SELECT 1 FROM reply_draft WHERE ticket_id = ${gone.issueId}`), []);
	});
});

describe('refused is', () => {
	const wrong = [['nothing', undefined, 'values'], ['a text without its list', { values: { body: 'x' } }, 'values'], ['files as an object', { values: {}, files: {} }, 'files'],
		['an upload elsewhere', { values: {}, files: [{ name: 'x', size: 1, upload: 'https://evil.example/rest/lodge/1/uploads/1' }] }, 'files'], ['a file that is a list', { values: {}, files: [[{ upload: '/' }]] }, 'files']];
	for (const [what, body, field] of wrong)
		test(what, async () => {
			await kept(anna, { values: { body: ['before'] } });
			refuses(await put(anna, body), 400, field);
			assert.deepEqual((await anna.read(at())).values, { body: ['before'] });
		});
	test('more than 256 KiB', async () => refuses(await put(anna, { values: { body: ['x'.repeat(256 * 1024)] } }), 413));
	test('a ticket that somebody may not see', async () => {
		const bruno = await newcomer('copernicus');
		refuses(await put(bruno, { values: {} }), 404);
		refuses(await bruno.get(at()), 404);
	});
	test('a token that only reads', async () => {
		const reader = await program('copernicus', anna.email, { scopes: 'read:servicedesk-request' });
		refuses(await reader.get(at()), 403);
		refuses(await put(reader, { values: {} }), 403);
	});
});
