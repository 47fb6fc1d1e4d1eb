// links.test.mjs - links that open one file for people without a session: for whom, how long, how often, and everything that ends them.
// None of them stands in a log.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, start, stop } from '../stack/parts.mjs';
import { signedUrl } from '../stack/s3.mjs';
import { JSM, LODGE, comment, newOrganization, newcomer, participate, program, raise, rawAsk, refuses, stack, word } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';
import * as shapes from './lib/shapes.mjs';

const at = (ticket, what) => `${JSM}/request/${ticket.issueKey}/${what}`;
const ours = (file, what = '') => `${LODGE}/request/${file.ticket.issueKey}/attachment/${file.id}/${what}`;
let anna, agent, admin;

before(async () => {
	anna = await newcomer('copernicus');
	agent = await program('copernicus', 'agent@copernicus.example');
	agent.account = (await agent.read(`${LODGE}/me`)).accountId;
	admin = await program('copernicus', 'admin@copernicus.example');
});

/** A file on a ticket of its own. */
async function stored(who = anna, { name = 'file.txt', bytes = 'bytes', desk = 55, ...form } = {}) {
	const [{ temporaryAttachmentId }] = await who.upload(desk, { name, bytes });
	const ticket = await raise(who, { ...form, attachment: [temporaryAttachmentId] });
	return { ticket, id: (await who.read(at(ticket, 'attachment'))).values[0].id };
}

/** A file of a comment. */
async function said(who, ticket, isPublic = true) {
	const [{ temporaryAttachmentId }] = await who.upload(55, { name: 'said.txt', bytes: 'said' });
	const made = await who.make(at(ticket, 'attachment'), { temporaryAttachmentIds: [temporaryAttachmentId], public: isPublic });
	return { ticket, id: made.attachments.values[0].id, comment: made.comment.id };
}

const link = async (who, file, wish) => {
	const made = await who.make(ours(file, 'link'), wish);
	shapes.linkMade(made, 'the link');
	return made;
};
/** Somebody without a session, in a browser of this name. */
const open = (url, { agent: agentName = 'a browser', method = 'GET', headers = {} } = {}) =>
	fetch(url, { method, redirect: 'manual', headers: { 'user-agent': agentName, ...headers } });
const log = async (who, file) => (await who.read(ours(file, 'download'))).values;
const lines = async (who, file) => (await who.read(ours(file, 'link'))).values;

async function opens(url, options) {
	const answer = await open(url, options);
	assert.equal(answer.status, 303, await answer.text());
	return answer.headers.get('location');
}

const pages = { 400: /does not open a file/, 403: /not given out/, 404: /does not open a file/, 409: /still being checked/, 410: /does not open a file/, 503: /cannot be reached just now/ };
async function closed(url, status, options) {
	const answer = await open(url, options), text = await answer.text();
	assert.equal(answer.status, status, text.slice(0, 200));
	assert.equal(answer.headers.get('location'), null);
	assert.match(answer.headers.get('content-type'), /^text\/html/);
	assert.equal(answer.headers.get('cache-control'), 'no-store');
	assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
	if (options?.method === 'HEAD')
		return;
	assert.match(text, pages[status]);
	for (const language of ['en', 'pl', 'ar'])
		assert.ok(text.includes(`lang="${language}"`), language);
	const style = /<style>([^]*)<\/style>/.exec(text)[1];
	assert.ok(answer.headers.get('content-security-policy').includes(`'sha256-${createHash('sha256').update(style).digest('base64')}'`), 'its style is the one that is allowed');
}

