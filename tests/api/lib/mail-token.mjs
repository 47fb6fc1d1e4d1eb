// mail-token.mjs - the tokens of letters, made beside the program by the same rule (fcgi/desk/mail_token.c): so that a test has one
// whose letter was never written, and one that is wrong in a single place.
import { createHmac } from 'node:crypto';
import { sealKey } from '../../stack/settings.mjs';
import { stack } from './api.mjs';

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

function code(tenant, said) {
	const key = createHmac('sha256', sealKey(stack)).update('lodge mail token 1\0').digest();
	const bytes = createHmac('sha256', key).update(`${tenant} ${said}`).digest();
	const bits = [...bytes.subarray(0, 10)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	return bits.match(/.{5}/g).map((five) => letters[parseInt(five, 2)]).join('');
}

/** kind: r reply, b bounce, t thread, m message, q mute, a answer. until: ms, 0 for good. */
export function mailToken(tenant, kind, first, second, until = Date.now() + 3600e3) {
	const said = kind + [first, second, ...until ? [until] : []].map((number) => Number(number).toString(36)).join('.');
	return `${said}.${code(tenant, said)}`;
}
