// uploads.mjs - a client of tus 1.0 that says what it is told to, also what is wrong; and what the store has of an upload.
//
//	const upload = await begin(anna, { length: 100 });       // { path, id, ... }
//	const answer = await patch(anna, upload, 0, bytes);       // { status, headers, text, json }
import assert from 'node:assert/strict';
import { signedUrl } from '../../stack/s3.mjs';
import { LODGE, stack } from './api.mjs';
import { sql } from './operator.mjs';
import { sha256 } from './store.mjs';

export const UPLOADS = `${LODGE}/uploads`;
export const MIB = 1024 * 1024;
export const TUS = { 'tus-resumable': '1.0.0' };
export const base64 = (text) => Buffer.from(text).toString('base64');
export const metadata = (pairs) => Object.entries(pairs).map(([key, value]) => `${key} ${base64(value)}`).join(',');

/** The answer to a POST, whatever it is. */
export const ask = (who, { name = 'trace.bin', desk = '55', length, ...headers }) =>
	who.post(UPLOADS, undefined, { ...TUS, 'upload-length': String(length), 'upload-metadata': metadata({ filename: name, serviceDeskId: desk }), ...headers });

export async function begin(who, said) {
	const answer = await ask(who, said);
	assert.equal(answer.status, 201, answer.text);
	const location = answer.headers.get('location');
	assert.ok(location.startsWith(`${who.origin}${UPLOADS}/`), location);
	return { id: answer.json.id, path: location.slice(who.origin.length), answer };
}

export const patch = (who, upload, offset, bytes, headers = {}) => who.ask('PATCH', upload.path, bytes,
	{ ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), ...headers });

export const head = (who, upload) => who.ask('HEAD', upload.path, undefined, TUS);
export const offsetOf = (answer) => Number(answer.headers.get('upload-offset'));

/** A chunk that must be taken; the id of the temporary file if it was the last. */
export async function put(who, upload, offset, bytes) {
	const answer = await patch(who, upload, offset, bytes);
	assert.equal(answer.status, 204, `${offset}: ${answer.status} ${answer.text}`);
	assert.equal(offsetOf(answer), offset + bytes.length);
	return answer.headers.get('lodge-temporary-attachment-id');
}

/** All of it in chunks of that size. */
export async function sendAll(who, bytes, size = bytes.length, said = {}) {
	const upload = await begin(who, { length: bytes.length, ...said });
	let id = null;
	for (let at = 0; at < bytes.length; at += size) {
		assert.equal(id, null, 'there is no id before the last chunk');
		id = await put(who, upload, at, bytes.subarray(at, at + size));
	}
	assert.match(id, /^temp/);
	return { ...upload, temporaryId: id };
}

/** What the store has under the key, or null. */
export async function object(key) {
	const answer = await fetch(signedUrl(stack, 'GET', key));
	const bytes = Buffer.from(await answer.arrayBuffer());
	return answer.status === 200 ? bytes : null;
}

export async function rowOf(upload) {
	const [row] = await sql(`SELECT f.state, f.verdict, f.mime_type, f.size, f.object_key, f.temporary_id, u.received, u.part_next, u.tail_key, u.tail_size, u.lease, u.store_id
		FROM attachment f LEFT JOIN upload u ON u.tenant_id = f.tenant_id AND u.attachment_id = f.id WHERE f.id = ${upload.id}`);
	if (!row)
		return null;
	const [state, verdict, type, size, key, temporaryId, received, partNext, tail, tailSize, lease, storeId] = row.map((value) => value === 'NULL' ? null : value);
	return { state, verdict, type, size: Number(size), key, temporaryId, received: Number(received), partNext: Number(partNext), tail, tailSize: Number(tailSize), lease, storeId };
}

/** Complete, and the store has exactly these bytes. */
export async function isStored(upload, bytes) {
	const row = await rowOf(upload);
	assert.notEqual(row.state, 'uploading');
	const stored = await object(row.key);
	assert.ok(stored, 'there is an object');
	assert.equal(stored.length, bytes.length);
	assert.equal(sha256(stored), sha256(bytes));
	return row;
}
