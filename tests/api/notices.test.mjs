// notices.test.mjs - who is told of what: each kind of change, as the program's source lists them, for each part that somebody has in a
// ticket. Notices wait here until a test lets them go, so what is told in one letter and what in two does not hang on the clock.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { until } from '../stack/process.mjs';
import { JSM, LODGE, comment, stack, word } from './lib/api.mjs';
import { connection, sql } from './lib/operator.mjs';
import { openTenant } from './lib/own-tenant.mjs';
import { configure } from './lib/scanner.mjs';

const PATIENCE_MS = 20_000, LOOK_MS = 150; // MariaDB shows its transactions as they are every 100 ms, and never if asked more often
let tenant, people, reporter, doer, organization, other;

before(async () => {
	tenant = await openTenant('notices');
	await sql(`UPDATE desk SET sharing = 'anybody' WHERE id = ${tenant.desk}`);
	await tenant.made('mail_address', { desk_id: tenant.desk, address: `${tenant.slug}@desk.example`, request_type_id: tenant.type, created_at: '2026-01-01' });
	await moves();
	await everybody();
	await configure({ notice_delay_ms: '600s', mail_answers_max: '3' });
});
after(() => configure({}));

/** More statuses: one that customers see, and one that is the same to them. */
async function moves() {
	await sql(`UPDATE workflow SET reopen_s = 3600 WHERE id = ${tenant.workflow}`);
	const status = (name, customer_name) => tenant.made('status', { workflow_id: tenant.workflow, name, customer_name, category: 'INDETERMINATE' });
	const ids = { Open: tenant.status, Closed: Number((await sql(`SELECT id FROM status WHERE workflow_id = ${tenant.workflow} AND name = 'Closed'`))[0][0]), Working: await status('Working', 'In progress'), Testing: await status('Testing', 'In progress') };
	for (const [name, from, to] of [['Start', 'Open', 'Working'], ['Test', 'Working', 'Testing'], ['Stop', 'Working', 'Open'], ['Finish', 'Working', 'Closed'], ['Reopen', 'Closed', 'Open']])
		await tenant.made('transition', { workflow_id: tenant.workflow, name, from_status_id: ids[from], to_status_id: ids[to], on_portal: 1, who: 'team customer' });
}

/** Everybody there could be; what they are to a ticket is said in `involve`. */
async function everybody() {
	people = {};
	for (const name of ['reporter', 'participant', 'muted', 'unverified', 'byMail', 'stopped', 'gone', 'ours', 'member', 'asking', 'approver', 'outsider', 'outsiderAsking', 'added', 'second'])
		people[name] = await tenant.person('customer');
	for (const name of ['doer', 'assignee', 'watcher', 'colleague', 'mutedAgent'])
		people[name] = await tenant.person('agent');
	({ reporter, doer } = people);
	organization = await tenant.made('organization', { name: word(), created_at: '2026-01-01' });
	other = await tenant.made('organization', { name: word(), created_at: '2026-01-01' });
	for (const [org, ...names] of [[organization, 'member', 'asking'], [other, 'second']])
		for (const name of names)
			await tenant.made('organization_member', { organization_id: org, person_id: people[name].id });
	await sql(`UPDATE person SET email_verified = FALSE WHERE id IN (${people.unverified.id}, ${people.byMail.id});
		UPDATE person SET by_mail = TRUE WHERE id = ${people.byMail.id}; UPDATE person SET active = FALSE WHERE id = ${people.gone.id};
		UPDATE person SET email = '${tenant.slug}+x@desk.example' WHERE id = ${people.ours.id}`);
	await tenant.made('mail_recipient', { address: people.stopped.email, bounces: 3, stopped_at: '2026-01-01' });
}

const involved = ['participant', 'muted', 'unverified', 'byMail', 'stopped', 'gone', 'ours'];
async function involve(ticket) {
	for (const name of involved)
		await tenant.made('ticket_participant', { ticket_id: ticket.issueId, person_id: people[name].id, last_activity: '2026-01-01' });
	for (const [name, subscribed] of [['muted', 0], ['mutedAgent', 0], ['asking', 1], ['watcher', 1], ['outsiderAsking', 1]])
		await tenant.made('subscription', { ticket_id: ticket.issueId, person_id: people[name].id, subscribed });
	await tenant.made('ticket_organization', { ticket_id: ticket.issueId, organization_id: organization, last_activity: '2026-01-01' });
	await sql(`UPDATE ticket SET assignee_id = ${people.assignee.id} WHERE id = ${ticket.issueId}`);
}

