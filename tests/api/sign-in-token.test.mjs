// sign-in-token.test.mjs - rows 7 to 15: ID tokens as an attacker, or a broken provider, would send them. They are made by the
// real provider and forged on the wire. The partner provider (PS256) is this file's alone: its faults meet nobody else.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser } from './lib/browser.mjs';
import { sql } from './lib/operator.mjs';
import { ctl, loginUrl, openLogin, origin, passLogin, person, PORT } from './lib/sign-in.mjs';
import { beginGood, freshProvider, makeTrial, outcome, problemOf, walk } from './lib/trial.mjs';
import { json, makeKey } from './lib/stub-provider.mjs';

const REALM = 'PSS', PROVIDER = '3', TENANT = 'copernicus', EMAIL = 'outsider@copernicus.example';
const ISSUER = `http://127.0.0.1:${PORT + 1}/auth/realms/${REALM}`;
const CALLBACK = `${origin(TENANT)}/auth/callback/`;
const browser = new Browser(); // signed in at the provider once: it then sends back at once

before(async () => {
	const page = await openLogin(browser, TENANT, { provider: PROVIDER });
	await browser.fetch(await passLogin(browser, TENANT, page, EMAIL));
});
after(() => ctl('clear', { realm: REALM }));

/** A sign-in whose ID token is changed on its way; `fault` may ask for the nonce. */
async function signInWith(fault) {
	const start = await browser.fetch(await loginUrl(TENANT, PROVIDER));
	const asked = start.headers.get('location');
	const { url } = await browser.go(asked, { stop: (next) => next.startsWith(CALLBACK) });
	const nonce = new URL(asked).searchParams.get('nonce');
	const before = (await ctl('stats', { realm: REALM })).token ?? 0;
	await ctl('fault', { realm: REALM, at: 'token', ...(typeof fault === 'function' ? fault(nonce) : fault) });
	const began = Date.now();
	const answer = await browser.fetch(url);
	assert.equal(answer.status, 303);
	assert.equal(((await ctl('stats', { realm: REALM })).token ?? 0) - before, 1, 'the token endpoint was asked once');
	return { problem: problemOf(answer.headers.get('location')), ms: Date.now() - began, answer };
}

const now = () => Math.floor(Date.now() / 1000);
const usual = (nonce) => ({ iss: ISSUER, sub: 'raw', aud: 'portal', iat: now(), exp: now() + 300, nonce, email: 'raw@pss.example' });
const list = (claims) => JSON.stringify(claims);

const refused = {
	'row 7: another nonce': { claims: { nonce: 'another' } },
	'row 7: no nonce': { drop: ['nonce'] },
	'row 7: a nonce that is no text': { claims: { nonce: 7 } },
	'row 8: another issuer': { claims: { iss: 'https://evil.example' } },
	'row 8: the issuer with a slash': { claims: { iss: `${ISSUER}/` } },
	'row 8: no issuer': { drop: ['iss'] },
	'row 9: another audience': { claims: { aud: 'someone-else' } },
	'row 9: no audience': { drop: ['aud'] },
	'row 9: a list without us': { claims: { aud: ['someone-else', 'another'] } },
	'row 9: two audiences without azp': { claims: { aud: ['portal', 'another'] }, drop: ['azp'] },
	'row 9: azp is somebody else': { claims: { azp: 'another' } },
	'row 10: ended two minutes ago': { shift: { exp: -120 } },
	'row 10: no end': { drop: ['exp'] },
	'row 10: an end that is text': { claims: { exp: '9999999999' } },
	'row 10: issued in the future': { shift: { iat: 120 } },
	'row 10: no time of issue': { drop: ['iat'] },
	'row 10: issued eleven minutes ago': { shift: { iat: -660 } },
	'row 10: not good yet': { shift: { nbf: 120 } },
	'row 11: alg none': { kind: 'none' },
	'row 11: alg nOnE': { kind: 'none', alg: 'nOnE' },
	'row 11: alg none with a signature': { kind: 'none-sig' },
	'row 11: HS256 keyed with the public key as PEM': { kind: 'hs256-pem' },
	'row 11: HS256 keyed with the public key as DER': { kind: 'hs256-der' },
	'row 11: HS256 keyed with the client secret': { kind: 'hs256-secret' },
	'row 11: an algorithm that is not on the list': { header: { alg: 'RS512' } },
	'row 12: one bit of the signature turned': { kind: 'badsig' },
	'row 12: a signature of zeros': { kind: 'zerosig' },
	'row 12: a signature too short': { kind: 'shortsig' },
	'row 12: a signature too long': { kind: 'longsig' },
	'row 12: an empty signature': { kind: 'emptysig' },
	'row 12: another key under the same kid': { kind: 'otherkey' },
	'row 12: a key of its own in the header': { kind: 'embedded-jwk' },
	'row 12: four parts': { kind: 'four' },
	'row 12: a critical extension': { header: { crit: ['x'], x: 1 } },
	'row 12: a logout token': { header: { typ: 'logout+jwt' } },
	'row 12: a member twice': (nonce) => ({ rawPayload: list(usual(nonce)).replace('"sub":"raw"', '"sub":"raw","sub":"admin"') }),
	'row 12: a payload that is a list': { rawPayload: '[1]' },
	'row 12: a payload that is no JSON': { rawPayload: 'hello' },
	'row 12: a header that is no JSON': { rawHeader: 'hello' },
	'row 12: more than 16 KiB': { claims: { pad: 'x'.repeat(17000) } },
	'row 12: no subject': { drop: ['sub'] },
	'row 12: an empty subject': { claims: { sub: '' } },
	'row 12: a subject of 256 characters': { claims: { sub: 's'.repeat(256) } },
};