describe('a link', () => {
	test('opens the file for whoever has it, without a session, by a signed link that is good for minutes', async () => {
		const file = await stored(anna, { bytes: 'for you' }), { url } = await link(anna, file);
		assert.ok(url.startsWith(`${anna.origin}/f/`));
		const answer = await open(url);
		assert.equal(answer.status, 303);
		assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
		assert.match(answer.headers.get('cache-control'), /no-store/);
		const signed = answer.headers.get('location');
		assert.ok(signed.startsWith(`${stack.filesOrigin}/`));
		assert.ok(Number(new URL(signed).searchParams.get('X-Amz-Expires')) <= 300);
		assert.equal(await (await fetch(signed)).text(), 'for you');
	});
	test('is known by its hash only, in every table', async () => {
		const file = await stored(), { url, id } = await link(anna, file), token = url.split('/f/')[1];
		const [[hash]] = await sql(`SELECT HEX(token_hash) FROM file_link WHERE id = ${id}`);
		assert.equal(hash.toLowerCase(), createHash('sha256').update(token).digest('hex'));
		await anna.make(ours(file, 'link'), {}, { 'idempotency-key': word() });
		assert.deepEqual(await sql("SELECT COUNT(*) FROM idempotency WHERE answer LIKE '%/f/%'"), [['0']]);
	});
	test('has a life of its own and an end of its own', async () => {
		const file = await stored();
		const made = await link(anna, file, { expiresSeconds: 90 });
		assert.ok(Math.abs(made.expiresDate.epochMillis - Date.now() - 90_000) < 10_000);
		const usual = await link(anna, file);
		assert.ok(Math.abs(usual.expiresDate.epochMillis - Date.now() - 30 * 86_400_000) < 10_000, 'thirty days');
		await opens(made.url);
		await sql(`UPDATE file_link SET expires_at = UTC_TIMESTAMP(3) WHERE id = ${made.id}`);
		await closed(made.url, 410);
		await opens(usual.url);
	});
	const wrong = [['useLimit', 0], ['useLimit', 1001], ['useLimit', 1.5], ['useLimit', 'x'], ['useLimit', []], ['expiresSeconds', 59], ['expiresSeconds', 30 * 86_400 + 1],
		['expiresSeconds', 1e18], ['expiresSeconds', '90s'], ['accountId', 7], ['accountId', 'x'.repeat(65)]];
	for (const [field, value] of wrong)
		test(`with ${field} ${JSON.stringify(value).slice(0, 30)} is not made`, async () => refuses(await anna.post(ours(await theFile(), 'link'), { [field]: value }), 400, field));
	let kept;
	const theFile = async () => kept ??= await stored();
	test('is made with no body at all', async () => {
		assert.equal((await anna.post(ours(await theFile(), 'link'))).status, 201);
		refuses(await anna.post(ours(await theFile(), 'link'), []), 400);
	});
	test('is one of fifty living ones of a file; one that ended makes room', async () => {
		const file = await stored();
		const made = [];
		for (let i = 0; i < 50; i++)
			made.push(await link(anna, file));
		refuses(await anna.post(ours(file, 'link')), 429);
		assert.equal((await anna.ask('DELETE', ours(file, `link/${made[0].id}`))).status, 204);
		await link(anna, file);
		refuses(await anna.post(ours(file, 'link')), 429);
		await sql(`INSERT INTO file_link (tenant_id, attachment_id, person_id, created_by, token_hash, created_at, expires_at)
			SELECT ${anna.tenantId}, ${file.id}, ${anna.id}, ${anna.id}, UNHEX(SHA2(CONCAT(${file.id}, '-', seq), 256)), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM seq_1_to_1000`);
		assert.equal((await anna.ask('DELETE', ours(file, 'link'))).status, 204);
		refuses(await anna.post(ours(file, 'link')), 429, undefined);
	});
});

describe('a token', () => {
	let url;
	before(async () => { ({ url } = await link(anna, await stored())); });
	test('that was never given out is nothing: 404', async () => {
		for (const token of ['x', 'A'.repeat(43), 'A'.repeat(8000), '%27%20OR%201=1', '%7f', '💣', `${'A'.repeat(43)}%20`])
			await closed(`${anna.origin}/f/${token}`, 404);
	});
	test('that is no text is no request: 400', async () => {
		await closed(`${anna.origin}/f/%ff`, 400);
		assert.equal((await open(`${anna.origin}/f/%00`)).status, 400);
	});
	test('with one changed character, in any place, is nothing', async () => {
		const start = url.length - 43;
		for (const place of [0, 7, 21, 41, 42]) {
			const i = start + place;
			for (const other of [url[i] === 'A' ? 'B' : 'A', url[i] === url[i].toLowerCase() ? url[i].toUpperCase() : url[i].toLowerCase()])
				if (other !== url[i])
					await closed(url.slice(0, i) + other + url.slice(i + 1), 404);
		}
		await closed(`${url}A`, 404);
		await closed(url.slice(0, -1), 404);
		await opens(url);
	});
	test('is nothing at another tenant, whether it lives there or not', async () => {
		const elsewhere = url.replace(anna.origin, stack.origin('dasharo'));
		await closed(elsewhere, 404);
		const { url: old, id } = await link(anna, await stored());
		await sql(`UPDATE file_link SET expires_at = UTC_TIMESTAMP(3) WHERE id = ${id}`);
		await closed(old, 410);
		await closed(old.replace(anna.origin, stack.origin('dasharo')), 404);
	});
	test('is no way in: it makes nobody signed in, and a session or a token beside it does not count', async () => {
		const stranger = await newcomer('copernicus');
		await opens(url, { headers: { authorization: stranger.authorization } });
		await opens(url, { headers: { authorization: 'Bearer nonsense' } });
		const answer = await open(url, { headers: { cookie: 'lodge-session=nonsense' } });
		assert.equal(answer.status, 303);
		assert.equal(answer.headers.get('set-cookie'), null);
	});
	test('is for reading only', async () => {
		for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
			assert.equal((await open(url, { method })).status, 405, method);
	});
});

