// sign-in.test.mjs - the way in and back: attempts, cookies, where a person lands. The provider is the demo's.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { stack } from './lib/api.mjs';
import { Browser } from './lib/browser.mjs';
import { addProvider, makeTenant, sql } from './lib/operator.mjs';
import { openLogin, passLogin, person, PORT, reachCallback, signIn } from './lib/sign-in.mjs';
import { begin, beginGood, freshProvider, makeTrial, outcome, problemOf, walk, walkGood } from './lib/trial.mjs';

const CUSTOMER = 'customer@copernicus.example';
let trial;

before(async () => { trial = await makeTrial(); });
after(() => trial?.stub.stop());

const anna = { sub: 'anna', email: 'anna@trial.example', name: 'Anna Trial', email_verified: true };
const setCookies = (answer) => answer.headers.getSetCookie();
const status = async (one) => (await one.get('/rest/lodge/1/me')).status;

/** The callback's problem, and whether the token endpoint was asked. */
async function ask(browser, callback) {
	const asked = trial.stub.hits.token;
	const end = outcome(trial, browser, await browser.fetch(callback));
	return { ...end, tokenAsked: trial.stub.hits.token - asked };
}

const changed = (callback, change) => {
	const url = new URL(callback);
	change(url.searchParams);
	return url.href;
};

describe('the whole way', () => {
	test('a person signs in at the RS256 provider and comes back to the page they wanted', async () => {
		const to = '/servicedesk/customer/user/requests?status=open&q=a%20b';
		const customer = await signIn('copernicus', CUSTOMER, { to });
		assert.equal(customer.location, to);
		const me = await (await customer.get('/rest/lodge/1/me')).json();
		assert.equal(me.emailAddress, CUSTOMER);
		assert.equal(me.role, 'customer');
	});

	test('the agent of the demo is an agent after signing in at the ES256 provider', async () => {
		const agent = await signIn('dasharo', 'agent@dasharo.example');
		assert.equal(agent.location, '/');
		assert.equal((await (await agent.get('/rest/lodge/1/me')).json()).agent, true);
	});

	test('a wrong password signs nobody in', async () => {
		const browser = new Browser();
		const page = await openLogin(browser, 'copernicus');
		await assert.rejects(passLogin(browser, 'copernicus', page, CUSTOMER, { password: 'wrong' }), /lets/);
		assert.equal(await status(person(browser, 'copernicus')), 401);
	});

	test('the provider is asked for a code with PKCE, a state and a nonce, and nothing secret is in the address twice', async () => {
		const asked = [new Browser(), new Browser()].map(async (browser) => new URL(await beginGood(trial, browser)).searchParams);
		const [one, other] = await Promise.all(asked);
		assert.equal(one.get('response_type'), 'code');
		assert.equal(one.get('code_challenge_method'), 'S256');
		assert.equal(one.get('scope'), 'openid email profile');
		assert.equal(one.get('redirect_uri'), `${trial.tenant.origin}/auth/callback/${trial.provider}`);
		for (const name of ['state', 'nonce', 'code_challenge']) {
			assert.match(one.get(name), /^[\w-]{43}$/, name);
			assert.notEqual(one.get(name), other.get(name), name);
		}
		assert.equal(new Set(['state', 'nonce', 'code_challenge'].map((name) => one.get(name))).size, 3);
	});

	test('the database holds neither the state nor the verifier nor the browser\'s secret', async () => {
		const browser = new Browser();
		const state = new URL(await beginGood(trial, browser)).searchParams.get('state');
		const rows = await sql(`SELECT HEX(state_hash), HEX(browser_hash), verifier FROM login_attempt WHERE tenant_id = ${trial.tenant.id}`);
		const secret = browser.cookie(trial.tenant.origin).split('=')[1];
		const text = JSON.stringify(rows);
		for (const hidden of [state, secret, Buffer.from(state).toString('hex'), Buffer.from(secret).toString('hex')])
			assert.ok(!text.toLowerCase().includes(hidden.toLowerCase()));
		assert.ok(rows.every(([, , verifier]) => verifier.length > 43), 'sealed, not plain');
	});

	test('the operator\'s extra parameters go along, but never in place of ours', async () => {
		await sql(`UPDATE provider SET extra_params = 'kc_idp_hint=corp%20one&state=evil&redirect_uri=https://evil.example'
			WHERE tenant_id = ${trial.tenant.id} AND id = ${trial.provider}`);
		const asked = new URL(await beginGood(trial, new Browser())).searchParams;
		await sql(`UPDATE provider SET extra_params = NULL WHERE tenant_id = ${trial.tenant.id}`);
		assert.equal(asked.get('kc_idp_hint'), 'corp one');
		assert.deepEqual(asked.getAll('redirect_uri'), [`${trial.tenant.origin}/auth/callback/${trial.provider}`]);
		assert.equal(asked.getAll('state').length, 1);
	});

	test('two tabs of one browser sign in side by side', async () => {
		const browser = new Browser();
		const first = await beginGood(trial, browser), second = await beginGood(trial, browser);
		for (const location of [first, second]) {
			const end = outcome(trial, browser, await browser.fetch(trial.stub.authorize(location, anna)));
			assert.equal(end.problem, null);
			assert.equal(await status(end.person), 200);
		}
	});

	test('a provider that does not exist, or is another tenant\'s, is 404', async () => {
		for (const id of ['999999', '1'])
			assert.equal((await new Browser().fetch(`${trial.tenant.origin}/auth/login?provider=${id}`)).status, 404, id);
		assert.equal((await new Browser().fetch(`${trial.tenant.origin}/auth/callback/1?state=x&code=y`)).status, 404);
		for (const id of ['', '0', 'x', '-1', '99999999999999999999'])
			assert.ok([400, 404].includes((await new Browser().fetch(`${trial.tenant.origin}/auth/login?provider=${id}`)).status), id);
	});

	test('a provider that was switched off is 404', async () => {
		const off = await freshProvider(trial);
		await sql(`UPDATE provider SET enabled = FALSE WHERE tenant_id = ${trial.tenant.id} AND id = ${off.provider}`);
		assert.equal((await begin(off, new Browser())).status, 404);
		off.stub.stop();
	});

	test('HEAD neither begins nor spends a sign-in', async () => {
		const browser = new Browser();
		const login = `${trial.tenant.origin}/auth/login?provider=${trial.provider}`;
		assert.equal((await browser.fetch(login, { method: 'HEAD' })).status, 405);
		const callback = trial.stub.authorize(await beginGood(trial, browser), anna);
		assert.equal((await browser.fetch(callback, { method: 'HEAD' })).status, 405);
		assert.equal((await ask(browser, callback)).problem, null);
	});
});

