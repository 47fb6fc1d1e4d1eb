// mail-in.test.mjs - what becomes of a mail: every way that it can go, and those that it must not.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { until } from '../stack/process.mjs';
import { JSM, LODGE, comment, refuses, word } from './lib/api.mjs';
import { arrives, AUTHSERV, deskWithMail, idle, lmtp, mailRow, newId, settled, written } from './lib/mail.mjs';
import { mailToken } from './lib/mail-token.mjs';
import { addPerson, connection, quote, sql } from './lib/operator.mjs';
import { giveAddress } from './lib/post.mjs';
import * as shapes from './lib/shapes.mjs';
import { sweeper } from './lib/sweeper.mjs';

const PATIENCE_MS = 30_000, LOOK_MS = 100;
const STRANGERS_MAX = 200; // mail_strangers_max, as it is without a word about it

let desk, invited, other;
before(async () => {
	desk = await deskWithMail();
	invited = await deskWithMail({ unknown: 'invited' });
	other = await deskWithMail();
});
const quick = sweeper('mail-in');
const stranger = () => `${word()}@strangers.example`;
const isHeld = (mail, why) => assert.deepEqual([mail.state, mail.why], ['held', why], JSON.stringify(mail));
const isPassed = (mail, why) => assert.deepEqual([mail.state, mail.why], ['passed', why], JSON.stringify(mail));
const isDone = (mail) => assert.equal(mail.state, 'done', JSON.stringify(mail));
const bodies = async (key, who) => (await desk.comments(key, who)).map(({ body }) => body);

