// requests.test.mjs - raising requests with every kind of field, right and wrong, and finding them again.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, comment, newOrganization, newcomer, participate, program, raise, refuses, word } from './lib/api.mjs';

const REQUIRED = 'sd.validation.request.creation.failure.required.field';
const good = {
	summary: 'More storage', customfield_20: 'Flood mapping', customfield_21: 'Two\nlines', customfield_22: { id: '1021' },
	customfield_23: 42.5, duedate: '2027-05-31', customfield_27: [{ id: '1051' }],
};
const form = (values) => ({ serviceDeskId: '55', requestTypeId: '5504', requestFieldValues: values });
const without = (name) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
const keysOf = (page) => page.values.map((one) => one.issueKey);
const valueOf = (request, id) => request.requestFieldValues.find((row) => row.fieldId === id)?.value;
let anna, agent;

before(async () => {
	anna = await newcomer('copernicus');
	agent = await program('copernicus', 'agent@copernicus.example');
});

describe('a request with every kind of field', () => {
	const cases = [
		['text with accents, quotes and an emoji', 'customfield_20', 'Ä "b" <c> имя 日本 🛰', 'Ä "b" <c> имя 日本 🛰'],
		['text at its limit, in characters of two bytes', 'customfield_20', 'ä'.repeat(80), 'ä'.repeat(80)],
		['text at its limit, in characters of four bytes', 'customfield_20', '🛰'.repeat(80), '🛰'.repeat(80)],
		['text that is trimmed', 'customfield_20', '  a b  ', 'a b'],
		['a paragraph with lines', 'customfield_21', 'one\r\ntwo\n\tthree', 'one\ntwo\n\tthree'],
		['Markdown', 'description', '# One\n* two', '# One\n* two'],
		['a number with decimals', 'customfield_23', 12.5, 12.5],
		['zero', 'customfield_23', 0, 0],
		['a negative number', 'customfield_23', -1e-7, -1e-7],
		['a date', 'customfield_24', '2028-02-29', '2028-02-29'],
		['a choice by its id', 'customfield_22', { id: '1022' }, { id: '1022', value: 'Processing units' }],
		['a choice by its id as a number', 'customfield_22', { id: 1022 }, { id: '1022', value: 'Processing units' }],
		['a choice by its label', 'customfield_22', { value: 'Storage (TB)' }, { id: '1021', value: 'Storage (TB)' }],
		['a choice as a bare id', 'customfield_22', '1023', { id: '1023', value: 'Requests a minute' }],
		['several choices', 'customfield_25', [{ id: '1031' }, { value: 'S3' }], [{ id: '1031', value: 'Catalogue' }, { id: '1032', value: 'S3' }]],
		['boxes', 'customfield_26', [{ id: '1043' }], [{ id: '1043', value: 'it ends in a week' }]],
		['an optional field as null', 'customfield_28', null, undefined],
		['an optional field left empty', 'customfield_25', [], undefined],
	];
	for (const [what, id, value, shown] of cases)
		test(`keeps ${what}`, async () => {
			const made = await anna.make(`${JSM}/request`, form({ ...good, [id]: value }));
			assert.deepEqual(valueOf(made, id), shown);
			assert.deepEqual(valueOf(await anna.read(`${JSM}/request/${made.issueKey}`), id), shown, 'also when read again');
		});
	test('shows its values in the order of the form, with labels', async () => {
		const made = await anna.make(`${JSM}/request`, form({ ...good, description: 'Last' }));
		assert.deepEqual(made.requestFieldValues.map((row) => row.fieldId),
			['summary', 'customfield_20', 'customfield_21', 'customfield_22', 'customfield_23', 'duedate', 'customfield_27', 'description']);
		assert.equal(made.requestFieldValues[0].label, 'Summary');
		assert.match(made.requestFieldValues.at(-1).renderedValue.html, /Last/);
	});
	test('takes ids as numbers and passes over members it does not know', async () => {
		const made = await anna.make(`${JSM}/request`, { ...form(good), serviceDeskId: 55, requestTypeId: 5504, channel: 'x', form: {}, unheardOf: [null] });
		assert.equal(made.serviceDeskId, '55');
		assert.equal(made.reporter.accountId, anna.account);
	});
	test('starts in the first status of its workflow', async () => {
		const made = await raise(anna);
		assert.deepEqual([made.currentStatus.status, made.currentStatus.statusCategory], ['Open', 'NEW']);
	});
	test('is numbered once only when many are raised at once', async () => {
		const made = await Promise.all(Array.from({ length: 12 }, () => raise(anna)));
		assert.equal(new Set(made.map((one) => one.issueKey)).size, 12);
	});
});

