// queues.test.mjs - the queues of a desk: those that every desk has, saved ones, what stands in them in which order, page by page.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, refuses, word } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';
import { openTenant } from './lib/own-tenant.mjs';

let tenant, agent, second, anna, desk, type, tickets;
const at = (path = '') => `${LODGE}/servicedesk/${desk}/queue${path}`;
const ids = { unassigned: 1, mine: 2, waiting: 3, breaching: 4, open: 5 };
const keys = (page) => page.values.map((row) => row.issueKey);
const rows = (queue, query = '') => agent.read(at(`/${queue}/ticket?${query}`));
const edit = (who, ticket, body) => who.ask('PATCH', `${LODGE}/request/${ticket.issueKey}`, body);
const set = (ticket, column, value) => sql(`UPDATE ticket SET ${column} = ${value} WHERE id = ${ticket.issueId}`);
const counts = async () => Object.fromEntries((await agent.read(at())).values.map((queue) => [queue.builtIn ?? queue.name, queue.more ? `${queue.count}+` : queue.count]));

before(async () => {
	tenant = await openTenant('queues');
	({ desk, type } = tenant);
	[agent, second, anna] = [await tenant.person('agent'), await tenant.person('agent'), await tenant.person()];
	await sql(`UPDATE person SET display_name = CASE id WHEN ${agent.id} THEN 'Ada Agent' WHEN ${second.id} THEN 'Ben Agent' ELSE 'Anna' END WHERE tenant_id = ${tenant.id}`);
	tickets = [];
	for (let i = 0; i < 6; i++)
		tickets.push(await tenant.raise(anna, [], { summary: `Ticket ${i} ${i === 3 ? 'zebra' : 'horse'}` }));
	for (const [i, ticket] of tickets.entries())
		await set(ticket, 'team_activity', `'2026-01-0${1 + i}', created_at = '2026-01-${20 - i}'`);
});

describe('who may be assigned', () => {
	test('is who answers on the desk, by name', async () => {
		assert.deepEqual((await agent.read(`${LODGE}/servicedesk/${desk}/agent`)).values.map((one) => one.displayName), ['Ada Agent', 'Ben Agent']);
		assert.deepEqual((await agent.read(`${LODGE}/servicedesk/${desk}/agent?q=BEN`)).values.map((one) => one.accountId), [second.account]);
		assert.deepEqual((await agent.read(`${LODGE}/servicedesk/${desk}/agent?q=%25`)).values, []);
	});
	test('is for the team to know', async () => {
		refuses(await anna.get(`${LODGE}/servicedesk/${desk}/agent`), 403);
	});
});

