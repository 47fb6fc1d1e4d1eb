// post.mjs - people of tests with their mail programs: they write over the stack's mail server, and find what arrives by IMAP.
//
//	const anna = mailer('anna@x.example');
//	await anna.send({ to: 'support@y.desks.example', subject: 'Help', text: 'It is broken.' });
//	const letter = await anna.gets((mail) => mail.text.includes('broken'));   // as mailparser reads it, with `raw`
//	await anna.reply(letter, { text: 'Yes.' });
import { setTimeout as sleep } from 'node:timers/promises';
import { certificateOf, PASSWORD } from '../../stack/parts/dovecot.mjs';
import { DESKS_DOMAIN } from '../../stack/post/desk-finder.mjs';
import { boxesOf, parse, quoteOf, replyTo } from '../../stack/post/boxes.mjs';
import { settings } from '../../stack/settings.mjs';

const stack = settings();
const WAIT_MS = 60_000;
const PAUSE_MS = 150;
let opened;
/** What a mail program does (stack/post/boxes.mjs); the certificate is there once dovecot has started. */
export const boxes = () => opened ??= boxesOf({ ports: stack.ports, password: PASSWORD, certificate: certificateOf(stack) });

/** A person with a mail program. `proven: false` sends like somebody who only claims to be that. */
export function mailer(address, name) {
	const from = name ? { name, address } : address;
	/** Resolves to the Message-ID. */
	const send = async (mail, { proven = true } = {}) => {
		const source = await boxes().send(address, { from, ...mail }, { proven });
		return /^message-id:\s*(<[^>]+>)/im.exec(source.toString('latin1'))?.[1];
	};
	return {
		address, send,
		/** The text, and below it what it answers, quoted as mail programs do. */
		reply: (letter, { text, quoted = true, headers, ...more }, how) =>
			send(replyTo(letter, from, { text: quoted ? `${text}\n\n${quoteOf(letter)}` : text, headers, ...more }), how),
		/** Waits for the first mail that is so. */
		gets: (is, what) => arrives(address, is, what),
		mails: () => mailsOf(address),
	};
}

export async function mailsOf(address) {
	const sources = await boxes().inBox(address, 'INBOX', async (client) => {
		const all = [];
		if (client.mailbox.exists > 0)
			for await (const { source } of client.fetch('1:*', { source: true }))
				all.push(source);
		return all;
	});
	return Promise.all(sources.map(async (raw) => Object.assign(await parse(raw), { raw: raw.toString('latin1') })));
}

async function arrives(address, is = () => true, what = 'a mail') {
	let mails;
	for (const deadline = Date.now() + WAIT_MS; Date.now() < deadline; await sleep(PAUSE_MS)) {
		mails = await mailsOf(address);
		const found = mails.find(is);
		if (found)
			return found;
	}
	throw new Error(`${address} did not get ${what}; it has ${JSON.stringify(mails.map(({ subject }) => subject))}`);
}

/** Asks until the answer is truthy. */
export async function eventually(ask, what) {
	for (const deadline = Date.now() + WAIT_MS; Date.now() < deadline; await sleep(PAUSE_MS)) {
		const answer = await ask();
		if (answer)
			return answer;
	}
	throw new Error(`it never came to pass: ${what}`);
}

/** The desk of a tenant of its own (own-tenant.mjs) takes mail from now on; its address. */
export async function giveAddress(tenant, { local = 'support', unknown = 'open', ...more } = {}) {
	const address = `${local}@${tenant.slug}.${DESKS_DOMAIN}`;
	const id = await tenant.made('mail_address', { desk_id: tenant.desk, address, request_type_id: tenant.type, unknown, created_at: '2026-01-01', ...more });
	return { id, address };
}

/** The value of a header, unfolded; undefined: there is none. */
export function headerOf(mail, name) {
	const head = mail.raw.slice(0, mail.raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
	return new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(head)?.[1];
}
