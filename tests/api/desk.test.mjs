// desk.test.mjs - what the team does with tickets: whose they are, how urgent, many at once, templates for answers, links between them.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, refuses, word } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';
import { openTenant } from './lib/own-tenant.mjs';
import * as shapes from './lib/shapes.mjs';

let tenant, agent, second, anna, admin, otherDesk, elsewhere;
const raise = (summary = 'Something') => tenant.raise(anna, [], { summary });
const edit = (who, ticket, body) => who.ask('PATCH', `${LODGE}/request/${ticket.issueKey}`, body);
const log = async (ticket) => (await sql(`SELECT kind, COALESCE(before_text, ''), COALESCE(after_text, '') FROM activity WHERE ticket_id = ${ticket.issueId} AND kind <> 'created' ORDER BY id`));
const lodge = async (who, ticket) => (await who.read(`${JSM}/request/${ticket.issueKey}`)).lodge;

before(async () => {
	tenant = await openTenant('desk');
	[agent, second, anna, admin] = [await tenant.person('agent'), await tenant.person('agent'), await tenant.person(), await tenant.person('admin')];
	await sql(`UPDATE person SET display_name = CASE id WHEN ${agent.id} THEN 'Ada' WHEN ${second.id} THEN 'Ben' WHEN ${anna.id} THEN '{key} {agent}' ELSE 'Root' END WHERE tenant_id = ${tenant.id}`);
	// A desk that only Ben answers on, with a ticket of its own.
	otherDesk = await tenant.made('desk', { project_key: 'OTHER', name: 'Other', created_at: '2026-01-01' });
	await tenant.made('desk_agent', { desk_id: otherDesk, person_id: second.id });
	const type = await tenant.made('request_type', { desk_id: otherDesk, workflow_id: tenant.workflow, name: 'Anything' });
	await tenant.made('field', { request_type_id: type, key_name: 'summary', kind: 'text', label: 'summary' });
	elsewhere = await anna.make(`${JSM}/request`, { serviceDeskId: String(otherDesk), requestTypeId: String(type), requestFieldValues: { summary: 'Elsewhere' } });
});

describe('a ticket', () => {
	test('is assigned to who answers on its desk, and to nobody again', async () => {
		const ticket = await raise();
		assert.equal((await edit(agent, ticket, { assignee: second.account })).json.lodge.assignee.displayName, 'Ben');
		assert.equal((await edit(agent, ticket, { assignee: second.account })).status, 200, 'once more changes nothing');
		assert.equal((await edit(agent, ticket, { assignee: '' })).json.lodge.assignee, undefined);
		for (const account of [anna.account, admin.account, 'nobody'])
			refuses(await edit(agent, ticket, { assignee: account }), 400, 'assignee');
		await sql(`UPDATE person SET active = FALSE WHERE id = ${second.id}`);
		refuses(await edit(agent, ticket, { assignee: second.account }), 400, 'assignee');
		await sql(`UPDATE person SET active = TRUE WHERE id = ${second.id}`);
		assert.deepEqual(await log(ticket), [['assignee', '', 'Ben'], ['assignee', 'Ben', '']]);
	});
	test('is as urgent as the team says, by name or number, and customers are not told', async () => {
		const ticket = await raise();
		assert.equal((await lodge(agent, ticket)).priority, 'Medium');
		assert.equal((await edit(agent, ticket, { priority: 'highest' })).json.lodge.priority, 'Highest');
		assert.equal((await edit(agent, ticket, { priority: '4' })).json.lodge.priority, 'Low');
		refuses(await edit(agent, ticket, { priority: 'Urgent' }), 400, 'priority');
		refuses(await edit(agent, ticket, { priority: '' }), 400, 'priority');
		assert.equal((await lodge(anna, ticket)).priority, undefined);
		assert.equal((await lodge(anna, ticket)).teamStatus, undefined);
		assert.deepEqual(await log(ticket), [['priority', 'Medium', 'Highest'], ['priority', 'Highest', 'Low']]);
	});
	test('does not move in the lists of customers', async () => {
		const ticket = await raise(), before = (await lodge(anna, ticket)).updatedDate.epochMillis;
		await edit(agent, ticket, { priority: 'High', assignee: agent.account });
		assert.equal((await lodge(anna, ticket)).updatedDate.epochMillis, before);
		assert.ok((await lodge(agent, ticket)).updatedDate.epochMillis > before);
	});
	test('is left as it is when one part of the change is wrong', async () => {
		const ticket = await raise();
		refuses(await edit(agent, ticket, { assignee: agent.account, priority: 'Urgent' }), 400, 'priority');
		assert.equal((await lodge(agent, ticket)).assignee, undefined);
		assert.equal((await edit(agent, ticket, {})).status, 200);
	});
	test('is edited by its team alone', async () => {
		const ticket = await raise();
		refuses(await edit(anna, ticket, { priority: 'High' }), 403);
		refuses(await edit(agent, elsewhere, { priority: 'High' }), 404);
	});
});