describe('a new request', () => {
	test('is opened by a mail of somebody we know, in its own words', async () => {
		const mail = await desk.gets({ from: desk.anna.email, subject: 'Re: Fwd: *Disk* is full', text: 'Dear all,\n\n*nothing* works, see https://x.example/a.\n', proof: 'pass' });
		isDone(mail);
		assert.equal(mail.proof, 'passed');
		const ticket = await desk.ticket(mail.key);
		assert.equal(ticket.summary, '*Disk* is full');
		assert.equal(ticket.reporter.accountId, desk.anna.account);
		assert.equal(ticket.lodge.byMail, true);
		const { value, renderedValue } = ticket.requestFieldValues.find(({ fieldId }) => fieldId === 'description');
		assert.equal(value, 'Dear all,\n\n*nothing* works, see https://x.example/a.');
		assert.equal(renderedValue.html, '<p>Dear all,</p>\n<p>*nothing* works, see <a href="https://x.example/a" rel="noopener nofollow">https://x.example/a</a>.</p>\n');
		assert.equal((await desk.ticket(mail.key, desk.anna)).summary, '*Disk* is full');
		const shown = await desk.mail(mail.id);
		assert.equal(shown.issueKey, mail.key);
		assert.equal(shown.from.address, desk.anna.email);
		assert.equal(shown.envelopeTo, desk.address);
	});

	test('has the files of its mail, and pictures in their places', async () => {
		const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64');
		const mail = await desk.gets({
			from: desk.anna.email, subject: 'Look', text: 'See the log.', html: '<p>See <b>the log</b>. <img src="cid:pic@x"></p>', proof: 'pass',
			files: [{ filename: 'a log.txt', content: 'line one' }, { filename: 'pic.png', content: png, cid: 'pic@x' }],
		});
		isDone(mail);
		const { attachments } = await desk.ticket(mail.key, desk.anna);
		assert.deepEqual(attachments.values.map(({ filename }) => filename), ['a log.txt']);
		const { html, from } = await desk.anna.read(`${LODGE}/request/${mail.key}/mail`);
		assert.match(html, /<img src="http[^"]+" data-part="\d"/);
		const src = /<img src="([^"]+)"/.exec(html)[1].replaceAll('&amp;', '&');
		const picture = await fetch(src);
		assert.equal(picture.status, 200);
		assert.equal(picture.headers.get('content-type'), 'image/png');
		assert.equal(from.address, undefined);
		shapes.mailShown(await desk.agent.read(`${LODGE}/request/${mail.key}/mail`), 'as it was sent');
		assert.equal((await desk.agent.read(`${LODGE}/request/${mail.key}/mail`)).from.address, desk.anna.email);
		assert.deepEqual((await desk.mail(mail.id)).files.map(({ filename, size }) => [filename, size]).sort(), [['a log.txt', 8], ['pic.png', png.length]]);
	});

	test('of somebody new makes a person, whose next mail is theirs', async () => {
		const from = stranger();
		const first = await desk.gets({ from: { name: 'Ola Nowak', address: from }, subject: 'First', proof: 'pass' });
		const second = await desk.gets({ from, subject: 'Second', proof: 'pass' });
		isDone(first);
		isDone(second);
		assert.equal(first.person, second.person);
		assert.notEqual(first.key, second.key);
		const [[name, verified, byMail, role]] = await sql(`SELECT display_name, email_verified, by_mail, role FROM person WHERE id = ${first.person}`);
		assert.deepEqual([name, verified, byMail, role], ['Ola Nowak', '1', '1', 'customer']);
		isHeld(await desk.gets({ from, subject: 'Somebody else' }), 'unproven');
	});

	test('of somebody new, ten at once, makes one person', async () => {
		const from = stranger();
		const [[last]] = await sql('SELECT MAX(id) FROM mail_in');
		await Promise.all(Array.from({ length: 10 }, async (_, i) => lmtp(await written({ from, to: desk.address, subject: `n${i}`, files: i % 2 ? [{ filename: 'a.txt', content: 'abc' }] : [], headers: { 'Content-Language': 'pl-PL' } }), { from, to: desk.address })));
		await idle(desk);
		assert.deepEqual(await sql(`SELECT state, COUNT(*), COUNT(DISTINCT person_id) FROM mail_in WHERE id > ${last} GROUP BY 1`), [['done', '10', '1']]);
		assert.deepEqual(await sql(`SELECT language FROM person WHERE tenant_id = ${desk.id} AND email = '${from}'`), [['pl']]);
	});

	test('of somebody new who proves nothing is theirs, and proves nothing', async () => {
		const mail = await desk.gets({ from: stranger() });
		isDone(mail);
		assert.equal(mail.proof, 'none');
		assert.deepEqual(await sql(`SELECT email_verified, by_mail FROM person WHERE id = ${mail.person}`), [['0', '1']]);
	});

	test('has a summary without a subject, and a text without words', async () => {
		const plain = await desk.gets({ from: desk.anna.email, subject: '', text: '\n\nThe first line\nThe second', proof: 'pass' });
		assert.equal((await desk.ticket(plain.key)).summary, 'The first line');
		const bare = await desk.gets({ from: desk.anna.email, subject: 'Re:', text: ' ', proof: 'pass' });
		isDone(bare);
		assert.ok((await desk.ticket(bare.key)).summary);
	});

	test('loses nothing of a long text', async () => {
		const text = Array.from({ length: 9000 }, (_, i) => `line ${i} of a long story`).join('\n');
		const mail = await desk.gets({ from: desk.anna.email, subject: 'Long', text, proof: 'pass' });
		isDone(mail);
		const { value } = (await desk.ticket(mail.key)).requestFieldValues.find(({ fieldId }) => fieldId === 'description');
		const { quoted } = await desk.anna.read(`${LODGE}/request/${mail.key}/mail`);
		const said = (await bodies(mail.key)).join('');
		assert.ok(`${value}${said}${quoted}`.includes('line 8999 of'), 'the end is there');
		for (const i of [0, 1500, 3000, 8000])
			assert.ok(`${value}\n${said}\n${quoted}`.includes(`line ${i} of a long story`), String(i));
	});

	test('is opened once, however often it is delivered, and the job is run', async () => {
		const raw = await written({ from: desk.anna.email, to: desk.address, subject: 'Once', proof: 'pass' });
		const first = await arrives(raw, { from: desk.anna.email, to: desk.address });
		isDone(first);
		assert.match(await lmtp(raw, { from: desk.anna.email, to: desk.address }), /^250 /);
		await sql(`INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at) SELECT tenant_id, 'mail-in', 'mail', ${first.id}, '2026-01-01', '2026-01-01' FROM mail_in WHERE id = ${first.id}`);
		await idle(desk);
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM ticket WHERE tenant_id = ${desk.id} AND summary = 'Once'`), [['1']]);
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM mail_in WHERE tenant_id = ${desk.id} AND subject = 'Once'`), [['1']]);
	});

	test('is not opened by who does not prove to be who we know', async () => isHeld(await desk.gets({ from: desk.anna.email }), 'unproven'));
	test('is opened by them where the address believes it', async () => {
		await sql(`UPDATE mail_address SET unproven = 'take' WHERE id = ${other.addressId}`);
		isDone(await other.gets({ from: other.anna.email }));
		isHeld(await other.gets({ from: other.agent.email }), 'unproven');
		await sql(`UPDATE mail_address SET unproven = 'hold' WHERE id = ${other.addressId}`);
	});
	test('is not opened by who failed the check', async () => {
		isHeld(await desk.gets({ from: stranger(), proof: 'fail' }), 'dmarc-failed');
		isHeld(await desk.gets({ from: desk.anna.email, proof: 'fail' }), 'dmarc-failed');
	});
	test('is not opened by a stranger where people come by invitation', async () => {
		isHeld(await invited.gets({ from: stranger(), proof: 'pass' }), 'unknown-sender');
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM person WHERE tenant_id = ${invited.id} AND by_mail`), [['0']], 'nobody is made of it');
	});
	test('is opened by strangers of some domains', async () => {
		await sql(`UPDATE mail_address SET unknown = 'domains', domains = 'good.example fine.example' WHERE id = ${other.addressId}`);
		isDone(await other.gets({ from: `${word()}@fine.example` }));
		isHeld(await other.gets({ from: `${word()}@sub.fine.example` }), 'unknown-sender');
		isHeld(await other.gets({ from: `${word()}@example` }), 'no-sender');
		await sql(`UPDATE mail_address SET unknown = 'open' WHERE id = ${other.addressId}`);
	});
	test('is not opened by who is switched off, or on a desk that is closed to them', async () => {
		const gone = `${word()}@x.example`;
		await addPerson(desk, { email: gone, active: false });
		isHeld(await desk.gets({ from: gone, proof: 'pass' }), 'switched-off');
		await sql(`UPDATE desk SET access = 'organizations' WHERE id = ${invited.desk}`).catch(() => sql(`UPDATE desk SET access = 'closed' WHERE id = ${invited.desk}`));
		isHeld(await invited.gets({ from: invited.anna.email, proof: 'pass' }), 'closed-desk');
		await sql(`UPDATE desk SET access = 'open' WHERE id = ${invited.desk}`);
	});
	test('is not opened by who is blocked', async () => {
		const from = stranger();
		await sql(`INSERT INTO mail_block (tenant_id, desk_id, sender, created_by, created_at) VALUES (${desk.id}, ${desk.desk}, ${quote(from)}, ${desk.agent.id}, '2026-01-01'), (${desk.id}, ${desk.desk}, '@spam.example', ${desk.agent.id}, '2026-01-01')`);
		isPassed(await desk.gets({ from }), 'blocked');
		isPassed(await desk.gets({ from: 'x@spam.example' }), 'blocked');
		isDone(await desk.gets({ from: 'x@notspam.example' }));
	});
	test('of too many in an hour is held', async () => {
		const from = stranger();
		await sql(`INSERT INTO mail_rate (tenant_id, name, began_at, n) VALUES (${desk.id}, 'sender:${from}', UTC_TIMESTAMP(3), 1000000)`);
		isHeld(await desk.gets({ from }), 'too-many');
		await sql(`UPDATE mail_rate SET began_at = UTC_TIMESTAMP(3) - INTERVAL 61 MINUTE WHERE name = 'sender:${from}'`);
		isDone(await desk.gets({ from }));
	});
	test('of too many strangers in an hour is held, and nobody is made or answered', async () => {
		const flooded = await deskWithMail(), known = stranger(), files = [{ filename: 'a.txt', content: 'abc' }];
		isDone(await flooded.gets({ from: known, proof: 'pass' }));
		await sql(`UPDATE mail_rate SET n = ${STRANGERS_MAX - 2} WHERE tenant_id = ${flooded.id} AND name = 'strangers:${flooded.desk}'`);
		isDone(await flooded.gets({ from: stranger(), proof: 'pass', files }));
		isDone(await flooded.gets({ from: stranger() }));
		const from = stranger();
		const mails = [await flooded.gets({ from, files }), await flooded.gets({ from: stranger(), proof: 'pass' }), await flooded.gets({ from: known, subject: 'their name alone', proof: 'pass' })];
		isHeld(mails[0], 'too-many-strangers');
		isHeld(mails[1], 'too-many-strangers');
		isDone(mails[2]);
		isDone(await flooded.gets({ from: flooded.anna.email, proof: 'pass', files }));
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM person WHERE tenant_id = ${flooded.id} AND email = ${quote(from)}`), [['0']]);
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM mail_out WHERE tenant_id = ${flooded.id} AND recipient = ${quote(from)}`), [['0']]);
		assert.equal((await flooded.decide(mails[0].id, { decision: 'request' })).status, 200);
		await idle(flooded);
		assert.equal((await flooded.ticket((await mailRow(mails[0].id)).key)).attachments.values[0].filename, 'a.txt');
		await sql(`UPDATE mail_rate SET began_at = UTC_TIMESTAMP(3) - INTERVAL 61 MINUTE WHERE tenant_id = ${flooded.id}`);
		isDone(await flooded.gets({ from: stranger() }));
	});
});

describe('a reply', () => {
	test('to the address of a letter is a comment of who got it', async () => {
		const ticket = await desk.raises();
		const mail = await desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna), subject: 'whatever', text: '1. *still* broken\n\nOn 1 May 2026, support wrote:\n> Is it?\n' });
		isDone(mail);
		assert.equal(mail.proof, 'token');
		assert.equal(mail.key, ticket.issueKey);
		const [said] = await desk.comments(ticket.issueKey, desk.anna);
		assert.equal(said.body, '1. *still* broken');
		assert.equal(said.renderedBody.html, '<p>1. *still* broken</p>\n');
		assert.equal(said.author.accountId, desk.anna.account);
		assert.deepEqual(said.lodge.mail, { quoted: true, html: false });
		assert.equal((await desk.comments(ticket.issueKey))[0].lodge.mail.from, desk.anna.email);
		const { quoted } = await desk.anna.read(`${LODGE}/request/${ticket.issueKey}/comment/${said.id}/mail`);
		assert.match(quoted, /> Is it\?/);
	});
	test('is known by the token in To, Cc or Delivered-To, too, and in capitals', async () => {
		const ticket = await desk.raises();
		const token = desk.replyTo(ticket, desk.anna);
		isDone(await desk.gets({ from: desk.anna.email, to: token, rcpt: desk.address, text: 'by To' }));
		isDone(await desk.gets({ from: desk.anna.email, cc: token, text: 'by Cc' }));
		isDone(await desk.gets({ from: desk.anna.email, headers: { 'Delivered-To': token }, text: 'by Delivered-To' }));
		isDone(await desk.gets({ from: desk.anna.email, rcpt: token.replace(/\+[^@]+/, (one) => one.toUpperCase()), text: 'in capitals' }));
		assert.deepEqual(await bodies(ticket.issueKey), ['by To', 'by Cc', 'by Delivered-To', 'in capitals']);
	});
	test('to a letter of ours is known by its Message-ID, and the name they all hang on', async () => {
		const ticket = await desk.raises();
		const letter = await desk.letter(ticket, desk.anna);
		const [, domain] = desk.address.split('@'), root = `${mailToken(desk.id, 't', ticket.issueId, desk.anna.id, 0)}@${domain}`;
		isDone(await desk.gets({ from: desk.anna.email, answers: [letter.messageId], text: 'by id', proof: 'pass' }));
		isDone(await desk.gets({ from: desk.anna.email, answers: [newId(), root], text: 'by root', proof: 'pass' }));
		isHeld(await desk.gets({ from: desk.anna.email, answers: [letter.messageId], text: 'no proof' }), 'unproven');
		isHeld(await desk.gets({ from: desk.anna.email, rcpt: `support+${root}`.replace(/^support/, desk.address.split('@')[0]), answers: [root], text: 'that name is no proof' }), 'unproven');
		assert.deepEqual(await bodies(ticket.issueKey), ['by id', 'by root']);
	});
	test('to a mail of theirs that was read is known by it, on this desk', async () => {
		const id = newId();
		const first = await desk.gets({ from: desk.anna.email, id, subject: 'A story', proof: 'pass' });
		const second = await desk.gets({ from: desk.anna.email, answers: [newId(), id], subject: 'Another subject', text: 'goes on', proof: 'pass' });
		assert.equal(second.key, first.key);
		await giveAddress(other, { local: 'second' });
		const elsewhere = await other.gets({ from: stranger(), answers: [id] });
		isDone(elsewhere);
		assert.notEqual(elsewhere.ticket, first.ticket);
	});
	test('that comes with the mail that it answers waits for it', async () => {
		const together = await deskWithMail();
		const give = async (mail) => lmtp(await written({ from: together.anna.email, to: together.address, proof: 'pass', ...mail }), { from: together.anna.email, to: together.address });
		await Promise.all(Array.from({ length: 12 }, async (_, i) => {
			const id = newId(), answer = newId();
			assert.match(await give({ id, subject: `Begun ${i}`, files: [{ filename: 'a.txt', content: 'x'.repeat(300_000) }] }), /^250 /);
			await Promise.all([give({ id: answer, answers: [id], subject: `Answered ${i}` }), give({ answers: [answer, id], subject: `Ended ${i}` })]);
		}));
		await idle(together);
		assert.deepEqual(await sql(`SELECT state, COUNT(*), COUNT(DISTINCT ticket_id) FROM mail_in WHERE tenant_id = ${together.id} GROUP BY 1`), [['done', '36', '12']]);
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM ticket WHERE tenant_id = ${together.id} AND summary NOT LIKE 'Begun %'`), [['0']]);
	});
	test('waits for the mail that it answers, which another process is reading', async () => {
		const id = newId(), subject = word(), held = connection();
		const give = async (mail) => lmtp(await written({ from: desk.anna.email, to: desk.address, subject, proof: 'pass', ...mail }), { from: desk.anna.email, to: desk.address });
		const count = async (what) => Number((await sql(`SELECT COUNT(*) FROM ${what}`))[0][0]);
		const inTheMiddle = () => count("information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'");
		try {
			await sql(`INSERT IGNORE INTO mail_rate (tenant_id, name, began_at, n) VALUES (${desk.id}, 'sender:${desk.anna.email}', UTC_TIMESTAMP(3), 1)`);
			await held.run(`START TRANSACTION; SELECT n FROM mail_rate WHERE tenant_id = ${desk.id} AND name = 'sender:${desk.anna.email}' FOR UPDATE`);
			await give({ id });
			assert.ok(await until(async () => await inTheMiddle() > 0, PATIENCE_MS, LOOK_MS), 'the first is being taken');
			await give({ answers: [id] });
			assert.ok(await until(async () => await inTheMiddle() > 1 || await count(`job WHERE tenant_id = ${desk.id} AND kind = 'mail' AND trouble LIKE '%not read yet%'`) > 0, PATIENCE_MS, LOOK_MS), 'the answer is read');
		} finally {
			await held.run('COMMIT');
			await held.end();
		}
		await idle(desk);
		assert.equal(await count(`ticket WHERE tenant_id = ${desk.id} AND summary = ${quote(subject)}`), 1);
	});
	test('does not wait for ever for the mail that it answers', async () => {
		const id = newId(), [[row]] = await sql(`INSERT INTO mail_in (tenant_id, desk_id, address_id, once, message_hash, raw_key, size, envelope_from, envelope_to, received_at)
			VALUES (${desk.id}, ${desk.desk}, ${desk.addressId}, UNHEX(SHA2('${id} row', 256)), UNHEX(SHA2('${id}', 256)), 'none', 1, '', '', UTC_TIMESTAMP(3)); SELECT LAST_INSERT_ID();`);
		const waits = () => sql(`SELECT j.tries, j.trouble, m.id FROM job j JOIN mail_in m ON m.id = j.subject_id AND m.message_id IS NULL WHERE j.tenant_id = ${desk.id} AND j.kind = 'mail' AND m.state = 'new' AND j.trouble IS NOT NULL`);
		await lmtp(await written({ from: desk.anna.email, to: desk.address, answers: [id], proof: 'pass' }), { from: desk.anna.email, to: desk.address });
		assert.ok(await until(async () => (await waits()).length > 0, PATIENCE_MS, LOOK_MS), 'it waits');
		const [[, trouble, mail]] = await waits();
		assert.match(trouble, /not read yet/);
		await sql(`UPDATE mail_in SET received_at = received_at - INTERVAL 6 MINUTE WHERE id = ${mail}; UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE tenant_id = ${desk.id} AND subject_id = ${mail} AND kind = 'mail'`);
		isDone(await settled(mail));
		await sql(`DELETE FROM mail_in WHERE id = ${row}`);
	});
	test('is known by the key in its subject, the leftmost that there is', async () => {
		const ticket = await desk.raises(), wrong = await desk.raises();
		isDone(await desk.gets({ from: desk.anna.email, subject: `AW: [JIRA-5] [${ticket.issueKey.toLowerCase()}] x [${wrong.issueKey}]`, text: 'by key', proof: 'pass' }));
		assert.deepEqual(await bodies(ticket.issueKey), ['by key']);
		const fresh = await desk.gets({ from: desk.anna.email, subject: `${ticket.issueKey} without brackets`, proof: 'pass' });
		assert.notEqual(fresh.key, ticket.issueKey);
	});
	test('to the reply addresses of two requests is a comment on each, once', async () => {
		const [one, two] = [await desk.raises(), await desk.raises()], addresses = [one, two].map((ticket) => desk.replyTo(ticket, desk.anna)), [local, domain] = desk.address.split('@');
		const give = async (raw) => Promise.all([...addresses, ...addresses].map((to) => lmtp(raw, { from: desk.anna.email, to })));
		const raw = await written({ from: desk.anna.email, to: addresses, text: 'To both' });
		assert.deepEqual((await give(raw)).map((said) => said.slice(0, 3)), ['250', '250', '250', '250']);
		for (const to of [...addresses, desk.address, `${local}+r1.1.aaaaaaaaaaaaaaaa@${domain}`])
			assert.match(await lmtp(raw, { from: desk.anna.email, to }), /^250 /);
		await idle(desk);
		assert.deepEqual(await Promise.all([one, two].map(({ issueKey }) => bodies(issueKey))), [['To both'], ['To both']]);
	});
	test('goes by the token, whatever its subject and its references say', async () => {
		const ticket = await desk.raises(), wrong = await desk.raises();
		const letter = await desk.letter(wrong, desk.anna);
		const mail = await desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna), answers: [letter.messageId], subject: `Re: [${wrong.issueKey}] x` });
		assert.equal(mail.key, ticket.issueKey);
	});
	test('of a participant, of the same organization and of the team is theirs', async () => {
		const ticket = await desk.raises(), cara = await desk.person(), mate = await desk.person();
		await sql(`INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity) SELECT tenant_id, id, ${cara.id}, last_activity FROM ticket WHERE id = ${ticket.issueId}`);
		const organization = await desk.made('organization', { name: 'O', created_at: '2026-01-01' });
		await sql(`INSERT INTO organization_member (tenant_id, organization_id, person_id) VALUES (${desk.id}, ${organization}, ${mate.id});
			INSERT INTO ticket_organization (tenant_id, ticket_id, organization_id, last_activity) SELECT tenant_id, id, ${organization}, last_activity FROM ticket WHERE id = ${ticket.issueId}`);
		for (const who of [cara, mate, desk.agent])
			isDone(await desk.gets({ from: who.email, rcpt: desk.replyTo(ticket, who), text: `of ${who.email}` }));
		const said = await desk.comments(ticket.issueKey, desk.anna);
		assert.deepEqual(said.map(({ author, byTeam, public: isPublic }) => [author.accountId, byTeam, isPublic]), [[cara.account, false, true], [mate.account, false, true], [desk.agent.account, true, true]]);
	});
	test('with the token of somebody else is its sender’s, if they are involved', async () => {
		const ticket = await desk.raises(), cara = await desk.person();
		await sql(`INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity) SELECT tenant_id, id, ${cara.id}, last_activity FROM ticket WHERE id = ${ticket.issueId}`);
		const rcpt = desk.replyTo(ticket, desk.anna);
		isHeld(await desk.gets({ from: cara.email, rcpt }), 'unproven');
		isDone(await desk.gets({ from: cara.email, rcpt, proof: 'pass' }));
		assert.equal((await desk.comments(ticket.issueKey))[0].author.accountId, cara.account);
	});
	test('moves a request that waits for it', async () => {
		const ticket = await desk.raises();
		const waiting = await desk.made('status', { workflow_id: desk.workflow, name: 'Waiting', customer_name: 'Waiting for you', category: 'INDETERMINATE', awaits_customer: 1 }).catch(() => desk.made('status', { workflow_id: desk.workflow, name: 'Waiting', customer_name: 'Waiting for you', category: 'NEW', awaits_customer: 1 }));
		await desk.made('transition', { workflow_id: desk.workflow, name: 'Back', from_status_id: waiting, to_status_id: desk.status, event: 'reply' });
		await sql(`UPDATE ticket SET status_id = ${waiting}, awaits_customer = TRUE WHERE id = ${ticket.issueId}`);
		const machine = await desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna), text: 'I am away', headers: { 'Auto-Submitted': 'auto-replied' } });
		isDone(machine);
		assert.equal(machine.automatic, true);
		assert.equal((await desk.ticket(ticket.issueKey)).currentStatus.status, 'Waiting for you');
		assert.deepEqual(await bodies(ticket.issueKey, desk.anna), [], 'a machine’s words are the team’s alone');
		assert.deepEqual((await desk.comments(ticket.issueKey)).map(({ body, public: isPublic }) => [body, isPublic]), [['I am away', false]]);
		isDone(await desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna), text: 'I am here' }));
		assert.equal((await desk.ticket(ticket.issueKey)).currentStatus.status, 'Open');
	});
	test('to what went into another request goes there', async () => {
		const id = newId();
		const from = await desk.gets({ from: desk.anna.email, id, subject: 'One of two', text: '*a* https://x.example', proof: 'pass' });
		const reply = await desk.gets({ from: desk.anna.email, answers: [id], text: 'said before', proof: 'pass' });
		const letter = await desk.letter({ issueId: from.ticket }, desk.anna);
		const into = await desk.raises();
		assert.equal((await desk.agent.post(`${LODGE}/request/${from.key}/merge`, { into: into.issueKey })).status, 200);
		for (const [how, words] of Object.entries({ token: { rcpt: desk.replyTo({ issueId: from.ticket }, desk.anna) }, id: { answers: [id] }, letter: { answers: [letter.messageId] }, key: { subject: `[${from.key}] x` } })) {
			const mail = await desk.gets({ from: desk.anna.email, text: `by ${how}`, proof: 'pass', ...words });
			isDone(mail);
			assert.equal(mail.key, into.issueKey, how);
		}
		const said = await desk.comments(into.issueKey, desk.anna);
		const own = said.find(({ body }) => body.includes('One of two'));
		assert.match(own.renderedBody.html, /\*a\* <a href="https:\/\/x.example"/);
		assert.ok(own.lodge.mail);
		assert.equal((await mailRow(reply.id)).ticket, Number(into.issueId));
		assert.equal((await desk.anna.get(`${LODGE}/request/${into.issueKey}/comment/${own.id}/mail`)).status, 200);
	});
	test('to what was removed is a new request', async () => {
		const admin = await desk.person('admin');
		const gone = await desk.raises();
		const rcpt = desk.replyTo(gone, desk.anna);
		assert.equal((await admin.ask('DELETE', `${LODGE}/request/${gone.issueKey}`)).status, 204);
		const mail = await desk.gets({ from: desk.anna.email, rcpt, subject: `[${gone.issueKey}] again`, proof: 'pass' });
		isDone(mail);
		assert.notEqual(mail.key, gone.issueKey);
	});
	test('of too many for one request is held', async () => {
		const ticket = await desk.raises();
		await sql(`INSERT INTO mail_rate (tenant_id, name, began_at, n) VALUES (${desk.id}, 'ticket:${ticket.issueId}', UTC_TIMESTAMP(3), 1000000)`);
		isHeld(await desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna) }), 'too-many');
	});
	test('keeps what the team quotes from customers', async () => {
		const ticket = await desk.raises();
		const mail = await desk.gets({ from: desk.agent.email, rcpt: desk.replyTo(ticket, desk.agent), text: 'Done.\n\nOn 1 May 2026, somebody wrote:\n> a secret of the team\n', html: '<p>Done.</p><blockquote>a secret of the team</blockquote>' });
		isDone(mail);
		const path = `${LODGE}/request/${ticket.issueKey}/comment/${mail.comment}/mail`;
		assert.ok(!JSON.stringify(await desk.anna.read(path)).includes('secret'));
		assert.ok(JSON.stringify(await desk.agent.read(path)).includes('secret'));
		assert.ok(!JSON.stringify(await desk.comments(ticket.issueKey, desk.anna)).includes('secret'));
		assert.deepEqual((await desk.comments(ticket.issueKey, desk.anna))[0].lodge.mail, { quoted: false, html: false });
	});
	test('keeps what the team quotes where its mail opened the request, and where that went', async () => {
		const secret = { text: 'Please look.\n\nOn 1 May 2026, somebody wrote:\n> a secret of the team\n', html: '<p>Please look.</p><blockquote>a secret of the team</blockquote>' };
		const opened = await desk.gets({ from: desk.agent.email, cc: desk.anna.email, subject: word(), proof: 'pass', ...secret });
		isDone(opened);
		const see = async (path, who) => JSON.stringify(await who.read(`${LODGE}/request/${path}/mail`)).includes('secret');
		assert.deepEqual([await see(opened.key, desk.anna), await see(opened.key, desk.agent)], [false, true]);
		const into = await desk.raises();
		assert.equal((await desk.agent.post(`${LODGE}/request/${opened.key}/merge`, { into: into.issueKey })).status, 200);
		const moved = (await desk.comments(into.issueKey, desk.anna)).find(({ body }) => body.includes('Please look.'));
		assert.deepEqual(moved.lodge.mail, { quoted: false, html: false });
		assert.deepEqual([await see(`${into.issueKey}/comment/${moved.id}`, desk.anna), await see(`${into.issueKey}/comment/${moved.id}`, desk.agent)], [false, true]);
	});
	test('shows customers no more what was edited since', async () => {
		const ticket = await desk.raises();
		const mail = await desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna), text: 'my password is 1234', html: '<p>my password is 1234</p>' });
		isDone(mail);
		const path = `${LODGE}/request/${ticket.issueKey}/comment/${mail.comment}`;
		assert.match((await desk.anna.read(`${path}/mail`)).html, /1234/);
		assert.equal((await desk.anna.ask('PUT', path, { body: 'my password' })).status, 200);
		assert.ok(!JSON.stringify(await desk.anna.read(`${path}/mail`)).includes('1234'));
		assert.equal((await desk.comments(ticket.issueKey, desk.anna))[0].lodge.mail.html, false);
		assert.match((await desk.agent.read(`${path}/mail`)).html, /1234/);
	});
	test('gives no way to a note', async () => {
		const ticket = await desk.raises();
		const note = await comment(desk.agent, ticket, 'a note', false);
		assert.equal((await desk.anna.get(`${LODGE}/request/${ticket.issueKey}/comment/${note.id}/mail`)).status, 404);
		const mail = await desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna), headers: { 'Auto-Submitted': 'auto-replied' }, text: 'away' });
		assert.equal((await desk.anna.get(`${LODGE}/request/${ticket.issueKey}/comment/${mail.comment}/mail`)).status, 404);
		assert.equal((await desk.anna.get(`${LODGE}/request/${ticket.issueKey}/mail`)).status, 404, 'it did not come by mail');
	});
});

