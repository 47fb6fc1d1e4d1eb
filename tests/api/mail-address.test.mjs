// mail-address.test.mjs - `lodgectl mail address` and `mail block`: what an operator says of a desk's addresses is there, and what makes no
// sense is refused.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { writeFileSync } from 'node:fs';
import { stack } from './lib/api.mjs';
import { lodgectl, sql } from './lib/operator.mjs';
import { openTenant } from './lib/own-tenant.mjs';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const file = (name, bytes) => { writeFileSync(stack.path(name), bytes); return stack.path(name); };

describe('addresses of desks', () => {
	let tenant, other, mine;
	const at = (name) => `${name}@${tenant.slug}.example`;
	const address = (...words) => lodgectl('mail', 'address', words[0], '--tenant', tenant.slug, ...words.slice(1));
	const add = (name, ...words) => address('add', '--desk', String(tenant.desk), '--type', String(tenant.type), '--address', at(name), ...words);
	const row = async (name, columns) => (await sql(`SELECT ${columns} FROM mail_address WHERE address = '${at(name)}'`))[0];

	before(async () => {
		[tenant, other] = await Promise.all([openTenant(), openTenant()]);
		mine = ['--tenant', tenant.slug, '--desk', String(tenant.desk)];
	});

	test('a new one has what is careful, and is listed', async () => {
		assert.match(await add('Support'), /takes mail at support@/);
		assert.deepEqual(await row('support', 'enabled, unknown, unproven, language, position, pictures_inline, copies'), ['1', 'invited', 'hold', 'en', '0', '0', '1']);
		assert.match(await address('list'), new RegExp(`enabled language=en unknown=invited unproven=hold pictures=no copies=yes support@${tenant.slug}.example`));
	});
	test('all that can be said of one is said at once, or later', async () => {
		const words = ['--sender-name', 'The team', '--signature', file('signature.md', '**Bye**\n'), '--logo', file('logo.png', PNG), '--language', 'pl', '--unknown', 'domains',
			'--domains', 'A.example b.example', '--unproven', 'take', '--pictures', 'yes', '--copies', 'no', '--position', '7', '--enabled', 'no'];
		const columns = 'sender_name, signature, logo_type, logo, language, unknown, domains, unproven, pictures_inline, copies, position, enabled';
		const said = ['The team', '**Bye**', 'image/png', PNG.toString('base64'), 'pl', 'domains', 'a.example b.example', 'take', '1', '0', '7', '0'];
		await add('all', ...words);
		assert.deepEqual(await row('all', columns), said);
		await add('later');
		await address('change', '--address', at('LATER'), ...words);
		assert.deepEqual(await row('later', columns), said);
		await address('change', '--address', at('later'), '--logo', 'none', '--enabled', 'yes', '--sender-name', '');
		assert.deepEqual(await row('later', columns), ['', '**Bye**', 'NULL', 'NULL', 'pl', 'domains', 'a.example b.example', 'take', '1', '0', '7', '1']);
	});
	for (const [what, words] of [
		['a language that nobody speaks', ['--language', 'xx']], ['another rule', ['--unknown', 'all']], ['domains without one', ['--unknown', 'domains']],
		['a domain that is none', ['--domains', 'localhost']], ['a domain with a space in it', ['--domains', 'a..example']], ['a logo that is a text', ['--logo', new URL(import.meta.url).pathname]],
		['a logo that is not there', ['--logo', '/nowhere']], ['a type of another desk', ['--type', '1']], ['a position below none', ['--position', '-1']], ['a name of two lines', ['--sender-name', 'a\r\nBcc: x']],
		['neither yes nor no', ['--pictures', 'perhaps']],
	])
		test(`${what} is refused, and nothing is kept`, async () => {
			await assert.rejects(add('bad', ...words));
			assert.equal(await row('bad', 'id'), undefined);
		});
	test('an address that cannot be one is refused', async () => {
		for (const bad of ['support+a', `${'a'.repeat(25)}`, 'a b', 'a\r\nb', '"a"', ''])
			await assert.rejects(add(bad), bad);
	});
	test('one address is one of all tenants', async () => {
		await add('only');
		await assert.rejects(lodgectl('mail', 'address', 'add', '--tenant', other.slug, '--desk', String(other.desk), '--type', String(other.type), '--address', at('only')), /already/);
		for (const words of [['change', '--enabled', 'no'], ['remove']])
			await assert.rejects(lodgectl('mail', 'address', words[0], '--tenant', other.slug, '--address', at('only'), ...words.slice(1)), /has no address/);
		assert.deepEqual(await row('only', 'enabled'), ['1']);
	});
	test('it goes while nothing came to it, and stays then', async () => {
		await add('gone');
		await address('remove', '--address', at('gone'));
		assert.equal(await row('gone', 'id'), undefined);
		await add('used');
		const [id] = await row('used', 'id');
		await sql(`INSERT INTO mail_in (tenant_id, desk_id, address_id, once, raw_key, size, envelope_from, envelope_to, state, received_at)
			VALUES (${tenant.id}, ${tenant.desk}, ${id}, UNHEX(SHA2('${at('used')}', 256)), 'x', 1, '', '${at('used')}', 'passed', UTC_TIMESTAMP(3))`);
		await assert.rejects(address('remove', '--address', at('used')), /--enabled no/);
		await sql(`DELETE FROM mail_in WHERE address_id = ${id}`); // whose object nobody put into the store
	});
	test('senders are blocked and let in again, by address or domain', async () => {
		for (const sender of ['Bad@Y.example', '@spam.example', 'Bad@y.example'])
			await lodgectl('mail', 'block', 'add', ...mine, '--sender', sender);
		assert.equal(await lodgectl('mail', 'block', 'list', ...mine), '@spam.example by an operator\nbad@y.example by an operator\n');
		await lodgectl('mail', 'block', 'remove', ...mine, '--sender', '@SPAM.example');
		await assert.rejects(lodgectl('mail', 'block', 'remove', ...mine, '--sender', '@spam.example'), /does not block/);
		for (const sender of ['nobody', '@', '@localhost', '@a..b', 'a@b@c.example', ''])
			await assert.rejects(lodgectl('mail', 'block', 'add', ...mine, '--sender', sender), sender);
	});
});
