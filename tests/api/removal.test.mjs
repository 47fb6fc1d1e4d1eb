// removal.test.mjs - what is taken away is gone: a file, a comment from the customer's eyes, a ticket, a tenant. Nothing of it is left in
// a table or in the store, and nothing of anybody else's goes with it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { signedUrl } from '../stack/s3.mjs';
import { JSM, LODGE, comment, newcomer, participate, program, raise, refuses, stack, word } from './lib/api.mjs';
import { lodgectl, sql } from './lib/operator.mjs';
import { openTenant, rowsOf, tenantTables } from './lib/own-tenant.mjs';

const at = (ticket, what) => `${JSM}/request/${ticket.issueKey}/${what}`;
const ours = (ticket, what = '') => `${LODGE}/request/${ticket.issueKey}${what && `/${what}`}`;
const remove = (who, ticket, file) => who.ask('DELETE', ours(ticket, `attachment/${file.id}`));
const filesOf = async (who, ticket) => (await who.read(at(ticket, 'attachment'))).values;
const objectOf = async (file) => (await sql(`SELECT object_key FROM attachment WHERE id = ${file.id}`))[0][0];
const bytesOf = async (tenant) => Number((await sql(`SELECT size FROM tenant_files WHERE tenant_id = ${tenant.id}`))[0]?.[0] ?? 0);
const doomed = async (...keys) => (await sql(`SELECT object_key FROM doomed_object WHERE object_key IN (${keys.map((key) => `'${key}'`).join()})`)).map(([key]) => key).sort();
const text = (name, size = 10) => ({ name, bytes: 'x'.repeat(size) });

/** What the store holds under a prefix. */
async function bucket(prefix) {
	const answer = await fetch(signedUrl(stack, 'GET', '', { query: { 'list-type': '2', prefix, 'max-keys': '1000' } }));
	assert.equal(answer.status, 200);
	return [...(await answer.text()).matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key);
}
/** The sweep deletes what is doomed; another one, of lodge-jobs, may be at it already. */
async function swept(...keys) {
	await lodgectl('sweep');
	assert.deepEqual(await doomed(...keys), []);
}