describe('whom a mail was sent to as well', () => {
	let cc, mate, far, organization;
	const named = 'Also sent to, and not taking part:';
	const takePart = async ({ key }) => (await cc.ticket(key)).participants.values.map(({ accountId }) => accountId).sort();
	const notes = async ({ key }) => (await cc.comments(key)).filter(({ public: isPublic }) => !isPublic).map(({ body }) => body);
	const from = (mail) => cc.gets({ from: cc.anna.email, proof: 'pass', ...mail });
	const shares = (who) => sql(`UPDATE desk SET sharing = '${who}' WHERE id = ${cc.desk}`);
	before(async () => {
		cc = await deskWithMail();
		[mate, far] = [await cc.person(), await cc.person()];
		organization = await cc.made('organization', { name: 'O', created_at: '2026-01-01' });
		await sql(`INSERT INTO organization_member (tenant_id, organization_id, person_id) VALUES (${cc.id}, ${organization}, ${mate.id}), (${cc.id}, ${organization}, ${cc.anna.id})`);
	});
	test('takes part if the sender may add them; the team reads of the others', async () => {
		const nobody = stranger();
		const mail = await from({ to: [cc.address, `Mate <${mate.email.toUpperCase()}>`, cc.anna.email], cc: [mate.email, far.email, nobody, cc.agent.email, other.address, cc.address.replace('@', '+x@')] , rcpt: cc.address });
		isDone(mail);
		assert.deepEqual(await takePart(mail), [mate.account]);
		assert.deepEqual(await notes(mail), [`${named}\n${far.email}\n${nobody}\n${cc.agent.email}`]);
		assert.deepEqual(await cc.comments(mail.key, cc.anna), []);
		assert.deepEqual(await sql(`SELECT kind, person_id, subject_id, door FROM activity WHERE ticket_id = ${mail.ticket} AND kind = 'participant-added'`), [['participant-added', String(cc.anna.id), String(mate.id), 'mail']]);
		const told = () => sql(`SELECT recipient FROM mail_out WHERE ticket_id = ${mail.ticket} AND recipient <> ${quote(cc.anna.email)} ORDER BY 1`);
		assert.ok(await until(async () => (await sql(`SELECT COUNT(*) FROM notice WHERE ticket_id = ${mail.ticket} AND NOT told`))[0][0] === '0', PATIENCE_MS, LOOK_MS), 'all is told');
		assert.deepEqual((await told()).flat().filter((one) => one !== cc.agent.email), [mate.email], 'nobody else is written to');
	});
	test('is named once, and who comes later takes part then', async () => {
		const nobody = stranger(), ticket = await cc.raises(), rcpt = cc.replyTo(ticket, cc.anna);
		const reply = (...copies) => cc.gets({ from: cc.anna.email, rcpt, to: rcpt, cc: copies });
		const first = await reply(nobody);
		isDone(first);
		assert.deepEqual(await takePart(first), []);
		isDone(await reply(nobody, mate.email, far.email));
		isDone(await reply(mate.email, nobody, far.email));
		assert.deepEqual(await takePart(first), [mate.account]);
		assert.deepEqual(await notes(first), [`${named}\n${nobody}`, `${named}\n${far.email}`]);
	});
	test('is found by a proven address alone, where the desk lets customers find anybody', async () => {
		await shares('anybody');
		const claimed = `${word()}@x.example`;
		await addPerson(cc, { email: claimed, verified: false });
		const mail = await from({ cc: [far.email, claimed] });
		assert.deepEqual(await takePart(mail), [far.account]);
		assert.deepEqual(await notes(mail), [`${named}\n${claimed}`]);
		await shares('nobody');
		assert.deepEqual(await takePart(await from({ cc: [far.email] })), []);
		await shares('organization');
	});
	test('is added by nobody who proves nothing, by no machine, and not where the address says so', async () => {
		await shares('anybody');
		await sql(`UPDATE mail_address SET unproven = 'take' WHERE id = ${cc.addressId}`);
		for (const mail of [{ proof: undefined }, { from: stranger(), proof: undefined }, { headers: { 'Auto-Submitted': 'auto-generated' } }]) {
			const came = await from({ cc: far.email, ...mail });
			isDone(came);
			assert.deepEqual([await takePart(came), await notes(came)], [[], [`${named}\n${far.email}`]], JSON.stringify(mail));
		}
		await sql(`UPDATE mail_address SET unproven = 'hold', copies = FALSE WHERE id = ${cc.addressId}`);
		assert.deepEqual(await takePart(await from({ cc: far.email })), []);
		await sql(`UPDATE mail_address SET copies = TRUE WHERE id = ${cc.addressId}`);
		await shares('organization');
	});
	test('is not written to more often than anybody who asked for nothing', async () => {
		await sql(`REPLACE INTO mail_rate (tenant_id, name, began_at, n) VALUES (${cc.id}, 'answer:${mate.email}', UTC_TIMESTAMP(3), 1000000)`);
		const mail = await from({ cc: mate.email });
		assert.deepEqual([await takePart(mail), await notes(mail)], [[], [`${named}\n${mate.email}`]]);
		await sql(`DELETE FROM mail_rate WHERE tenant_id = ${cc.id}`);
	});
	test('are not more than some', async () => {
		const many = Array.from({ length: 13 }, stranger);
		const mail = await from({ cc: many });
		assert.deepEqual(await notes(mail), [`${named}\n${many.slice(0, 10).join('\n')}\n+ 3`]);
	});
	test('is added by the team’s mail as by the team', async () => {
		const ticket = await cc.raises();
		const mail = await cc.gets({ from: cc.agent.email, rcpt: cc.replyTo(ticket, cc.agent), cc: far.email });
		isDone(mail);
		assert.deepEqual(await takePart(mail), [far.account]);
	});
});

