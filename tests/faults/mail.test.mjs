// mail.test.mjs - mails go the whole road, from another mail server into a request and from there into a mailbox, while every process on
// it is killed at random: Lodge's, the mail server's, the mailboxes', MariaDB's and the store's. And mails that kill their reader stand
// in nobody's way.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openTenant } from '../api/lib/own-tenant.mjs';
import { sql } from '../api/lib/operator.mjs';
import { eventually, giveAddress } from '../api/lib/post.mjs';
import { isRunning, kill, pids, start, stop } from '../stack/parts.mjs';
import { writeConf } from '../stack/parts/pools.mjs';
import { nodemailer } from '../stack/post/clients.mjs';
import { send } from '../stack/process.mjs';
import { isRoot, openPath } from '../stack/settings.mjs';
import { between, dice, pick, seed } from './lib/dice.mjs';
import { attempt, becomes, bringBack, sleep, stack } from './lib/fault.mjs';

const MAILS = 1000, SENDERS_OF_A_DOMAIN = 100, SESSIONS = 8, PATIENCE_MS = 180_000, POISON_PATIENCE_MS = 60_000;
const ROUNDS = 3, QUIET_MS = [300, 1500], BETWEEN_KILLS_MS = [100, 400];
const conf = { job_lease_s: '2s', job_pause_ms: '50ms', mail_strangers_max: '1000000' };
/* What its parent starts again, or we: one process at a time. And what dies as a whole, and is started again. */
const CREWS = ['mail', 'jobs', 'jobs', ...isRoot ? ['postfix'] : []];
const SERVICES = ['mariadb', 'store', 'rgw', 'dovecot', ...isRoot ? ['postfix', 'milter', 'desks'] : ['relay']];
const roll = dice(seed);
let house, address, brought = 0;

before(async () => {
	await bringBack();
	await configure(conf);
	house = await openTenant('crash');
	({ address } = await giveAddress(house, { unknown: 'open' }));
});
after(() => configure({}));

async function configure(values) {
	writeConf({ ...stack, conf: { ...stack.conf, ...values } });
	await stop(stack, 'jobs', 'mail');
	await bringBack();
}

const count = async (what) => Number((await sql(`SELECT COUNT(*) FROM ${what}`))[0][0]);
const sender = (i) => `sender${i}@d${Math.floor(i / SENDERS_OF_A_DOMAIN)}.${house.slug}.example`;

/** Over connections to the mail server, as any other mail server would bring them: what was not taken comes again, the same. */
async function bring(numbers, mailOf) {
	const transport = nodemailer.createTransport({ host: '127.0.0.1', port: stack.ports.smtp, ignoreTLS: true, pool: true, maxConnections: SESSIONS, maxMessages: Infinity });
	const waiting = numbers.map((i) => ({ to: address, messageId: `<${++brought}.${seed}@${house.slug}.example>`, date: new Date(), ...mailOf(i) }));
	await Promise.all(Array.from({ length: SESSIONS }, async () => {
		for (let mail; (mail = waiting.pop());)
			await becomes('a mail is taken', PATIENCE_MS, () => attempt(() => transport.sendMail(mail)));
	}));
	transport.close();
}

/** kill -9 of one process here and there until the work is done; how many. */
async function amidKills(work) {
	let isOver = false, kills = 0;
	const killer = async () => {
		for (; !isOver; await sleep(between(roll, BETWEEN_KILLS_MS))) {
			const part = pick(roll, CREWS), victims = pids(stack, part).slice(part === 'postfix' ? 1 : 0);
			if (victims.length) {
				send(pick(roll, victims), 'SIGKILL');
				kills++;
			}
			await start(stack, 'mail', 'jobs');
		}
	};
	await Promise.all([work().finally(() => { isOver = true; }), killer()]);
	return kills;
}

/** Each of the services dies once while the work is done. */
async function amidDeaths(work) {
	const order = [...SERVICES].sort(() => roll() - 0.5);
	await Promise.all([work, (async () => {
		for (const service of order) {
			await sleep(between(roll, QUIET_MS));
			await kill(stack, service);
			await start(stack, service);
		}
	})()]);
}

/** The Message-IDs that lie in a mailbox, one for each copy. */
function arrivedAt(recipient) {
	const folder = openPath(stack, 'dovecot', 'mail', recipient);
	return ['new', 'cur'].flatMap((name) => {
		try {
			return readdirSync(join(folder, name)).map((file) => /^message-id:\s*(\S+)/im.exec(readFileSync(join(folder, name, file), 'latin1'))[1]);
		} catch {
			return []; // no mail came yet
		}
	});
}