describe('a file that is removed', () => {
	let tenant, anna, agent;
	before(async () => {
		tenant = await openTenant();
		anna = await tenant.person();
		agent = await tenant.person('agent');
	});
	test('leaves every list, opens no more by any way, and counts no more; its log stays', async () => {
		const ticket = await tenant.raise(anna, [text('gone.txt', 1000), text('kept.txt', 500)]), [file, kept] = ticket.files;
		const key = await objectOf(file), counted = await bytesOf(tenant);
		const link = await anna.make(ours(ticket, `attachment/${file.id}/link`));
		assert.equal((await anna.get(at(ticket, `attachment/${file.id}`))).status, 303);
		assert.deepEqual(await bucket(key), [key]);
		assert.equal((await remove(anna, ticket, file)).status, 204);
		assert.deepEqual((await filesOf(anna, ticket)).map((one) => one.filename), ['kept.txt']);
		assert.deepEqual((await anna.read(`${JSM}/request/${ticket.issueKey}?expand=attachment`)).attachments.values.map((one) => one.filename), ['kept.txt']);
		refuses(await anna.get(at(ticket, `attachment/${file.id}`)), 404);
		refuses(await agent.get(at(ticket, `attachment/${file.id}`)), 404);
		refuses(await anna.post(ours(ticket, `attachment/${file.id}/link`)), 404);
		assert.equal((await fetch(link.url, { redirect: 'manual' })).status, 410);
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM file_link WHERE attachment_id = ${file.id} AND revoked_at IS NULL`), [['0']]);
		assert.equal(counted - await bytesOf(tenant), 1000);
		assert.deepEqual((await agent.read(ours(ticket, `attachment/${file.id}/download`))).values.map((one) => one.person.accountId), [anna.account]);
		assert.deepEqual(await sql(`SELECT state, removed_by FROM attachment WHERE id = ${file.id}`), [['removed', String(anna.id)]]);
		await swept(key);
		assert.deepEqual(await bucket(key), []);
		assert.equal(await (await fetch((await anna.get(at(ticket, `attachment/${kept.id}`))).headers.get('location'))).text(), 'x'.repeat(500));
	});
	test('goes with its small picture and with what was still to be done with it', async () => {
		const ticket = await tenant.raise(anna, [text('picture.txt')]), [file] = ticket.files, key = await objectOf(file);
		await fetch(signedUrl(stack, 'PUT', `${key}.thumb`), { method: 'PUT', body: 'small' });
		for (const kind of ['check', 'thumbnail'])
			await tenant.made('job', { lane: 'files', kind, subject_id: Number(file.id), due_at: '2099-01-01', created_at: '2026-01-01' });
		assert.deepEqual(await bucket(key), [key, `${key}.thumb`]);
		await remove(anna, ticket, file);
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM job WHERE tenant_id = ${tenant.id} AND subject_id = ${file.id}`), [['0']]);
		await swept(key);
		assert.deepEqual(await bucket(key), []);
	});
	test('goes once, however many remove it at once', async () => {
		const ticket = await tenant.raise(anna, [text('race.txt', 700)]), before = await bytesOf(tenant);
		const statuses = (await Promise.all(Array.from({ length: 8 }, (_, i) => remove(i % 2 ? anna : agent, ticket, ticket.files[0])))).map((one) => one.status);
		assert.equal(statuses.filter((status) => status === 204).length, 1, statuses.join(' '));
		assert.ok(statuses.every((status) => [204, 404].includes(status)), statuses.join(' '));
		assert.equal(before - await bytesOf(tenant), 700);
	});
	test('is removed by who sent it and by the team, and by nobody else; each is told what they may', async () => {
		const customer = await newcomer('copernicus'), guest = await newcomer('copernicus'), team = await program('copernicus', 'agent@copernicus.example');
		const [{ temporaryAttachmentId }] = await customer.upload(55, text('mine.txt'));
		const ticket = await raise(customer, { attachment: [temporaryAttachmentId] });
		await participate(guest, ticket);
		const [guests] = await guest.upload(55, text('guest.txt'));
		await guest.make(at(ticket, 'attachment'), { temporaryAttachmentIds: [guests.temporaryAttachmentId], public: true });
		const may = async (who) => (await filesOf(who, ticket)).map((file) => file.lodge.mayRemove);
		assert.deepEqual([await may(customer), await may(guest), await may(team)], [[true, false], [false, true], [true, true]]);
		const [mine, theirs] = await filesOf(customer, ticket);
		refuses(await remove(customer, ticket, theirs), 403);
		refuses(await remove(guest, ticket, mine), 403);
		refuses(await remove(await newcomer('copernicus'), ticket, mine), 404);
		assert.equal((await filesOf(customer, ticket)).length, 2);
		assert.equal((await remove(guest, ticket, theirs)).status, 204);
		assert.equal((await remove(team, ticket, mine)).status, 204);
		refuses(await remove(team, ticket, mine), 404);
		refuses(await remove(customer, ticket, { id: '99999999' }), 404);
	});
	test('of a note is nothing to a customer', async () => {
		const ticket = await tenant.raise(anna), id = await tenant.send(agent, text('note.txt'));
		const { attachments } = await agent.make(at(ticket, 'attachment'), { temporaryAttachmentIds: [id], public: false });
		refuses(await remove(anna, ticket, attachments.values[0]), 404);
		assert.equal((await remove(agent, ticket, attachments.values[0])).status, 204);
	});
	test('says by its SHA-256 what it is, while it is there', async () => {
		const ticket = await tenant.raise(anna, [{ name: 'a.txt', bytes: 'abc' }]);
		assert.equal(ticket.files[0].lodge.sha256, createHash('sha256').update('abc').digest('hex'));
	});
});

