// quotes.test.mjs - a price, who is asked, and what they say: versions, what is void, what is too late, and one decision at a time.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { JSM, LODGE, comment, newOrganization, newcomer, program, raise, refuses, word } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';
import { approval, page, quote } from './lib/shapes.mjs';

const quotes = (ticket) => `${LODGE}/request/${ticket.issueKey}/quote`;
const approvals = (ticket, id) => `${JSM}/request/${ticket.issueKey}/approval${id ? `/${id}` : ''}`;
const day = (offset) => new Date(Date.now() + offset * 86400e3).toISOString().slice(0, 10);
const price = (more = {}) => ({ currency: 'EUR', lines: [{ text: 'Analysis', hours: '4', amount: '480.00' }, { text: 'Discount', amount: '-0.5' }], validUntil: day(14), ...more });
const status = async (ticket) => (await agent.read(`${JSM}/request/${ticket.issueKey}`)).currentStatus.status;
const answer = (who, ticket, id, decision, more = {}) => who.post(approvals(ticket, id), { decision, ...more });
const expire = (ticket) => sql(`UPDATE quote SET valid_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE ticket_id = ${ticket.issueId}`);
const kinds = (ticket) => sql(`SELECT kind, public, person_id, after_text FROM activity WHERE ticket_id = ${ticket.issueId} AND kind NOT IN ('created', 'status', 'comment') ORDER BY id`);
let agent, admin, anna, outsider, stranger;

before(async () => {
	agent = await newcomer('dasharo', { role: 'agent', desks: [71, 72, 73], name: 'Quote Agent' });
	admin = await program('dasharo', 'admin@dasharo.example');
	anna = await newcomer('dasharo', { organization: await newOrganization('dasharo'), name: 'Anna Asks' });
	outsider = await newcomer('dasharo', { name: 'Out Sider' });
	stranger = await newcomer('dasharo', { role: 'agent', desks: [71], name: 'Other Desk' });
});

/** A ticket in Analysis. */
async function analysed(who = anna) {
	const ticket = await raise(who, { desk: '72', type: '7201', description: 'A port' });
	assert.equal((await agent.post(`${JSM}/request/${ticket.issueKey}/transition`, { id: '21' })).status, 204);
	return ticket;
}
async function quoted(more, who) {
	const ticket = await analysed(who);
	return { ticket, sent: await agent.make(quotes(ticket), price(more)) };
}