describe('a wrong value is refused by the name of its field', () => {
	const cases = [
		['text that is a number', 'customfield_20', 7], ['text that is a list', 'customfield_20', ['a']],
		['text that is an object', 'customfield_20', { id: '1' }], ['text that is true', 'customfield_20', true],
		['text of one character too many', 'customfield_20', 'x'.repeat(81)],
		['text of too many bytes', 'customfield_20', 'x'.repeat(40_000)],
		['text of too many characters of four bytes', 'customfield_20', '🛰'.repeat(81)],
		['text of two lines', 'customfield_20', 'a\nb'], ['text with a control character', 'customfield_20', 'a\u0007b'],
		['text with an escape character', 'summary', 'a\u001b[31mb'],
		['a summary over its own limit', 'summary', 'x'.repeat(121)],
		['a paragraph over its limit', 'customfield_21', 'x'.repeat(2001)],
		['a description over its limit', 'description', 'x'.repeat(32768)],
		['a number as text', 'customfield_23', '42'], ['a number that is true', 'customfield_23', true],
		['a number beyond all sense', 'customfield_23', 1e16], ['a list for a number', 'customfield_23', [1]],
		['a day that does not exist', 'duedate', '2026-02-30'], ['a date as Americans write it', 'duedate', '07/06/2026'],
		['a date with a time', 'duedate', '2026-07-06T10:00:00'], ['a date of one digit', 'duedate', '2026-7-6'],
		['a date as a number', 'duedate', 20260706], ['a date in the year 0', 'duedate', '0000-01-01'],
		['an unknown choice', 'customfield_22', { id: '9999' }], ['a choice of another field', 'customfield_22', { id: '1001' }],
		['a choice of another tenant', 'customfield_22', { id: '2001' }], ['an unknown label', 'customfield_22', { value: 'Nothing' }],
		['a list for one choice', 'customfield_22', [{ id: '1021' }]], ['true for a choice', 'customfield_22', true],
		['one choice for a list', 'customfield_25', { id: '1031' }], ['a list with an unknown choice', 'customfield_25', [{ id: '1031' }, { id: '1' }]],
		['a list with null', 'customfield_25', [null]], ['more choices than there can be', 'customfield_25', Array(300).fill({ id: '1031' })],
		['a box that is true', 'customfield_27', true], ['a choice of another box', 'customfield_27', [{ id: '1041' }]],
		['files that are no list', 'attachment', 'temp1'], ['files that are numbers', 'attachment', [1]],
		['a file that was never sent', 'attachment', ['tempNothing']], ['sixty-one files', 'attachment', Array(61).fill('tempX')],
		['a field of another form', 'customfield_10', { id: '1001' }], ['a field that nobody has', 'customfield_999', 'x'],
		['a field with a strange name', '__proto__x', 'x'], ['a field without a name', ' ', 'x'],
	];
	for (const [what, id, value] of cases)
		test(what, async () => {
			const answer = await anna.post(`${JSM}/request`, form({ ...good, [id]: value }));
			refuses(answer, 400, id);
			assert.deepEqual(Object.keys(answer.json.errors), [id], 'and no other field is blamed');
		});
	test('every wrong field at once', async () => {
		const answer = await anna.post(`${JSM}/request`, form({ ...without('summary'), customfield_23: 'x', duedate: 'soon', customfield_999: 1 }));
		refuses(answer, 400);
		assert.deepEqual(Object.keys(answer.json.errors).sort(), ['customfield_23', 'customfield_999', 'duedate', 'summary']);
	});
	for (const id of Object.keys(good))
		test(`${id} is required, by JSM's key`, async () => {
			for (const values of [without(id), { ...good, [id]: null }, { ...good, [id]: '' }]) {
				const answer = await anna.post(`${JSM}/request`, form(values));
				refuses(answer, 400, id);
				assert.deepEqual(answer.json.i18nErrorMessage, { i18nKey: REQUIRED, parameters: [id] });
			}
		});
	test('a required text of blanks is missing', async () => {
		const answer = await anna.post(`${JSM}/request`, form({ ...good, customfield_20: ' \t ' }));
		refuses(answer, 400, 'customfield_20');
		assert.equal(answer.json.i18nErrorMessage.i18nKey, REQUIRED);
	});
	test('a refused request leaves nothing behind, and gives its files back', async () => {
		const [file] = await anna.upload(55, { name: 'kept.txt', bytes: 'kept' });
		const before = (await anna.read(`${LODGE}/me`)).open;
		refuses(await anna.post(`${JSM}/request`, form({ ...good, attachment: [file.temporaryAttachmentId], duedate: 'soon' })), 400, 'duedate');
		refuses(await anna.post(`${JSM}/request`, form({ ...good, attachment: [file.temporaryAttachmentId, 'tempNothing'] })), 400, 'attachment');
		assert.equal((await anna.read(`${LODGE}/me`)).open, before);
		const made = await anna.make(`${JSM}/request`, form({ ...good, attachment: [file.temporaryAttachmentId] }));
		assert.equal((await anna.read(`${JSM}/request/${made.issueKey}/attachment`)).values[0].filename, 'kept.txt');
	});
	const bodies = [
		['no desk', { requestTypeId: '5501', requestFieldValues: {} }, 'serviceDeskId'],
		['no type', { serviceDeskId: '55', requestFieldValues: {} }, 'requestTypeId'],
		['no values', { serviceDeskId: '55', requestTypeId: '5501' }, 'requestFieldValues'],
		['values that are a list', { serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: [] }, 'requestFieldValues'],
		['a desk that is a word', { serviceDeskId: 'x', requestTypeId: '5501', requestFieldValues: {} }, 'serviceDeskId'],
		['a desk that is no whole number', { serviceDeskId: 55.5, requestTypeId: '5501', requestFieldValues: {} }, 'serviceDeskId'],
		['a desk below one', { serviceDeskId: -55, requestTypeId: '5501', requestFieldValues: {} }, 'serviceDeskId'],
		['a desk beyond all numbers', { serviceDeskId: '99999999999999999999', requestTypeId: '5501', requestFieldValues: {} }, 'serviceDeskId'],
		['an unknown desk', { serviceDeskId: '56', requestTypeId: '5501', requestFieldValues: {} }, 'serviceDeskId'],
		["another tenant's desk", { serviceDeskId: '71', requestTypeId: '7101', requestFieldValues: {} }, 'serviceDeskId'],
		['an unknown type', { serviceDeskId: '55', requestTypeId: '1', requestFieldValues: {} }, 'requestTypeId'],
		["another tenant's type", { serviceDeskId: '55', requestTypeId: '7101', requestFieldValues: {} }, 'requestTypeId'],
	];
	for (const [what, body, field] of bodies)
		test(what, async () => refuses(await anna.post(`${JSM}/request`, body), 400, field));
	test('a desk that is for other organizations is like none', async () => {
		const outsider = await program('dasharo', 'outsider@dasharo.example');
		const answer = await outsider.post(`${JSM}/request`, { serviceDeskId: '73', requestTypeId: '7302', requestFieldValues: { summary: 'x', description: 'y' } });
		refuses(answer, 400, 'serviceDeskId');
	});
});

