// activity.test.mjs - every change of a ticket is a row: who, what, before, after, by which door. The routes that change one are those of
// the program: one that this test does not know fails, so a new route has to say which row it writes.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, caller, comment, newcomer, program, raise, refuses, stack, word } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';
import { routes } from './lib/routes.mjs';
import * as shapes from './lib/shapes.mjs';
import { signIn } from './lib/sign-in.mjs';

let anna, agnes, admin;
const at = ({ issueKey }, rest = '') => `${LODGE}/request/${issueKey}${rest}`;
const jsm = ({ issueKey }, rest = '') => `${JSM}/request/${issueKey}${rest}`;
async function history(who, ticket, query = '') {
	const json = await who.read(at(ticket, `/activity${query}`));
	shapes.activityPage(json, 'activity');
	return json;
}
const rows = async (who, ticket, query) => (await history(who, ticket, query)).values;
const kinds = async (who, ticket) => (await rows(who, ticket)).map((row) => row.kind);
const good = async (asked) => {
	const answer = await asked;
	assert.ok(answer.status < 300, `${answer.status} ${answer.text.slice(0, 300)}`);
	return answer.json;
};
async function withFile(who, ticket, isPublic = true, name = 'a.txt') {
	const [file] = await who.upload('55', { name, bytes: name });
	const { attachments } = await good(who.post(jsm(ticket, '/attachment'), { temporaryAttachmentIds: [file.temporaryAttachmentId], public: isPublic }));
	return attachments.values[0].id;
}
const linked = async (who, ticket, file) => (await good(who.post(at(ticket, `/attachment/${file}/link`), {}))).id;

before(async () => {
	anna = await newcomer('copernicus', { name: 'Anna Asking' });
	agnes = await newcomer('copernicus', { role: 'agent', desks: [55], name: 'Agnes Answering' });
	admin = await program('copernicus', 'admin@copernicus.example');
});

