// scanner.mjs - the running stack with a private ClamAV, for the tests of one file: what uploads and what checks takes in another
// configuration, and the usual one again afterwards.
import assert from 'node:assert/strict';
import { start, stop } from '../../stack/parts.mjs';
import { STREAM_MAX, socketOf } from '../../stack/parts/clamd.mjs';
import { writeConf } from '../../stack/parts/pools.mjs';
import { until } from '../../stack/process.mjs';
import { stack } from './api.mjs';
import { lodgectl, quote, sql } from './operator.mjs';

export const SIZE_MAX = STREAM_MAX;
const PATIENCE_MS = 30_000;

/** Other values of lodge.conf for the pools and for lodge-jobs; {} is the usual. */
export async function configure(values) {
	writeConf({ ...stack, conf: { ...stack.conf, ...values } });
	for (const pool of ['pages', 'files'])
		await lodgectl('pool', 'reload', pool);
	await restartJobs();
}

export async function restartJobs() {
	await stop(stack, 'jobs');
	await start(stack, 'jobs');
}

export const scannerConf = { clamd_socket: socketOf(stack), clamd_size_max: `${SIZE_MAX}`, clamd_timeout_s: '2s' };

export async function startScanner(values = {}) {
	await start(stack, 'clamd');
	await configure({ ...scannerConf, ...values });
}

export async function stopScanner() {
	await start(stack, 'clamd'); // what still waits is looked at
	await sql('UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE lease IS NULL');
	await until(async () => (await sql("SELECT 1 FROM job WHERE kind = 'check' AND due_at IS NOT NULL LIMIT 1")).length === 0, PATIENCE_MS);
	await configure({});
	await stop(stack, 'clamd');
}

/** What is known of a file by its temporary id or its own: { id, verdict, finding, ... }. */
export async function rowOf(id) {
	const names = ['id', 'state', 'verdict', 'finding', 'mime_type', 'hash', 'ticket_id'];
	const [row] = await sql(`SELECT id, state, verdict, finding, mime_type, LOWER(HEX(sha256)), ticket_id FROM attachment
		WHERE ${/^\d+$/.test(id) ? `id = ${id}` : `temporary_id = ${quote(id)}`}`);
	return row && Object.fromEntries(names.map((name, i) => [name, row[i]]));
}

export const jobOf = async (id) => (await sql(`SELECT tries, due_at IS NULL, lease IS NOT NULL, trouble FROM job WHERE kind = 'check' AND subject_id = ${id}`))
	.map(([tries, gaveUp, leased, trouble]) => ({ tries: Number(tries), gaveUp: gaveUp === '1', leased: leased === '1', trouble }))[0];

/** Waits until the file has a verdict; what was put off is done at once. */
export async function judged(id) {
	const { id: number } = await rowOf(id);
	assert.ok(await until(async () => {
		await sql(`UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE kind = 'check' AND subject_id = ${number} AND lease IS NULL`);
		return !['checking', 'scanning'].includes((await rowOf(number)).verdict);
	}, PATIENCE_MS, 100), 'it has a verdict');
	return rowOf(number);
}
