// logout.test.mjs - rows 25 and 26: the end of a session, by its person or by the provider.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { formAction } from './lib/browser.mjs';
import { sql } from './lib/operator.mjs';
import { ctl, origin, PORT, signIn } from './lib/sign-in.mjs';
import { broken, makeKey } from './lib/stub-provider.mjs';
import { freshProvider, makeTrial, walkGood } from './lib/trial.mjs';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
let trial;

before(async () => { trial = await makeTrial(); });
after(() => trial?.stub.stop());

const status = async (person) => (await person.get('/rest/lodge/1/me')).status;
const soon = async (is) => {
	for (let n = 0; n < 50; n++) {
		if (await is())
			return true;
		await new Promise((done) => setTimeout(done, 100));
	}
	return false;
};

describe('signing out', () => {
	test('ends our session, then the real provider\'s, and leads to our sign-in page', async () => {
		const customer = await signIn('copernicus', 'customer@copernicus.example');
		const kept = customer.cookie;
		const answer = await customer.post('/auth/logout', {});
		assert.equal(answer.status, 200);
		assert.equal(answer.headers.get('cache-control'), 'no-store');
		assert.ok(answer.headers.getSetCookie().some((line) => /Max-Age=0/i.test(line)));
		const { location } = await answer.json();
		const url = new URL(location);
		assert.match(url.href, /^http:\/\/127\.0\.0\.1:\d+\/auth\/realms\/CDSE\/protocol\/openid-connect\/logout\?/);
		assert.equal(url.searchParams.get('client_id'), 'portal');
		assert.equal(url.searchParams.get('post_logout_redirect_uri'), `${origin('copernicus')}/sign-in?signedout=1`);
		assert.match(url.searchParams.get('id_token_hint'), /^[\w-]+\.[\w-]+\.[\w-]+$/);
		assert.match(url.searchParams.get('state'), /^[\w-]{43}$/);
		const me = await fetch(`${origin('copernicus')}/rest/lodge/1/me`, { headers: { cookie: kept } });
		assert.equal(me.status, 401, 'the old cookie means nothing');

		const page = await customer.browser.go(location);
		const html = await page.answer.text();
		const form = new URLSearchParams({ xsrf: /name="xsrf" value="([^"]+)"/.exec(html)[1], logout: 'yes' });
		const left = await customer.browser.fetch(formAction(html, page.url), { method: 'POST', body: form });
		const back = new URL(left.headers.get('location'), page.url);
		assert.equal(`${back.origin}${back.pathname}`, `${origin('copernicus')}/sign-in`);
		assert.equal(back.searchParams.get('signedout'), '1');
		const again = await customer.browser.go(`${origin('copernicus')}/auth/login?provider=1`);
		assert.match(await again.answer.text(), /name="?password/, 'the provider asks for the password again');
	});

	test('is fine without a session, and with one that has ended', async () => {
		const page = `${trial.tenant.origin}/sign-in?signedout=1`;
		const nobody = await fetch(`${trial.tenant.origin}/auth/logout`, { method: 'POST' });
		assert.deepEqual([nobody.status, await nobody.json()], [200, { location: page }]);
		const { person } = await walkGood(trial, { sub: 'twice', email: 'twice@trial.example' });
		const cookie = person.cookie;
		assert.equal((await person.post('/auth/logout')).status, 200);
		const again = await fetch(`${trial.tenant.origin}/auth/logout`, { method: 'POST', headers: { cookie, origin: trial.tenant.origin } });
		assert.deepEqual([again.status, await again.json()], [200, { location: page }]);
	});

	test('ends only this browser\'s session', async () => {
		const claims = { sub: 'both', email: 'both@trial.example' };
		const here = await walkGood(trial, claims), there = await walkGood(trial, claims);
		await here.person.post('/auth/logout');
		assert.deepEqual([await status(here.person), await status(there.person)], [401, 200]);
	});

	test('works while the provider is dead, and when it has no sign-out', async () => {
		const dead = await freshProvider(trial);
		dead.stub.answers.discovery = (response, _, stub) => broken.json({ ...stub.discovery(), end_session_endpoint: undefined })(response);
		const { person } = await walkGood(dead, { sub: 'dead', email: 'dead@trial.example' });
		dead.stub.stop();
		const answer = await person.post('/auth/logout');
		assert.deepEqual([answer.status, await answer.json()], [200, { location: `${trial.tenant.origin}/sign-in?signedout=1` }]);
		assert.equal(await status(person), 401);
	});

	test('row 26: GET does not sign out', async () => {
		const { person } = await walkGood(trial, { sub: 'get', email: 'get@trial.example' });
		assert.ok([404, 405].includes((await person.get('/auth/logout')).status));
		assert.equal(await status(person), 200);
	});

	for (const [name, headers] of Object.entries({
		'another site': { origin: 'https://evil.example' },
		'a sibling tenant': { origin: origin('copernicus') },
		'a page without an origin': { origin: 'null' },
		'a browser that says cross-site': { origin: undefined, 'sec-fetch-site': 'cross-site' },
		'a browser that says same-site': { origin: undefined, 'sec-fetch-site': 'same-site' },
		'a sender that says nothing': { origin: undefined },
	}))
		test(`row 26: a POST from ${name} does not sign out`, async () => {
			const { person } = await walkGood(trial, { sub: 'post', email: 'post@trial.example' });
			const sent = { cookie: person.cookie, ...headers };
			for (const key of Object.keys(sent))
				if (sent[key] === undefined)
					delete sent[key];
			const answer = await fetch(`${trial.tenant.origin}/auth/logout`, { method: 'POST', headers: sent });
			assert.equal(answer.status, 403);
			assert.equal(await status(person), 200);
		});
});

describe('row 25: back-channel logout', () => {
	const now = () => Math.floor(Date.now() / 1000);
	const token = (changes = {}, header = { typ: 'logout+jwt' }, at = trial) => {
		const claims = { iss: at.stub.issuer, aud: 'portal', iat: now(), exp: now() + 120, jti: randomUUID(), events: { [EVENT]: {} }, sub: 'bea', ...changes };
		return at.stub.sign(header, claims, changes.key);
	};
	const call = (text, at = trial) => fetch(`${at.tenant.origin}/auth/backchannel/${at.provider}`, {
		method: 'POST', body: new URLSearchParams({ logout_token: text }),
	});
	const bea = (sid) => walkGood(trial, { sub: 'bea', sid, email: 'bea@trial.example' });

	test('the real provider ends our session when the person signs out there', async () => {
		const person = await signIn('dasharo', 'colleague@dasharo.example');
		const realm = `http://127.0.0.1:${PORT + 1}/auth/realms/Dasharo/protocol/openid-connect/logout`;
		const page = await person.browser.go(realm);
		const html = await page.answer.text();
		const form = new URLSearchParams({ xsrf: /name="xsrf" value="([^"]+)"/.exec(html)[1], logout: 'yes' });
		assert.equal(await status(person), 200);
		await person.browser.fetch(formAction(html, page.url), { method: 'POST', body: form });
		assert.ok(await soon(async () => await status(person) === 401), 'the session has ended');
	});

	test('a good token with a sid ends the sessions of that sid only', async () => {
		const one = await bea('sid-1'), other = await bea('sid-2');
		const answer = await call(token({ sid: 'sid-1' }));
		assert.equal(answer.status, 200);
		assert.equal(answer.headers.get('cache-control'), 'no-store');
		assert.deepEqual([await status(one.person), await status(other.person)], [401, 200]);
	});

	test('a good token with a sub alone ends all of that person\'s, and nobody else\'s', async () => {
		const one = await bea('sid-3'), two = await bea('sid-4');
		const cleo = await walkGood(trial, { sub: 'cleo', email: 'cleo@trial.example' });
		assert.equal((await call(token())).status, 200);
		assert.deepEqual([await status(one.person), await status(two.person), await status(cleo.person)], [401, 401, 200]);
	});

	for (const [name, changes, header] of [
		['without exp', { exp: undefined }],
		['of typ JWT', {}, { typ: 'JWT' }],
		['without typ', {}, {}],
		['for nobody who is here', { sub: 'nobody' }],
	])
		test(`a token ${name} is good`, async () => {
			assert.equal((await call(token(changes, header))).status, 200);
		});

	const bad = {
		'another key': () => token({ key: makeKey(trial.stub.keys[0].jwk.kid) }),
		'a nonce': () => token({ nonce: 'n' }),
		'no events': () => token({ events: undefined }),
		'events null': () => token({ events: null }),
		'events a list': () => token({ events: [EVENT] }),
		'another event': () => token({ events: { 'http://schemas.openid.net/event/other': {} } }),
		'an event that is no object': () => token({ events: { [EVENT]: true } }),
		'neither sid nor sub': () => token({ sub: undefined }),
		'another audience': () => token({ aud: 'another' }),
		'another issuer': () => token({ iss: 'https://evil.example' }),
		'no jti': () => token({ jti: undefined }),
		'issued ten minutes ago': () => token({ iat: now() - 600 }),
		'issued in the future': () => token({ iat: now() + 600 }),
		'no iat': () => token({ iat: undefined }),
		'ended': () => token({ exp: now() - 120 }),
		'an ID token': () => token({ events: undefined, nonce: 'n' }, { typ: 'JWT' }),
		'alg none': () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token().split('.')[1]}.`,
		'another typ': () => token({}, { typ: 'at+jwt' }),
		'not a token': () => 'hello',
		'misplaced padding': () => token().replace('.', '=.'),
		'nothing': () => '',
		'more than 16 KiB': () => token({ pad: 'x'.repeat(17000) }),
	};
	for (const [name, make] of Object.entries(bad))
		test(`refused, and the session stays: ${name}`, async () => {
			const { person } = await bea('sid-5');
			const answer = await call(make());
			assert.equal(answer.status, 400);
			assert.equal(answer.headers.get('cache-control'), 'no-store');
			assert.equal(await status(person), 200);
		});

	test('a token is good once', async () => {
		const text = token();
		assert.equal((await call(text)).status, 200);
		const { person } = await bea('sid-6');
		assert.equal((await call(text)).status, 400);
		assert.equal(await status(person), 200);
	});

	test('six of the same at once: one is taken', async () => {
		const text = token();
		const answers = await Promise.all(Array.from({ length: 6 }, () => call(text)));
		assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
	});

	test('a token of another provider of the tenant ends nothing here', async () => {
		const other = await freshProvider(trial);
		const { person } = await bea('sid-7');
		assert.equal((await call(token({}, undefined, other))).status, 400);
		assert.equal((await call(token({}, undefined, other), other)).status, 200, 'there it is good');
		assert.equal(await status(person), 200);
		other.stub.stop();
	});

	test('keys that changed are fetched once more', async () => {
		const fresh = await freshProvider(trial);
		await walkGood(fresh, { sub: 'bea', email: 'bea@trial.example' });
		await sql(`UPDATE provider_document SET next_try_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND
			WHERE tenant_id = ${trial.tenant.id} AND provider_id = ${fresh.provider}`);
		fresh.stub.keys = [makeKey()];
		assert.equal((await call(token({}, undefined, fresh), fresh)).status, 200);
		assert.equal(fresh.stub.hits.jwks, 2);
		fresh.stub.stop();
	});

	test('other shapes of a request are refused', async () => {
		const url = `${trial.tenant.origin}/auth/backchannel/${trial.provider}`;
		const form = { 'content-type': 'application/x-www-form-urlencoded' };
		const good = new URLSearchParams({ logout_token: token() }).toString();
		const shapes = [
			[400, { method: 'POST', headers: form, body: '' }],
			[400, { method: 'POST', headers: form, body: `${good}&${good}` }],
			[400, { method: 'POST', headers: form, body: 'logout_token=%zz' }],
			[404, { method: 'GET' }],
		];
		for (const [wanted, options] of shapes) {
			const answer = await fetch(url, options);
			assert.ok([wanted, wanted + 1].includes(answer.status), `${options.method} ${options.body}: ${answer.status}`);
		}
		assert.ok([400, 404].includes((await call(token(), { ...trial, provider: 999999 })).status));
	});

	test('the real provider\'s forged tokens are refused too', async () => {
		const claims = { iss: `http://127.0.0.1:${PORT + 1}/auth/realms/PSS`, aud: 'portal', iat: now(), jti: randomUUID(), events: { [EVENT]: {} }, sub: 'x' };
		const send = async (changes) => {
			const signed = await ctl('sign', { realm: 'PSS', header: { typ: 'logout+jwt' }, claims: { ...claims, jti: randomUUID() }, ...changes });
			return (await fetch(`${origin('copernicus')}/auth/backchannel/3`, { method: 'POST', body: new URLSearchParams({ logout_token: signed.token }) })).status;
		};
		assert.equal(await send({}), 200);
		for (const kind of ['badsig', 'otherkey', 'none', 'hs256-pem', 'zerosig'])
			assert.equal(await send({ kind }), 400, kind);
	});
});
