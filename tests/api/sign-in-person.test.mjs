// sign-in-person.test.mjs - row 24, and the rule of first sign-ins: who is known, who is joined, who is new.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser } from './lib/browser.mjs';
import { deskWithMail } from './lib/mail.mjs';
import { addPerson, sql } from './lib/operator.mjs';
import { signIn } from './lib/sign-in.mjs';
import { beginGood, freshProvider, makeTrial, outcome, walk, walkGood } from './lib/trial.mjs';

let trial;

before(async () => { trial = await makeTrial({ vouches: 'trial.example' }); });
after(() => trial?.stub.stop());

let counter = 0;
const someone = (changes) => {
	const n = ++counter;
	return { sub: `sub-${n}`, email: `person${n}@trial.example`, email_verified: true, name: `Person ${n}`, ...changes };
};
const rowOf = async (account) => {
	const [[id, email, verified, name, role]] = await sql(`SELECT id, email, email_verified, display_name, role FROM person
		WHERE tenant_id = ${trial.tenant.id} AND account_id = '${account}'`);
	return { id: Number(id), email, verified: verified === '1', name, role };
};
const identities = async (id) => Number((await sql(`SELECT COUNT(*) FROM identity WHERE tenant_id = ${trial.tenant.id} AND person_id = ${id}`))[0][0]);

describe('somebody nobody knows', () => {
	test('becomes a customer with the name and the address of the provider', async () => {
		const claims = someone({ name: ' Ada \n Lovelace ', email: 'Ada@Trial.Example' });
		const { me } = await walkGood(trial, claims);
		assert.equal(me.displayName, 'Ada Lovelace');
		assert.equal(me.emailAddress, 'ada@trial.example');
		assert.equal(me.role, 'customer');
		assert.match(me.accountId, /^u_/);
		assert.equal((await rowOf(me.accountId)).verified, true);
	});

	for (const [name, changes, wanted] of [
		['the user name when there is no name', { name: undefined, preferred_username: 'ada.l' }, 'ada.l'],
		['what stands before the @ when there is neither', { name: undefined, email: 'plain@trial.example' }, 'plain'],
		['that of an address that is not proven too', { name: undefined, email: 'plain@elsewhere.example', email_verified: false }, 'plain'],
		['that of an address in place of a name', { name: ' Ada.L@Trial.Example ' }, 'Ada.L'],
		['that of a long address in place of a name', { name: `ada@${'x'.repeat(150)}.example` }, 'ada'],
		['a name that holds more than an address', { name: 'Ada @ Trial' }, 'Ada @ Trial'],
		['that of an address in place of a user name', { name: undefined, preferred_username: 'ada.l@trial.example' }, 'ada.l'],
		['a name without what turns text around', { name: 'Ada‮ecalevoL' }, 'AdaecalevoL'],
		['a long name, cut', { name: 'x'.repeat(300) }, /^x{90,100}…$/],
		['a name of markup as text', { name: '<img src=x onerror=alert(1)>' }, '<img src=x onerror=alert(1)>'],
	])
		test(`is called by ${name}`, async () => {
			const { me } = await walkGood(trial, someone(changes));
			wanted instanceof RegExp ? assert.match(me.displayName, wanted) : assert.equal(me.displayName, wanted);
		});

	test('may have no address, or one that is none', async () => {
		for (const email of [undefined, 'not an address', 7, `${'a'.repeat(300)}@trial.example`]) {
			const claims = someone({ email });
			trial.stub.userinfo = { sub: claims.sub };
			assert.equal((await walkGood(trial, claims)).me.emailAddress, undefined);
		}
	});

	test('an address that the provider has proven, of a domain that nobody is trusted with, is kept, not verified', async () => {
		const { me } = await walkGood(trial, someone({ email: 'eve@elsewhere.example' }));
		const row = await rowOf(me.accountId);
		assert.deepEqual([row.email, row.verified], ['eve@elsewhere.example', false]);
	});

	test('email_verified must be true, not something like it', async () => {
		for (const email_verified of [false, undefined, 'true', 1]) {
			const { me } = await walkGood(trial, someone({ email_verified }));
			const row = await rowOf(me.accountId);
			assert.deepEqual([row.email, row.verified], ['NULL', false], String(email_verified));
			assert.equal(me.emailAddress, undefined);
		}
	});

	test('an address of a domain that another provider is trusted with is not kept', async () => {
		const other = await freshProvider(trial);
		const { me } = await walkGood(other, someone({ email: 'ceo@trial.example' }));
		assert.equal((await rowOf(me.accountId)).email, 'NULL');
		await sql(`UPDATE provider SET vouches_for = 'elsewhere.example trial.example' WHERE tenant_id = ${trial.tenant.id} AND id = ${other.provider}`);
		assert.equal((await rowOf((await walkGood(other, someone())).me.accountId)).verified, true, 'unless both are');
		await sql(`UPDATE provider SET vouches_for = '' WHERE tenant_id = ${trial.tenant.id} AND id = ${other.provider}`);
		other.stub.stop();
	});
});