describe('a list', () => {
	test('filters by status, ownership, desk and type', async () => {
		const who = await newcomer('copernicus');
		const open = await raise(who), closed = await raise(who), other = await raise(who, { type: '5503' });
		assert.equal((await who.post(`${JSM}/request/${closed.issueKey}/transition`, { id: '19' })).status, 204);
		const list = async (query) => keysOf(await who.read(`${JSM}/request?${query}`)).sort();
		assert.deepEqual(await list('requestStatus=OPEN_REQUESTS'), [open.issueKey, other.issueKey].sort());
		assert.deepEqual(await list('requestStatus=CLOSED_REQUESTS'), [closed.issueKey]);
		assert.deepEqual(await list('requestStatus=ALL_REQUESTS'), [open.issueKey, closed.issueKey, other.issueKey].sort());
		assert.deepEqual(await list('serviceDeskId=55&requestTypeId=5503'), [other.issueKey]);
		assert.deepEqual(await list('serviceDeskId=71'), []);
		assert.deepEqual(await list('requestOwnership=PARTICIPATED_REQUESTS'), []);
		assert.deepEqual(await list('requestOwnership=PARTICIPATED_REQUESTS,OWNED_REQUESTS'), [open.issueKey, closed.issueKey, other.issueKey].sort());
		assert.deepEqual(await list('requestOwnership=PARTICIPATED_REQUESTS&requestOwnership=OWNED_REQUESTS&requestStatus=CLOSED_REQUESTS'), [closed.issueKey]);
	});
	test('of ours filters by open, closed and the name of a status', async () => {
		const who = await newcomer('copernicus');
		const open = await raise(who), waiting = await raise(who), closed = await raise(who);
		assert.equal((await agent.post(`${JSM}/request/${waiting.issueKey}/transition`, { id: '12' })).status, 204);
		assert.equal((await who.post(`${JSM}/request/${closed.issueKey}/transition`, { id: '19' })).status, 204);
		const list = async (status) => keysOf(await who.read(`${LODGE}/requests?status=${encodeURIComponent(status)}`)).sort();
		assert.deepEqual(await list('open'), [open.issueKey, waiting.issueKey].sort());
		assert.deepEqual(await list('closed'), [closed.issueKey]);
		assert.deepEqual(await list('Waiting for customer'), [waiting.issueKey]);
		assert.deepEqual(await list('Open'), [open.issueKey]);
		assert.deepEqual(await list("Nobody's status' OR 1=1 --"), []);
		assert.equal((await who.read(`${LODGE}/me`)).open, 2);
		const { statuses } = await who.read(`${LODGE}/filters`);
		assert.deepEqual(statuses, ['Open', 'In progress', 'Waiting for customer', 'Resolved', 'Closed']);
	});
	test('refuses filters that mean nothing, by name', async () => {
		const cases = [['requestStatus=OPEN', 'requestStatus'], ['requestOwnership=MINE', 'requestOwnership'], ['requestOwnership=ORGANIZATION', 'organizationId'],
			['requestTypeId=5501', 'serviceDeskId'], ['serviceDeskId=x', 'serviceDeskId'], ['organizationId=1.5', 'organizationId'], ['start=-1', 'start'],
			['limit=many', 'limit'], ['after=soon', 'after'], ['after=5', 'after'], ['after=-5', 'after'], ['after=1-', 'after'], [`searchTerm=${'x'.repeat(201)}`, 'searchTerm']];
		for (const [query, field] of cases)
			refuses(await anna.get(`${JSM}/request?${query}`), 400, field);
		refuses(await anna.get(`${LODGE}/requests?reporter=you`), 400, 'reporter');
		refuses(await anna.get(`${LODGE}/requests?q=${'x'.repeat(201)}`), 400, 'q');
	});
	test('takes start up to ten thousand and any limit, which it clamps', async () => {
		refuses(await anna.get(`${JSM}/request?start=10001`), 400, 'start');
		assert.equal((await anna.read(`${JSM}/request?start=10000`)).size, 0);
		for (const [asked, given] of [['1', 1], ['100', 100], ['101', 100], ['2147483648', 100], ['9223372036854775807', 100], ['0', 1]])
			assert.equal((await anna.read(`${JSM}/request?limit=${asked}`)).limit, given, asked);
		assert.equal((await anna.read(`${JSM}/request`)).limit, 50);
	});
});

