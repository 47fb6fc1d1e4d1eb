// trial.mjs - a tenant and a stub provider of one test file, and the walk through sign-in step by step.
import assert from 'node:assert/strict';
import { Browser } from './browser.mjs';
import { addProvider, makeTenant } from './operator.mjs';
import { person } from './sign-in.mjs';
import { StubProvider } from './stub-provider.mjs';

export async function makeTrial(options) {
	const stub = await StubProvider.start();
	const tenant = await makeTenant();
	const provider = await addProvider(tenant, stub.issuer, options);
	return { stub, tenant, provider };
}

/** Another provider row with a stub of its own: nothing is cached for it. */
export async function freshProvider(trial, options) {
	const stub = await StubProvider.start();
	return { ...trial, stub, provider: await addProvider(trial.tenant, stub.issuer, options) };
}

/** Our login address: the answer. */
export function begin(trial, browser, to) {
	const url = new URL(`/auth/login?provider=${trial.provider}`, trial.tenant.origin);
	if (to !== undefined)
		url.searchParams.set('to', to);
	return browser.fetch(url.href);
}

/** Where our login address sends the browser; it must be the provider. */
export async function beginGood(trial, browser, to) {
	const answer = await begin(trial, browser, to);
	const location = answer.headers.get('location');
	assert.equal(answer.status, 302, `to the provider: ${answer.status} ${location}`);
	assert.ok(location.startsWith(`${trial.stub.issuer}/auth?`), location);
	return location;
}

/** The whole way; the outcome of the callback. */
export async function walk(trial, claims, { changes, browser = new Browser(), to } = {}) {
	const location = await beginGood(trial, browser, to);
	return outcome(trial, browser, await browser.fetch(trial.stub.authorize(location, claims, changes)));
}

/** What the callback's answer means: {problem, location, status, person}. */
export function outcome(trial, browser, answer) {
	const location = answer.headers.get('location');
	assert.equal(answer.status, 303, `the callback answers ${answer.status}`);
	assert.equal(answer.headers.get('cache-control'), 'no-store');
	return { problem: problemOf(location), location, browser, person: person(browser, trial.tenant.slug, location) };
}

export const problemOf = (location) => new URL(location, 'http://x').pathname === '/sign-in'
	? new URL(location, 'http://x').searchParams.get('problem') : null;

export async function walkGood(trial, claims, options) {
	const end = await walk(trial, claims, options);
	assert.equal(end.problem, null, `signed in, not ${end.problem}`);
	const me = await end.person.get('/rest/lodge/1/me');
	assert.equal(me.status, 200);
	return { ...end, me: await me.json() };
}
