// mailbox.test.mjs - whoever looks into a mailbox is killed again and again, the server and the store go away in the middle: every mail
// comes in once, the folder is empty in the end, and what cannot come lies aside.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { PATIENCE_MS, countIn, deliver, differentIn, mail, openMailbox } from '../api/lib/mailboxes.mjs';
import { configure } from '../api/lib/scanner.mjs';
import { sql } from '../api/lib/operator.mjs';
import { openTenant } from '../api/lib/own-tenant.mjs';
import { pids } from '../stack/parts.mjs';
import { send } from '../stack/process.mjs';
import { WAYS, becomes, bringBack, sleep, stack, without } from './lib/fault.mjs';

const LONG_MS = 240_000, KILLS = 16, SMALL_MAX = 100 << 10;
let tenant;

before(async () => {
	await bringBack();
	await configure({ job_lease_s: '1s', mail_size_max: `${SMALL_MAX}` });
	tenant = await openTenant('crash');
});
after(async () => {
	await bringBack();
	await sql(`UPDATE mailbox SET enabled = 0 WHERE tenant_id = ${tenant.id}`);
	await configure({});
});

/** The processes of the lane, which lodge-jobs starts again. */
const pollers = () => pids(stack, 'jobs').filter((pid) => {
	try {
		return /--lane\0mailbox\0/.test(readFileSync(`/proc/${pid}/cmdline`, 'latin1') + '\0');
	} catch {
		return false; // it has ended
	}
});
const subjectsOf = async (box) => (await sql(`SELECT COUNT(*), COUNT(DISTINCT once), COUNT(DISTINCT raw_key) FROM mail_in WHERE mailbox_id = ${box.id}`))[0].map(Number);
const emptied = (box) => becomes('the folder is empty', LONG_MS, async () => await countIn(box.user, 'INBOX') === 0);

/** A mailbox with so many mails in it, of which every 60th is too large, and nobody at work yet. */
async function filled(n) {
	const box = await openMailbox(tenant);
	await box.change('--disable');
	const poison = (i) => i % 60 === 7;
	await deliver(box.user, ...Array.from({ length: n }, (_, i) => mail(`Number ${i}`, poison(i) ? 'x'.repeat(SMALL_MAX + 1) : `Body ${i}\r\n${'y'.repeat(i * 37 % 5000)}`)));
	const aside = Array.from({ length: n }, (_, i) => i).filter(poison).length;
	return { box, good: n - aside, aside };
}

async function allIsWell({ box, good, aside }, counted = countIn) {
	await emptied(box);
	assert.deepEqual(await subjectsOf(box), [good, good, good]);
	assert.equal(await counted(box.user, 'Quarantine'), aside);
	assert.equal(await counted(box.user, 'Processed'), good);
	assert.equal((await sql(`SELECT 1 FROM job WHERE kind = 'mailbox' AND subject_id = ${box.id} AND due_at IS NULL`)).length, 0, 'nobody gave up');
}

describe('whoever looks into a mailbox', () => {
	test(`is killed ${KILLS} times at any moment, over 300 mails: each comes in once, and those that cannot lie aside`, async () => {
		const all = await filled(300);
		await all.box.change();
		for (let kills = 0; kills < KILLS;) {
			await sleep(Math.random() * 1500);
			for (const pid of pollers()) {
				send(pid, 'SIGKILL');
				kills++;
			}
		}
		await allIsWell(all);
	});
	test('is told to end in the middle: it ends at once, and nothing is begun in vain', async () => {
		const all = await filled(60);
		await all.box.change();
		for (let i = 0; i < 6; i++) {
			await sleep(Math.random() * 500);
			for (const pid of pollers())
				send(pid, 'SIGTERM');
		}
		await allIsWell(all);
	});
	test('does no harm where two are at it', async () => {
		const all = await filled(120);
		await all.box.change();
		for (let i = 0; i < 5; i++) { // a second job, as no lease would give
			await sql(`INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at) VALUES (${tenant.id}, 'mailbox', 'mailbox', ${all.box.id}, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`);
			await sleep(200);
		}
		await allIsWell(all, differentIn); // dovecot lets two move one mail at once, and has it twice then
		await sql(`DELETE FROM job WHERE kind = 'mailbox' AND subject_id = ${all.box.id}`);
	});
});

for (const part of ['dovecot', 'store', 'mariadb'])
	for (const way of WAYS)
		test(`${part} is ${way} in the middle: everything comes in once it is back, and nothing lies aside for it`, async () => {
			const box = await openMailbox(tenant);
			await box.change('--disable');
			await deliver(box.user, ...Array.from({ length: 40 }, (_, i) => mail(`Number ${i}`)));
			await box.change();
			await becomes('some have come', PATIENCE_MS, async () => (await subjectsOf(box))[0] > 3);
			await without(part, way, () => sleep(3000));
			await becomes('it is looked into again', LONG_MS, async () => {
				await box.now();
				return await countIn(box.user, 'INBOX') === 0;
			});
			assert.deepEqual(await subjectsOf(box), [40, 40, 40]);
			assert.equal(await countIn(box.user, 'Quarantine'), 0);
			assert.equal(await countIn(box.user, 'Processed'), 40);
		});