describe('a comment that is hidden', () => {
	let agent, customer, ticket, said;
	const found = async (who, path, words) => (await who.read(`${path}${words}`)).values.some((one) => one.issueKey === ticket.issueKey);
	before(async () => {
		agent = await program('copernicus', 'agent@copernicus.example');
		customer = await newcomer('copernicus');
		ticket = await raise(customer);
		said = await comment(agent, ticket, 'The secret zebrafish');
	});
	test('is a note: for the team only, also in the search', async () => {
		assert.ok(await found(customer, `${LODGE}/requests?reporter=all&q=`, 'zebrafish'));
		assert.equal((await agent.post(ours(ticket, `comment/${said.id}/hide`))).status, 204);
		refuses(await customer.get(at(ticket, `comment/${said.id}`)), 404);
		assert.equal((await customer.read(at(ticket, 'comment'))).size, 0);
		const [note] = (await agent.read(at(ticket, 'comment'))).values;
		assert.equal(note.public, false);
		assert.equal(note.body, 'The secret zebrafish');
		assert.ok(!await found(customer, `${LODGE}/requests?reporter=all&q=`, 'zebrafish'));
		assert.ok(await found(agent, `${LODGE}/agent/tickets?serviceDeskId=55&q=`, 'zebrafish'));
	});
	test('moves the ticket to the top for the team, and for the customer nothing shows', async () => {
		const seen = (await customer.read(`${JSM}/request/${ticket.issueKey}`)).lodge.updatedDate.epochMillis;
		const other = await comment(agent, ticket, 'Another');
		const before = (await customer.read(`${JSM}/request/${ticket.issueKey}`)).lodge.updatedDate.epochMillis;
		assert.ok(before > seen);
		await agent.post(ours(ticket, `comment/${other.id}/hide`));
		assert.equal((await customer.read(`${JSM}/request/${ticket.issueKey}`)).lodge.updatedDate.epochMillis, before);
		const team = (await agent.read(`${JSM}/request/${ticket.issueKey}`)).lodge.updatedDate.epochMillis;
		assert.ok(team > before);
		assert.equal((await agent.post(ours(ticket, `comment/${other.id}/hide`))).status, 204, 'again is harmless');
		assert.equal((await agent.read(`${JSM}/request/${ticket.issueKey}`)).lodge.updatedDate.epochMillis, team);
	});
	test('closes the links to its files that customers have, and their downloads', async () => {
		const [{ temporaryAttachmentId }] = await customer.upload(55, text('said.txt'));
		const { comment: made, attachments } = await customer.make(at(ticket, 'attachment'), { temporaryAttachmentIds: [temporaryAttachmentId], public: true });
		const file = attachments.values[0], link = await customer.make(ours(ticket, `attachment/${file.id}/link`));
		assert.equal((await fetch(link.url, { redirect: 'manual' })).status, 303);
		assert.equal((await agent.post(ours(ticket, `comment/${made.id}/hide`))).status, 204);
		assert.equal((await fetch(link.url, { redirect: 'manual' })).status, 410);
		refuses(await customer.get(at(ticket, `attachment/${file.id}`)), 404);
		assert.equal((await agent.get(at(ticket, `attachment/${file.id}`))).status, 303);
	});
	test('is hidden by the team only, and on its own ticket only', async () => {
		const mine = await comment(customer, ticket, 'Mine'), elsewhere = await raise(customer);
		refuses(await customer.post(ours(ticket, `comment/${mine.id}/hide`)), 403);
		refuses(await agent.post(ours(elsewhere, `comment/${mine.id}/hide`)), 404);
		refuses(await agent.post(ours(ticket, 'comment/99999999/hide')), 404);
		assert.equal((await customer.get(at(ticket, `comment/${mine.id}`))).status, 200);
	});
});

/** The tables that belong to a ticket, as the foreign keys have it: by ticket_id, or by a row that does. */
async function ticketTables() {
	const keys = await sql("SELECT table_name, column_name, referenced_table_name FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_column_name = 'id'");
	const found = new Map([['ticket', 'id']]);
	for (let before = 0; before !== found.size;) {
		before = found.size;
		for (const [table, column, parent] of keys)
			if (found.has(parent) && !found.has(table))
				found.set(table, { column, parent });
	}
	return found;
}
/** Rows of a table that belong to the ticket: { attachment: 2, ... } */
async function rowsOfTicket(ticket) {
	const tables = await ticketTables(), counts = {};
	const where = (table) => {
		const way = tables.get(table);
		return way === 'id' ? `id = ${ticket.issueId}` : `${way.column} IN (SELECT id FROM ${way.parent} WHERE ${where(way.parent)})`;
	};
	for (const table of tables.keys())
		counts[table] = Number((await sql(`SELECT COUNT(*) FROM ${table} WHERE ${where(table)}`))[0][0]);
	return counts;
}