describe('many at once', () => {
	const bulk = (who, body) => who.post(`${LODGE}/bulk`, body);
	test('are each changed for themselves, and what could not be is said', async () => {
		const [one, two, closed] = [await raise(), await raise(), await raise()];
		assert.equal((await bulk(agent, { requests: [closed.issueKey], transition: 'Close' })).json.values[0].ok, true);
		const answer = await bulk(agent, { requests: [one.issueKey, 'OWN-9999', closed.issueKey, elsewhere.issueKey, two.issueId], transition: 'Close', assignee: second.account, priority: 'High' });
		shapes.bulk(answer.json, 'bulk');
		assert.deepEqual(answer.json.values.map((row) => row.ok), [true, false, false, false, true]);
		assert.match(answer.json.values[2].message, /From Closed there is no "Close"/);
		assert.deepEqual([(await lodge(agent, one)).assignee.displayName, (await lodge(agent, one)).priority, (await lodge(agent, two)).teamStatus], ['Ben', 'High', 'Closed']);
		assert.equal((await lodge(agent, closed)).assignee, undefined, 'all of a ticket or nothing');
		assert.equal((await lodge(second, elsewhere)).priority, 'Medium');
	});
	test('say the same for each ticket as it alone would', async () => {
		const ticket = await raise();
		const { json } = await bulk(agent, { requests: [ticket.issueKey], assignee: anna.account });
		assert.match(json.values[0].message, /Nobody with this account/);
	});
	test('are a hundred at most, and something is to change', async () => {
		const ticket = await raise();
		refuses(await bulk(agent, { requests: [ticket.issueKey] }), 400, 'requests');
		refuses(await bulk(agent, { requests: [], priority: 'High' }), 400, 'requests');
		refuses(await bulk(agent, { requests: Array(101).fill(ticket.issueKey), priority: 'High' }), 400, 'requests');
		refuses(await bulk(agent, { requests: ticket.issueKey, priority: 'High' }), 400, 'requests');
		const { json } = await bulk(agent, { requests: Array(100).fill(ticket.issueKey), priority: 'High' });
		assert.ok(json.values.every((row) => row.ok));
		assert.equal((await log(ticket)).length, 1, 'what is so already is not changed again');
	});
	test('are not for customers', async () => refuses(await bulk(anna, { requests: ['OWN-1'], priority: 'High' }), 403));
});

describe('templates', () => {
	const at = (path = '') => `${LODGE}/servicedesk/${tenant.desk}/template${path}`;
	test('are made, changed and removed', async () => {
		const made = await agent.make(at(), { name: 'Thanks', body: 'Thank you', public: false });
		refuses(await second.post(at(), { name: 'Thanks', body: 'x' }), 400, 'name');
		refuses(await agent.post(at(), { name: 'Empty', body: '' }), 400, 'body');
		refuses(await agent.post(at(), { name: 'Long', body: 'x'.repeat(10_001) }), 400, 'body');
		refuses(await agent.post(at(), { name: 'x'.repeat(101), body: 'x' }), 400, 'name');
		const changed = await second.ask('PUT', at(`/${made.id}`), { name: 'Thanks', body: 'Thank you!' });
		assert.deepEqual([changed.json.body, changed.json.public], ['Thank you!', true]);
		const [row] = (await agent.read(at())).values;
		assert.deepEqual([row.name, row.body, row.updatedBy, row.text], ['Thanks', 'Thank you!', 'Ben', undefined]);
		assert.equal((await agent.ask('DELETE', at(`/${made.id}`))).status, 204);
		refuses(await agent.ask('DELETE', at(`/${made.id}`)), 404);
		refuses(await agent.ask('PUT', at(`/${made.id}`), { name: 'x', body: 'x' }), 404);
	});
	test('say what is true of the ticket at hand, once: a name brings in no more', async () => {
		const ticket = await raise();
		const made = await agent.make(at(), { name: word(), body: 'Dear {customer}, {key} {{key}} {nothing} {Key} {key\n{agent}' });
		const { text } = (await agent.read(at(`?request=${ticket.issueKey}`))).values.find((row) => row.id === made.id);
		assert.equal(text, `Dear {key} {agent}, ${ticket.issueKey} {${ticket.issueKey}} {nothing} {Key} {key\nAda`);
	});
	test("are filled in for a ticket of the desk alone, which the caller may write on", async () => {
		refuses(await second.get(at(`?request=${elsewhere.issueKey}`)), 404);
		refuses(await agent.get(at('?request=OWN-99999')), 404);
	});
	test('are a hundred at most', async () => {
		await sql(`INSERT INTO template (tenant_id, desk_id, name, body, updated_by, updated_at) SELECT ${tenant.id}, ${tenant.desk}, CONCAT('T', seq), 'x', ${agent.id}, UTC_TIMESTAMP(3) FROM seq_1_to_100`);
		refuses(await agent.post(at(), { name: 'More', body: 'x' }), 409);
	});
});

