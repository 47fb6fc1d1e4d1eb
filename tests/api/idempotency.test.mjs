// idempotency.test.mjs - a repeated POST with the same Idempotency-Key makes one thing and gives one answer.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, comment, newcomer, raise, refuses, word } from './lib/api.mjs';

const body = (summary, more = {}) => ({ serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: { summary }, ...more });
const create = (who, key, summary) => who.post(`${JSM}/request`, body(summary), { 'idempotency-key': key });
const countOf = async (who, summary) =>
	(await who.read(`${JSM}/request?limit=100`)).values.filter((one) => one.summary === summary).length;
let anna;
before(async () => { anna = await newcomer('copernicus'); });

describe('a request raised with a key', () => {
	test('twice is one ticket, and the second answer is the first', async () => {
		const key = randomUUID(), summary = word();
		const first = await create(anna, key, summary), second = await create(anna, key, summary);
		assert.equal(first.status, 201);
		assert.equal(second.status, 201);
		assert.equal(second.text, first.text);
		assert.equal(await countOf(anna, summary), 1);
	});
	test('eight times at once is one ticket and eight identical answers', async () => {
		for (let round = 0; round < 5; round++) {
			const key = randomUUID(), summary = word();
			const answers = await Promise.all(Array.from({ length: 8 }, () => create(anna, key, summary)));
			assert.deepEqual(answers.map((one) => one.status), Array(8).fill(201));
			assert.equal(new Set(answers.map((one) => one.text)).size, 1);
			assert.equal(await countOf(anna, summary), 1);
		}
	});
	test('and another body is a conflict, and raises nothing', async () => {
		const key = randomUUID(), summary = word();
		assert.equal((await create(anna, key, summary)).status, 201);
		refuses(await create(anna, key, `${summary} other`), 409);
		assert.equal(await countOf(anna, `${summary} other`), 0);
	});
	test('that failed first may succeed with the same key', async () => {
		const key = randomUUID(), summary = word();
		refuses(await anna.post(`${JSM}/request`, body(''), { 'idempotency-key': key }), 400, 'summary');
		assert.equal((await create(anna, key, summary)).status, 201);
		assert.equal(await countOf(anna, summary), 1);
	});
	test('eight times at once, all wrong, is refused eight times', async () => {
		const key = randomUUID();
		const answers = await Promise.all(Array.from({ length: 8 }, () => anna.post(`${JSM}/request`, body(''), { 'idempotency-key': key })));
		for (const answer of answers)
			refuses(answer, 400, 'summary');
	});
	test('without a key is a new ticket each time', async () => {
		const summary = word();
		await Promise.all([anna.make(`${JSM}/request`, body(summary)), anna.make(`${JSM}/request`, body(summary))]);
		assert.equal(await countOf(anna, summary), 2);
	});
	test('and another key is another ticket', async () => {
		const summary = word();
		await create(anna, randomUUID(), summary);
		await create(anna, randomUUID(), summary);
		assert.equal(await countOf(anna, summary), 2);
	});
	test("by somebody else with the same key is that person's own", async () => {
		const key = randomUUID(), summary = word(), other = await newcomer('copernicus');
		const hers = await create(anna, key, summary), theirs = await create(other, key, summary);
		assert.equal(theirs.status, 201);
		assert.notEqual(theirs.json.issueKey, hers.json.issueKey);
		assert.equal(theirs.json.reporter.accountId, other.account);
	});
	test('keeps the files that it took', async () => {
		const [file] = await anna.upload(55, { name: 'once.txt', bytes: 'once' });
		const key = randomUUID(), summary = word();
		const once = () => anna.post(`${JSM}/request`, { serviceDeskId: '55', requestTypeId: '5501',
			requestFieldValues: { summary, attachment: [file.temporaryAttachmentId] } }, { 'idempotency-key': key });
		const first = await once(), second = await once();
		assert.deepEqual([first.status, second.status], [201, 201]);
		assert.equal((await anna.read(`${JSM}/request/${first.json.issueKey}/attachment`)).size, 1);
	});
});

describe('a key', () => {
	test('may have two hundred characters and no more', async () => {
		assert.equal((await create(anna, 'k'.repeat(200), word())).status, 201);
		refuses(await create(anna, 'k'.repeat(201), word()), 400, 'Idempotency-Key');
	});
	test('belongs to one address: the same for a ticket and for its comment is two things', async () => {
		const key = randomUUID();
		const made = await create(anna, key, word());
		const said = await anna.post(`${JSM}/request/${made.json.issueKey}/comment`, { body: 'x', public: true }, { 'idempotency-key': key });
		assert.equal(said.status, 201);
	});
	test('changes nothing about reading', async () => {
		const key = randomUUID();
		for (let i = 0; i < 2; i++)
			assert.equal((await anna.get(`${LODGE}/me`, { 'idempotency-key': key })).status, 200);
		assert.equal((await anna.post(`${LODGE}/preview`, { text: 'a' }, { 'idempotency-key': key })).json.html.includes('a'), true);
		assert.equal((await anna.post(`${LODGE}/preview`, { text: 'b' }, { 'idempotency-key': key })).json.html.includes('b'), true);
	});
});

describe('a comment with a key', () => {
	let ticket;
	before(async () => { ticket = await raise(anna); });
	const say = (key, text) => anna.post(`${JSM}/request/${ticket.issueKey}/comment`, { body: text, public: true }, { 'idempotency-key': key });
	const times = async (text) => (await anna.read(`${JSM}/request/${ticket.issueKey}/comment`)).values.filter((one) => one.body === text).length;
	test('eight times at once is one comment', async () => {
		const key = randomUUID(), text = word();
		const answers = await Promise.all(Array.from({ length: 8 }, () => say(key, text)));
		assert.equal(new Set(answers.map((one) => one.text)).size, 1);
		assert.equal(answers[0].status, 201);
		assert.equal(await times(text), 1);
	});
	test('and another text is a conflict', async () => {
		const key = randomUUID(), text = word();
		assert.equal((await say(key, text)).status, 201);
		refuses(await say(key, `${text}!`), 409);
		assert.equal(await times(`${text}!`), 0);
	});
	test('with a file twice carries the file once', async () => {
		const [file] = await anna.upload(55, { name: 'twice.txt', bytes: 'twice' });
		const key = randomUUID();
		const attach = () => anna.post(`${JSM}/request/${ticket.issueKey}/attachment`,
			{ temporaryAttachmentIds: [file.temporaryAttachmentId], public: true }, { 'idempotency-key': key });
		const first = await attach(), second = await attach();
		assert.deepEqual([first.status, second.status, second.text === first.text], [201, 201, true]);
	});
	test('a transition twice runs once and answers the same', async () => {
		const fresh = await raise(anna), key = randomUUID();
		const run = () => anna.post(`${JSM}/request/${fresh.issueKey}/transition`, { id: '19', additionalComment: { body: 'Done' } }, { 'idempotency-key': key });
		const answers = await Promise.all([run(), run(), run()]);
		assert.deepEqual(answers.map((one) => one.status), [204, 204, 204]);
		assert.equal((await anna.read(`${JSM}/request/${fresh.issueKey}/comment`)).size, 1);
		await comment(anna, fresh, 'and on');
	});
});