describe('a quote that is sent', () => {
	test('asks the reporter, and says exactly what was hashed', async () => {
		const { ticket, sent } = await quoted({ terms: 'Paid **after** delivery.' });
		quote(sent, 'quote');
		assert.equal(await status(ticket), 'Waiting for client');
		const document = JSON.parse(sent.document);
		assert.deepEqual(document, { key: ticket.issueKey, version: 1, currency: 'EUR', lines: [{ text: 'Analysis', hours: '4.00', amount: '480.00' }, { text: 'Discount', amount: '-0.50' }],
			total: '479.50', validUntil: document.validUntil, timeZone: 'Europe/Warsaw', terms: 'Paid **after** delivery.', approvers: ['Anna Asks'], needed: 1 });
		assert.equal(sent.sha256, createHash('sha256').update(sent.document).digest('hex'));
		assert.equal(sent.renderedBody.html.trim(), '<p>Paid <strong>after</strong> delivery.</p>');
		assert.match(document.validUntil, new RegExp(`^${day(14)}T23:59:59\\+0[12]00$`), 'to the end of the day where the tenant is');
		const { values: [seen] } = await anna.read(quotes(ticket));
		assert.equal(seen.document, sent.document);
		assert.equal(seen.approval.canAnswerApproval, true);
		assert.equal(sent.approval.canAnswerApproval, false, 'the agent was not asked');
		assert.deepEqual(await sql(`SELECT l.text, l.hours, l.amount FROM quote_line l WHERE l.quote_id = ${sent.id} ORDER BY position`), [['Analysis', '400', '48000'], ['Discount', 'NULL', '-50']]);
		assert.deepEqual(await kinds(ticket), [['quote-sent', '1', String(agent.id), '1 (EUR 479.50)']]);
	});
	test('comes with the ticket, if that is asked for', async () => {
		const { ticket, sent } = await quoted();
		const seen = await anna.read(`${JSM}/request/${ticket.issueKey}?expand=quote`);
		page(quote)(seen.quotes, 'quotes');
		assert.equal(seen.quotes.values[0].sha256, sent.sha256);
		assert.ok(seen.quotes._links.self.startsWith(`${anna.origin}${LODGE}/request/${ticket.issueId}/quote?`));
		assert.equal((await anna.read(`${JSM}/request/${ticket.issueKey}`)).quotes, undefined);
	});
	test('is sent where the workflow knows no way for it, too', async () => {
		const ticket = await raise(anna, { desk: '72', type: '7201', description: 'A port' });
		await sql(`UPDATE ticket SET status_id = 24 WHERE id = ${ticket.issueId}`);
		await agent.make(quotes(ticket), price());
		assert.equal(await status(ticket), 'Approved');
	});
	test('in other currencies has their digits', async () => {
		for (const [currency, amount, shown] of [['JPY', '1500', '1500'], ['KWD', '1.5', '1.500'], ['USD', '999999999999.99', '999999999999.99'], ['JPY', '999999999999999', '999999999999999'], ['EUR', '0', '0.00']]) {
			const { sent } = await quoted({ currency, lines: [{ text: 'All', amount }] });
			assert.equal(sent.total, shown);
			assert.equal(sent.lines[0].amount, shown);
		}
	});
	test('may be valid to an instant', async () => {
		const { sent } = await quoted({ validUntil: `${day(2)}T10:30+05:30` });
		assert.equal(sent.validUntil.epochMillis, Date.parse(`${day(2)}T05:00Z`));
	});
});