describe('a ticket stands once in the list of everybody who may see it', () => {
	let reporter, colleague, participant, outsider, ticket, organization;
	before(async () => {
		organization = await newOrganization('copernicus');
		[reporter, colleague, participant, outsider] = await Promise.all([
			newcomer('copernicus', { organization }), newcomer('copernicus', { organization }), newcomer('copernicus'), newcomer('copernicus')]);
		ticket = await raise(reporter);
		await participate(participant, ticket);
		await participate(colleague, ticket);
		await participate(reporter, ticket);
	});
	const list = async (who, query = '') => keysOf(await who.read(`${JSM}/request?${query}`));
	test('the reporter, who also takes part and is in the organization', async () => {
		assert.deepEqual(await list(reporter), [ticket.issueKey]);
		assert.deepEqual(keysOf(await reporter.read(`${LODGE}/requests?reporter=all`)), [ticket.issueKey]);
	});
	test('a colleague, by the organization and as a participant', async () => {
		assert.deepEqual(await list(colleague), [ticket.issueKey]);
		assert.deepEqual(await list(colleague, 'requestOwnership=OWNED_REQUESTS'), []);
		assert.deepEqual(await list(colleague, `requestOwnership=ORGANIZATION&organizationId=${organization}`), [ticket.issueKey]);
		assert.deepEqual(await list(colleague, `requestOwnership=ORGANIZATION&organizationId=${organization + 1}`), []);
		assert.deepEqual(keysOf(await colleague.read(`${LODGE}/requests`)), [], 'not among her own');
		assert.deepEqual(keysOf(await colleague.read(`${LODGE}/requests?reporter=all`)), [ticket.issueKey]);
	});
	test('a participant of no organization', async () => {
		assert.deepEqual(await list(participant), [ticket.issueKey]);
		assert.deepEqual(await list(participant, 'requestOwnership=ALL_ORGANIZATIONS'), []);
		const seen = await participant.read(`${JSM}/request/${ticket.issueKey}?expand=participant`);
		assert.equal(seen.participants.size, 3);
	});
	test('nobody else: no list has it, and its key and id are 404', async () => {
		assert.deepEqual(await list(outsider), []);
		for (const path of [ticket.issueKey, ticket.issueId, ticket.issueKey.toLowerCase()])
			for (const below of ['', '/comment', '/attachment', '/status', '/transition'])
				refuses(await outsider.get(`${JSM}/request/${path}${below}`), 404);
	});
	test('is found by its key in any case and by its id', async () => {
		for (const path of [ticket.issueKey, ticket.issueKey.toLowerCase(), ticket.issueId])
			assert.equal((await colleague.read(`${JSM}/request/${path}`)).issueId, ticket.issueId);
	});
	test('somebody of five organizations sees what any of them shares', async () => {
		const who = await newcomer('copernicus');
		const others = await Promise.all(Array.from({ length: 5 }, () => newOrganization('copernicus')));
		const { sql } = await import('./lib/operator.mjs');
		for (const one of [...others, organization])
			await sql(`INSERT INTO organization_member (tenant_id, organization_id, person_id) VALUES (${who.tenantId}, ${one}, ${who.id})`);
		assert.deepEqual(await list(who), [ticket.issueKey]);
		assert.deepEqual(await list(who, `requestOwnership=ORGANIZATION&organizationId=${organization}`), [ticket.issueKey]);
		assert.deepEqual(await list(who, `requestOwnership=ORGANIZATION&organizationId=${others[0]}`), []);
	});
});

