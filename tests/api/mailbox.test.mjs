// mailbox.test.mjs - mailboxes on other servers: what lies in them comes in as it is, once, and leaves its folder; what cannot come
// goes aside and holds up nothing; a server that is away or says no is said, and asked again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { start, stop } from '../stack/parts.mjs';
import { until } from '../stack/process.mjs';
import { configure } from './lib/scanner.mjs';
import { stack, word } from './lib/api.mjs';
import { PASSWORD, PATIENCE_MS, TokenServer, countIn, deliver, inMailbox, mail, mailsIn, openAddress, openMailbox, rawOf, secretFile } from './lib/mailboxes.mjs';
import { mailToken } from './lib/mail-token.mjs';
import { lodgectl, makeTenant, sql } from './lib/operator.mjs';
import { openTenant } from './lib/own-tenant.mjs';

const POLLS_MS = 2500; // two looks and more
let tenant;
before(async () => { tenant = await openTenant('box'); });
/* Nobody else is to wait for what is left of them. */
const leaveAll = () => sql(`UPDATE mailbox SET enabled = 0 WHERE tenant_id = ${tenant.id}`);
after(leaveAll);

const refused = (work, pattern) => assert.rejects(work, (e) => { assert.match(e.message, pattern); return true; });
/** The doctor's line of a mailbox: it says WRONG by its status, too. */
const doctorOf = async (box) => {
	const said = await lodgectl('doctor').catch((e) => e.message);
	return said.split('\n').find((line) => line.includes(` mailbox ${box.id} of `));
};
const jobOf = async (box) => (await sql(`SELECT tries, trouble FROM job WHERE kind = 'mailbox' AND subject_id = ${box.id}`))[0];

describe('a mail in a mailbox', () => {
	for (const [name, words] of [['TLS', {}], ['STARTTLS', { '--tls': 'starttls', '--port': stack.ports.imap }], ['no TLS, which the operator excepts', { '--tls': 'none', '--port': stack.ports.imap }]])
		test(`is taken over ${name}: it is in the store as it was, and in the other folder`, async () => {
			const box = await openMailbox(tenant, { words });
			await deliver(box.user, mail('One'));
			await box.taken(1);
			const [taken] = await box.mails();
			assert.deepEqual({ from: taken.from, to: taken.to, desk: taken.desk, address: taken.address }, { from: '', to: box.address, desk: tenant.desk, address: box.addressId });
			const [source] = await mailsIn(box.user, 'Processed');
			assert.deepEqual(await rawOf(taken), source);
			assert.equal(taken.size, source.length);
		});
	test('that talks IMAP, is long, empty, one long line, or no text at all, is taken byte by byte', async () => {
		const box = await openMailbox(tenant);
		const bodies = [
			'* 1 FETCH (UID 1 BODY[] {5}\r\n)\r\nA003 OK done\r\n* BYE\r\n* 0 EXISTS\r\n* OK [UIDVALIDITY 1]\r\nA004 NO no\r\n{99999999}\r\n+ go on\r\n',
			'', 'x'.repeat(2 << 20), Buffer.from(Array.from({ length: 256 }, (_, i) => i)), '\r\n.\r\n..\r\n', `${'line\r\n'.repeat(300_000)}`,
		];
		await deliver(box.user, ...bodies.map((body, i) => mail(`Body ${i}`, body)));
		await box.taken(bodies.length);
		const taken = await box.mails();
		const sources = await mailsIn(box.user, 'Processed');
		assert.equal(taken.length, bodies.length);
		for (const [i, source] of sources.entries())
			assert.deepEqual((await rawOf(taken[i])).equals(source), true, `body ${i}`);
	});
	test('that somebody has read is taken, too: having been read means nothing', async () => {
		const box = await openMailbox(tenant);
		await box.change('--disable');
		await deliver(box.user, mail('Read'));
		await inMailbox(box.user, async (client) => {
			await client.mailboxOpen('INBOX');
			await client.messageFlagsAdd('1:*', ['\\Seen', '\\Flagged']);
		});
		await box.change();
		await box.taken(1);
	});
	test('that is there twice is one', async () => {
		const box = await openMailbox(tenant);
		const same = mail('Twice');
		await deliver(box.user, same, same, mail('Once'));
		await box.taken(2);
		assert.equal((await box.mails()).length, 2);
		assert.equal(await countIn(box.user, 'Processed'), 3);
	});
	test('waits with many others: all of them are taken at once, the oldest first', async () => {
		const box = await openMailbox(tenant);
		await box.change('--disable');
		const n = 130; // more than twice what one look takes
		await deliver(box.user, ...Array.from({ length: n }, (_, i) => mail(`Number ${i}`)));
		await sql(`UPDATE job SET due_at = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE kind = 'mailbox' AND subject_id <> ${box.id}`);
		await box.change();
		await box.taken(n);
		assert.equal((await box.mails()).length, n);
		const first = (await rawOf((await box.mails())[0])).toString();
		assert.match(first, /Subject: Number 0\r\n/);
		await sql("UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE kind = 'mailbox' AND lease IS NULL");
	});
	test('goes to the folder that was named, whatever its letters', async () => {
		const box = await openMailbox(tenant, { words: { '--folder': 'Eingang & Würde', '--done-folder': 'Załatwione "50%41" 日本' } });
		await box.becomes('the folder is missing', ({ trouble }) => /there is no such folder/.test(trouble));
		await inMailbox(box.user, async (client) => {
			await client.mailboxCreate('Eingang & Würde');
			await client.append('Eingang & Würde', mail('In German'));
		});
		await box.now();
		assert.ok(await until(async () => await countIn(box.user, 'Załatwione "50%41" 日本') === 1, PATIENCE_MS));
		assert.equal((await box.mails()).length, 1);
		await box.becomes('no trouble any more', ({ trouble }) => trouble === 'NULL');
	});
	test('to an address that is switched off, or in a mailbox that is, stays where it is', async () => {
		const box = await openMailbox(tenant), other = await openMailbox(tenant);
		await sql(`UPDATE mail_address SET enabled = 0 WHERE id = ${box.addressId}`);
		await other.change('--disable');
		await new Promise((done) => setTimeout(done, POLLS_MS)); // nothing is to happen
		await deliver(box.user, mail('Wait'));
		await deliver(other.user, mail('Wait'));
		await new Promise((done) => setTimeout(done, POLLS_MS));
		assert.deepEqual([await countIn(box.user, 'INBOX'), await countIn(other.user, 'INBOX')], [1, 1]);
		assert.match(await doctorOf(other), /^fine .* disabled$/);
		await sql(`UPDATE mail_address SET enabled = 1 WHERE id = ${box.addressId}`);
		await box.taken(1);
	});
});