describe('somebody who was here before', () => {
	test('is the same person, by (provider, sub), whatever their address', async () => {
		const claims = someone();
		const first = await walkGood(trial, claims);
		const again = await walkGood(trial, { ...claims, email: `moved-${claims.email}`, name: 'New Name' });
		assert.equal(again.me.accountId, first.me.accountId);
		assert.equal(again.me.displayName, 'New Name');
		assert.equal(again.me.emailAddress, `moved-${claims.email}`);
	});

	test('a sub is compared exactly', async () => {
		const claims = someone({ sub: 'CaseSub' });
		const first = await walkGood(trial, claims);
		assert.notEqual((await walkGood(trial, { ...claims, sub: 'casesub' })).me.accountId, first.me.accountId);
		assert.equal((await walk(trial, { ...claims, sub: 'CaseSub ' })).problem, 'refused', 'a space at its end would be padding');
	});

	test('an address that is not verified does not take the place of a verified one', async () => {
		const claims = someone();
		const { me } = await walkGood(trial, claims);
		await walkGood(trial, { ...claims, email: 'ceo@trial.example', email_verified: false });
		const row = await rowOf(me.accountId);
		assert.deepEqual([row.email, row.verified], [claims.email, true]);
	});

	test('an address that is not verified goes when the provider does not prove it any more', async () => {
		const claims = someone({ email: 'mover@elsewhere.example' });
		const { me } = await walkGood(trial, claims);
		assert.equal((await rowOf(me.accountId)).email, claims.email);
		await walkGood(trial, { ...claims, email: 'ceo@elsewhere.example', email_verified: false });
		assert.equal((await rowOf(me.accountId)).email, 'NULL');
	});

	test('an address that is verified for somebody else stays theirs', async () => {
		const owner = someone(), other = someone();
		await walkGood(trial, owner);
		const { me } = await walkGood(trial, { ...other, email_verified: false });
		await walkGood(trial, { ...other, email: owner.email });
		const row = await rowOf(me.accountId);
		assert.deepEqual([row.email, row.verified], ['NULL', false]);
	});

	test('a name that the provider does not say stays', async () => {
		const claims = someone();
		await walkGood(trial, claims);
		assert.equal((await walkGood(trial, { ...claims, name: undefined, preferred_username: 'p' })).me.displayName, claims.name);
	});

	test('who was switched off is told so, and gets no session', async () => {
		const claims = someone();
		const { me, person } = await walkGood(trial, claims);
		await sql(`UPDATE person SET active = FALSE WHERE tenant_id = ${trial.tenant.id} AND account_id = '${me.accountId}'`);
		assert.equal((await person.get('/rest/lodge/1/me')).status, 401, 'the session they had is none any more');
		const end = await walk(trial, claims);
		assert.equal(end.problem, 'disabled');
		assert.equal((await end.person.get('/rest/lodge/1/me')).status, 401);
	});
});

