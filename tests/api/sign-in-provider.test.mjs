// sign-in-provider.test.mjs - rows 13 to 19: what a provider publishes, kept while it is down; answers that do not come, and
// who waits for them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser } from './lib/browser.mjs';
import { quote, sql } from './lib/operator.mjs';
import { signIn } from './lib/sign-in.mjs';
import { broken, json, makeKey } from './lib/stub-provider.mjs';
import { begin, beginGood, freshProvider, makeTrial, outcome, problemOf, walk } from './lib/trial.mjs';

const BUDGET_MS = 5000;
const anna = { sub: 'anna', email: 'anna@trial.example' };
let trial;

before(async () => { trial = await makeTrial(); });
after(() => trial?.stub.stop());

/* A provider of which our database knows documents of that age, and no worker has a copy yet. */
async function knownProvider(hours, { nextTry = 'UTC_TIMESTAMP(3)' } = {}) {
	const fresh = await freshProvider(trial);
	for (const [kind, body] of [['discovery', fresh.stub.discovery()], ['jwks', fresh.stub.jwks()]])
		await sql(`INSERT INTO provider_document (tenant_id, provider_id, kind, body, fetched_at, next_try_at) VALUES
			(${trial.tenant.id}, ${fresh.provider}, '${kind}', ${quote(JSON.stringify(body))}, UTC_TIMESTAMP(3) - INTERVAL ${hours[kind]} HOUR, ${nextTry})`);
	return fresh;
}

async function timed(work) {
	const began = Date.now();
	return { ...await work(), ms: Date.now() - began };
}

async function beginProblem(at, browser = new Browser()) {
	const answer = await begin(at, browser);
	return { status: answer.status, problem: answer.status === 302 ? null : problemOf(answer.headers.get('location')) };
}

describe('rows 13 and 14: keys that we do not know', () => {
	test('new keys are fetched once for all workers, and old ones are then none', async () => {
		const fresh = await knownProvider({ discovery: 1, jwks: 0 });
		const old = fresh.stub.keys[0];
		fresh.stub.keys = [makeKey()];
		const ends = await Promise.all(Array.from({ length: 6 }, (_, n) => walk(fresh, { ...anna, sub: `p${n}` })));
		assert.deepEqual(ends.map((end) => end.problem), Array(6).fill(null));
		assert.equal(fresh.stub.hits.jwks, 1);
		assert.equal((await walk(fresh, anna, { changes: { key: old } })).problem, 'refused');
		fresh.stub.stop();
	});

	test('twenty random kids at once make one fetch', async () => {
		const fresh = await knownProvider({ discovery: 1, jwks: 0 });
		const ends = await Promise.all(Array.from({ length: 20 }, (_, n) => walk(fresh, anna, { changes: { header: { kid: `r${n}` } } })));
		assert.ok(ends.every((end) => ['refused', 'unavailable'].includes(end.problem)), JSON.stringify(ends.map((end) => end.problem)));
		assert.equal(fresh.stub.hits.jwks, 1);
		assert.equal((await walk(fresh, anna)).problem, null);
		fresh.stub.stop();
	});
});

const failures = {
	'status 500': broken.status(500), 'status 404': broken.status(404), 'a redirect': broken.redirect('http://127.0.0.1:1/'),
	'a page': broken.html, 'a broken connection': broken.reset, 'no answer at all': broken.hang, 'a slow drip': broken.drip,
	'64 MiB': broken.huge, 'an empty object': broken.json({}), 'a list': broken.json([]),
};

