// edits.test.mjs - changing what one wrote, for a while: one's own comments, summary and description of one's own request. What stood
// there before stays, for whoever sees the text.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, comment, newOrganization, newcomer, participate, raise, refuses, word } from './lib/api.mjs';
import { makeDesk } from './lib/desk-maker.mjs';
import { sql } from './lib/operator.mjs';
import * as shapes from './lib/shapes.mjs';

const ofComment = (ticket, id) => `${LODGE}/request/${ticket.issueKey}/comment/${id}`;
const ofField = (ticket) => `${LODGE}/request/${ticket.issueKey}/field`;
const edit = (who, ticket, id, body, was) => who.ask('PUT', ofComment(ticket, id), { body, was });
const editFields = (who, ticket, values) => who.ask('PUT', ofField(ticket), values);
const textsOf = async (who, path) => (await who.read(`${path}/edit`)).values.map((one) => one.body);
const found = async (who, words) => (await who.read(`${LODGE}/requests?reporter=all&q=${words}`)).values.length;
let place, anna, mate, guest, agent, other, admin;

before(async () => {
	place = await makeDesk('edits');
	const organization = await newOrganization(place.slug);
	anna = await newcomer(place.slug, { organization, name: 'Anna' });
	mate = await newcomer(place.slug, { organization, name: 'Mate' });
	guest = await newcomer(place.slug, { name: 'Guest' });
	agent = await newcomer(place.slug, { role: 'agent', desks: [place.desk], name: 'Agent' });
	other = await newcomer(place.slug, { role: 'agent', desks: [place.desk], name: 'Other' });
	admin = await newcomer(place.slug, { role: 'admin', name: 'Admin' });
});
const make = (who = anna, values = {}) => raise(who, { desk: place.desk, type: place.type, ...values });
const fieldOf = (request, id) => request.requestFieldValues.find((field) => field.fieldId === id)?.value;