describe('somebody who came by mail', () => {
	const known = (claims, row) => addPerson(trial.tenant, { email: claims.email, ...row });

	test('is joined: verified on both sides, a customer, without an identity, of a domain that the provider vouches for', async () => {
		const claims = someone();
		const row = await known(claims);
		const { me } = await walkGood(trial, claims);
		assert.equal(me.accountId, row.account);
		assert.equal(me.displayName, 'Known Person');
		assert.equal(await identities(row.id), 1);
		assert.equal((await walkGood(trial, claims)).me.accountId, row.account, 'and known the next time');
	});

	test('is joined whatever the case of the address', async () => {
		const claims = someone();
		const row = await known(claims);
		assert.equal((await walkGood(trial, { ...claims, email: claims.email.toUpperCase() })).me.accountId, row.account);
	});

	test('is joined though their mail proved nothing: letters to them went where they sign in from', async () => {
		const claims = someone();
		const row = await known(claims, { verified: false });
		await sql(`UPDATE person SET by_mail = TRUE WHERE id = ${row.id}`);
		const { me } = await walkGood(trial, claims);
		assert.equal(me.accountId, row.account);
		assert.equal(me.emailAddress, claims.email);
		assert.deepEqual(await sql(`SELECT by_mail, email_verified FROM person WHERE id = ${row.id}`), [['0', '1']]);
	});

	test('has their requests when they sign in, and is one person', async () => {
		const desk = await deskWithMail({}, trial.tenant), claims = someone();
		const mail = await desk.gets({ from: { name: 'By Mail', address: claims.email }, subject: 'Written before', text: 'Hello' });
		assert.equal(mail.state, 'done');
		const { person, me } = await walkGood(trial, claims);
		assert.deepEqual(await sql(`SELECT id, by_mail FROM person WHERE tenant_id = ${trial.tenant.id} AND email = '${claims.email}'`), [[String(mail.person), '0']]);
		const ticket = await (await person.get(`/rest/servicedeskapi/request/${mail.key}`)).json();
		assert.equal(ticket.summary, 'Written before');
		assert.equal(ticket.reporter.accountId, me.accountId);
	});

	test('is not joined while somebody of the team holds the address', async () => {
		const claims = someone();
		const row = await known(claims, { verified: false });
		await sql(`UPDATE person SET by_mail = TRUE WHERE id = ${row.id}`);
		await known(claims, { role: 'agent' });
		assert.notEqual((await walkGood(trial, claims)).me.accountId, row.account);
		assert.deepEqual(await sql(`SELECT by_mail, email_verified FROM person WHERE id = ${row.id}`), [['1', '0']]);
	});

	const branches = {
		'the provider has not verified the address': { claims: { email_verified: false } },
		'the provider says nothing of verifying': { claims: { email_verified: undefined } },
		'we have not verified the address': { row: { verified: false } },
		'the provider does not vouch for the domain': { claims: { email: 'bob@elsewhere.example' } },
		'they are an agent': { row: { role: 'agent' } },
		'they are an admin': { row: { role: 'admin' } },
	};
	for (const [name, { claims: changes, row: how }] of Object.entries(branches))
		test(`is not joined when ${name}: a new person is made`, async () => {
			const claims = someone(changes);
			const row = await known(claims, how);
			const { me } = await walkGood(trial, claims);
			assert.notEqual(me.accountId, row.account);
			assert.equal(me.role, 'customer');
			assert.equal(await identities(row.id), 0);
			const made = await rowOf(me.accountId);
			assert.equal(made.verified, how?.verified === false, 'the address is verified for one of them at most');
			assert.equal(made.email, made.verified ? claims.email : 'NULL', 'and shown with nobody else');
		});

	test('is not joined when they have another identity already', async () => {
		const claims = someone();
		const row = await known(claims);
		await walkGood(trial, claims);
		const { me } = await walkGood(trial, { ...claims, sub: `${claims.sub}-other` });
		assert.notEqual(me.accountId, row.account);
		assert.equal(await identities(row.id), 1);
	});

	test('is not joined when two could be meant', async () => {
		const claims = someone();
		const rows = [await known(claims), await known(claims)];
		const { me } = await walkGood(trial, claims);
		assert.ok(rows.every((row) => row.account !== me.accountId));
	});

	test('who was switched off stays so by this door too', async () => {
		const claims = someone();
		const row = await known(claims, { active: false });
		assert.equal((await walk(trial, claims)).problem, 'disabled');
		assert.equal(await identities(row.id), 0);
		const [[n]] = await sql(`SELECT COUNT(*) FROM person WHERE tenant_id = ${trial.tenant.id} AND email = '${claims.email}'`);
		assert.equal(n, '1', 'and no new person is made');
	});

	test('of another tenant is nobody here', async () => {
		const other = await makeTrial({ vouches: 'trial.example' });
		const claims = someone();
		const row = await addPerson(other.tenant, { email: claims.email });
		assert.notEqual((await walkGood(trial, claims)).me.accountId, row.account);
		other.stub.stop();
	});
});