describe('row 1: the state', () => {
	const cases = {
		'another state': [(p) => p.set('state', 'A'.repeat(43)), 'expired'],
		'no state': [(p) => p.delete('state'), 'expired'],
		'an empty state': [(p) => p.set('state', ''), 'expired'],
		'a state too long': [(p) => p.set('state', 'A'.repeat(5000)), 'refused'],
		'two states': [(p) => p.append('state', p.get('state')), 'refused'],
		'two codes': [(p) => p.append('code', 'x'), 'refused'],
		'two issuers': [(p) => p.append('iss', p.get('iss')), 'refused'],
	};
	for (const [name, [change, problem]] of Object.entries(cases))
		test(`${name}: refused without asking the provider, and the right answer still works`, async () => {
			const browser = new Browser();
			const callback = trial.stub.authorize(await beginGood(trial, browser), anna);
			const end = await ask(browser, changed(callback, change));
			assert.equal(end.problem, problem);
			assert.equal(end.tokenAsked, 0);
			assert.equal((await ask(browser, callback)).problem, null);
		});

	test('a query that is not well formed is refused', async () => {
		const browser = new Browser();
		const callback = trial.stub.authorize(await beginGood(trial, browser), anna);
		assert.equal((await browser.fetch(`${callback}&x=%zz`)).status, 400);
		assert.equal((await browser.fetch(`${callback}&x=%00`)).status, 400);
	});
});

