// jira6.test.mjs - npm jira.js 6 with its schemas as judges: it wants a newer Node than ours, so it runs in a child on
// npm's node@22 and reports each step.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { program } from './lib/api.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const node22 = join(here, '../node_modules/node/bin/node');
const STEPS_MIN = 14;

const anna = await program('copernicus', 'customer@copernicus.example');
const agent = await program('copernicus', 'agent@copernicus.example');
for (const scheme of ['Basic', 'Bearer']) {
	const { rows, errors } = await run({ scheme, host: anna.origin,
		customer: { email: anna.email, token: anna.token }, agent: { email: agent.email, token: agent.token } });
	test(`jira.js 6 with ${scheme} takes every step`, () => assert.ok(rows.length >= STEPS_MIN, `${rows.length} steps\n${errors}`));
	for (const { sentence, failure } of rows)
		test(`jira.js 6 with ${scheme} ${sentence}`, () => assert.equal(failure, undefined));
}

/** What the child says: one JSON line for each step. */
function run(input) {
	return new Promise((done, failed) => {
		const child = spawn(node22, ['--require', join(here, '../stack/localhost.cjs'), join(here, 'lib/jira6-run.mjs')],
			{ stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' }, timeout: 60_000 });
		let out = '', errors = '';
		child.stdout.on('data', (piece) => out += piece);
		child.stderr.on('data', (piece) => errors += piece);
		child.on('error', failed);
		child.on('close', (code) => done({ rows: out.split('\n').filter(Boolean).map((line) => JSON.parse(line)), errors: `${errors} exit ${code}` }));
		child.stdin.end(JSON.stringify(input));
	});
}