describe('row 16: keys that cannot be had', () => {
	for (const [name, answer] of Object.entries({ ...failures, 'no key': broken.json({ keys: [] }) })) {
		test(`${name}, never had any: unavailable within the budget`, async () => {
			const fresh = await knownProvider({ discovery: 1, jwks: 25 });
			fresh.stub.answers.jwks = answer;
			const end = await timed(() => walk(fresh, anna));
			assert.equal(end.problem, 'unavailable');
			assert.ok(end.ms < BUDGET_MS + 1000, `${end.ms} ms`);
			fresh.stub.stop();
		});
	}

	for (const name of ['status 500', 'a page', 'a broken connection', '64 MiB', 'an empty object'])
		test(`${name}: keys of two hours ago still serve`, async () => {
			const fresh = await knownProvider({ discovery: 1, jwks: 2 });
			fresh.stub.answers.jwks = failures[name];
			assert.equal((await walk(fresh, anna)).problem, null);
			const asked = fresh.stub.hits.jwks; // a kept connection that breaks is asked anew on another one
			assert.ok(asked === 1 || (asked === 2 && name === 'a broken connection'), `${asked} questions`);
			assert.equal((await walk(fresh, anna)).problem, null);
			assert.equal(fresh.stub.hits.jwks, asked, 'and it is not asked again at once');
			fresh.stub.stop();
		});
});

describe('row 17: the token endpoint', () => {
	const problems = { 'status 500': 'unavailable', 'a broken connection': 'unavailable', 'no answer at all': 'unavailable', 'a slow drip': 'unavailable',
		'64 MiB': 'unavailable', 'status 429': 'unavailable' };
	for (const [name, answer] of Object.entries({ ...failures, 'status 429': broken.status(429), 'status 400': broken.status(400, '{"error":"invalid_grant"}') }))
		test(`${name}: ${problems[name] ?? 'refused'} within the budget, and the attempt is spent`, async () => {
			const browser = new Browser();
			const callback = trial.stub.authorize(await beginGood(trial, browser), anna);
			trial.stub.answers.token = answer;
			const end = await timed(async () => outcome(trial, browser, await browser.fetch(callback)));
			delete trial.stub.answers.token;
			assert.equal(end.problem, problems[name] ?? 'refused');
			assert.ok(end.ms < BUDGET_MS, `${end.ms} ms`);
			assert.equal(outcome(trial, browser, await browser.fetch(callback)).problem, 'expired');
			assert.equal((await walk(trial, anna)).problem, null, 'the worker is free again');
		});
});

describe('row 18: discovery', () => {
	const wrong = {
		...failures,
		'another issuer': (response, _, stub) => json(response, { ...stub.discovery(), issuer: 'https://evil.example' }),
		'the issuer with a slash': (response, _, stub) => json(response, { ...stub.discovery(), issuer: `${stub.issuer}/` }),
		'an endpoint that is a file': (response, _, stub) => json(response, { ...stub.discovery(), jwks_uri: 'file:///etc/passwd' }),
		'no token endpoint': (response, _, stub) => json(response, { ...stub.discovery(), token_endpoint: undefined }),
	};
	for (const [name, answer] of Object.entries(wrong))
		test(`${name}: unavailable within the budget, and not asked again at once`, async () => {
			const fresh = await freshProvider(trial);
			fresh.stub.answers.discovery = answer;
			const end = await timed(() => beginProblem(fresh));
			assert.equal(end.problem, 'unavailable');
			assert.ok(end.ms < BUDGET_MS, `${end.ms} ms`);
			const again = await timed(() => beginProblem(fresh));
			assert.equal(again.problem, 'unavailable');
			assert.ok(again.ms < 1000, `the second one does not wait: ${again.ms} ms`);
			assert.equal(fresh.stub.hits.discovery, 1);
			fresh.stub.stop();
		});

	for (const name of ['another issuer', 'status 404', 'a redirect', 'a broken connection'])
		test(`${name}: what was known for 25 hours still serves`, async () => {
			const fresh = await knownProvider({ discovery: 25, jwks: 0 });
			fresh.stub.answers.discovery = wrong[name];
			assert.equal((await walk(fresh, anna)).problem, null);
			assert.equal(fresh.stub.hits.discovery, 1);
			fresh.stub.stop();
		});

	test('the redirect of a discovery document is not followed', async () => {
		const fresh = await freshProvider(trial), other = await freshProvider(trial);
		fresh.stub.answers.discovery = broken.redirect(`${other.stub.issuer}/.well-known/openid-configuration`);
		assert.equal((await beginProblem(fresh)).problem, 'unavailable');
		assert.equal(other.stub.hits.discovery, 0);
		fresh.stub.stop();
		other.stub.stop();
	});

	test('ten people at a provider nobody has asked yet make one question, and all of them get in', async () => {
		const fresh = await freshProvider(trial);
		fresh.stub.answers.discovery = (response, _, stub) => setTimeout(() => json(response, stub.discovery()), 300);
		const begun = await Promise.all(Array.from({ length: 10 }, () => beginProblem(fresh)));
		assert.equal(fresh.stub.hits.discovery, 1);
		assert.deepEqual(begun.map((one) => one.status), Array(10).fill(302));
		fresh.stub.stop();
	});
});

