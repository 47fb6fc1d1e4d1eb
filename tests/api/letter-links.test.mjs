// letter-links.test.mjs - the links of letters: to mute a ticket, to answer its quote, by whoever holds the letter and is signed in
// nowhere. Each is tried as somebody would who means harm, and no token stands in a log.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, caller, isRefusal, newOrganization, newcomer, participate, program, raise, rawAsk, refuses, stack, word } from './lib/api.mjs';
import { mailToken } from './lib/mail-token.mjs';
import { sql } from './lib/operator.mjs';
import * as shapes from './lib/shapes.mjs';

const TENANT = { copernicus: 1, dasharo: 2 };
const at = (token) => `${LODGE}/letter/${token}`;
const nobody = caller('dasharo', { 'user-agent': 'A reader of mail 1.0' });
const HOUR = 3600e3;
let agent, admin, anna, outsider;

before(async () => {
	agent = await newcomer('dasharo', { role: 'agent', desks: [71, 72], name: 'Letter Agent' });
	admin = await program('dasharo', 'admin@dasharo.example');
	anna = await newcomer('dasharo', { organization: await newOrganization('dasharo'), name: 'Anna Reads' });
	outsider = await newcomer('dasharo', { name: 'Out Sider' });
});

const muteToken = (ticket, person = anna, until) => mailToken(TENANT.dasharo, 'q', ticket.issueId, person.id, until);
const answerToken = (sent, person = anna, until) => mailToken(TENANT.dasharo, 'a', sent.approval.id, person.id, until);
const plain = (who = anna) => raise(who, { desk: '72', type: '7201', summary: word('letter'), description: 'A port' });
const wants = async (who, ticket) => (await who.read(`${JSM}/request/${ticket.issueKey}/notification`)).subscribed;
const subscriptions = (ticket) => sql(`SELECT person_id, subscribed FROM subscription WHERE ticket_id = ${ticket.issueId} ORDER BY person_id`);
const answers = (sent) => sql(`SELECT person_id, decision, reason, HEX(sha256), address, user_agent FROM approver WHERE approval_id = ${sent.approval.id} ORDER BY person_id`);
const rows = async () => (await sql(`SELECT (SELECT COUNT(*) FROM subscription), (SELECT COUNT(*) FROM activity), (SELECT COUNT(*) FROM approver WHERE decision <> 'pending'), (SELECT COUNT(*) FROM session)`))[0].join();

/** A ticket whose quote waits for its reporter. */
async function quoted(more = {}) {
	const ticket = await raise(anna, { desk: '72', type: '7201', description: 'A port' });
	assert.equal((await agent.post(`${JSM}/request/${ticket.issueKey}/transition`, { id: '21' })).status, 204);
	const sent = await agent.make(`${LODGE}/request/${ticket.issueKey}/quote`, { currency: 'EUR', lines: [{ text: 'Analysis', amount: '480' }], validUntil: '2035-01-01', ...more });
	return { ticket, sent };
}

