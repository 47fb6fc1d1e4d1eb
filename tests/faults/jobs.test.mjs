// jobs.test.mjs - lodge-jobs and the scanner die, hang and come back: nothing that was to be done is forgotten, nothing is passed by
// failure, and two at once do no harm.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { JSM, newcomer, raise, refuses } from '../api/lib/api.mjs';
import { sql } from '../api/lib/operator.mjs';
import { configure, jobOf, judged, restartJobs, rowOf, scannerConf, startScanner, stopScanner } from '../api/lib/scanner.mjs';
import { EVIL } from '../stack/parts/clamd.mjs';
import { freeze, isRunning, kill, pids, start, stop, thaw } from '../stack/parts.mjs';
import { send } from '../stack/process.mjs';
import { WAYS, becomes, bringBack, sleep, stack, timed, within } from './lib/fault.mjs';

const DESK = 55, LEASE_S = 2, PATIENCE_MS = 20_000, AWAY_MS = 60, PROCESSES = 11; // a parent, a sweep, one of clocks, two each of files, mail, mail-in and mailbox
let anna;

before(async () => {
	await bringBack();
	await startScanner({ job_lease_s: `${LEASE_S}s` });
	anna = await newcomer('copernicus');
});
after(async () => {
	thaw(stack, 'clamd');
	await stopScanner();
	await bringBack();
});

const sent = async (bytes, name = 'file.bin') => rowOf((await anna.upload(DESK, { name, bytes }))[0].temporaryAttachmentId);
const atWork = (file) => becomes('a process has it', PATIENCE_MS, async () => (await jobOf(file.id))?.leased && (await jobOf(file.id)).tries > 0);

describe('lodge-jobs', () => {
	test('that is killed in the middle of a job leaves it to the next one, after its lease', async () => {
		freeze(stack, 'clamd');
		const file = await sent('clean words');
		await atWork(file);
		await kill(stack, 'jobs');
		thaw(stack, 'clamd');
		const { tries, leased } = await jobOf(file.id);
		assert.deepEqual([tries, leased], [1, true], 'what it held it still holds');
		await start(stack, 'jobs');
		const { ms } = await timed(() => becomes('the verdict', PATIENCE_MS, async () => (await rowOf(file.id)).verdict === 'passed'));
		within(ms, LEASE_S * 1000 + 8000, 'the lease and a look');
		assert.equal(await jobOf(file.id), undefined);
	});
	test('starts a process of a lane again that died', async () => {
		await becomes('all are there', PATIENCE_MS, () => pids(stack, 'jobs').length === PROCESSES);
		const [parent, ...children] = pids(stack, 'jobs');
		for (const pid of children)
			send(pid, 'SIGKILL');
		await becomes('new ones', PATIENCE_MS, () => pids(stack, 'jobs').length === PROCESSES && !children.some((pid) => pids(stack, 'jobs').includes(pid)));
		assert.equal(pids(stack, 'jobs')[0], parent);
		assert.equal((await judged((await sent('after that')).id)).verdict, 'passed');
	});
	test('ends with its children when it is told to, and gives back what it had begun', async () => {
		freeze(stack, 'clamd');
		const file = await sent('given back');
		await atWork(file);
		thaw(stack, 'clamd');
		const { ms } = await timed(() => stop(stack, 'jobs'));
		assert.deepEqual(pids(stack, 'jobs'), []);
		within(ms, 6000, 'the end');
		await restartJobs();
		assert.equal((await judged(file.id)).verdict, 'passed');
	});
	test('whose parent is killed leaves no process behind', async () => {
		const [parent] = pids(stack, 'jobs');
		send(parent, 'SIGKILL');
		await becomes('all have ended', PATIENCE_MS, () => pids(stack, 'jobs').length === 0);
		await start(stack, 'jobs');
	});
	test('does no harm when it runs twice', async () => {
		const second = spawn(join(stack.programs, 'lodge-jobs'), ['--conf', stack.confFile], { stdio: 'ignore' });
		try {
			const files = await Promise.all(Array.from({ length: 30 }, (_, i) => sent(i % 3 ? `clean ${i}` : `${EVIL} ${i}`, `${i}.txt`)));
			for (const [i, file] of files.entries())
				assert.equal((await judged(file.id)).verdict, i % 3 ? 'passed' : 'infected');
			await becomes('no job is left', PATIENCE_MS, async () => (await Promise.all(files.map((file) => jobOf(file.id)))).every((job) => !job));
		} finally {
			second.kill('SIGTERM');
			await new Promise((done) => second.once('close', done));
		}
	});
});

for (const way of WAYS)
	describe(`the scanner is ${way}`, () => {
		let files, ticket;
		const away = async () => (way === 'killed' ? kill(stack, 'clamd') : freeze(stack, 'clamd'));
		const back = async () => (way === 'killed' ? start(stack, 'clamd') : thaw(stack, 'clamd'));

		test('files still come, wait, and are not given out', async () => {
			await away();
			files = [await sent('clean'), await sent(`x${EVIL}`), await sent(Buffer.alloc(1 << 20, 'x'))];
			ticket = await raise(anna, { attachment: [(await anna.upload(DESK, { name: 'a.txt', bytes: 'on a ticket' }))[0].temporaryAttachmentId] });
			for (const file of files)
				await becomes('its job has failed', PATIENCE_MS, async () => /scanner does not answer/.test((await jobOf(file.id))?.trouble));
			for (const file of files)
				assert.equal((await rowOf(file.id)).verdict, 'scanning');
			const path = `${JSM}/request/${ticket.issueKey}/attachment`, [waiting] = (await anna.read(path)).values;
			refuses(await anna.get(`${path}/${waiting.id}`), 409);
		});
		test('and back: they get the verdicts that they should have', async () => {
			await back();
			assert.deepEqual((await Promise.all(files.map((file) => judged(file.id)))).map((row) => row.verdict), ['passed', 'infected', 'passed']);
			const path = `${JSM}/request/${ticket.issueKey}/attachment`, [waiting] = (await anna.read(path)).values;
			await judged(waiting.id);
			assert.equal((await anna.get(`${path}/${waiting.id}`)).status, 303);
		});
		test('again and again while files are looked at: none is passed by failure', async () => {
			let isOver = false;
			const trouble = (async () => {
				while (!isOver) {
					await away();
					await sleep(AWAY_MS);
					await back();
					await sleep(AWAY_MS);
				}
			})();
			const names = Array.from({ length: 20 }, (_, i) => i);
			const rows = [];
			for (const i of names)
				rows.push(await sent(Buffer.concat([Buffer.alloc(1 << 20, 'x'), Buffer.from(i % 2 ? EVIL : 'fine')])));
			const verdicts = (await Promise.all(rows.map((row) => judged(row.id)))).map((row) => row.verdict);
			isOver = true;
			await trouble;
			assert.ok(isRunning(stack, 'clamd'));
			assert.deepEqual(verdicts, names.map((i) => (i % 2 ? 'infected' : 'passed')));
		});
	});

test('a scanner that talks nonsense passes nothing', async () => {
	await configure({ ...scannerConf, clamd_socket: stack.path('mariadb', 's.sock') }); // another protocol altogether
	const file = await sent('clean');
	await becomes('its job has failed', PATIENCE_MS, async () => /scanner/.test((await jobOf(file.id))?.trouble));
	assert.equal((await rowOf(file.id)).verdict, 'scanning');
	await configure(scannerConf);
	assert.equal((await judged(file.id)).verdict, 'passed');
	assert.equal(Number((await sql("SELECT COUNT(*) FROM job WHERE kind = 'check' AND due_at IS NULL"))[0][0]), 0);
});