describe('what is no quote', () => {
	let ticket;
	before(async () => { ticket = await analysed(); });
	const line = (more) => [{ text: 'Work', amount: '1' }, { text: 'More', amount: '1', ...more }];
	const wrong = [
		['currency', { currency: 'EURO' }], ['currency', { currency: 'eur' }], ['currency', { currency: 'XTS' }], ['currency', { currency: undefined }],
		['lines', { lines: undefined }], ['lines', { lines: [] }], ['lines', { lines: {} }], ['lines', { lines: 'x' }], ['lines', { lines: Array(101).fill({ text: 'x', amount: '1' }) }],
		['lines[1]', { lines: [{ text: 'x', amount: '1' }, 'y'] }], ['lines[1].text', { lines: line({ text: '' }) }], ['lines[1].text', { lines: line({ text: 7 }) }], ['lines[1].text', { lines: line({ text: 'a\nb' }) }],
		['lines[1].text', { lines: line({ text: 'x'.repeat(501) }) }], ['lines[1].text', { lines: line({ text: 'pay \u202e00,1' }) }],
		...['1.234', '1,50', '1e3', '', ' 1', '+1', '--1', '01', '.5', '5.', '0x10', '1.5.', 'NaN', '10000000000000', '99999999999999999999', 5, 1.5, true, {}].map((amount) => ['lines[1].amount', { lines: line({ amount }) }]), ['lines[1].amount', { lines: line({ amount: undefined }) }],
		...['-1', '1.234', '100000', 'x', 2].map((hours) => ['lines[1].hours', { lines: line({ hours }) }]),
		['lines', { lines: [{ text: 'x', amount: '-0.01' }] }], ['lines', { lines: [{ text: 'x', amount: '9999999999999.99' }, { text: 'y', amount: '0.01' }] }],
		['lines[0].amount', { currency: 'JPY', lines: [{ text: 'x', amount: '1.0' }] }],
		['validUntil', { validUntil: undefined }], ['validUntil', { validUntil: 'soon' }], ['validUntil', { validUntil: '2026-02-30' }], ['validUntil', { validUntil: day(-1) }], ['validUntil', { validUntil: '2020-01-01T00:00:00Z' }],
		['validUntil', { validUntil: day(366 * 11) }], ['validUntil', { validUntil: `${day(3)}T10:00` }], ['validUntil', { validUntil: `${day(3)}T25:00Z` }],
		['terms', { terms: 'x'.repeat(10001) }], ['terms', { terms: 'a\u202eb' }],
		['approvers', { approvers: 'x' }], ['approvers', { approvers: Array(21).fill('x') }], ['approvers[0]', { approvers: ['nobody'] }],
		['needed', { needed: 0 }], ['needed', { needed: 2 }], ['needed', { needed: 'all' }],
	];
	for (const [field, more] of wrong)
		test(`${field} of ${JSON.stringify(more).slice(0, 90)}`, async () => refuses(await agent.post(quotes(ticket), price(more)), 400, field));
	test('names each thing that is wrong', async () => {
		const answer = await agent.post(quotes(ticket), price({ lines: [{ text: '', amount: 'x' }], validUntil: 'x', approvers: ['x'] }));
		assert.deepEqual(Object.keys(answer.json.errors).sort(), ['approvers[0]', 'lines[0].amount', 'lines[0].text', 'validUntil']);
	});
	test('who is asked may use the desk, is active, and is asked once', async () => {
		const gone = await newcomer('dasharo', { name: 'Gone' }), foreign = await newcomer('copernicus');
		await sql(`UPDATE person SET active = FALSE WHERE id = ${gone.id}`);
		refuses(await agent.post(quotes(ticket), price({ approvers: [gone.account] })), 400, 'approvers[0]');
		refuses(await agent.post(quotes(ticket), price({ approvers: [anna.account, foreign.account] })), 400, 'approvers[1]');
		refuses(await agent.post(quotes(ticket), price({ approvers: [anna.account, anna.account] })), 400, 'approvers[1]');
		refuses(await agent.post(quotes(ticket), price({ approvers: [anna.account, agent.account] })), 400, 'approvers[1]');
		refuses(await agent.post(quotes(await raise(agent, { desk: '72', type: '7201', description: 'x' })), price()), 400, 'approvers');
		const closed = await raise(await program('dasharo', 'customer@dasharo.example'), { desk: '73', type: '7302', description: 'A port' });
		refuses(await agent.post(quotes(closed), price({ approvers: [outsider.account] })), 400, 'approvers[0]');
	});
	test('leaves nothing behind', async () => {
		assert.deepEqual((await agent.read(quotes(ticket))).values, []);
		assert.equal(await status(ticket), 'Analysis');
	});
	test('is not for customers, nor for agents of another desk', async () => {
		refuses(await anna.post(quotes(ticket), price()), 403);
		refuses(await anna.ask('DELETE', quotes(ticket)), 403);
		refuses(await stranger.post(quotes(ticket), price()), 404);
		refuses(await outsider.post(quotes(ticket), price()), 403);
		refuses(await agent.ask('DELETE', quotes(ticket)), 404);
	});
});