const key = (ticket, what = '') => `${JSM}/request/${ticket.issueKey}${what}`;
const ours = (ticket, what = '') => `${LODGE}/request/${ticket.issueKey}${what}`;
const good = async (answer) => { const { status, text, json } = await answer; assert.ok(status < 300, `${status} ${text}`); return json; };
async function move(who, ticket, name) {
	const { values } = await who.read(key(ticket, '/transition'));
	await good(who.post(key(ticket, '/transition'), { id: values.find((one) => one.name === name).id }));
}
const price = (approver) => ({ currency: 'EUR', lines: [{ text: 'Analysis', amount: '480' }], validUntil: '2035-01-01', approvers: [approver.account] });
const ask = (ticket, approver = people.approver) => doer.make(ours(ticket, '/quote'), price(approver));
const answer = async (who, ticket, decision) => {
	const { values } = await who.read(key(ticket, '/approval'));
	await good(who.post(key(ticket, `/approval/${values.at(-1).id}`), { decision }));
};

/** Lets all notices of the ticket go. */
const release = (ticket) => sql(`UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE kind = 'notice' AND lease IS NULL
	AND subject_id IN (SELECT id FROM notice WHERE ticket_id = ${ticket.issueId})`);
/** The same, and waits until they are told. */
async function tell(ticket) {
	await release(ticket);
	const told = () => sql(`SELECT 1 FROM notice WHERE ticket_id = ${ticket.issueId} AND NOT told`).then((rows) => rows.length === 0);
	assert.ok(await until(told, PATIENCE_MS, 50), 'all is told');
}
/** What was done so far is nobody's business any more. */
async function forget(ticket) {
	await sql(`DELETE FROM job WHERE kind = 'notice' AND subject_id IN (SELECT id FROM notice WHERE ticket_id = ${ticket.issueId});
		UPDATE notice SET told = TRUE WHERE ticket_id = ${ticket.issueId};
		UPDATE activity a JOIN notice n ON n.ticket_id = a.ticket_id SET a.notice_id = n.id WHERE a.ticket_id = ${ticket.issueId}`);
	return Number((await sql('SELECT COALESCE(MAX(id), 0) FROM mail_out'))[0][0]);
}
const nameOf = (id) => Object.keys(people).find((name) => people[name].id === Number(id)) ?? id;
const lettersOf = async (ticket, since = 0) => (await sql(`SELECT person_id, kind, recipient, notice_id, message_id, id FROM mail_out WHERE ticket_id = ${ticket.issueId} AND id > ${since} AND state <> 'withheld' ORDER BY id`))
	.map(([person, kind, recipient, notice, messageId, id]) => ({ to: nameOf(person), kind, recipient, notice, messageId, id }));
const withheldOf = async (ticket) => (await sql(`SELECT person_id, kind, trouble FROM mail_out WHERE ticket_id = ${ticket.issueId} AND state = 'withheld' ORDER BY id`)).map(([person, kind, trouble]) => ({ to: nameOf(person), kind, trouble }));
const toldOf = async (ticket, since) => (await lettersOf(ticket, since)).map(({ to }) => to).sort();
const noticesOf = async (ticket) => (await sql(`SELECT person_id, told FROM notice WHERE ticket_id = ${ticket.issueId} ORDER BY id`)).map(([person, told]) => [nameOf(person), told === '1']);

const fresh = (who = reporter) => tenant.raise(who);
/** A ticket with everybody around it, of which all is told. */
async function settled() {
	const ticket = await fresh();
	await involve(ticket);
	await ask(ticket);
	await answer(people.approver, ticket, 'approve');
	return { ticket, since: await forget(ticket) };
}

// Who is told, by who did it. Nobody of `involved` but the first and byMail ever is, except where mute does not count.
const CUSTOMERS = ['participant', 'byMail', 'asking'];
const byTeam = (...more) => ['reporter', ...CUSTOMERS, 'watcher', ...more];
const byReporter = (...more) => [...CUSTOMERS, 'assignee', 'watcher', ...more];
const NOBODY = [];

