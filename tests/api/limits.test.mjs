// limits.test.mjs - how much one person may leave lying in the store: the bytes of uploads that no request has taken.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, formOf, newcomer, raise, refuses, stack } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';

const DESK = 55, TENANT = 1;
const MAX = Number(stack.conf.files_waiting_size_max ?? 10 * 1024 ** 3);

describe('bytes of one person that no request has taken', () => {
	let anna;
	const send = (who = anna) => who.post(`${JSM}/servicedesk/${DESK}/attachTemporaryFile`, formOf([{ name: 'a.txt', bytes: 'a' }]));
	const forget = () => sql(`DELETE FROM attachment WHERE tenant_id = ${TENANT} AND person_id = ${anna.id}`);
	/* A file of hers as if it were in the store already. */
	const leave = (size, { state = 'temporary', expires = 'INTERVAL 1 HOUR' } = {}) =>
		sql(`INSERT INTO attachment (tenant_id, state, desk_id, person_id, temporary_id, object_key, filename, mime_type, size, created_at, expires_at)
			VALUES (${TENANT}, '${state}', ${DESK}, ${anna.id}, CONCAT('templ', UUID()), CONCAT('${TENANT}/none-', UUID()), 'big.bin', 'text/plain', ${size},
			UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + ${expires})`);

	before(async () => { anna = await newcomer('copernicus'); });

	test('one byte below the limit another upload passes; at the limit it is refused, and others\' are not', async () => {
		await leave(MAX / 2);
		await leave(MAX / 2 - 1);
		assert.equal((await send()).status, 201);
		const told = await send();
		refuses(told, 429);
		assert.match(told.json.errorMessage, new RegExp(`\\b${MAX / 1024 ** 2} MiB\\b`));
		assert.match(told.headers.get('retry-after'), /^[1-9]\d*$/);
		assert.equal((await send(await newcomer('copernicus'))).status, 201);
		await forget();
	});

	test('what has expired does not count', async () => {
		await leave(MAX, { expires: 'INTERVAL -1 SECOND' });
		assert.equal((await send()).status, 201);
		await forget();
	});

	test('what a request has taken does not count', async () => {
		const ticket = await raise(anna);
		const [{ temporaryAttachmentId: id }] = await anna.upload(DESK, { name: 'big.txt', bytes: 'big' });
		await sql(`UPDATE attachment SET size = ${MAX} WHERE tenant_id = ${TENANT} AND person_id = ${anna.id} AND state = 'temporary'`);
		refuses(await send(), 429);
		assert.equal((await anna.post(`${JSM}/request/${ticket.issueKey}/attachment`, { temporaryAttachmentIds: [id], public: true })).status, 201);
		assert.equal((await send()).status, 201);
		await forget();
	});
});