describe('row 19: userinfo', () => {
	const nameless = { sub: 'uma' };

	test('is asked when the ID token has no address, and believed for the same sub', async () => {
		trial.stub.userinfo = { sub: 'uma', email: 'uma@trial.example', email_verified: true, name: 'Uma Info' };
		const end = await walk(trial, nameless);
		assert.equal(end.problem, null);
		const me = await (await end.person.get('/rest/lodge/1/me')).json();
		assert.equal(me.emailAddress, 'uma@trial.example');
		assert.equal(me.displayName, 'Uma Info');
	});
	test('is not asked when the ID token has one', async () => {
		const asked = trial.stub.hits.userinfo;
		assert.equal((await walk(trial, anna)).problem, null);
		assert.equal(trial.stub.hits.userinfo, asked);
	});
	for (const [name, userinfo] of Object.entries({
		'of another sub': { sub: 'somebody', email: 'admin@trial.example' }, 'without a sub': { email: 'admin@trial.example' }, 'that is a list': [],
	}))
		test(`${name} is refused`, async () => {
			trial.stub.userinfo = userinfo;
			assert.equal((await walk(trial, nameless)).problem, 'refused');
		});
	test('that does not come is an unavailable provider', async () => {
		trial.stub.answers.userinfo = broken.hang;
		const end = await timed(() => walk(trial, nameless));
		delete trial.stub.answers.userinfo;
		assert.equal(end.problem, 'unavailable');
		assert.ok(end.ms < BUDGET_MS, `${end.ms} ms`);
	});
});

describe('who waits for a provider that is dead', () => {
	test('one deadline covers everything that one callback asks', async () => {
		const fresh = await knownProvider({ discovery: 30, jwks: 3 });
		const late = (ms, answer) => (response, _, stub) => setTimeout(() => json(response, answer(stub)), ms);
		const browser = new Browser();
		const callback = fresh.stub.authorize(await beginGood(fresh, browser), anna);
		fresh.stub.answers.jwks = late(2500, (stub) => stub.jwks());
		fresh.stub.answers.token = broken.hang;
		const end = await timed(async () => outcome(fresh, browser, await browser.fetch(callback)));
		assert.equal(end.problem, 'unavailable');
		assert.ok(end.ms < BUDGET_MS, `${end.ms} ms`);
		fresh.stub.stop();
	});

	test('at most half the pool: the others are told at once, and another tenant signs in meanwhile', async () => {
		const fresh = await freshProvider(trial);
		await beginGood(fresh, new Browser());
		const waiting = await Promise.all(Array.from({ length: 8 }, async () => {
			const browser = new Browser();
			return { browser, callback: fresh.stub.authorize(await beginGood(fresh, browser), anna) };
		}));
		fresh.stub.answers.token = broken.hang;
		const ends = waiting.map(({ browser, callback }) => timed(async () => outcome(fresh, browser, await browser.fetch(callback))));
		const other = await timed(() => signIn('dasharo', 'customer@dasharo.example'));
		assert.ok(other.ms < 2500, `the other tenant's sign-in took ${other.ms} ms`);
		const done = await Promise.all(ends);
		assert.deepEqual(done.map((end) => end.problem), Array(8).fill('unavailable'));
		assert.ok(done.filter((end) => end.ms > 3000).length <= 2, `at most two waited: ${done.map((end) => end.ms)}`);
		assert.ok(fresh.stub.hits.token <= 2, `${fresh.stub.hits.token} questions`);
		fresh.stub.stop();
	});
});
