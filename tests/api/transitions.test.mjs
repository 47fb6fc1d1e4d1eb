// transitions.test.mjs - a ticket walks along its workflow: by the team, and by customers where the portal offers it.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, newOrganization, newcomer, participate, program, raise, refuses } from './lib/api.mjs';

const at = (ticket, what) => `${JSM}/request/${ticket.issueKey}/${what}`;
const run = (who, ticket, id, comment) => who.post(at(ticket, 'transition'), { id, ...comment && { additionalComment: { body: comment } } });
const offers = async (who, ticket) => (await who.read(at(ticket, 'transition'))).values.map((one) => `${one.id} ${one.name}`);
const history = async (who, ticket) => (await who.read(at(ticket, 'status'))).values.map((one) => one.status);
let anna, agent;

before(async () => {
	anna = await newcomer('copernicus');
	agent = await program('copernicus', 'agent@copernicus.example');
});

async function walk(who, ticket, ...ids) {
	for (const id of ids)
		assert.equal((await run(who, ticket, id)).status, 204, `transition ${id}`);
}

describe('the team', () => {
	test('walks the whole workflow, and everybody sees the history, newest first', async () => {
		const ticket = await raise(anna);
		assert.deepEqual(await offers(agent, ticket), ['11 Start work', '12 Ask the customer', '19 Close request']);
		await walk(agent, ticket, '11', '13', '14', '15');
		assert.deepEqual(await offers(agent, ticket), ['17 Reopen', '19 Close request']);
		for (const who of [agent, anna])
			assert.deepEqual(await history(who, ticket), ['Resolved', 'In progress', 'Waiting for customer', 'In progress', 'Open']);
		const seen = await anna.read(`${JSM}/request/${ticket.issueKey}?expand=status`);
		assert.equal(seen.currentStatus.statusCategory, 'DONE');
		assert.deepEqual(seen.status.values.map((one) => one.status), await history(anna, ticket));
		const times = seen.status.values.map((one) => one.statusDate.epochMillis);
		assert.deepEqual(times, [...times].sort((a, b) => b - a));
		assert.equal(seen.currentStatus.statusDate.epochMillis, times[0]);
	});
	test('walks the workflow with a price of the other tenant', async () => {
		const client = await newcomer('dasharo'), engineer = await program('dasharo', 'agent@dasharo.example');
		const ticket = await raise(client, { desk: '72', type: '7201', description: 'A port' });
		assert.deepEqual(await offers(client, ticket), ['34 Withdraw']);
		await walk(engineer, ticket, '21', '22');
		assert.equal((await client.read(`${JSM}/request/${ticket.issueKey}`)).currentStatus.awaitsCustomer, true);
		refuses(await run(client, ticket, '23', 'Yes'), 400, 'id');
		assert.equal((await run(engineer, ticket, '23', 'Approved by telephone.')).status, 204);
		await walk(engineer, ticket, '27', '28', '29');
		assert.deepEqual(await history(client, ticket), ['Done', 'In progress', 'On hold', 'In progress', 'Approved', 'Waiting for client', 'Analysis', 'Open']);
	});
	test('says something with it, which the customer reads', async () => {
		const ticket = await raise(anna);
		assert.equal((await run(agent, ticket, '12', 'Which **version**?')).status, 204);
		const [said] = (await anna.read(`${at(ticket, 'comment')}`)).values;
		assert.deepEqual([said.body, said.public, said.byTeam], ['Which **version**?', true, true]);
		const [top] = (await anna.read(`${JSM}/request`)).values;
		assert.equal(top.issueKey, ticket.issueKey, 'the ticket moved up');
	});
	test('reads how many tickets stand in each status', async () => {
		const count = async (name) => (await agent.read(`${LODGE}/agent/tickets`)).statuses.find((one) => one.name === name).count;
		const ticket = await raise(anna), before = await count('In progress');
		await walk(agent, ticket, '11');
		assert.equal(await count('In progress'), before + 1);
		const list = await agent.read(`${LODGE}/agent/tickets?status=In%20progress&limit=1`);
		assert.equal(list.values[0].issueKey, ticket.issueKey);
	});
});