describe('row 24: the same words from another provider', () => {
	test('the same sub and address are another person there', async () => {
		const other = await freshProvider(trial, { vouches: '' });
		const claims = someone();
		const first = await walkGood(trial, claims), second = await walkGood(other, claims);
		assert.notEqual(second.me.accountId, first.me.accountId);
		assert.equal((await rowOf(second.me.accountId)).verified, false);
		other.stub.stop();
	});

	test('at the demo\'s two providers too, which know the same people', async () => {
		const email = 'colleague@copernicus.example';
		const one = await (await (await signIn('copernicus', email, { provider: '1' })).get('/rest/lodge/1/me')).json();
		const other = await (await (await signIn('copernicus', email, { provider: '3' })).get('/rest/lodge/1/me')).json();
		assert.notEqual(other.accountId, one.accountId);
		assert.equal(other.role, 'customer');
		assert.equal(other.open, 0);
	});

	test('an agent\'s address at the other provider makes no agent', async () => {
		const other = await (await (await signIn('copernicus', 'agent@copernicus.example', { provider: '3' })).get('/rest/lodge/1/me')).json();
		assert.equal(other.agent, false);
		assert.equal(other.role, 'customer');
	});

	test('an address that the real provider has not verified is shown to nobody; its owner has their name', async () => {
		const una = await signIn('copernicus', 'unverified@copernicus.example');
		const me = await (await una.get('/rest/lodge/1/me')).json();
		assert.equal(me.displayName, 'Una Vero');
		assert.equal(me.emailAddress, undefined);
		assert.deepEqual(await sql(`SELECT id FROM person WHERE tenant_id = 1 AND email = 'unverified@copernicus.example'`), []);
	});
});

describe('first sign-ins that meet', () => {
	const together = async (claims) => {
		const ways = await Promise.all(claims.map(async (one) => {
			const browser = new Browser();
			return { browser, callback: trial.stub.authorize(await beginGood(trial, browser), one) };
		}));
		return Promise.all(ways.map(async ({ browser, callback }) => outcome(trial, browser, await browser.fetch(callback))));
	};

	test('four of the same sub make one person', async () => {
		for (let round = 0; round < 4; round++) {
			const claims = someone();
			const ends = await together(Array(4).fill(claims));
			/* Workers that may wait for one provider are few: who was sent away is not what this is about. */
			assert.ok(ends.every((end) => [null, 'unavailable'].includes(end.problem)), JSON.stringify(ends.map((end) => end.problem)));
			assert.ok(ends.some((end) => end.problem === null));
			const [[n]] = await sql(`SELECT COUNT(*) FROM person WHERE tenant_id = ${trial.tenant.id} AND email = '${claims.email}'`);
			assert.equal(n, '1');
		}
	});

	test('two subs with one address: one of them is joined, the other is new', async () => {
		for (let round = 0; round < 4; round++) {
			const claims = someone();
			const row = await addPerson(trial.tenant, { email: claims.email });
			const ends = await together([claims, { ...claims, sub: `${claims.sub}-b` }]);
			assert.deepEqual(ends.map((end) => end.problem), [null, null]);
			assert.equal(await identities(row.id), 1);
		}
	});
});