describe('a comment', () => {
	test('is changed by who wrote it, and what stood there before stays', async () => {
		const ticket = await make(), [first, second, third] = [word(), word(), word()];
		const said = await comment(anna, ticket, first);
		assert.ok(said.lodge.editUntil.epochMillis > said.created.epochMillis + 890_000);
		assert.equal(said.lodge.editedDate, undefined);
		const changed = await edit(anna, ticket, said.id, ` ${second} `, first);
		assert.equal(changed.status, 200);
		shapes.commentShape(changed.json, 'comment');
		assert.equal(changed.json.body, second);
		assert.ok(changed.json.lodge.editedDate);
		assert.deepEqual(changed.json.created, said.created);
		await edit(anna, ticket, said.id, third);
		for (const who of [anna, mate, agent]) {
			assert.deepEqual(await textsOf(who, ofComment(ticket, said.id)), [second, first], 'newest first');
			assert.equal((await who.read(`${JSM}/request/${ticket.issueKey}/comment/${said.id}`)).body, third);
		}
		shapes.page(shapes.edit)(await mate.read(`${ofComment(ticket, said.id)}/edit`), 'edits');
		assert.deepEqual([await found(anna, first), await found(anna, second), await found(anna, third)], [0, 0, 1], 'is found by its words of now');
		assert.deepEqual(await sql(`SELECT kind, public, person_id, subject_id FROM activity WHERE ticket_id = ${ticket.issueId} AND kind = 'comment-edited'`),
			Array(2).fill(['comment-edited', '1', String(anna.id), said.id]));
	});
	test('is nobody else\'s to change', async () => {
		const ticket = await make();
		await participate(guest, ticket);
		const said = await comment(anna, ticket, 'Mine'), theirs = await comment(mate, ticket, 'Theirs');
		for (const who of [mate, guest, agent, admin])
			refuses(await edit(who, ticket, said.id, 'Not mine'), 403);
		const outsider = await newcomer(place.slug);
		refuses(await edit(outsider, ticket, said.id, 'Not mine'), 404);
		refuses(await outsider.get(`${ofComment(ticket, said.id)}/edit`), 404);
		assert.equal((await edit(mate, ticket, theirs.id, 'Still theirs')).status, 200, 'who sees it through an organization changes their own');
		assert.equal((await mate.read(`${JSM}/request/${ticket.issueKey}/comment/${said.id}`)).lodge.editUntil, undefined);
		const elsewhere = await make(guest);
		refuses(await edit(guest, elsewhere, said.id, 'x'), 404);
		refuses(await edit(anna, ticket, '999999', 'x'), 404);
		refuses(await edit(anna, ticket, 'x', 'x'), 404);
		assert.equal((await anna.read(`${JSM}/request/${ticket.issueKey}/comment/${said.id}`)).body, 'Mine');
	});
	test('is changed for as long as the desk says, by customers and team', async () => {
		const ticket = await make(), said = await comment(anna, ticket, 'Mine'), answer = await comment(agent, ticket, 'Ours');
		await comment(agent, ticket, 'An answer in between');
		assert.equal((await edit(anna, ticket, said.id, 'Mine still')).status, 200, 'an answer does not end it');
		assert.equal((await edit(agent, ticket, answer.id, 'Ours still')).status, 200);
		await sql(`UPDATE comment SET created_at = created_at - INTERVAL 901 SECOND WHERE ticket_id = ${ticket.issueId}`);
		for (const [who, id] of [[anna, said.id], [agent, answer.id]]) {
			const late = await edit(who, ticket, id, 'Too late');
			refuses(late, 403);
			assert.match(late.json.errorMessage, /too late/);
			assert.equal((await who.read(`${JSM}/request/${ticket.issueKey}/comment/${id}`)).lodge.editUntil, undefined);
		}
		await place.set('--edit-seconds', '1000');
		assert.equal((await edit(anna, ticket, said.id, 'Not too late')).status, 200);
		await place.set('--edit-seconds', '0');
		const never = await comment(anna, ticket, 'Stays');
		assert.equal(never.lodge.editUntil, undefined);
		refuses(await edit(anna, ticket, never.id, 'x'), 403);
		refuses(await editFields(anna, ticket, { summary: 'x' }), 403);
		await place.set('--edit-seconds', '900');
	});
	test('that is a note stays one, with its texts before', async () => {
		const ticket = await make(), first = word(), second = word(), note = await comment(agent, ticket, first, false);
		const before = (await anna.read(`${JSM}/request/${ticket.issueKey}`)).lodge.updatedDate;
		refuses(await edit(other, ticket, note.id, 'x'), 403);
		assert.equal((await edit(agent, ticket, note.id, second)).json.public, false);
		assert.deepEqual(await textsOf(other, ofComment(ticket, note.id)), [first]);
		refuses(await anna.get(`${ofComment(ticket, note.id)}/edit`), 404);
		refuses(await edit(anna, ticket, note.id, 'x'), 404);
		assert.equal(await found(anna, second), 0);
		const { values } = await agent.read(`${LODGE}/agent/tickets?serviceDeskId=${place.desk}&q=${second}`);
		assert.equal(values.length, 1);
		assert.deepEqual(await sql(`SELECT public FROM activity WHERE ticket_id = ${ticket.issueId} AND kind = 'comment-edited'`), [['0']]);
		assert.deepEqual((await anna.read(`${JSM}/request/${ticket.issueKey}`)).lodge.updatedDate, before, 'customers learn nothing of it');
	});
	test('that the team has hidden hides its texts before, and its author changes it no more', async () => {
		const ticket = await make(), said = await comment(anna, ticket, 'A secret');
		await edit(anna, ticket, said.id, 'No secret');
		assert.equal((await agent.post(`${ofComment(ticket, said.id)}/hide`)).status, 204);
		refuses(await anna.get(`${ofComment(ticket, said.id)}/edit`), 404);
		refuses(await edit(anna, ticket, said.id, 'x'), 404);
		assert.deepEqual(await textsOf(agent, ofComment(ticket, said.id)), ['A secret']);
	});
	test('keeps its files', async () => {
		const ticket = await make(), [file] = await anna.upload(place.desk, { name: 'a.txt', bytes: 'x' });
		const { comment: said } = await anna.make(`${JSM}/request/${ticket.issueKey}/attachment`, { temporaryAttachmentIds: [file.temporaryAttachmentId], public: true, additionalComment: { body: 'See' } });
		await edit(anna, ticket, said.id, 'See here');
		const { attachments, body } = await anna.read(`${JSM}/request/${ticket.issueKey}/comment/${said.id}?expand=attachment`);
		assert.deepEqual([body, attachments.values[0].filename], ['See here', 'a.txt']);
	});
	test('that somebody changed meanwhile is not written over', async () => {
		const ticket = await make(), said = await comment(anna, ticket, 'One');
		assert.equal((await edit(anna, ticket, said.id, 'Two', 'One')).status, 200);
		refuses(await edit(anna, ticket, said.id, 'Three', 'One'), 409);
		const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => edit(anna, ticket, said.id, text, 'Two')));
		assert.deepEqual(answers.map((one) => one.status).sort(), [200, 409, 409, 409, 409]);
		assert.deepEqual(await textsOf(anna, ofComment(ticket, said.id)), ['Two', 'One']);
	});
	test('that is the same as before was not changed', async () => {
		const ticket = await make(), said = await comment(anna, ticket, 'One');
		assert.equal((await edit(anna, ticket, said.id, 'One')).json.lodge.editedDate, undefined);
		assert.deepEqual(await textsOf(anna, ofComment(ticket, said.id)), []);
	});
	test('needs a text, not too long a one, and is changed fifty times at most', async () => {
		const ticket = await make(), said = await comment(anna, ticket, 'One');
		for (const body of ['', '  ', undefined, 7, ['x'], 'x'.repeat(32768)])
			refuses(await edit(anna, ticket, said.id, body), 400, 'body');
		await sql(`INSERT INTO text_edit (tenant_id, ticket_id, comment_id, body, person_id, created_at) SELECT ${place.id}, ${ticket.issueId}, ${said.id}, 'x', ${anna.id}, UTC_TIMESTAMP(3) FROM seq_1_to_49`);
		assert.equal((await edit(anna, ticket, said.id, 'Fifty')).status, 200);
		refuses(await edit(anna, ticket, said.id, 'Fifty-one'), 403);
		const page = await anna.read(`${ofComment(ticket, said.id)}/edit?limit=20`);
		assert.equal(page.isLastPage, false);
	});
	test('shows its texts before made safe', async () => {
		const ticket = await make(), said = await comment(anna, ticket, '**bold** <script>alert(1)</script> [x](javascript:alert(1))');
		await edit(anna, ticket, said.id, 'Gone');
		const { values: [{ renderedBody: { html } }] } = await anna.read(`${ofComment(ticket, said.id)}/edit`);
		assert.match(html, /<strong>bold<\/strong>/);
		assert.doesNotMatch(html, /<script|javascript:/);
	});
});