describe('a customer', () => {
	test('is offered only what the portal offers, and may run only that', async () => {
		const ticket = await raise(anna);
		assert.deepEqual(await offers(anna, ticket), ['19 Close request']);
		refuses(await run(anna, ticket, '11'), 400, 'id');
		assert.deepEqual(await history(anna, ticket), ['Open']);
		await walk(anna, ticket, '19');
		assert.deepEqual(await offers(anna, ticket), []);
		assert.deepEqual(await history(anna, ticket), ['Closed', 'Open']);
	});
	test('who takes part may run it too; a colleague only reads', async () => {
		const organization = await newOrganization('copernicus');
		const [reporter, colleague, participant, outsider] = [await newcomer('copernicus', { organization }), await newcomer('copernicus', { organization }),
			await newcomer('copernicus'), await newcomer('copernicus')];
		const ticket = await raise(reporter);
		await participate(participant, ticket);
		assert.deepEqual(await offers(colleague, ticket), []);
		refuses(await run(colleague, ticket, '19'), 403);
		refuses(await run(outsider, ticket, '19'), 404);
		await walk(participant, ticket, '19');
	});
	test('sees the same transitions inside the request', async () => {
		const ticket = await raise(anna);
		const seen = await anna.read(`${JSM}/request/${ticket.issueKey}?expand=transition`);
		assert.deepEqual(seen.transitions.values, [{ id: '19', name: 'Close request', to: { status: 'Closed', statusCategory: 'DONE' } }]);
	});
});

describe('a wrong transition', () => {
	const cases = [['an unknown one', { id: '999' }, 'id'], ['one from another status', { id: '14' }, 'id'], ["another tenant's", { id: '21' }, 'id'],
		['none', {}, 'id'], ['a word', { id: 'close' }, 'id'], ['null', { id: null }, 'id'], ['a list', { id: ['11'] }, 'id'], ['a negative one', { id: -11 }, 'id'],
		['a comment that is too long', { id: '11', additionalComment: { body: 'x'.repeat(32768) } }, 'additionalComment.body'],
		['a comment that is a number', { id: '11', additionalComment: { body: 5 } }, 'additionalComment.body']];
	for (const [what, body, field] of cases)
		test(`${what} is refused by name, and nothing moves`, async () => {
			const ticket = await raise(anna);
			refuses(await agent.post(at(ticket, 'transition'), body), 400, field);
			assert.deepEqual(await history(agent, ticket), ['Open']);
			assert.equal((await agent.read(at(ticket, 'comment'))).size, 0);
		});
	test('takes its id as a number too', async () => {
		const ticket = await raise(anna);
		assert.equal((await agent.post(at(ticket, 'transition'), { id: 11 })).status, 204);
	});
});

describe('two agents at once', () => {
	test('move a ticket to different statuses: one does, the other is told', async () => {
		const admin = await program('copernicus', 'admin@copernicus.example');
		for (let round = 0; round < 10; round++) {
			const ticket = await raise(anna);
			const answers = await Promise.all([run(agent, ticket, '11', 'I take it'), run(admin, ticket, '12', 'I asked')]);
			const good = answers.filter((one) => one.status === 204), told = answers.filter((one) => one.status !== 204);
			// 400 when the second one looked after the first had moved it, unless that status offers the same.
			assert.equal(good.length, 1, answers.map((one) => `${one.status} ${one.text}`).join('\n'));
			assert.ok([400, 409].includes(told[0].status), told[0].text);
			assert.equal((await history(agent, ticket)).length, 2);
			assert.equal((await agent.read(at(ticket, 'comment'))).size, 1, 'only one of them spoke');
		}
	});
	test('move a ticket the same way: it moves once', async () => {
		const admin = await program('copernicus', 'admin@copernicus.example');
		for (let round = 0; round < 10; round++) {
			const ticket = await raise(anna);
			const statuses = (await Promise.all([run(agent, ticket, '11'), run(admin, ticket, '11'), run(agent, ticket, '11')])).map((one) => one.status);
			assert.equal(statuses.filter((one) => one === 204).length, 1, statuses.join(' '));
			assert.ok(statuses.every((one) => [204, 400, 409].includes(one)), statuses.join(' '));
			assert.deepEqual(await history(agent, ticket), ['In progress', 'Open']);
		}
	});
});
