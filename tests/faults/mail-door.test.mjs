// mail-door.test.mjs - what was acknowledged at the door is there once and whole, and what was not comes again: kill -9 of lodge-mail and
// its processes at random moments while a thousand mails come in; the store or MariaDB dead or frozen; the door's own end in the middle of
// a mail. The seed is printed; SEED=N in the environment repeats it, as far as the machine lets it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lmtp } from '../api/lib/lmtp.mjs';
import { lodgectl, sql } from '../api/lib/operator.mjs';
import { openTenant } from '../api/lib/own-tenant.mjs';
import { askStore, sha256 } from '../api/lib/store.mjs';
import { freeze, isRunning, pids, start, thaw } from '../stack/parts.mjs';
import { send } from '../stack/process.mjs';
import { between, dice, pick, seed } from './lib/dice.mjs';
import { WAYS, becomes, bringBack, sleep, stack, without } from './lib/fault.mjs';

const MAILS = 1000, SENDERS = 6, KILLS = 25, PAUSE_MS = [30, 400], TIMEOUT_MS = 240_000;
const SIZES = [0, 500, 5000, 200_000];
const KEPT = '250 2.0.0 kept', LATER = '451 4.3.0 it cannot be kept now; come again';

let tenant;
const made = new Map();

/** An address of its own for every test: what is there of it is what came. */
async function address(name) {
	const one = `${name}@${tenant.slug}.example`;
	await lodgectl('mail', 'address', 'add', '--tenant', tenant.slug, '--desk', String(tenant.desk), '--type', String(tenant.type), '--address', one);
	return one;
}
const rowsOf = (to) => sql(`SELECT m.raw_key, m.size, (SELECT COUNT(*) FROM job j WHERE j.tenant_id = m.tenant_id AND j.kind = 'mail' AND j.subject_id = m.id), m.state
	FROM mail_in m WHERE m.tenant_id = ${tenant.id} AND m.envelope_to = '${to}'`);
function mailOf(name, size = 100) {
	const text = `From: anna@x.example\r\nMessage-ID: <${name}@x.example>\r\nSubject: ${name}\r\n\r\n${name}\r\n${'x'.repeat(size)}\r\n`;
	made.set(name, sha256(text));
	return text;
}

before(async () => {
	await bringBack();
	await start(stack, 'mail');
	console.log(`# seed ${seed}`);
	tenant = await openTenant();
});
after(async () => {
	await bringBack();
	await start(stack, 'mail');
});

/** Those that have the sessions. */
const processes = () => pids(stack, 'mail').slice(1);
/** Dead, and another one in its place. */
async function killParent() {
	send(pids(stack, 'mail')[0], 'SIGKILL');
	await becomes('the parent is dead', 10_000, () => !isRunning(stack, 'mail'));
	await start(stack, 'mail');
}

/** Comes again until it is kept, as a mail server does. */
async function insist(line, to, text) {
	for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; await sleep(20))
		try {
			line.client ??= await lmtp();
			const [said] = await line.client.deliver('anna@x.example', [to], text);
			if (said === KEPT)
				return;
			assert.match(said, /^451 /);
		} catch (e) {
			if (e.code === 'ERR_ASSERTION' && !/: 4(21|51) /.test(e.message))
				throw e;
			line.client?.socket.destroy();
			line.client = null;
			line.broken++;
		}
	assert.fail('a mail is not taken any more');
}

