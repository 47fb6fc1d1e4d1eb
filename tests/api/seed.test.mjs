// seed.test.mjs - `lodgectl demo seed`: what it makes is what people would have made by the API, word for word; it goes on where it was cut
// short, and leaves alone a tenant with people who are no example.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, program, stack } from './lib/api.mjs';
import { lodgectl, sql } from './lib/operator.mjs';
import { openTenant } from './lib/own-tenant.mjs';

const seeding = (tenant, ...more) => ['demo', 'seed', '--tenant', tenant.slug, ...more];
const count = async (tenant, table) => Number((await sql(`SELECT COUNT(*) FROM ${table} WHERE tenant_id = ${tenant.id}`))[0][0]);
/** All that was made, without ids and dates of this run. */
const texts = (tenant) => sql(`SELECT MD5(CONCAT(t.ticket_key, t.summary, v.value, COALESCE(GROUP_CONCAT(c.body ORDER BY c.id), '')))
	FROM ticket t JOIN field_value v ON v.tenant_id = t.tenant_id AND v.ticket_id = t.id LEFT JOIN comment c ON c.tenant_id = t.tenant_id AND c.ticket_id = t.id
	WHERE t.tenant_id = ${tenant.id} GROUP BY t.id ORDER BY t.id`);

async function tenantWithAgent() {
	const tenant = await openTenant('seed');
	return { ...tenant, agent: await tenant.person('agent') };
}

describe('a tenant that was seeded', () => {
	let tenant;
	before(async () => {
		tenant = await tenantWithAgent();
		const out = await lodgectl(...seeding(tenant, '--tickets', '300', '--comments', '1500', '--people', '40'));
		assert.match(out, /300 of 300 tickets/);
	});
	test('has as many tickets, comments and people as was said, most of them done, over three years', async () => {
		assert.deepEqual([await count(tenant, 'ticket'), await count(tenant, 'comment'), await count(tenant, 'person')], [300, 1500, 41]);
		assert.equal(await count(tenant, 'search_text'), 1800);
		const [[done, awaits, span, future]] = await sql(`SELECT SUM(done), SUM(resolved_at IS NULL), DATEDIFF(MAX(created_at), MIN(created_at)), SUM(team_activity > UTC_TIMESTAMP())
			FROM ticket WHERE tenant_id = ${tenant.id}`);
		assert.ok(done > 250 && done < 300, `${done} are done`);
		assert.equal(Number(awaits), 300 - done);
		assert.ok(span > 1000, `${span} days`);
		assert.equal(future, '0');
		for (const table of ['ticket_organization', 'ticket_participant', 'status_change', 'activity', 'organization'])
			assert.ok(await count(tenant, table) > 0, table);
	});
	test('has the words that the API would have kept of the same texts', async () => {
		const list = await sql(`SELECT t.ticket_key, t.summary, v.value, w.words FROM ticket t JOIN field_value v ON v.tenant_id = t.tenant_id AND v.ticket_id = t.id
			JOIN search_text w ON w.tenant_id = t.tenant_id AND w.ticket_id = t.id AND w.comment_id IS NULL WHERE t.tenant_id = ${tenant.id} ORDER BY LENGTH(v.value) DESC LIMIT 5`);
		const comments = await sql(`SELECT JSON_QUOTE(c.body), c.public, w.words FROM comment c JOIN search_text w ON w.tenant_id = c.tenant_id AND w.comment_id = c.id
			WHERE c.tenant_id = ${tenant.id} ORDER BY CONVERT(c.body USING ascii) <> c.body DESC, c.id LIMIT 20`);
		const unescaped = (text) => JSON.parse(text.replaceAll('\\\\', '\\'));
		assert.ok(comments.some(([body]) => /[^\0-\x7f]/.test(body)), 'some are not in ASCII');
		assert.ok(comments.some(([, isPublic]) => isPublic === '0'), 'some are notes');
		const anna = await tenant.person();
		for (const [key, summary, value, words] of list) {
			const made = await anna.make(`${JSM}/request`, { serviceDeskId: String(tenant.desk), requestTypeId: String(tenant.type), requestFieldValues: { summary, description: unescaped(value) } });
			const [[kept]] = await sql(`SELECT words FROM search_text WHERE tenant_id = ${tenant.id} AND ticket_id = ${made.issueId}`);
			assert.equal(words, kept.replace(`x${made.issueKey.split('-')[1]} `, `x${key.split('-')[1]} `));
		}
		const { issueKey, issueId } = await tenant.raise(anna);
		for (const [body, isPublic, words] of comments) {
			await tenant.agent.make(`${JSM}/request/${issueKey}/comment`, { body: unescaped(body), public: isPublic === '1' });
			const [[kept]] = await sql(`SELECT words FROM search_text WHERE tenant_id = ${tenant.id} AND ticket_id = ${issueId} ORDER BY id DESC LIMIT 1`);
			assert.equal(words, kept);
		}
	});
	test('shows in lists, reads and is found like any other', async () => {
		const page = await tenant.agent.read(`${LODGE}/agent/tickets?limit=100`);
		assert.equal(page.size, 100);
		const one = await tenant.agent.read(`${JSM}/request/${page.values[0].issueKey}?expand=comment,status,participant`);
		assert.equal(one.issueKey, page.values[0].issueKey);
		const found = await tenant.agent.read(`${LODGE}/agent/tickets?q=${encodeURIComponent(one.issueKey)}`);
		assert.deepEqual(found.values.map((row) => row.issueKey), [one.issueKey]);
		const [[email]] = await sql(`SELECT p.email FROM person p JOIN ticket t ON t.tenant_id = p.tenant_id AND t.reporter_id = p.id WHERE t.tenant_id = ${tenant.id} AND p.account_id LIKE 'seed:%' GROUP BY p.id ORDER BY COUNT(*) DESC LIMIT 1`);
		const reporter = await program(tenant.slug, email);
		assert.ok((await reporter.read(`${LODGE}/requests?reporter=mine`)).size > 5);
	});
});

