// store.test.mjs - the file store is dead or hangs: its gateway, or the disk daemon behind it. Uploads are refused with the reason
// and leave nothing behind; everything else goes on; it recovers by itself.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { JSM, comment, formOf, newcomer, raise } from '../api/lib/api.mjs';
import { lodgectl, sql } from '../api/lib/operator.mjs';
import { ask } from '../stack/ask.mjs';
import { writeConf } from '../stack/parts/pools.mjs';
import { run } from '../stack/process.mjs';
import { signedUrl } from '../stack/s3.mjs';
import { WAYS, attempt, becomes, bringBack, stack, timed, within, without } from './lib/fault.mjs';

const STALL_S = 15, SHORT_STALL_S = 3, UNDO_MS = 2000, SLACK_MS = 2500;
const SIZES = { small: 1000, 'of several parts': 12 << 20 };

after(async () => {
	await bringBack();
	await setStall();
});

/* The files pool takes in another limit, or the usual one again. */
async function setStall(seconds) {
	writeConf({ ...stack, conf: seconds ? { ...stack.conf, s3_stall_timeout_s: `${seconds}s` } : stack.conf });
	await lodgectl('pool', 'reload', 'files');
}

async function sendFile(who, size) {
	const answer = await fetch(`${who.origin}${JSM}/servicedesk/55/attachTemporaryFile`, {
		method: 'POST', headers: who.identity, body: formOf([{ name: 'trace.bin', bytes: Buffer.alloc(size, 7) }]),
	});
	return { status: answer.status, text: await answer.text() };
}

async function objects() {
	const keys = [];
	for (let more = true; more;) {
		const listed = await ask(signedUrl(stack, 'GET', '', { query: { 'list-type': '2', prefix: '1/', 'start-after': keys.at(-1) ?? '' } }), { timeoutMs: 20_000 });
		assert.equal(listed?.status, 200, 'the store lists its bucket');
		keys.push(...[...listed.text.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) => key));
		more = listed.text.includes('<IsTruncated>true');
	}
	return keys;
}

const rowsOf = (who) => sql(`SELECT state, object_key FROM attachment WHERE tenant_id = ${who.tenantId} AND person_id = ${who.id}`);

/* What the sweep does when the rows have expired. */
async function sweep(who) {
	await sql(`UPDATE attachment SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND
		WHERE tenant_id = ${who.tenantId} AND person_id = ${who.id} AND state = 'uploading'`);
	await run([join(stack.programs, 'lodge-jobs'), '--conf', stack.confFile, '--once']);
}

async function refused(who, name, limitMs) {
	const { value: answer, ms } = await timed(() => sendFile(who, SIZES[name]));
	assert.equal(answer.status, 503, `a file ${name}: ${answer.status} ${answer.text}`);
	assert.match(JSON.parse(answer.text).errorMessage, /file store/, 'the person is told what is down');
	within(ms, limitMs, `a file ${name} is refused`);
}

async function ticketsGoOn(who) {
	const { value: ticket, ms } = await timed(() => raise(who, { summary: 'Without its file' }));
	await comment(who, ticket, 'It still does not work');
	const seen = await who.read(`${JSM}/request/${ticket.issueKey}?expand=comment`);
	assert.equal(seen.comments.values.length, 1);
	within(ms, 2000, 'a ticket meanwhile');
}

/* Permission and link come from us; what stands behind the link says that it cannot be had. */
async function downloadFails(who, ticket, limitMs) {
	const { attachments } = await who.read(`${JSM}/request/${ticket.issueKey}?expand=attachment`);
	const found = await who.get(new URL(attachments.values[0]._links.content).pathname);
	assert.equal(found.status, 303);
	const { value: answer, ms } = await timed(() => fetch(found.headers.get('location')));
	assert.equal(answer.status, 502);
	assert.match(answer.headers.get('content-type'), /^text\/html/);
	await answer.arrayBuffer();
	within(ms, limitMs, 'a download is given up');
}

for (const part of ['rgw', 'osd'])
	for (const way of WAYS)
		describe(`the store's ${part} is ${way}`, () => {
			const hangs = part === 'osd' || way === 'frozen';
			const stallS = part === 'rgw' ? STALL_S : SHORT_STALL_S;
			let who, known, ticket;

			before(async () => {
				await setStall(stallS === STALL_S ? 0 : stallS);
				who = await newcomer('copernicus');
				known = new Set(await objects());
				const [file] = await who.upload('55', { name: 'before.txt', bytes: 'before' });
				ticket = await raise(who, { attachment: [file.temporaryAttachmentId] });
			});

			test('uploads are refused with the reason in time, and tickets go on', async () => {
				await without(part, way, async () => {
					const limitMs = (hangs ? stallS * 1000 + UNDO_MS : 0) + SLACK_MS;
					await Promise.all([...Object.keys(SIZES).map((name) => refused(who, name, limitMs)), ticketsGoOn(who),
						part === 'rgw' ? downloadFails(who, ticket, limitMs) : null]);
					const states = (await rowsOf(who)).map(([state]) => state);
					assert.deepEqual(states.filter((state) => state !== 'uploading'), ['ready'], 'only the file from before is kept');
				});
			});

			test('it recovers by itself', async () => {
				await becomes('an upload', 40_000, async () => (await attempt(() => sendFile(who, 2000)))?.status === 201);
			});

			test('nothing half stored is left, neither row nor object', async () => {
				await becomes('a sweep', 40_000, async () => await attempt(async () => (await sweep(who), true)) === true); // a store that just came back may still stall
				const rows = await rowsOf(who);
				assert.deepEqual([...new Set(rows.map(([state]) => state))].sort(), ['ready', 'temporary'], 'the one from before, and from after');
				const fresh = (await objects()).filter((key) => !known.has(key)).sort();
				assert.deepEqual(fresh, rows.map(([, key]) => key).sort());
			});
		});
