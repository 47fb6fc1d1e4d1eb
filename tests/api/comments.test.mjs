// comments.test.mjs - what is said on a ticket, to the customer or inside the team; no customer ever meets a note.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, comment, newOrganization, newcomer, participate, program, raise, refuses, word } from './lib/api.mjs';

const of = (ticket) => `${JSM}/request/${ticket.issueKey}/comment`;
const ids = (page) => page.values.map((one) => one.id);
let anna, agent, ticket;

before(async () => {
	anna = await newcomer('copernicus');
	agent = await program('copernicus', 'agent@copernicus.example');
	ticket = await raise(anna);
});

describe('a comment', () => {
	test('of a customer is public and not by the team, of an agent by the team', async () => {
		const hers = await comment(anna, ticket, 'Hello'), his = await comment(agent, ticket, 'Hello back');
		assert.deepEqual([hers.public, hers.byTeam, hers.author.accountId], [true, false, anna.account]);
		assert.deepEqual([his.public, his.byTeam], [true, true]);
	});
	test('keeps what was written, and shows it as safe HTML when asked', async () => {
		const body = '**b** <script>alert(1)</script> [x](javascript:alert(1)) ![i](http://evil.example/i.png)\n\n日本 🛰';
		const made = await comment(anna, ticket, body);
		const read = await anna.read(`${of(ticket)}/${made.id}?expand=renderedBody`);
		assert.equal(read.body, body);
		assert.match(read.renderedBody.html, /<strong>b<\/strong>/);
		assert.doesNotMatch(read.renderedBody.html, /<script|<img|href="javascript/i);
	});
	test('stands after the older ones, page by page', async () => {
		const fresh = await raise(anna), made = [];
		for (let i = 0; i < 7; i++)
			made.push((await comment(anna, fresh, `Line ${i}`)).id);
		assert.deepEqual(ids(await anna.read(of(fresh))), made);
		const seen = [];
		for (let path = `${of(fresh)}?limit=3`; path;) {
			const page = await anna.read(path);
			seen.push(...ids(page));
			path = page._links.next?.slice(anna.origin.length);
		}
		assert.deepEqual(seen, made);
	});
	test('moves the ticket to the top of every list it stands in', async () => {
		const organization = await newOrganization('copernicus');
		const [reporter, colleague, participant] = [await newcomer('copernicus', { organization }), await newcomer('copernicus', { organization }), await newcomer('copernicus')];
		const first = await raise(reporter), second = await raise(reporter);
		for (const one of [first, second])
			await participate(participant, one);
		for (const [who, moved] of [[colleague, first], [participant, second], [reporter, first]]) {
			await comment(who, moved, 'Up');
			for (const reader of [reporter, colleague, participant])
				assert.equal((await reader.read(`${JSM}/request`)).values[0].issueKey, moved.issueKey);
		}
	});
	test('inside the team moves it in the team\'s list, and leaves no trace in a customer\'s', async () => {
		const reporter = await newcomer('copernicus');
		const first = await raise(reporter), second = await raise(reporter);
		const before = (await reporter.read(`${LODGE}/requests`)).values;
		refuses(await reporter.post(of(first), { body: 'x', public: false }), 403);
		assert.equal((await agent.post(of(first), { body: 'For us', public: false })).status, 201);
		const after = (await reporter.read(`${LODGE}/requests`)).values;
		assert.deepEqual(after.map((one) => [one.issueKey, one.updatedDate.epochMillis]), before.map((one) => [one.issueKey, one.updatedDate.epochMillis]));
		assert.equal(after[0].issueKey, second.issueKey);
		assert.equal((await agent.read(`${LODGE}/agent/tickets`)).values[0].issueKey, first.issueKey);
		const [hers, his] = [await reporter.read(`${JSM}/request/${first.issueKey}`), await agent.read(`${JSM}/request/${first.issueKey}`)];
		assert.ok(hers.lodge.updatedDate.epochMillis < his.lodge.updatedDate.epochMillis);
	});
	test('is allowed to whoever sees the ticket, and to nobody else', async () => {
		const outsider = await newcomer('copernicus');
		refuses(await outsider.post(of(ticket), { body: 'x', public: true }), 404);
		const participant = await newcomer('copernicus');
		await participate(participant, ticket);
		await comment(participant, ticket, 'I am here');
	});
	const long = 'x'.repeat(32768);
	const cases = [
		['without a body', { public: true }, 'body'], ['with an empty body', { body: '', public: true }, 'body'],
		['of blanks', { body: ' \n\t ', public: true }, 'body'], ['that is a number', { body: 7, public: true }, 'body'],
		['that is an object', { body: { text: 'x' }, public: true }, 'body'], ['of one character too many', { body: long, public: true }, 'body'],
		['of too many bytes', { body: '🛰'.repeat(32768), public: true }, 'body'], ['with a control character', { body: 'a\u0000b'.replace('\0', '\u0008'), public: true }, 'body'],
		['that does not say whether it is public', { body: 'x' }, 'public'], ['that is public by a number', { body: 'x', public: 1 }, 'public'],
		['that is public by a word', { body: 'x', public: 'perhaps' }, 'public'],
	];
	for (const [what, body, field] of cases)
		test(`${what} is refused by name`, async () => refuses(await anna.post(of(ticket), body), 400, field));
	test('at its limit is kept, in characters of four bytes', async () => {
		const body = '🛰'.repeat(32767);
		assert.equal((await comment(anna, ticket, body)).body, body);
	});
	test('of another ticket is not found below this one', async () => {
		const other = await raise(anna), made = await comment(anna, other, 'There');
		for (const path of [`/${made.id}`, `/${made.id}/attachment`])
			refuses(await anna.get(of(ticket) + path), 404);
		for (const id of ['0', '-1', 'x', '99999999999999999999', '1e3', '%20'])
			refuses(await anna.get(`${of(ticket)}/${id}`), 404);
	});
});

describe('an internal note', () => {
	const secret = word('note'), name = `${word('file')}.txt`;
	let note, noteFile;
	before(async () => {
		note = await comment(agent, ticket, `The customer must not read ${secret}`, false);
		const [file] = await agent.upload(55, { name, bytes: secret });
		const taken = await agent.make(`${JSM}/request/${ticket.issueKey}/attachment`,
			{ temporaryAttachmentIds: [file.temporaryAttachmentId], public: false, additionalComment: { body: secret } });
		noteFile = taken.attachments.values[0];
		assert.equal(taken.comment.public, false);
	});
	test('is written by the team only', async () => {
		refuses(await anna.post(of(ticket), { body: 'x', public: false }), 403);
		const [file] = await anna.upload(55, { name: 'x.txt', bytes: 'x' });
		refuses(await anna.post(`${JSM}/request/${ticket.issueKey}/attachment`, { temporaryAttachmentIds: [file.temporaryAttachmentId], public: false }), 403);
		assert.equal((await anna.post(`${JSM}/request/${ticket.issueKey}/attachment`, { temporaryAttachmentIds: [file.temporaryAttachmentId], public: true })).status, 201,
			'the file is still there');
	});
	test('stands in no answer that a customer gets', async () => {
		const all = 'serviceDesk,requestType,participant,status,comment,comment.attachment,comment.renderedBody,attachment,action,transition';
		const paths = [`/request?expand=${all}`, `/request/${ticket.issueKey}?expand=${all}`, `/request/${ticket.issueKey}/comment?expand=attachment,renderedBody`,
			`/request/${ticket.issueKey}/comment?public=false&internal=true`, `/request/${ticket.issueKey}/attachment`, `/request/${ticket.issueKey}/status`,
			`/request/${ticket.issueKey}/transition`].map((path) => JSM + path);
		paths.push(`${LODGE}/requests?reporter=all`, `${LODGE}/portal/55`);
		for (const path of paths) {
			const { text } = await anna.get(path);
			for (const word of [secret, name, `"id":"${note.id}"`, `"id":"${noteFile.id}"`, `"commentId":"${note.id}"`])
				assert.ok(!text.includes(word), `${word} in ${path}`);
		}
		assert.equal((await anna.read(`${LODGE}/requests?q=${secret}`)).size, 0);
	});
	test('is not there by its id, nor is its file', async () => {
		for (const path of [`/comment/${note.id}`, `/comment/${note.id}/attachment`, `/comment/${noteFile.commentId}/attachment`, `/attachment/${noteFile.id}`])
			refuses(await anna.get(`${JSM}/request/${ticket.issueKey}${path}`), 404);
	});
	test('is there for the team, with its file', async () => {
		const page = await agent.read(`${of(ticket)}?expand=attachment`);
		const read = page.values.find((one) => one.id === noteFile.commentId);
		assert.equal(read.public, false);
		assert.equal(read.attachments.values[0].filename, name);
		assert.deepEqual(ids(await agent.read(`${of(ticket)}?public=false`)), [note.id, noteFile.commentId]);
		assert.ok(!ids(await agent.read(`${of(ticket)}?internal=false`)).includes(note.id));
		assert.deepEqual(ids(await agent.read(`${of(ticket)}?internal=false&public=false`)), []);
	});
	test('does not move the ticket up for the customer in a way that shows its words, only its time', async () => {
		const seen = await anna.read(`${JSM}/request/${ticket.issueKey}?expand=comment`);
		assert.ok(seen.comments.values.every((one) => one.public));
	});
	test('is not written by an agent who does not answer on this desk', async () => {
		const stranger = await newcomer('copernicus', { role: 'agent' });
		refuses(await stranger.get(of(ticket)), 404);
		await participate(stranger, ticket);
		refuses(await stranger.post(of(ticket), { body: 'x', public: false }), 403);
		assert.ok(!ids(await stranger.read(of(ticket))).includes(note.id));
		refuses(await stranger.get(`${LODGE}/agent/tickets`), 403);
	});
});

describe('the lists of comments', () => {
	test('refuse what is neither true nor false, by name', async () => {
		refuses(await anna.get(`${of(ticket)}?public=maybe`), 400, 'public');
		refuses(await anna.get(`${of(ticket)}?internal=1`), 400, 'internal');
	});
});
