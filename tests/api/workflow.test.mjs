// workflow.test.mjs - what moves a ticket without anybody choosing a transition, and who may choose one.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, comment, newcomer, participate, program, raise, refuses } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';

const at = (ticket, what) => `${JSM}/request/${ticket.issueKey}/${what}`;
const history = async (who, ticket) => (await who.read(at(ticket, 'status'))).values.map((one) => one.status);
const row = async (ticket, columns) => (await sql(`SELECT ${columns} FROM ticket WHERE id = ${ticket.issueId}`))[0];
const run = (who, ticket, id, words) => who.post(at(ticket, 'transition'), { id, ...words && { additionalComment: { body: words } } });
const listed = async (who, ticket) => (await who.read(at(ticket, 'transition'))).values;
const offers = async (who, ticket) => (await listed(who, ticket)).map((one) => one.name);
const status = async (ticket) => (await sql(`SELECT s.name FROM ticket t JOIN status s ON s.tenant_id = t.tenant_id AND s.id = t.status_id WHERE t.id = ${ticket.issueId}`))[0][0];
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

/** A transition of the Copernicus workflow for one test, and gone after it. */
async function withMove(columns, body) {
	const row = { tenant_id: 1, workflow_id: 1, name: 'Tried', from_status_id: 11, to_status_id: 12, position: 20, ...columns };
	const values = Object.values(row).map((value) => value === null ? 'NULL' : `'${String(value).replaceAll("'", "''")}'`);
	const [[id]] = await sql(`INSERT INTO transition (${Object.keys(row).join(', ')}) VALUES (${values.join(', ')}); SELECT LAST_INSERT_ID();`);
	try {
		await body(id);
	} finally {
		await sql(`DELETE FROM transition WHERE tenant_id = 1 AND id = ${id}`);
	}
}

describe('who may run a transition', () => {
	const everybody = ['team', 'assigned', 'reporter', 'participant'];
	for (const [who, onPortal, able] of [['team', 0, ['team', 'assigned']], ['assignee', 0, ['assigned']], ['reporter', 1, ['reporter']], ['customer', 1, ['reporter', 'participant']],
		['team customer', 1, everybody], ['team reporter', 0, ['team', 'assigned']], ['customer', 0, []]])
		test(`${who}${onPortal ? ', on the portal' : ''}: ${able.join(', ') || 'nobody'}`, () => withMove({ who, on_portal: onPortal }, async (id) => {
			const people = { team: agent, assigned: await newcomer('copernicus', { role: 'agent', desks: [55] }), reporter: anna, participant: await newcomer('copernicus') };
			for (const [name, person] of Object.entries(people)) {
				const ticket = await raise(anna);
				await participate(people.participant, ticket);
				await sql(`UPDATE ticket SET assignee_id = ${people.assigned.id} WHERE id = ${ticket.issueId}`);
				assert.equal((await offers(person, ticket)).includes('Tried'), able.includes(name), `${name} is offered it`);
				const answer = await run(person, ticket, id);
				assert.equal(answer.status, able.includes(name) ? 204 : 400, `${name}: ${answer.text}`);
				assert.equal(await status(ticket), able.includes(name) ? 'In progress' : 'Open');
			}
		}));
});

describe('what a transition needs', () => {
	test('a comment: none is refused, with one it runs', () => withMove({ needs: 'comment' }, async (id) => {
		const ticket = await raise(anna);
		assert.equal((await listed(agent, ticket)).find((one) => one.id === id).lodge.commentNeeded, true);
		refuses(await run(agent, ticket, id), 400, 'additionalComment.body');
		assert.equal(await status(ticket), 'Open');
		assert.equal((await run(agent, ticket, id, 'As you wished.')).status, 204);
		assert.equal((await anna.read(at(ticket, 'comment'))).values[0].body, 'As you wished.');
	}));
	test('an assignee: the team reads why, customers are not offered it', () => withMove({ needs: 'assignee', who: 'team customer', on_portal: 1 }, async (id) => {
		const ticket = await raise(anna);
		const lacks = 'Somebody must be assigned first.';
		assert.equal((await listed(agent, ticket)).find((one) => one.id === id).lodge.lacks, lacks);
		assert.ok(!(await offers(anna, ticket)).includes('Tried'));
		for (const who of [agent, anna]) {
			const answer = await run(who, ticket, id);
			refuses(answer, 400, 'id');
			assert.match(answer.text, new RegExp(lacks));
		}
		await sql(`UPDATE ticket SET assignee_id = 104 WHERE id = ${ticket.issueId}`);
		assert.ok((await offers(anna, ticket)).includes('Tried'));
		assert.equal((await run(anna, ticket, id)).status, 204);
	}));
	test('an answer of the team that the customer can read', () => withMove({ needs: 'answer' }, async (id) => {
		const ticket = await raise(anna);
		await comment(anna, ticket, 'Hello?');
		await comment(agent, ticket, 'Only for us.', false);
		refuses(await run(agent, ticket, id), 400, 'id');
		await comment(agent, ticket, 'Hello.');
		assert.equal((await run(agent, ticket, id)).status, 204);
	}));
	for (const [needs, state, able] of [['accepted-quote', null, false], ['accepted-quote', 'pending', false], ['accepted-quote', 'accepted', true],
		['no-pending-quote', null, true], ['no-pending-quote', 'pending', false], ['no-pending-quote', 'void', true]])
		test(`${needs}: ${state ?? 'none'} ${able ? 'will do' : 'is not enough'}`, () => withMove({ needs }, async (id) => {
			const ticket = await raise(anna);
			const quote = (version, of) => sql(`INSERT INTO quote (tenant_id, ticket_id, version, state, currency, total, valid_until, document, sha256, author_id, created_at)
				VALUES (1, ${ticket.issueId}, ${version}, '${of}', 'EUR', 1, UTC_TIMESTAMP(3), '{}', UNHEX(SHA2('x', 256)), 104, UTC_TIMESTAMP(3))`);
			if (state) {
				await quote(1, state === 'accepted' ? 'void' : 'accepted'); // an older one counts for nothing
				await quote(2, state);
			}
			assert.equal((await run(agent, ticket, id)).status, able ? 204 : 400);
		}));
});

