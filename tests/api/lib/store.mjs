// store.mjs - the bucket as it is: what it holds, and how something gets in or out behind Lodge's back.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { signedUrl } from '../../stack/s3.mjs';
import { settings } from '../../stack/settings.mjs';

const stack = settings();
const TIMEOUT_MS = 30_000;

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Asks the store itself; the status has to be one of these. */
export async function askStore(method, key, { query, body, ok = [200, 204] } = {}) {
	const answer = await fetch(signedUrl(stack, method, key, { query }), { method, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
	const bytes = Buffer.from(await answer.arrayBuffer());
	assert.ok(ok.includes(answer.status), `${method} ${key}: ${answer.status} ${bytes.toString().slice(0, 300)}`);
	return { status: answer.status, bytes, text: bytes.toString(), headers: answer.headers };
}

export const putObject = (key, body = 'somebody put it here') => askStore('PUT', key, { body });
export const removeObject = (key) => askStore('DELETE', key);
export const hasObject = async (key) => (await askStore('HEAD', key, { ok: [200, 404] })).status === 200;

const unescaped = (text) => decodeURIComponent(text.replaceAll('+', '%20').replaceAll('&amp;', '&'));

/** All of it: Map of key to { size, modifiedAt }. */
export async function objects(prefix = '') {
	const found = new Map();
	for (let more = true, after = ''; more;) {
		const { text } = await askStore('GET', '', { query: { 'list-type': '2', 'encoding-type': 'url', prefix, 'start-after': after } });
		for (const [, one] of text.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
			const word = (name) => one.match(new RegExp(`<${name}>(.*?)</${name}>`, 's'))[1];
			after = unescaped(word('Key'));
			found.set(after, { size: Number(word('Size')), modifiedAt: Date.parse(word('LastModified')) });
		}
		more = text.includes('<IsTruncated>true');
	}
	return found;
}

/** Uploads of parts that nobody ended: [key, id]. */
export async function unfinished() {
	const { text } = await askStore('GET', '', { query: { uploads: '' } });
	return [...text.matchAll(/<Upload>(.*?)<\/Upload>/gs)].map(([, one]) => [one.match(/<Key>(.*?)<\/Key>/)[1], one.match(/<UploadId>(.*?)<\/UploadId>/)[1]]);
}

export async function beginUpload(key, bytes = Buffer.alloc(1000, 1)) {
	const { text } = await askStore('POST', key, { query: { uploads: '' } });
	const [, id] = text.match(/<UploadId>(.*?)<\/UploadId>/);
	await askStore('PUT', key, { query: { partNumber: '1', uploadId: id }, body: bytes });
	return id;
}