describe('the queues of every desk', () => {
	test('are five, the same everywhere', async () => {
		const { values } = await agent.read(at());
		assert.deepEqual(values.slice(0, 5).map((queue) => [queue.builtIn, queue.id]), Object.entries(ids).map(([name, id]) => [name, String(id)]));
		refuses(await agent.ask('PUT', at('/1'), { name: 'Other' }), 409);
		refuses(await agent.ask('DELETE', at('/1')), 409);
		refuses(await agent.get(at('/6/ticket')), 404);
		refuses(await agent.get(at('/x/ticket')), 404);
	});
	test('hold what they say, and count it', async () => {
		assert.deepEqual(await counts(), { unassigned: 6, mine: 0, waiting: 6, breaching: 0, open: 6 });
		assert.equal((await edit(agent, tickets[0], { assignee: agent.account })).status, 200);
		assert.equal((await edit(agent, tickets[1], { assignee: second.account })).status, 200);
		await set(tickets[2], 'awaits_customer', 'TRUE');
		await set(tickets[3], 'breach_at', 'UTC_TIMESTAMP(3) + INTERVAL 1 HOUR');
		await set(tickets[4], 'breach_at', 'UTC_TIMESTAMP(3) - INTERVAL 1 HOUR');
		await set(tickets[5], 'breach_at', 'UTC_TIMESTAMP(3) + INTERVAL 30 DAY');
		for (const [i, ticket] of tickets.entries())
			await set(ticket, 'team_activity', `'2026-01-0${1 + i}'`);
		assert.deepEqual(await counts(), { unassigned: 4, mine: 1, waiting: 5, breaching: 2, open: 6 });
		const names = (...wanted) => wanted.map((i) => tickets[i].issueKey);
		assert.deepEqual(keys(await rows(ids.unassigned)), names(5, 4, 3, 2));
		assert.deepEqual(keys(await rows(ids.mine)), names(0));
		assert.deepEqual(keys(await rows(ids.waiting)), names(5, 4, 3, 1, 0));
		assert.deepEqual(keys(await rows(ids.breaching)), names(4, 3), 'the most pressing first');
		assert.deepEqual(keys(await rows(ids.open)), names(5, 4, 3, 2, 1, 0));
	});
	test('show what a table of the team shows', async () => {
		const [row] = (await rows(ids.mine)).values;
		assert.equal(row.priority, 'Medium');
		assert.equal(row.teamStatus, 'Open');
		assert.equal(row.assignee.accountId, agent.account);
		assert.deepEqual(row.organizations, []);
		assert.ok((await rows(ids.breaching)).values.every((one) => one.breachDate.epochMillis > 0));
	});
	test('are found by words, within the queue', async () => {
		assert.deepEqual(keys(await rows(ids.open, 'q=zebra')), [tickets[3].issueKey]);
		assert.deepEqual(keys(await rows(ids.mine, 'q=zebra')), []);
		assert.deepEqual(keys(await rows(ids.open, 'q=---')), []);
	});
	test('go over a page by what they are sorted by, each way, none twice and none left out', async () => {
		for (const [i, ticket] of tickets.entries())
			await set(ticket, 'priority', 1 + (i * 2) % 5);
		for (const sort of ['updated', 'created', 'priority', 'breach'])
			for (const order of ['asc', 'desc'])
				for (const queue of [ids.open, ids.unassigned, ids.waiting]) {
					const all = keys(await rows(queue, `sort=${sort}&order=${order}`)), seen = [];
					let page = await rows(queue, `sort=${sort}&order=${order}&limit=2`);
					for (; ;) {
						seen.push(...keys(page));
						if (page.isLastPage)
							break;
						page = await agent.read(page._links.next.replace(agent.origin, ''));
					}
					assert.deepEqual(seen, all, `${sort} ${order} of ${queue}`);
					assert.deepEqual(keys(await rows(queue, `sort=${sort}&order=${order}&start=1&limit=2`)), all.slice(1, 3), 'by number, too');
				}
		assert.deepEqual(keys(await rows(ids.open, 'sort=created&order=asc')), tickets.map((one) => one.issueKey).reverse());
		assert.deepEqual(keys(await rows(ids.open, 'sort=breach&order=asc')).slice(0, 3), [4, 3, 5].map((i) => tickets[i].issueKey));
		assert.deepEqual(keys(await rows(ids.open, 'sort=breach&order=desc')).slice(0, 3), [5, 3, 4].map((i) => tickets[i].issueKey), 'what has no clock is last both ways');
		const priorities = (await rows(ids.open, 'sort=priority&order=asc')).values.map((row) => row.priority);
		assert.deepEqual(priorities, ['Highest', 'Highest', 'High', 'Medium', 'Low', 'Lowest']);
	});
	test('refuse another order', async () => {
		refuses(await agent.get(at('/5/ticket?sort=summary')), 400, 'sort');
		refuses(await agent.get(at('/5/ticket?order=up')), 400, 'order');
		refuses(await agent.get(at('/5/ticket?after=x')), 400, 'after');
		for (const after of ['9223372036854775807-9223372036854775807', '1-1'])
			for (const sort of ['updated', 'created', 'priority', 'breach'])
				assert.equal((await agent.get(at(`/5/ticket?after=${after}&sort=${sort}`))).status, 200, `${after} ${sort}`);
	});
});

