// clocks.test.mjs - lodge-jobs is killed again and again while many clocks run out, and runs twice: the team is warned of each once, and
// told once that it is late.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from '../api/lib/operator.mjs';
import { openTenant } from '../api/lib/own-tenant.mjs';
import { configure } from '../api/lib/scanner.mjs';
import { kill, start } from '../stack/parts.mjs';
import { becomes, bringBack, sleep, stack } from './lib/fault.mjs';

const PATIENCE_MS = 60_000, TICKETS = 40, KILLS = 8, AWAY_MS = 150;
let tenant;

before(async () => {
	await bringBack();
	await configure({ job_lease_s: '2s' });
	tenant = await openTenant('ringing');
	const metric = await tenant.made('sla_metric', { desk_id: tenant.desk, name: 'Short', start_on: 'created', stop_on: 'resolved', warn_s: 3 });
	await tenant.made('sla_goal', { metric_id: metric, position: 1, goal_s: 6 });
});
after(async () => {
	await bringBack();
	await configure({});
});

const told = () => sql(`SELECT ticket_id, GROUP_CONCAT(kind ORDER BY id) FROM activity WHERE tenant_id = ${tenant.id} AND kind LIKE 'clock-%' GROUP BY ticket_id`);

test('each alarm rings once, though its process is killed and another runs beside it', async () => {
	const customer = await tenant.person('customer');
	const second = spawn(join(stack.programs, 'lodge-jobs'), ['--conf', stack.confFile], { stdio: 'ignore' });
	try {
		await Promise.all(Array.from({ length: TICKETS }, () => tenant.raise(customer)));
		for (let i = 0; i < KILLS; i++) {
			await kill(stack, 'jobs');
			await sleep(AWAY_MS);
			await start(stack, 'jobs');
			await sleep(AWAY_MS);
		}
		await becomes('all are late and told so', PATIENCE_MS, async () => (await told()).filter(([, kinds]) => kinds.endsWith('clock-breached')).length === TICKETS);
	} finally {
		second.kill('SIGTERM');
		await new Promise((done) => second.once('close', done));
	}
	// One that nobody could look at between its warning and its end is only told to be late.
	for (const [ticket, kinds] of await told())
		assert.ok(['clock-warning,clock-breached', 'clock-breached'].includes(kinds), `ticket ${ticket}: ${kinds}`);
	await becomes('no alarm is left', PATIENCE_MS, async () => (await sql(`SELECT COUNT(*) FROM job WHERE tenant_id = ${tenant.id} AND lane = 'clocks'`))[0][0] === '0');
	assert.deepEqual(await sql(`SELECT COUNT(*) FROM sla_cycle WHERE tenant_id = ${tenant.id} AND (breached_at IS NULL OR warned_at IS NULL)`), [['0']]);
});