describe('for whom a link is', () => {
	test('who sees a file makes one for themselves; who does not, makes none', async () => {
		const organization = await newOrganization('copernicus');
		const [reporter, colleague, participant, outsider] = [await newcomer('copernicus', { organization }), await newcomer('copernicus', { organization }), await newcomer('copernicus'), await newcomer('copernicus')];
		const file = await stored(reporter);
		await participate(participant, file.ticket);
		for (const who of [reporter, colleague, participant, agent, admin])
			await opens((await link(who, file)).url);
		refuses(await outsider.post(ours(file, 'link')), 404);
		const note = await said(agent, file.ticket, false);
		refuses(await reporter.post(ours(note, 'link')), 404);
		await opens((await link(agent, note)).url);
	});
	test('only the team makes one for somebody else', async () => {
		const file = await stored(), other = await newcomer('copernicus');
		await participate(other, file.ticket);
		refuses(await anna.post(ours(file, 'link'), { accountId: other.account }), 403);
		refuses(await other.post(ours(file, 'link'), { accountId: anna.account }), 403);
		await link(anna, file, { accountId: anna.account });
		const made = await link(agent, file, { accountId: other.account });
		await opens(made.url);
		const [line] = (await lines(agent, file)).filter((one) => one.id === made.id);
		assert.equal(line.person.accountId, other.account);
		assert.equal(line.createdBy.accountId, agent.account);
	});
	test('an agent of another desk is not the team', async () => {
		const file = await stored(), stranger = await newcomer('copernicus', { role: 'agent', desks: [] });
		await participate(stranger, file.ticket);
		refuses(await stranger.post(ours(file, 'link'), { accountId: anna.account }), 403);
		await opens((await link(stranger, file)).url);
	});
	test('never for who may not see the file: they are told so', async () => {
		const file = await stored(), [outsider, gone] = [await newcomer('copernicus'), await newcomer('copernicus')];
		await participate(gone, file.ticket);
		await sql(`UPDATE person SET active = FALSE WHERE id = ${gone.id}`);
		const foreign = await newcomer('dasharo');
		for (const accountId of [outsider.account, gone.account, foreign.account, 'u_nobody', ''])
			refuses(await agent.post(ours(file, 'link'), { accountId }), 400, 'accountId');
		const note = await said(agent, file.ticket, false);
		refuses(await agent.post(ours(note, 'link'), { accountId: anna.account }), 400, 'accountId');
	});
});

describe('access that is lost closes a link at once', () => {
	test('a comment that became a note', async () => {
		const file = await said(anna, await raise(anna)), { url } = await link(agent, file, { accountId: anna.account }), own = await link(agent, file);
		await opens(url);
		await sql(`UPDATE comment SET public = FALSE WHERE id = ${file.comment}`);
		await closed(url, 410);
		await opens(own.url);
	});
	test('a participant who was removed', async () => {
		const file = await stored(), guest = await newcomer('copernicus');
		await participate(guest, file.ticket);
		const { url } = await link(guest, file);
		await opens(url);
		await sql(`DELETE FROM ticket_participant WHERE person_id = ${guest.id}`);
		await closed(url, 410);
		await participate(guest, file.ticket);
		await opens(url, { agent: 'back again' });
	});
	test('a person who left the organization', async () => {
		const organization = await newOrganization('copernicus'), [reporter, colleague] = [await newcomer('copernicus', { organization }), await newcomer('copernicus', { organization })];
		const file = await stored(reporter), { url } = await link(colleague, file);
		await opens(url);
		await sql(`DELETE FROM organization_member WHERE person_id = ${colleague.id}`);
		await closed(url, 410);
	});
	test('a person who was disabled', async () => {
		const who = await newcomer('copernicus'), { url } = await link(who, await stored(who));
		await opens(url);
		await sql(`UPDATE person SET active = FALSE WHERE id = ${who.id}`);
		await closed(url, 410);
		await closed(url, 410, { method: 'HEAD' });
	});
	test('an agent who answers on the desk no more', async () => {
		const helper = await newcomer('copernicus', { role: 'agent', desks: [55] }), { url } = await link(helper, await stored());
		await opens(url);
		await sql(`DELETE FROM desk_agent WHERE person_id = ${helper.id}`);
		await closed(url, 410);
	});
	test('what is known of the bytes counts when it is opened', async () => {
		const file = await stored(), { url } = await link(anna, file);
		for (const [verdict, status] of [['checking', 409], ['scanning', 409], ['infected', 403], ['lost', 410]]) {
			await sql(`UPDATE attachment SET verdict = '${verdict}' WHERE id = ${file.id}`);
			await closed(url, status);
			await closed(url, status, { method: 'HEAD' });
		}
		assert.deepEqual(await log(anna, file), [], 'nobody took it');
		for (const verdict of ['unscanned', 'passed']) {
			await sql(`UPDATE attachment SET verdict = '${verdict}' WHERE id = ${file.id}`);
			await opens(url);
		}
	});
});