describe('row 2: a state is good once', () => {
	test('the same callback a second time is refused', async () => {
		const browser = new Browser();
		const callback = trial.stub.authorize(await beginGood(trial, browser), anna);
		assert.equal((await ask(browser, callback)).problem, null);
		const again = await ask(browser, callback);
		assert.equal(again.problem, 'expired');
		assert.equal(again.tokenAsked, 0);
	});

	test('six of them at once make one session', async () => {
		const browser = new Browser();
		const callback = trial.stub.authorize(await beginGood(trial, browser), { ...anna, sub: 'race' });
		const answers = await Promise.all(Array.from({ length: 6 }, () => browser.fetch(callback)));
		assert.equal(answers.filter((answer) => !problemOf(answer.headers.get('location'))).length, 1);
		const [[n]] = await sql(`SELECT COUNT(*) FROM session WHERE tenant_id = ${trial.tenant.id} AND idp_sub = 'race'`);
		assert.equal(n, '1');
	});
});

test('row 3: an attempt older than ten minutes is refused, and the person may start again', async () => {
	const browser = new Browser();
	const location = await beginGood(trial, browser, '/servicedesk/customer/portals');
	await sql(`UPDATE login_attempt SET created_at = created_at - INTERVAL 601 SECOND WHERE tenant_id = ${trial.tenant.id}`);
	const end = await ask(browser, trial.stub.authorize(location, anna));
	assert.equal(end.problem, 'expired');
	assert.equal(end.tokenAsked, 0);
	assert.equal((await walkGood(trial, anna, { browser })).problem, null);
});

describe('row 4: another browser', () => {
	for (const [name, cookies] of Object.entries({
		'without a cookie': () => new Browser(),
		'with a sign-in of its own': async () => { const b = new Browser(); await beginGood(trial, b); return b; },
	}))
		test(`${name} is refused, and the right one still signs in`, async () => {
			const browser = new Browser(), other = await cookies();
			const callback = trial.stub.authorize(await beginGood(trial, browser), anna);
			const end = await ask(other, callback);
			assert.equal(end.problem, 'expired');
			assert.equal(end.tokenAsked, 0);
			assert.equal(await status(end.person), 401);
			assert.equal((await ask(browser, callback)).problem, null);
		});

	test('two cookies of one name are as good as none', async () => {
		const browser = new Browser();
		const callback = trial.stub.authorize(await beginGood(trial, browser), anna);
		const [name, value] = browser.cookie(trial.tenant.origin).split('=');
		const answer = await fetch(callback, { redirect: 'manual', headers: { cookie: `${name}=${value}; ${name}=${'A'.repeat(43)}` } });
		assert.equal(problemOf(answer.headers.get('location')), 'expired');
		assert.equal((await ask(browser, callback)).problem, null);
	});
});

describe('row 5: errors from the provider', () => {
	test('who cancels at the real provider is told so, and nobody is signed in', async () => {
		const browser = new Browser();
		const callback = await reachCallback(browser, 'copernicus', CUSTOMER, { cancel: true, to: '/servicedesk/customer/portals' });
		const answer = await browser.fetch(callback);
		assert.equal(answer.status, 303);
		assert.equal(answer.headers.get('location'), '/sign-in?problem=cancelled&to=%2Fservicedesk%2Fcustomer%2Fportals');
		assert.equal(await status(person(browser, 'copernicus')), 401);
	});

	for (const [error, problem] of Object.entries({
		access_denied: 'cancelled', server_error: 'unavailable', temporarily_unavailable: 'unavailable',
		invalid_request: 'refused', login_required: 'refused', '<script>alert(1)</script>\r\nx: y': 'refused',
	}))
		test(`error=${JSON.stringify(error)} is ${problem}, its text goes nowhere, and the attempt is spent`, async () => {
			const browser = new Browser();
			const callback = trial.stub.authorize(await beginGood(trial, browser), anna);
			const end = await ask(browser, changed(callback, (p) => { p.set('error', error); p.set('error_description', 'evil'); p.delete('code'); }));
			assert.equal(end.problem, problem);
			assert.equal(end.location, `/sign-in?problem=${problem}&to=%2F`);
			assert.equal(end.tokenAsked, 0);
			assert.equal((await ask(browser, callback)).problem, 'expired');
		});

	test('an answer with neither code nor error is refused', async () => {
		const browser = new Browser();
		const callback = trial.stub.authorize(await beginGood(trial, browser), anna);
		assert.equal((await ask(browser, changed(callback, (p) => p.delete('code')))).problem, 'refused');
	});
});