describe('the road of mail', () => {
	test('loses nothing and does nothing twice while all that is on it dies', { timeout: 2 * PATIENCE_MS }, async (t) => {
		const all = Array.from({ length: MAILS }, (_, i) => i);
		const kills = await amidKills(async () => {
			for (let round = 0; round < ROUNDS; round++)
				await amidDeaths(bring(all.filter((i) => i % ROUNDS === round), (i) => ({ from: sender(i), subject: `Request ${i}`, text: `Body of ${i}.` })));
			await becomes('every mail is here', PATIENCE_MS, async () => await count(`mail_in WHERE tenant_id = ${house.id}`) >= MAILS);
			await becomes('half of them are read', PATIENCE_MS, async () => await count(`mail_in WHERE tenant_id = ${house.id} AND state <> 'new'`) >= MAILS / 2);
		});
		await becomes('all are read', PATIENCE_MS, async () => await count(`mail_in WHERE tenant_id = ${house.id} AND state = 'new'`) === 0);
		assert.equal(await count(`mail_in WHERE tenant_id = ${house.id}`), MAILS);
		assert.deepEqual(await sql(`SELECT state, why, COUNT(*) FROM mail_in WHERE tenant_id = ${house.id} GROUP BY 1, 2`), [['done', 'NULL', String(MAILS)]]);
		assert.equal(await count(`ticket WHERE tenant_id = ${house.id}`), MAILS, 'one request for each');
		assert.equal(Number((await sql(`SELECT COUNT(DISTINCT summary) FROM ticket WHERE tenant_id = ${house.id}`))[0][0]), MAILS);

		await becomes('all letters left', PATIENCE_MS, async () => await count(`mail_out WHERE tenant_id = ${house.id} AND state = 'waiting'`) === 0 && await count(`notice WHERE tenant_id = ${house.id} AND NOT told`) === 0);
		assert.equal(await count(`mail_out WHERE tenant_id = ${house.id} AND state = 'sent' AND kind = 'received'`), MAILS, 'one acknowledgement for each');
		await becomes('each of them arrived', PATIENCE_MS, () => all.every((i) => arrivedAt(sender(i)).length > 0));
		const copies = all.map((i) => arrivedAt(sender(i)));
		assert.ok(copies.every((ids) => new Set(ids).size === 1), 'what came twice is known as one');
		t.diagnostic(`${kills} kills, ${copies.flat().length - MAILS} letters twice`);
	});
});

describe('a mail that kills its reader', () => {
	test('is held after three tries, and those behind it do not wait', { timeout: 2 * PATIENCE_MS }, async () => {
		await configure({ ...conf, mail_parse_program: join(stack.programs, 'tests/faults/poisoned-reader') });
		await bring([0, 1, 2, 3, 4], (i) => ({ from: `poison${i}@${house.slug}.example`, subject: `Poison ${i}`, text: 'LODGE-TEST-POISON' }));
		await bring([0], () => ({ from: `crash@${house.slug}.example`, subject: 'Crash', text: 'LODGE-TEST-CRASH' }));
		await bring([0, 1, 2, 3, 4], (i) => ({ from: `healthy${i}@${house.slug}.example`, subject: `Healthy ${i}`, text: 'I am well.' }));
		await eventually(async () => await count(`ticket WHERE tenant_id = ${house.id} AND summary LIKE 'Healthy %'`) === 5, 'the healthy ones are requests');
		await becomes('the others are held', POISON_PATIENCE_MS, async () => {
			// The lease of a reader is a minute: whoever has one for a second is dead here.
			await sql(`UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE tenant_id = ${house.id} AND kind = 'mail' AND due_at BETWEEN UTC_TIMESTAMP(3) AND UTC_TIMESTAMP(3) + INTERVAL 59 SECOND`);
			return await count(`mail_in WHERE tenant_id = ${house.id} AND subject IS NULL AND state = 'held'`) === 6;
		});
		assert.deepEqual(await sql(`SELECT envelope_from LIKE 'crash@%', why, tries, trouble, COUNT(*) FROM mail_in WHERE tenant_id = ${house.id} AND state = 'held' GROUP BY 1, 2, 3, 4 ORDER BY 1`),
			[['0', 'unreadable', '4', 'NULL', '5'], ['1', 'unreadable', '3', 'The program that reads mail was ended by signal 9.', '1']], 'counted before it is read: the fourth time it is not');
	});
});

