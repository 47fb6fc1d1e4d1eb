// tokens.test.mjs - what an operator sees and ends by lodgectl: API tokens, people by number, and a provider whose people stay theirs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LODGE, caller, newcomer, tokenOf, word } from './lib/api.mjs';
import { addPerson, lodgectl, sql } from './lib/operator.mjs';
import { freshProvider, makeTrial, walkGood } from './lib/trial.mjs';

const TENANT = 'copernicus';
const list = async (who, tenant = TENANT) => (await lodgectl('token', 'list', '--tenant', tenant, '--person', who)).split('\n').filter(Boolean)
	.map((line) => /^(?<id>\d+) +(?<state>good|expired) +since=(?<since>\S+) until=(?<until>\S+) scopes="(?<scopes>[^"]*)" (?<label>.+)$/.exec(line)?.groups ?? assert.fail(line));
const revoke = (id, tenant = TENANT) => lodgectl('token', 'revoke', '--tenant', tenant, '--id', String(id));
const status = async (token) => (await caller(TENANT, { authorization: `Bearer ${token}` }).get(`${LODGE}/me`)).status;

describe('lodgectl token', () => {
	test('list shows each token of the person, and nothing that would let anybody in', async () => {
		const anna = await newcomer(TENANT), other = await newcomer(TENANT);
		const label = word('nightly ');
		const second = (await lodgectl('token', 'create', '--tenant', TENANT, '--person', anna.email, '--label', label, '--scopes', 'read:jira-work', '--days', '2')).trim();
		const rows = await list(anna.email);
		assert.equal(rows.length, 2);
		assert.deepEqual([rows[1].state, rows[1].scopes, rows[1].label], ['good', 'read:jira-work', label]);
		assert.equal(Date.parse(rows[1].until.replace(/(\d\d)$/, ':$1')) - Date.parse(rows[1].since.replace(/(\d\d)$/, ':$1')), 2 * 86_400_000);
		const text = JSON.stringify(rows);
		for (const token of [anna.token, second])
			assert.ok(!text.includes(token));
		assert.equal((await list(other.email)).length, 1);
	});

	test('list says which have expired', async () => {
		const anna = await newcomer(TENANT);
		await sql(`UPDATE api_token SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE person_id = ${anna.id}`);
		assert.deepEqual((await list(anna.email)).map((row) => row.state), ['expired']);
	});

	test('list goes on after the first page', async () => {
		const anna = await newcomer(TENANT);
		await sql(`INSERT INTO api_token (tenant_id, token_hash, person_id, label, scopes, created_at, expires_at)
			SELECT 1, UNHEX(SHA2(CONCAT('many', ${anna.id}, '-', seq), 256)), ${anna.id}, CONCAT('n', seq), 'x', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL 1 DAY FROM seq_1_to_450`);
		assert.equal(new Set((await list(anna.email)).map((row) => row.id)).size, 451);
		await sql(`DELETE FROM api_token WHERE tenant_id = 1 AND person_id = ${anna.id}`);
	});

	test('revoke ends one token at once, and no other', async () => {
		const anna = await newcomer(TENANT);
		const other = await tokenOf(TENANT, anna.email);
		assert.equal(await status(anna.token), 200);
		const [first] = await list(anna.email);
		await revoke(first.id);
		assert.deepEqual([await status(anna.token), await status(other)], [401, 200]);
		assert.equal((await list(anna.email)).length, 1);
		await assert.rejects(revoke(first.id), /there is no token/);
	});

	test('revoke ends no token of another tenant', async () => {
		const anna = await newcomer(TENANT);
		const [{ id }] = await list(anna.email);
		await assert.rejects(revoke(id, 'dasharo'), /there is no token/);
		assert.equal(await status(anna.token), 200);
	});

	test('revoke wants a number', async () => {
		for (const id of ['', '0', '-1', 'x', '99999999999999999999'])
			await assert.rejects(revoke(id), /--id is a number/, id);
	});
});

describe('lodgectl --person', () => {
	test('takes a number of `person list`, for who has no address', async () => {
		const number = String((await newcomer(TENANT)).id);
		await sql(`UPDATE person SET email = NULL, email_verified = FALSE WHERE tenant_id = 1 AND id = ${number}`);
		assert.equal((await list(number)).length, 1);
		const token = await tokenOf(TENANT, number);
		assert.equal(await status(token), 200);
		assert.match(await lodgectl('person', 'disable', '--tenant', TENANT, '--person', number), new RegExp(`^${number} is disabled`));
		assert.equal(await status(token), 401);
		await assert.rejects(tokenOf(TENANT, number), /nobody active/);
	});

	test('takes no number of another tenant', async () => {
		await assert.rejects(list(String((await newcomer(TENANT)).id), 'dasharo'), /nobody in dasharo has the number/);
		await assert.rejects(list('anna'), /neither an e-mail address nor/);
	});
});

describe('lodgectl provider set --issuer', () => {
	let trial;
	const set = (at, ...words) => lodgectl('provider', 'set', '--tenant', trial.tenant.slug, '--id', String(at.provider), ...words);
	const issuerOf = async (at) => (await sql(`SELECT issuer FROM provider WHERE tenant_id = ${trial.tenant.id} AND id = ${at.provider}`))[0][0];

	before(async () => { trial = await makeTrial(); });
	after(() => trial?.stub.stop());

	test('is refused once people sign in by it: equal subs of another issuer would become them', async () => {
		await walkGood(trial, { sub: 'anna', email: 'anna@trial.example', name: 'Anna' });
		await assert.rejects(set(trial, '--issuer', 'https://other.example', '--label', 'Other'), /add a new provider/);
		assert.equal(await issuerOf(trial), trial.stub.issuer);
		assert.match(await set(trial, '--issuer', trial.stub.issuer, '--label', 'Renamed'), /enabled/, 'the issuer that it has is none to refuse');
	});

	test('is allowed while nobody does', async () => {
		const fresh = await freshProvider(trial);
		await addPerson(trial.tenant, { email: 'bob@trial.example' });
		await set(fresh, '--issuer', 'https://other.example');
		assert.equal(await issuerOf(fresh), 'https://other.example');
		fresh.stub.stop();
	});
});
