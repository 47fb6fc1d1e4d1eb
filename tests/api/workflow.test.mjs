// workflow.test.mjs - what moves a ticket without anybody choosing a transition, and who may choose one.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, comment, newcomer, program, raise } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';

const at = (ticket, what) => `${JSM}/request/${ticket.issueKey}/${what}`;
const history = async (who, ticket) => (await who.read(at(ticket, 'status'))).values.map((one) => one.status);
const row = async (ticket, columns) => (await sql(`SELECT ${columns} FROM ticket WHERE id = ${ticket.issueId}`))[0];
let anna, agent;

async function walk(who, ticket, ...ids) {
	for (const id of ids)
		assert.equal((await who.post(at(ticket, 'transition'), { id })).status, 204, `transition ${id}`);
}

before(async () => {
	anna = await newcomer('copernicus');
	agent = await program('copernicus', 'agent@copernicus.example');
});

describe("a customer's comment", () => {
	test('moves a ticket that waits for it', async () => {
		const ticket = await raise(anna);
		await walk(agent, ticket, '11', '13');
		assert.deepEqual(await row(ticket, 'awaits_customer, back_status_id'), ['1', '12']);
		await comment(anna, ticket, 'Version 2.');
		assert.deepEqual(await history(anna, ticket), ['In progress', 'Waiting for customer', 'In progress', 'Open']);
		assert.deepEqual(await row(ticket, 'awaits_customer, done'), ['0', '0']);
		const kinds = await sql(`SELECT kind FROM activity WHERE ticket_id = ${ticket.issueId} ORDER BY id DESC LIMIT 2`);
		assert.deepEqual(kinds.flat(), ['status', 'comment']);
	});
	test('moves nothing elsewhere, nor do the words of the team', async () => {
		const ticket = await raise(anna);
		await comment(anna, ticket, 'One more thing.');
		await walk(agent, ticket, '11', '13');
		await comment(agent, ticket, 'And which browser?');
		await comment(agent, ticket, 'A note.', false);
		assert.deepEqual(await history(anna, ticket), ['Waiting for customer', 'In progress', 'Open']);
	});
	test('"thanks" under what is done opens nothing again', async () => {
		const ticket = await raise(anna);
		await walk(agent, ticket, '11', '15');
		await comment(anna, ticket, 'Thanks!');
		assert.deepEqual(await history(anna, ticket), ['Resolved', 'In progress', 'Open']);
		assert.equal((await row(ticket, 'resolved_at IS NOT NULL'))[0], '1');
	});
	test('while an agent moves the ticket is kept, whichever was first', async () => {
		for (let round = 0; round < 8; round++) {
			const ticket = await raise(anna);
			await walk(agent, ticket, '11', '13');
			const [said, moved] = await Promise.all([anna.post(at(ticket, 'comment'), { body: 'Here it is.', public: true }), agent.post(at(ticket, 'transition'), { id: '16' })]);
			assert.equal(said.status, 201, said.text);
			assert.ok([204, 400, 409].includes(moved.status), moved.text);
			assert.equal((await history(anna, ticket))[0], moved.status === 204 ? 'Resolved' : 'In progress');
		}
	});
});