const nothing = (why) => ({ why });
const quote = { currency: 'EUR', validUntil: new Date(Date.now() + 14 * 86400e3).toISOString().slice(0, 10), lines: [{ text: 'Work', amount: '10.00' }] };
/** What each route that writes does to a ticket: `run` gets a new one of anna's, `writes` are the kinds that appear. `before` makes ready. */
const table = {
	[`POST ${JSM}/request`]: { run: () => {}, writes: ['created'] },
	[`POST ${JSM}/request/{issueIdOrKey}/attachment`]: { run: (ticket) => withFile(anna, ticket), writes: ['comment', 'file-added'] },
	[`POST ${JSM}/request/{issueIdOrKey}/comment`]: { run: (ticket) => comment(agnes, ticket, 'x', false), writes: ['note'] },
	[`POST ${JSM}/request/{issueIdOrKey}/transition`]: { run: async (ticket) => {
		const [{ id }] = (await agnes.read(jsm(ticket, '/transition'))).values;
		await good(agnes.post(jsm(ticket, '/transition'), { id }));
	}, writes: ['status'] },
	[`POST ${JSM}/request/{issueIdOrKey}/participant`]: { run: async (ticket) => good(agnes.post(jsm(ticket, '/participant'), { accountIds: [(await newcomer('copernicus')).account] })), writes: ['participant-added'] },
	[`DELETE ${JSM}/request/{issueIdOrKey}/participant`]: { before: async (ticket) => {
		const other = await newcomer('copernicus');
		await good(agnes.post(jsm(ticket, '/participant'), { accountIds: [other.account] }));
		return other;
	}, run: (ticket, other) => good(agnes.ask('DELETE', jsm(ticket, '/participant'), { accountIds: [other.account] })), writes: ['participant-removed'] },
	[`POST ${JSM}/request/{issueIdOrKey}/feedback`]: { before: (ticket) => close(ticket), run: (ticket) => good(anna.post(jsm(ticket, '/feedback'), { type: 'csat', rating: 4 })), writes: ['feedback'] },
	[`DELETE ${JSM}/request/{issueIdOrKey}/feedback`]: { before: async (ticket) => {
		await close(ticket);
		await good(anna.post(jsm(ticket, '/feedback'), { type: 'csat', rating: 4 }));
	}, run: (ticket) => good(anna.ask('DELETE', jsm(ticket, '/feedback'))), writes: ['feedback'] },
	[`PUT ${JSM}/request/{issueIdOrKey}/notification`]: nothing('what a person wants to be told is their own'),
	[`DELETE ${JSM}/request/{issueIdOrKey}/notification`]: nothing('what a person wants to be told is their own'),
	[`POST ${JSM}/request/{issueIdOrKey}/approval/{approvalId}`]: { before: (ticket) => quoted(ticket), run: async (ticket) => {
		const [{ id }] = (await anna.read(jsm(ticket, '/approval'))).values;
		await good(anna.post(jsm(ticket, `/approval/${id}`), { decision: 'decline' }));
	}, writes: ['declined'] },
	[`POST ${LODGE}/request/{issueIdOrKey}/quote`]: { run: (ticket) => quoted(ticket), writes: ['quote-sent'] },
	[`DELETE ${LODGE}/request/{issueIdOrKey}/quote`]: { before: (ticket) => quoted(ticket), run: (ticket) => good(agnes.ask('DELETE', at(ticket, '/quote'))), writes: ['quote-void'] },
	[`POST ${LODGE}/request/{issueIdOrKey}/organization`]: { run: (ticket) => good(admin.post(at(ticket, '/organization'), { organizationId: '11' })), writes: ['shared'] },
	[`DELETE ${LODGE}/request/{issueIdOrKey}/organization`]: { before: (ticket) => good(admin.post(at(ticket, '/organization'), { organizationId: '11' })),
		run: (ticket) => good(admin.ask('DELETE', at(ticket, '/organization'), { organizationId: '11' })), writes: ['unshared'] },
	[`POST ${LODGE}/request/{issueIdOrKey}/attachment/{attachmentId}/link`]: { before: (ticket) => withFile(anna, ticket), run: (ticket, file) => linked(anna, ticket, file), writes: ['link-added'] },
	[`DELETE ${LODGE}/request/{issueIdOrKey}/attachment/{attachmentId}/link`]: { before: linkedFile, run: (ticket, [file]) => good(anna.ask('DELETE', at(ticket, `/attachment/${file}/link`))), writes: ['link-revoked'] },
	[`DELETE ${LODGE}/request/{issueIdOrKey}/attachment/{attachmentId}/link/{linkId}`]: { before: linkedFile, run: (ticket, [file, link]) => good(anna.ask('DELETE', at(ticket, `/attachment/${file}/link/${link}`))), writes: ['link-revoked'] },
	[`DELETE ${LODGE}/request/{issueIdOrKey}/attachment/{attachmentId}`]: { before: (ticket) => withFile(anna, ticket), run: (ticket, file) => good(anna.ask('DELETE', at(ticket, `/attachment/${file}`))), writes: ['file-removed'] },
	[`POST ${LODGE}/request/{issueIdOrKey}/comment/{commentId}/hide`]: { before: (ticket) => comment(agnes, ticket, 'x'), run: (ticket, { id }) => good(agnes.post(at(ticket, `/comment/${id}/hide`))), writes: ['comment-hidden'] },
	[`PUT ${LODGE}/request/{issueIdOrKey}/comment/{commentId}`]: { before: (ticket) => comment(anna, ticket, 'x'), run: (ticket, { id }) => good(anna.ask('PUT', at(ticket, `/comment/${id}`), { body: 'y' })), writes: ['comment-edited'] },
	[`PUT ${LODGE}/request/{issueIdOrKey}/field`]: { run: (ticket) => good(anna.ask('PUT', at(ticket, '/field'), { summary: 'Otherwise' })), writes: ['field-edited'] },
	[`PATCH ${LODGE}/request/{issueIdOrKey}`]: { run: (ticket) => good(agnes.ask('PATCH', at(ticket), { assignee: agnes.account, priority: 'High' })), writes: ['assignee', 'priority'] },
	[`POST ${LODGE}/bulk`]: { run: (ticket) => good(agnes.post(`${LODGE}/bulk`, { requests: [ticket.issueKey], priority: 'Low' })), writes: ['priority'] },
	[`POST ${LODGE}/request/{issueIdOrKey}/relation`]: { run: (ticket) => related(ticket), writes: ['relation-added'] },
	[`DELETE ${LODGE}/request/{issueIdOrKey}/relation/{relationId}`]: { before: async (ticket) => (await related(ticket), (await agnes.read(at(ticket, '/relation'))).values[0].id), run: (ticket, id) => good(agnes.ask('DELETE', at(ticket, `/relation/${id}`))), writes: ['relation-removed'] },
	[`POST ${LODGE}/request/{issueIdOrKey}/merge`]: { run: async (ticket) => good(agnes.post(at(ticket, '/merge'), { into: (await raise(anna)).issueKey })), writes: ['merged-from'] },
	[`DELETE ${LODGE}/request/{issueIdOrKey}`]: nothing('it goes with its rows; the log of the workers says who did it'),
	[`POST ${LODGE}/request/{issueIdOrKey}/presence`]: nothing('it changes nothing'),
	[`DELETE ${LODGE}/request/{issueIdOrKey}/presence`]: nothing('it changes nothing'),
	[`PUT ${LODGE}/request/{issueIdOrKey}/draft`]: nothing('nothing is said yet'),
	[`DELETE ${LODGE}/request/{issueIdOrKey}/draft`]: nothing('nothing is said yet'),
};
const changes = routes.filter(({ method, path, local }) => !['GET', 'OPTIONS'].includes(method) && !local && (path.includes('{issueIdOrKey}') || path === `${JSM}/request` || path === `${LODGE}/bulk`));