/** For each kind of the source: what is done (of a settled ticket, or of `begin`), and who is told. `not`: why nothing can be done here. */
const kinds = {
	created: [{ what: 'by its reporter', begin: async () => { const ticket = await fresh(); await involve(ticket); return { ticket, since: 0 }; }, told: byReporter() },
		{ what: 'by an agent for somebody', begin: async () => {
			const ticket = await doer.make(`${JSM}/request`, { serviceDeskId: String(tenant.desk), requestTypeId: String(tenant.type), requestFieldValues: { summary: 'x', description: 'x' }, raiseOnBehalfOf: reporter.account });
			await involve(ticket);
			return { ticket, since: 0 };
		}, told: byTeam() }],
	status: [{ what: 'by an agent', act: (ticket) => move(doer, ticket, 'Start'), told: byTeam() },
		{ what: 'by its reporter', act: (ticket) => move(reporter, ticket, 'Start'), told: byReporter() },
		{ what: 'that is the same to customers', begin: async () => { const one = await settled(); await move(doer, one.ticket, 'Start'); return { ...one, since: await forget(one.ticket) }; }, act: (ticket) => move(doer, ticket, 'Test'), told: ['watcher'] },
		{ what: 'to and fro', act: async (ticket) => { await move(doer, ticket, 'Start'); await move(doer, ticket, 'Stop'); }, told: NOBODY },
		{ what: 'that ends it, in spite of mute', act: (ticket) => move(doer, ticket, 'Close'), told: byTeam('muted') },
		{ what: 'that ends it, by way of another', act: async (ticket) => { await move(doer, ticket, 'Start'); await move(doer, ticket, 'Finish'); }, told: byTeam('muted') },
		{ what: 'that opens it again', begin: async () => { const one = await settled(); await move(doer, one.ticket, 'Close'); return { ...one, since: await forget(one.ticket) }; }, act: (ticket) => move(reporter, ticket, 'Reopen'), told: byReporter() }],
	comment: [{ what: 'by an agent', act: (ticket) => comment(doer, ticket, 'An answer'), told: byTeam() },
		{ what: 'by its reporter', act: (ticket) => comment(reporter, ticket, 'A question'), told: byReporter() },
		{ what: 'by who takes part', act: (ticket) => comment(people.participant, ticket, 'A question'), told: ['reporter', 'byMail', 'asking', 'assignee', 'watcher'] },
		{ what: 'by its assignee', act: (ticket) => comment(people.assignee, ticket, 'An answer'), told: byTeam() }],
	note: [{ act: (ticket) => comment(doer, ticket, 'Ours', false), told: NOBODY }],
	'comment-hidden': [{ what: 'before it was told', act: async (ticket) => { const { id } = await comment(doer, ticket, 'A slip'); await good(doer.post(ours(ticket, `/comment/${id}/hide`))); }, told: NOBODY },
		{ what: 'beside one that stays', act: async (ticket) => { const { id } = await comment(doer, ticket, 'A slip'); await comment(doer, ticket, 'What was meant'); await good(doer.post(ours(ticket, `/comment/${id}/hide`))); }, told: byTeam() }],
	'comment-edited': [{ begin: async () => { const one = await settled(); one.comment = await comment(reporter, one.ticket, 'A quesion'); return { ...one, since: await forget(one.ticket) }; },
		act: (ticket, { comment: { id } }) => good(reporter.ask('PUT', ours(ticket, `/comment/${id}`), { body: 'A question' })), told: NOBODY }],
	'field-edited': [{ act: (ticket) => good(reporter.ask('PUT', ours(ticket, '/field'), { description: 'Another' })), told: NOBODY }],
	'file-added': [{ what: 'with the comment that brings it', act: async (ticket) => { const [{ temporaryAttachmentId }] = await doer.upload(tenant.desk, { name: 'a.txt', bytes: 'a' }); await doer.make(key(ticket, '/attachment'), { temporaryAttachmentIds: [temporaryAttachmentId], public: true }); }, told: byTeam() },
		{ what: 'to a note', act: async (ticket) => { const [{ temporaryAttachmentId }] = await doer.upload(tenant.desk, { name: 'a.txt', bytes: 'a' }); await doer.make(key(ticket, '/attachment'), { temporaryAttachmentIds: [temporaryAttachmentId], public: false }); }, told: NOBODY }],
	'file-removed': [{ begin: withFile, act: (ticket, { file }) => good(reporter.ask('DELETE', ours(ticket, `/attachment/${file}`))), told: NOBODY }],
	'link-added': [{ begin: withFile, act: (ticket, { file }) => reporter.make(ours(ticket, `/attachment/${file}/link`)), told: NOBODY }],
	'link-revoked': [{ begin: withFile, act: async (ticket, { file }) => { const { id } = await reporter.make(ours(ticket, `/attachment/${file}/link`)); await good(reporter.ask('DELETE', ours(ticket, `/attachment/${file}/link/${id}`))); }, told: NOBODY }],
	assignee: [{ what: 'to a colleague', act: (ticket) => good(doer.ask('PATCH', ours(ticket), { assignee: people.colleague.account })), told: ['colleague'] },
		{ what: 'to oneself', act: (ticket) => good(doer.ask('PATCH', ours(ticket), { assignee: doer.account })), told: NOBODY },
		{ what: 'to nobody', act: (ticket) => good(doer.ask('PATCH', ours(ticket), { assignee: '' })), told: NOBODY },
		{ what: 'to one who muted it', act: (ticket) => good(doer.ask('PATCH', ours(ticket), { assignee: people.mutedAgent.account })), told: NOBODY },
		{ what: 'to one and then another', act: async (ticket) => { for (const name of ['colleague', 'watcher']) await good(doer.ask('PATCH', ours(ticket), { assignee: people[name].account })); }, told: ['watcher'] }],
	priority: [{ act: (ticket) => good(doer.ask('PATCH', ours(ticket), { priority: 'High' })), told: NOBODY }],
	resolution: [{ not: 'it is written beside the status, and never alone' }],
	'participant-added': [{ what: 'by the reporter', act: (ticket) => good(reporter.post(key(ticket, '/participant'), { accountIds: [people.added.account] })), told: ['added'] },
		{ what: 'and taken out again', act: async (ticket) => { await good(doer.post(key(ticket, '/participant'), { accountIds: [people.added.account] })); await good(doer.ask('DELETE', key(ticket, '/participant'), { accountIds: [people.added.account] })); }, told: NOBODY }],
	'participant-removed': [{ act: (ticket) => good(doer.ask('DELETE', key(ticket, '/participant'), { accountIds: [people.participant.account] })), told: NOBODY }],
	shared: [{ what: 'with one whose people asked for its news', act: async (ticket) => { await tenant.made('subscription', { ticket_id: ticket.issueId, person_id: people.second.id, subscribed: 1 }); await good(doer.post(ours(ticket, '/organization'), { organizationId: String(other) })); }, told: ['asking', 'second'] },
		{ what: 'with one whose people did not', act: (ticket) => good(doer.post(ours(ticket, '/organization'), { organizationId: String(other) })), told: ['asking'] }],
	unshared: [{ act: (ticket) => good(doer.ask('DELETE', ours(ticket, '/organization'), { organizationId: String(organization) })), told: NOBODY }],
	'relation-added': [{ act: async (ticket) => good(doer.post(ours(ticket, '/relation'), { issueKey: (await fresh()).issueKey, kind: 'blocks' })), told: NOBODY }],
	'relation-removed': [{ act: async (ticket) => { await good(doer.post(ours(ticket, '/relation'), { issueKey: (await fresh()).issueKey, kind: 'blocks' })); const { values: [{ id }] } = await doer.read(ours(ticket, '/relation')); await good(doer.ask('DELETE', ours(ticket, `/relation/${id}`))); }, told: NOBODY }],
	'clock-warning': [{ not: 'no clock runs here' }],
	'clock-breached': [{ not: 'no clock runs here' }],
	'clock-target': [{ not: 'no clock runs here' }],
	merged: [{ what: 'into another', begin: async () => { const one = await settled(); one.into = await fresh(people.outsider); await forget(one.into); return { ...one, since: await forget(one.ticket) }; },
		act: async (ticket, { into }) => good(doer.post(ours(ticket, '/merge'), { into: into.issueKey })), told: ['reporter', 'participant', 'byMail', 'asking'], leadsTo: ({ into }) => into }],
	'merged-from': [{ what: 'of another', begin: async () => { const one = await settled(); one.from = await fresh(people.outsider); await forget(one.from); return one; },
		act: async (ticket, { from }) => { await good(doer.post(ours(from, '/merge'), { into: ticket.issueKey })); await forget(from); }, told: NOBODY }],
	'quote-sent': [{ what: 'that asks somebody', act: (ticket) => ask(ticket), told: ['approver'] },
		{ what: 'that asks somebody who muted', act: (ticket) => ask(ticket, people.muted), told: ['muted'] },
		{ what: 'that a second one takes the place of', act: async (ticket) => { await ask(ticket); await ask(ticket, people.second); }, told: ['second'] }],
	'quote-void': [{ what: 'before it was told', act: async (ticket) => { await ask(ticket); await good(doer.ask('DELETE', ours(ticket, '/quote'))); }, told: NOBODY }],
	approved: [{ begin: asked, act: (ticket) => answer(people.approver, ticket, 'approve'), told: ['assignee', 'watcher'] }],
	declined: [{ begin: asked, act: (ticket) => answer(people.approver, ticket, 'decline'), told: ['assignee', 'watcher'] }],
	feedback: [{ begin: async () => { const one = await settled(); await move(doer, one.ticket, 'Close'); return { ...one, since: await forget(one.ticket) }; }, act: (ticket) => reporter.make(key(ticket, '/feedback'), { type: 'csat', rating: 5 }), told: NOBODY }],
};

