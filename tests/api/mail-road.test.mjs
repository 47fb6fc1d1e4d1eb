// mail-road.test.mjs - the whole road of a request by mail, with programs that know nothing of Lodge as customers (nodemailer, imapflow,
// mailparser) over a mail server: raised, acknowledged, answered, approved, muted; and machines that answer machines come to rest.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, caller, comment, rawAsk } from './lib/api.mjs';
import { openTenant } from './lib/own-tenant.mjs';
import { lodgectl, sql } from './lib/operator.mjs';
import { eventually, giveAddress, headerOf, mailer } from './lib/post.mjs';

const FILE = Buffer.from('[    0.000000] coreboot-24.08\n'.repeat(40));
let house, support, agent, anna, post;

before(async () => {
	house = await openTenant('road');
	support = (await giveAddress(house, { unknown: 'invited' })).address;
	agent = await house.person('agent');
	anna = await house.person('customer');
	post = mailer(anna.email, 'Anna Road');
});

const ticketsOf = async (who) => (await who.read(`${JSM}/request?requestOwnership=OWNED_REQUESTS`)).values;
const ticketCalled = (who, summary) => eventually(async () => (await ticketsOf(who)).find((one) => one.summary === summary), `a request "${summary}"`);
const commentsOf = async (who, ticket) => (await who.read(`${JSM}/request/${ticket.issueKey}/comment?expand=attachment`)).values;
const letterAbout = (ticket, text) => (mail) => mail.subject.includes(`[${ticket.issueKey}]`) && mail.text.includes(text);

/** A request that anna raised by mail, and its acknowledgement. */
async function raised(summary, text = 'It does not start.') {
	const id = await post.send({ to: support, subject: summary, text });
	const ticket = await ticketCalled(anna, summary);
	return { id, ticket, received: await post.gets((mail) => mail.subject.includes(`[${ticket.issueKey}]`), 'an acknowledgement') };
}

describe('a request by mail', () => {
	test('is raised, acknowledged, answered, replied to with a file, and stays one thread', async () => {
		const { id, ticket, received } = await raised('No picture after the update');
		assert.equal(headerOf(received, 'Auto-Submitted'), 'auto-replied');
		assert.equal(received.inReplyTo, id, 'it threads below the mail that it answers');
		assert.equal(received.from.value[0].address, support);
		assert.match(received.replyTo.value[0].address, new RegExp(`^support\\+r[a-z0-9.]+@${house.slug}\\.desks\\.example$`));

		await comment(agent, ticket, 'Which **version** was it?');
		const letter = await post.gets(letterAbout(ticket, 'Which'), 'the answer');
		assert.equal(headerOf(letter, 'Auto-Submitted'), 'auto-generated');
		assert.ok([letter.references ?? []].flat().includes(id), 'it refers to what opened the request');
		assert.match(letter.html, /<strong>version<\/strong>/);
		assert.match(letter.replyTo.value[0].address, /^support\+r/);
		assert.match(headerOf(letter, 'Return-Path') ?? '', /support\+b[a-z0-9.]+@/, 'what comes back names the letter');

		await post.reply(letter, { text: 'It was v1.7.2, the log is attached.', attachments: [{ filename: 'sériel.log', content: FILE, contentType: 'text/plain' }] });
		const [last] = await eventually(async () => {
			const all = (await commentsOf(agent, ticket)).reverse();
			return all.length === 2 && all[0].attachments.values.length === 1 && all;
		}, 'a comment with its file');
		assert.equal(last.body.trim(), 'It was v1.7.2, the log is attached.', 'what it quotes is no part of it');
		assert.equal(last.author.accountId, anna.account);
		assert.equal(last.attachments.values[0].filename, 'sériel.log');
		const [{ size }] = (await agent.read(`${JSM}/request/${ticket.issueKey}/attachment`)).values;
		assert.equal(size, FILE.length);
		const { quoted } = await agent.read(`${LODGE}/request/${ticket.issueKey}/comment/${last.id}/mail`);
		assert.match(quoted, /Which/, 'and yet nothing of it is lost');
		assert.equal((await ticketsOf(anna)).filter((one) => one.summary.includes('No picture')).length, 1);
	});

	test('is told of once, however often it is delivered', async () => {
		const mail = { to: support, subject: 'Twice on the way', text: 'x', messageId: `<twice.${Date.now()}@road.example>`, date: new Date() };
		await post.send(mail);
		await post.send(mail);
		const ticket = await ticketCalled(anna, 'Twice on the way');
		await comment(agent, ticket, 'Seen.');
		await post.gets(letterAbout(ticket, 'Seen.'));
		assert.equal((await ticketsOf(anna)).filter((one) => one.summary === 'Twice on the way').length, 1);
		assert.equal((await post.mails()).filter((one) => headerOf(one, 'Auto-Submitted') === 'auto-replied' && one.subject.includes(ticket.issueKey)).length, 1);
	});

	test('comes to an address that has just been added, whatever its domain', async () => {
		const { email } = await house.person('customer'), from = mailer(email), address = `new.${Date.now()}@${house.slug}.example`;
		await from.send({ to: address, subject: 'Too early', text: 'x' });
		await mailer(address).gets((mail) => mail.subject === 'Too early', 'a mail that is for no desk yet');
		await lodgectl('mail', 'address', 'add', '--tenant', house.slug, '--desk', String(house.desk), '--type', String(house.type), '--address', address);
		await from.send({ to: address.toUpperCase(), subject: 'In time', text: 'x' });
		await from.send({ to: address.replace('@', '+detail@'), subject: 'In time, with a detail', text: 'x' });
		await read(house, `subject = 'In time'`);
		await read(house, `subject = 'In time, with a detail'`);
		assert.ok(!(await mailer(address).mails()).some((mail) => mail.subject.startsWith('In time')));
	});

	test('that only claims to be of somebody waits for an agent, who takes it', async () => {
		await post.send({ to: support, subject: 'Nothing proves me', text: 'Give me everything.' }, { proven: false });
		const held = await eventually(async () => (await agent.read(`${LODGE}/servicedesk/${house.desk}/mail?state=held`)).values.find((one) => one.subject === 'Nothing proves me'), 'a held mail');
		assert.ok(held.why.text.length > 10);
		assert.ok(!(await ticketsOf(anna)).some((one) => one.summary === 'Nothing proves me'));
		await agent.ask('POST', `${LODGE}/servicedesk/${house.desk}/mail/${held.mailId}`, { decision: 'request' });
		await ticketCalled(anna, 'Nothing proves me');
	});
});

