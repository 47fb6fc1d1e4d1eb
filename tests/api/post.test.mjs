// post.test.mjs - the stack's own mail server: what it says of a sender, as all that is told of proofs hangs on that.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { word } from './lib/api.mjs';
import { mailer } from './lib/post.mjs';

const OURS = 'mx.lodge.example';
const sentence = (mail) => [...mail.raw.slice(0, mail.raw.indexOf('\r\n\r\n')).matchAll(/^authentication-results:\s*(.*)$/gim)].map(([, value]) => value.trim());

describe('the mail server of the stack', () => {
	for (const [name, { from = 'customer@copernicus.example', as = from, proven = true, wanted }] of Object.entries({
		'vouches for who signed in as the sender': { wanted: 'dmarc=pass header.from=copernicus.example' },
		'does not for who signed in as somebody else': { as: 'colleague@copernicus.example', wanted: 'dmarc=fail header.from=copernicus.example' },
		'says that a strict domain did not send it': { proven: false, wanted: 'dmarc=fail header.from=copernicus.example' },
		'knows nothing of a domain without rules': { from: 'ann@lax.example', proven: false, wanted: 'dmarc=none header.from=lax.example' },
		'never vouches for a domain that is only forged': { from: 'ann@spoof.example', wanted: 'dmarc=fail header.from=spoof.example' },
	}))
		test(`${name}, and removes what others wrote in its name`, async () => {
			const box = mailer(`${word()}@box.example`);
			await mailer(as).send({ from, to: box.address, subject: 'x', text: 'x', headers: { 'Authentication-Results': [`${OURS}; dmarc=pass header.from=bank.example`, `(so) ${OURS.toUpperCase()} 1; dmarc=pass`, 'other.example; spf=pass'] } }, { proven });
			assert.deepEqual(sentence(await box.gets()), [`${OURS}; ${wanted}`, 'other.example; spf=pass']);
		});
});
