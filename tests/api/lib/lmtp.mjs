// lmtp.mjs - a mail server's side of LMTP, by hand, so that it can say what no mail server says.
//
//	const client = await lmtp();
//	await client.ask('LHLO me');                         // '250-lodge\n...'
//	const [said] = await client.deliver('a@b.example', ['support@x.example'], 'From: a@b.example\r\n\r\nHello\r\n');
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { settings } from '../../stack/settings.mjs';

const stack = settings();
const TIMEOUT_MS = 60_000;

/** A session; what breaks it off makes every later question fail. */
export async function lmtp(port = stack.ports.lmtp) {
	const socket = connect({ port, host: '127.0.0.1' });
	const replies = [], waiting = [];
	let text = '', trouble = null;

	const settle = () => {
		for (let whole; (whole = text.match(/^(?:\d{3}-[^\r\n]*\r\n)*\d{3} [^\r\n]*\r\n/)); text = text.slice(whole[0].length))
			replies.push(whole[0].trimEnd().replaceAll('\r', ''));
		while (waiting.length && (replies.length || trouble)) {
			const { resolve, reject } = waiting.shift();
			replies.length ? resolve(replies.shift()) : reject(trouble);
		}
	};
	const end = (e) => {
		trouble ??= e;
		settle();
	};
	socket.setEncoding('latin1').setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('the door says nothing')));
	socket.on('data', (piece) => { text += piece; settle(); }).on('error', end).on('close', () => end(new Error('the door hung up')));
	const hear = () => new Promise((resolve, reject) => { waiting.push({ resolve, reject }); settle(); });
	const say = (bytes) => { socket.write(bytes, typeof bytes === 'string' ? 'latin1' : undefined); };
	const ask = (line) => { say(`${line}\r\n`); return hear(); };
	const expect = async (line, code) => {
		const said = await ask(line);
		assert.ok(said.startsWith(code), `${line}: ${said}`);
		return said;
	};
	const client = {
		socket, hear, say, ask, expect,
		/** Up to 354; gives what each recipient was told. */
		async begin(from, recipients, parameters = '') {
			await expect(`MAIL FROM:<${from}>${parameters}`, '250');
			const said = [];
			for (const recipient of recipients)
				said.push(await ask(`RCPT TO:<${recipient}>`));
			if (said.some((one) => one.startsWith('250')))
				await expect('DATA', '354');
			return said;
		},
		/** A mail, whose dots are put in here; gives what each recipient that was accepted was told in the end. */
		async finish(mail, n) {
			const bytes = Buffer.from(mail);
			say(Buffer.from(bytes.toString('latin1').replace(/(^|\r\n)\./g, '$1..').replace(/(?:\r\n)?$/, '\r\n.\r\n'), 'latin1'));
			const said = [];
			for (let i = 0; i < n; i++)
				said.push(await hear());
			return said;
		},
		/** The whole of it; recipients that were refused have that refusal. */
		async deliver(from, recipients, mail) {
			const said = await client.begin(from, recipients);
			const accepted = said.filter((one) => one.startsWith('250')).length;
			const ended = accepted ? await client.finish(mail, accepted) : [];
			if (!accepted)
				await ask('RSET');
			return said.map((one) => one.startsWith('250') ? ended.shift() : one);
		},
		async close() {
			if (!socket.destroyed) {
				socket.end('QUIT\r\n');
				await Promise.race([once(socket, 'close'), new Promise((late) => setTimeout(late, 1000))]);
				socket.destroy();
			}
		},
	};
	assert.match(await hear(), /^220 /);
	await expect('LHLO me', '250');
	return client;
}

/** One that waits for the door to be there: for tests that take it away. */
export async function patiently(work, timeoutMs = TIMEOUT_MS) {
	for (const end = Date.now() + timeoutMs; ;)
		try {
			return await work();
		} catch (e) {
			if (Date.now() > end || e.code === 'ERR_ASSERTION')
				throw e;
			await new Promise((later) => setTimeout(later, 50));
		}
}