describe('who is asked', () => {
	test('accepts, and the decision is kept with person, time, address and hash', async () => {
		const { ticket, sent } = await quoted();
		const answered = await anna.post(approvals(ticket, sent.approval.id), { decision: 'approve', sha256: sent.sha256, reason: 'Order 17' });
		assert.equal(answered.status, 200, answered.text);
		approval(answered.json, 'approval');
		assert.equal(answered.json.finalDecision, 'approved');
		assert.equal(answered.json.canAnswerApproval, false);
		assert.equal(await status(ticket), 'In progress');
		const [row] = await sql(`SELECT decision, reason, LOWER(HEX(sha256)), address, user_agent, decided_at > UTC_TIMESTAMP() - INTERVAL 1 MINUTE, pending FROM approver WHERE approval_id = ${sent.approval.id}`);
		assert.deepEqual(row, ['approved', 'Order 17', sent.sha256, '127.0.0.1', 'node', '1', '0']);
		const { values: [seen] } = await agent.read(quotes(ticket));
		assert.equal(seen.state, 'accepted');
		assert.ok(seen.closedDate);
		const [{ lodge }] = seen.approval.approvers;
		assert.deepEqual([lodge.reason, lodge.sha256, lodge.address, lodge.userAgent], ['Order 17', sent.sha256, '127.0.0.1', 'node']);
		assert.deepEqual((await kinds(ticket)).map(([kind]) => kind), ['quote-sent', 'approved']);
	});
	test('declines with a reason, and is asked again with a new version', async () => {
		const { ticket, sent } = await quoted();
		assert.equal((await answer(anna, ticket, sent.approval.id, 'decline', { reason: 'Too much' })).json.finalDecision, 'declined');
		assert.equal(await status(ticket), 'Rejected');
		const again = await agent.make(quotes(ticket), price({ lines: [{ text: 'Less', amount: '100' }] }));
		assert.equal(again.version, 2);
		assert.equal(await status(ticket), 'Waiting for client');
		assert.equal((await answer(anna, ticket, again.approval.id, 'approve', { sha256: again.sha256 })).json.finalDecision, 'approved');
		assert.equal(await status(ticket), 'In progress');
		const { values } = await anna.read(quotes(ticket));
		assert.deepEqual(values.map((one) => [one.version, one.state, one.approval.approvers[0].lodge.reason]), [[2, 'accepted', undefined], [1, 'rejected', 'Too much']]);
	});
	test('asks something first, which brings the ticket back, and answers then', async () => {
		for (const [decision, where] of [['approve', 'In progress'], ['decline', 'Rejected']]) {
			const { ticket, sent } = await quoted();
			await comment(anna, ticket, 'With tax?');
			assert.equal(await status(ticket), 'Analysis');
			assert.equal((await answer(anna, ticket, sent.approval.id, decision)).status, 200);
			assert.equal(await status(ticket), where);
		}
	});
	test('answers once', async () => {
		const { ticket, sent } = await quoted();
		await answer(anna, ticket, sent.approval.id, 'approve');
		for (const decision of ['approve', 'decline'])
			refuses(await answer(anna, ticket, sent.approval.id, decision), 409);
		assert.equal((await kinds(ticket)).length, 2);
	});
	test('says approve or decline, and nothing else', async () => {
		const { ticket, sent } = await quoted();
		for (const decision of ['approved', 'yes', '', undefined, 7])
			refuses(await answer(anna, ticket, sent.approval.id, decision), 400, 'decision');
		refuses(await answer(anna, ticket, sent.approval.id, 'decline', { reason: 'x'.repeat(2001) }), 400, 'reason');
		refuses(await answer(anna, ticket, '1', 'approve'), 404);
		refuses(await answer(anna, ticket, 'x', 'approve'), 404);
	});
	test('must have been asked', async () => {
		const { ticket, sent } = await quoted();
		for (const who of [agent, admin])
			refuses(await answer(who, ticket, sent.approval.id, 'approve'), 403);
		for (const who of [outsider, stranger])
			refuses(await answer(who, ticket, sent.approval.id, 'approve'), 404);
		assert.equal((await agent.read(approvals(ticket, sent.approval.id))).canAnswerApproval, false);
		assert.equal(await status(ticket), 'Waiting for client');
	});
	test('must have been shown what is pending', async () => {
		const { ticket, sent } = await quoted();
		const changed = await agent.make(quotes(ticket), price({ lines: [{ text: 'Twice', amount: '960' }] }));
		refuses(await answer(anna, ticket, sent.approval.id, 'approve', { sha256: sent.sha256 }), 409);
		refuses(await answer(anna, ticket, changed.approval.id, 'approve', { sha256: sent.sha256 }), 409);
		refuses(await answer(anna, ticket, changed.approval.id, 'decline', { sha256: 'x' }), 409);
		assert.equal((await answer(anna, ticket, changed.approval.id, 'approve', { sha256: changed.sha256.toUpperCase() })).status, 200);
	});
	test('cannot accept what is too late, but may decline it', async () => {
		const { ticket, sent } = await quoted();
		await expire(ticket);
		const late = await answer(anna, ticket, sent.approval.id, 'approve');
		refuses(late, 409);
		assert.match(late.json.errorMessage, /valid until .* ask for a new one/);
		assert.equal((await anna.read(quotes(ticket))).values[0].expired, true);
		assert.equal((await answer(anna, ticket, sent.approval.id, 'decline')).json.finalDecision, 'declined');
	});
	test('sees the ticket from then on, and no internal notes', async () => {
		const ticket = await analysed(), note = word('note');
		await comment(agent, ticket, note, false);
		refuses(await outsider.get(`${JSM}/request/${ticket.issueKey}`), 404);
		const sent = await agent.make(quotes(ticket), price({ approvers: [outsider.account] }));
		const seen = await outsider.get(`${JSM}/request/${ticket.issueKey}?expand=comment,quote,action`);
		assert.equal(seen.status, 200);
		assert.ok(!seen.text.includes(note));
		assert.equal(seen.json.actions.addComment.allowed, true);
		await comment(outsider, ticket, 'One question first');
		const [file] = await outsider.upload('72', { name: 'order.txt', bytes: 'x' });
		await outsider.make(`${JSM}/request/${ticket.issueKey}/attachment`, { temporaryAttachmentIds: [file.temporaryAttachmentId], public: true });
		refuses(await outsider.post(`${JSM}/request/${ticket.issueKey}/transition`, { id: '25' }), 403);
		refuses(await answer(anna, ticket, sent.approval.id, 'approve'), 403);
		assert.equal((await answer(outsider, ticket, sent.approval.id, 'approve')).status, 200);
		assert.equal((await outsider.get(`${JSM}/request/${ticket.issueKey}`)).status, 200, 'after it, too');
		const { approvers: [{ lodge }] } = await anna.read(approvals(ticket, sent.approval.id));
		assert.deepEqual([lodge.address, lodge.userAgent], [undefined, undefined], 'from where is for the team');
	});
	test('sees nothing of it any more, once the question was taken back unanswered', async () => {
		const mark = word('secret'), { ticket } = await quoted({ approvers: [outsider.account] });
		const found = async () => (await outsider.read(`${JSM}/request?requestOwnership=APPROVER&searchTerm=${mark}`)).values.length;
		const listed = async () => (await outsider.read(`${JSM}/request?requestOwnership=APPROVER`)).values.some((one) => one.issueKey === ticket.issueKey);
		await comment(agent, ticket, mark);
		assert.deepEqual([await found(), await listed()], [1, true]);
		assert.equal((await agent.ask('DELETE', quotes(ticket))).status, 204);
		refuses(await outsider.get(`${JSM}/request/${ticket.issueKey}`), 404);
		refuses(await outsider.post(`${JSM}/request/${ticket.issueKey}/comment`, { body: 'Me again', public: true }), 404);
		assert.deepEqual([await found(), await listed()], [0, false]);
		await agent.make(quotes(ticket), price({ approvers: [outsider.account] }));
		await agent.make(quotes(ticket), price());
		refuses(await outsider.get(`${JSM}/request/${ticket.issueKey}`), 404, undefined, 'nor by the one before');
	});
	test('decides together with others, when more than one is needed', async () => {
		const { ticket, sent } = await quoted({ approvers: [anna.account, outsider.account], needed: 2 });
		assert.equal((await answer(anna, ticket, sent.approval.id, 'approve')).json.finalDecision, 'pending');
		assert.equal(await status(ticket), 'Waiting for client');
		refuses(await answer(anna, ticket, sent.approval.id, 'approve'), 409);
		assert.equal((await answer(outsider, ticket, sent.approval.id, 'approve')).json.finalDecision, 'approved');
		assert.equal(await status(ticket), 'In progress');
		const other = await quoted({ approvers: [anna.account, outsider.account], needed: 2 });
		await answer(anna, other.ticket, other.sent.approval.id, 'approve');
		assert.equal((await answer(outsider, other.ticket, other.sent.approval.id, 'decline')).json.finalDecision, 'declined');
		assert.equal((await agent.read(quotes(other.ticket))).values[0].state, 'rejected');
	});
});