/** A row of each table that the desk keeps beside a ticket. */
async function besides(tenant, ticket, { person, comment: said, other }) {
	const { made } = tenant, when = '2026-01-01', ticket_id = Number(ticket.issueId);
	await made('text_edit', { ticket_id, comment_id: Number(said.id), body: 'x', person_id: person.id, created_at: when });
	await made('feedback', { ticket_id, person_id: person.id, rating: 5, updated_at: when });
	await made('subscription', { ticket_id, person_id: person.id, subscribed: 0 });
	await made('reply_draft', { ticket_id, person_id: person.id, body: '{}', updated_at: when, expires_at: '2099-01-01' });
	await made('presence', { ticket_id, person_id: person.id, writing: 0, seen_at: when });
	await made('relation', { ticket_id, other_id: other, kind: 'blocks', created_by: person.id, created_at: when });
	await made('relation', { ticket_id: other, other_id: ticket_id, kind: 'relates', created_by: person.id, created_at: when });
	await sql(`INSERT INTO quote (tenant_id, ticket_id, version, state, currency, total, valid_until, document, sha256, author_id, created_at)
		VALUES (${tenant.id}, ${ticket_id}, 1, 'pending', 'EUR', 100, '2099-01-01', '{}', UNHEX(SHA2('{}', 256)), ${person.id}, '${when}')`);
	const quote = Number((await sql(`SELECT id FROM quote WHERE ticket_id = ${ticket_id}`))[0][0]);
	await made('quote_line', { quote_id: quote, position: 1, text: 'Work', amount: 100 });
	const approval = await made('approval', { ticket_id, quote_id: quote, name: 'Price', created_by: person.id, created_at: when });
	await made('approver', { approval_id: approval, person_id: person.id, ticket_id, last_activity: when });
	const calendar = await made('calendar', { name: word(), time_zone: 'UTC', created_at: when });
	await made('calendar_span', { calendar_id: calendar, weekday: 1, starts: 0, ends: 60 });
	await made('calendar_holiday', { calendar_id: calendar, day: 20260101, name: 'New year' });
	const metric = await made('sla_metric', { desk_id: tenant.desk, name: word(), start_on: 'created', stop_on: 'resolved' });
	await made('sla_goal', { metric_id: metric, position: 1, goal_s: 3600, calendar_id: calendar });
	const cycle = await made('sla_cycle', { metric_id: metric, ticket_id, started_at: when, goal_ms: 3600000, calendar_id: calendar });
	await made('sla_event', { cycle_id: cycle, at: when, kind: 'started', because: 'created' });
	await mailOf(tenant, ticket, { person, said });
}
/** Of mail: a mail that became a comment, what refers to it, a letter that waits; all of them name the ticket. */
async function mailOf(tenant, ticket, { person, said }) {
	const { made } = tenant, when = '2026-01-01', ticket_id = Number(ticket.issueId), desk_id = tenant.desk;
	const address = await made('mail_address', { desk_id, address: `${word()}@x.example`.toLowerCase(), request_type_id: tenant.type, enabled: 0, created_at: when }); // so that nobody is told of anything
	const mailbox = await made('mailbox', { address_id: address, host: 'imap.example', user_name: 'u', secret: 's' });
	await sql(`INSERT INTO mail_in (tenant_id, desk_id, address_id, mailbox_id, once, raw_key, size, envelope_from, envelope_to, state, person_id, ticket_id, comment_id, received_at)
		VALUES (${tenant.id}, ${desk_id}, ${address}, ${mailbox}, UNHEX(SHA2('${word()}', 256)), '${rawOf(tenant, ticket)}', 4, '', 'x@x.example', 'done', ${person.id}, ${ticket_id}, ${said.id}, '${when}')`);
	const mail = Number((await sql(`SELECT id FROM mail_in WHERE ticket_id = ${ticket_id}`))[0][0]);
	await fetch(signedUrl(stack, 'PUT', rawOf(tenant, ticket)), { method: 'PUT', body: 'mail' });
	await sql(`INSERT INTO mail_reference (tenant_id, desk_id, message_hash, ticket_id, mail_id) VALUES (${tenant.id}, ${desk_id}, UNHEX(SHA2('${word()}', 256)), ${ticket_id}, ${mail})`);
	const notice = await made('notice', { ticket_id, person_id: person.id, first_activity_id: 1, last_activity_id: 1, created_at: when });
	const letter = { desk_id, address_id: address, recipient: 'x@x.example', kind: 'notice', created_at: when };
	await made('mail_out', { ...letter, ticket_id, notice_id: notice, person_id: person.id, message_id: word() });
	await made('mail_out', { ...letter, mail_id: mail, message_id: word() });
	for (const kind of ['letter', 'notice'])
		await made('job', { lane: 'mail', kind, subject_id: kind === 'letter' ? Number((await sql(`SELECT id FROM mail_out WHERE ticket_id = ${ticket_id} AND notice_id = ${notice}`))[0][0]) : notice, due_at: '2099-01-01', created_at: when });
	await made('mail_block', { desk_id, sender: word(), created_by: person.id, created_at: when });
	await made('mail_recipient', { address: word() });
	await made('mail_rate', { name: word(), began_at: when, n: 1 });
}
const rawOf = (tenant, ticket) => `${tenant.id}/raw-of-${ticket.issueId}`;

