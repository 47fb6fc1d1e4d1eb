// merge.test.mjs - one ticket goes into another: nothing is lost, the old key leads to the new, and nobody sees more than the team meant.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, comment, refuses, word } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';
import { openTenant } from './lib/own-tenant.mjs';

let tenant, agent, second, anna, ben, carl, member, admin, otherDesk, otherType, organization;
const raise = (who = anna, summary = 'Something') => tenant.raise(who, [], { summary });
const merge = (who, from, into, headers) => who.post(`${LODGE}/request/${from.issueKey ?? from}/merge`, { into: into.issueKey ?? into }, headers);
const good = async (from, into) => {
	const answer = await merge(agent, from, into);
	assert.equal(answer.status, 200, answer.text);
	assert.equal(answer.json.issueKey, into.issueKey);
};
const read = (who, ticket, query = '') => who.get(`${JSM}/request/${ticket.issueKey ?? ticket}${query}`);
const said = async (who, ticket) => (await who.read(`${JSM}/request/${ticket.issueKey}/comment?limit=100`)).values;
const found = async (who, words) => (await who.read(`${LODGE}/requests?reporter=all&q=${words}`)).values.map((row) => row.issueKey);

before(async () => {
	tenant = await openTenant('merge');
	[agent, second, anna, ben, carl, member, admin] = await Promise.all(['agent', 'agent', 'customer', 'customer', 'customer', 'customer', 'admin'].map((role) => tenant.person(role)));
	otherDesk = await tenant.made('desk', { project_key: 'OTHER', name: 'Other', created_at: '2026-01-01' });
	await tenant.made('desk_agent', { desk_id: otherDesk, person_id: second.id });
	otherType = await tenant.made('request_type', { desk_id: otherDesk, workflow_id: tenant.workflow, name: 'Anything' });
	for (const [key_name, kind] of [['summary', 'text'], ['description', 'markdown']])
		await tenant.made('field', { request_type_id: otherType, key_name, kind, label: key_name });
	organization = await tenant.made('organization', { name: 'Some', created_at: '2026-01-01' });
	await tenant.made('organization_member', { organization_id: organization, person_id: member.id });
	const metric = await tenant.made('sla_metric', { desk_id: tenant.desk, name: 'Answer', start_on: 'created', stop_on: 'resolved' });
	await tenant.made('sla_goal', { metric_id: metric, position: 1, goal_s: 3600 });
});

/** Rows with a ticket_id, by table, of both tickets and of each. */
async function rowsOf(...tickets) {
	const tables = (await sql("SELECT table_name FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'ticket_id' ORDER BY 1")).map(([name]) => name);
	const counts = await sql(tables.map((name) => `SELECT '${name}', ${tickets.map((one) => `COALESCE(SUM(ticket_id = ${one.issueId}), 0)`).join()} FROM ${name}`).join(' UNION ALL '));
	return Object.fromEntries(counts.map(([name, ...each]) => [name, each.map(Number)]));
}