describe('what an attacker writes', () => {
	test('with a token that nobody made means nothing', async () => {
		const ticket = await desk.raises();
		const good = desk.replyTo(ticket, desk.anna);
		const [, token] = /\+([^@]+)@/.exec(good);
		const last = token.at(-1);
		const bent = [token.slice(0, -1) + (last === 'a' ? 'b' : 'a'), token.replace(/^r/, 'b'), token.slice(0, -1), `${token}a`, mailToken(other.id, 'r', ticket.issueId, desk.anna.id, 0), mailToken(desk.id, 'q', ticket.issueId, desk.anna.id, 0), mailToken(desk.id, 'r', ticket.issueId, desk.anna.id, Date.now() - 1000)];
		for (const one of bent) {
			const mail = await desk.gets({ from: stranger(), rcpt: good.replace(token, one), subject: `bent ${one}` });
			isDone(mail);
			assert.notEqual(mail.key, ticket.issueKey, one);
		}
		assert.deepEqual(await bodies(ticket.issueKey), []);
	});
	test('with the token of another tenant’s ticket means nothing', async () => {
		const foreign = await other.raises();
		const [local, domain] = desk.address.split('@');
		const mail = await desk.gets({ from: desk.anna.email, rcpt: `${local}+${other.replyTo(foreign, other.anna).split(/[+@]/)[1]}@${domain}`, proof: 'pass' });
		isDone(mail);
		assert.notEqual(mail.ticket, Number(foreign.issueId));
		assert.deepEqual((await other.comments(foreign.issueKey)), []);
	});
	test('with a token that is another’s, as a stranger, is held', async () => {
		const ticket = await desk.raises();
		for (const proof of [undefined, 'pass']) {
			const mail = await desk.gets({ from: stranger(), rcpt: desk.replyTo(ticket, desk.anna), proof });
			isHeld(mail, 'not-involved');
			assert.equal((await desk.mail(mail.id)).candidates[0].issueKey, ticket.issueKey);
			assert.equal((await desk.mail(mail.id)).issueKey, undefined, 'it is not there yet');
		}
		assert.deepEqual(await bodies(ticket.issueKey), []);
	});
	test('in an address that stands in what our server found out proves nothing', async () => {
		const found = `Authentication-Results: ${AUTHSERV};\r\n\tspf=pass smtp.mailfrom==?utf-8?q?a=3B_dmarc=3Dpass_header.from=3D${desk.anna.email.split('@')[1]}=3B?=@evil.example`;
		isHeld(await desk.gets({ from: desk.anna.email, top: [found] }), 'unproven');
	});
	test('about a request of another desk shows who decides here nothing of it', async () => {
		const second = await desk.made('desk', { project_key: 'ELSE', name: 'Elsewhere', created_at: '2026-01-01' });
		const secret = await desk.raises(desk.anna, 'The merger with Acme');
		await sql(`UPDATE ticket SET desk_id = ${second} WHERE id = ${secret.issueId}`);
		for (const more of [{ rcpt: desk.replyTo(secret, desk.anna), proof: 'pass' }, { subject: `[${secret.issueKey}] x`, proof: 'fail' }]) {
			const mail = await desk.gets({ from: stranger(), ...more });
			assert.equal(mail.state, 'held');
			assert.equal(JSON.stringify(await desk.mail(mail.id)).includes('merger'), false);
		}
	});
	test('to be quoted by who got a letter leaves its links and addresses of no use to others', async () => {
		const ticket = await desk.raises(), [local, domain] = desk.address.split('@');
		const tokens = ['a', 'q', 'r'].map((kind) => mailToken(desk.id, kind, ticket.issueId, desk.anna.id, kind === 'r' ? 0 : Date.now() + 3600e3));
		const links = [`http://x.example/letter/${tokens[0]}`, `https://safe.example/?url=https%3A%2F%2Fx.example%2Fletter%2F${tokens[1].toUpperCase()}.`, `${local}+${tokens[2]}@${domain}`];
		const mail = await desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna), proof: 'pass',
			text: `See ${links.join(' ')}\n\nOn Monday Desk wrote:\n${links.map((one) => `> ${one}\n`).join('')}`,
			html: `<p>See ${links.map((one) => `<a href="${one}">${one}</a>`).join(' ')}</p>` });
		isDone(mail);
		const all = JSON.stringify([await desk.comments(ticket.issueKey), await desk.mail(mail.id), await desk.anna.read(`${LODGE}/request/${ticket.issueKey}/comment/${mail.comment}/mail`)]);
		assert.match(all, /On Monday/);
		assert.match(all, /x\.example\/letter\/a/);
		for (const token of tokens)
			assert.equal(all.toLowerCase().replaceAll(desk.replyTo(ticket, desk.anna), '').includes(token), false, token);
	});
	test('in the name of the team, with a customer’s token, is held', async () => {
		const ticket = await desk.raises();
		isHeld(await desk.gets({ from: desk.agent.email, rcpt: desk.replyTo(ticket, desk.anna), text: 'Send me your password' }), 'unproven');
		const admin = await desk.person('admin');
		isHeld(await desk.gets({ from: admin.email, rcpt: desk.replyTo(ticket, desk.anna) }), 'unproven');
		assert.deepEqual(await bodies(ticket.issueKey), []);
	});
	test('in the name of the team where customers are believed, is held', async () => {
		const ticket = await other.raises();
		await sql(`UPDATE mail_address SET unproven = 'take' WHERE id = ${other.addressId}`);
		isHeld(await other.gets({ from: other.agent.email, subject: `[${ticket.issueKey}] x` }), 'unproven');
		isDone(await other.gets({ from: other.anna.email, subject: `[${ticket.issueKey}] x` }));
		await sql(`UPDATE mail_address SET unproven = 'hold' WHERE id = ${other.addressId}`);
	});
	test('in the name of one customer, with the token of another, is held where customers are believed, too', async () => {
		const ticket = await desk.raises(), cara = await desk.person();
		await sql(`INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity) SELECT tenant_id, id, ${cara.id}, last_activity FROM ticket WHERE id = ${ticket.issueId};
			UPDATE mail_address SET unproven = 'take' WHERE id = ${desk.addressId}`);
		isHeld(await desk.gets({ from: cara.email, rcpt: desk.replyTo(ticket, desk.anna) }), 'unproven');
		isDone(await desk.gets({ from: cara.email, subject: `[${ticket.issueKey}]` }));
		isDone(await desk.gets({ from: cara.email, rcpt: desk.replyTo(ticket, desk.anna), proof: 'pass' }));
		await sql(`UPDATE mail_address SET unproven = 'hold' WHERE id = ${desk.addressId}`);
	});
	test('in the name of a customer, with their token, after our server found it false, is held', async () => {
		const ticket = await desk.raises();
		isHeld(await desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna), proof: 'fail' }), 'dmarc-failed');
	});
	test('about its own check is not believed', async () => {
		const domain = desk.anna.email.split('@')[1];
		const pass = (id) => `Authentication-Results: ${id}; dmarc=pass header.from=${domain}`;
		for (const top of [
			[pass('mx.evil.example')],
			[`Authentication-Results: ${AUTHSERV}; none`, pass(AUTHSERV)],
			[`Authentication-Results: ${AUTHSERV}; dmarc=none`, 'Received: from a by b; Thu, 1 Jan 2026 00:00:00 +0000', pass(AUTHSERV)],
			['Received: from a by b; Thu, 1 Jan 2026 00:00:00 +0000', 'Received: from c by d; Thu, 1 Jan 2026 00:00:00 +0000', pass(AUTHSERV)],
			[`Authentication-Results: ${AUTHSERV}; dmarc=pass header.from=evil.example`],
			[`Authentication-Results: ${AUTHSERV}; spf=pass smtp.mailfrom=${domain}; dkim=pass header.d=${domain}`],
			[`X-Authentication-Results: ${AUTHSERV}; dmarc=pass header.from=${domain}`],
		])
			isHeld(await desk.gets({ from: desk.anna.email, top, subject: top.join() }), 'unproven');
		isHeld(await desk.gets({ from: [desk.anna.email, 'evil@evil.example'], sender: 'x@evil.example', top: [pass(AUTHSERV)], subject: 'two of them' }), 'unproven');
	});
	test('with the key of another’s request is held, and of another tenant’s is nothing', async () => {
		const ticket = await desk.raises(), eve = await desk.person();
		isHeld(await desk.gets({ from: eve.email, subject: `[${ticket.issueKey}] give me that`, proof: 'pass' }), 'not-involved');
		isHeld(await desk.gets({ from: stranger(), subject: `[${ticket.issueKey}] give me that` }), 'not-involved');
		assert.deepEqual(await bodies(ticket.issueKey), []);
	});
	test('with the Message-ID of another’s mail as its own takes nothing over', async () => {
		const id = newId();
		const first = await desk.gets({ from: desk.anna.email, id, subject: 'Mine', proof: 'pass' });
		const second = await desk.gets({ from: stranger(), id, subject: 'Also mine' });
		isDone(second);
		assert.notEqual(second.key, first.key);
		assert.equal((await desk.gets({ from: desk.anna.email, answers: [id], subject: 'Go on', proof: 'pass' })).key, first.key);
	});
	test('as markup is text', async () => {
		const mail = await desk.gets({ from: { name: '<img src=x onerror=alert(1)>', address: stranger() }, subject: '<script>alert(1)</script>', text: '<script>alert(2)</script> [x](javascript:alert(3))', html: '<p>hi<script>alert(4)</script><img src="http://evil.example/track.gif"><a href="javascript:alert(5)">x</a></p>' });
		isDone(mail);
		const { requestFieldValues } = await desk.ticket(mail.key);
		assert.ok(!/<script|<a|<img/.test(requestFieldValues.find(({ fieldId }) => fieldId === 'description').renderedValue.html));
		const { html } = await desk.agent.read(`${LODGE}/request/${mail.key}/mail`);
		assert.ok(!/script|src=|href=/.test(html ?? ''), html);
	});
	test('from an address of a desk is held, and a machine’s of that kind is a loop', async () => {
		isHeld(await desk.gets({ from: other.address }), 'own-address');
		isHeld(await desk.gets({ from: desk.address, proof: 'pass' }), 'own-address');
		isPassed(await desk.gets({ from: other.address, headers: { 'Auto-Submitted': 'auto-generated' } }), 'loop');
		isPassed(await desk.gets({ from: stranger(), headers: { 'X-Lodge-Loop': other.address } }), 'loop');
		const letter = await desk.letter(await desk.raises(), desk.anna);
		isPassed(await desk.gets({ from: stranger(), id: letter.messageId }), 'loop');
	});
});