describe('what came by a mailbox', () => {
	const read = (box, n) => until(async () => (await sql(`SELECT 1 FROM mail_in WHERE mailbox_id = ${box.id} AND state <> 'new'`)).length >= n, PATIENCE_MS);
	const rowsOf = (box) => sql(`SELECT state, proof, person_id, COALESCE(comment_id, 0) FROM mail_in WHERE mailbox_id = ${box.id} ORDER BY id`);
	const said = (authserv, raw) => Buffer.concat([Buffer.from(`Authentication-Results: ${authserv};\r\n\tdmarc=pass header.from=client.example\r\n`), raw]);
	test('is proven by what its own server found out, and not by what ours would have', async () => {
		const own = await openMailbox(tenant, { words: { '--authserv-id': 'mx.hosted.example' } }), none = await openMailbox(tenant);
		await deliver(own.user, said('mx.hosted.example', mail('Proven', 'Hello.\r\n', { from: `${word()}@client.example` })), said(stack.mailHost, mail('Not proven', 'Hello.\r\n', { from: `${word()}@client.example` })));
		await deliver(none.user, said(stack.mailHost, mail('Not proven', 'Hello.\r\n', { from: `${word()}@client.example` })));
		assert.ok(await read(own, 2) && await read(none, 1));
		assert.deepEqual((await rowsOf(own)).map(([, proof]) => proof), ['passed', 'none']);
		assert.deepEqual((await rowsOf(none)).map(([, proof]) => proof), ['none']);
		assert.equal((await rowsOf(own))[0][0], 'done');
	});
	test('and answers a letter is known by the address that it was delivered to', async () => {
		const box = await openMailbox(tenant, { words: { '--authserv-id': 'mx.hosted.example' } });
		const from = `${word()}@client.example`, [local, domain] = box.user.split('@');
		await deliver(box.user, said('mx.hosted.example', mail('First', 'Hello.\r\n', { from })));
		assert.ok(await read(box, 1));
		const [[state, , person]] = await rowsOf(box);
		assert.equal(state, 'done');
		const [[ticket]] = await sql(`SELECT ticket_id FROM mail_in WHERE mailbox_id = ${box.id}`);
		await deliver(`${local}+${mailToken(tenant.id, 'r', ticket, person, 0)}@${domain}`, mail('Something else', 'An answer.\r\n', { from }));
		assert.ok(await read(box, 2));
		const answer = (await rowsOf(box))[1];
		assert.deepEqual([answer[0], answer[1], answer[3] !== '0'], ['done', 'token', true], JSON.stringify(answer));
	});
});