describe('a ticket that goes into another', () => {
	let old, into, before_, after_, notes, mails;
	const words = { old: word('old'), comment: word('com'), note: word('note') };
	before(async () => {
		into = await raise(ben, 'The one that stays');
		old = await tenant.raise(anna, [{ name: 'own.txt', bytes: 'own' }], { summary: `Old ${words.old}` });
		await comment(anna, old, `Hello ${words.comment}`);
		notes = await comment(agent, old, `Between us ${words.note}`, false);
		const [file] = await agent.upload(tenant.desk, { name: 'note.txt', bytes: 'note' });
		await agent.make(`${JSM}/request/${old.issueKey}/attachment`, { temporaryAttachmentIds: [file.temporaryAttachmentId], public: false, additionalComment: { body: 'With a file' } });
		const of = (values) => ({ ticket_id: Number(old.issueId), ...values });
		const when = '2026-01-01', person_id = anna.id;
		await sql(`INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity) VALUES (${tenant.id}, ${old.issueId}, ${carl.id}, '${when}')`);
		await sql(`INSERT INTO ticket_organization (tenant_id, ticket_id, organization_id, last_activity) VALUES (${tenant.id}, ${old.issueId}, ${organization}, '${when}')`);
		await tenant.made('feedback', of({ person_id, rating: 5, updated_at: when }));
		await tenant.made('subscription', of({ person_id: carl.id, subscribed: 0 }));
		await tenant.made('text_edit', of({ comment_id: Number(notes.id), body: 'Before', person_id: agent.id, created_at: when }));
		await tenant.made('text_edit', of({ field_key: 'description', body: 'Before', person_id, created_at: when }));
		await tenant.made('reply_draft', of({ person_id, body: '{"values":{},"files":[]}', updated_at: when, expires_at: '2099-01-01' }));
		await tenant.made('presence', of({ person_id: agent.id, writing: 0, seen_at: when }));
		await agent.make(`${LODGE}/request/${old.issueKey}/quote`, { currency: 'EUR', lines: [{ text: 'Work', amount: '100.00' }], validUntil: new Date(Date.now() + 30 * 86400e3).toISOString().slice(0, 10) });
		const address_id = await tenant.made('mail_address', { desk_id: tenant.desk, address: `${word()}@x.example`, request_type_id: tenant.type, enabled: 0, created_at: when }); // nobody is told: rows would come later
		const came = (more) => tenant.made('mail_in', of({ desk_id: tenant.desk, address_id, once: word().padEnd(32, 'x'), raw_key: word(), size: 1, envelope_from: 'a@x.example', envelope_to: 'b@x.example', received_at: when, ...more }));
		mails = { opened: await came({ state: 'done' }), note: await came({ state: 'done', comment_id: Number(notes.id) }), held: await came({ state: 'held' }) };
		await tenant.made('mail_reference', of({ desk_id: tenant.desk, message_hash: word().padEnd(32, 'x'), mail_id: mails.opened }));
		await tenant.made('mail_out', of({ desk_id: tenant.desk, address_id, recipient: 'a@x.example', kind: 'notice', message_id: word(), state: 'sent', created_at: when }));
		await tenant.made('notice', of({ first_activity_id: 1, last_activity_id: 1, told: 1, created_at: when }));
		const third = await raise(anna);
		for (const [ticket, kind] of [[third, 'blocks'], [into, 'relates']])
			await agent.make(`${LODGE}/request/${old.issueKey}/relation`, { issueKey: ticket.issueKey, kind });
		before_ = await rowsOf(old, into);
		for (const [table, [rows]] of Object.entries(before_))
				assert.ok(rows > 0, `${table} has a row of the old one, or this test says nothing of it`);
		await good(old, into);
		after_ = await rowsOf(old, into);
	});
	test('loses no row of any table', () => {
		for (const [table, [a, b]] of Object.entries(before_))
			assert.ok(after_[table][0] + after_[table][1] >= a + b, `${table}: ${before_[table]} -> ${after_[table]}`);
		for (const table of ['comment', 'attachment', 'search_text', 'mail_in', 'mail_reference'])
			assert.equal(after_[table][0], 0, `${table}: all of it moved`);
		for (const table of ['field_value', 'status_change', 'sla_cycle', 'feedback', 'quote', 'approval', 'ticket_organization', 'mail_out', 'notice'])
			assert.equal(after_[table][0] >= before_[table][0], true, `${table} is about the old one and stays with it`);
	});
	test('brings its mails: the one that opened it to its own text, one of a comment with that, one that is held without any', async () => {
		const [[own]] = await sql(`SELECT id FROM comment WHERE ticket_id = ${into.issueId} AND author_id = ${anna.id} AND body LIKE '%${words.old}%'`);
		assert.deepEqual(await sql(`SELECT id, ticket_id, comment_id FROM mail_in WHERE tenant_id = ${tenant.id} ORDER BY id`),
			[[mails.opened, into.issueId, own], [mails.note, into.issueId, notes.id], [mails.held, into.issueId, 'NULL']].map((row) => row.map(String)));
	});
	test('is found by its old key, everywhere, and what is written there stands in the new one', async () => {
		for (const who of [anna, agent, admin, carl]) {
			const answer = await read(who, old);
			assert.deepEqual([answer.status, answer.json.issueKey], [200, into.issueKey]);
			assert.equal((await read(who, old.issueId)).json.issueKey, into.issueKey);
		}
		await comment(anna, old, 'Still here');
		assert.equal((await said(ben, into)).at(-1).body, 'Still here');
		assert.equal((await agent.ask('PATCH', `${LODGE}/request/${old.issueKey}`, { priority: 'High' })).json.issueKey, into.issueKey);
	});
	test('brings its comments with author, time, audience and the key they came from, and its own text before them', async () => {
		const [own, hello] = await said(ben, into);
		assert.equal(own.author.accountId, anna.account);
		assert.match(own.body, new RegExp(`^\\*\\*Old ${words.old}\\*\\*\\n\\nx`));
		assert.equal(own.lodge.mergedFrom, old.issueKey);
		assert.equal(own.created.epochMillis, old.createdDate.epochMillis);
		assert.deepEqual([hello.body, hello.author.accountId, hello.lodge.mergedFrom], [`Hello ${words.comment}`, anna.account, old.issueKey]);
		assert.ok((await said(agent, into)).some((one) => one.body.includes(words.note) && !one.public));
		assert.ok((await said(ben, into)).every((one) => !one.body.includes(words.note)));
	});
	test('brings its files: its own to its text, a note\'s to the note', async () => {
		const files = (await ben.read(`${JSM}/request/${into.issueKey}/attachment`)).values;
		assert.deepEqual(files.map((one) => one.filename), ['own.txt']);
		assert.equal((await ben.get(files[0]._links.content.replace(ben.origin, ''))).status, 303);
		assert.deepEqual((await agent.read(`${JSM}/request/${into.issueKey}/attachment`)).values.map((one) => one.filename).sort(), ['note.txt', 'own.txt']);
	});
	test('is found by its words in the new one, by each as before', async () => {
		for (const text of [words.old, words.comment, old.issueKey])
			assert.deepEqual(await found(ben, text), [into.issueKey], text);
		assert.deepEqual(await found(ben, words.note), []);
		const team = await agent.read(`${LODGE}/agent/tickets?serviceDeskId=${tenant.desk}&q=${words.note}`);
		assert.deepEqual(team.values.map((row) => row.issueKey), [into.issueKey]);
	});
	test('brings who raised it and who took part; an organization that does not see the new one is not let in', async () => {
		const people = (await agent.read(`${JSM}/request/${into.issueKey}/participant`)).values.map((one) => one.accountId);
		assert.deepEqual(people.sort(), [anna.account, carl.account].sort());
		refuses(await read(member, old), 404);
		refuses(await read(member, into), 404);
		assert.deepEqual((await member.read(`${LODGE}/requests?reporter=all`)).values, [], 'nor is it shown a row that leads nowhere');
		assert.deepEqual((await sql(`SELECT subscribed FROM subscription WHERE ticket_id = ${into.issueId} AND person_id = ${carl.id}`)), [['0']]);
	});
	test('is closed itself: merged, its clocks at an end, nothing to be decided', async () => {
		const [[done, resolution, breach, goal]] = await sql(`SELECT done, resolution, COALESCE(breach_at, ''), merged_into FROM ticket WHERE id = ${old.issueId}`);
		assert.deepEqual([done, resolution, breach, goal], ['1', 'Merged', '', into.issueId]);
		assert.deepEqual(await sql(`SELECT COUNT(*), SUM(stopped_at IS NULL) FROM sla_cycle WHERE ticket_id = ${old.issueId}`), [['1', '0']]);
		assert.deepEqual(await sql(`SELECT COUNT(*), SUM(stopped_at IS NULL) FROM sla_cycle WHERE ticket_id = ${into.issueId}`), [['1', '1']]);
		assert.deepEqual(await sql(`SELECT state FROM quote WHERE ticket_id = ${old.issueId}`), [['void']]);
		assert.deepEqual((await sql(`SELECT kind FROM activity WHERE ticket_id = ${old.issueId} ORDER BY id`)).at(-1), ['merged']);
		assert.deepEqual((await sql(`SELECT after_text, public FROM activity WHERE ticket_id = ${into.issueId} AND kind = 'merged-from'`)), [[old.issueKey, '1']]);
		const mine = (await anna.read(`${LODGE}/requests?reporter=mine`)).values.find((row) => row.issueKey === old.issueKey);
		assert.equal(mine.currentStatus.statusCategory, 'DONE', 'its reporter finds it closed');
		assert.ok((await said(agent, into)).some((one) => !one.public && one.body.includes('EUR 100.00')), 'the team reads of the quote');
	});
	test('keeps its links, at the new one', async () => {
		const kinds = (await agent.read(`${LODGE}/request/${into.issueKey}/relation`)).values.map((one) => one.kind).sort();
		assert.deepEqual(kinds, ['blocks', 'relates']);
	});
	test('is merged once: the same again is so already, another is refused', async () => {
		const rows = await rowsOf(old, into);
		await good(old, into);
		assert.deepEqual(await rowsOf(old, into), rows);
		refuses(await merge(agent, old, await raise()), 409);
	});
	test('is not removed by its key: nobody means the other one', async () => {
		refuses(await admin.ask('DELETE', `${LODGE}/request/${old.issueKey}`), 409);
		assert.equal((await read(agent, into)).status, 200);
	});
});

