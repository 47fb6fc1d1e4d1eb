// mailboxes.mjs - mailboxes at the stack's dovecot: mails are put into them, and they are looked into, as their owner would; and a token
// server in the test's own process, which dovecot asks, too.
//
//	const tenant = await openTenant();
//	const box = await openMailbox(tenant);
//	await deliver(box.user, mail('Hello'));
//	await box.taken(1);
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { PASSWORD } from '../../stack/parts/dovecot.mjs';
import { until } from '../../stack/process.mjs';
import { signedUrl } from '../../stack/s3.mjs';
import { stack, word } from './api.mjs';
import { lodgectl, quote, sql } from './operator.mjs';

const { ImapFlow } = createRequire(new URL('../../stack/package.json', import.meta.url))('imapflow');
export const PATIENCE_MS = 30_000;

/** A mail with a Message-ID of its own; `body` is a text or bytes. */
export function mail(subject, body = 'Hello.\r\n', { from = 'anna@client.example', id = randomBytes(12).toString('hex') } = {}) {
	const head = `From: Anna <${from}>\r\nTo: support@x.example\r\nSubject: ${subject}\r\nMessage-ID: <${id}@client.example>\r\nDate: Mon, 02 Nov 2026 10:00:00 +0000\r\n\r\n`;
	return Buffer.concat([Buffer.from(head), Buffer.from(body)]);
}

/** Each of the mails into the inbox of the user, by LMTP over one connection. */
export async function deliver(user, ...mails) {
	const socket = connect(stack.ports.inboxes, '127.0.0.1');
	const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
	const expect = async (code) => {
		for (;;) {
			const { value = 'the end' } = await lines.next();
			if (value[3] === '-')
				continue;
			assert.ok(value.startsWith(code), value);
			return;
		}
	};
	const say = (text, code) => { socket.write(text); return expect(code); };
	await expect('220');
	await say('LHLO test.example\r\n', '250');
	for (const bytes of mails) {
		await say('MAIL FROM:<anna@client.example>\r\n', '250');
		await say(`RCPT TO:<${user}>\r\n`, '250');
		await say('DATA\r\n', '354');
		socket.write(Buffer.from(bytes.toString('latin1').replace(/^\./gm, '..'), 'latin1'));
		await say('\r\n.\r\n', '250');
	}
	socket.destroy();
}

/** Does something in the user's mailbox, as its owner. */
export async function inMailbox(user, what) {
	const client = new ImapFlow({ host: '127.0.0.1', port: stack.ports.imap, secure: false, doSTARTTLS: false, auth: { user, pass: PASSWORD }, logger: false });
	await client.connect();
	try {
		return await what(client);
	} finally {
		await client.logout();
	}
}

/** How many mails lie in a folder; 0 if there is none. */
export const countIn = (user, folder) => inMailbox(user, async (client) => {
	const known = (await client.list()).map(({ path }) => path);
	return known.includes(folder) ? (await client.status(folder, { messages: true })).messages : 0;
});

/** How many of these differ. */
export const differentIn = async (user, folder) => new Set((await mailsIn(user, folder)).map((bytes) => /^Message-ID: (.*)$/m.exec(bytes)[1])).size;

/** The bytes of all mails in a folder. */
export const mailsIn = (user, folder) => inMailbox(user, async (client) => {
	const all = [];
	await client.mailboxOpen(folder, { readOnly: true });
	for await (const { source } of client.fetch('1:*', { source: true }))
		all.push(source);
	return all;
});

/** A file with a secret in it, for lodgectl. */
export function secretFile(secret) {
	const file = stack.path(`secret-${word()}`);
	writeFileSync(file, `${secret}\n`, { mode: 0o600 });
	return file;
}

/** An address of the tenant's desk. */
export async function openAddress(tenant, address = `${word()}@${tenant.slug}.example`) {
	const id = await tenant.made('mail_address', { desk_id: tenant.desk, address, request_type_id: tenant.type, unknown: 'open', created_at: '2026-01-01' });
	return { id, address };
}

