// workflow-text.test.mjs - an operator brings workflows in and out as texts; ids and tickets stay where they are.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSM, stack } from './lib/api.mjs';
import { lodgectl, sql } from './lib/operator.mjs';
import { openTenant } from './lib/own-tenant.mjs';

const shipped = (name) => join(stack.root, `sql/workflows/${name}.txt`);
const plainly = (text) => text.replace(/^#.*\n/gm, '').trimStart();
let tenant, anna, files = 0;

const written = (text) => {
	const file = stack.path(`workflow-${++files}.txt`);
	writeFileSync(file, text);
	return file;
};
const bring = (text, ...more) => lodgectl('workflow', 'import', '--tenant', tenant.slug, ...more, written(text));
const out = (name = 'Support') => lodgectl('workflow', 'export', '--tenant', tenant.slug, '--workflow', name);
/** What lodgectl said when it refused. */
const refused = async (running) => {
	const e = await running.then(() => null, (error) => error);
	assert.ok(e, 'it is refused');
	return e.message;
};
const statuses = (columns = 'id, name, retired') => sql(`SELECT ${columns} FROM status WHERE tenant_id = ${tenant.id} AND workflow_id = ${tenant.workflow} ORDER BY id`);
const move = async (ticket, name) => {
	const agent = await tenant.person('agent');
	const { values } = await agent.read(`${JSM}/request/${ticket.issueKey}/transition`);
	assert.equal((await agent.post(`${JSM}/request/${ticket.issueKey}/transition`, { id: values.find((one) => one.name === name).id })).status, 204);
};
const own = 'workflow Support\n\nstatus Open new first\n  move Close -> Closed by team customer on portal\n\nstatus Closed done\n';

before(async () => {
	tenant = await openTenant('texts');
	anna = await tenant.person('customer');
});

describe('a workflow as a text', () => {
	for (const name of ['dasharo', 'copernicus', 'plain'])
		test(`${name}: what was brought in comes out as it was`, async () => {
			const text = plainly(readFileSync(shipped(name), 'utf8'));
			const [, title] = text.match(/^workflow "?([^"\n]+)/);
			const slug = (await openTenant('round')).slug;
			await lodgectl('workflow', 'import', '--tenant', slug, shipped(name));
			const first = await lodgectl('workflow', 'export', '--tenant', slug, '--workflow', title);
			assert.ok(first.endsWith(text) || name === 'copernicus', first);
			const again = await lodgectl('workflow', 'import', '--tenant', slug, written(first));
			assert.match(again, /0 new, 0 gone; moves \d+, 0 new, 0 gone/);
			assert.equal(await lodgectl('workflow', 'export', '--tenant', slug, '--workflow', title), first);
		});
	test('rows that came by another way are written too, and are the same afterwards', async () => {
		assert.equal(await out(), own);
		const before = await statuses(), moves = await sql(`SELECT * FROM transition WHERE tenant_id = ${tenant.id}`);
		await bring(own);
		assert.deepEqual([await statuses(), await sql(`SELECT id, name FROM transition WHERE tenant_id = ${tenant.id}`)], [before, moves.map((row) => [row[1], row[3]])]);
	});
	test('the demo has what is shipped, with the ids that it always had', async () => {
		for (const [slug, name] of [['copernicus', 'Support'], ['dasharo', 'Work with a price']])
			assert.equal(await lodgectl('workflow', 'export', '--tenant', slug, '--workflow', name), plainly(readFileSync(shipped(slug), 'utf8')));
		assert.deepEqual((await sql('SELECT GROUP_CONCAT(id ORDER BY id) FROM status WHERE tenant_id = 2'))[0], ['21,22,23,24,25,26,27,28,29']);
	});
	test('the list says what there is and where it is used', async () => {
		assert.match(await lodgectl('workflow', 'list', '--tenant', tenant.slug), new RegExp(`^${tenant.workflow} +statuses=2 moves=1 types="${tenant.type}" Support$`, 'm'));
	});
	test('only looked at, nothing changes', async () => {
		assert.match(await bring(own.replace('status Closed', 'status Waiting active waiting\n  move Close -> Closed\n\nstatus Closed').replace('first\n', 'first\n  move Ask -> Waiting\n'), '--check'), /is sound: statuses 3, 1 new/);
		assert.equal(await out(), own);
	});
});

describe('a wrong text', () => {
	for (const [what, text, line, said] of [['a word that is none', `${own}\nstatus Open`, 8, 'There are two statuses "Open"'], ['no way out', `${own}\nstatus Lost active\n`, 8, 'no way out'],
		['not UTF-8', Buffer.from([0x77, 0xff]), 1, 'UTF-8'], ['nothing', '', 1, 'The first line names it']])
		test(`${what}: refused with file and line, nothing changes`, async () => {
			const file = written(text);
			const answer = await refused(lodgectl('workflow', 'import', '--tenant', tenant.slug, file));
			assert.ok(answer.includes(`${file}:${line}: `) && answer.includes(said), answer);
			assert.equal(await out(), own);
		});
	test('a file that is not there, a workflow and a tenant that are not there', async () => {
		assert.match(await refused(lodgectl('workflow', 'import', '--tenant', tenant.slug, '/nowhere/x.txt')), /nowhere/);
		assert.match(await refused(out('Nothing')), /has no workflow "Nothing"/);
		assert.match(await refused(lodgectl('workflow', 'list', '--tenant', 'nobody')), /there is no tenant/);
	});
});