describe('row 6: who answers (RFC 9207)', () => {
	for (const [name, change] of Object.entries({
		'another issuer': (p) => p.set('iss', 'https://evil.example/realm'),
		'the issuer with a slash': (p) => p.set('iss', `${p.get('iss')}/`),
		'no issuer, though the provider always says it': (p) => p.delete('iss'),
	}))
		test(`${name}: refused before the token request`, async () => {
			const browser = new Browser();
			const callback = trial.stub.authorize(await beginGood(trial, browser), anna);
			const end = await ask(browser, changed(callback, change));
			assert.equal(end.problem, 'refused');
			assert.equal(end.tokenAsked, 0);
		});

	test('the operator may do without it, for providers that promise and do not send it', async () => {
		await sql(`UPDATE provider SET require_iss = FALSE WHERE tenant_id = ${trial.tenant.id} AND id = ${trial.provider}`);
		const browser = new Browser();
		const callback = trial.stub.authorize(await beginGood(trial, browser), anna);
		const end = await ask(browser, changed(callback, (p) => p.delete('iss')));
		await sql(`UPDATE provider SET require_iss = NULL WHERE tenant_id = ${trial.tenant.id} AND id = ${trial.provider}`);
		assert.equal(end.problem, null);
	});

	test('the state of one provider is none at the callback of another one of the tenant', async () => {
		const other = await freshProvider(trial);
		const browser = new Browser();
		const callback = trial.stub.authorize(await beginGood(trial, browser), anna);
		const end = await ask(browser, callback.replace(/callback\/\d+/, `callback/${other.provider}`));
		assert.equal(end.problem, 'expired');
		assert.equal(end.tokenAsked + other.stub.hits.token, 0);
		other.stub.stop();
	});

	test('the state of one tenant is none at another tenant', async () => {
		const other = await makeTrial();
		const browser = new Browser();
		const callback = new URL(trial.stub.authorize(await beginGood(trial, browser), anna));
		const cookie = browser.cookie(trial.tenant.origin);
		callback.hostname = new URL(other.tenant.origin).hostname;
		callback.pathname = `/auth/callback/${other.provider}`;
		const answer = await fetch(callback.href, { redirect: 'manual', headers: { cookie } });
		assert.equal(problemOf(answer.headers.get('location')), 'expired');
		assert.equal(other.stub.hits.token, 0);
		other.stub.stop();
	});
});

describe('row 20: codes', () => {
	test('a code of somebody else, injected into one\'s own sign-in, is refused by the real provider', async () => {
		const victim = new Browser(), attacker = new Browser();
		const stolen = new URL(await reachCallback(victim, 'copernicus', CUSTOMER)).searchParams.get('code');
		const own = await reachCallback(attacker, 'copernicus', 'outsider@copernicus.example');
		const answer = await attacker.fetch(changed(own, (p) => p.set('code', stolen)));
		assert.equal(problemOf(answer.headers.get('location')), 'refused');
		assert.equal(await status(person(attacker, 'copernicus')), 401);
	});

	test('a verifier that is not the one of the code is refused', async () => {
		const browser = new Browser();
		const one = trial.stub.authorize(await beginGood(trial, browser), anna), other = trial.stub.authorize(await beginGood(trial, browser), anna);
		const code = new URL(other).searchParams.get('code');
		assert.equal((await ask(browser, changed(one, (p) => p.set('code', code)))).problem, 'refused');
	});

	test('a code that was traded already is refused', async () => {
		const browser = new Browser();
		const first = trial.stub.authorize(await beginGood(trial, browser), anna);
		assert.equal((await ask(browser, first)).problem, null);
		const second = trial.stub.authorize(await beginGood(trial, browser), anna);
		const code = new URL(first).searchParams.get('code');
		assert.equal((await ask(browser, changed(second, (p) => p.set('code', code)))).problem, 'refused');
	});
});

