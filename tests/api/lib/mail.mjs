// mail.mjs - mails that go straight to the door (LMTP), written byte by byte: what a mail server in front would have said of their
// sender stands in them as the test wants it. And what became of them.
//
//	const desk = await deskWithMail();                              // a tenant of its own whose desk has an address
//	const mail = await desk.gets({ from: anna.email, subject: 'Help', text: 'It is broken.', proof: 'pass' });
//	mail.state, mail.why, mail.key, mail.comment                    // its row, once it was read
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MailComposer } from '../../stack/post/clients.mjs';
import { JSM, LODGE, stack } from './api.mjs';
import { mailToken } from './mail-token.mjs';
import { quote, sql } from './operator.mjs';
import { openTenant } from './own-tenant.mjs';
import { giveAddress } from './post.mjs';

const WAIT_MS = 60_000, PAUSE_MS = 60;

/** Gives the bytes to the door for one recipient; the last answer. `from` '' is the empty sender. */
export function lmtp(raw, { from, to }) {
	return new Promise((done, failed) => {
		const socket = net.connect(stack.ports.lmtp, '127.0.0.1');
		const words = ['LHLO tests.example', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA', null];
		let text = '';
		socket.setTimeout(WAIT_MS, () => socket.destroy(new Error('the door does not answer')));
		socket.on('error', failed);
		socket.on('data', (piece) => {
			text += piece;
			const line = text.split('\r\n').find((one) => /^\d{3} /.test(one));
			if (!line || !text.endsWith('\r\n'))
				return;
			text = '';
			if (!/^[23]/.test(line) || words.length === 0) {
				socket.end('QUIT\r\n');
				return done(line);
			}
			const word = words.shift();
			if (word)
				return socket.write(`${word}\r\n`);
			socket.write(Buffer.concat([Buffer.from(dotted(raw)), Buffer.from('\r\n.\r\n')]));
		});
	});
}
const dotted = (raw) => Buffer.from(Buffer.from(raw).toString('latin1').replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..'), 'latin1');

export const AUTHSERV = stack.mailHost;
export const newId = () => `${randomBytes(9).toString('hex')}@customer.example`;

/** The bytes. proof: 'pass', 'fail' or nothing, of what our server found out; `top` are lines that stand above all. */
export async function written({ from, to, subject = 'Something', text = 'It is broken.', html, id = newId(), answers = [], proof, headers = {}, files = [], top = [], ...more }) {
	const domain = String(from?.address ?? from).split('@').at(-1);
	const checked = proof ? [`Authentication-Results: ${AUTHSERV};\r\n\tdmarc=${proof} header.from=${domain}`] : [];
	const body = await new MailComposer({
		from, to, subject, text, html, messageId: `<${id}>`, headers, attachments: files,
		...answers.length && { inReplyTo: `<${answers[0]}>`, references: answers.map((one) => `<${one}>`).reverse().join(' ') }, ...more,
	}).compile().build();
	return Buffer.concat([Buffer.from([...top, ...checked].map((line) => `${line}\r\n`).join('')), body]);
}

const columns = ['id', 'state', 'why', 'proof', 'automatic', 'person_id', 'ticket_id', 'comment_id', 'refused', 'tries'];
export async function mailRow(id) {
	const [row] = await sql(`SELECT ${columns.map((name) => `m.${name}`).join()}, t.ticket_key FROM mail_in m LEFT JOIN ticket t ON t.id = m.ticket_id WHERE m.id = ${id}`);
	const [mail, state, why, proof, automatic, person, ticket, comment, refused, tries, key] = row.map((value) => value === 'NULL' ? null : value);
	return { id: Number(mail), state, why, proof, automatic: automatic === '1', person: Number(person), ticket: Number(ticket), comment: comment && Number(comment), refused, tries: Number(tries), key };
}

/** Waits until it is not new any more. */
export async function settled(id) {
	for (const deadline = Date.now() + WAIT_MS; Date.now() < deadline; await sleep(PAUSE_MS)) {
		const row = await mailRow(id);
		if (row.state !== 'new')
			return row;
	}
	throw new Error(`mail ${id} is not read: ${JSON.stringify(await sql(`SELECT tries, trouble FROM mail_in WHERE id = ${id}`))} ${JSON.stringify(await sql('SELECT * FROM job WHERE lane = "mail-in" LIMIT 5'))}`);
}

/** Until nothing waits in the lane for it. */
export async function idle(tenant, lane = 'mail-in') {
	for (const deadline = Date.now() + WAIT_MS; Date.now() < deadline; await sleep(PAUSE_MS))
		if ((await sql(`SELECT COUNT(*) FROM job WHERE tenant_id = ${tenant.id} AND lane = '${lane}' AND due_at IS NOT NULL`))[0][0] === '0')
			return;
	throw new Error(`lane ${lane} still has work`);
}

/** The bytes come in at the door for `to`; what became of them. */
export async function arrives(raw, { from, to }) {
	const [[before]] = await sql('SELECT COALESCE(MAX(id), 0) FROM mail_in');
	assert.match(await lmtp(raw, { from, to }), /^250 /);
	const [row] = await sql(`SELECT id FROM mail_in WHERE id > ${before} AND envelope_to = ${quote(to)} ORDER BY id LIMIT 1`);
	return row ? settled(row[0]) : null;
}

export async function deskWithMail(settings = {}, existing = null) {
	const tenant = await openTenant('mail', existing);
	const { id: addressId, address } = await giveAddress(tenant, settings);
	const [local, domain] = address.split('@');
	const agent = await tenant.person('agent'), anna = await tenant.person();
	const desk = {
		...tenant, address, addressId, agent, anna,
		/** "support+token@": what a letter to that person about the ticket says in Reply-To. */
		replyTo: (ticket, person) => `${local}+${mailToken(tenant.id, 'r', ticket.issueId, person.id, 0)}@${domain}`,
		bounceTo: (letter) => `${local}+${mailToken(tenant.id, 'b', letter, 0, 0)}@${domain}`,
		/** A letter that went out, as its row; { id, messageId }. */
		async letter(ticket, person, { state = 'sent', at = 'UTC_TIMESTAMP(3)', address: to = person.email, notice = 'NULL' } = {}) {
			const [[id]] = await sql(`INSERT INTO mail_out (tenant_id, desk_id, address_id, ticket_id, notice_id, person_id, recipient, kind, message_id, state, created_at)
				VALUES (${tenant.id}, ${tenant.desk}, ${addressId}, ${ticket.issueId}, ${notice}, ${person.id}, ${quote(to)}, 'notice', '${randomBytes(8).toString('hex')}', '${state}', ${at}); SELECT LAST_INSERT_ID();`);
			const messageId = `${mailToken(tenant.id, 'm', id, 0, 0)}@${domain}`;
			await sql(`UPDATE mail_out SET message_id = ${quote(messageId)} WHERE id = ${id}`);
			return { id: Number(id), messageId };
		},
		/** A mail comes in, and is read. */
		async gets({ rcpt, sender, ...mail }) {
			const to = rcpt ?? mail.to ?? address;
			return arrives(await written({ to: address, ...mail }), { from: sender ?? mail.from?.address ?? mail.from ?? '', to });
		},
		ticket: (key, who = agent) => who.read(`${JSM}/request/${key}?expand=comment.renderedBody,comment.attachment,comment,attachment,participant`),
		comments: async (key, who = agent) => (await who.read(`${JSM}/request/${key}/comment?expand=renderedBody,attachment`)).values,
		mail: (id, who = agent) => who.read(`${LODGE}/servicedesk/${tenant.desk}/mail/${id}`),
		held: async (state = 'held', who = agent) => (await who.read(`${LODGE}/servicedesk/${tenant.desk}/mail?state=${state}`)).values,
		decide: (id, decision, who = agent) => who.post(`${LODGE}/servicedesk/${tenant.desk}/mail/${id}`, decision),
		raises: (who = anna, summary = 'It broke') => tenant.raise(who, [], { summary }),
	};
	return desk;
}