describe('seeding', () => {
	test('goes on where it was cut short, and makes the same as in one go', async () => {
		const [cut, whole] = [await tenantWithAgent(), await tenantWithAgent()];
		const size = ['--tickets', '1000', '--comments', '1000', '--people', '10', '--seed', '7'];
		const child = spawn(join(stack.programs, 'lodgectl'), ['--conf', stack.confFile, ...seeding(cut, ...size)]);
		while (await count(cut, 'ticket') === 0)
			assert.equal(child.exitCode, null, 'it still runs');
		child.kill('SIGKILL');
		await new Promise((done) => child.exitCode !== null || child.signalCode ? done() : child.on('exit', done));
		const there = await count(cut, 'ticket');
		assert.ok(there > 0 && there < 1000 && there % 250 === 0, `${there} tickets, in whole chunks`);
		await lodgectl(...seeding(cut, ...size));
		await lodgectl(...seeding(whole, ...size));
		assert.deepEqual([await count(cut, 'ticket'), await count(cut, 'comment'), await count(cut, 'search_text')], [1000, 1000, 2000]);
		assert.deepEqual(await texts(cut), await texts(whole));
		await lodgectl(...seeding(cut, ...size));
		assert.equal(await count(cut, 'ticket'), 1000, 'all of it was there');
	});
	test('leaves alone a tenant with people who are no example, unless it is told to go on', async () => {
		const tenant = await tenantWithAgent();
		await tenant.made('person', { account_id: 'real', email: 'somebody@real.test', display_name: 'Somebody', created_at: '2026-01-01' });
		await assert.rejects(lodgectl(...seeding(tenant, '--tickets', '10', '--comments', '10')), /1 people of .* --yes/);
		assert.equal(await count(tenant, 'ticket'), 0);
		await lodgectl(...seeding(tenant, '--tickets', '10', '--comments', '10', '--people', '3', '--yes'));
		assert.deepEqual([await count(tenant, 'ticket'), await count(tenant, 'comment')], [10, 10]);
	});
	test('has limits, and needs a desk with an agent', async () => {
		const tenant = await openTenant('seed');
		await assert.rejects(lodgectl(...seeding(tenant, '--tickets', '3000000')), /--tickets is a number from 1 to 2000000/);
		await assert.rejects(lodgectl(...seeding(tenant, '--tickets', '1', '--comments', '1000')), /more than 50 comments a ticket/);
		await assert.rejects(lodgectl(...seeding(tenant, '--tickets', '1', '--comments', '1')), /needs a desk with a request type and an agent first/);
		await assert.rejects(lodgectl('demo', 'seed', '--tenant', 'nobody-there'), /there is no tenant/);
	});
});