describe('what a transition sets', () => {
	test('assignee, priority and resolution, each with its row in the log', () => withMove({ to_status_id: 14, sets: 'resolution="Known error" assignee=me priority=High' }, async (id) => {
		const ticket = await raise(anna);
		assert.equal((await run(agent, ticket, id)).status, 204);
		assert.deepEqual(await row(ticket, 'resolution, assignee_id, priority, resolved_at IS NOT NULL'), ['Known error', '104', '2', '1']);
		const kinds = await sql(`SELECT kind FROM activity WHERE ticket_id = ${ticket.issueId} ORDER BY id`);
		assert.deepEqual(kinds.flat(), ['created', 'status', 'assignee', 'priority']);
		await walk(agent, ticket, '17');
		assert.deepEqual(await row(ticket, 'resolution, resolved_at, assignee_id'), ['NULL', 'NULL', '104']);
	}));
	test('nobody takes it from who had it; "me" means nothing for a customer', () => withMove({ sets: 'assignee=me', who: 'customer', on_portal: 1 }, async (mine) => {
		const ticket = await raise(anna);
		await sql(`UPDATE ticket SET assignee_id = 104 WHERE id = ${ticket.issueId}`);
		assert.equal((await run(anna, ticket, mine)).status, 204);
		assert.deepEqual(await row(ticket, 'assignee_id'), ['104']);
		await withMove({ from_status_id: 12, to_status_id: 11, sets: 'assignee=nobody' }, (nobody) => walk(agent, ticket, nobody));
		assert.deepEqual(await row(ticket, 'assignee_id'), ['NULL']);
	}));
	test('what ends without a word has the name of its end', async () => {
		const ticket = await raise(anna);
		await walk(anna, ticket, '19');
		assert.deepEqual(await row(ticket, 'resolution'), ['Closed']);
	});
	test('what follows at once is in the history, too', () => withMove({ from_status_id: 12, to_status_id: 14, event: 'then', name: 'Follow' }, async () => {
		const ticket = await raise(anna);
		await walk(agent, ticket, '11');
		assert.deepEqual(await history(anna, ticket), ['Resolved', 'In progress', 'Open']);
	}));
	test('what would follow for ever ends', () => withMove({ from_status_id: 12, to_status_id: 13, event: 'then' }, () => withMove({ from_status_id: 13, to_status_id: 12, event: 'then' }, async () => {
		const ticket = await raise(anna);
		await walk(agent, ticket, '11');
		assert.equal((await history(anna, ticket)).length, 10);
	})));
	test('back leads to where it came from, and to the first status if that is not known', () => withMove({ from_status_id: 13, to_status_id: null, name: 'Back' }, async (back) => {
		const ticket = await raise(anna);
		await walk(agent, ticket, '11', '13');
		assert.equal((await listed(agent, ticket)).find((one) => one.id === back).to.status, 'In progress');
		await walk(agent, ticket, back);
		assert.equal(await status(ticket), 'In progress');
		await walk(agent, ticket, '13');
		await sql(`UPDATE ticket SET back_status_id = NULL WHERE id = ${ticket.issueId}`);
		await walk(agent, ticket, back);
		assert.equal(await status(ticket), 'Open');
	}));
});

