// fault.mjs - takes parts of the running stack away and brings them back, and counts what people meet meanwhile.
//
//	await without('mariadb', 'frozen', async () => { ... });   // it is back afterwards, whatever happened
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../../stack/ask.mjs';
import { freeze, kill, start, thaw } from '../../stack/parts.mjs';
import { until } from '../../stack/process.mjs';
import { stack } from '../../stack/test-stack.mjs';

export { stack, sleep, until };
export const WAYS = ['killed', 'frozen'];

/** Runs `work` while the part is dead, or holds its sockets and answers nothing. */
export async function without(part, way, work) {
	if (way === 'killed')
		await kill(stack, part);
	else
		freeze(stack, part);
	try {
		return await work();
	} finally {
		await bringBack(part);
	}
}

/** Everything runs again: for `after`, so that the next file meets a healthy stack. */
export async function bringBack(...parts) {
	const names = parts.length ? parts : ['all'];
	thaw(stack, ...names);
	await start(stack, ...names);
}

/** { value, ms } */
export async function timed(work) {
	const began = performance.now();
	const value = await work();
	return { value, ms: Math.round(performance.now() - began) };
}

export function within(ms, limit, what) {
	assert.ok(ms <= limit, `${what}: ${ms} ms, at most ${limit}`);
}

/** Fails when it does not come true in time. */
export async function becomes(what, timeoutMs, question) {
	assert.ok(await until(question, timeoutMs, 100), `${what} within ${timeoutMs} ms`);
}

/** Asks and passes over what a broken connection throws: for questions that are repeated. */
export async function attempt(work) {
	try {
		return await work();
	} catch {
		return null;
	}
}

export const healthz = async () => (await ask(`http://127.0.0.1:${stack.ports.local}/healthz`, { timeoutMs: 20_000 }))?.status;

/** A refusal that tells people to come back. */
export function isBusy(answer, what) {
	assert.equal(answer.status, 503, `${what}: ${answer.status} ${answer.text.slice(0, 300)}`);
	assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/, `${what}: Retry-After`);
	assert.ok(JSON.parse(answer.text).errorMessage.length > 10, `${what}: ${answer.text}`);
}

/** `connections` callers, each one request after the other, until `isOver()`; gives { failures }. `once` throws or answers a complaint. */
export async function load(connections, once, isOver) {
	const failures = [];
	await Promise.all(Array.from({ length: connections }, async (_, i) => {
		while (!isOver()) {
			try {
				const complaint = await once(i);
				if (complaint)
					failures.push(complaint);
			} catch (e) {
				failures.push(String(e.cause ?? e));
			}
		}
	}));
	return { failures };
}

/** The value below which that part of them lies. */
export const quantile = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