async function withFile() {
	const one = await settled();
	const [{ temporaryAttachmentId }] = await reporter.upload(tenant.desk, { name: 'a.txt', bytes: 'a' });
	const { attachments } = await reporter.make(key(one.ticket, '/attachment'), { temporaryAttachmentIds: [temporaryAttachmentId], public: true });
	return { ...one, file: attachments.values[0].id, since: await forget(one.ticket) };
}
async function asked() {
	const one = await settled();
	await ask(one.ticket);
	return { ...one, since: await forget(one.ticket) };
}

const source = (file) => readFileSync(join(stack.root, 'fcgi/desk', file), 'utf8');
const listed = [...source('activity.c').matchAll(/^\t\[ACTIVITY_(\w+)\] = \{ "([\w-]+)"/gm)].map(([, name, word]) => ({ name, word }));
const saying = [...source('notice.c').matchAll(/^\t\[ACTIVITY_(\w+)\] = \{ true,/gm)].map(([, name]) => name);

describe('every kind of change', () => {
	test('is known to this test, and this test knows no other', () => {
		assert.ok(listed.length > 25, 'the source was read');
		assert.deepEqual(Object.keys(kinds).sort(), listed.map(({ word: kind }) => kind).sort());
	});
	test('costs the change nothing where nobody is told of it', async () => {
		const silent = listed.filter(({ name }) => !saying.includes(name)).map(({ word: kind }) => kind);
		assert.deepEqual(silent.sort(), Object.keys(kinds).filter((kind) => !Object.values(kinds[kind]).some(({ told }) => told?.length) || ['comment-hidden', 'file-added'].includes(kind)).sort());
	});
	for (const [kind, cases] of Object.entries(kinds))
		for (const one of cases.filter(({ not }) => !not))
			test(`${kind} ${one.what ?? ''}: ${one.told.join(', ') || 'nobody'}`, async () => {
				const begun = await (one.begin ?? settled)();
				await one.act?.(begun.ticket, begun);
				await tell(begun.ticket);
				assert.deepEqual(await toldOf(one.leadsTo?.(begun) ?? begun.ticket, begun.since), one.told.toSorted());
				assert.notEqual((await sql(`SELECT COUNT(*) FROM activity WHERE ticket_id = ${begun.ticket.issueId} AND kind = '${kind}'`))[0][0], '0', 'this kind of change it was');
			});
});

describe('a notice', () => {
	test('is one of all that one person does in one go, with one letter to each', async () => {
		const { ticket, since } = await settled();
		await comment(doer, ticket, 'It is done.');
		await comment(doer, ticket, 'One thing more.');
		await good(doer.ask('PATCH', ours(ticket), { priority: 'Low', assignee: people.colleague.account }));
		await move(doer, ticket, 'Close');
		await tell(ticket);
		assert.deepEqual(await toldOf(ticket, since), byTeam('muted', 'colleague').sort());
		assert.equal(new Set((await lettersOf(ticket, since)).map(({ notice }) => notice)).size, 1);
	});
	test('is another for another person, and another once it was told', async () => {
		const { ticket, since } = await settled(), n = (await noticesOf(ticket)).length;
		await comment(doer, ticket, 'One');
		await comment(reporter, ticket, 'Two');
		await comment(doer, ticket, 'Three');
		assert.deepEqual((await noticesOf(ticket)).slice(n), [['doer', false], ['reporter', false]]);
		await tell(ticket);
		await comment(doer, ticket, 'Four');
		assert.deepEqual((await noticesOf(ticket)).slice(n), [['doer', true], ['reporter', true], ['doer', false]]);
		await tell(ticket);
		const letters = await lettersOf(ticket, since);
		assert.deepEqual(letters.map(({ to }) => to).sort(), [...byTeam(), ...byReporter(), ...byTeam()].sort());
		assert.equal(new Set(letters.map(({ messageId }) => messageId)).size, letters.length, 'each letter has an id of its own');
	});
	test('is told once, however often its job runs, and by however many at once', async () => {
		const { ticket, since } = await settled();
		await comment(doer, ticket, 'Once');
		const [[id]] = await sql(`SELECT MAX(id) FROM notice WHERE ticket_id = ${ticket.issueId}`);
		await sql(Array.from({ length: 6 }, () => `INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at) VALUES (${tenant.id}, 'mail', 'notice', ${id}, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`).join(';'));
		await tell(ticket);
		assert.ok(await until(async () => (await sql(`SELECT 1 FROM job WHERE kind = 'notice' AND subject_id = ${id}`)).length === 0, PATIENCE_MS), 'all have run');
		assert.deepEqual(await toldOf(ticket, since), byTeam().sort());
	});
	test('misses nothing and tells nothing twice while many write at once', async () => {
		const { ticket, since } = await settled(), writers = ['doer', 'reporter', 'participant', 'colleague', 'assignee'];
		let stop = false;
		const teller = (async () => { while (!stop) await tell(ticket).catch(() => {}); })();
		const bodies = await Promise.all(writers.flatMap((name) => Array.from({ length: 8 }, async (_, n) => (await comment(people[name], ticket, `${name} ${n}`)).id)));
		stop = true;
		await teller;
		await tell(ticket);
		assert.equal(new Set(bodies).size, 40, 'all were taken: no deadlock reached anybody');
		const told = await sql(`SELECT a.subject_id, COUNT(*), COUNT(n.id), MIN(n.told) FROM activity a LEFT JOIN notice n ON n.id = a.notice_id AND n.person_id = a.person_id AND a.id BETWEEN n.first_activity_id AND n.last_activity_id
			WHERE a.ticket_id = ${ticket.issueId} AND a.kind = 'comment' GROUP BY a.subject_id`);
		assert.deepEqual(told.filter(([, ...rest]) => rest.join() !== '1,1,1'), []);
		assert.equal(told.length, 40);
		const letters = await lettersOf(ticket, since);
		assert.equal(new Set(letters.map(({ to, notice }) => `${to} ${notice}`)).size, letters.length);
	});
	test('that is being told takes nothing in: what is done in that moment is another', async () => {
		const { ticket, since } = await settled(), held = connection();
		const waiting = async () => Number((await sql("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"))[0][0]);
		await comment(doer, ticket, 'Before');
		let said, done = false;
		try {
			await held.run(`START TRANSACTION; SELECT id FROM mail_address WHERE tenant_id = ${tenant.id} FOR UPDATE`); // a letter refers to it
			await release(ticket);
			assert.ok(await until(async () => await waiting() === 1, PATIENCE_MS, LOOK_MS), 'the first letter waits');
			said = comment(doer, ticket, 'Meanwhile').finally(() => { done = true; });
			assert.ok(await until(async () => done || await waiting() === 2, PATIENCE_MS, LOOK_MS));
		} finally {
			await held.run('COMMIT');
			await held.end();
		}
		await said;
		await tell(ticket);
		assert.deepEqual(await toldOf(ticket, since), [...byTeam(), ...byTeam()].sort());
	});
	test('of a desk without an address is nothing at all', async () => {
		const ticket = await fresh();
		await forget(ticket);
		await sql(`UPDATE mail_address SET enabled = FALSE WHERE tenant_id = ${tenant.id}`);
		const n = (await noticesOf(ticket)).length;
		await comment(doer, ticket, 'Unheard');
		assert.equal((await noticesOf(ticket)).length, n);
		await sql(`UPDATE mail_address SET enabled = TRUE WHERE tenant_id = ${tenant.id}`);
		await comment(doer, ticket, 'Heard');
		await tell(ticket);
		assert.deepEqual(await toldOf(ticket), ['reporter']);
	});
	test('whose desk lost its address meanwhile is told to nobody, and ends', async () => {
		const ticket = await fresh();
		await forget(ticket);
		await comment(doer, ticket, 'Too late');
		await sql(`UPDATE mail_address SET enabled = FALSE WHERE tenant_id = ${tenant.id}`);
		await tell(ticket);
		await sql(`UPDATE mail_address SET enabled = TRUE WHERE tenant_id = ${tenant.id}`);
		assert.deepEqual(await toldOf(ticket), []);
	});
	test('of a ticket that has gone is nothing', async () => {
		const admin = await tenant.person('admin'), ticket = await fresh();
		await comment(doer, ticket, 'Gone');
		await good(admin.ask('DELETE', ours(ticket)));
		assert.deepEqual(await noticesOf(ticket), []);
	});
	test('goes by what somebody is when it is told, not by what they were', async () => {
		const { ticket, since } = await settled();
		await comment(doer, ticket, 'For some');
		await sql(`DELETE FROM ticket_participant WHERE ticket_id = ${ticket.issueId} AND person_id = ${people.participant.id};
			DELETE FROM ticket_organization WHERE ticket_id = ${ticket.issueId}`);
		assert.equal((await reporter.ask('DELETE', key(ticket, '/notification'))).status, 204);
		await tell(ticket);
		assert.deepEqual(await toldOf(ticket, since), ['byMail', 'watcher']);
	});
});

const STOPPED = 'Nothing is sent to this address any more, as what went there came back.', UNPROVEN = 'Nothing has proven yet that this address is theirs.',
	OURS = 'It is an address of a desk here: two that write to each other would never end.';
describe('a new request', () => {
	const wish = (who, how, desk = tenant.desk) => who.ask(how, `${LODGE}/servicedesk/${desk}/notification`);
	test('is told to who of the team wants to know of each, and what follows is not', async () => {
		const { watcher, colleague } = people;
		assert.equal((await wish(watcher, 'PUT')).status, 204);
		assert.equal((await wish(watcher, 'PUT')).status, 204, 'twice is the same');
		assert.equal((await watcher.read(`${LODGE}/servicedesk/${tenant.desk}/queue`)).watching, true);
		assert.equal((await colleague.read(`${LODGE}/servicedesk/${tenant.desk}/queue`)).watching, false);
		const ticket = await fresh();
		await tell(ticket);
		const [letter] = await lettersOf(ticket);
		assert.deepEqual(await toldOf(ticket), ['watcher']);
		assert.match((await doer.read(`${LODGE}/servicedesk/${tenant.desk}/outbox/${letter.id}`)).text, /because you asked for news of each new request/);
		await comment(reporter, ticket, 'And more');
		await tell(ticket);
		assert.deepEqual(await toldOf(ticket, letter.id), [], 'who wants its news asks for them');
		assert.equal((await wish(watcher, 'DELETE')).status, 204);
		const other = await fresh();
		await tell(other);
		assert.deepEqual(await toldOf(other), []);
	});
	test('is not told to who raised it, muted it, or left the desk', async () => {
		const { watcher, colleague, assignee } = people, all = [watcher, colleague, assignee];
		for (const who of all)
			await good(wish(who, 'PUT'));
		const ticket = await fresh(colleague);
		await tenant.made('subscription', { ticket_id: ticket.issueId, person_id: assignee.id, subscribed: 0 });
		await sql(`DELETE FROM desk_agent WHERE tenant_id = ${tenant.id} AND person_id = ${watcher.id}`);
		await tell(ticket);
		await sql(`INSERT INTO desk_agent (tenant_id, desk_id, person_id) VALUES (${tenant.id}, ${tenant.desk}, ${watcher.id})`);
		assert.deepEqual(await toldOf(ticket), []);
		for (const who of all)
			await good(wish(who, 'DELETE'));
	});
	test('is the team\'s to ask for', async () => assert.equal((await wish(reporter, 'PUT')).status, 403));
});

describe('who would be told, and cannot be,', () => {
	test('stands in the outbox once, with the reason, however much happens', async () => {
		const { ticket } = await settled();
		for (const words of ['One', 'Two']) {
			await comment(doer, ticket, words);
			await tell(ticket);
		}
		const expected = [['unverified', UNPROVEN], ['stopped', STOPPED], ['ours', OURS]].map(([to, trouble]) => ({ to, kind: 'notice', trouble }));
		const sorted = (list) => list.toSorted((a, b) => a.to.localeCompare(b.to));
		assert.deepEqual(sorted(await withheldOf(ticket)), sorted(expected));
		const { values } = await doer.read(`${LODGE}/servicedesk/${tenant.desk}/outbox?state=withheld&limit=100`);
		const shown = values.filter(({ issueKey }) => issueKey === ticket.issueKey);
		assert.deepEqual(shown.map(({ trouble }) => trouble).sort(), expected.map(({ trouble }) => trouble).sort());
		for (const { letterId, recipient } of shown.filter(({ trouble }) => trouble === UNPROVEN)) {
			const whole = await doer.read(`${LODGE}/servicedesk/${tenant.desk}/outbox/${letterId}`);
			assert.equal(whole.needless, UNPROVEN, recipient);
			assert.equal(whole.text, undefined);
		}
	});
});

describe('what is told', () => {
	const readBy = async (letter) => { const { text = '', html = '' } = await doer.read(`${LODGE}/servicedesk/${tenant.desk}/outbox/${letter.id}`); return `${text}\n${html}`; };
	test('to each is what they may read, in their words', async () => {
		const { ticket, since } = await settled(), note = word('note'), said = word('said');
		await move(doer, ticket, 'Start');
		await comment(doer, ticket, note, false);
		await comment(doer, ticket, said);
		await good(doer.ask('PATCH', ours(ticket), { priority: 'Low', assignee: people.colleague.account }));
		await tell(ticket);
		const letters = await lettersOf(ticket, since);
		assert.deepEqual(letters.map(({ to }) => to).sort(), byTeam('colleague').sort());
		for (const letter of letters) {
			const text = await readBy(letter), team = ['watcher', 'colleague'].includes(letter.to);
			assert.ok(!text.includes(note), `${letter.to} reads no note`);
			assert.equal(text.includes(said), letter.to !== 'colleague', `${letter.to} reads the answer`);
			assert.equal(text.includes('In progress'), !team, `${letter.to}: ${text}`);
			assert.ok(team || !text.includes('Working'), `${letter.to} reads no word of the team's`);
			assert.ok(letter.to !== 'watcher' || text.includes('Working'));
		}
	});
	test('is nothing that was hidden since', async () => {
		const { ticket, since } = await settled(), slip = word('slip');
		const { id } = await comment(doer, ticket, slip);
		await tell(ticket);
		const letters = await lettersOf(ticket, since);
		assert.ok((await readBy(letters.find(({ to }) => to === 'reporter'))).includes(slip));
		await good(doer.post(ours(ticket, `/comment/${id}/hide`)));
		for (const letter of letters)
			assert.ok(!(await readBy(letter)).includes(slip), letter.to);
	});
});

describe('who wrote a mail', () => {
	/** A ticket as a mail makes it. */
	async function mailed(who, { automatic = 0 } = {}) {
		const ticket = await fresh(who);
		await sql(`UPDATE activity SET door = 'mail' WHERE ticket_id = ${ticket.issueId}`);
		const [[address]] = await sql(`SELECT id FROM mail_address WHERE tenant_id = ${tenant.id}`);
		const mail = await tenant.made('mail_in', { desk_id: tenant.desk, address_id: Number(address), once: word('once'), raw_key: word(), size: 1, envelope_from: who.email, envelope_to: 'x', state: 'done', automatic, person_id: who.id, ticket_id: Number(ticket.issueId), received_at: '2026-01-01' });
		return { ticket, mail };
	}
	test('is told once that it came, and no machine is', async () => {
		for (const [who, automatic, expected] of [[reporter, 0, ['received']], [people.byMail, 0, ['received']], [reporter, 1, []], [people.unverified, 0, []], [people.stopped, 0, []], [people.ours, 0, []]]) {
			const { ticket, mail } = await mailed(who, { automatic });
			await tell(ticket);
			assert.deepEqual((await lettersOf(ticket)).map(({ kind }) => kind), expected, `${who.email} ${automatic}`);
			assert.deepEqual((await withheldOf(ticket)).map(({ kind, trouble }) => `${kind}: ${trouble}`), { [people.unverified.email]: [`received: ${UNPROVEN}`], [people.stopped.email]: [`received: ${STOPPED}`], [people.ours.email]: [`received: ${OURS}`] }[who.email] ?? []);
			if (expected.length)
				assert.deepEqual(await sql(`SELECT mail_id, notice_id, recipient FROM mail_out WHERE ticket_id = ${ticket.issueId}`), [[String(mail), 'NULL', who.email]]);
			await comment(people.byMail === who ? doer : reporter, ticket, 'And more').catch(() => {});
			await tell(ticket);
			assert.equal((await lettersOf(ticket)).filter(({ kind }) => kind === 'received').length, expected.length, 'and not again');
		}
	});
	test('is told no more often than an address is answered in an hour, whatever is sent in its name', async () => {
		const flooded = await tenant.person('customer'), tickets = [];
		for (let n = 0; n < 5; n++)
			tickets.push((await mailed(flooded)).ticket);
		for (const ticket of tickets)
			await tell(ticket);
		const rows = await sql(`SELECT id, state, trouble, ended_at IS NOT NULL FROM mail_out WHERE person_id = ${flooded.id} AND kind = 'received' ORDER BY id`);
		assert.deepEqual(rows.slice(0, 3).map(([, , trouble]) => trouble), ['NULL', 'NULL', 'NULL']);
		assert.deepEqual(rows.slice(3).map(([, ...rest]) => rest), Array(2).fill(['withheld', 'More than 3 answers went to this address within an hour: this one is held back.', '1']), 'the outbox says why');
		assert.deepEqual(await sql(`SELECT 1 FROM job WHERE kind = 'letter' AND subject_id IN (${rows[3][0]}, ${rows[4][0]})`), [], 'nobody sends them');
		const again = await doer.post(`${LODGE}/servicedesk/${tenant.desk}/outbox/${rows[3][0]}`, { decision: 'retry' });
		assert.equal(again.json?.state, 'waiting', 'unless somebody of the team does');
	});
});
