// sweeper.mjs - the sweep on the running stack's data with lengths of life of its own:
//   const { sweep, jobs } = sweeper('name', { stray_object_s: '1s' });   await sweep();  await jobs();
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../stack/process.mjs';
import { settings } from '../../stack/settings.mjs';
import { sql } from './operator.mjs';

const stack = settings();
const TIMEOUT_MS = 120_000;

export function sweeper(name, conf = {}) {
	const file = stack.path(`sweep-${name}.conf`);
	const kept = readFileSync(stack.confFile, 'utf8').split('\n').filter((line) => !(line.split(' = ')[0] in conf));
	writeFileSync(file, [...kept, ...Object.entries(conf).map(([key, value]) => `${key} = ${value}`), ''].join('\n'), { mode: 0o600 });
	const argv = (...words) => [join(stack.programs, 'lodgectl'), '--conf', file, ...words];
	return {
		file, argv,
		ctl: (...words) => run(argv(...words), { timeoutMs: TIMEOUT_MS }),
		/** What it printed: { lines, counts } */
		sweep: async (...words) => told(await run(argv('sweep', ...words), { timeoutMs: TIMEOUT_MS })),
		jobs: () => run([join(stack.programs, 'lodge-jobs'), '--conf', file, '--lane', 'sweep', '--once'], { timeoutMs: TIMEOUT_MS }),
	};
}

/** Waits until what is in the store is older than a stray_object_s of so many seconds. Rows can be dated back, objects cannot: the store
 *  dates them itself when they arrive, and S3 has no request that sets another date. */
export const grownOld = (seconds = 1) => sleep(seconds * 1050);

export function told(out) {
	const lines = out.trim().split('\n'), last = lines.at(-1);
	const counts = Object.fromEntries([...last.matchAll(/(\w+)=(\S+)/g)].map(([, word, n]) => [word, /^\d+$/.test(n) ? Number(n) : n]));
	return { lines: lines.slice(0, -1).map((line) => line.replace(/ {2,}/, ' ')), outcome: last.split(' ')[0], counts };
}

export const reports = () => sql('SELECT whole, outcome, said, id FROM sweep_report ORDER BY id DESC LIMIT 20');