/** Both questions are under way before either can write: somebody holds the ticket's row for a while. */
async function together(ticket, ask) {
	const held = sql(`START TRANSACTION; SELECT id FROM ticket WHERE id = ${ticket.issueId} FOR UPDATE; DO SLEEP(1); COMMIT`);
	while ((await sql("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_rows_locked > 0"))[0][0] === '0')
		await sleep(150); // who asks again within a tenth of a second is told the same
	const answers = await Promise.all(ask());
	await held;
	return answers;
}

describe('at once', () => {
	test('of two approvers one decides', async () => {
		for (const [mine, theirs] of [['approve', 'approve'], ['approve', 'decline'], ['decline', 'decline']]) {
			const { ticket, sent } = await quoted({ approvers: [anna.account, outsider.account] });
			const answers = await together(ticket, () => [answer(anna, ticket, sent.approval.id, mine), answer(outsider, ticket, sent.approval.id, theirs)]);
			assert.deepEqual(answers.map((one) => one.status).sort(), [200, 409]);
			const won = answers.find((one) => one.status === 200).json.finalDecision;
			assert.equal((await agent.read(approvals(ticket, sent.approval.id))).finalDecision, won);
			assert.equal(await status(ticket), won === 'approved' ? 'In progress' : 'Rejected');
			assert.equal((await kinds(ticket)).length, 2, 'one decision is in the log');
		}
	});
	test('the same approver from two places decides once', async () => {
		const { ticket, sent } = await quoted();
		const answers = await together(ticket, () => ['approve', 'approve', 'decline', 'approve'].map((decision) => answer(anna, ticket, sent.approval.id, decision)));
		assert.deepEqual(answers.map((one) => one.status).sort(), [200, 409, 409, 409]);
	});
	test('a new version and an acceptance leave one of them', async () => {
		const { ticket, sent } = await quoted();
		const [accepted, changed] = await together(ticket, () => [answer(anna, ticket, sent.approval.id, 'approve'), agent.post(quotes(ticket), price())]);
		const states = (await agent.read(quotes(ticket))).values.map((one) => one.state);
		assert.ok(changed.status === 201 ? accepted.status === 200 ? states.join() === 'pending,accepted' : accepted.status === 409 && states.join() === 'pending,void' : changed.status === 409 && states.join() === 'accepted', `${accepted.status} ${changed.status} ${states}`);
	});
	test('versions that are sent count on, and one is pending', async () => {
		const ticket = await analysed();
		const sent = await Promise.all(Array.from({ length: 4 }, () => agent.post(quotes(ticket), price())));
		const made = sent.filter((one) => one.status === 201).map((one) => one.json.version).sort();
		assert.deepEqual(made, made.map((_, i) => i + 1));
		assert.equal((await agent.read(quotes(ticket))).values.filter((one) => one.state === 'pending').length, 1);
	});
});