describe('a ticket that is removed', () => {
	let tenant, anna, agent, admin;
	before(async () => {
		tenant = await openTenant();
		[anna, agent, admin] = [await tenant.person(), await tenant.person('agent'), await tenant.person('admin')];
	});

	/** A ticket with a row in every table that belongs to tickets, and the keys of its objects. */
	async function full() {
		const word1 = word('findable'), ticket = await tenant.raise(anna, [text('one.txt', 100), text('two.txt', 200)], { summary: word1 });
		const said = await comment(agent, ticket, `Said ${word1}`), guest = await tenant.person();
		const answer = await agent.make(at(ticket, 'attachment'), { temporaryAttachmentIds: [await tenant.send(agent, text('three.txt', 300))], public: true });
		const organization = await tenant.made('organization', { name: word(), created_at: '2026-01-01' });
		await tenant.made('ticket_organization', { ticket_id: Number(ticket.issueId), organization_id: organization, last_activity: '2026-01-01' });
		await participate(guest, ticket);
		await besides(tenant, ticket, { person: anna, comment: said, other: Number((await tenant.raise(anna)).issueId) });
		const files = [...ticket.files, answer.attachments.values[0]];
		for (const file of files) {
			const { url } = await anna.make(ours(ticket, `attachment/${file.id}/link`));
			await fetch(url, { redirect: 'manual' });
			await anna.get(at(ticket, `attachment/${file.id}`));
			await tenant.made('job', { lane: 'files', kind: 'thumbnail', subject_id: Number(file.id), due_at: '2099-01-01', created_at: '2026-01-01' });
		}
		await tenant.made('upload', { attachment_id: Number(files[0].id), length: 100, tail_key: `uploads/${files[0].id}/left.tail` });
		await tenant.made('upload_part', { attachment_id: Number(files[0].id), number: 1, etag: 'x', size: 1 });
		await remove(anna, ticket, files[1]);
		const keys = await Promise.all(files.map(objectOf));
		await fetch(signedUrl(stack, 'PUT', `uploads/${files[0].id}/left.tail`), { method: 'PUT', body: 'tail' });
		return { ...ticket, said, files, word: word1, keys, objects: [...keys, `uploads/${files[0].id}/left.tail`, rawOf(tenant, ticket)], letters: await lettersOf(ticket) };
	}

	/** Work of the lane `mail` for the ticket: the ids of its jobs. */
	const lettersOf = async (ticket) => (await sql(`SELECT j.id FROM job j WHERE j.lane = 'mail' AND j.tenant_id = ${tenant.id}
		AND (j.kind = 'notice' AND j.subject_id IN (SELECT id FROM notice WHERE ticket_id = ${ticket.issueId}) OR j.kind = 'letter' AND j.subject_id IN (SELECT id FROM mail_out WHERE ticket_id = ${ticket.issueId}))`)).map(([id]) => id);

	async function isGone(ticket, neighbour, before) {
		const left = Object.entries(await rowsOfTicket(ticket)).filter(([, n]) => n > 0);
		assert.deepEqual(left, [], 'no row of it is left');
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM job WHERE subject_id IN (${ticket.files.map((file) => file.id).join()}) AND tenant_id = ${tenant.id} AND lane = 'files'`), [['0']]);
		assert.equal(ticket.letters.length, 2);
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM job WHERE id IN (${ticket.letters.join()})`), [['0']]);
		assert.deepEqual(await lettersOf(neighbour), neighbour.letters);
		for (const who of [anna, agent, admin])
			refuses(await who.get(`${JSM}/request/${ticket.issueKey}`), 404);
		assert.deepEqual((await anna.read(`${LODGE}/requests?q=${ticket.word}`)).values, []);
		assert.deepEqual(await rowsOfTicket(neighbour), before, "a neighbour's rows are all there");
		await swept(...ticket.objects);
		for (const key of ticket.objects)
			assert.deepEqual(await bucket(key), [], key);
		for (const key of [neighbour.keys[0], neighbour.keys[2]])
			assert.deepEqual((await bucket(key)).filter((one) => one === key), [key]);
		assert.equal((await fetch((await anna.get(at(neighbour, `attachment/${neighbour.files[0].id}`))).headers.get('location'))).status, 200);
	}

	test('leaves no row in any table that belongs to tickets, and no object; its neighbour has all of its own', async () => {
		const [ticket, neighbour] = [await full(), await full()], counted = await bytesOf(tenant), rows = await rowsOfTicket(neighbour);
		for (const [table, n] of Object.entries(await rowsOfTicket(ticket)))
			assert.ok(n > 0, `${table} belongs to tickets: this test gives one a row of it, and desk/removal.c takes it away`);
		assert.equal((await admin.ask('DELETE', ours(ticket))).status, 204);
		assert.equal(counted - await bytesOf(tenant), 400, 'the file that was removed before had been given back');
		await isGone(ticket, neighbour, rows);
		refuses(await admin.ask('DELETE', ours(ticket)), 404);
	});
	test('by the operator is as gone', async () => {
		const [ticket, neighbour] = [await full(), await full()], rows = await rowsOfTicket(neighbour);
		assert.match(await lodgectl('ticket', 'remove', '--tenant', tenant.slug, '--key', ticket.issueKey), /is gone/);
		await isGone(ticket, neighbour, rows);
		await assert.rejects(lodgectl('ticket', 'remove', '--tenant', tenant.slug, '--key', ticket.issueKey), /has no ticket/);
	});
	test('is removed by an admin of its tenant and by nobody else', async () => {
		const ticket = await tenant.raise(anna);
		for (const who of [anna, agent])
			refuses(await who.ask('DELETE', ours(ticket)), 403);
		refuses(await (await program('copernicus', 'admin@copernicus.example')).ask('DELETE', ours(ticket)), 404);
		assert.equal((await anna.get(`${JSM}/request/${ticket.issueKey}`)).status, 200);
	});
	test('while others write on it is gone all the same, and they are told', async () => {
		const ticket = await tenant.raise(anna, [text('a.txt')]);
		const id = await tenant.send(anna, text('late.txt'));
		const writers = Array.from({ length: 12 }, (_, i) => i === 6 ? admin.ask('DELETE', ours(ticket))
			: i === 8 ? anna.post(at(ticket, 'attachment'), { temporaryAttachmentIds: [id], public: true })
				: anna.post(at(ticket, 'comment'), { body: `Said ${i}`, public: true }));
		const statuses = (await Promise.all(writers)).map((one) => one.status);
		assert.equal(statuses[6], 204, statuses.join(' '));
		assert.ok(statuses.every((status) => [201, 204, 404].includes(status)), statuses.join(' '));
		assert.deepEqual(Object.entries(await rowsOfTicket(ticket)).filter(([, n]) => n > 0), []);
	});
});