describe('what cannot be taken', () => {
	after(() => configure({}));
	test('as it is too large lies in Quarantine, holds up nothing, and is said until it is gone from there', async () => {
		await configure({ mail_size_max: '100KiB' });
		const box = await openMailbox(tenant);
		await deliver(box.user, mail('Small'), mail('Large', 'x'.repeat(200 << 10)), mail('Large, too', 'y'.repeat(200 << 10)), mail('Small again'));
		await box.taken(2);
		assert.equal((await box.mails()).length, 2);
		assert.equal(await countIn(box.user, 'Quarantine'), 2);
		await box.becomes('it is said', ({ aside, trouble }) => trouble === 'NULL' && /UID \d+: it has \d+ bytes, and 102400 are taken/.test(aside));
		assert.match(await doctorOf(box), /^WRONG .*Quarantine.*102400/);
		assert.match(await lodgectl('mailbox', 'list', '--tenant', tenant.slug), /Quarantine.*102400/);
		await deliver(box.user, mail('And another'));
		await box.taken(3);
		await box.becomes('it is still said', ({ aside }) => /102400/.test(aside));
		await inMailbox(box.user, async (client) => {
			await client.mailboxOpen('Quarantine');
			await client.messageDelete('1:*');
		});
		await box.becomes('it is said no more', ({ aside }) => aside === 'NULL');
		assert.match(await doctorOf(box), /^fine /);
	});
	test('as whoever fetched it died each time goes aside; what was begun less often is begun again', async () => {
		const box = await openMailbox(tenant);
		await box.change('--disable');
		await deliver(box.user, mail('Poison'), mail('Fine'));
		const [uid, validity] = await inMailbox(box.user, async (client) => {
			const { uidValidity } = await client.mailboxOpen('INBOX');
			return [(await client.search({ all: true }, { uid: true }))[0], uidValidity];
		});
		await box.change();
		await sql(`UPDATE mailbox SET at_uid = ${uid}, at_tries = 6, uidvalidity = ${validity} WHERE id = ${box.id}`);
		await box.taken(1);
		const moved = await countIn(box.user, 'Quarantine');
		assert.ok(moved === 1 || (await box.mails()).length === 2, 'it is aside, or was taken before the row was written');
	});
});

describe('a server', () => {
	test('that does not take the password is left alone for a while, and the doctor says so', async () => {
		const box = await openMailbox(tenant, { secret: 'wrong' });
		await box.becomes('it is said', ({ trouble }) => /does not take the user or the secret: .*AUTHENTICATIONFAILED/.test(trouble));
		assert.match(await doctorOf(box), /^WRONG .*AUTHENTICATIONFAILED/);
		await refused(box.test(), /AUTHENTICATIONFAILED/);
		const [[minutes]] = await sql(`SELECT TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(3), due_at) FROM job WHERE kind = 'mailbox' AND subject_id = ${box.id}`);
		assert.ok(Number(minutes) >= 8, `${minutes} minutes`);
		await deliver(box.user, mail('At last'));
		await box.change('--secret-file', secretFile(PASSWORD));
		await box.taken(1);
		await box.becomes('no trouble', ({ trouble }) => trouble === 'NULL');
	});
	test('whose certificate nobody has signed hears no password', async () => {
		await configure({ mailbox_ca_file: '' });
		const box = await openMailbox(tenant);
		await box.becomes('it is said', ({ trouble }) => /certificate/.test(trouble));
		await configure({});
		await deliver(box.user, mail('Trusted'));
		await box.now();
		await box.taken(1);
	});
	test('that has another name than its certificate hears no password', async () => {
		const box = await openMailbox(tenant, { words: { '--host': 'mail.localhost' } });
		await box.becomes('it is said', ({ trouble }) => /certificate|alternative/.test(trouble));
	});
	test('on a network that is not reached from here is not asked', async () => {
		const box = await openMailbox(tenant, { words: { '--host': '10.0.0.1' } });
		await box.becomes('it is said', ({ trouble }) => /connections do not go to its address/.test(trouble));
	});
	test('that is away is asked again, and nothing is lost', async () => {
		const box = await openMailbox(tenant);
		await box.becomes('it was looked into', ({ polled }) => polled !== 'NULL');
		await deliver(box.user, mail('Before'));
		await stop(stack, 'dovecot');
		try {
			await box.becomes('it is said', ({ trouble }) => trouble !== 'NULL');
			assert.match((await jobOf(box))[1], /./);
		} finally {
			await start(stack, 'dovecot');
		}
		await box.now();
		await box.taken(1);
		await box.becomes('no trouble', ({ trouble }) => trouble === 'NULL');
	});
});

