// letters.test.mjs - letters as another mail server gets them and another program reads them: their headers, their threads, their words,
// and what becomes of them when the server refuses, hangs, or goes away.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { certificateOf } from '../stack/parts/dovecot.mjs';
import { until } from '../stack/process.mjs';
import { JSM, LODGE, caller, comment, refuses, stack } from './lib/api.mjs';
import { quote, sql } from './lib/operator.mjs';
import { openTenant } from './lib/own-tenant.mjs';
import { letter as letterShape, letterShown, page } from './lib/shapes.mjs';
import { PASSWORD, USER, startSink } from './lib/sink.mjs';

const PATIENCE_MS = 20_000;
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64');
let tenant, sink, agent, address;

before(async () => {
	tenant = await openTenant('letters');
	agent = await tenant.person('agent');
	await sql(`UPDATE person SET display_name = 'Jan Agent' WHERE id = ${agent.id}`);
	address = `help@${tenant.slug}.example`;
	await tenant.made('mail_address', { desk_id: tenant.desk, address, request_type_id: tenant.type, sender_name: 'Help, "quick" Desk', signature: '**The** team', created_at: '2026-01-01' });
	sink = await startSink();
});
after(() => sink.end());

const say = (ticket, body, more = {}) => agent.make(`${JSM}/request/${ticket.issueKey}/comment`, { body, public: true, ...more });
/** Somebody new with a request, the server doing as usual. */
async function scene({ summary, ...columns } = {}) {
	sink.does = () => undefined;
	const customer = await tenant.person('customer');
	for (const [name, value] of Object.entries(columns))
		await sql(`UPDATE person SET ${name} = ${quote(value)} WHERE id = ${customer.id}`);
	return { customer, ticket: await tenant.raise(customer, [], { summary }) };
}
const letterOf = async (customer) => {
	const [row] = await sql(`SELECT id, state, trouble, message_id, subject FROM mail_out WHERE tenant_id = ${tenant.id} AND recipient = ${quote(customer.email)} ORDER BY id DESC LIMIT 1`);
	return row && { id: row[0], state: row[1], trouble: row[2], messageId: row[3], subject: row[4] };
};
const hurry = () => sql(`UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE tenant_id = ${tenant.id} AND kind = 'letter' AND lease IS NULL`);
async function becomes(what, ask) {
	assert.ok(await until(async () => { await hurry(); return ask(); }, PATIENCE_MS, 100), `not within ${PATIENCE_MS} ms: ${what}`);
}
const is = (customer, state) => becomes(`the letter is ${state}`, async () => (await letterOf(customer))?.state === state);
const waitsWith = (customer, words) => becomes(`it waits: ${words}`, async () => words.test((await letterOf(customer))?.trouble));