describe('a quote is void', () => {
	test('when the team takes it back', async () => {
		const { ticket, sent } = await quoted();
		assert.equal((await agent.ask('DELETE', quotes(ticket))).status, 204);
		refuses(await agent.ask('DELETE', quotes(ticket)), 404);
		const seen = await anna.read(approvals(ticket, sent.approval.id));
		approval(seen, 'approval');
		assert.deepEqual([seen.finalDecision, seen.lodge.state, seen.canAnswerApproval], ['declined', 'void', false]);
		refuses(await answer(anna, ticket, sent.approval.id, 'approve'), 409);
		assert.deepEqual((await kinds(ticket)).map(([kind, open]) => [kind, open]), [['quote-sent', '1'], ['quote-void', '1']]);
	});
	test('when a new version is sent', async () => {
		const { ticket } = await quoted();
		await agent.make(quotes(ticket), price());
		assert.deepEqual((await anna.read(approvals(ticket))).values.map((one) => [one.name, one.lodge.state]), [['Quote 1', 'void'], ['Quote 2', 'pending']]);
	});
	test('when the ticket ends otherwise', async () => {
		const ticket = await raise(anna, { desk: '72', type: '7201', description: 'A port' });
		const sent = await agent.make(quotes(ticket), price());
		const { withdraw } = (await anna.read(`${JSM}/request/${ticket.issueKey}?expand=transition`)).lodge;
		assert.equal((await anna.post(`${JSM}/request/${ticket.issueKey}/transition`, { id: withdraw.transitionId })).status, 204);
		assert.equal((await anna.read(approvals(ticket, sent.approval.id))).lodge.state, 'void');
		refuses(await answer(anna, ticket, sent.approval.id, 'approve'), 409);
	});
});

