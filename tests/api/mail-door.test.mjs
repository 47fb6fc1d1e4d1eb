// mail-door.test.mjs - the LMTP door of lodge-mail, by hand: whose a mail is, what is kept of it, once however often it comes, and what
// somebody tries who means no good.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { isListening } from '../stack/ask.mjs';
import { run, until } from '../stack/process.mjs';
import { stack } from './lib/api.mjs';
import { lodgectl, sql } from './lib/operator.mjs';
import { lmtp } from './lib/lmtp.mjs';
import { settled } from './lib/mail.mjs';
import { openTenant } from './lib/own-tenant.mjs';
import { askStore } from './lib/store.mjs';

const MIB = 1 << 20;
const open = [];
const session = async () => { const client = await lmtp(); open.push(client); return client; };
const mail = (word, { headers = '', body = 'Hello' } = {}) => `Received: from x by y; ${word}\r\nFrom: anna@x.example\r\nMessage-ID: <${word}@x.example>\r\nSubject: ${word}\r\n${headers}\r\n${body}\r\n`;
const word = () => randomBytes(6).toString('hex');

let ours, theirs, support, second, foreign;

async function addressOf(tenant, name) {
	const address = `${name}@${tenant.slug}.example`;
	await lodgectl('mail', 'address', 'add', '--tenant', tenant.slug, '--desk', String(tenant.desk), '--type', String(tenant.type), '--address', address);
	return address;
}
/** Mails that came for the address's desk. */
async function came(address, columns = 'envelope_to') {
	return sql(`SELECT ${columns} FROM mail_in m JOIN mail_address a ON a.tenant_id = m.tenant_id AND a.id = m.address_id WHERE a.address = '${address}' ORDER BY m.id`);
}
async function countsOf(...addresses) {
	return Promise.all(addresses.map(async (address) => (await came(address)).length));
}

before(async () => {
	[ours, theirs] = await Promise.all([openTenant(), openTenant()]);
	[support, second, foreign] = [await addressOf(ours, 'support'), await addressOf(ours, 'second'), await addressOf(theirs, 'support')];
});
/** There are only so many sessions at once. */
const leave = () => Promise.all(open.splice(0).map((client) => client.close()));

