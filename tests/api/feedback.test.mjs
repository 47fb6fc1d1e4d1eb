// feedback.test.mjs - what the reporter thinks of it: JSM's csat, once the ticket is done.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, newOrganization, newcomer, participate, raise, refuses } from './lib/api.mjs';
import { makeDesk } from './lib/desk-maker.mjs';
import { lodgectl, sql } from './lib/operator.mjs';
import * as shapes from './lib/shapes.mjs';

const path = (ticket) => `${JSM}/request/${ticket.issueKey}/feedback`;
const give = (who, ticket, body) => who.post(path(ticket), body);
let place, anna, mate, guest, agent, organization;

before(async () => {
	place = await makeDesk('feedback');
	organization = await newOrganization(place.slug);
	anna = await newcomer(place.slug, { organization });
	mate = await newcomer(place.slug, { organization });
	guest = await newcomer(place.slug);
	agent = await newcomer(place.slug, { role: 'agent', desks: [place.desk] });
});
const move = async (ticket, id) => assert.equal((await agent.post(`${JSM}/request/${ticket.issueKey}/transition`, { id })).status, 204);
async function finished(who = anna) {
	const ticket = await raise(who, { desk: place.desk, type: place.type });
	await move(ticket, place.close);
	return ticket;
}

describe('feedback', () => {
	test('is given by the reporter, read by whoever sees the ticket, changed and taken back', async () => {
		const ticket = await finished();
		for (const who of [anna, mate, agent])
			refuses(await who.get(path(ticket)), 404);
		const made = await anna.make(path(ticket), { type: 'csat', rating: 5, comment: { body: ' Fast ' } });
		assert.deepEqual(made, { type: 'csat', rating: 5, comment: { body: 'Fast' } });
		shapes.feedback(made, 'feedback');
		for (const who of [anna, mate, agent])
			assert.deepEqual(await who.read(path(ticket)), made);
		assert.deepEqual(await anna.make(path(ticket), { type: 'csat', rating: 2 }), { type: 'csat', rating: 2 }, 'in place of what was there');
		assert.deepEqual(await mate.read(path(ticket)), { type: 'csat', rating: 2 });
		assert.equal((await anna.ask('DELETE', path(ticket))).status, 204);
		assert.equal((await anna.ask('DELETE', path(ticket))).status, 204);
		refuses(await anna.get(path(ticket)), 404);
		assert.deepEqual(await sql(`SELECT public, before_text, after_text FROM activity WHERE ticket_id = ${ticket.issueId} AND kind = 'feedback' ORDER BY id`),
			[['1', 'NULL', '5'], ['1', '5', '2'], ['1', '2', 'NULL']]);
	});
	test('is for the reporter alone', async () => {
		const ticket = await finished();
		await participate(guest, ticket);
		for (const who of [mate, guest, agent]) {
			refuses(await give(who, ticket, { type: 'csat', rating: 5 }), 403);
			refuses(await who.ask('DELETE', path(ticket)), 403);
		}
		const outsider = await newcomer(place.slug);
		refuses(await give(outsider, ticket, { type: 'csat', rating: 5 }), 404);
		refuses(await outsider.get(path(ticket)), 404);
	});
	test('of an agent who reports it is theirs', async () => {
		assert.equal((await give(agent, await finished(agent), { rating: 4 })).status, 201);
	});
	test('waits until it is done, and stays when it is opened again', async () => {
		const ticket = await raise(anna, { desk: place.desk, type: place.type });
		refuses(await give(anna, ticket, { type: 'csat', rating: 5 }), 400);
		await move(ticket, place.close);
		assert.equal((await anna.read(`${JSM}/request/${ticket.issueKey}?expand=feedback`)).lodge.mayRate, true);
		await anna.make(path(ticket), { type: 'csat', rating: 5 });
		await move(ticket, place.reopen);
		refuses(await give(anna, ticket, { type: 'csat', rating: 1 }), 400);
		assert.equal((await anna.read(path(ticket))).rating, 5);
		const { lodge } = await anna.read(`${JSM}/request/${ticket.issueKey}?expand=feedback`);
		assert.deepEqual([lodge.mayRate, lodge.feedback.rating], [false, 5]);
	});
	test('is one to five, a whole number, of the one type', async () => {
		const ticket = await finished();
		for (const rating of [0, 6, -1, 4.5, 'five', null, undefined, [5], { value: 5 }])
			refuses(await give(anna, ticket, { type: 'csat', rating }), 400, 'rating');
		refuses(await give(anna, ticket, { type: 'nps', rating: 5 }), 400, 'type');
		refuses(await give(anna, ticket, { rating: 5, comment: { body: 'x'.repeat(2001) } }), 400, 'comment.body');
		assert.equal((await anna.make(path(ticket), { rating: 5, comment: { body: 'é'.repeat(2000) } })).comment.body.length, 2000);
		refuses(await anna.get(path({ issueKey: 'TRY-99999' })), 404);
	});
	test('of two at once is one', async () => {
		const ticket = await finished();
		const answers = await Promise.all([1, 2, 3, 4].map((rating) => give(anna, ticket, { rating })));
		assert.deepEqual(answers.map((one) => one.status), [201, 201, 201, 201]);
		assert.equal((await sql(`SELECT rating FROM feedback WHERE ticket_id = ${ticket.issueId}`)).length, 1);
	});
	test('is counted for operators by month', async () => {
		const other = await makeDesk('feedback'), customer = await newcomer(other.slug), team = await newcomer(other.slug, { role: 'agent', desks: [other.desk] });
		assert.match(await lodgectl('desk', 'feedback', '--tenant', other.slug, '--desk', other.desk), /nobody has said anything/);
		const rows = [['2026-08', 5], ['2026-08', 4], ['2026-09', 1]];
		for (const [month, rating] of rows) {
			const ticket = await raise(customer, { desk: other.desk, type: other.type });
			await team.post(`${JSM}/request/${ticket.issueKey}/transition`, { id: other.close });
			await customer.make(path(ticket), { rating, ...rating === 1 && { comment: { body: 'Slow' } } });
			await sql(`UPDATE feedback SET updated_at = '${month}-15' WHERE ticket_id = ${ticket.issueId}`);
		}
		const said = await lodgectl('desk', 'feedback', '--tenant', other.slug, '--desk', other.desk);
		assert.equal(said.trim(), '2026-09 1.00 of 5, 1 ratings, 1 with words\n2026-08 4.50 of 5, 2 ratings, 0 with words');
	});
});
