// sink.mjs - a mail server that does as it is told, and lodge-jobs that sends its letters there, for the tests of one file.
//
//	const sink = await startSink();                 // lodge.conf names it; lodge-jobs began anew
//	sink.does = ({ to }) => to === 'x@y' && { at: 'rcpt', code: 450, text: '4.2.0 later' };
//	const mail = await sink.mailTo('anna@x.example');
//	await sink.end();
import { readFileSync } from 'node:fs';
import { SMTPServer, simpleParser } from '../../stack/post/clients.mjs';
import { certificateKeyOf, certificateOf } from '../../stack/parts/dovecot.mjs';
import { until } from '../../stack/process.mjs';
import { stack } from './api.mjs';
import { configure } from './scanner.mjs';

export const USER = 'lodge', PASSWORD = 'correct horse', PATIENCE_MS = 20_000;
const refusal = ({ code, text }) => Object.assign(new Error(text), { responseCode: code });

export async function startSink({ port = stack.port + 60, values = {}, server = {} } = {}) {
	const sink = { port, mails: [], connections: 0, tries: 0, does: () => undefined, server: null };
	const decide = (session, at) => {
		const { mailFrom, rcptTo } = session.envelope;
		const said = sink.does({ at, from: mailFrom?.address, to: rcptTo?.[0]?.address, user: session.user, session });
		return said && said.at === at ? said : undefined;
	};
	const act = (session, at, done, said) => {
		said ??= at === 'dot' ? undefined : decide(session, at);
		if (said?.hangs)
			return undefined;
		if (said?.drops)
			return [...sink.server.connections].find((one) => one.session.id === session.id)?._socket.destroy();
		return done(said ? refusal(said) : null);
	};
	const take = (stream, session, done) => {
		const pieces = [];
		stream.on('data', (piece) => pieces.push(piece));
		stream.on('end', () => {
			const raw = Buffer.concat(pieces);
			const keeps = () => sink.mails.push({ raw, from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((one) => one.address), secure: session.secure, user: session.user });
			sink.tries++;
			const said = decide(session, 'dot');
			if (!said || said.keeps)
				keeps();
			act(session, 'dot', done, said);
		});
	};
	const listen = (more = {}) => new Promise((ready, failed) => {
		sink.server = new SMTPServer({
			key: readFileSync(certificateKeyOf(stack)), cert: readFileSync(certificateOf(stack)), logger: false, disableReverseLookup: true, authOptional: true,
			closeTimeout: 100, hidePIPELINING: false, ...server, ...more,
			onConnect: (session, done) => { sink.connections++; act({ ...session, envelope: {} }, 'connect', done); },
			onAuth: ({ username, password }, session, done) => username === USER && password === PASSWORD ? done(null, { user: username }) : done(refusal({ code: 535, text: '5.7.8 not so' })),
			onMailFrom: (address, session, done) => act({ ...session, envelope: { mailFrom: address } }, 'mail', done),
			onRcptTo: (address, session, done) => act({ ...session, envelope: { ...session.envelope, rcptTo: [address] } }, 'rcpt', done),
			onData: take,
		});
		sink.server.on('error', () => {}); // a connection that was cut
		sink.server.listen(port, '127.0.0.1', ready).on('error', failed);
	});
	sink.open = listen;
	sink.close = () => new Promise((done) => { sink.server.close(done); for (const one of sink.server.connections) one._socket.destroy(); });
	sink.configure = (more = {}) => configure({ ...usual(port), ...values, ...more });
	/** All that came to an address, parsed. */
	sink.mailsTo = async (address) => Promise.all(sink.mails.filter(({ to }) => to.includes(address)).map(read));
	/** The n-th mail to an address, once it is there. */
	sink.mailTo = async (address, n = 1) => {
		const there = () => sink.mails.filter(({ to }) => to.includes(address)).length >= n;
		if (!await until(async () => there(), PATIENCE_MS, 50))
			throw new Error(`no mail ${n} to ${address}`);
		return (await sink.mailsTo(address))[n - 1];
	};
	sink.end = async () => { await sink.close(); await configure({}); };
	await listen();
	await sink.configure();
	return sink;
}

const usual = (port) => ({ smtp_url: `smtp://127.0.0.1:${port}/lodge.example`, smtp_starttls: 'never', smtp_user: '', smtp_password: '', smtp_timeout_s: '3s', notice_delay_ms: '0' });

async function read(mail) {
	const parsed = await simpleParser(mail.raw);
	const [head] = mail.raw.toString('latin1').split('\r\n\r\n');
	return { ...mail, parsed, head, header: (name) => parsed.headers.get(name.toLowerCase()) };
}