describe('what a machine writes', () => {
	test('opens a request that nobody answers, as monitors do', async () => {
		const mail = await desk.gets({ from: stranger(), subject: 'disk full', headers: { 'Auto-Submitted': 'auto-generated' } });
		isDone(mail);
		assert.equal(mail.automatic, true);
	});
	test('in answer to what no request knows is of no effect', async () => {
		isPassed(await desk.gets({ from: stranger(), answers: [newId()], headers: { 'Auto-Submitted': 'auto-replied' } }), 'automatic');
		isPassed(await desk.gets({ from: stranger(), answers: [newId()], sender: '' }), 'automatic');
	});
	test('to a request of others is held', async () => {
		const ticket = await desk.raises();
		isHeld(await desk.gets({ from: stranger(), rcpt: desk.replyTo(ticket, desk.anna), headers: { Precedence: 'bulk' } }), 'not-involved');
	});
});

describe('a letter that came back', () => {
	const report = (to, { action = 'failed', status = '5.1.1', about = newId(), recipient = 'nobody@x.example' } = {}) => [
		'From: MAILER-DAEMON@mx.x.example', `To: ${to}`, 'Subject: Undelivered', `Message-ID: <${newId()}>`, 'Date: Thu, 1 Oct 2026 00:00:00 +0000', 'MIME-Version: 1.0',
		'Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'It could not be delivered.', '--b',
		'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.x.example', '', `Final-Recipient: rfc822; ${recipient}`, `Action: ${action}`, `Status: ${status}`, 'Diagnostic-Code: smtp; 550 no such user', '', '--b',
		'Content-Type: text/rfc822-headers', '', `Message-ID: <${about}>`, 'Subject: x', '', '--b--', ''].join('\r\n');
	const comesBack = async (letter, words, to = desk.bounceTo(letter.id)) => arrives(report(to, words), { from: '', to });
	const stateOf = async ({ id }) => (await sql(`SELECT state FROM mail_out WHERE id = ${id}`))[0][0];

	test('is known by its envelope, and told to the team alone', async () => {
		const ticket = await desk.raises(), letter = await desk.letter(ticket, desk.anna);
		isDone(await comesBack(letter));
		assert.equal(await stateOf(letter), 'bounced');
		assert.deepEqual(await bodies(ticket.issueKey, desk.anna), []);
		const [note] = await desk.comments(ticket.issueKey);
		assert.equal(note.public, false);
		assert.match(note.body, /550 no such user/);
		assert.match(note.body, new RegExp(desk.anna.email));
	});
	test('is told in the language of its address', async () => {
		await sql(`UPDATE mail_address SET language = 'pl' WHERE tenant_id = ${desk.id}`);
		const bert = await desk.person(), ticket = await desk.raises(bert);
		for (const n of [1, 2, 3]) {
			isDone(await comesBack(await desk.letter(ticket, bert)));
			const note = (await desk.comments(ticket.issueKey)).filter((one) => !one.public).at(-1).body;
			assert.equal(note, `List do ${bert.email} nie dotarł:\n5.1.1 550 no such user${n === 3 ? '\nKolejne listy nie będą tam wysyłane.' : ''}`);
		}
		await sql(`UPDATE mail_address SET language = 'en' WHERE tenant_id = ${desk.id}`);
	});
	test('too often in an hour is counted, and fills no request', async () => {
		const ticket = await desk.raises(), letter = await desk.letter(ticket, desk.anna);
		await sql(`INSERT INTO mail_rate (tenant_id, name, began_at, n) VALUES (${desk.id}, 'ticket:${ticket.issueId}', UTC_TIMESTAMP(3), 1000000)`);
		isDone(await comesBack(letter));
		assert.equal(await stateOf(letter), 'bounced');
		assert.deepEqual(await bodies(ticket.issueKey), []);
	});
	test('is known by its Message-ID in the report', async () => {
		const letter = await desk.letter(await desk.raises(), desk.anna);
		isDone(await comesBack(letter, { about: letter.messageId }, desk.address));
		assert.equal(await stateOf(letter), 'bounced');
	});
	test('for the third time in a row is the last; who writes from there is written to again', async () => {
		const bert = await desk.person(), ticket = await desk.raises(bert);
		const stopped = async () => (await sql(`SELECT bounces, stopped_at IS NOT NULL FROM mail_recipient WHERE tenant_id = ${desk.id} AND address = ${quote(bert.email)}`))[0] ?? ['0', '0'];
		const first = await desk.letter(ticket, bert);
		await comesBack(first);
		await comesBack(first); // a second report of one letter
		assert.deepEqual(await stopped(), ['1', '0']);
		await comesBack(await desk.letter(ticket, bert), { status: '4.4.7' });
		assert.deepEqual(await stopped(), ['1', '0'], 'what may work later does not count');
		await comesBack(await desk.letter(ticket, bert));
		await comesBack(await desk.letter(ticket, bert));
		assert.deepEqual(await stopped(), ['3', '1']);
		isDone(await desk.gets({ from: bert.email, rcpt: desk.replyTo(ticket, bert) }));
		assert.deepEqual(await stopped(), ['0', '0']);
	});
	test('is not what a report of a delay says, or of nothing, or of another tenant’s', async () => {
		const letter = await desk.letter(await desk.raises(), desk.anna);
		isPassed(await comesBack(letter, { action: 'delayed', status: '4.4.1' }), 'report');
		isPassed(await comesBack(letter, {}, desk.address), 'report');
		const foreign = await other.letter(await other.raises(), other.anna);
		const [local, domain] = desk.address.split('@');
		isPassed(await comesBack(foreign, {}, `${local}+${other.bounceTo(foreign.id).split(/[+@]/)[1]}@${domain}`), 'report');
		assert.equal(await stateOf(letter), 'sent');
		assert.equal(await stateOf(foreign), 'sent');
	});
	test('an answer of a machine to it is a note', async () => {
		const ticket = await desk.raises(), letter = await desk.letter(ticket, desk.anna);
		const mail = await desk.gets({ from: desk.anna.email, rcpt: desk.bounceTo(letter.id), sender: '', headers: { 'Auto-Submitted': 'auto-replied' }, text: 'On holiday', proof: 'pass' });
		isDone(mail);
		assert.equal(await stateOf(letter), 'sent');
		assert.deepEqual((await desk.comments(ticket.issueKey)).map(({ body, public: isPublic }) => [body, isPublic]), [['On holiday', false]]);
	});
});