describe('a link is taken back', () => {
	test('one of many, and at once', async () => {
		const file = await stored(), [one, two] = [await link(anna, file), await link(anna, file)];
		await opens(one.url);
		assert.equal((await anna.ask('DELETE', ours(file, `link/${one.id}`))).status, 204);
		await closed(one.url, 410);
		await opens(two.url);
		assert.equal((await anna.ask('DELETE', ours(file, `link/${one.id}`))).status, 204, 'once more is harmless');
		const [newer, older] = await lines(anna, file);
		assert.ok(older.revokedDate && !newer.revokedDate);
		assert.deepEqual([older.id, newer.id], [one.id, two.id]);
	});
	test('all of them', async () => {
		const file = await stored(), made = [await link(anna, file), await link(agent, file, { accountId: anna.account }), await link(agent, file)];
		assert.equal((await agent.ask('DELETE', ours(file, 'link'))).status, 204);
		for (const { url } of made)
			await closed(url, 410);
	});
	test('by who made it or got it, and by the team: others neither see nor end it', async () => {
		const file = await stored(), other = await newcomer('copernicus');
		await participate(other, file.ticket);
		const [mine, theirs, got, own] = [await link(anna, file), await link(other, file), await link(agent, file, { accountId: anna.account }), await link(agent, file)];
		const ids = async (who) => (await lines(who, file)).map((one) => one.id).sort();
		assert.deepEqual(await ids(anna), [mine.id, got.id].sort());
		assert.deepEqual(await ids(other), [theirs.id]);
		assert.deepEqual(await ids(admin), [mine.id, theirs.id, got.id, own.id].sort());
		for (const one of [theirs, own])
			refuses(await anna.ask('DELETE', ours(file, `link/${one.id}`)), 404);
		for (const id of ['0', '99999999', 'x', '-1'])
			refuses(await anna.ask('DELETE', ours(file, `link/${id}`)), 404);
		assert.equal((await anna.ask('DELETE', ours(file, 'link'))).status, 204);
		for (const { url } of [mine, got])
			await closed(url, 410);
		for (const { url } of [theirs, own])
			await opens(url);
		assert.equal((await agent.ask('DELETE', ours(file, `link/${theirs.id}`))).status, 204);
		await closed(theirs.url, 410);
	});
	test('through its own file only', async () => {
		const [file, other] = [await stored(), await stored()], made = await link(anna, file);
		refuses(await anna.ask('DELETE', ours(other, `link/${made.id}`)), 404);
		assert.equal((await anna.ask('DELETE', ours(other, 'link'))).status, 204);
		await opens(made.url);
	});
});