describe('a search', () => {
	const words = Object.fromEntries(['own', 'described', 'field', 'said', 'noted', 'foreign'].map((name) => [name, word()]));
	let who, ticket;
	const find = async (person, q) => keysOf(await person.read(`${LODGE}/requests?reporter=all&q=${encodeURIComponent(q)}`));
	const findJsm = async (person, q) => keysOf(await person.read(`${JSM}/request?searchTerm=${encodeURIComponent(q)}`));
	const findTeam = async (person, q) => keysOf(await person.read(`${LODGE}/agent/tickets?q=${encodeURIComponent(q)}`));
	before(async () => {
		who = await newcomer('copernicus');
		ticket = await raise(who, { type: '5503', summary: `About ${words.own} Zażółć`, description: `It is ${words.described}`, customfield_13: words.field });
		await comment(agent, ticket, `We say ${words.said}`);
		await comment(agent, ticket, `We think ${words.noted}`, false);
		const other = await program('dasharo', 'customer@dasharo.example');
		await raise(other, { desk: '71', type: '7102', summary: `Elsewhere ${words.foreign}` });
	});
	for (const name of ['own', 'described', 'field', 'said'])
		test(`finds the word that was ${name}`, async () => {
			assert.deepEqual(await find(who, words[name]), [ticket.issueKey]);
			assert.deepEqual(await findJsm(who, words[name]), [ticket.issueKey]);
			assert.deepEqual(await findTeam(agent, words[name]), [ticket.issueKey]);
		});
	test('finds by the beginning of the last word, by several words, in any case, without accents', async () => {
		assert.deepEqual(await find(who, words.own.slice(0, 9)), [ticket.issueKey]);
		assert.deepEqual(await find(who, `${words.own} ${words.described}`), [ticket.issueKey]);
		assert.deepEqual(await find(who, words.own.toUpperCase()), [ticket.issueKey]);
		assert.deepEqual(await find(who, `${words.own} zazolc`), [ticket.issueKey]);
		assert.deepEqual(await find(who, `${words.own} nothing`), []);
	});
	test('finds the key of a ticket', async () => {
		assert.ok((await find(who, ticket.issueKey)).includes(ticket.issueKey));
	});
	test('of a customer never finds a word of an internal note, the team does', async () => {
		for (const q of [words.noted, words.noted.slice(0, 8)]) {
			assert.deepEqual(await find(who, q), []);
			assert.deepEqual(await findJsm(who, q), []);
			assert.deepEqual(await findTeam(agent, q), [ticket.issueKey]);
		}
	});
	test("never finds another tenant's words", async () => {
		const admin = await program('copernicus', 'admin@copernicus.example');
		for (const person of [who, agent, admin])
			assert.deepEqual(await find(person, words.foreign), []);
		for (const person of [agent, admin])
			assert.deepEqual(await findTeam(person, words.foreign), []);
	});
	test("never finds what the searcher may not see", async () => {
		const other = await newcomer('copernicus');
		for (const name of ['own', 'described', 'said'])
			assert.deepEqual(await find(other, words[name]), []);
	});
	test('takes operators and the inner spelling of words as plain text', async () => {
		const tenant = who.tenantId;
		for (const q of [`p${tenant}x${words.own}`, `i${tenant}x${words.noted}`, `+i${tenant}x${words.noted}*`, `") OR ("`, '*', '@@@', '"', '+-><()~*"@', `-${words.own} nothing`]) {
			assert.deepEqual(await find(who, q), [], q);
			await findTeam(agent, q);
		}
	});
	test('joins with the other filters', async () => {
		assert.deepEqual(keysOf(await who.read(`${LODGE}/requests?q=${words.own}&status=closed`)), []);
		assert.deepEqual(keysOf(await who.read(`${LODGE}/requests?q=${words.own}&status=open&serviceDeskId=55&requestTypeId=5503`)), [ticket.issueKey]);
	});
});