describe('an answer to a quote', () => {
	const day = (offset) => new Date(Date.now() + offset * 86400e3).toISOString().slice(0, 10);
	const price = { currency: 'EUR', lines: [{ text: 'Work', amount: '100.00' }], validUntil: day(14) };
	const stateOf = async (ticket) => (await sql(`SELECT a.decision, r.decision, r.reason, r.user_agent FROM approval a JOIN approver r ON r.approval_id = a.id WHERE a.ticket_id = ${ticket.issueId} ORDER BY a.id DESC LIMIT 1`))[0];
	async function asked() {
		const ticket = await desk.raises();
		await desk.agent.make(`${LODGE}/request/${ticket.issueKey}/quote`, price);
		const [[notice]] = await sql(`SELECT MAX(id) FROM notice WHERE ticket_id = ${ticket.issueId}`);
		assert.ok(await until(async () => (await sql(`SELECT told FROM notice WHERE id = ${notice}`))[0][0] === '1', PATIENCE_MS, LOOK_MS), 'what it tells is settled');
		return { ticket, letter: await desk.letter(ticket, desk.anna, { notice }) };
	}
	const reply = ({ ticket, letter }, text, more = {}) => desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna), answers: [letter.messageId], text, ...more });

	test('accepts it with a word, and is a comment too', async () => {
		const one = await asked();
		const mail = await reply(one, 'Approved.\n\nPlease begin on Monday.');
		isDone(mail);
		const [whole, mine, reason, agent] = await stateOf(one.ticket);
		assert.deepEqual([whole, mine], ['approved', 'approved']);
		assert.match(reason, /^Approved\./);
		assert.match(agent, new RegExp(`^mail ${mail.id} <`));
		assert.deepEqual(await bodies(one.ticket.issueKey, desk.anna), ['Approved.\n\nPlease begin on Monday.']);
	});
	test('declines it with a word', async () => {
		const one = await asked();
		isDone(await reply(one, 'Nie, dziękuję'));
		assert.deepEqual((await stateOf(one.ticket)).slice(0, 2), ['declined', 'declined']);
	});
	for (const [what, text, more] of [
		['that makes a condition', 'Yes, but only the first part'],
		['that begins otherwise', 'Thank you. Yes.'],
		['that a machine sends', 'Yes', { headers: { 'Auto-Submitted': 'auto-replied' } }],
		['whose word stands in what it quotes', 'Hello\n\nOn 1 May 2026, support wrote:\n> Yes\n'],
		['to no letter', 'Yes', { answers: [] }],
	])
		test(`${what} is a comment and no more`, async () => {
			const one = await asked();
			isDone(await reply(one, text, more));
			assert.deepEqual((await stateOf(one.ticket)).slice(0, 2), ['pending', 'pending']);
		});
	test('to another letter than the one that asks is a comment and no more', async () => {
		const one = await asked();
		await comment(desk.agent, one.ticket, 'Shall we call you tomorrow?');
		const [[notice]] = await sql(`SELECT MAX(id) FROM notice WHERE ticket_id = ${one.ticket.issueId}`);
		isDone(await reply({ ...one, letter: await desk.letter(one.ticket, desk.anna, { notice }) }, 'Yes'));
		isDone(await reply({ ...one, letter: await desk.letter(one.ticket, desk.anna) }, 'Yes'));
		assert.deepEqual((await stateOf(one.ticket)).slice(0, 2), ['pending', 'pending']);
	});
	test('to a letter about another request is a comment and no more', async () => {
		const one = await asked(), letter = await desk.letter(await desk.raises(), desk.anna);
		isDone(await reply({ ...one, letter }, 'Yes'));
		assert.deepEqual((await stateOf(one.ticket)).slice(0, 2), ['pending', 'pending']);
	});
	test('of somebody else is theirs alone', async () => {
		const one = await asked(), cara = await desk.person();
		await sql(`INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity) SELECT tenant_id, id, ${cara.id}, last_activity FROM ticket WHERE id = ${one.ticket.issueId}`);
		isDone(await reply(one, 'Yes', { from: cara.email, rcpt: desk.replyTo(one.ticket, cara) }));
		assert.deepEqual((await stateOf(one.ticket)).slice(0, 2), ['pending', 'pending']);
	});
	test('that comes too late, or a second time, is a comment', async () => {
		const one = await asked();
		isDone(await reply(one, 'No.'));
		isDone(await reply(one, 'Yes.'));
		assert.deepEqual((await stateOf(one.ticket)).slice(0, 2), ['declined', 'declined']);
		const late = await asked();
		await sql(`UPDATE quote SET valid_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE ticket_id = ${late.ticket.issueId}`);
		isDone(await reply(late, 'Yes.'));
		assert.deepEqual((await stateOf(late.ticket)).slice(0, 2), ['pending', 'pending']);
		assert.deepEqual(await bodies(late.ticket.issueKey), ['Yes.']);
	});
});

