// changes.test.mjs - what changed since somebody asked last: nothing is lost though transactions commit in another order than they
// were given their ids in, nothing is told to who may not know it, and nothing is sent twice to who has it.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { LODGE, comment, newcomer, program, raise, refuses, word } from './lib/api.mjs';
import { connection, sql } from './lib/operator.mjs';
import * as shapes from './lib/shapes.mjs';

let anna, agent, ticket;
const SETTLED_S = 60;
const ofTicket = (after, who = anna, key = ticket.issueKey) => who.read(`${LODGE}/changes?request=${key}${after === undefined ? '' : `&after=${after}`}`);
const ofDesk = async (after, who = agent) => {
	const json = await who.read(`${LODGE}/changes?serviceDeskId=55${after === undefined ? '' : `&after=${after}`}`);
	shapes.deskChanges(json, 'changes');
	return json;
};
const kinds = (json) => json.values.map((row) => row.kind);
const ourOwn = (json) => json.values.find((row) => row.issueKey === ticket.issueKey);
/** As if it had all happened a while ago. */
const age = (seconds = SETTLED_S + 1, key = ticket.issueId) => sql(`UPDATE activity SET created_at = created_at - INTERVAL ${seconds} SECOND WHERE ticket_id = ${key}`);

before(async () => {
	anna = await newcomer('copernicus', { name: 'Anna Asking' });
	agent = await newcomer('copernicus', { role: 'agent', desks: [55], name: 'Agnes Answering' });
});

describe('the changes of a ticket', () => {
	before(async () => { ticket = await raise(anna); });
	test('are a cursor alone to who has none', async () => {
		const json = await ofTicket();
		shapes.changes(json, 'changes');
		assert.deepEqual(json, { cursor: '0', values: [] });
	});
	test('are told from the cursor on, again and again until they are settled', async () => {
		const first = await ofTicket('0');
		shapes.changes(first, 'changes');
		assert.deepEqual([first.cursor, kinds(first)], ['0', ['created']]);
		assert.deepEqual(await ofTicket('0'), first);
		await age();
		const settled = await ofTicket('0');
		assert.deepEqual([settled.cursor, kinds(settled)], [first.values[0].id, ['created']]);
		assert.deepEqual(await ofTicket(settled.cursor), { cursor: settled.cursor, values: [] });
		assert.equal((await ofTicket()).cursor, settled.cursor);
	});
	test('have who did it, and tell customers nothing of the team alone', async () => {
		const { cursor } = await ofTicket();
		await comment(agent, ticket, 'An answer');
		await comment(agent, ticket, word('note'), false);
		const seen = await ofTicket(cursor), full = await ofTicket(cursor, agent);
		shapes.teamChanges(full, 'changes');
		assert.deepEqual([kinds(seen), kinds(full)], [['comment'], ['comment', 'note']]);
		assert.equal(seen.values[0].person.displayName, 'Agnes Answering');
		assert.equal(seen.present, undefined);
		assert.equal(full.values[0].public, true);
		await age();
		assert.equal((await ofTicket(cursor)).cursor, seen.values[0].id, 'a customer\'s cursor stands on what customers see');
	});
	test('lose none that is committed after a later one', async () => {
		await age();
		const { cursor } = await ofTicket(), { cursor: deskCursor } = await ofDesk();
		const early = connection();
		const added = (text) => `INSERT INTO activity (tenant_id, desk_id, ticket_id, door, kind, public, after_text, created_at)
			VALUES (${anna.tenantId}, 55, ${ticket.issueId}, 'job', 'field-edited', TRUE, '${text}', UTC_TIMESTAMP(3))`;
		try {
			await early.run(`START TRANSACTION; ${added('early')}`);
			await sql(added('late'));
			const between = await ofTicket(cursor), desk = await ofDesk(deskCursor);
			assert.deepEqual(between.values.map((row) => row.after), ['late']);
			assert.equal(ourOwn(desk).ids.length, 1);
			await early.run('COMMIT');
			const after = await ofTicket(between.cursor), deskAfter = await ofDesk(desk.cursor);
			assert.deepEqual(after.values.map((row) => row.after), ['early', 'late'], 'the one that came later has the smaller id');
			assert.deepEqual([ourOwn(deskAfter).ids.length, ourOwn(deskAfter).ids[1]], [2, ourOwn(desk).ids[0]], 'by its ids it is known that there is more');
		} finally {
			await early.end();
		}
	});
	test('are too many once there are more than five hundred', async () => {
		const busy = await raise(anna);
		const insert = (n) => sql(`INSERT INTO activity (tenant_id, desk_id, ticket_id, door, kind, public, created_at)
			SELECT ${anna.tenantId}, 55, ${busy.issueId}, 'job', 'field-edited', TRUE, '2020-01-01' FROM seq_1_to_${n}`);
		await insert(499);
		assert.equal((await ofTicket('0', anna, busy.issueKey)).values.length, 500);
		await insert(1);
		const json = await ofTicket('0', anna, busy.issueKey);
		shapes.changes(json, 'changes');
		assert.deepEqual([json.reset, json.values], [true, []]);
		assert.deepEqual(kinds(await ofTicket(json.cursor, anna, busy.issueKey)), [], 'from the new cursor on it goes on');
		await sql(`DELETE FROM activity WHERE ticket_id = ${busy.issueId}`);
	});
});