describe('following the links of a list', () => {
	const MADE = 120, LIMIT = 25;
	let who, made;
	before(async () => {
		who = await newcomer('copernicus');
		made = [];
		for (let i = 0; i < MADE; i += 4)
			made.push(...await Promise.all([0, 1, 2, 3].map((j) => raise(who, { summary: `Number ${i + j}` }))));
	});
	for (const [what, first] of [['JSM', `${JSM}/request?limit=${LIMIT}&requestStatus=OPEN_REQUESTS`], ['ours', `${LODGE}/requests?limit=${LIMIT}&status=open`]])
		test(`of ${what} shows every untouched ticket once while others move`, async () => {
			const seen = [], touched = new Set();
			let path = first, pages = 0;
			for (; path; pages++) {
				const page = await who.read(path);
				seen.push(...keysOf(page));
				assert.equal(page.start, pages * LIMIT);
				path = page._links.next?.slice(who.origin.length);
				// New activity between the pages: a new ticket, one shown already, one still to come.
				const later = made.map((one) => one.issueKey).filter((key) => !seen.includes(key) && !touched.has(key));
				for (const key of [keysOf(page)[3], later[2]].filter(Boolean)) {
					touched.add(key);
					await comment(who, { issueKey: key }, 'Moved');
				}
				await raise(who, { summary: 'Newer' });
				assert.ok(pages < 20, 'the links end');
			}
			const untouched = made.map((one) => one.issueKey).filter((key) => !touched.has(key));
			const times = (key) => seen.filter((one) => one === key).length;
			assert.deepEqual(untouched.filter((key) => times(key) !== 1), [], 'each once');
			assert.ok(touched.size >= 5 && pages >= MADE / LIMIT);
			assert.equal(new Set(seen).size, seen.length, 'and no ticket is shown twice');
		});
	test('goes on beyond ten thousand by `after`, and keeps the filters', async () => {
		const page = await who.read(`${JSM}/request?limit=5&requestStatus=OPEN_REQUESTS&serviceDeskId=55&expand=status`);
		const next = new URL(page._links.next);
		assert.deepEqual(['requestStatus', 'serviceDeskId', 'expand', 'start', 'limit'].map((name) => next.searchParams.get(name)), ['OPEN_REQUESTS', '55', 'status', '5', '5']);
		next.searchParams.set('start', '20000');
		const far = await who.read(next.pathname + next.search);
		assert.equal(far.size, 5);
		assert.equal(far.values.some((one) => keysOf(page).includes(one.issueKey)), false);
	});
	test('by `start` alone walks an unchanging list, backwards too', async () => {
		const second = await who.read(`${JSM}/request?start=10&limit=10`);
		const back = await who.read(second._links.prev.slice(who.origin.length));
		assert.equal(back.start, 0);
		assert.deepEqual(keysOf(back), keysOf(await who.read(`${JSM}/request?limit=10`)));
	});
	test('of the agents shows them all once as well', async () => {
		const seen = [];
		for (let path = `${LODGE}/agent/tickets?limit=50`; path;) {
			const page = await agent.read(path);
			seen.push(...keysOf(page));
			path = page._links.next?.slice(agent.origin.length);
		}
		assert.equal(new Set(seen).size, seen.length);
		assert.deepEqual(made.filter((one) => !seen.includes(one.issueKey)), []);
	});
});