describe('a mailbox that wants tokens', () => {
	let tokens;
	before(async () => { tokens = await TokenServer.start(); });
	after(async () => { await leaveAll(); await tokens.stop(); });
	const openWith = (user, secret, words = {}) => openMailbox(tenant, { user, secret, words: { '--auth': 'xoauth2', '--token-url': tokens.url, '--client-id': 'lodge & co', ...words } });
	const sealedOf = async (box) => (await sql(`SELECT secret, access_token, client_secret, access_until FROM mailbox WHERE id = ${box.id}`))[0];

	test('is opened with one, which is asked for once and kept sealed', async () => {
		const user = `${word()}@hosted.example`, refresh = tokens.grant(user);
		tokens.forms = [];
		const box = await openWith(user, refresh, { '--client-secret-file': secretFile('k=&ey+') });
		await deliver(user, mail('By token'));
		await box.taken(1);
		await deliver(user, mail('By the same token'));
		await box.taken(2);
		const mine = tokens.forms.filter((form) => form.refresh_token === refresh);
		assert.deepEqual(mine, [{ grant_type: 'refresh_token', refresh_token: refresh, client_id: 'lodge & co', client_secret: 'k=&ey+', type: 'application/x-www-form-urlencoded' }]);
		for (const sealed of (await sealedOf(box)).slice(0, 3))
			assert.ok(!/[ra]-[0-9a-f]{32}|k=&/.test(sealed) && sealed.length > 30, sealed);
	});
	test('whose token is taken back gets another at once', async () => {
		const user = `${word()}@hosted.example`, refresh = tokens.grant(user);
		const box = await openWith(user, refresh);
		await deliver(user, mail('One'));
		await box.taken(1);
		tokens.revoke();
		await deliver(user, mail('Two'));
		await box.taken(2);
		assert.equal(tokens.forms.filter((form) => form.refresh_token === refresh).length, 2);
	});
	test('keeps the new refresh token where the old one is good once', async () => {
		tokens.rotates = true;
		const user = `${word()}@hosted.example`;
		const box = await openWith(user, tokens.grant(user));
		try {
			for (const n of [1, 2, 3]) {
				await deliver(user, mail(`Number ${n}`));
				await box.taken(n);
				tokens.revoke();
			}
		} finally {
			tokens.rotates = false;
		}
	});
	test('asks for a new one before the old one ends', async () => {
		tokens.life_s = 60; // as good as over
		const user = `${word()}@hosted.example`, refresh = tokens.grant(user);
		const box = await openWith(user, refresh);
		try {
			await deliver(user, mail('One'));
			await box.taken(1);
			const asked = () => tokens.forms.filter((form) => form.refresh_token === refresh).length;
			assert.ok(await until(async () => asked() > 1, PATIENCE_MS));
		} finally {
			tokens.life_s = 3600;
		}
	});
	test('that a refresh token does not open says why in the word of the token server, and no more', async () => {
		const box = await openWith(`${word()}@hosted.example`, 'r-unknown');
		await box.becomes('it is said', ({ trouble }) => trouble === 'its token server answers 400: invalid_grant');
	});
	for (const [what, answer, pattern] of [
		['answers nonsense', (send) => send({ hello: 'there' }), /answers 200: no token in it/],
		['gives what is no token', (send) => send({ access_token: 'a\r\nb' }), /answers 200: no token in it/],
		['gives one that is endless', (send) => send({ access_token: 'a'.repeat(9000) }), /answers 200: no token in it/],
		['fails', (send) => send({ error: 'ser\u0007ver' }, 500), /answers 500: no token in it/],
		['hangs up', (send, form, response) => tokens.http.closeAllConnections(), /does not answer/],
	])
		test(`whose token server ${what} is said, and tried again`, async () => {
			tokens.answer = answer;
			try {
				const user = `${word()}@hosted.example`;
				const box = await openWith(user, tokens.grant(user));
				await box.becomes('it is said', ({ trouble }) => pattern.test(trouble));
				assert.ok(!/\r|\n|\u0007/.test((await box.row()).trouble));
				tokens.answer = null;
				await deliver(user, mail('After all'));
				await box.now();
				await box.taken(1);
			} finally {
				tokens.answer = null;
			}
		});
	test('that gives a token for somebody else\'s mailbox is not opened by it', async () => {
		const box = await openWith(`${word()}@hosted.example`, tokens.grant('another@hosted.example'));
		await box.becomes('it is said', ({ trouble }) => trouble !== 'NULL');
		assert.equal((await box.mails()).length, 0);
	});
});