describe('a link that mutes', () => {
	test('says what it is for, and is of no use to sign in', async () => {
		const ticket = await plain();
		const seen = await nobody.get(at(muteToken(ticket)));
		assert.equal(seen.status, 200);
		shapes.letterLink(seen.json, 'the link');
		assert.deepEqual(seen.json, { kind: 'mute', issueKey: ticket.issueKey, summary: seen.json.summary, deskId: '72', muted: false });
		assert.equal(seen.headers.get('set-cookie'), null);
		assert.equal(seen.headers.get('referrer-policy'), 'no-referrer');
		for (const path of [`${JSM}/request/${ticket.issueKey}`, `${LODGE}/me`])
			refuses(await nobody.get(path, { authorization: `Bearer ${muteToken(ticket)}` }), 401);
	});
	test('mutes for its person alone, is undone, and may be used again and again', async () => {
		const ticket = await plain();
		await participate(outsider, ticket);
		for (const [body, muted] of [[{}, true], [{ muted: true }, true], [{ muted: false }, false], [undefined, true]]) {
			const answer = await nobody.post(at(muteToken(ticket)), body);
			assert.equal(answer.status, 200, answer.text);
			assert.equal(answer.json.muted, muted);
			assert.equal(answer.headers.get('set-cookie'), null, 'muting does not sign in');
			assert.equal(await wants(anna, ticket), !muted);
			assert.deepEqual(await subscriptions(ticket), [[String(anna.id), muted ? '0' : '1']]);
		}
		assert.equal(await wants(outsider, ticket), true);
	});
	test('takes the one click of RFC 8058: a form, without Origin and cookie', async () => {
		for (const [path, ticket] of [[at, await plain()], [(token) => `/letter/${token}`, await plain()]]) {
			const answer = await rawAsk('POST', path(muteToken(ticket)), { headers: { host: new URL(stack.origin('dasharo')).host, 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' });
			assert.equal(answer.status, 200, answer.text);
			assert.equal(await wants(anna, ticket), false);
		}
	});
	test('does what it says whoever is signed in where it is opened', async () => {
		const ticket = await plain();
		const answer = await outsider.post(at(muteToken(ticket)), {});
		assert.equal(answer.status, 200);
		assert.deepEqual(await subscriptions(ticket), [[String(anna.id), '0']]);
	});
	test('does not take the word of another site with a cookie', async () => {
		const ticket = await plain();
		refuses(await nobody.post(at(muteToken(ticket)), {}, { cookie: 'lodge=x', origin: 'https://evil.example' }), 403);
		assert.deepEqual(await subscriptions(ticket), []);
	});
	test('does not answer a quote', async () => {
		const { ticket, sent } = await quoted();
		refuses(await nobody.post(at(muteToken(ticket)), { decision: 'approve' }), 400, 'decision');
		assert.equal((await answers(sent))[0][1], 'pending');
		assert.deepEqual(await subscriptions(ticket), []);
	});
	test('leads to the ticket that its own went into', async () => {
		const from = await plain(), into = await plain();
		assert.equal((await admin.post(`${LODGE}/request/${from.issueKey}/merge`, { into: into.issueKey })).status, 200);
		assert.equal((await nobody.get(at(muteToken(from)))).json.issueKey, into.issueKey);
		assert.equal((await nobody.post(at(muteToken(from)), {})).status, 200);
		assert.equal(await wants(anna, into), false);
	});
});

describe('a link that answers', () => {
	test('shows the quote as its person sees it, without a session', async () => {
		const { ticket, sent } = await quoted({ terms: 'Paid **after** delivery.' });
		const { json } = await nobody.get(at(answerToken(sent)));
		shapes.letterLink(json, 'the link');
		assert.equal(json.kind, 'answer');
		assert.equal(json.issueKey, ticket.issueKey);
		assert.equal(json.quote.sha256, sent.sha256);
		assert.equal(json.quote.approval.canAnswerApproval, true);
		assert.equal(json.decision, undefined);
	});
	test('accepts, and keeps who, from where, with what and what was shown', async () => {
		const { ticket, sent } = await quoted();
		const answer = await nobody.post(at(answerToken(sent)), { decision: 'approve', reason: 'Please go on', sha256: sent.sha256 });
		assert.equal(answer.status, 200, answer.text);
		assert.equal(answer.json.decision, 'approved');
		assert.equal(answer.headers.get('set-cookie'), null);
		assert.deepEqual(await answers(sent), [[String(anna.id), 'approved', 'Please go on', sent.sha256.toUpperCase(), '127.0.0.1', 'A reader of mail 1.0']]);
		assert.equal((await sql(`SELECT person_id FROM activity WHERE ticket_id = ${ticket.issueId} AND kind = 'approved'`))[0][0], String(anna.id));
		assert.equal((await nobody.get(at(answerToken(sent)))).json.decision, 'approved');
	});
	test('declines, and is not answered twice, by it or by a session', async () => {
		const { ticket, sent } = await quoted();
		assert.equal((await nobody.post(at(answerToken(sent)), { decision: 'decline', reason: 'Too much' })).json.decision, 'declined');
		refuses(await nobody.post(at(answerToken(sent)), { decision: 'approve' }), 409);
		refuses(await anna.post(`${JSM}/request/${ticket.issueKey}/approval/${sent.approval.id}`, { decision: 'approve' }), 409);
		assert.equal((await answers(sent))[0][1], 'declined');
	});
	test('is refused another word, another document, a quote that is void or too late', async () => {
		const { sent, ticket } = await quoted();
		for (const body of [undefined, {}, { decision: 'yes' }, { muted: true }])
			refuses(await nobody.post(at(answerToken(sent)), body), 400, 'decision');
		refuses(await nobody.post(at(answerToken(sent)), { decision: 'approve', sha256: 'f'.repeat(64) }), 409);
		await sql(`UPDATE quote SET valid_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ${sent.id}`);
		refuses(await nobody.post(at(answerToken(sent)), { decision: 'approve' }), 409);
		assert.equal((await agent.ask('DELETE', `${LODGE}/request/${ticket.issueKey}/quote`)).status, 204);
		refuses(await nobody.post(at(answerToken(sent)), { decision: 'decline' }), 409);
		assert.equal((await answers(sent))[0][1], 'pending');
	});
	test('of somebody who was not asked, or is asked no more, is nothing', async () => {
		const { ticket, sent } = await quoted();
		await participate(outsider, ticket);
		refuses(await nobody.post(at(answerToken(sent, outsider)), { decision: 'approve' }), 403);
		refuses(await nobody.post(at(answerToken(sent, agent)), { decision: 'approve' }), 403);
		assert.deepEqual((await answers(sent)).map((row) => row[1]), ['pending']);
	});
	test('is answered once by many at the same moment', async () => {
		const { sent } = await quoted();
		const said = await Promise.all(Array.from({ length: 8 }, (_, n) => nobody.post(at(answerToken(sent)), { decision: n % 2 ? 'approve' : 'decline' })));
		assert.equal(said.filter(({ status }) => status === 200).length, 1);
		assert.ok(said.every(({ status }) => [200, 409].includes(status)), said.map(({ status }) => status).join());
	});
});

describe('whoever means harm', () => {
	/** Each is no link at all, and the same whether something like it is there. */
	const wrong = {
		'of another tenant': (ticket) => mailToken(TENANT.copernicus, 'q', ticket.issueId, anna.id),
		'whose time is over': (ticket) => muteToken(ticket, anna, Date.now() - 1000),
		'for a reply': (ticket) => mailToken(TENANT.dasharo, 'r', ticket.issueId, anna.id, 0),
		'of an envelope': (ticket) => mailToken(TENANT.dasharo, 'b', ticket.issueId, anna.id, 0),
		'of a Message-ID': (ticket) => mailToken(TENANT.dasharo, 'm', ticket.issueId, anna.id, 0),
		'with another person in it': (ticket) => muteToken(ticket).replace(`.${anna.id.toString(36)}.`, `.${outsider.id.toString(36)}.`),
		'with another ticket in it': (ticket) => muteToken(ticket).replace(/^q[^.]+/, 'q1'),
		'that would live longer': (ticket) => muteToken(ticket, anna, Date.now() + HOUR).replace(/\.[^.]+(\.[^.]+)$/, `.${(Date.now() + 9 * HOUR).toString(36)}$1`),
		'that would live for good': (ticket) => muteToken(ticket).replace(/\.[^.]+(\.[^.]+)$/, '$1'),
		'of another kind': (ticket) => muteToken(ticket).replace(/^q/, 'a'),
		'with a letter more': (ticket) => `${muteToken(ticket)}a`,
		'with a letter less': (ticket) => muteToken(ticket).slice(0, -1),
		'without a code': (ticket) => muteToken(ticket).replace(/[^.]*$/, ''),
		'of nothing': () => '.',
		'that is far too long': () => 'q'.repeat(500),
		'with a zero in it': (ticket) => `${muteToken(ticket)}%00`,
	};
	for (const [what, make] of Object.entries(wrong))
		test(`with a token ${what} learns and does nothing`, async () => {
			const ticket = await plain(), was = await rows();
			for (const answer of [await nobody.get(at(make(ticket))), await nobody.post(at(make(ticket)), {}), await nobody.post(at(make(ticket)), { decision: 'approve' })]) {
				assert.ok([400, 404].includes(answer.status), `${answer.status} ${answer.text}`);
				isRefusal(answer.json);
				assert.ok(!answer.text.includes(ticket.issueKey));
			}
			assert.equal(await rows(), was);
		});
	test('with a letter of somebody who does not see the ticket any more, or is not here any more, does nothing', async () => {
		const ticket = await plain(), gone = await newcomer('dasharo', { name: 'Gone Soon' });
		await participate(gone, ticket);
		assert.equal((await nobody.get(at(muteToken(ticket, gone)))).status, 200);
		await sql(`UPDATE person SET active = FALSE WHERE id = ${gone.id}`);
		refuses(await nobody.get(at(muteToken(ticket, gone))), 410);
		refuses(await nobody.post(at(muteToken(ticket, gone)), {}), 410);
		await sql(`UPDATE person SET active = TRUE WHERE id = ${gone.id}; DELETE FROM ticket_participant WHERE person_id = ${gone.id}`);
		refuses(await nobody.get(at(muteToken(ticket, gone))), 410);
		refuses(await nobody.get(at(muteToken({ issueId: 999999999 }, gone))), 410);
		refuses(await nobody.get(at(mailToken(TENANT.dasharo, 'a', 999999999, gone.id))), 410);
		assert.deepEqual(await subscriptions(ticket), []);
	});
	test('changes nothing by GET, HEAD or any other method, whatever stands behind it', async () => {
		const { ticket, sent } = await quoted(), was = await rows();
		for (const token of [muteToken(ticket), answerToken(sent)]) {
			for (const query of ['', '?decision=approve', '?muted=true', '?List-Unsubscribe=One-Click'])
				for (const method of ['GET', 'HEAD'])
					assert.equal((await nobody.ask(method, at(token) + query)).status, 200);
			for (const method of ['PUT', 'DELETE', 'PATCH'])
				assert.equal((await nobody.ask(method, at(token), {})).status, 405);
		}
		assert.equal(await rows(), was);
	});
	test('finds no token in a log', async () => {
		const { ticket, sent } = await quoted(), tokens = [muteToken(ticket), answerToken(sent), `${word('q')}.1.xxxxxxxxxxxxxxxx`];
		for (const token of tokens) {
			await nobody.get(at(token));
			await nobody.post(at(token), 'no json');
			await fetch(`${stack.origin('dasharo')}/rest/lodge/1//letter/${token}`);
			await fetch(`${stack.origin('dasharo')}/letter/${token}`);
			await fetch(`${stack.origin('dasharo')}/%6cetter/${token}/x`, { method: 'POST', body: 'x'.repeat(3 << 20) });
		}
		for (const name of readdirSync(stack.path('log')))
			for (const token of tokens)
				assert.ok(!readFileSync(stack.path(`log/${name}`), 'utf8').includes(token), `${name} has a token`);
	});
});

describe('the language of what is written to somebody', () => {
	test('is what they say, and shows in who they are', async () => {
		assert.equal((await outsider.read(`${LODGE}/me`)).language, undefined);
		for (const language of ['pl', 'ar', 'en']) {
			assert.equal((await outsider.ask('PUT', `${LODGE}/me/language`, { language })).status, 204);
			assert.equal((await outsider.read(`${LODGE}/me`)).language, language);
		}
		assert.deepEqual(await sql(`SELECT language FROM person WHERE id = ${outsider.id}`), [['en']]);
	});
	test('is one of ours', async () => {
		for (const body of [undefined, {}, { language: '' }, { language: 'de' }, { language: 'EN' }, { language: 'en\u0000' }, { language: 'x'.repeat(100) }, { language: 7 }])
			refuses(await outsider.ask('PUT', `${LODGE}/me/language`, body), 400, 'language');
		refuses(await nobody.ask('PUT', `${LODGE}/me/language`, { language: 'pl' }), 401);
	});
});