describe('how often a link was opened', () => {
	const uses = async (file) => (await lines(anna, file))[0].uses;
	test('counts one for each place: the same address and agent within ten minutes are one', async () => {
		const file = await stored(), { url, id } = await link(anna, file);
		for (let i = 0; i < 5; i++)
			await opens(url);
		assert.equal(await uses(file), 1);
		await opens(url, { agent: 'another browser' });
		assert.equal(await uses(file), 2);
		await sql(`UPDATE download SET created_at = created_at - INTERVAL 11 MINUTE WHERE link_id = ${id}`);
		await opens(url);
		assert.equal(await uses(file), 3);
		const [line] = await lines(anna, file);
		assert.ok(Math.abs(line.lastUsedDate.epochMillis - Date.now()) < 10_000);
	});
	test('a look without opening counts nothing and writes nothing', async () => {
		const file = await stored(), { url } = await link(anna, file, { useLimit: 1 });
		const looks = async () => {
			const answer = await open(url, { method: 'HEAD' });
			assert.equal(answer.status, 200);
			assert.equal(answer.headers.get('location'), null, 'no way to the bytes that no log knows of');
			assert.match(answer.headers.get('content-type'), /^text\/plain/);
		};
		for (let i = 0; i < 3; i++)
			await looks();
		assert.equal(await uses(file), 0);
		assert.deepEqual(await log(anna, file), []);
		await opens(url);
		await looks();
		await closed(url, 410, { method: 'HEAD', agent: 'another browser' });
		assert.equal(await uses(file), 1);
	});
	test('a limit ends it, but not for who opened it just now', async () => {
		const file = await stored(), { url, id } = await link(anna, file, { useLimit: 2 });
		assert.equal((await lines(anna, file))[0].useLimit, 2);
		await opens(url);
		await opens(url, { agent: 'a scanner' });
		await closed(url, 410, { agent: 'a third' });
		await opens(url);
		await opens(url, { agent: 'a scanner' });
		await sql(`UPDATE download SET created_at = created_at - INTERVAL 11 MINUTE WHERE link_id = ${id}`);
		await closed(url, 410);
		assert.equal(await uses(file), 2);
		assert.equal((await log(anna, file)).length, 2);
	});
	test('a limit holds exactly, however many come at once', async () => {
		const file = await stored(), { url } = await link(anna, file, { useLimit: 5 });
		const answers = await Promise.all(Array.from({ length: 24 }, (_, i) => open(url, { agent: `browser ${i}` })));
		const statuses = answers.map((one) => one.status);
		assert.equal(statuses.filter((status) => status === 303).length, 5, statuses.join(' '));
		assert.ok(statuses.every((status) => [303, 410].includes(status)), statuses.join(' '));
		assert.equal(await uses(file), 5);
		assert.equal((await log(anna, file)).length, 5);
	});
	test('from one place at once is one', async () => {
		const file = await stored(), { url } = await link(anna, file, { useLimit: 2 });
		const answers = await Promise.all(Array.from({ length: 12 }, () => open(url)));
		assert.ok(answers.every((one) => one.status === 303), answers.map((one) => one.status).join(' '));
		assert.equal(await uses(file), 1);
	});
});

describe('the log of a file', () => {
	test('says who took it, when, and that it was by the link sent to them; newest first', async () => {
		const file = await stored(), { url } = await link(agent, file, { accountId: anna.account });
		assert.equal((await agent.get(at(file.ticket, `attachment/${file.id}`), { 'user-agent': 'of the agent' })).status, 303);
		await opens(url, { agent: 'of the mail' });
		const seen = await agent.read(ours(file, 'download'));
		shapes.page(shapes.download)(seen, 'the log');
		assert.deepEqual(seen.values.map((one) => [one.person.accountId, one.kind, one.byLink, one.address, one.userAgent]),
			[[anna.account, 'download', true, '127.0.0.1', 'of the mail'], [agent.account, 'download', false, '127.0.0.1', 'of the agent']]);
		shapes.page(shapes.fileLink)(await agent.read(ours(file, 'link')), 'the links');
		const agentName = (await agent.read(`${LODGE}/me`)).displayName;
		assert.deepEqual((await log(anna, file)).map((one) => one.linkCreatedBy), [agentName, undefined], 'whoever made the link may have opened it');
	});
	test('a token that may only write makes no link to read by', async () => {
		const file = await stored(), writer = await program('copernicus', anna.email, { scopes: 'write:servicedesk-request' });
		refuses(await writer.post(ours(file, 'link')), 403);
	});
	test('is for everybody who sees the file; from where is for the team', async () => {
		const file = await stored(), [guest, outsider] = [await newcomer('copernicus'), await newcomer('copernicus')];
		await participate(guest, file.ticket);
		await guest.get(at(file.ticket, `attachment/${file.id}`));
		for (const who of [anna, guest]) {
			const [row] = await log(who, file);
			shapes.download(row, 'a row');
			assert.equal(row.person.accountId, guest.account);
			assert.ok(!('address' in row) && !('userAgent' in row));
			assert.equal(row.person.emailAddress, who === guest ? guest.email : undefined);
		}
		refuses(await outsider.get(ours(file, 'download')), 404);
	});
	test('has pages', async () => {
		const file = await stored();
		await sql(`INSERT INTO download (tenant_id, attachment_id, person_id, address, user_agent, created_at) SELECT ${anna.tenantId}, ${file.id}, ${anna.id}, '', '', UTC_TIMESTAMP(3) FROM seq_1_to_7`);
		const first = await anna.read(`${ours(file, 'download')}?limit=3`);
		assert.equal(first.size, 3);
		assert.equal((await anna.read(first._links.next.replace(anna.origin, ''))).start, 3);
		assert.equal((await anna.read(`${ours(file, 'download')}?start=6`)).isLastPage, true);
	});
	test('is not written by who only looks at a file', async () => {
		const file = await stored();
		for (let i = 0; i < 3; i++) {
			const answer = await open(anna.origin + at(file.ticket, `attachment/${file.id}`), { method: 'HEAD', headers: anna.identity });
			assert.equal(answer.status, 200);
			assert.equal(answer.headers.get('location'), null);
			assert.ok(Number(answer.headers.get('content-length')) > 0);
		}
		assert.deepEqual(await log(anna, file), []);
		refuses({ ...await (await newcomer('copernicus')).get(at(file.ticket, `attachment/${file.id}`)) }, 404);
	});
});