describe('a file', () => {
	test('that the desk does not take is told to the team and to its sender, and the rest comes', async () => {
		await sql(`UPDATE desk SET file_types = 'text/plain' WHERE id = ${desk.desk}`);
		const ticket = await desk.raises();
		const mail = await desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna), text: 'two files', files: [{ filename: 'good.txt', content: 'a good text\n' }, { filename: 'bad.zip', content: Buffer.from('PK\x03\x04zip', 'latin1') }, { filename: 'empty.txt', content: '' }] });
		await sql(`UPDATE desk SET file_types = '' WHERE id = ${desk.desk}`);
		isDone(mail);
		assert.match(mail.refused, /bad\.zip/);
		const said = await desk.comments(ticket.issueKey);
		assert.deepEqual(said[0].attachments.values.map(({ filename }) => filename), ['good.txt']);
		assert.equal(said[1].public, false);
		assert.match(said[1].body, /bad\.zip/);
		assert.deepEqual(await sql(`SELECT kind, recipient, person_id FROM mail_out WHERE mail_id = ${mail.id}`), [['files-refused', desk.anna.email, String(desk.anna.id)]]);
		assert.match((await desk.anna.read(`${LODGE}/request/${ticket.issueKey}/comment/${mail.comment}/mail`)).refused, /bad\.zip/);
	});
	test('that is not taken is told in the language of the address, with the reason', async () => {
		await sql(`UPDATE desk SET file_types = 'text/plain', file_size_max = 1048576 WHERE id = ${desk.desk}; UPDATE mail_address SET language = 'pl' WHERE tenant_id = ${desk.id}`);
		const ticket = await desk.raises();
		const mail = await desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna), text: 'three files', files: [{ filename: 'bad.zip', content: Buffer.from('PK\x03\x04zip', 'latin1') }, { filename: 'empty.txt', content: '' }, { filename: 'large.txt', content: 'a text\n'.repeat(160_000) }] });
		await sql(`UPDATE desk SET file_types = '', file_size_max = 0 WHERE id = ${desk.desk}; UPDATE mail_address SET language = 'en' WHERE tenant_id = ${desk.id}`);
		isDone(mail);
		const reasons = ['bad.zip: pliki tego rodzaju nie są tu przyjmowane.', 'empty.txt: plik jest pusty.', 'large.txt: plik jest za duży, przyjmowane jest najwyżej 1 MiB.'].join('\n');
		assert.equal(mail.refused, reasons.replaceAll('\n', '\\n'), 'as the client of SQL writes line ends');
		assert.equal((await desk.comments(ticket.issueKey))[1].body, `Z tej wiadomości nie przyjęto:\n${reasons}`);
	});
	test('of a machine that is not taken is told to nobody outside', async () => {
		await sql(`UPDATE desk SET file_types = 'text/plain' WHERE id = ${desk.desk}`);
		const mail = await desk.gets({ from: stranger(), headers: { 'Auto-Submitted': 'auto-generated' }, files: [{ filename: 'bad.zip', content: Buffer.from('PK\x03\x04zip', 'latin1') }] });
		await sql(`UPDATE desk SET file_types = '' WHERE id = ${desk.desk}`);
		isDone(mail);
		assert.deepEqual(await sql(`SELECT kind FROM mail_out WHERE mail_id = ${mail.id} AND kind = 'files-refused'`), []);
	});
	test('that is a letter of ours, or has one in it, goes to the team alone', async () => {
		const ticket = await desk.raises(), letter = (to) => `From: ${desk.address}\r\nReply-To: <${to}>\r\nSubject: News\r\n\r\nHello.\r\n`;
		const own = letter(desk.replyTo(ticket, desk.anna)), forged = letter(desk.replyTo(ticket, desk.anna).replace(/.@/, '1@'));
		const files = [own, `Subject: Fwd\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${own}\r\n--b--\r\n`, forged]
			.map((content, i) => ({ filename: `${i}.eml`, content, contentType: i ? 'application/octet-stream' : 'message/rfc822' }));
		const mail = await desk.gets({ from: desk.anna.email, rcpt: desk.replyTo(ticket, desk.anna), text: 'See.', files });
		isDone(mail);
		const names = async (who) => (await desk.ticket(ticket.issueKey, who)).attachments.values.map(({ filename }) => filename).sort();
		assert.deepEqual([await names(desk.anna), await names(desk.agent)], [['2.eml'], ['0.eml', '1.eml', '2.eml']]);
		assert.deepEqual((await desk.comments(ticket.issueKey)).map(({ body, public: isPublic }) => [body.slice(0, 20), isPublic]), [['See.', true], ['A letter from here c', false], ['A letter from here c', false]]);
	});
	test('has a name that is one', async () => {
		const mail = await desk.gets({ from: desk.anna.email, proof: 'pass', files: [{ filename: '../../etc/passwd', content: 'x' }, { filename: 'a\u202egpj.exe', content: 'y' }] });
		isDone(mail);
		for (const { filename } of (await desk.ticket(mail.key)).attachments.values)
			assert.match(filename, /^[^/\u202e]+$/);
	});
});