async function linkedFile(ticket) {
	const file = await withFile(anna, ticket);
	return [file, await linked(anna, ticket, file)];
}
const related = async (ticket) => good(agnes.post(at(ticket, '/relation'), { issueKey: (await raise(anna)).issueKey, kind: 'relates' }));
const quoted = (ticket) => good(agnes.post(at(ticket, '/quote'), quote));
async function close(ticket) {
	const done = (await anna.read(jsm(ticket, '/transition'))).values.find(({ to }) => to.statusCategory === 'DONE');
	await good(anna.post(jsm(ticket, '/transition'), { id: done.id }));
}

describe('each route that changes a ticket', () => {
	test('is known here, and no other', () => {
		assert.deepEqual(Object.keys(table).sort(), changes.map((route) => route.key).sort());
	});
	for (const [key, row] of Object.entries(table).filter(([, { run }]) => run))
		test(`${key} writes ${row.writes.join(' and ')}`, async () => {
			const made = key === `POST ${JSM}/request`, ticket = await raise(anna);
			const ready = await row.before?.(ticket);
			const there = made ? [] : (await rows(agnes, ticket)).map(({ id }) => id);
			await row.run(ticket, ready);
			const added = (await rows(agnes, ticket)).filter(({ id }) => !there.includes(id));
			for (const kind of row.writes)
				assert.ok(added.some((one) => one.kind === kind), `${kind} is not among ${added.map((one) => one.kind)}`);
			for (const one of added)
				assert.equal(one.door, 'api');
		});
	for (const [key, { why }] of Object.entries(table).filter(([, row]) => row.why))
		test(`${key} writes none: ${why}`, async () => {
			const ticket = await raise(anna), [method, pattern] = key.split(' ');
			const answer = await agnes.ask(method, pattern.replace('{issueIdOrKey}', ticket.issueKey), method === 'DELETE' ? undefined : { writing: true, values: {} });
			if (answer.status < 300)
				assert.deepEqual(await kinds(agnes, ticket), ['created']);
		});
});