describe('lodgectl mailbox', () => {
	const add = (words) => lodgectl('mailbox', 'add', ...Object.entries({ '--tenant': tenant.slug, '--host': 'localhost', '--port': String(stack.ports.imaps), '--user': 'u@hosted.example', '--secret-file': secretFile('x'), ...words }).flat().filter((one) => one !== null));
	test('refuses what makes no sense, and says what', async () => {
		const { address } = await openAddress(tenant);
		const cases = [
			[{ '--address': 'nobody@nowhere.example' }, /takes mail at nobody@nowhere.example/],
			[{ '--address': 'support@copernicus.example' }, /takes mail at/], // another tenant's
			[{ '--address': address, '--host': 'a b' }, /--host is/],
			[{ '--address': address, '--host': 'a@b' }, /--host is/],
			[{ '--address': address, '--host': '[::1]/x' }, /--host is/],
			[{ '--address': address, '--port': '0' }, /--port is a number/],
			[{ '--address': address, '--tls': 'maybe' }, /--tls is one of/],
			[{ '--address': address, '--auth': 'ntlm' }, /--auth is one of/],
			[{ '--address': address, '--auth': 'xoauth2' }, /needs --token-url/],
			[{ '--address': address, '--auth': 'xoauth2', '--client-id': 'x', '--token-url': 'ftp://x' }, /--token-url is a URL/],
			[{ '--address': address, '--user': 'a\r\nb' }, /--user is one line/],
			[{ '--address': address, '--folder': 'Processed' }, /another one/],
			[{ '--address': address, '--folder': 'quarantine' }, /another one/],
			[{ '--address': address, '--secret-file': '/nowhere' }, /nowhere/],
			[{ '--address': address, '--secret-file': secretFile('') }, /has no line/],
			[{ '--address': address, '--secret-file': secretFile('x'.repeat(3000)) }, /has no line/],
			[{ '--address': address, '--secret': 'x' }, /what is/],
		];
		for (const [words, pattern] of cases)
			await refused(add(words), pattern);
		assert.equal((await sql(`SELECT 1 FROM mailbox WHERE tenant_id = ${tenant.id} AND user_name = 'u@hosted.example'`)).length, 0);
	});
	test('lists, tests and changes one without showing its secret, and takes nothing by testing', async () => {
		const box = await openMailbox(tenant);
		await box.change('--disable');
		await deliver(box.user, mail('Left'));
		assert.match(await box.test(), /answers: 1 mails are in INBOX/);
		assert.equal(await countIn(box.user, 'INBOX'), 1);
		const list = await lodgectl('mailbox', 'list', '--tenant', tenant.slug);
		assert.ok(list.includes(box.user) && !list.includes(PASSWORD));
		const [[sealed]] = await sql(`SELECT secret FROM mailbox WHERE id = ${box.id}`);
		assert.ok(!sealed.includes(PASSWORD) && sealed.length > 20);
		await box.change('--folder', 'INBOX', '--done-folder', 'Archive', '--authserv-id', 'mx.example');
		await box.taken(1);
		assert.equal(await countIn(box.user, 'Archive'), 1);
		assert.match(await lodgectl('mailbox', 'list', '--tenant', tenant.slug), /to Archive, authserv-id=mx\.example/);
	});
	test('removes one that no mail came by; of another the secrets go, and its mails stay', async () => {
		const empty = await openMailbox(tenant), used = await openMailbox(tenant);
		await deliver(used.user, mail('Kept'));
		await used.taken(1);
		const remove = (box) => lodgectl('mailbox', 'remove', '--tenant', tenant.slug, '--id', String(box.id));
		assert.match(await remove(empty), /is removed/);
		assert.match(await remove(used), /has ended/);
		assert.deepEqual(await sql(`SELECT id, secret, enabled FROM mailbox WHERE id IN (${empty.id}, ${used.id})`), [[String(used.id), '', '0']]);
		assert.equal((await used.mails()).length, 1);
		assert.ok(await until(async () => await jobOf(empty) === undefined, PATIENCE_MS), 'nobody looks into it any more');
		await refused(remove(empty), /there is no mailbox/);
	});
	test('reaches no mailbox of another tenant', async () => {
		const box = await openMailbox(tenant), other = await makeTenant('other');
		for (const command of ['test', 'change', 'remove'])
			await refused(lodgectl('mailbox', command, '--tenant', other.slug, '--id', String(box.id)), /there is no mailbox/);
		assert.equal(await lodgectl('mailbox', 'list', '--tenant', other.slug), '');
	});
});