describe('a quota', () => {
	let tenant, anna;
	const MIB = 1 << 20;
	const attempt = (who, size) => {
		const form = new FormData();
		form.append('file', new Blob([Buffer.alloc(size, 120)]), 'q.txt');
		return who.post(`${JSM}/servicedesk/${tenant.desk}/attachTemporaryFile`, form);
	};
	before(async () => {
		tenant = await openTenant();
		anna = await tenant.person();
		await lodgectl('tenant', 'quota', '--tenant', tenant.slug, '--size', String(3 * MIB));
	});
	test('that is full refuses with 413, and what is removed makes room again', async () => {
		const ticket = await tenant.raise(anna, [text('two.txt', 2 * MIB)]);
		refuses(await attempt(anna, MIB + 1), 413);
		assert.equal(await bytesOf(tenant), 2 * MIB);
		assert.equal((await attempt(anna, MIB)).status, 201);
		refuses(await attempt(anna, 1), 413);
		assert.equal((await remove(anna, ticket, ticket.files[0])).status, 204);
		assert.equal((await attempt(anna, 2 * MIB)).status, 201);
		refuses(await attempt(anna, 1), 413);
		assert.equal(await bytesOf(tenant), 3 * MIB);
	});
	test('is not passed by uploads at once', async () => {
		await sql(`DELETE FROM attachment WHERE tenant_id = ${tenant.id} AND state = 'temporary'; UPDATE tenant_files SET size = 0 WHERE tenant_id = ${tenant.id}`);
		const statuses = (await Promise.all(Array.from({ length: 8 }, () => attempt(anna, 600 * 1024)))).map((one) => one.status);
		assert.equal(statuses.filter((status) => status === 201).length, 5, statuses.join(' '));
		assert.ok(statuses.every((status) => [201, 413].includes(status)), statuses.join(' '));
		assert.equal(await bytesOf(tenant), 5 * 600 * 1024);
	});
	test("is its tenant's own, and none is none", async () => {
		const other = await openTenant(), eve = await other.person();
		await other.raise(eve, [text('free.txt', 2 * MIB)]);
		await lodgectl('tenant', 'quota', '--tenant', tenant.slug, '--size', '0');
		assert.equal((await attempt(anna, 2 * MIB)).status, 201);
	});
	test('is shown by `tenant list`, what a desk takes by `desk list`', async () => {
		await lodgectl('tenant', 'quota', '--tenant', tenant.slug, '--size', String(7 * MIB));
		assert.match((await lodgectl('tenant', 'list')).split('\n').find((line) => line.startsWith(tenant.slug)), /files=\d+ MiB of 7 Trial/);
		await lodgectl('desk', 'files', '--tenant', tenant.slug, '--desk', String(tenant.desk), '--types', 'image/* application/pdf', '--size-max', '1000', '--unscanned', 'refuse');
		assert.match(await lodgectl('desk', 'list', '--tenant', tenant.slug), /types="image\/\* application\/pdf" size-max=1000 unscanned=refuse/);
		refuses(await attempt(anna, 1001), 413);
		refuses(await attempt(anna, 1000), 415);
		await lodgectl('desk', 'files', '--tenant', tenant.slug, '--desk', String(tenant.desk), '--types', '', '--size-max', '0');
		assert.doesNotMatch(await lodgectl('desk', 'list', '--tenant', tenant.slug), /types=|size-max=/);
		assert.equal((await attempt(anna, 1001)).status, 201);
		for (const wrong of [['--types', 'image'], ['--types', 'image/ png'], ['--types', 'image/*,text/*'], ['--types', ' image/*'], ['--types', 'image/* '], ['--size-max', '-1'], ['--unscanned', 'maybe']])
			await assert.rejects(lodgectl('desk', 'files', '--tenant', tenant.slug, '--desk', String(tenant.desk), ...wrong), undefined, wrong.join(' '));
		await assert.rejects(lodgectl('desk', 'files', '--tenant', tenant.slug, '--desk', '55', '--unscanned', 'warn'), /has no desk/);
		await assert.rejects(lodgectl('tenant', 'quota', '--tenant', tenant.slug, '--size', '-1'));
	});
});