describe('a mail', () => {
	afterEach(leave);
	test('is kept as it came, and work follows', async () => {
		const client = await session(), name = word(), [local, domain] = support.split('@');
		const text = mail(name, { body: '.\r\n..dots\r\nbare\nlines\rand \xff bytes \0 of any kind' });
		const to = `${local.toUpperCase()}+r1.2.abc@${domain}`;
		assert.deepEqual(await client.deliver('Anna@X.example', [to], Buffer.from(text, 'latin1')), ['250 2.0.0 kept']);
		const [[id, key, size, from, envelopeTo, desk, tenant, mailbox]] = (await came(support, 'm.id, m.raw_key, m.size, m.envelope_from, m.envelope_to, m.desk_id, m.tenant_id, m.mailbox_id')).slice(-1);
		assert.deepEqual([from, envelopeTo, Number(desk), Number(tenant), mailbox], ['Anna@X.example', to, ours.desk, ours.id, 'NULL']);
		const stored = await askStore('GET', key);
		assert.equal(stored.bytes.toString('latin1'), text);
		assert.equal(stored.headers.get('content-type'), 'message/rfc822');
		assert.equal(Number(size), text.length);
		assert.ok(key.startsWith(`${ours.id}/`));
		assert.match((await sql(`SELECT CONCAT(COUNT(*), ' ', COALESCE(MAX(lane), 'mail-in')) FROM job WHERE tenant_id = ${ours.id} AND kind = 'mail' AND subject_id = ${id}`))[0][0], /^[01] mail-in$/);
	});
	test('is one, however often and on whatever way it comes', async () => {
		const client = await session(), name = word(), before = await countsOf(support);
		await client.deliver('a@x.example', [support], mail(name));
		await client.deliver('a@x.example', [support], mail(name).replace(/^Received: .*\r\n/, 'Received: from z\r\n\tby y\r\nX-Spam: no\r\n'));
		const [local, domain] = support.split('@');
		await (await session()).deliver('b@x.example', [`${local}+again@${domain}`], mail(name));
		assert.deepEqual(await countsOf(support), [before[0] + 1]);
	});
	test('in six sessions at once is one', async () => {
		const name = word(), [before] = await countsOf(support);
		const clients = await Promise.all(Array.from({ length: 6 }, session));
		const said = await Promise.all(clients.map((client) => client.deliver('a@x.example', [support], mail(name))));
		assert.deepEqual(said.flat(), Array(6).fill('250 2.0.0 kept'));
		assert.deepEqual(await countsOf(support), [before + 1]);
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM job j JOIN mail_in m ON m.id = j.subject_id WHERE j.kind = 'mail' AND j.tenant_id = ${ours.id} GROUP BY m.id HAVING COUNT(*) > 1`), []);
	});
	test('is another if its body, sender or number is', async () => {
		const client = await session(), name = word(), [before] = await countsOf(support);
		for (const text of [mail(name), mail(name, { body: 'Other' }), mail(name).replace('anna@', 'eve@'), mail(name).replace('Message-ID: <', 'Message-ID: <2')])
			await client.deliver('a@x.example', [support], text);
		assert.deepEqual(await countsOf(support), [before + 4]);
	});
	test('goes to every desk that it names, of whatever tenant, and each has its own', async () => {
		const client = await session(), name = word(), before = await countsOf(support, second, foreign);
		const said = await client.deliver('a@x.example', [support, 'nobody@x.example', foreign, second, foreign], mail(name));
		assert.deepEqual(said.map((one) => one.slice(0, 9)), ['250 2.0.0', '550 5.1.1', '250 2.0.0', '250 2.0.0', '250 2.0.0']);
		assert.deepEqual(await countsOf(support, second, foreign), before.map((n) => n + 1));
		const keys = (await sql(`SELECT raw_key FROM mail_in WHERE tenant_id IN (${ours.id}, ${theirs.id}) ORDER BY id DESC LIMIT 3`)).flat();
		assert.equal(new Set(keys).size, 3);
	});
	test('to a desk and to its reply address keeps the one that says more', async () => {
		const client = await session(), [local, domain] = support.split('@'), token = `${local}+r1.2.abcdefghijklmnop@${domain}`;
		assert.deepEqual(await client.deliver('a@x.example', [support, token], mail(word())), ['250 2.0.0 kept', '250 2.0.0 kept']);
		assert.equal((await came(support)).at(-1)[0], token);
	});
	test('without a sender, without a header, without anything, is one', async () => {
		const client = await session(), [before] = await countsOf(second);
		for (const text of ['', `${word()}`, `\r\n\r\n${word()}`, `From: a\r\r${word()}`])
			assert.deepEqual(await client.deliver('', [second], text), ['250 2.0.0 kept']);
		assert.deepEqual(await countsOf(second), [before + 4]);
		assert.deepEqual((await came(second, "CONCAT('<', envelope_from, '>')")).at(-1), ['<>']);
	});
	test('of 20 MiB is kept whole', async () => {
		const client = await session(), text = Buffer.concat([Buffer.from(mail(word())), Buffer.alloc(20 * MIB, 'abcdefg\r\n')]);
		assert.deepEqual(await client.deliver('a@x.example', [support], text), ['250 2.0.0 kept']);
		const [[key]] = (await came(support, 'raw_key')).slice(-1);
		assert.ok((await askStore('GET', key)).bytes.subarray(0, text.length).equals(text));
	});
	test('goes to nobody at an address that is disabled', async () => {
		const off = await addressOf(ours, 'off'), client = await session();
		await lodgectl('mail', 'address', 'change', '--tenant', ours.slug, '--address', off, '--enabled', 'no');
		assert.deepEqual(await client.deliver('a@x.example', [off], mail(word())), ['550 5.2.1 this address takes no mail']);
	});
	test('of a domain that is not ASCII is of the name that DNS has; what is not ASCII before the @ cannot be answered, and waits', async () => {
		const client = await session(), local = word(), bytes = (text) => Buffer.from(text).toString('latin1');
		for (const [from, address, why] of [[`${local}@müller.example`, `${local}@xn--mller-kva.example`, 'unknown-sender'], ['用户@müller.example', '用户@xn--mller-kva.example', 'no-sender']]) {
			const [to, domain] = support.split('@');
			assert.deepEqual(await client.begin(bytes(from), [bytes(`${to}+ü@${domain}`), support], ' SMTPUTF8'), ['550 5.1.1 nobody here has this address', '250 2.1.5 yes']);
			assert.deepEqual(await client.finish(mail(word()).replace('From: anna@x.example', `From: <${from}>`), 1), ['250 2.0.0 kept']);
			const [[id, envelope]] = (await came(support, 'm.id, m.envelope_from')).slice(-1);
			await settled(id);
			assert.deepEqual([envelope, ...(await sql(`SELECT from_address, state, why FROM mail_in WHERE id = ${id}`))[0]], [from, address, 'held', why]);
		}
	});
	test('goes to a desk whose domain is not ASCII, however that is written', async () => {
		const client = await session(), domain = `${word()}.müller.example`, ascii = domain.replace('müller', 'xn--mller-kva');
		await lodgectl('mail', 'address', 'add', '--tenant', ours.slug, '--desk', String(ours.desk), '--type', String(ours.type), '--address', `support@${domain}`);
		await client.begin('a@x.example', [Buffer.from(`support@${domain}`).toString('latin1')], ' SMTPUTF8');
		assert.deepEqual(await client.finish(mail(word()), 1), ['250 2.0.0 kept']);
		assert.deepEqual(await client.deliver('a@x.example', [`support+x@${ascii}`], mail(word())), ['250 2.0.0 kept']);
		assert.deepEqual(await countsOf(`support@${ascii}`), [2]);
	});
	test('of 8 bits is taken, whether or not that was said', async () => {
		const client = await session(), [before] = await countsOf(support);
		for (const parameters of ['', ' BODY=8BITMIME', ' BODY=8BITMIME SMTPUTF8']) {
			await client.begin('a@x.example', [support], parameters);
			assert.deepEqual(await client.finish(mail(word(), { body: 'Grüße' }), 1), ['250 2.0.0 kept']);
		}
		assert.deepEqual(await countsOf(support), [before + 3]);
	});
});

describe('somebody who means no good', () => {
	afterEach(leave);
	test('smuggles no mail inside another', async () => {
		for (const end of ['\n.\n', '\n.\r\n', '\r.\r', '\r.\r\n', '\r\n.\n', '\r\n.\r', '\r\n\0.\r\n', '\r\n.\0\r\n']) {
			const client = await session(), name = word(), [before] = await countsOf(support);
			await client.begin('a@x.example', [support]);
			client.say(`${mail(name)}${end}MAIL FROM:<boss@x.example>\r\nRCPT TO:<${support}>\r\nDATA\r\n${mail(`${name}b`)}\r\n.\r\n`);
			assert.equal(await client.hear(), '250 2.0.0 kept', JSON.stringify(end));
			assert.equal(await client.ask('NOOP'), '250 2.0.0 yes', JSON.stringify(end));
			assert.deepEqual(await countsOf(support), [before + 1], JSON.stringify(end));
			assert.equal((await came(support, 'envelope_from')).at(-1)[0], 'a@x.example');
		}
	});
	test('has no commands read out of a mail that nobody waits for', async () => {
		const client = await session(), [before] = await countsOf(support);
		client.say(`MAIL FROM:<a@x.example>\r\nRCPT TO:<nobody@x.example>\r\nDATA\r\nMAIL FROM:<boss@x.example>\r\nRCPT TO:<${support}>\r\nDATA\r\n${mail(word())}.\r\n`);
		assert.match(await client.hear(), /^250/);
		assert.match(await client.hear(), /^550/);
		assert.match(await client.hear(), /^503 5\.5\.0/);
		await assert.rejects(client.hear());
		assert.deepEqual(await countsOf(support), [before]);
	});
	test('has no second command in one line, and no NUL', async () => {
		const client = await session();
		for (const line of [`NOOP\nRCPT TO:<${support}>`, `MAIL FROM:<a@x.example>\rRCPT TO:<${support}>`, `MAIL FROM:<a@x.example>\0`, `RCPT TO:<${support}\0@x.example>`])
			assert.match(await client.ask(line), /^500 5\.5\.1/, JSON.stringify(line));
	});
	for (const [what, line, said] of [
		['an address with a line end in quotes', 'MAIL FROM:<"a\tb"@x.example>', /^501/], ['one that turns the direction of writing', 'MAIL FROM:<a\xe2\x80\xaeb@x.example> SMTPUTF8', /^501/],
		['8 bits in an address', 'MAIL FROM:<m\xc3\xbcller@x.example>', /^553 5\.6\.7/], ['half a character', 'MAIL FROM:<m\xc3@x.example> SMTPUTF8', /^501/],
		['a size that is none', 'MAIL FROM:<a@x.example> SIZE=99999999999999999999', /^501/], ['a size that is too large', `MAIL FROM:<a@x.example> SIZE=${50 * MIB + 1}`, /^552 5\.3\.4/],
		['a parameter that nobody knows', 'MAIL FROM:<a@x.example> XSHELL=1', /^555/], ['an address of 321 bytes', `MAIL FROM:<${'a'.repeat(311)}@x.example>`, /^501/],
	])
		test(`is refused ${what}`, async () => assert.match(await (await session()).ask(line), said));
	test('is told at the end that a mail is larger than it said', async () => {
		const client = await session(), piece = Buffer.alloc(MIB, 'a'), [before] = await countsOf(support);
		await client.begin('a@x.example', [support, second], ' SIZE=10');
		for (let i = 0; i < 51; i++)
			client.say(piece);
		assert.deepEqual(await client.finish('', 2), Array(2).fill('552 5.3.4 this is larger than a mail may be here'));
		assert.deepEqual(await countsOf(support), [before]);
		assert.deepEqual(await client.deliver('a@x.example', [support], mail(word())), ['250 2.0.0 kept']);
	});
	test('says a line for ever, and is left', async () => {
		const client = await session();
		client.say('MAIL FROM:<'.padEnd(5000, 'a'));
		assert.match(await client.hear(), /^500 5\.5\.6/);
		await assert.rejects(client.hear());
	});
	test('names recipients for ever, and is left', async () => {
		const client = await session();
		await client.ask('MAIL FROM:<a@x.example>');
		const said = [];
		for (let i = 0; i < 101; i++)
			said.push((await client.ask(`RCPT TO:<${support.replace('@', `+${i}@`)}>`)).slice(0, 9));
		assert.deepEqual(said, [...Array(100).fill('250 2.1.5'), '452 4.5.3']);
		for (let i = 0; i < 396; i++)
			said.push(await client.ask('RCPT TO:<nobody@x.example>'));
		assert.match(await client.ask('NOOP'), /^250/);
		assert.match(await client.ask('NOOP'), /^421 4\.7\.0/);
	});
	test('goes in the middle of a mail, and nothing is kept', async () => {
		const client = await session(), [before] = await countsOf(support);
		await client.begin('a@x.example', [support]);
		client.say(`${mail(word())}.`);
		client.socket.destroy();
		await (await session()).ask('NOOP');
		assert.deepEqual(await countsOf(support), [before]);
	});
	test('finds no address of a tenant by another way of writing it', async () => {
		const client = await session();
		await client.ask('MAIL FROM:<a@x.example> SMTPUTF8');
		for (const address of [`"${support.split('@')[0]}"@${support.split('@')[1]}`, `${support}.`, ` ${support}`, `${support} `, `+x@${support.split('@')[1]}`, `@relay.example:${support}`, `${support}@x.example`, support.split('@')[0], `%${support}`, 'postmaster', "' OR '1'='1'@x.example"])
			assert.match(await client.ask(`RCPT TO:<${address}>`), /^(550 5\.1\.1|501 5\.1\.3)/, address);
	});
});

describe('a door with two sessions', () => {
	let door, port, opened = [];

	function freePort() {
		const probe = createServer();
		return new Promise((done) => probe.listen(0, '127.0.0.1', () => { const { port: free } = probe.address(); probe.close(() => done(free)); }));
	}
	before(async () => {
		port = await freePort();
		const runDir = stack.path('small-door'), conf = stack.path('small-door.conf');
		mkdirSync(runDir, { recursive: true });
		writeFileSync(conf, Object.entries({ lmtp_listen: `127.0.0.1:${port}`, lmtp_sessions_max: 2, run_dir: runDir }).reduce(
			(text, [key, value]) => text.replace(new RegExp(`^${key} = .*$`, 'm'), `${key} = ${value}`), readFileSync(stack.confFile, 'utf8')), { mode: 0o600 });
		door = spawn(join(stack.programs, 'lodge-mail'), ['--conf', conf], { stdio: 'ignore' });
		assert.ok(await until(() => isListening({ port }), 10_000));
		opened = [await lmtp(port), await lmtp(port)];
	});
	after(async () => {
		door.kill('SIGTERM');
		await once(door, 'exit');
	});
	/** What it says to one more, up to that or to its end. */
	function hears(upTo = '\n') {
		const socket = connect({ port, host: '127.0.0.1' }).setTimeout(20_000, () => socket.destroy(new Error('the door says nothing')));
		return new Promise((done, failed) => {
			let text = '';
			socket.on('data', (piece) => {
				text += piece;
				if (text.includes(upTo))
					done(socket.end() && text);
			}).on('error', failed).on('close', () => done(`${text}the end`));
		});
	}
	const sessionsOf = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)
		.filter((child) => readFileSync(`/proc/${child}/cmdline`, 'latin1').endsWith('--door\0lmtp\0'));

	test('tells a third to come again, and those behind it as well', async () => {
		const said = await Promise.all(Array.from({ length: 5 }, () => hears('no such text')));
		assert.deepEqual(said, Array(5).fill('421 4.3.2 all sessions are taken; come again\r\nthe end'));
		assert.match(await opened[0].ask('NOOP'), /^250/, 'those that have one keep it');
	});
	test('lets in who waits when a session ends', async () => {
		const waits = hears();
		await opened[0].close();
		assert.match(await waits, /^220 /);
		opened[0] = await lmtp(port);
		assert.deepEqual(await opened[0].deliver('a@x.example', [second], mail(word())), ['250 2.0.0 kept']);
	});
	test('counts no session of a process that was killed', async () => {
		for (const pid of sessionsOf(door.pid))
			process.kill(pid, 'SIGKILL');
		await Promise.all(opened.map((client) => assert.rejects(client.ask('NOOP'))));
		assert.ok(await until(async () => sessionsOf(door.pid).length === 2, 10_000));
		opened = [await lmtp(port), await lmtp(port)];
		assert.match(await hears(), /^421 4\.3\.2/);
	});
	test('is no door that nobody opens, for the doctor', async () => {
		const said = await run([join(stack.programs, 'lodgectl'), '--conf', stack.path('small-door.conf'), 'doctor'], { timeoutMs: 60_000 }).catch((e) => e.message);
		assert.match(said, /^WRONG +mail door/m);
		assert.match(said, /all sessions at \S+ are taken/);
	});
});

describe('the operator', () => {
	/** What monitoring reads, by name and labels. */
	async function metrics() {
		const text = await (await fetch(`http://127.0.0.1:${stack.ports.local}/metrics`)).text();
		return Object.fromEntries(text.split('\n').filter((row) => row && !row.startsWith('#')).map((row) => [row.slice(0, row.lastIndexOf(' ')), Number(row.slice(row.lastIndexOf(' ') + 1))]));
	}
	/** A program with another lmtp_listen: what it says, and whether it was content. */
	async function told(listen, name, ...words) {
		const conf = stack.path('mail-door.conf');
		writeFileSync(conf, readFileSync(stack.confFile, 'utf8').replace(/^lmtp_listen = .*$/m, `lmtp_listen = ${listen}`), { mode: 0o600 });
		return run([join(stack.programs, name), '--conf', conf, ...words], { timeoutMs: 60_000 }).catch((e) => e.message);
	}
	const line = (said, name) => said.match(new RegExp(`^(?:fine|WRONG) +${name} .*$`, 'm'))?.[0] ?? said;

	test('counts what comes and what does not', async () => {
		const before = await metrics(), client = await session(), text = mail(word()), closed = await addressOf(ours, 'closed');
		await lodgectl('mail', 'address', 'change', '--tenant', ours.slug, '--address', closed, '--enabled', 'no');
		await client.deliver('a@x.example', [support, 'nobody@x.example', closed], text);
		await client.ask(`MAIL FROM:<a@x.example> SIZE=${1 << 30}`);
		assert.ok(await until(async () => (await metrics()).lodge_mail_sessions >= 1, 10_000), 'this session');
		const now = await metrics(), grew = (name) => now[name] - before[name];
		for (const name of ['lodge_mail_sessions_total', 'lodge_mail_kept_total', ...['unknown', 'disabled', 'too_large'].map((reason) => `lodge_mail_refused_total{reason="${reason}"}`)])
			assert.ok(grew(name) >= 1, `${name}: ${before[name]}, ${now[name]}`);
		assert.ok(grew('lodge_mail_received_bytes_total') >= text.length);
		assert.ok(grew('lodge_mail_put_off_total') === 0 && grew('lodge_mail_turned_away_total') === 0);
		assert.ok(!('lodge_workers{pool="mail"}' in now), 'it is no pool');
		await leave();
	});
	test('counts what waits', async () => {
		const client = await session();
		await client.deliver('', [support], mail(word()));
		const [[id]] = (await came(support, 'm.id')).slice(-1);
		await settled(id);
		await sql(`UPDATE mail_in SET state = 'held' WHERE id = ${id}`);
		await sql(`INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at) VALUES (${ours.id}, 'nobody', 'mail', 0, UTC_TIMESTAMP(3) - INTERVAL 90 SECOND, UTC_TIMESTAMP(3)), (${ours.id}, 'nobody', 'mail', 0, NULL, UTC_TIMESTAMP(3))`);
		const now = await metrics();
		await sql(`DELETE FROM job WHERE lane = 'nobody'`);
		assert.ok(now.lodge_mails_held >= 1 && now.lodge_letters_failed >= 0);
		assert.deepEqual(['', '_due', '_gave_up'].map((what) => now[`lodge_jobs${what}{lane="nobody"}`]), [2, 1, 1]);
		assert.ok(now['lodge_jobs_late_seconds{lane="nobody"}'] >= 90);
		await leave();
	});
	test('hears from the doctor whether the door opens', async () => {
		assert.match(line(await told(`127.0.0.1:${stack.ports.lmtp}`, 'lodgectl', 'doctor'), 'mail door'), /^fine/);
		assert.match(line(await told('127.0.0.1:1', 'lodgectl', 'doctor'), 'mail door'), /^WRONG/);
		assert.match(line(await told('nowhere', 'lodgectl', 'doctor'), 'mail door'), /^WRONG/);
		assert.match(line(await told('', 'lodgectl', 'doctor'), 'mail door'), /^fine .*not configured/);
	});
	test('hears from the doctor of mails that nobody reads', async () => {
		const [client, name] = [await session(), word()];
		await client.deliver('a@x.example', [second], mail(name));
		const [[id]] = (await came(second, 'm.id')).slice(-1);
		const { state } = await settled(id);
		const [[received]] = await sql(`SELECT received_at FROM mail_in WHERE id = ${id}`);
		await sql(`UPDATE mail_in SET state = 'new', received_at = UTC_TIMESTAMP(3) - INTERVAL 11 MINUTE WHERE id = ${id}`);
		assert.match(line(await told(`127.0.0.1:${stack.ports.lmtp}`, 'lodgectl', 'doctor'), 'mails'), /^WRONG .*have waited to be read/);
		await sql(`UPDATE mail_in SET state = '${state}', received_at = '${received}' WHERE id = ${id}`);
		await leave();
	});
	for (const [what, listen] of [['no address', 'nowhere'], ['no port', '127.0.0.1:'], ['port 0', '127.0.0.1:0'], ['a name', 'localhost:24'], ['nothing', ''], ['an address of another machine', '192.0.2.1:2424']])
		test(`hears from lodge-mail that it cannot listen at ${what}`, async () => assert.match(await told(listen, 'lodge-mail'), /lmtp_listen is no address:port|cannot listen at/));
	test('is told how it is used', async () => {
		assert.match(await run([join(stack.programs, 'lodge-mail'), '--help']), /^usage: lodge-mail/);
		await assert.rejects(run([join(stack.programs, 'lodge-mail'), '--conf', stack.confFile, 'more']));
	});
});