describe('the door killed again and again', () => {
	test('a thousand mails are there, each once and whole', { timeout: 2 * TIMEOUT_MS }, async () => {
		const to = await address('killed'), roll = dice(seed), texts = Array.from({ length: MAILS }, (_, i) => mailOf(`k${i}`, pick(roll, SIZES)));
		const lines = Array.from({ length: SENDERS }, () => ({ client: null, broken: 0 }));
		let next = 0, parents = 0;

		async function killer() {
			for (let i = 0; i < KILLS && next < MAILS; i++) {
				await sleep(between(roll, PAUSE_MS));
				if (i % 5 === 4) {
					await killParent();
					parents++;
				} else {
					send(pick(roll, processes()), 'SIGKILL');
				}
			}
		}
		await Promise.all([killer(), ...lines.map(async (line) => {
			while (next < MAILS)
				await insist(line, to, texts[next++]);
			await line.client?.close();
		})]);
		const broken = lines.reduce((sum, line) => sum + line.broken, 0);
		console.log(`# ${broken} sessions were broken off, ${parents} of the killed were the parent`);
		assert.ok(broken > 3, 'nobody noticed anything: this test tests nothing');
		const rows = await rowsOf(to), found = new Map();
		assert.equal(rows.length, MAILS);
		for (let i = 0; i < rows.length; i += 20)
			for (const bytes of await Promise.all(rows.slice(i, i + 20).map(async ([key]) => (await askStore('GET', key)).bytes)))
				found.set(sha256(bytes), (found.get(sha256(bytes)) ?? 0) + 1);
		for (let i = 0; i < MAILS; i++)
			assert.equal(found.get(made.get(`k${i}`)), 1, `mail ${i}`);
		assert.deepEqual(rows.filter(([, , jobs, state]) => state === 'new' && jobs !== '1'), [], 'whatever nobody has read yet will be read once');
	});
	test('a parent that dies takes its processes with it, and the next one listens', async () => {
		const before = pids(stack, 'mail');
		await killParent();
		assert.ok(pids(stack, 'mail').every((pid) => !before.includes(pid)));
		assert.match(await (await lmtp()).ask('QUIT'), /^221/);
	});
});

describe('the door ended', () => {
	test('in the middle of a mail, takes that mail first', async () => {
		const to = await address('ended'), client = await lmtp();
		await client.begin('anna@x.example', [to]);
		client.say('From: anna@x.example\r\n');
		send(pids(stack, 'mail')[0], 'SIGTERM');
		await becomes('the others end', 10_000, () => pids(stack, 'mail').length === 2);
		assert.deepEqual(await client.finish('\r\nHello', 1), [KEPT]);
		assert.match(await client.hear(), /^421 4\.3\.2/);
		await becomes('the parent ends', 10_000, () => !isRunning(stack, 'mail'));
		await start(stack, 'mail');
		assert.equal((await rowsOf(to)).length, 1);
	});
});

describe('without what it needs', () => {
	for (const [part, broken] of [['store', 'store'], ['mariadb', 'MariaDB']])
		for (const way of WAYS)
			test(`${broken} ${way}: the mail comes again, and is one in the end`, { timeout: 120_000 }, async () => {
				const to = await address(`${part}-${way}`), text = mailOf(`${part}-${way}`), client = await lmtp();
				const said = await client.begin('anna@x.example', [to]);
				assert.match(said[0], /^250/);
				await without(part, way, async () => {
					assert.deepEqual(await client.finish(text, 1), [LATER]);
				});
				assert.deepEqual(await rowsOf(to), [], 'nothing half kept');
				assert.deepEqual(await client.deliver('anna@x.example', [to], text), [KEPT]);
				const rows = await rowsOf(to);
				assert.equal(rows.length, 1);
				assert.equal(sha256((await askStore('GET', rows[0][0])).bytes), made.get(`${part}-${way}`));
				await client.close();
			});
	test('MariaDB dead: nobody can say whose an address is', async () => {
		const to = await address('asked'), client = await lmtp();
		await without('mariadb', 'killed', async () => {
			await client.ask('MAIL FROM:<anna@x.example>');
			assert.equal(await client.ask(`RCPT TO:<${to}>`), LATER);
			assert.equal(await client.ask('RCPT TO:<nobody@x.example>'), LATER, 'also of one that is nobody\'s');
			assert.match(await client.ask('DATA'), /^503/);
		});
		await client.ask('RSET');
		assert.deepEqual(await client.deliver('anna@x.example', [to], mailOf('asked')), [KEPT]);
		await client.close();
	});
	test('a store that stands still in the middle is waited for as long as it goes on', { timeout: 60_000 }, async () => {
		const to = await address('still'), client = await lmtp();
		await client.begin('anna@x.example', [to]);
		freeze(stack, 'store');
		const said = client.finish(mailOf('still', 1 << 20), 1);
		await sleep(2000);
		thaw(stack, 'store');
		assert.deepEqual(await said, [KEPT]);
		assert.equal((await rowsOf(to)).length, 1);
		await client.close();
	});
});