describe('row 21: where to go afterwards', () => {
	const cases = {
		'/servicedesk/customer/portal/55/CDSE-1': '/servicedesk/customer/portal/55/CDSE-1',
		'/a?b=c&d=%2F%2Fe#f': '/a?b=c&d=%2F%2Fe#f',
		'/szukaj?q=łódź': '/szukaj?q=%C5%82%C3%B3d%C5%BA',
		'//evil.example': '/', '///evil.example': '/', '/\\evil.example': '/', '\\\\evil.example': '/', 'https://evil.example': '/',
		'javascript:alert(1)': '/', 'evil.example': '/', '': '/', '/a\r\nSet-Cookie: x=y': '/', '/\t/evil.example': '/', ' /a': '/',
		'/auth/logout': '/', '/auth/login?provider=1': '/', [`/${'a'.repeat(1000)}`]: '/',
	};
	for (const [to, wanted] of Object.entries(cases))
		test(`${JSON.stringify(to.slice(0, 50))} leads to ${wanted}`, async () => {
			const end = await walk(trial, anna, { to });
			assert.equal(end.problem, null);
			assert.equal(end.location, wanted);
		});

	test('encoded slashes are slashes', async () => {
		const browser = new Browser();
		const answer = await browser.fetch(`${trial.tenant.origin}/auth/login?provider=${trial.provider}&to=%2f%2fevil.example`);
		const end = await ask(browser, trial.stub.authorize(answer.headers.get('location'), anna));
		assert.equal(end.location, '/');
	});

	test('the goal stands in no address that the provider sees', async () => {
		assert.doesNotMatch(await beginGood(trial, new Browser(), '/secret-place'), /secret-place/);
	});
});

describe('rows 22 and 23: cookies', () => {
	test('a session always has a new secret, and the browser\'s old session ends', async () => {
		const browser = new Browser();
		const first = await walkGood(trial, anna, { browser });
		const before = first.person.cookie;
		const second = await walkGood(trial, anna, { browser });
		assert.notEqual(second.person.cookie, before);
		const old = await fetch(`${trial.tenant.origin}/rest/lodge/1/me`, { headers: { cookie: before } });
		assert.equal(old.status, 401);
	});

	test('a planted session secret never becomes a session (fixation)', async () => {
		const browser = new Browser();
		const name = (await walkGood(trial, anna)).person.cookie.split('; ').map((pair) => pair.split('=')[0]).find((n) => /session/.test(n));
		browser.setCookie(trial.tenant.origin, name, 'B'.repeat(43));
		await walkGood(trial, anna, { browser });
		assert.doesNotMatch(browser.cookie(trial.tenant.origin), /BBBB/);
		const planted = await fetch(`${trial.tenant.origin}/rest/lodge/1/me`, { headers: { cookie: `${name}=${'B'.repeat(43)}` } });
		assert.equal(planted.status, 401);
	});

	test('on http they are HttpOnly, Lax, for the whole site and without a Domain', async () => {
		const browser = new Browser();
		const started = await begin(trial, browser);
		const ended = await browser.fetch(trial.stub.authorize(started.headers.get('location'), anna));
		const lines = [...setCookies(started), ...setCookies(ended)];
		assert.equal(lines.length, 2);
		for (const line of lines) {
			assert.match(line, /; ?HttpOnly/i);
			assert.match(line, /; ?SameSite=Lax/i);
			assert.match(line, /; ?Path=\/(;|$)/i);
			assert.match(line, /; ?Max-Age=\d+/i);
			assert.doesNotMatch(line, /; ?Domain/i);
			assert.doesNotMatch(line, /; ?Secure/i);
		}
		assert.match(setCookies(started)[0], /Max-Age=600/i);
	});

	test('on https they are __Host- and Secure, and others are not read', async () => {
		const tenant = await makeTenant('secure', { scheme: 'https' });
		const id = await addProvider(tenant, trial.stub.issuer);
		const url = `http://${tenant.slug}.localhost:${PORT}/auth/login?provider=${id}`;
		const answer = await new Browser().fetch(url);
		const [line] = setCookies(answer);
		assert.match(line, /^__Host-/);
		assert.match(line, /; ?Secure/i);
		assert.match(answer.headers.get('location'), new RegExp(`redirect_uri=${encodeURIComponent(tenant.origin)}`));
		const [name, value] = line.split(';')[0].split('=');
		const callback = trial.stub.authorize(answer.headers.get('location'), anna).replace('https:', 'http:');
		for (const [cookie, problem] of [[name.slice('__Host-'.length), 'expired'], [name, null]]) {
			const end = await fetch(callback, { redirect: 'manual', headers: { cookie: `${cookie}=${value}` } });
			assert.equal(problemOf(end.headers.get('location')), problem, cookie);
		}
	});
});