describe('the list of those who are asked', () => {
	const asked = async (who, state) => (await who.read(`${JSM}/request?requestOwnership=APPROVER${state ? `&approvalStatus=${state}` : ''}`)).values.map((one) => one.issueKey);
	test('holds what waits for them, and what they were asked before', async () => {
		const boss = await newcomer('dasharo', { name: 'Boss' });
		const first = await quoted({ approvers: [boss.account] }), second = await quoted({ approvers: [boss.account, anna.account] });
		assert.deepEqual(await asked(boss, 'MY_PENDING_APPROVAL'), [second.ticket.issueKey, first.ticket.issueKey]);
		await agent.make(quotes(first.ticket), price({ approvers: [boss.account] }));
		assert.deepEqual(await asked(boss), [first.ticket.issueKey, second.ticket.issueKey], 'each once, the last one changed first');
		await answer(anna, second.ticket, second.sent.approval.id, 'approve');
		assert.deepEqual(await asked(boss, 'MY_PENDING_APPROVAL'), [first.ticket.issueKey]);
		assert.ok((await asked(boss, 'MY_HISTORY_APPROVAL')).includes(second.ticket.issueKey));
		assert.deepEqual((await boss.read(`${LODGE}/requests?reporter=approver`)).values.map((one) => one.issueKey), [first.ticket.issueKey]);
		assert.deepEqual(await asked(outsider, 'MY_PENDING_APPROVAL').then((keys) => keys.filter((key) => key === first.ticket.issueKey)), []);
		await comment(anna, second.ticket, 'Thank you');
		assert.deepEqual(await asked(boss), [second.ticket.issueKey, first.ticket.issueKey], 'what happens moves it up');
		const own = await raise(boss, { desk: '72', type: '7201', description: 'A port' });
		assert.deepEqual((await boss.read(`${JSM}/request?requestOwnership=APPROVER&requestOwnership=OWNED_REQUESTS`)).values.map((one) => one.issueKey), [own.issueKey, second.ticket.issueKey, first.ticket.issueKey]);
		assert.deepEqual((await boss.read(`${JSM}/request`)).values.map((one) => one.issueKey), [own.issueKey], 'only if asked for');
	});
	test('pages by key, and is searched', async () => {
		const boss = await newcomer('dasharo', { name: 'Boss' }), mark = word('paged');
		const keys = [];
		for (let i = 0; i < 3; i++) {
			const ticket = await raise(anna, { desk: '72', type: '7201', summary: `${mark} ${i}`, description: 'A port' });
			await agent.make(quotes(ticket), price({ approvers: [boss.account] }));
			keys.unshift(ticket.issueKey);
		}
		const first = await boss.read(`${JSM}/request?requestOwnership=APPROVER&approvalStatus=MY_PENDING_APPROVAL&limit=2`);
		const second = await boss.read(first._links.next.replace(boss.origin, ''));
		assert.deepEqual([...first.values, ...second.values].map((one) => one.issueKey), keys);
		assert.deepEqual((await boss.read(`${JSM}/request?requestOwnership=APPROVER&searchTerm=${mark}`)).values.length, 3);
		assert.deepEqual((await boss.read(`${JSM}/request?searchTerm=${mark}`)).values.length, 0);
		refuses(await boss.get(`${JSM}/request?requestOwnership=APPROVER&approvalStatus=NONE`), 400, 'approvalStatus');
		refuses(await boss.get(`${LODGE}/requests?reporter=boss`), 400, 'reporter');
	});
});

test('nobody of another tenant reads or answers', async () => {
	const { ticket, sent } = await quoted();
	for (const email of ['customer', 'agent', 'admin']) {
		const foreign = await program('copernicus', `${email}@copernicus.example`);
		for (const path of [quotes(ticket), approvals(ticket), approvals(ticket, sent.approval.id)])
			refuses(await foreign.get(path), 404);
		refuses(await answer(foreign, ticket, sent.approval.id, 'approve'), 404);
	}
});