describe('links between tickets', () => {
	const at = (ticket, path = '') => `${LODGE}/request/${ticket.issueKey}/relation${path}`;
	const link = (who, ticket, other, kind) => who.post(at(ticket), { issueKey: other.issueKey, kind });
	const seen = async (who, ticket) => (await who.read(at(ticket))).values.map((row) => [row.kind, row.issueKey]);
	test('are seen from both ends, each by its own name', async () => {
		for (const [kind, inverse] of [['blocks', 'blocked-by'], ['duplicates', 'duplicated-by'], ['causes', 'caused-by'], ['relates', 'relates'], ['blocked-by', 'blocks']]) {
			const [one, two] = [await raise(), await raise()];
			const answer = await link(agent, one, two, kind);
			assert.equal(answer.status, 201);
			shapes.relations(answer.json, 'relations');
			assert.deepEqual(await seen(agent, one), [[kind, two.issueKey]]);
			assert.deepEqual(await seen(agent, two), [[inverse, one.issueKey]]);
			assert.equal((await link(agent, two, one, inverse)).status, 201);
			assert.equal((await seen(agent, one)).length, 1, `${kind} twice is once`);
			assert.deepEqual(await log(one), [['relation-added', '', `${kind} ${two.issueKey}`]]);
			assert.deepEqual(await log(two), [['relation-added', '', `${inverse} ${one.issueKey}`]]);
			const { relations } = (await agent.read(`${JSM}/request/${one.issueKey}?expand=relation`)).lodge;
			assert.equal(relations[0].kind, kind);
			assert.equal((await agent.ask('DELETE', at(two, `/${relations[0].id}`))).status, 204);
			assert.deepEqual([await seen(agent, one), await seen(agent, two)], [[], []]);
			assert.deepEqual((await log(one)).at(-1), ['relation-removed', `${kind} ${two.issueKey}`, '']);
			refuses(await agent.ask('DELETE', at(two, `/${relations[0].id}`)), 404);
		}
	});
	test('lead nowhere that the caller does not answer, and nothing of such an end is shown', async () => {
		const ticket = await raise();
		refuses(await link(agent, ticket, elsewhere, 'blocks'), 400, 'issueKey');
		refuses(await link(agent, ticket, { issueKey: 'OWN-99999' }, 'blocks'), 400, 'issueKey');
		assert.equal((await link(second, ticket, elsewhere, 'blocks')).status, 201);
		assert.deepEqual(await seen(agent, ticket), []);
		assert.deepEqual(await seen(second, ticket), [['blocks', elsewhere.issueKey]]);
		assert.deepEqual(await seen(admin, ticket), [['blocks', elsewhere.issueKey]]);
		const [{ id }] = (await second.read(at(ticket))).values;
		refuses(await agent.ask('DELETE', at(ticket, `/${id}`)), 404);
	});
	test('are of a kind there is, not to itself, and fifty at most', async () => {
		const [one, two] = [await raise(), await raise()];
		refuses(await link(agent, one, one, 'blocks'), 400, 'issueKey');
		refuses(await link(agent, one, two, 'loves'), 400, 'kind');
		await sql(`INSERT INTO relation (tenant_id, ticket_id, other_id, kind, created_by, created_at) SELECT ${tenant.id}, id, ${one.issueId}, 'causes', ${agent.id}, UTC_TIMESTAMP(3) FROM ticket WHERE tenant_id = ${tenant.id} AND id <> ${one.issueId} LIMIT 10`);
		for (const kind of ['relates', 'blocks', 'duplicates'])
			await sql(`INSERT IGNORE INTO relation (tenant_id, ticket_id, other_id, kind, created_by, created_at) SELECT ${tenant.id}, ${one.issueId}, id, '${kind}', ${agent.id}, UTC_TIMESTAMP(3) FROM ticket WHERE tenant_id = ${tenant.id} AND id <> ${one.issueId} ORDER BY id LIMIT 15`);
		refuses(await link(agent, one, await raise(), 'blocks'), 409);
		refuses(await link(agent, await raise(), one, 'blocks'), 409);
	});
	test('are not for customers', async () => {
		const ticket = await raise();
		refuses(await anna.get(at(ticket)), 403);
		assert.equal((await anna.read(`${JSM}/request/${ticket.issueKey}?expand=relation`)).lodge.relations, undefined);
		refuses(await link(anna, ticket, elsewhere, 'blocks'), 403);
	});
});