describe('row 27: abandoned sign-ins', () => {
	/* Another address of this machine, so that nobody else is limited. */
	const from = (localAddress) => new Promise((resolve, reject) => {
		http.get({ host: '127.0.0.1', port: PORT, localAddress, path: `/auth/login?provider=${trial.provider}`,
			headers: { host: new URL(trial.tenant.origin).host } }, (answer) => {
			answer.resume();
			resolve(answer);
		}).on('error', reject);
	});

	const MAX = Number(stack.conf.sign_in_attempts_max ?? 200);
	/* As if so many had begun just now. */
	const leave = (n, address) => sql(`INSERT INTO login_attempt (tenant_id, state_hash, browser_hash, provider_id, nonce, verifier, return_to, address, created_at)
		SELECT ${trial.tenant.id}, UNHEX(SHA2(CONCAT(seq, '${address}'), 256)), REPEAT('b', 32), ${trial.provider}, 'n', 'v', '/', '${address}', UTC_TIMESTAMP(3) FROM seq_1_to_${n}`);

	test('one address may leave two hundred unfinished, an office behind it too; then it is limited, and others are not', async () => {
		await leave(MAX - 2, '127.0.0.77');
		for (const n of [MAX - 1, MAX])
			assert.equal((await from('127.0.0.77')).statusCode, 302, `attempt ${n}`);
		const limited = await from('127.0.0.77');
		assert.equal(limited.statusCode, 303);
		assert.equal(problemOf(limited.headers.location), 'limited');
		assert.equal((await from('127.0.0.78')).statusCode, 302);
		const [[n]] = await sql(`SELECT COUNT(*) FROM login_attempt WHERE tenant_id = ${trial.tenant.id} AND address = '127.0.0.77'`);
		assert.equal(n, String(MAX));
	});

	test('old ones do not count, and are purged by the next sign-ins, a hundred by each', async () => {
		const next = Math.ceil(MAX / 100);
		await sql(`UPDATE login_attempt SET created_at = created_at - INTERVAL 601 SECOND WHERE tenant_id = ${trial.tenant.id} AND address = '127.0.0.77'`);
		for (let n = 0; n < next; n++)
			assert.equal((await from('127.0.0.77')).statusCode, 302);
		const [[n]] = await sql(`SELECT COUNT(*) FROM login_attempt WHERE tenant_id = ${trial.tenant.id} AND address = '127.0.0.77'`);
		assert.equal(n, String(next));
	});

	test('finished ones do not count', async () => {
		await sql(`DELETE FROM login_attempt WHERE tenant_id = ${trial.tenant.id}`);
		await leave(MAX - 1, '127.0.0.1');
		for (let n = 0; n < 4; n++)
			assert.equal((await walk(trial, anna)).problem, null);
		await sql(`DELETE FROM login_attempt WHERE tenant_id = ${trial.tenant.id}`);
	});
});
