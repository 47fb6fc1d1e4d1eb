// presence.test.mjs - who of the team is at a ticket: told to the rest of the team for a minute, and to customers never.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { LODGE, newcomer, program, raise, refuses, stack } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';
import * as shapes from './lib/shapes.mjs';
import { signIn } from './lib/sign-in.mjs';

let anna, agnes, bob, admin, ticket;
const path = () => `${LODGE}/request/${ticket.issueKey}/presence`;
const tell = async (who, writing = false) => assert.equal((await who.post(path(), { writing })).status, 204);
const leave = async (who) => assert.equal((await who.ask('DELETE', path())).status, 204);
async function present(who) {
	const json = await who.read(`${LODGE}/changes?request=${ticket.issueKey}`);
	shapes.teamChanges(json, 'changes');
	return json.present.map((row) => [row.person.displayName, row.writing]);
}

before(async () => {
	anna = await newcomer('copernicus', { name: 'Anna Asking' });
	agnes = await newcomer('copernicus', { role: 'agent', desks: [55], name: 'Agnes' });
	bob = await newcomer('copernicus', { role: 'agent', desks: [55], name: 'Bob' });
	admin = await program('copernicus', 'admin@copernicus.example');
	ticket = await raise(anna);
});

describe('who is at a ticket', () => {
	test('is told to the others of the team, and not to oneself', async () => {
		await tell(agnes);
		await tell(bob, true);
		assert.deepEqual(await present(agnes), [['Bob', true]]);
		assert.deepEqual(await present(bob), [['Agnes', false]]);
		assert.deepEqual(await present(admin), [['Agnes', false], ['Bob', true]]);
	});
	test('begins to write, and stops', async () => {
		await tell(agnes, true);
		assert.deepEqual(await present(bob), [['Agnes', true]]);
		await tell(agnes);
		assert.deepEqual(await present(bob), [['Agnes', false]]);
	});
	test('leaves, as often as that is said', async () => {
		for (let i = 0; i < 2; i++)
			await leave(agnes);
		assert.deepEqual(await present(bob), []);
		assert.deepEqual(await present(admin), [['Bob', true]], 'nobody sends another away');
	});
	test('is gone after a minute without a word, and swept by the next who says one', async () => {
		await tell(agnes);
		await sql(`UPDATE presence SET seen_at = seen_at - INTERVAL 61 SECOND WHERE person_id IN (${agnes.id}, ${bob.id})`);
		assert.deepEqual(await present(admin), []);
		await tell(bob);
		assert.deepEqual(await sql(`SELECT person_id FROM presence WHERE ticket_id = ${ticket.issueId}`), [[String(bob.id)]]);
	});
	test('is no change of the ticket', async () => {
		const count = () => sql(`SELECT COUNT(*), (SELECT team_activity FROM ticket WHERE id = ${ticket.issueId}) FROM activity WHERE ticket_id = ${ticket.issueId}`);
		const there = await count();
		await tell(agnes, true);
		assert.deepEqual(await count(), there);
	});
	test('has another tag for a poll when somebody comes', async () => {
		const tag = async () => (await bob.get(`${LODGE}/changes?request=${ticket.issueKey}`)).headers.get('etag');
		await leave(agnes);
		const alone = await tag();
		await tell(agnes);
		assert.notEqual(await tag(), alone);
	});
	test('goes with the ticket', async () => {
		const other = ticket;
		ticket = await raise(anna);
		await tell(agnes);
		assert.equal((await admin.ask('DELETE', `${LODGE}/request/${ticket.issueKey}`)).status, 204);
		assert.deepEqual(await sql(`SELECT * FROM presence WHERE ticket_id = ${ticket.issueId}`), []);
		ticket = other;
	});
});

describe('customers', () => {
	test('are told of nobody', async () => {
		await tell(agnes, true);
		const answer = await anna.get(`${LODGE}/changes?request=${ticket.issueKey}&after=0`);
		shapes.changes(answer.json, 'changes');
		assert.ok(!answer.text.includes('Agnes'));
	});
	test('tell nobody, nor do agents of other desks', async () => {
		refuses(await anna.post(path(), { writing: true }), 403);
		refuses(await anna.ask('DELETE', path()), 403);
		const other = await newcomer('copernicus', { role: 'agent' });
		refuses(await other.post(path(), { writing: true }), 404);
		const shared = await newcomer('copernicus', { role: 'agent' });
		await sql(`INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity) SELECT tenant_id, id, ${shared.id}, last_activity FROM ticket WHERE id = ${ticket.issueId}`);
		refuses(await shared.post(path(), { writing: true }), 403);
		const seen = await shared.read(`${LODGE}/changes?request=${ticket.issueKey}`);
		assert.equal(seen.present, undefined, 'an agent who takes part as a customer is one here');
	});
});

describe('refused is', () => {
	const wrong = [['no body', undefined], ['no truth', { writing: 'perhaps' }], ['a list', []], ['a number', { writing: 2 }]];
	for (const [what, body] of wrong)
		test(what, async () => refuses(await agnes.post(path(), body), 400));
	test('a word from elsewhere', async () => {
		const { cookie } = await signIn('copernicus', 'agent@copernicus.example');
		const ask = (origin) => fetch(stack.origin('copernicus') + path(), { method: 'POST', headers: { cookie, origin, 'content-type': 'application/json' }, body: '{"writing":true}' });
		assert.equal((await ask(stack.origin('dasharo'))).status, 403);
		assert.equal((await ask(stack.origin('copernicus'))).status, 204);
	});
	test('a token that only reads', async () => {
		const reader = await program('copernicus', agnes.email, { scopes: 'read:servicedesk-request' });
		refuses(await reader.post(path(), { writing: true }), 403);
	});
});