/** An address of the tenant's desk, and a mailbox that is asked for its mails. */
export async function openMailbox(tenant, { words = {}, secret = PASSWORD, user = `${word()}@hosted.example` } = {}) {
	const { id: addressId, address } = await openAddress(tenant);
	const all = { '--host': 'localhost', '--port': stack.ports.imaps, '--user': user, '--secret-file': secretFile(secret), ...words };
	const said = await lodgectl('mailbox', 'add', '--tenant', tenant.slug, '--address', address, ...Object.entries(all).flat().map(String));
	const id = Number(/^mailbox (\d+) of/.exec(said)[1]);
	const box = {
		id, user, address, addressId,
		row: async () => {
			const [[polled, trouble, aside, enabled]] = await sql(`SELECT polled_at, trouble, aside_why, enabled FROM mailbox WHERE id = ${id}`);
			return { polled, trouble, aside, enabled };
		},
		/** What came by it: rows of mail_in, oldest first. */
		mails: async () => (await sql(`SELECT id, envelope_from, envelope_to, size, raw_key, desk_id, address_id FROM mail_in WHERE mailbox_id = ${id} ORDER BY id`))
			.map(([mailId, from, to, size, key, desk, addressOf]) => ({ id: Number(mailId), from, to, size: Number(size), key, desk: Number(desk), address: Number(addressOf) })),
		taken: async (n) => {
			const done = async () => (await box.mails()).length >= n && await countIn(user, 'INBOX') === 0;
			assert.ok(await until(done, PATIENCE_MS, 100), `${n} mails are taken: ${JSON.stringify(await box.row())}`);
		},
		becomes: async (what, question) => assert.ok(await until(async () => question(await box.row()), PATIENCE_MS, 50), `${what}: ${JSON.stringify(await box.row())}`),
		change: (...more) => lodgectl('mailbox', 'change', '--tenant', tenant.slug, '--id', String(id), ...more.map(String)),
		test: () => lodgectl('mailbox', 'test', '--tenant', tenant.slug, '--id', String(id)),
		now: () => sql(`UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE kind = 'mailbox' AND subject_id = ${id} AND lease IS NULL`),
	};
	return box;
}

/** The object of a mail, as it lies in the store. */
export async function rawOf({ key }) {
	const answer = await fetch(signedUrl(stack, 'GET', key));
	assert.equal(answer.status, 200);
	return Buffer.from(await answer.arrayBuffer());
}

/** Gives access tokens for refresh tokens, and tells dovecot whose they are. */
export class TokenServer {
	hits = { token: 0, introspect: 0 };
	forms = [];
	life_s = 3600;
	#users = new Map(); // access token -> user
	refreshTokens = new Map(); // refresh token -> user
	answer = null; // (response, form) => ..., instead of the good one
	rotates = false;

	static async start() {
		const server = new TokenServer();
		server.http = http.createServer((request, response) => server.#serve(request, response));
		await new Promise((ready) => server.http.listen(stack.ports.tokens, '127.0.0.1', ready));
		server.url = `http://127.0.0.1:${stack.ports.tokens}/token`;
		return server;
	}

	stop() {
		this.http.closeAllConnections();
		return new Promise((done) => this.http.close(done));
	}

	grant(user) {
		const token = `r-${randomBytes(16).toString('hex')}`;
		this.refreshTokens.set(token, user);
		return token;
	}

	/** Nobody is let in any more by a token that was given so far. */
	revoke() {
		this.#users.clear();
	}

	async #serve(request, response) {
		const url = new URL(request.url, this.url);
		let body = '';
		for await (const piece of request)
			body += piece;
		const send = (json, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
		if (url.pathname === '/introspect') {
			this.hits.introspect++;
			const user = this.#users.get(url.searchParams.get('token'));
			return send(user ? { active: true, username: user } : { active: false });
		}
		const form = new URLSearchParams(body);
		this.hits.token++;
		this.forms.push({ ...Object.fromEntries(form), type: request.headers['content-type'] });
		if (this.answer)
			return this.answer(send, form);
		const refresh = form.get('refresh_token'), user = this.refreshTokens.get(refresh);
		if (!user || form.get('grant_type') !== 'refresh_token')
			return send({ error: 'invalid_grant', error_description: 'what an <attacker> says' }, 400);
		const access = `a-${randomBytes(16).toString('hex')}`;
		this.#users.set(access, user);
		if (!this.rotates)
			return send({ access_token: access, token_type: 'Bearer', expires_in: this.life_s });
		this.refreshTokens.delete(refresh);
		return send({ access_token: access, token_type: 'Bearer', expires_in: this.life_s, refresh_token: this.grant(user) });
	}
}

export { PASSWORD, quote };