describe('a workflow that is changed', () => {
	test('keeps its tickets when statuses get other names, and is the same when it is brought in again', async () => {
		const ticket = await tenant.raise(anna);
		const [[open], [closed]] = await statuses();
		const renamed = own.replace('status Open', 'status Begun').replace('first', 'first was Open').replace('status Closed done', 'status Over done was Closed').replace('-> Closed', '-> Over');
		for (const news of [/moves 1, 0 new, 0 gone/, /statuses 2, 0 new, 0 gone/]) {
			assert.match(await bring(renamed), news);
			assert.deepEqual(await statuses(), [[open, 'Begun', '0'], [closed, 'Over', '0']]);
		}
		assert.equal((await anna.read(`${JSM}/request/${ticket.issueKey}`)).currentStatus.status, 'Begun');
		await bring(own.replace('first', 'first was Begun').replace('status Closed done', 'status Closed done was Over'));
		assert.deepEqual(await statuses(), [[open, 'Open', '0'], [closed, 'Closed', '0']]);
	});
	test('gives the name of a status that went to one that stays', async () => {
		const [[open], [closed]] = await statuses();
		await bring(own.replace('status Closed', 'status Gone done\n\nstatus Closed').replace('first\n', 'first\n  move Go -> Gone by team\n'));
		await bring(own);
		await bring(own.replace('status Closed done', 'status Gone done was Closed').replace('-> Closed', '-> Gone'));
		assert.deepEqual((await statuses()).slice(0, 2), [[open, 'Open', '0'], [closed, 'Gone', '0']]);
		await bring(own.replace('status Closed done', 'status Closed done was Gone'));
	});
	test('says what goes while tickets are in it, with their number; then it goes, and comes again as the same', async () => {
		const wide = own.replace('status Closed', 'status Waiting active waiting\n  move Close -> Closed by team\n\nstatus Closed').replace('first\n', 'first\n  move Ask   -> Waiting by team\n').replace('Closed by team customer', 'Closed  by team customer');
		await bring(wide);
		const waiting = (await statuses()).find((one) => one[1] === 'Waiting')[0];
		const ticket = await tenant.raise(anna);
		await move(ticket, 'Ask');
		assert.match(await refused(bring(own)), /:1: There is no status "Waiting" any more, but 1 ticket is in it/);
		assert.equal(await out(), wide);
		await move(ticket, 'Close');
		assert.match(await bring(own), /statuses 2, 0 new, 1 gone; moves 1, 0 new, 2 gone/);
		const history = (await anna.read(`${JSM}/request/${ticket.issueKey}/status`)).values.map((one) => one.status);
		assert.deepEqual(history, ['Closed', 'Waiting', 'Open'], 'the history has it still');
		const agent = await tenant.person('agent');
		assert.ok(!JSON.stringify(await agent.read('/rest/lodge/1/agent/tickets')).includes('"name":"Waiting"'), 'no list has it');
		await bring(wide);
		assert.deepEqual((await statuses()).filter((one) => one[1] === 'Waiting'), [[waiting, 'Waiting', '0']]);
		await bring(own);
	});
	test('a name that nobody had is refused', async () => {
		assert.match(await refused(bring(own.replace('status Closed done', 'status Ended done was Over').replace('-> Closed', '-> Ended'))), /There is no status "Over" that could become "Ended"/);
	});
	test('what tickets repeat of their status follows it', async () => {
		const ticket = await tenant.raise(anna);
		const state = async () => (await sql(`SELECT done, awaits_customer, resolved_at IS NULL FROM ticket WHERE id = ${ticket.issueId}`))[0];
		await bring(own.replace('Open new', 'Open new waiting'));
		assert.deepEqual(await state(), ['0', '1', '1']);
		await bring(own.replace('status Open new first\n  move Close -> Closed by team customer on portal', 'status Open done first\n  move Close -> Closed by team'));
		assert.deepEqual(await state(), ['1', '0', '0']);
		await bring(own);
		assert.deepEqual(await state(), ['0', '0', '1']);
	});
});

describe('the workflow of a request type', () => {
	const use = (name, type = tenant.type) => lodgectl('workflow', 'use', '--tenant', tenant.slug, '--type', String(type), '--workflow', name);
	test('is another one when that has the statuses of its tickets; these keep the names', async () => {
		const ticket = await tenant.raise(anna);
		await bring('workflow Short\n\nstatus Begun new first\n  move End -> Ended by team\n\nstatus Ended done\n');
		const answer = await refused(use('Short'));
		assert.match(answer, /tickets of "Anything" are in statuses that "Short" has not: .*Open \(\d+\)/);
		await bring(own.replace('workflow Support', 'workflow Wider').replace('Open new first\n', 'Open new first\n  move Ask -> Waiting by team\n').replace('status Closed', 'status Waiting active waiting\n  move Close -> Closed by team\n\nstatus Closed'));
		await use('Wider');
		const [[name, workflow]] = await sql(`SELECT s.name, w.name FROM ticket t JOIN status s ON s.id = t.status_id JOIN workflow w ON w.id = s.workflow_id WHERE t.id = ${ticket.issueId}`);
		assert.deepEqual([name, workflow], ['Open', 'Wider']);
		await move(ticket, 'Ask');
		assert.equal((await anna.read(`${JSM}/request/${ticket.issueKey}`)).currentStatus.awaitsCustomer, true);
		assert.equal((await tenant.raise(anna)).currentStatus.status, 'Open');
	});
	test('a type or a workflow that is not there is refused', async () => {
		assert.match(await refused(use('Nothing')), /no workflow "Nothing"/);
		assert.match(await refused(use('Support', 5501)), /no such request type/);
	});
});