describe('the workflow with a price', () => {
	const fields = { desk: '72', type: '7201', description: 'A port' };
	let client, engineer;
	before(async () => {
		client = await newcomer('dasharo');
		engineer = await program('dasharo', 'agent@dasharo.example');
	});
	const price = (ticket) => engineer.make(`${LODGE}/request/${ticket.issueKey}/quote`, { currency: 'EUR', lines: [{ text: 'Port', hours: '16', amount: '1920.00' }], validUntil: new Date(Date.now() + 14 * 864e5).toISOString().slice(0, 10) });
	const decide = async (ticket, decision) => {
		const [approval] = (await client.read(at(ticket, 'approval'))).values.filter((one) => one.finalDecision === 'pending');
		const answer = await client.post(`${at(ticket, 'approval')}/${approval.id}`, { decision });
		assert.equal(answer.status, 200, answer.text);
	};
	test('a quote waits for its answer, and work begins with the approval', async () => {
		const ticket = await raise(client, fields);
		await walk(engineer, ticket, '21');
		await price(ticket);
		assert.equal(await status(ticket), 'Waiting for client');
		const approve = (await listed(engineer, ticket)).find((one) => one.name === 'Approve');
		assert.equal(approve.lodge.lacks, 'A quote waits for its answer.');
		refuses(await run(engineer, ticket, approve.id, 'He said yes.'), 400, 'id');
		await decide(ticket, 'approve');
		assert.deepEqual(await history(client, ticket), ['In progress', 'Approved', 'Waiting for client', 'Analysis', 'Open']);
	});
	test('a quote that is declined ends it, unless the team quotes again', async () => {
		const ticket = await raise(client, fields);
		await walk(engineer, ticket, '21');
		await price(ticket);
		await decide(ticket, 'decline');
		assert.deepEqual([await status(ticket), ...await row(ticket, 'done, resolution')], ['Rejected', '1', 'Rejected']);
		await price(ticket);
		assert.deepEqual([await status(ticket), ...await row(ticket, 'done, resolution, resolved_at')], ['Waiting for client', '0', 'NULL', 'NULL']);
		await comment(client, ticket, 'May we have it cheaper?');
		assert.equal(await status(ticket), 'Analysis', 'where it came from when it first waited');
	});
});

describe('opening again what is done', () => {
	const ago = (ticket, seconds) => sql(`UPDATE ticket SET resolved_at = UTC_TIMESTAMP(3) - INTERVAL ${seconds} SECOND WHERE id = ${ticket.issueId}`);
	const window = async () => Number((await sql('SELECT reopen_s FROM workflow WHERE tenant_id = 1 AND id = 1'))[0][0]);
	const seen = (who, ticket) => who.read(`${JSM}/request/${ticket.issueKey}?expand=transition`);
	test('is offered to customers for a while, then neither offered nor done; the team may', async () => {
		const ticket = await raise(anna);
		await walk(agent, ticket, '11', '15');
		const { lodge } = await seen(anna, ticket);
		assert.deepEqual([lodge.reopen.transitionId, lodge.reopen.name], ['17', 'Reopen']);
		const [[resolved]] = await sql(`SELECT ROUND(UNIX_TIMESTAMP(resolved_at) * 1000) FROM ticket WHERE id = ${ticket.issueId}`);
		assert.ok(await window() > 0, 'the demo offers it');
		assert.equal(lodge.reopen.until.epochMillis - await window() * 1000, Number(resolved));
		await ago(ticket, await window() - 60);
		assert.ok((await offers(anna, ticket)).includes('Reopen'));
		await ago(ticket, await window());
		assert.equal((await seen(anna, ticket)).lodge.reopen, undefined);
		assert.ok(!(await offers(anna, ticket)).includes('Reopen'));
		const late = await run(anna, ticket, '17', 'It is back.');
		refuses(late, 400, 'id');
		assert.match(late.text, /too long/);
		assert.equal((await anna.read(at(ticket, 'comment'))).size, 0, 'nothing was said either');
		assert.ok((await offers(agent, ticket)).includes('Reopen'));
		await walk(agent, ticket, '17');
		assert.deepEqual(await row(ticket, 'done, resolved_at, resolution'), ['0', 'NULL', 'NULL']);
	});
	test('takes the comment along, which moves nothing more', async () => {
		const ticket = await raise(anna);
		await walk(agent, ticket, '11', '15');
		assert.equal((await run(anna, ticket, '17', 'It is back.')).status, 204);
		assert.deepEqual([await status(ticket), (await anna.read(at(ticket, 'comment'))).values.map((one) => one.body)], ['In progress', ['It is back.']]);
	});
	test('is never offered where the workflow has no time for it', async () => {
		const before = await window(), ticket = await raise(anna);
		await walk(agent, ticket, '11', '15');
		await sql('UPDATE workflow SET reopen_s = 0 WHERE tenant_id = 1 AND id = 1');
		try {
			assert.equal((await seen(anna, ticket)).lodge.reopen, undefined);
			refuses(await run(anna, ticket, '17'), 400, 'id');
		} finally {
			await sql(`UPDATE workflow SET reopen_s = ${before} WHERE tenant_id = 1 AND id = 1`);
		}
	});
	test('withdrawing is offered apart, to customers as the workflow says', async () => {
		const client = await newcomer('dasharo'), ticket = await raise(client, { desk: '72', type: '7201', description: 'A port' });
		assert.deepEqual((await seen(client, ticket)).lodge.withdraw, { transitionId: '34', name: 'Withdraw' });
		await walk(client, ticket, '34');
		assert.deepEqual(await row(ticket, 'resolution'), ['Withdrawn']);
		assert.equal((await seen(client, ticket)).lodge.withdraw, undefined);
	});
});