describe('a tenant that is removed', () => {
	/** A tenant with a row in every table that tenants have. */
	async function full() {
		const tenant = await openTenant(), { made } = tenant, [anna, admin] = [await tenant.person(), await tenant.person('admin')], agent = await tenant.person('agent');
		const when = '2026-01-01';
		const binary = async (table, values, hashes) => sql(`INSERT INTO ${table} (tenant_id, ${Object.keys({ ...values, ...hashes }).join()}) VALUES (${tenant.id},
			${[...Object.values(values).map((value) => typeof value === 'string' ? `'${value}'` : value), ...Object.values(hashes).map((seed) => `UNHEX(SHA2('${tenant.id} ${seed}', 256))`)].join()})`);
		const ticket = await tenant.raise(anna, [text('one.txt', 100), text('two.txt', 200)]);
		await besides(tenant, ticket, { person: anna, comment: await comment(agent, ticket, 'Said'), other: Number((await tenant.raise(anna)).issueId) });
		await made('search_common', { word: 'the', texts: 30000, counted_at: when });
		await made('queue', { desk_id: tenant.desk, name: 'Mine' });
		await made('template', { desk_id: tenant.desk, name: 'Thanks', body: 'x', updated_by: anna.id, updated_at: when });
		await anna.make(`${JSM}/request/${ticket.issueKey}/comment`, { body: 'Once', public: true }, { 'idempotency-key': word() });
		await fetch((await anna.make(ours(ticket, `attachment/${ticket.files[0].id}/link`))).url, { redirect: 'manual' });
		await tenant.send(anna, text('waiting.txt', 300));
		const organization = await made('organization', { name: 'Ours', created_at: when });
		await made('organization_member', { organization_id: organization, person_id: anna.id });
		await made('desk_organization', { desk_id: tenant.desk, organization_id: organization });
		await made('ticket_organization', { ticket_id: Number(ticket.issueId), organization_id: organization, last_activity: when });
		await made('ticket_participant', { ticket_id: Number(ticket.issueId), person_id: agent.id, last_activity: when });
		const group = await made('request_type_group', { desk_id: tenant.desk, name: 'Group' });
		await made('request_type_group_member', { group_id: group, request_type_id: tenant.type });
		const field = await made('field', { request_type_id: tenant.type, key_name: 'customfield_1', kind: 'select', label: 'Choice' });
		await made('field_option', { field_id: field, label: 'A' });
		const provider = await made('provider', { label: 'P', issuer: 'https://op.example', client_id: 'portal' });
		await made('identity', { provider_id: provider, sub: 'x', person_id: anna.id, created_at: when });
		await made('provider_document', { provider_id: provider, kind: 'jwks', next_try_at: when });
		await binary('login_attempt', { provider_id: provider, nonce: 'n', verifier: 'v', return_to: '/', address: '::1', created_at: when }, { state_hash: 's', browser_hash: 'b' });
		await binary('session', { person_id: anna.id, provider_id: provider, idp_sub: 'x', created_at: when, seen_at: when, expires_at: '2099-01-01' }, { id_hash: 'i' });
		await binary('logout_token', { provider_id: provider, created_at: when }, { jti_hash: 'j' });
		await made('desk_watch', { desk_id: tenant.desk, person_id: anna.id });
		await made('draft', { person_id: anna.id, request_type_id: tenant.type, body: '{}', updated_at: when, expires_at: '2099-01-01' });
		await made('job', { lane: 'mail', kind: 'check', subject_id: 1, due_at: '2099-01-01', created_at: when });
		const sending = await made('attachment', { state: 'uploading', desk_id: tenant.desk, person_id: anna.id, object_key: `${tenant.id}/sending`, filename: 'x', mime_type: 'text/plain', size: 500, created_at: when, expires_at: '2099-01-01' });
		await made('upload', { attachment_id: sending, length: 500, tail_key: `uploads/${sending}/l.tail` });
		await made('upload_part', { attachment_id: sending, number: 1, etag: 'e', size: 5 });
		await fetch(signedUrl(stack, 'PUT', `uploads/${sending}/l.tail`), { method: 'PUT', body: 'tail' });
		return { ...tenant, anna, admin, ticket, tail: `uploads/${sending}/l.tail` };
	}
	const close = (tenant, ...more) => lodgectl('tenant', 'remove', '--tenant', tenant.slug, ...more);

	test('leaves no row in any table of the schema and no object; its neighbour has all of its own', async () => {
		const [tenant, neighbour] = [await full(), await full()], tables = await tenantTables();
		for (const [table, n] of Object.entries(await rowsOf(tenant, tables)))
			assert.ok(n > 0, `${table} is a table of tenants: give it a row in this test, and its place in desk/tenant_end.c`);
		const before = await rowsOf(neighbour, tables), objects = await bucket(`${neighbour.id}/`);
		assert.equal((await bucket(`${tenant.id}/`)).length, 4);
		await assert.rejects(close(tenant), /--yes/);
		assert.equal((await tenant.anna.get(`${LODGE}/me`)).status, 200, 'nothing has happened');

		// Somebody writes to the last moment.
		let over = false;
		const statuses = new Set(), writer = (async () => {
			while (!over)
				statuses.add((await tenant.anna.post(at(tenant.ticket, 'comment'), { body: 'Still here', public: true })).status);
		})();
		try {
			assert.match(await close(tenant, '--yes'), /is gone/);
		} finally {
			over = true;
			await writer;
		}
		assert.deepEqual([...statuses].filter((status) => ![201, 404].includes(status)), []);
		assert.deepEqual(Object.entries(await rowsOf(tenant, tables)).filter(([, n]) => n > 0), []);
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM tenant WHERE id = ${tenant.id}`), [['0']]);
		refuses(await tenant.anna.get(`${LODGE}/me`), 404);
		assert.deepEqual(await rowsOf(neighbour, tables), before);
		await lodgectl('sweep');
		assert.deepEqual(await bucket(`${tenant.id}/`), []);
		assert.deepEqual(await bucket(tenant.tail), []);
		assert.deepEqual(await bucket(`${neighbour.id}/`), objects);
		assert.equal((await neighbour.anna.get(`${LODGE}/me`)).status, 200);
		await assert.rejects(close(tenant, '--yes'), /there is no tenant/);
	});
	test('goes on after it was cut short, wherever that was', async () => {
		const tenant = await full(), tables = await tenantTables();
		const child = spawn(join(stack.programs, 'lodgectl'), ['--conf', stack.confFile, 'tenant', 'remove', '--tenant', tenant.slug, '--yes']);
		await new Promise((done) => child.stdout.on('data', (piece) => String(piece).includes('is closed') && done()));
		child.kill('SIGKILL');
		assert.deepEqual(await sql(`SELECT slug, host FROM tenant WHERE id = ${tenant.id}`), [[`~${tenant.slug}`, `~${tenant.id}`]]);
		// A row that something else holds, far down in the order.
		await sql(`CREATE TABLE test_holds (tenant_id BIGINT, person_id BIGINT, FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)) ENGINE=InnoDB;
			INSERT INTO test_holds VALUES (${tenant.id}, ${tenant.anna.id})`);
		try {
			await assert.rejects(close(tenant, '--yes'), /still writes/);
		} finally {
			await sql('DROP TABLE test_holds');
		}
		const left = await rowsOf(tenant, tables);
		assert.ok(left.person > 0 && left.ticket === 0, 'cut in the middle');
		assert.match(await close(tenant, '--yes'), /is gone/);
		assert.deepEqual(Object.entries(await rowsOf(tenant, tables)).filter(([, n]) => n > 0), []);
	});
});
