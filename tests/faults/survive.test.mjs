// survive.test.mjs - what was acknowledged outlives kill -9 of every process and an orderly stop; starting twice changes nothing.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { JSM, LODGE, comment, newcomer, raise, word } from '../api/lib/api.mjs';
import { sql } from '../api/lib/operator.mjs';
import { signIn } from '../api/lib/sign-in.mjs';
import { kill, pids, running, stop } from '../stack/parts.mjs';
import { up } from '../stack/up.mjs';
import { bringBack, healthz, sleep, stack } from './lib/fault.mjs';

const FILES = { 'note.txt': randomBytes(300), 'wide.bin': randomBytes(300_000), 'parts.bin': randomBytes(11 << 20) };
const LOAD_MS = 1500;

let anna, browser, ticket, said;

const all = () => running(stack).flatMap((name) => pids(stack, name).map((pid) => `${name} ${pid}`));

before(async () => {
	await bringBack();
	anna = await newcomer('copernicus');
	browser = await signIn('copernicus', 'customer@copernicus.example');
	const ids = (await anna.upload('55', ...Object.entries(FILES).map(([name, bytes]) => ({ name, type: 'application/octet-stream', bytes }))))
		.map((file) => file.temporaryAttachmentId);
	ticket = await raise(anna, { summary: 'It survives', description: 'Everything', attachment: ids });
	said = await comment(anna, ticket, 'So does this');
});
after(() => bringBack());

/* As the person sees it: the ticket, what was said, and each file's bytes by its link. */
async function isThere() {
	const seen = await anna.read(`${JSM}/request/${ticket.issueKey}?expand=comment,attachment`);
	assert.equal(seen.requestFieldValues.find((field) => field.fieldId === 'summary').value, 'It survives');
	assert.deepEqual(seen.comments.values.map(({ id, body }) => [id, body]), [[said.id, 'So does this']]);
	assert.deepEqual(seen.attachments.values.map((file) => file.filename).sort(), Object.keys(FILES).sort());
	for (const { filename, _links } of seen.attachments.values) {
		const link = (await anna.get(new URL(_links.content).pathname)).headers.get('location');
		const bytes = Buffer.from(await (await fetch(link)).arrayBuffer());
		assert.ok(bytes.equals(FILES[filename]), `${filename}: ${bytes.length} bytes`);
	}
	assert.equal((await browser.get(`${LODGE}/me`)).status, 200, 'and who was signed in still is');
	assert.equal(await healthz(), 200);
}

test('starting twice is harmless: the same processes, the same data', async () => {
	const known = all();
	assert.ok(known.length > 15, known.join(', '));
	await up(stack);
	assert.deepEqual(all(), known);
	await isThere();
});

describe('kill -9 of every process', () => {
	test('every ticket that was acknowledged in the last moments is there', async () => {
		const acknowledged = [], mark = word();
		let isOver = false;
		const making = Promise.all(Array.from({ length: 4 }, async () => {
			while (!isOver) {
				const made = await anna.post(`${JSM}/request`, { serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: { summary: `${mark} ${word()}` } })
					.catch(() => null);
				if (made?.status === 201)
					acknowledged.push(made.json.issueKey);
			}
		}));
		await sleep(LOAD_MS);
		await kill(stack, 'all');
		isOver = true;
		await making;
		assert.deepEqual(running(stack), []);
		assert.ok(acknowledged.length > 20, `${acknowledged.length} tickets`);
		await up(stack);
		const kept = (await sql(`SELECT ticket_key FROM ticket WHERE tenant_id = ${anna.tenantId} AND summary LIKE '${mark} %'`)).flat();
		assert.deepEqual(acknowledged.filter((key) => !kept.includes(key)), []);
	});

	test('ticket, comment, files and session are there', isThere);

	test('and the next ticket has a number of its own', async () => {
		const next = await raise(anna);
		assert.notEqual(next.issueKey, ticket.issueKey);
	});
});

test('an orderly stop leaves nothing running and keeps everything', async () => {
	await stop(stack, 'all');
	assert.deepEqual(all(), []);
	await up(stack);
	await isThere();
});