describe('the changes of a desk', () => {
	before(async () => { ticket = await raise(anna); });
	test('are gathered by ticket, with kinds once and every id', async () => {
		const { cursor } = await ofDesk();
		for (const text of ['one', 'two'])
			await comment(agent, ticket, text, false);
		const row = ourOwn(await ofDesk(cursor));
		assert.deepEqual([row.kinds, row.ids.length, row.byMe, row.issueId], [['created', 'note'], 3, false, ticket.issueId]);
	});
	test('say what was all by oneself', async () => {
		await age();
		const { cursor } = await ofDesk();
		assert.equal(ourOwn(await ofDesk(cursor)), undefined);
		await comment(agent, ticket, 'mine', false);
		assert.equal(ourOwn(await ofDesk(cursor)).byMe, true);
		await comment(anna, ticket, 'hers');
		assert.equal(ourOwn(await ofDesk(cursor)).byMe, false);
	});
	test('are for its agents', async () => {
		refuses(await anna.get(`${LODGE}/changes?serviceDeskId=55`), 403);
		const other = await newcomer('copernicus', { role: 'agent' });
		assert.ok([403, 404].includes((await other.get(`${LODGE}/changes?serviceDeskId=55`)).status));
	});
	test('need a token that may read the agents\' lists', async () => {
		const reader = await program('copernicus', agent.email, { scopes: 'read:servicedesk-request' });
		refuses(await reader.get(`${LODGE}/changes?serviceDeskId=55`), 403);
		assert.equal((await reader.get(`${LODGE}/changes?request=${ticket.issueKey}`)).status, 200);
	});
});

describe('a poll', () => {
	const path = () => `${LODGE}/changes?request=${ticket.issueKey}&after=0`;
	const ask = (tag, more = {}) => anna.get(path(), { 'if-none-match': tag, ...more });
	let etag;
	const tagOf = (answer) => answer.headers.get('etag').replace(/^W\//, ''); // what compresses the answer says so by W/
	before(async () => {
		ticket = await raise(anna);
		etag = tagOf(await anna.get(path()));
	});
	test('has a tag, which no cache keeps', async () => {
		const answer = await anna.get(path());
		assert.match(etag, /^"[\w-]{20,}"$/);
		assert.equal(tagOf(answer), etag);
		assert.equal(answer.headers.get('cache-control'), 'no-store');
	});
	test('with the tag is answered 304, without a body, with the tag', async () => {
		for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, `"a,b" , W/"c",\t${etag} , "d"`, '*', ` ${etag} `]) {
			const answer = await ask(tag);
			assert.deepEqual([answer.status, answer.text, tagOf(answer), answer.headers.get('content-type'), answer.headers.get('content-length')], [304, '', etag, null, null], tag);
		}
	});
	test('with another, or with what is none, is answered in full', async () => {
		for (const tag of ['"x"', etag.slice(1, -1), etag.toUpperCase(), `"x${etag.slice(1)}`, `x ${etag}`, `w/${etag}`, '""', '"', '* ,', `${etag.slice(0, -1)}`, `"x" ${etag}`])
			assert.equal((await ask(tag)).status, 200, tag);
		assert.equal((await ask(`${'"x",'.repeat(2000)}${etag}`)).status, 200, 'a list beyond all measure');
	});
	test('has another tag as soon as there is news', async () => {
		await comment(agent, ticket, 'news');
		const answer = await ask(etag);
		assert.equal(answer.status, 200);
		assert.notEqual(tagOf(answer), etag);
	});
	test('of one reader is not that of another', async () => {
		const answer = await agent.get(path());
		assert.notEqual(tagOf(answer), tagOf(await anna.get(path())));
	});
	test('writes nothing', async () => {
		const count = async () => (await sql(`SELECT COUNT(*), MAX(id) FROM activity; SELECT COUNT(*) FROM presence`)).join();
		const there = await count();
		for (const who of [anna, agent])
			await who.read(path());
		assert.equal(await count(), there);
	});
});

describe('refused are', () => {
	before(async () => { ticket = await raise(anna); });
	const wrong = [['neither a ticket nor a desk', '', 'request'], ['both', '?request=X-1&serviceDeskId=55', 'request'], ['a cursor that is no number', '?request=X-1&after=x', 'after'],
		['one below 0', '?request=X-1&after=-1', 'after'], ['one too large', '?request=X-1&after=9223372036854775808', 'after'], ['one with a fraction', '?serviceDeskId=55&after=1.5', 'after']];
	for (const [what, query, field] of wrong)
		test(what, async () => refuses(await agent.get(`${LODGE}/changes${query}`), 400, field));
	test('a ticket that somebody may not see', async () => {
		const bruno = await newcomer('copernicus');
		refuses(await bruno.get(`${LODGE}/changes?request=${ticket.issueKey}`), 404);
		refuses(await bruno.get(`${LODGE}/changes?request=NONE-1`), 404);
	});
	test('other methods', async () => refuses(await agent.post(`${LODGE}/changes`, {}), 405));
	test('HEAD is not', async () => assert.equal((await agent.ask('HEAD', `${LODGE}/changes?request=${ticket.issueKey}`)).status, 200));
});