describe('merging', () => {
	test('is refused into itself, in a circle, into what is not there, or not on the desks of the agent', async () => {
		const [one, two] = [await raise(), await raise()];
		refuses(await merge(agent, one, one), 409);
		refuses(await merge(agent, one, one.issueId), 409);
		refuses(await merge(agent, one, 'OWN-99999'), 400, 'into');
		await good(one, two);
		refuses(await merge(agent, two, one), 409);
		const elsewhere = await anna.make(`${JSM}/request`, { serviceDeskId: String(otherDesk), requestTypeId: String(otherType), requestFieldValues: { summary: 'There' } });
		refuses(await merge(agent, two, elsewhere), 400, 'into');
		refuses(await merge(agent, elsewhere, two), 404);
		refuses(await merge(anna, two, elsewhere), 403);
	});
	test('goes over desks for who answers on both, with the files', async () => {
		const elsewhere = await anna.make(`${JSM}/request`, { serviceDeskId: String(otherDesk), requestTypeId: String(otherType), requestFieldValues: { summary: 'There' } });
		const old = await tenant.raise(ben, [{ name: 'a.txt', bytes: 'a' }]);
		assert.equal((await merge(second, old, elsewhere)).status, 200);
		assert.equal((await read(ben, old)).json.issueKey, elsewhere.issueKey);
		refuses(await read(agent, old), 404);
		const [file] = (await ben.read(`${JSM}/request/${elsewhere.issueKey}/attachment`)).values;
		assert.equal((await ben.get(file._links.content.replace(ben.origin, ''))).status, 303);
	});
	test('over desks shows what its letters say to who answers on the other one, and no word of it to others', async () => {
		const secret = word('secret'), when = '2026-01-01';
		const elsewhere = await anna.make(`${JSM}/request`, { serviceDeskId: String(otherDesk), requestTypeId: String(otherType), requestFieldValues: { summary: `There ${secret}` } });
		const old = await raise(ben), outbox = `${LODGE}/servicedesk/${tenant.desk}/outbox`;
		const address_id = await tenant.made('mail_address', { desk_id: tenant.desk, address: `${word()}@merge.example`, request_type_id: tenant.type, enabled: 0, created_at: when });
		const mail_id = await tenant.made('mail_in', { desk_id: tenant.desk, address_id, once: word().padEnd(32, 'x'), raw_key: word(), size: 1, envelope_from: ben.email, envelope_to: 'b@x.example', received_at: when, state: 'done', proof: 'passed', person_id: ben.id, ticket_id: Number(old.issueId) });
		const sent = (ticket) => tenant.made('mail_out', { desk_id: tenant.desk, address_id, mail_id, ticket_id: Number(ticket.issueId), person_id: ben.id, recipient: ben.email, kind: 'received', message_id: word(), subject: `[${ticket.issueKey}] ${ticket === elsewhere ? secret : 'Something'}`, state: 'sent', created_at: when });
		const before_ = await sent(old), listed = async (id) => (await agent.read(`${outbox}?limit=100`)).values.find(({ letterId }) => letterId === String(id));
		assert.match((await agent.read(`${outbox}/${before_}`)).text, /Something/);
		assert.deepEqual([(await listed(before_)).issueKey, (await listed(before_)).subject], [old.issueKey, `[${old.issueKey}] Something`]);
		assert.equal((await merge(second, old, elsewhere)).status, 200);
		const after_ = await sent(elsewhere);
		for (const id of [before_, after_]) {
			const whole = await agent.get(`${outbox}/${id}`);
			assert.deepEqual([whole.status, whole.json.text, whole.json.html], [200, undefined, undefined]);
			assert.match(whole.json.needless, /another desk/);
			assert.ok(!whole.text.includes(secret) && !whole.text.includes(elsewhere.issueKey), whole.text);
			assert.equal((await listed(id)).subject, undefined);
			assert.ok((await second.read(`${outbox}/${id}`)).text.includes(secret), 'who answers on both reads it');
		}
		assert.equal((await listed(before_)).issueKey, old.issueKey, 'its own key was this desk\'s');
	});
	test('makes chains flat: every key leads to the last one', async () => {
		const [a, b, c] = [await raise(), await raise(), await raise()];
		await good(a, b);
		await good(b, c);
		for (const key of [a, b, c])
			assert.equal((await read(agent, key)).json.issueKey, c.issueKey);
		assert.deepEqual(await sql(`SELECT DISTINCT merged_into FROM ticket WHERE id IN (${a.issueId}, ${b.issueId})`), [[c.issueId]]);
		const froms = (await said(agent, c)).map((one) => one.lodge.mergedFrom);
		assert.deepEqual(froms, [a.issueKey, b.issueKey], 'each says where it was written');
	});
	test('with an Idempotency-Key is done once', async () => {
		const [a, b] = [await raise(), await raise()], key = { 'idempotency-key': word() };
		const answers = [await merge(agent, a, b, key), await merge(agent, a, b, key)];
		assert.deepEqual(answers.map((one) => one.status), [200, 200]);
		assert.equal(answers[0].text, answers[1].text);
	});
	test('of the same ticket twice at once ends in one of the two', async () => {
		for (let i = 0; i < 5; i++) {
			const [a, b, c] = [await raise(), await raise(), await raise()];
			const answers = await Promise.all([merge(agent, a, b), merge(second, a, c)]);
			assert.deepEqual(answers.map((one) => one.status).sort(), [200, 409], answers.map((one) => one.text.slice(0, 200)).join());
			const goal = answers[0].status === 200 ? b : c;
			assert.equal((await read(agent, a)).json.issueKey, goal.issueKey);
			assert.equal((await said(agent, goal)).length, 1);
		}
	});
	test('of two into each other at once leaves one', async () => {
		for (let i = 0; i < 5; i++) {
			const [a, b] = [await raise(), await raise()];
			const answers = await Promise.all([merge(agent, a, b), merge(second, b, a)]);
			assert.deepEqual(answers.map((one) => one.status).sort(), [200, 409], answers.map((one) => one.text.slice(0, 200)).join());
			assert.equal((await sql(`SELECT COUNT(*) FROM ticket WHERE id IN (${a.issueId}, ${b.issueId}) AND merged_into IS NULL`))[0][0], '1');
		}
	});
	test('of a chain at once ends flat', async () => {
		for (let i = 0; i < 5; i++) {
			const [a, b, c] = [await raise(), await raise(), await raise()];
			const answers = await Promise.all([merge(agent, a, b), merge(second, b, c)]);
			assert.deepEqual(answers.map((one) => one.status), [200, 200], answers.map((one) => one.text.slice(0, 200)).join());
			assert.equal((await read(agent, a)).json.issueKey, c.issueKey);
		}
	});
	test('while comments are written loses none of them', async () => {
		for (let i = 0; i < 3; i++) {
			const [old, into] = [await raise(), await raise()], texts = Array.from({ length: 8 }, () => word('race'));
			const write = async (text, k) => {
				for (;;) {
					const answer = await (k % 2 ? anna : agent).post(`${JSM}/request/${old.issueKey}/comment`, { body: text, public: true });
					if (answer.status === 201)
						return;
					assert.equal(answer.status, 503, answer.text);
				}
			};
			await Promise.all([...texts.slice(0, 4).map(write), good(old, into), ...texts.slice(4).map(write)]);
			const bodies = (await said(agent, into)).map((one) => one.body);
			for (const text of texts)
				assert.ok(bodies.includes(text), `${text} is in the new one`);
			assert.deepEqual(await sql(`SELECT COUNT(*) FROM comment WHERE ticket_id = ${old.issueId}`), [['0']]);
			for (const text of texts)
				assert.deepEqual((await anna.read(`${LODGE}/requests?reporter=all&q=${text}`)).values.map((row) => row.issueKey), [into.issueKey]);
		}
	});
	test('and then removing the one that stays leaves the old one closed, leading nowhere', async () => {
		const [old, into] = [await raise(), await raise()];
		await good(old, into);
		assert.equal((await admin.ask('DELETE', `${LODGE}/request/${into.issueKey}`)).status, 204);
		assert.equal((await read(anna, old)).json.issueKey, old.issueKey);
		assert.equal((await read(anna, old)).json.currentStatus.statusCategory, 'DONE');
		assert.equal((await admin.ask('DELETE', `${LODGE}/request/${old.issueKey}`)).status, 204);
	});
});
