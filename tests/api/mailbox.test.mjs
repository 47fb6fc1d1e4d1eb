// mailbox.test.mjs - mailboxes on other servers: what lies in them comes in as it is, once, and leaves its folder; what cannot come
// goes aside and holds up nothing; a server that is away or says no is said, and asked again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openTenant } from './lib/own-tenant.mjs';
import { deliver, countIn, mail, mailsIn, openMailbox, rawOf } from './lib/mailboxes.mjs';
import { stack } from './lib/api.mjs';

let tenant;
before(async () => { tenant = await openTenant('box'); });

describe('a mail in a mailbox', () => {
	for (const [name, words] of [['TLS', {}], ['STARTTLS', { '--tls': 'starttls', '--port': stack.ports.imap }], ['no TLS, which the operator excepts', { '--tls': 'none', '--port': stack.ports.imap }]])
		test(`is taken over ${name}: it is in the store as it was, and in the other folder`, async () => {
			const box = await openMailbox(tenant, { words });
			await deliver(box.user, mail('One'));
			await box.taken(1);
			const [taken] = await box.mails();
			assert.deepEqual({ from: taken.from, to: taken.to, desk: taken.desk, address: taken.address }, { from: '', to: box.address, desk: tenant.desk, address: box.addressId });
			const [source] = await mailsIn(box.user, 'Processed');
			assert.deepEqual(await rawOf(taken), source);
			assert.equal(taken.size, source.length);
		});
});