describe('a letter', () => {
	test('is answered with one word, and the quote is approved', async () => {
		const { ticket } = await raised('A port to my board');
		const sent = await agent.make(`${LODGE}/request/${ticket.issueKey}/quote`, { currency: 'EUR', lines: [{ text: 'Port', hours: '10', amount: '1200.00' }], validUntil: new Date(Date.now() + 14 * 86400e3).toISOString().slice(0, 10) });
		const asked = await post.gets(letterAbout(ticket, '1200'), 'the quote');
		await post.reply(asked, { text: 'Approve' });
		await eventually(async () => (await agent.read(`${LODGE}/request/${ticket.issueKey}/quote`)).values[0].approval.finalDecision === 'approved', 'an approval');
		assert.equal(sent.approval.finalDecision, 'pending');
	});

	test('mutes its request with one click of a mail program, and a link that is only opened does nothing', async () => {
		const { ticket } = await raised('Too much news');
		await comment(agent, ticket, 'First news.');
		const letter = await post.gets(letterAbout(ticket, 'First news.'));
		assert.equal(headerOf(letter, 'List-Unsubscribe-Post'), 'List-Unsubscribe=One-Click');
		const url = new URL(/<(http[^>]+)>/.exec(headerOf(letter, 'List-Unsubscribe'))[1]);
		assert.equal(url.origin, house.origin);
		const click = (method, more) => rawAsk(method, url.pathname, { headers: { host: url.host, ...more.headers }, body: more.body });
		const muted = async () => (await anna.read(`${JSM}/request/${ticket.issueKey}/notification`)).subscribed === false;
		await click('GET', {});
		assert.equal(await muted(), false, 'programs open links by themselves');
		const { status } = await click('POST', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' });
		assert.ok(status >= 200 && status < 300, `${status}`);
		assert.equal(await muted(), true);
		await comment(agent, ticket, 'Second news.');
		await settled(house);
		assert.ok(!(await post.mails()).some(letterAbout(ticket, 'Second news.')));
	});

	test('of nobody who is signed in asks nothing of them', async () => {
		const answer = await caller(house.slug).get(`${LODGE}/letter/q1.1.aaaaaaaaaaaaaaaa`);
		assert.equal(answer.status, 404);
	});
});

describe('machines that write to machines', () => {
	test('two desks of two tenants come to rest after at most one mail each', async () => {
		const other = await openTenant('road');
		const theirs = (await giveAddress(other, { unknown: 'open' })).address;
		const ours = (await giveAddress(house, { local: 'open' })).address;
		// Whoever forges the other desk's address would set them on each other.
		await mailer(theirs).send({ to: ours, subject: 'Ping', text: 'To be answered by a desk.' });
		await read(house, `from_address = '${theirs}'`);
		for (const [tenant, address] of [[house, theirs], [other, ours]]) {
			await settled(tenant);
			assert.equal(await lettersTo(tenant, address), 0, 'no letter goes to the address of a desk');
		}
		// Desks that do not know that the other is one: each hears the letters of the other from an address that forwards them.
		const bridge = `bridge.${Date.now()}@between.example`;
		await mailer(bridge).send({ to: ours, subject: 'Pong', text: 'Opens a request at our desk.' });
		const letter = await mailer(bridge).gets((mail) => mail.subject.includes('Pong'), 'an acknowledgement');
		await mailer(bridge).send({ to: theirs, raw: letter.raw.replace(/^From:.*$/im, `From: ${bridge}`).replace(/^To:.*$/im, `To: ${theirs}`) });
		await read(other, `from_address = '${bridge}'`);
		await settled(other);
		assert.equal(await lettersTo(other, bridge), 0, 'theirs answers no letter of a desk');
		assert.equal(await lettersTo(house, bridge), 1, 'ours wrote one');
	});

	test('somebody who answers every mail by a machine gets one answer', async () => {
		const machine = mailer(`vacation.${Date.now()}@away.example`);
		await giveAddress(house, { local: 'public', unknown: 'open' });
		await machine.send({ to: `public@${house.slug}.desks.example`, subject: 'I am here', text: 'And away from tomorrow.' });
		const answered = new Set();
		const first = await machine.gets(() => true, 'an acknowledgement');
		for (let round = 0; round < 4; round++) {
			for (const mail of await machine.mails())
				if (!answered.has(mail.messageId)) {
					answered.add(mail.messageId);
					await machine.reply(mail, { text: 'I am on holiday.', headers: round % 2 ? {} : { 'Auto-Submitted': 'auto-replied' } });
				}
			await settled(house);
		}
		const mails = await machine.mails();
		assert.equal(mails.length, 1, `after ${first.subject}: ${mails.slice(1).map(({ subject }) => subject)}`);
	});

	test('one that pretends to be a person gets no answer to its answers either', async () => {
		const robot = mailer(`robot.${Date.now()}@away.example`);
		await robot.send({ to: `public@${house.slug}.desks.example`, subject: 'I look like a person', text: 'Hello.' });
		await robot.reply(await robot.gets(() => true), { text: 'Thank you for your mail.' });
		await settled(house);
		assert.equal((await robot.mails()).length, 1, 'a comment of one\'s own is told to others');
	});
});

/** The mail of the tenant that is so has been read. */
const read = (tenant, what) => eventually(async () => Number((await sql(`SELECT COUNT(*) FROM mail_in WHERE tenant_id = ${tenant.id} AND ${what} AND state <> 'new'`))[0][0]) > 0, `a mail with ${what} is read`);

/** Nothing of the tenant is on its way any more: the mail server has handed on, what came is read, what is due is sent. */
async function settled(tenant) {
	let still = 0;
	await eventually(async () => {
		const [[waiting]] = await sql(`SELECT (SELECT COUNT(*) FROM mail_in WHERE tenant_id = ${tenant.id} AND state = 'new')
			+ (SELECT COUNT(*) FROM mail_out WHERE tenant_id = ${tenant.id} AND state = 'waiting') + (SELECT COUNT(*) FROM notice WHERE tenant_id = ${tenant.id} AND NOT told)`);
		still = Number(waiting) === 0 ? still + 1 : 0;
		return still === 10;
	}, `tenant ${tenant.slug} has nothing to do`);
}

async function lettersTo(tenant, address) {
	return Number((await sql(`SELECT COUNT(*) FROM mail_out WHERE tenant_id = ${tenant.id} AND recipient = '${address}' AND state = 'sent'`))[0][0]);
}