const accepted = {
	'the token as it is': {},
	'a payload written by hand': (nonce) => ({ rawPayload: list(usual(nonce)) }),
	'row 9: two audiences, azp is us': { claims: { aud: ['another', 'portal'], azp: 'portal' } },
	'row 10: ended within the skew': { shift: { exp: -30 } },
	'row 10: issued within the skew': { shift: { iat: 30 } },
	'row 15: no kid, one key': { header: { kid: null } },
};

for (const [name, fault] of Object.entries(refused))
	test(`refused: ${name}`, async () => {
		const { problem, answer } = await signInWith(fault);
		assert.equal(problem, 'refused');
		assert.equal(answer.headers.getSetCookie().length, 0, 'no cookie comes of it');
	});

for (const [name, fault] of Object.entries(accepted))
	test(`accepted: ${name}`, async () => {
		const { problem, answer } = await signInWith(fault);
		assert.equal(problem, null, `not ${problem}`);
		assert.equal(answer.headers.getSetCookie().length, 1);
		assert.equal((await person(browser, TENANT).get('/rest/lodge/1/me')).status, 200);
	});

/* The last half minute's fetch would forbid another one. */
const letFetch = () => sql(`UPDATE provider_document SET next_try_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND
	WHERE tenant_id = 1 AND provider_id = ${PROVIDER}`);
const jwksHits = async () => (await ctl('stats', { realm: REALM })).jwks ?? 0;

test('row 13: after the keys changed, they are fetched once and the token is accepted', async () => {
	await signInWith({});
	await letFetch();
	await ctl('rotate', { realm: REALM });
	const before = await jwksHits();
	for (let n = 0; n < 8; n++)
		assert.equal((await signInWith({})).problem, null, `sign-in ${n}`);
	assert.equal(await jwksHits() - before, 1);
});

test('row 14: random kids make at most one fetch in half a minute, over all workers', async () => {
	await letFetch();
	const before = await jwksHits();
	for (let n = 0; n < 8; n++)
		assert.equal((await signInWith({ header: { kid: `random-${n}` } })).problem, 'refused');
	assert.equal(await jwksHits() - before, 1);
	assert.equal((await signInWith({})).problem, null);
});

describe('keys without names, and bytes that no real provider sends', () => {
	let trial;
	const anna = { sub: 'anna', email: 'anna@trial.example' };

	before(async () => { trial = await makeTrial(); });
	after(() => trial.stub.stop());

	/** One sign-in at a provider whose key set is changed. */
	async function withKeys(keys, changes) {
		const fresh = await freshProvider(trial);
		fresh.stub.answers.jwks = (response) => json(response, { keys: keys(fresh.stub) });
		const end = await walk(fresh, anna, { changes: changes?.(fresh.stub) });
		fresh.stub.stop();
		return end.problem;
	}
	const nameless = ({ kid, ...jwk }) => jwk;

	test('row 15: no kid, two keys: each is tried', async () => {
		assert.equal(await withKeys((stub) => [makeKey().jwk, stub.keys[0].jwk], () => ({ header: { kid: undefined } })), null);
	});
	test('row 15: the ninth key is not tried any more', async () => {
		const others = Array.from({ length: 8 }, () => makeKey().jwk);
		assert.equal(await withKeys((stub) => [...others, stub.keys[0].jwk], () => ({ header: { kid: undefined } })), 'refused');
	});
	test('row 15: a kid, and keys without one: refused', async () => {
		assert.equal(await withKeys((stub) => stub.keys.map((key) => nameless(key.jwk))), 'refused');
	});
	test('row 16: a key for encryption is not one for signatures', async () => {
		assert.equal(await withKeys((stub) => [{ ...stub.keys[0].jwk, use: 'enc' }]), 'refused');
	});
	test('row 16: a key of another algorithm is none', async () => {
		assert.equal(await withKeys((stub) => [{ ...stub.keys[0].jwk, alg: 'PS256' }]), 'refused');
	});
	test('row 16: an RSA key of 512 bits is none', async () => {
		assert.equal(await withKeys((stub) => [{ ...stub.keys[0].jwk, n: stub.keys[0].jwk.n.slice(0, 85) }]), 'refused');
	});
	for (const [name, mangle] of Object.entries({
		'padding in base64': (token) => `${token}==`,
		'a line end after the token': (token) => `${token}\n`,
		'a space in the token': (token) => token.replace('.', '. '),
		'plain base64 in the signature': (token) => token.replace(/\.[^.]*$/, (s) => `${s.slice(0, -2)}+/`),
		'two parts': (token) => token.split('.').slice(0, 2).join('.'),
		'no token': () => '',
	}))
		test(`row 12: ${name}: refused`, async () => {
			const end = await walk(trial, anna, { changes: { mangle } });
			assert.equal(end.problem, 'refused');
		});
	test('the same token unharmed is accepted', async () => {
		assert.equal((await walk(trial, anna, { changes: { mangle: (token) => token } })).problem, null);
	});
	test('an answer of the wrong token_type is refused; the case of Bearer does not matter', async () => {
		assert.equal((await walk(trial, anna, { changes: { answer: { token_type: 'DPoP' } } })).problem, 'refused');
		assert.equal((await walk(trial, anna, { changes: { answer: { token_type: 'bearer' } } })).problem, null);
	});
	test('an answer without an ID token is refused', async () => {
		const location = await beginGood(trial, browser);
		const callback = trial.stub.authorize(location, anna, { answer: { id_token: undefined } });
		assert.equal(outcome(trial, browser, await browser.fetch(callback)).problem, 'refused');
	});
});