describe('a mail that is held', () => {
	test('is seen by the team of its desk alone', async () => {
		const mail = await desk.gets({ from: desk.anna.email, subject: 'Held', files: [{ filename: 'a.txt', content: 'abc' }] });
		shapes.page(shapes.mail)(await desk.agent.read(`${LODGE}/servicedesk/${desk.desk}/mail`), 'mails');
		const [row] = (await desk.held()).filter(({ mailId }) => Number(mailId) === mail.id);
		assert.equal(row.subject, 'Held');
		assert.equal(row.why.code, 'unproven');
		assert.ok(row.why.text.length > 10);
		const whole = await desk.mail(mail.id);
		shapes.mailWhole(whole, 'mail');
		assert.deepEqual(whole.files, [{ number: 1, filename: 'a.txt', mimeType: 'text/plain', size: 3 }]);
		const path = `${LODGE}/servicedesk/${desk.desk}/mail/${mail.id}`;
		assert.equal((await desk.anna.get(path)).status, 403);
		assert.equal((await other.agent.get(path)).status, 404);
		assert.equal((await other.agent.get(`${LODGE}/servicedesk/${other.desk}/mail/${mail.id}`)).status, 404);
		const raw = await desk.agent.get(`${path}/raw`);
		assert.equal(raw.status, 303);
		const bytes = await fetch(raw.headers.get('location'));
		assert.match(bytes.headers.get('content-disposition'), /^attachment/);
		assert.match(await bytes.text(), /Subject: Held/);
		refuses(await desk.agent.get(`${LODGE}/servicedesk/${desk.desk}/mail?state=x`), 400, 'state');
	});
	test('shows its pictures and gives out its files, as they are by their bytes, for an hour', async () => {
		const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64');
		const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
		const mail = await desk.gets({
			from: desk.anna.email, subject: 'Look', text: 'See.', html: '<p>See <img src="cid:pic@x" alt="it"> <img src="cid:svg@x" alt="a drawing"> <img src="http://far.example/x.png" alt="far away"></p>',
			files: [{ filename: 'pic.png', content: png, cid: 'pic@x', contentType: 'image/gif' }, { filename: 'drawing.png', content: svg, cid: 'svg@x', contentType: 'image/png' }, { filename: 'page.html', content: '<!doctype html><script>alert(1)</script>' }],
		});
		isHeld(mail, 'unproven');
		const path = `${LODGE}/servicedesk/${desk.desk}/mail/${mail.id}`;
		const { html } = await desk.agent.read(`${path}/shown`), tags = html.match(/<img[^>]*>/g);
		assert.doesNotMatch((await desk.mail(mail.id)).html, /<img[^>]*\ssrc=/, 'nothing is taken out of it before somebody wants to see it');
		assert.equal(tags.length, 2, html);
		assert.match(tags[0], /^<img src="http[^"]+" data-part="1"/);
		assert.doesNotMatch(tags[1], /src=/, 'what is called a picture is a program');
		assert.doesNotMatch(html, /far\.example\//);
		const link = /src="([^"]+)"/.exec(tags[0])[1].replaceAll('&amp;', '&'), shown = await fetch(link);
		assert.deepEqual([shown.status, shown.headers.get('content-type'), Buffer.from(await shown.arrayBuffer()).equals(png)], [200, 'image/png', true]);
		assert.match(shown.headers.get('content-disposition'), /^inline/);

		const { files } = await desk.mail(mail.id), page = files.find(({ filename }) => filename === 'page.html');
		const given = await desk.agent.get(`${path}/part/${page.number}`);
		assert.equal(given.status, 303);
		const bytes = await fetch(given.headers.get('location'));
		assert.equal(await bytes.text(), '<!doctype html><script>alert(1)</script>');
		assert.match(bytes.headers.get('content-disposition'), /^attachment; filename="page\.html"/);
		assert.match(bytes.headers.get('content-security-policy'), /sandbox/);
		for (const none of ['4', '0', '-1', 'x', '999999999999'])
			assert.equal((await desk.agent.get(`${path}/part/${none}`)).status, 404, none);
		for (const [who, status] of [[desk.anna, 403], [other.agent, 404]])
			for (const end of ['shown', 'part/1'])
				assert.equal((await who.get(`${path}/${end}`)).status, status);

		const key = decodeURIComponent(new URL(link).pathname).split('/').slice(-2).join('/');
		const [[minutes]] = await sql(`SELECT TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(3), doomed_at) FROM doomed_object WHERE object_key = ${quote(key)}`);
		assert.ok(Number(minutes) > 50 && Number(minutes) <= 60, `its end is noted: ${minutes}`);
		await quick.sweep();
		assert.equal((await fetch(link)).status, 200, 'no sweep takes it before');
		await sql(`UPDATE doomed_object SET doomed_at = UTC_TIMESTAMP(3) WHERE object_key = ${quote(key)}`);
		assert.ok(await until(async () => (await quick.sweep(), (await sql(`SELECT 1 FROM doomed_object WHERE object_key = ${quote(key)}`)).length === 0), 60_000), 'it is swept away');
		assert.notEqual((await fetch(link)).status, 200);
	});
	test('becomes a comment of its sender, who may take part from then on, with its files', async () => {
		const ticket = await desk.raises(), from = stranger();
		const mail = await desk.gets({ from, subject: `[${ticket.issueKey}] me too`, text: 'me too', files: [{ filename: 'a.txt', content: 'abc' }] });
		isHeld(mail, 'not-involved');
		refuses(await desk.decide(mail.id, { decision: 'comment' }), 400, 'issueKey');
		refuses(await desk.decide(mail.id, { decision: 'comment', issueKey: 'OWN-9999' }), 400, 'issueKey');
		refuses(await desk.decide(mail.id, { decision: 'other' }), 400, 'decision');
		const { json } = await desk.decide(mail.id, { decision: 'comment', issueKey: ticket.issueKey, participant: true });
		assert.equal(json.state, 'done');
		assert.equal(json.issueKey, ticket.issueKey);
		await idle(desk);
		const [said] = await desk.comments(ticket.issueKey, desk.anna);
		assert.equal(said.body, 'me too');
		assert.deepEqual(said.attachments.values.map(({ filename }) => filename), ['a.txt']);
		assert.equal((await desk.ticket(ticket.issueKey)).participants.values.length, 1);
		refuses(await desk.decide(mail.id, { decision: 'discard' }), 409);
		const again = await desk.gets({ from, subject: `[${ticket.issueKey}] more`, proof: 'pass' });
		isDone(again);
		assert.deepEqual((await sql(`SELECT decided_by FROM mail_in WHERE id = ${mail.id}`)), [[String(desk.agent.id)]]);
	});
	test('becomes a request of its sender, whom nobody knew', async () => {
		const mail = await invited.gets({ from: { name: 'New One', address: stranger() }, subject: 'Let me in', text: 'please', files: [{ filename: 'a.txt', content: 'abc' }] });
		isHeld(mail, 'unknown-sender');
		const { json } = await invited.decide(mail.id, { decision: 'request' });
		assert.equal(json.state, 'done');
		await idle(invited);
		const ticket = await invited.ticket(json.issueKey);
		assert.equal(ticket.reporter.displayName, 'New One');
		assert.equal(ticket.summary, 'Let me in');
		assert.deepEqual(ticket.attachments.values.map(({ filename }) => filename), ['a.txt']);
		assert.deepEqual(await sql(`SELECT email_verified, by_mail FROM person WHERE id = ${(await mailRow(mail.id)).person}`), [['0', '1']], 'nothing is proven by it');
	});
	test('is discarded, or its sender is blocked', async () => {
		const from = stranger();
		const first = await invited.gets({ from }), second = await invited.gets({ from });
		assert.equal((await invited.decide(first.id, { decision: 'discard' })).json.state, 'discarded');
		assert.equal((await invited.held('discarded')).length, 1);
		assert.equal((await invited.decide(second.id, { decision: 'block' })).json.state, 'discarded');
		isPassed(await invited.gets({ from }), 'blocked');
	});
	test('is read anew', async () => {
		const from = `${word()}@later.example`;
		const mail = await invited.gets({ from });
		isHeld(mail, 'unknown-sender');
		await addPerson(invited, { email: from });
		await sql(`UPDATE mail_address SET unproven = 'take' WHERE id = ${invited.addressId}`);
		assert.equal((await invited.decide(mail.id, { decision: 'again' })).json.state, 'new');
		isDone(await settled(mail.id));
	});
	test('because nobody can read it is there as it came', async () => {
		const raw = Buffer.concat([Buffer.from(`From: ${desk.anna.email}\r\nTo: ${desk.address}\r\nSubject: poison\r\n`), Buffer.from(`X-Long: ${'x'.repeat(900)}\r\n`.repeat(1500)), Buffer.from('\r\nhello\r\n')]);
		const mail = await arrives(raw, { from: desk.anna.email, to: desk.address });
		isHeld(mail, 'unreadable');
		refuses(await desk.decide(mail.id, { decision: 'comment', issueKey: (await desk.raises()).issueKey }), 409);
		refuses(await desk.decide(mail.id, { decision: 'request' }), 409);
		assert.equal((await desk.decide(mail.id, { decision: 'again' })).json.state, 'new');
		isHeld(await settled(mail.id), 'unreadable');
		assert.equal((await desk.agent.get(`${LODGE}/servicedesk/${desk.desk}/mail/${mail.id}/raw`)).status, 303);
		assert.equal((await desk.decide(mail.id, { decision: 'discard' })).json.state, 'discarded');
	});
	test('is shown a page at a time', async () => {
		const path = `${LODGE}/servicedesk/${desk.desk}/mail?state=done&limit=2`;
		const first = await desk.agent.read(path);
		assert.equal(first.values.length, 2);
		const second = await desk.agent.read(first._links.next.replace(desk.agent.origin, ''));
		assert.ok(Number(second.values[0].mailId) < Number(first.values[1].mailId));
	});
});