describe('the history of a ticket', () => {
	test('is a page, newest first, and goes on by its links', async () => {
		const ticket = await raise(anna);
		for (let i = 0; i < 6; i++)
			await comment(i % 2 ? agnes : anna, ticket, `${i}`);
		const all = await rows(anna, ticket);
		assert.deepEqual(all.map((row) => row.kind), [...Array(6).fill('comment'), 'created']);
		assert.deepEqual([...all].sort((a, b) => Number(b.id) - Number(a.id)), all);
		const walked = [];
		for (let page = await history(anna, ticket, '?limit=3'); page; page = page._links.next && await anna.read(page._links.next.replace(stack.origin('copernicus'), '')))
			walked.push(...page.values);
		assert.deepEqual(walked, all);
		assert.deepEqual((await rows(anna, ticket, '?start=5&limit=2')).map(({ id }) => id), all.slice(5).map(({ id }) => id));
	});
	test('says who, when, by which door, and what it is about', async () => {
		const ticket = await raise(anna, { summary: 'What it was called' }), said = await comment(agnes, ticket, 'x');
		const [answer, made] = await rows(anna, ticket);
		assert.deepEqual([made.kind, made.person.displayName, made.after, made.door, made.public], ['created', 'Anna Asking', 'What it was called', 'api', true]);
		assert.deepEqual([answer.person.displayName, answer.subjectId, answer.after], ['Agnes Answering', said.id, undefined]);
	});
	test('knows pages from programs', async () => {
		const session = await signIn('copernicus', 'customer@copernicus.example');
		const page = caller('copernicus', { cookie: session.cookie, origin: stack.origin('copernicus') });
		const [row] = await rows(page, await raise(page));
		assert.equal(row.door, 'portal');
	});
	test('has a status by the name that the reader knows it by', async () => {
		const ticket = await raise(anna);
		await sql(`INSERT INTO activity (tenant_id, desk_id, ticket_id, person_id, door, kind, public, subject_id, before_text, after_text, customer_before, customer_after, created_at)
			VALUES (${anna.tenantId}, 55, ${ticket.issueId}, ${agnes.id}, 'portal', 'status', TRUE, 11, 'Triage', 'Escalated to L2', 'Open', 'In progress', UTC_TIMESTAMP(3))`);
		const [seen] = await rows(anna, ticket), [full] = await rows(agnes, ticket);
		assert.deepEqual([seen.before, seen.after, seen.subjectId], ['Open', 'In progress', undefined]);
		assert.deepEqual([full.before, full.after, full.subjectId], ['Triage', 'Escalated to L2', '11']);
	});
	test('keeps from customers what the team does among itself', async () => {
		const ticket = await raise(anna), mark = word('secret');
		await comment(agnes, ticket, 'x', false);
		const file = await withFile(agnes, ticket, false, `${mark}.txt`);
		await linked(agnes, ticket, file);
		await good(agnes.ask('DELETE', at(ticket, `/attachment/${file}`)));
		assert.deepEqual(await kinds(anna, ticket), ['created']);
		assert.deepEqual(await kinds(agnes, ticket), ['file-removed', 'link-added', 'file-added', 'note', 'note', 'created']);
		for (const path of [at(ticket, '/activity'), `${LODGE}/changes?request=${ticket.issueKey}&after=0`])
			assert.ok(!(await anna.get(path)).text.includes(mark), path);
	});
	test('forgets towards customers a comment that was hidden, with the names of its files', async () => {
		const ticket = await raise(anna), mark = word('oops');
		const file = await withFile(agnes, ticket, true, `${mark}.txt`);
		assert.deepEqual(await kinds(anna, ticket), ['file-added', 'comment', 'created']);
		const [[id]] = await sql(`SELECT comment_id FROM attachment WHERE id = ${file}`);
		await good(agnes.post(at(ticket, `/comment/${id}/hide`)));
		assert.deepEqual(await kinds(anna, ticket), ['created']);
		assert.ok(!(await anna.get(at(ticket, '/activity'))).text.includes(mark));
		assert.deepEqual(await kinds(agnes, ticket), ['comment-hidden', 'file-added', 'comment', 'created']);
		await good(agnes.ask('DELETE', at(ticket, `/attachment/${file}`)));
		assert.deepEqual(await kinds(anna, ticket), ['created'], 'nor when its file goes');
	});
	test('is of one ticket, for who may see it', async () => {
		const ticket = await raise(anna), bruno = await newcomer('copernicus');
		await comment(anna, await raise(anna), 'elsewhere');
		assert.deepEqual(await kinds(anna, ticket), ['created']);
		refuses(await bruno.get(at(ticket, '/activity')), 404);
	});
	test('refuses a page that is none', async () => {
		const ticket = await raise(anna);
		for (const query of ['?start=-1', '?limit=x', '?after=7', '?start=10001'])
			refuses(await anna.get(at(ticket, `/activity${query}`)), 400);
	});
});