describe('summary and description', () => {
	test('are changed by the reporter, and what stood there before stays', async () => {
		const [first, second, third] = [word(), word(), word()];
		const ticket = await make(anna, { summary: first, description: `Text ${first}` });
		assert.ok(ticket.lodge.editUntil);
		const changed = await editFields(anna, ticket, { summary: second, description: `**Text** ${third}`, was: { summary: first, description: `Text ${first}` } });
		assert.equal(changed.status, 200);
		shapes.request(changed.json, 'request');
		assert.equal(changed.json.summary, second);
		assert.equal(fieldOf(changed.json, 'description'), `**Text** ${third}`);
		assert.ok(changed.json.lodge.editedDate);
		const { values } = await mate.read(`${ofField(ticket)}/edit`);
		assert.deepEqual(values.map((one) => [one.fieldId, one.body, one.author.displayName]), [['description', `Text ${first}`, 'Anna'], ['summary', first, 'Anna']]);
		shapes.page(shapes.edit)(await agent.read(`${ofField(ticket)}/edit`), 'edits');
		assert.deepEqual([await found(anna, first), await found(anna, second), await found(anna, third), await found(anna, ticket.issueKey.replace('-', ' '))], [0, 1, 1, await found(mate, ticket.issueKey.replace('-', ' '))]);
		assert.deepEqual(await sql(`SELECT public, after_text FROM activity WHERE ticket_id = ${ticket.issueId} AND kind = 'field-edited' ORDER BY id`), [['1', 'Summary'], ['1', 'Description']]);
	});
	test('are nobody else\'s, and not for ever', async () => {
		const ticket = await make();
		await participate(guest, ticket);
		for (const who of [mate, guest, agent, admin]) {
			refuses(await editFields(who, ticket, { summary: 'x' }), 403);
			assert.equal((await who.read(`${JSM}/request/${ticket.issueKey}`)).lodge.editUntil, undefined);
		}
		refuses(await editFields(await newcomer(place.slug), ticket, { summary: 'x' }), 404);
		await sql(`UPDATE ticket SET created_at = created_at - INTERVAL 901 SECOND WHERE id = ${ticket.issueId}`);
		refuses(await editFields(anna, ticket, { summary: 'x' }), 403);
		assert.equal((await editFields(agent, await make(agent), { summary: 'An agent\'s own' })).status, 200);
	});
	test('are looked at as when they were made', async () => {
		const ticket = await make(anna, { summary: 'One', description: 'Text' });
		refuses(await editFields(anna, ticket, { summary: '  ' }), 400, 'summary');
		refuses(await editFields(anna, ticket, { summary: 'x'.repeat(256) }), 400, 'summary');
		refuses(await editFields(anna, ticket, { summary: 7 }), 400, 'summary');
		refuses(await editFields(anna, ticket, {}), 400, 'summary');
		refuses(await editFields(anna, ticket, { customfield_1: 'x' }), 400, 'summary');
		refuses(await editFields(anna, ticket, { summary: 'Fine', description: 'x'.repeat(40_000) }), 400, 'description');
		const same = await anna.read(`${JSM}/request/${ticket.issueKey}`);
		assert.deepEqual([same.summary, fieldOf(same, 'description')], ['One', 'Text'], 'nothing of a refused one is kept');
		assert.deepEqual(await textsOf(anna, ofField(ticket)), []);
	});
	test('may be emptied, and filled in later, where the form allows it', async () => {
		const ticket = await make(anna, { description: 'Text', customfield_1: 'stays' });
		const emptied = await editFields(anna, ticket, { description: '' });
		assert.equal(fieldOf(emptied.json, 'description'), undefined);
		assert.equal(fieldOf(emptied.json, 'customfield_1'), 'stays');
		const filled = await editFields(anna, ticket, { description: 'Again', was: { description: '' } });
		assert.equal(fieldOf(filled.json, 'description'), 'Again');
		assert.deepEqual(await textsOf(anna, ofField(ticket)), ['', 'Text']);
	});
	test('that somebody changed meanwhile are not written over, neither of them', async () => {
		const ticket = await make(anna, { summary: 'One', description: 'Text' });
		refuses(await editFields(anna, ticket, { summary: 'Two', description: 'New', was: { summary: 'One', description: 'Old' } }), 409);
		assert.equal((await anna.read(`${JSM}/request/${ticket.issueKey}`)).summary, 'One');
		const answers = await Promise.all(['a', 'b', 'c', 'd'].map((summary) => editFields(anna, ticket, { summary, was: { summary: 'One' } })));
		assert.deepEqual(answers.map((one) => one.status).sort(), [200, 409, 409, 409]);
	});
});
