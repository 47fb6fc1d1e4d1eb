// letters.test.mjs - the processes that send letters are killed at any moment: none is lost, and one that goes twice is the same one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openTenant } from '../api/lib/own-tenant.mjs';
import { sql } from '../api/lib/operator.mjs';
import { startSink } from '../api/lib/sink.mjs';
import { pids } from '../stack/parts.mjs';
import { send } from '../stack/process.mjs';
import { becomes, bringBack, sleep, stack } from './lib/fault.mjs';

const LETTERS = 1000, KILLS = 24, PATIENCE_MS = 120_000;
let tenant, sink;

before(async () => {
	await bringBack();
	tenant = await openTenant('posts');
	sink = await startSink({ values: { job_lease_s: '2s' } });
});
after(async () => {
	await sink?.end();
	await bringBack();
});

/** Letters to one person about one ticket, each of a mail that opened it: their rows and jobs at once. */
async function post(n) {
	const customer = await tenant.person('customer');
	const ticket = await tenant.raise(customer);
	const address = await tenant.made('mail_address', { desk_id: tenant.desk, address: `post@${tenant.slug}.example`, request_type_id: tenant.type, created_at: '2026-01-01' });
	const mail = await tenant.made('mail_in', { desk_id: tenant.desk, address_id: address, once: `${Math.random()}`, raw_key: 'x', size: 1, envelope_from: '', envelope_to: '', state: 'done', message_id: 'their.1@mail.example', proof: 'passed', person_id: customer.id, ticket_id: Number(ticket.issueId), received_at: '2026-01-01' });
	await sql(`INSERT INTO mail_out (tenant_id, desk_id, address_id, ticket_id, mail_id, person_id, recipient, kind, message_id, created_at)
		SELECT ${tenant.id}, ${tenant.desk}, ${address}, ${ticket.issueId}, ${mail}, ${customer.id}, '${customer.email}', 'received', CONCAT('m', seq, '@${tenant.slug}.example'), UTC_TIMESTAMP(3) FROM seq_1_to_${n};
		INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at) SELECT tenant_id, 'mail', 'letter', id, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM mail_out WHERE tenant_id = ${tenant.id} AND state = 'waiting'`);
	return customer;
}
const waiting = async () => Number((await sql(`SELECT COUNT(*) FROM mail_out WHERE tenant_id = ${tenant.id} AND state = 'waiting'`))[0][0]);

describe('the processes that send letters', () => {
	test(`are killed while a thousand go out: each arrives, and what arrives twice has one Message-ID`, async (t) => {
		const customer = await post(LETTERS);
		for (let i = 0; i < KILLS && await waiting() > 0; i++) {
			const [, ...children] = pids(stack, 'jobs');
			for (const pid of children)
				send(pid, 'SIGKILL');
			await sleep(50 + Math.random() * 300);
		}
		await becomes('none waits', PATIENCE_MS, async () => await waiting() === 0);
		const ids = sink.mails.filter(({ to }) => to.includes(customer.email)).map(({ raw }) => /^Message-ID: <(.*?)>/m.exec(raw.toString('latin1'))[1]);
		assert.equal(new Set(ids).size, LETTERS, 'none is lost');
		assert.deepEqual(await sql(`SELECT state, COUNT(*) FROM mail_out WHERE tenant_id = ${tenant.id} AND recipient = '${customer.email}' GROUP BY state`), [['sent', String(LETTERS)]]);
		t.diagnostic(`${ids.length - LETTERS} of ${LETTERS} went twice`);
	});
});