describe('time and revocation really end access at the store', () => {
	test('what was signed before is good until its time is over, and then at no door', async () => {
		const file = await stored(anna, { bytes: 'soon over' }), { url, id } = await link(anna, file);
		assert.equal(await (await fetch(await opens(url))).text(), 'soon over');
		assert.equal((await anna.ask('DELETE', ours(file, `link/${id}`))).status, 204);
		await closed(url, 410);
		const [[key]] = await sql(`SELECT object_key FROM attachment WHERE id = ${file.id}`);
		const direct = signedUrl(stack, 'GET', key, { valid_s: 3 }), { pathname, search } = new URL(direct);
		assert.equal((await fetch(direct)).status, 200, 'good at first');
		const end = Date.now() + 15_000;
		while ((await fetch(direct)).status !== 403 && Date.now() < end)
			await sleep(200);
		assert.equal((await fetch(direct)).status, 403, 'the store itself');
		assert.equal((await fetch(stack.filesOrigin + pathname + search)).status, 403, 'the files host');
		assert.equal((await fetch(direct.replace(/\?.*/, ''))).status, 403, 'the store without a signature');
	});
});

describe('no log has a token in it', () => {
	const texts = () => readdirSync(stack.path('log')).map((name) => readFileSync(stack.path('log', name), 'utf8')).join('\n');
	const isHidden = (token) => assert.ok(!texts().includes(token), texts().split('\n').find((line) => line.includes(token)));
	test('when it is opened, in whatever spelling, or refused', async () => {
		const { url } = await link(anna, await stored()), token = url.split('/f/')[1], host = new URL(anna.origin).host;
		await opens(url);
		await opens(`${url}?utm=${token}`);
		for (const path of [`//f/${token}`, `/%66/${token}`, `/x/../f/${token}`, `/%2Ff/${token}`, `/f%2f${token}`, `/f/${token}/`, `/x/../f/${token}/x`, `/f/${token}/x`, `/f//${token}`, `http://${host}/f/${token}`])
			await rawAsk('GET', path, { headers: { host } });
		await rawAsk('GET', `/f/${token}`, { headers: {} }).catch(() => {}); // no Host
		await rawAsk('GET', `/f/${token}\x7f`.replace('\x7f', '%7f'), { headers: { host } });
		await rawAsk('BREW', `/f/${token}`, { headers: { host } });
		await rawAsk('GET', `/f/${token}`, { headers: { host: 'nobody.localhost' } });
		await rawAsk('GET', `/f/${token}`, { headers: { host: new URL(stack.filesOrigin).host } });
		assert.match(texts(), /"GET \/f\/\.\.\." 303/);
		isHidden(token);
	});
	test('when the workers are not there', async () => {
		const { url } = await link(anna, await stored()), token = url.split('/f/')[1];
		assert.ok(isRunning(stack, 'pages'));
		await stop(stack, 'pages');
		try {
			await closed(url, 503);
		} finally {
			await start(stack, 'pages');
		}
		await opens(url);
		isHidden(token);
	});
});