describe('a letter', () => {
	test('says who it is from, whom it answers, and what may be done with it', async () => {
		const { customer, ticket } = await scene({ summary: 'The printer prints żółć' });
		await say(ticket, 'Hello *there*');
		const mail = await sink.mailTo(customer.email);
		const { parsed } = mail;
		assert.deepEqual(parsed.from.value, [{ name: 'Help, "quick" Desk', address }]);
		assert.deepEqual(parsed.to.value.map((one) => one.address), [customer.email]);
		assert.match(parsed.replyTo.value[0].address, new RegExp(`^help\\+r[a-z0-9.]+@${tenant.slug}\\.example$`));
		assert.match(mail.from, new RegExp(`^help\\+b[a-z0-9.]+@${tenant.slug}\\.example$`), 'what comes back is known');
		assert.deepEqual(mail.to, [customer.email]);
		assert.equal(parsed.subject, `[${ticket.issueKey}] The printer prints żółć`);
		assert.equal(parsed.messageId, `<${(await letterOf(customer)).messageId}>`);
		assert.equal(mail.header('Auto-Submitted'), 'auto-generated');
		assert.equal(mail.header('X-Auto-Response-Suppress'), 'All');
		assert.equal(mail.header('X-Lodge-Loop'), address);
		assert.equal(mail.header('Precedence'), undefined);
		assert.match(mail.head, /^List-Unsubscribe: <http\S+\/letter\/q[a-z0-9.]+>\r?$/m);
		assert.match(mail.head, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
		assert.match(mail.head, /^List-Id: <\S+>\r?$/m);
		assert.ok(Math.abs(parsed.date - Date.now()) < 60_000);
		for (const line of mail.raw.toString('latin1').split('\r\n')) {
			assert.ok(line.length < 200, line);
			assert.ok(!/[\r\n\x80-\xff]/.test(line), `seven bits, and whole lines: ${line}`);
		}
	});
	test('says the same as text and as HTML', async () => {
		const { customer, ticket } = await scene();
		await say(ticket, 'Hello *there*\n\n```\n.\n..\nFrom the log: 100 %=20\n```\n\n[a link](https://x.example/?a=1&b=2)');
		const { parsed } = await sink.mailTo(customer.email);
		const link = `${stack.origin(tenant.slug)}/servicedesk/customer/portal/${tenant.desk}/${ticket.issueKey}`;
		for (const words of ['##- Please type your reply above this line -##', 'Jan Agent wrote:', ticket.issueKey, 'Something', 'Open the request', link, 'because the request is yours', 'No more letters about this request'])
			for (const part of [parsed.text, parsed.html])
				assert.ok(part.includes(words), words);
		assert.ok(parsed.text.startsWith('##- '));
		assert.ok(parsed.text.includes('Hello _there_\n\n    .\n    ..\n    From the log: 100 %=20\n\na link <https://x.example/?a=1&b=2>\n'), parsed.text);
		assert.ok(parsed.html.includes('<em>there</em>') && parsed.html.includes('href="https://x.example/?a=1&amp;b=2"'));
		assert.ok(parsed.text.includes('\n-- \n*The* team\n') && parsed.html.includes('<strong>The</strong> team'));
		assert.ok(!/<script|<form|<iframe|javascript:|<img/i.test(parsed.html));
	});
	test('holds no header and no tag of anybody else\'s, whatever they are called', async () => {
		const hostile = 'A\r\nBcc: x@evil.example\r\n\r\n<script>alert(1)</script>';
		const { customer, ticket } = await scene({ summary: '=?utf-8?q?=0ABcc:_x=40evil.example?= "quoted" <b>bold</b> \u2028Bcc: x', display_name: hostile });
		await sql(`UPDATE person SET display_name = ${quote(hostile)} WHERE id = ${agent.id}`);
		await say(ticket, '<script>alert(1)</script> <img src=x onerror=alert(1)>\r\nBcc: x');
		const mail = await sink.mailTo(customer.email);
		await sql(`UPDATE person SET display_name = 'Jan Agent' WHERE id = ${agent.id}`);
		const names = mail.head.split(/\r\n(?![ \t])/).map((line) => line.split(':')[0]).sort();
		assert.deepEqual(names, [...new Set(names)]);
		assert.deepEqual(names.filter((name) => !['Auto-Submitted', 'Content-Language', 'Content-Type', 'Date', 'From', 'In-Reply-To', 'List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'MIME-Version', 'Message-ID', 'References', 'Reply-To', 'Subject', 'To', 'X-Auto-Response-Suppress', 'X-Lodge-Loop'].includes(name)), []);
		assert.deepEqual(mail.parsed.to.value.map((one) => one.address), [customer.email]);
		assert.ok(mail.parsed.subject.includes('=?utf-8?q?=0ABcc:_x=40evil.example?='), 'what looks like an encoded word is none');
		assert.ok(!/<script|<b>|<img|onerror=alert\(1\)>/.test(mail.parsed.html));
	});
	test('stands in one thread with those before it, and with what was written by mail', async () => {
		const { customer, ticket } = await scene();
		await say(ticket, 'One');
		const first = await sink.mailTo(customer.email);
		await say(ticket, 'Two');
		const second = await sink.mailTo(customer.email, 2);
		const [root] = [first.parsed.references].flat();
		assert.equal(second.parsed.subject, `Re: ${first.parsed.subject}`);
		assert.notEqual(second.parsed.messageId, first.parsed.messageId);
		assert.deepEqual([second.parsed.references].flat(), [root]);
		assert.equal(second.parsed.inReplyTo, root);
		const theirs = 'CAK=their-own.1@mail.example';
		const [[address_id]] = await sql(`SELECT id FROM mail_address WHERE tenant_id = ${tenant.id}`);
		await sql(`INSERT INTO mail_in (tenant_id, desk_id, address_id, once, raw_key, size, envelope_from, envelope_to, state, message_id, proof, person_id, ticket_id, received_at)
			VALUES (${tenant.id}, ${tenant.desk}, ${address_id}, UNHEX(SHA2(UUID(), 256)), 'x', 1, '', '', 'done', '${theirs}', 'passed', ${customer.id}, ${ticket.issueId}, UTC_TIMESTAMP(3))`);
		await say(ticket, 'Three');
		const third = await sink.mailTo(customer.email, 3);
		assert.deepEqual(third.parsed.references, [root, `<${theirs}>`]);
		assert.equal(third.parsed.inReplyTo, `<${theirs}>`);
	});
	for (const [language, direction, words] of [['pl', 'ltr', 'Jan Agent napisał(a):'], ['ar', 'rtl', 'يرجى كتابة الرد فوق هذا السطر'], ['xx', 'ltr', 'Jan Agent wrote:']])
		test(`is written in ${language}, ${direction}`, async () => {
			const { customer, ticket } = await scene({ language });
			await say(ticket, 'Hello');
			const mail = await sink.mailTo(customer.email);
			assert.ok(mail.parsed.text.includes(words) && mail.parsed.html.includes(words));
			assert.ok(mail.parsed.html.includes(`dir="${direction}"`));
			assert.equal(mail.header('Content-Language'), language === 'xx' ? 'en' : language);
		});
	test('leads to its files without a session, as long as its reader may see them', async () => {
		const { customer, ticket } = await scene();
		const files = await agent.upload(tenant.desk, { name: 'report.txt', bytes: 'The report' }, { name: 'bad "x".txt', bytes: 'bad' });
		await sql(`UPDATE attachment SET verdict = 'infected' WHERE tenant_id = ${tenant.id} AND filename LIKE 'bad%'`);
		await agent.make(`${JSM}/request/${ticket.issueKey}/attachment`, { temporaryAttachmentIds: [files[0].temporaryAttachmentId], public: true, additionalComment: { body: 'Two files' } });
		const mail = await sink.mailTo(customer.email);
		const [, url] = mail.parsed.text.match(/report\.txt \(10 B\)\n +(\S+\/f\/\S+)\n/);
		assert.ok(mail.parsed.html.includes(url));
		const opened = await caller(tenant.slug).get(new URL(url).pathname);
		assert.equal(opened.status, 303, opened.text);
		assert.equal(await (await fetch(opened.headers.get('location'))).text(), 'The report');
		assert.deepEqual(await sql(`SELECT kind FROM activity WHERE tenant_id = ${tenant.id} AND ticket_id = ${ticket.issueId} AND kind = 'link-added'`), [], 'the history says nothing of it');
		await sql(`UPDATE person SET active = FALSE WHERE id = ${customer.id}`);
		assert.equal((await caller(tenant.slug).get(new URL(url).pathname)).status, 410);
	});
	test('shows small pictures itself where the desk says so', async () => {
		const { customer, ticket } = await scene();
		await sql(`UPDATE mail_address SET pictures_inline = TRUE, logo = '${PNG.toString('base64')}', logo_type = 'image/png' WHERE tenant_id = ${tenant.id}`);
		const [file] = await agent.upload(tenant.desk, { name: 'dot.png', bytes: PNG, type: 'image/png' });
		await becomes('it is checked', async () => (await sql(`SELECT verdict FROM attachment WHERE tenant_id = ${tenant.id} AND temporary_id = ${quote(file.temporaryAttachmentId)}`))[0][0] !== 'checking');
		await agent.make(`${JSM}/request/${ticket.issueKey}/attachment`, { temporaryAttachmentIds: [file.temporaryAttachmentId], public: true, additionalComment: { body: 'A dot' } });
		const { parsed } = await sink.mailTo(customer.email);
		await sql(`UPDATE mail_address SET pictures_inline = FALSE, logo = NULL WHERE tenant_id = ${tenant.id}`);
		assert.equal(parsed.attachments.length, 2);
		for (const picture of parsed.attachments) {
			assert.ok(picture.related && picture.content.equals(PNG) && picture.contentType === 'image/png' && picture.contentDisposition === 'inline');
			assert.ok(picture.contentId, 'the HTML names it');
		}
		assert.ok(parsed.html.includes('data:image/png;base64'), 'mailparser found them by their cid');
	});
	test('of a quote has its price, and two links to a page that decides nothing by itself', async () => {
		const { customer, ticket } = await scene({ language: 'en' });
		await agent.make(`${LODGE}/request/${ticket.issueKey}/quote`, { currency: 'EUR', lines: [{ text: 'Analysis <b>', hours: '2.5', amount: '250.00' }, { text: 'Fix', amount: '1000.50' }], validUntil: '2030-01-31', terms: 'Net *30* days' });
		const { parsed } = await sink.mailTo(customer.email);
		for (const words of ['Analysis', '2.5', 'EUR 250.00', 'EUR 1000.50', 'Total', 'EUR 1250.50', '2030-01-31', 'accept or decline'])
			for (const part of [parsed.text, parsed.html])
				assert.ok(part.includes(words), `${words} in ${part}`);
		assert.ok(parsed.html.includes('Net <em>30</em> days') && !parsed.html.includes('<b>'));
		const links = parsed.text.match(/http\S+\/letter\/a\S+/g);
		assert.deepEqual(links.map((link) => link.split('#')[1]), ['accept', 'decline']);
		for (const link of links)
			await fetch(link.replace(stack.origin(tenant.slug), `http://127.0.0.1:${stack.port}`), { headers: { host: `${tenant.slug}.localhost` }, redirect: 'manual' });
		assert.deepEqual(await sql(`SELECT decision FROM approval WHERE tenant_id = ${tenant.id} AND ticket_id = ${ticket.issueId}`), [['pending']]);
	});
});

describe('what is told no more', () => {
	test('to an address that letters come back from', async () => {
		const { customer, ticket } = await scene();
		sink.does = () => ({ at: 'rcpt', code: 450, text: '4.2.0 not now' });
		await say(ticket, 'Hello');
		await waitsWith(customer, /4\.2\.0 not now/);
		await sql(`INSERT INTO mail_recipient (tenant_id, address, bounces, stopped_at, why) VALUES (${tenant.id}, ${quote(customer.email)}, 3, UTC_TIMESTAMP(3), 'mailbox full')`);
		await is(customer, 'needless');
		assert.match((await letterOf(customer)).trouble, /mailbox full/);
	});
	test('because it was taken back before its turn', async () => {
		const { customer, ticket } = await scene();
		sink.does = () => ({ at: 'rcpt', code: 450, text: '4.2.0 not now' });
		const { id } = await say(ticket, 'A secret');
		await waitsWith(customer, /not now/);
		await sql(`UPDATE comment SET public = FALSE WHERE tenant_id = ${tenant.id} AND id = ${id}`); // one that is on its way meanwhile is put off like the first
		await is(customer, 'needless');
		assert.deepEqual(await sink.mailsTo(customer.email), []);
	});
	test('because its reader may not come in any more, or has another address', async () => {
		const { customer, ticket } = await scene(), { customer: moved, ticket: other } = await scene();
		sink.does = () => ({ at: 'rcpt', code: 450, text: '4.2.0 not now' });
		await say(ticket, 'Hello');
		await say(other, 'Hello');
		await waitsWith(customer, /not now/);
		await waitsWith(moved, /not now/);
		await sql(`UPDATE person SET active = FALSE WHERE id = ${customer.id}`);
		await sql(`UPDATE person SET email = 'new.${moved.email}' WHERE id = ${moved.id}`);
		await is(customer, 'needless');
		await is(moved, 'needless');
	});
});

describe('a server', () => {
	test('that says later gets it later, in its own words until then', async () => {
		const { customer, ticket } = await scene();
		sink.does = () => ({ at: 'rcpt', code: 450, text: '4.2.0 greylisted, \u202eplease wait' });
		await say(ticket, 'Hello');
		await waitsWith(customer, /The mail server said: 450 4\.2\.0 greylisted/);
		sink.does = () => undefined;
		await is(customer, 'sent');
		assert.equal((await letterOf(customer)).trouble, 'NULL');
		assert.equal((await sink.mailsTo(customer.email)).length, 1);
	});
	for (const at of ['mail', 'rcpt', 'dot'])
		test(`that refuses it for good (${at}) is not asked again`, async () => {
			const { customer, ticket } = await scene();
			let asked = 0;
			sink.does = (said) => said.at === at && ++asked && { at, code: 550, text: '5.1.1 no such user here' };
			await say(ticket, 'Hello');
			await is(customer, 'failed');
			assert.match((await letterOf(customer)).trouble, /550 5\.1\.1 no such user here/);
			assert.equal(asked, 1);
			assert.deepEqual(await sql(`SELECT 1 FROM job WHERE tenant_id = ${tenant.id} AND kind = 'letter' AND subject_id = ${(await letterOf(customer)).id}`), []);
		});
	test('that is lost after the last dot gets it again, as the same one', async () => {
		const { customer, ticket } = await scene();
		let n = 0;
		sink.does = ({ at }) => at === 'dot' && n++ === 0 && { at, drops: true, keeps: true };
		await say(ticket, 'Hello');
		await sink.mailTo(customer.email, 1);
		await waitsWith(customer, /broke off before it said/).catch(() => {});
		await is(customer, 'sent');
		const mails = await sink.mailsTo(customer.email);
		assert.equal(mails.length, 2);
		assert.equal(mails[0].parsed.messageId, mails[1].parsed.messageId);
	});
	test('that hangs holds nothing up for longer than its time, and gets it later', async () => {
		const { customer, ticket } = await scene();
		sink.does = ({ at }) => at === 'rcpt' && { at, hangs: true };
		await say(ticket, 'Hello');
		await waitsWith(customer, /cannot be reached: Timeout was reached/);
		sink.does = () => undefined;
		await is(customer, 'sent');
	});
	test('that ends the session is met again', async () => {
		const { customer, ticket } = await scene();
		sink.does = ({ at }) => at === 'mail' && { at, code: 421, text: '4.3.2 shutting down' };
		await say(ticket, 'Hello');
		await waitsWith(customer, /421 4\.3\.2 shutting down/);
		sink.does = () => undefined;
		await is(customer, 'sent');
	});
	test('that is away gets all of it when it is back, over few connections', async () => {
		const { customer, ticket } = await scene();
		await sink.close();
		for (let i = 0; i < 3; i++)
			await say(ticket, `Hello ${i}`);
		await waitsWith(customer, /cannot be reached/);
		sink.connections = 0;
		await sink.open();
		await sink.mailTo(customer.email, 1);
		await is(customer, 'sent');
		await becomes('none waits', async () => (await sql(`SELECT 1 FROM mail_out WHERE tenant_id = ${tenant.id} AND recipient = ${quote(customer.email)} AND state = 'waiting'`)).length === 0);
		assert.ok(sink.connections <= 2, `${sink.connections} connections`);
	});
	test('that takes nothing for too long is given up', async () => {
		const { customer, ticket } = await scene();
		await sink.configure({ letter_give_up_s: '1s' });
		sink.does = () => ({ at: 'rcpt', code: 450, text: '4.2.0 not now' });
		await say(ticket, 'Hello');
		await is(customer, 'failed');
		await sink.configure();
	});
	test('without STARTTLS gets nothing where that must be', async () => {
		const { customer, ticket } = await scene();
		await sink.close();
		await sink.open({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
		await sink.configure({ smtp_starttls: 'must', smtp_ca_file: certificateOf(stack) });
		await say(ticket, 'Hello');
		await waitsWith(customer, /offers no STARTTLS/);
		assert.deepEqual(await sink.mailsTo(customer.email), []);
		await sink.close();
		await sink.open();
		await is(customer, 'sent');
		assert.equal((await sink.mailsTo(customer.email))[0].secure, true);
	});
	test('whose certificate nobody vouches for gets nothing', async () => {
		const { customer, ticket } = await scene();
		await sink.configure({ smtp_starttls: 'may', smtp_ca_file: '' });
		await say(ticket, 'Hello');
		await waitsWith(customer, /cannot be reached: .*(peer|certificate)/i);
		await sink.configure();
		await is(customer, 'sent');
	});
	test('that does not let us sign in is asked again, and knows us then', async () => {
		const { customer, ticket } = await scene();
		const tls = { smtp_starttls: 'must', smtp_ca_file: certificateOf(stack), smtp_user: USER };
		await sink.configure({ ...tls, smtp_password: 'wrong' });
		await say(ticket, 'Hello');
		await waitsWith(customer, /does not let us sign in: 535 5\.7\.8 not so/);
		await sink.configure({ ...tls, smtp_password: PASSWORD });
		await is(customer, 'sent');
		assert.deepEqual((await sink.mailsTo(customer.email)).map(({ user, secure }) => ({ user, secure })), [{ user: USER, secure: true }]);
		await sink.configure();
	});
});

describe('the outbox', () => {
	const outbox = async (query = '') => {
		const answer = await agent.read(`${LODGE}/servicedesk/${tenant.desk}/outbox${query}`);
		page(letterShape)(answer, 'outbox');
		return answer;
	};
	const decide = (id, decision, who = agent) => who.post(`${LODGE}/servicedesk/${tenant.desk}/outbox/${id}`, { decision });
	test('says why a letter was not sent, and sends it when it is told to', async () => {
		const { customer, ticket } = await scene();
		sink.does = () => ({ at: 'rcpt', code: 550, text: '5.7.1 no' });
		await say(ticket, 'Hello');
		await is(customer, 'failed');
		const { values: [letter] } = await outbox('?state=failed&limit=1');
		assert.deepEqual({ ...letter, createdDate: 0, endedDate: 0 }, { letterId: (await letterOf(customer)).id, recipient: customer.email, kind: 'notice', subject: `[${ticket.issueKey}] Something`, issueKey: ticket.issueKey, state: 'failed', trouble: 'The mail server said: 550 5.7.1 no', createdDate: 0, endedDate: 0 });
		sink.does = () => undefined;
		const answer = await decide(letter.letterId, 'retry');
		assert.equal(answer.status, 200);
		assert.equal(answer.json.state, 'waiting');
		await is(customer, 'sent');
		const sent = await agent.read(`${LODGE}/servicedesk/${tenant.desk}/outbox/${letter.letterId}`);
		assert.equal(sent.decidedBy.accountId, agent.account, 'who did it is kept');
		assert.ok(sent.decidedDate.epochMillis >= letter.endedDate.epochMillis);
		refuses(await decide(letter.letterId, 'retry'), 409);
		refuses(await decide(letter.letterId, 'discard'), 409);
	});
	test('keeps back what is discarded', async () => {
		const { customer, ticket } = await scene();
		sink.does = () => ({ at: 'rcpt', code: 450, text: '4.2.0 not now' });
		await say(ticket, 'Hello');
		await waitsWith(customer, /not now/);
		const { id } = await letterOf(customer);
		let waiting;
		assert.ok(await until(async () => (waiting = (await outbox('?state=waiting')).values.find((one) => one.letterId === id)).nextTryDate, PATIENCE_MS, 50), 'it is not at work');
		assert.ok(waiting.tries >= 1, JSON.stringify(waiting));
		assert.equal(waiting.decidedBy, undefined);
		const other = await tenant.person('agent'), discarded = (await decide(id, 'discard', other)).json;
		assert.deepEqual([discarded.state, discarded.decidedBy.accountId], ['discarded', other.account]);
		sink.does = () => undefined;
		assert.deepEqual(await sql(`SELECT 1 FROM job WHERE tenant_id = ${tenant.id} AND kind = 'letter' AND subject_id = ${id}`), []);
		refuses(await decide(id, 'discard'), 409);
		assert.equal((await decide(id, 'retry')).json.state, 'waiting');
		await is(customer, 'sent');
	});
	test('takes a letter that came back off the list of those who wait for somebody', async () => {
		const { customer, ticket } = await scene();
		await say(ticket, 'Hello');
		await is(customer, 'sent');
		const { id } = await letterOf(customer);
		await sql(`UPDATE mail_out SET state = 'bounced', trouble = '5.1.1 nobody' WHERE id = ${id}`);
		assert.equal((await decide(id, 'discard')).json.state, 'discarded');
		assert.equal((await outbox('?state=discarded')).values.find((one) => one.letterId === id).trouble, '5.1.1 nobody');
	});
	test('shows what a letter says, and no link that acts for its reader', async () => {
		const { customer, ticket } = await scene();
		await say(ticket, 'What it says');
		const mail = await sink.mailTo(customer.email);
		const shown = await agent.read(`${LODGE}/servicedesk/${tenant.desk}/outbox/${(await letterOf(customer)).id}`);
		assert.ok(shown.text.includes('What it says') && shown.html.includes('What it says'));
		letterShown(shown, 'letter');
		const [, token] = mail.parsed.text.match(/\/letter\/(q\S+)/);
		assert.ok(!shown.text.includes(token) && !shown.html.includes(token));
		assert.ok(!/\/letter\/[a-z0-9]/.test(shown.text + shown.html));
	});
	test('is paged, newest first', async () => {
		const all = await outbox('?limit=100'), ids = all.values.map((one) => Number(one.letterId));
		assert.deepEqual(ids, [...ids].sort((a, b) => b - a));
		const seen = [];
		for (let path = `${LODGE}/servicedesk/${tenant.desk}/outbox?limit=7`; path;) {
			const part = await agent.read(path);
			seen.push(...part.values.map((one) => Number(one.letterId)));
			path = part._links.next && new URL(part._links.next).pathname + new URL(part._links.next).search;
		}
		assert.deepEqual(seen, ids);
		refuses(await agent.get(`${LODGE}/servicedesk/${tenant.desk}/outbox?state=nonsense`), 400, 'state');
		refuses(await decide(ids[0], 'nonsense'), 400, 'decision');
		refuses(await decide('9999999', 'retry'), 404);
	});
	test('is the team\'s alone', async () => {
		const customer = await tenant.person('customer');
		refuses(await customer.get(`${LODGE}/servicedesk/${tenant.desk}/outbox`), 403);
		refuses(await decide('1', 'retry', customer), 403);
	});
});