describe('a saved queue', () => {
	const make = (body) => agent.make(at(), { name: word('queue'), ...body });
	test('is kept, changed and removed; its name is its own', async () => {
		const name = word('queue');
		const queue = await agent.make(at(), { name, assignee: 'nobody', priority: 'High', columns: ['key', 'summary'], sort: 'priority', order: 'asc' });
		assert.ok(Number(queue.id) > 1000);
		assert.deepEqual([queue.priority, queue.columns, queue.order], ['High', ['key', 'summary'], 'asc']);
		refuses(await agent.post(at(), { name }), 400, 'name');
		const changed = await agent.ask('PUT', at(`/${queue.id}`), { name, state: 'done' });
		assert.deepEqual([changed.json.state, changed.json.assignee, changed.json.priority], ['done', 'any', undefined]);
		assert.ok((await agent.read(at())).values.some((one) => one.name === name && one.count === 0));
		assert.equal((await agent.ask('DELETE', at(`/${queue.id}`))).status, 204);
		refuses(await agent.get(at(`/${queue.id}/ticket`)), 404);
	});
	test('refuses what no queue can be', async () => {
		for (const [field, body] of [['name', { name: '' }], ['name', { name: 'x'.repeat(101) }], ['state', { state: 'gone' }], ['assignee', { assignee: 'ben' }], ['awaits', { awaits: 'me' }], ['priority', { priority: 'Urgent' }],
			['columns', { columns: ['secret'] }], ['sort', { sort: 'summary' }], ['order', { order: 'up' }], ['sort', { state: 'any', sort: 'created' }], ['requestTypeId', { requestTypeId: '5501' }],
			['organizationId', { organizationId: '999999999' }], ['breachWithin', { breachWithin: 40_000_000 }]])
			refuses(await agent.post(at(), { name: word('queue'), ...body }), 400, field);
	});
	test('holds what fits all of its filter, however few indexes have it', async () => {
		const organization = await tenant.made('organization', { name: 'Some', created_at: '2026-01-01' });
		await sql(`INSERT INTO ticket_organization (tenant_id, ticket_id, organization_id, last_activity) SELECT tenant_id, id, ${organization}, last_activity FROM ticket WHERE id IN (${tickets[1].issueId}, ${tickets[2].issueId})`);
		const held = async (body) => {
			const queue = await make(body);
			const found = keys(await agent.read(at(`/${queue.id}/ticket`)));
			const { count } = (await agent.read(at())).values.find((one) => one.id === queue.id);
			assert.equal(count, found.length, JSON.stringify(body));
			await agent.ask('DELETE', at(`/${queue.id}`));
			return found.map((key) => tickets.findIndex((one) => one.issueKey === key));
		};
		assert.deepEqual(await held({ organizationId: String(organization) }), [2, 1]);
		assert.deepEqual(await held({ organizationId: String(organization), awaits: 'customer' }), [2]);
		assert.deepEqual(await held({ requestTypeId: String(type) }), [5, 4, 3, 2, 1, 0]);
		assert.deepEqual(await held({ status: 'Open' }), [5, 4, 3, 2, 1, 0]);
		assert.deepEqual(await held({ status: 'Nothing' }), []);
		assert.deepEqual(await held({ priority: 'High' }), [5, 3, 0]);
		assert.deepEqual(await held({ priority: 'High', assignee: 'nobody', sort: 'priority', order: 'asc' }), [0, 5, 3].filter((i) => i > 1));
		assert.deepEqual(await held({ breachWithin: 7200, sort: 'breach', order: 'asc' }), [4, 3]);
		assert.deepEqual(await held({ breachWithin: 7200, sort: 'updated' }), [4, 3]);
		assert.deepEqual(await held({ assignee: 'me', state: 'any' }), [0]);
		assert.deepEqual(await held({ assignee: 'me', status: 'Open', priority: 'Highest', requestTypeId: String(type), awaits: 'team', sort: 'created' }), [0]);
		assert.deepEqual(await held({ state: 'done' }), []);
	});
	test("of another desk is none here", async () => {
		const queue = await make({});
		const other = await tenant.made('desk', { project_key: 'OTHER', name: 'Other', created_at: '2026-01-01' });
		await tenant.made('desk_agent', { desk_id: other, person_id: agent.id });
		refuses(await agent.get(`${LODGE}/servicedesk/${other}/queue/${queue.id}/ticket`), 404);
		refuses(await agent.ask('DELETE', `${LODGE}/servicedesk/${other}/queue/${queue.id}`), 404);
		refuses(await agent.ask('PUT', `${LODGE}/servicedesk/${other}/queue/${queue.id}`, { name: 'x' }), 404);
	});
	test('is one of fifty at most', async () => {
		const { length } = (await agent.read(at())).values;
		for (let i = length - 5; i < 50; i++)
			await make({});
		refuses(await agent.post(at(), { name: word('queue') }), 409);
		await sql(`DELETE FROM queue WHERE desk_id = ${desk}`);
	});
});

describe('JSM', () => {
	test('shows the queues with their JQL, fields, and counts if asked', async () => {
		await agent.make(at(), { name: 'Pressing "now"', status: 'A "b"', priority: 'High', breachWithin: 3600, assignee: 'me', columns: ['key', 'organization', 'breach'], sort: 'breach', order: 'asc' });
		const { values } = await agent.read(`${JSM}/servicedesk/${desk}/queue?includeCount=true`);
		const [key] = tickets[0].issueKey.split('-');
		assert.equal(values[0].jql, `project = ${key} AND statusCategory != Done AND assignee is EMPTY ORDER BY updated DESC`);
		assert.equal(values[0].issueCount, 4);
		assert.equal(values[5].jql, `project = ${key} AND statusCategory != Done AND assignee = currentUser() AND status = "A \\"b\\"" AND priority >= High AND breachDate <= "3600s" ORDER BY breachDate ASC`);
		assert.deepEqual(values[5].fields, ['issuekey', 'organizations', 'breachDate']);
		assert.equal((await agent.read(`${JSM}/servicedesk/${desk}/queue/2`)).issueCount, undefined);
		assert.equal((await agent.read(`${JSM}/servicedesk/${desk}/queue/2?includeCount=true`)).issueCount, 1);
		const page = await agent.read(`${JSM}/servicedesk/${desk}/queue?start=1&limit=2`);
		assert.deepEqual([page.values.map((queue) => queue.id), page.isLastPage], [['2', '3'], false]);
	});
	test('gives the issues with the fields that are columns', async () => {
		const page = await agent.read(`${JSM}/servicedesk/${desk}/queue/2/issue`);
		const [issue] = page.values;
		assert.equal(issue.key, tickets[0].issueKey);
		assert.deepEqual(Object.keys(issue.fields).sort(), ['assignee', 'priority', 'reporter', 'status', 'summary', 'updated']);
		assert.equal(issue.fields.status.statusCategory.key, 'new');
		const next = await agent.read(`${JSM}/servicedesk/${desk}/queue/5/issue?start=2&limit=3`);
		assert.deepEqual(next.values.map((one) => one.key), [3, 2, 1].map((i) => tickets[i].issueKey));
	});
});
