// pictures.test.mjs - what of a file is shown in a page: the small picture of a picture, and the beginning of a text.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { JSM, LODGE, comment, newcomer, program, raise, refuses, stack } from './lib/api.mjs';
import { lodgectl, sql } from './lib/operator.mjs';
import { png, sizeOfWebp } from './lib/pictures.mjs';

const at = (ticket, file) => `${JSM}/request/${ticket.issueKey}/attachment/${file.id}`;
const previewAt = (ticket, file) => `${LODGE}/request/${ticket.issueKey}/attachment/${file.id}/preview`;
const JOB_MS = 30_000;
let anna, bert, agent;

before(async () => {
	anna = await newcomer('copernicus');
	bert = await newcomer('copernicus');
	agent = await program('copernicus', 'agent@copernicus.example');
});

async function send(who, file) {
	const [sent] = await who.upload(55, file);
	return sent.temporaryAttachmentId;
}

/** A ticket with one file. */
async function withFile(bytes, name = 'file.png') {
	const ticket = await raise(anna, { attachment: [await send(anna, { name, bytes })] });
	return { ticket, file: (await anna.read(`${JSM}/request/${ticket.issueKey}/attachment`)).values[0] };
}

/** Until lodge-jobs has done with it: the attachment as it is then. */
async function looked(who, ticket, file) {
	for (const end = Date.now() + JOB_MS; Date.now() < end; await sleep(50)) {
		const [[jobs]] = await sql(`SELECT COUNT(*) FROM job WHERE kind = 'thumbnail' AND subject_id = ${file.id}`);
		if (Number(jobs) === 0)
			return (await who.read(`${JSM}/request/${ticket.issueKey}/attachment`)).values.find((one) => one.id === file.id);
	}
	throw new Error(`nobody looked at file ${file.id}`);
}

const rows = async (file) => (await sql(`SELECT kind FROM download WHERE attachment_id = ${file.id} ORDER BY id`)).map(([kind]) => kind);

describe('the thumbnail of a picture', () => {
	test('is made after it came, and is a small WebP at a signed link that shows it', async () => {
		const { ticket, file } = await withFile(png(1200, 600), 'Größe "1".png');
		const known = await looked(anna, ticket, file);
		assert.equal(known.lodge.thumbnail, true);
		assert.equal(known._links.thumbnail, `${stack.origin('copernicus')}${JSM}/request/${ticket.issueId}/attachment/${file.id}/thumbnail`);
		const answer = await anna.get(`${at(ticket, file)}/thumbnail`);
		assert.equal(answer.status, 303);
		assert.equal(answer.headers.get('cache-control'), 'private, max-age=60', 'half of what the link lives');
		const small = await fetch(answer.headers.get('location'));
		assert.equal(small.status, 200);
		assert.equal(small.headers.get('content-type'), 'image/webp');
		assert.match(small.headers.get('content-disposition'), /^inline/);
		assert.equal(small.headers.get('x-content-type-options'), 'nosniff');
		const bytes = Buffer.from(await small.arrayBuffer());
		assert.deepEqual(sizeOfWebp(bytes), [320, 160]);
		assert.deepEqual(await rows(file), [], 'to look at it is no download');
	});
	test('follows the link that the JSON has, as clients do', async () => {
		const { ticket, file } = await withFile(png(40, 30));
		const known = await looked(anna, ticket, file);
		const answer = await fetch(known._links.thumbnail, { headers: anna.identity });
		assert.deepEqual(sizeOfWebp(Buffer.from(await answer.arrayBuffer())), [40, 30], 'and a small one is not made larger');
	});
	test('is for who may see the picture', async () => {
		const { ticket, file } = await withFile(png(40, 30));
		await looked(anna, ticket, file);
		assert.equal((await agent.get(`${at(ticket, file)}/thumbnail`)).status, 303);
		refuses(await bert.get(`${at(ticket, file)}/thumbnail`), 404);
		refuses(await bert.get(previewAt(ticket, file)), 404);
	});
	test("of a note's picture is there for the team only", async () => {
		const ticket = await raise(anna);
		const made = await agent.make(`${JSM}/request/${ticket.issueKey}/attachment`,
			{ temporaryAttachmentIds: [await send(agent, { name: 'inside.png', bytes: png(60, 60) })], public: false });
		const file = made.attachments.values[0];
		assert.equal((await looked(agent, ticket, file)).lodge.thumbnail, true);
		assert.equal((await agent.get(`${at(ticket, file)}/thumbnail`)).status, 303);
		refuses(await anna.get(`${at(ticket, file)}/thumbnail`), 404);
	});
	test('is there before a request takes the file', async () => {
		const id = await send(anna, { name: 'early.png', bytes: png(60, 60) });
		const [[file]] = await sql(`SELECT id FROM attachment WHERE temporary_id = '${id}'`);
		for (const end = Date.now() + JOB_MS; Number((await sql(`SELECT thumbnail FROM attachment WHERE id = ${file}`))[0][0]) === 0; await sleep(50))
			assert.ok(Date.now() < end, 'it is made');
		const ticket = await raise(anna, { attachment: [id] });
		assert.equal((await anna.get(at(ticket, { id: `${file}/thumbnail` }))).status, 303);
	});
	test('is not given out when the picture is not', async () => {
		const { ticket, file } = await withFile(png(60, 60));
		await looked(anna, ticket, file);
		for (const [verdict, status] of [['scanning', 409], ['infected', 403], ['lost', 410], ['unscanned', 303]]) {
			await sql(`UPDATE attachment SET verdict = '${verdict}' WHERE id = ${file.id}`);
			assert.equal((await anna.get(`${at(ticket, file)}/thumbnail`)).status, status, verdict);
		}
	});
	test('is not made of a picture that was found to be infected, or taken away, meanwhile', async () => {
		const { ticket, file } = await withFile(png(60, 60));
		await looked(anna, ticket, file);
		await sql(`UPDATE attachment SET verdict = 'infected', thumbnail = FALSE WHERE id = ${file.id};
			INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at) SELECT tenant_id, 'files', 'thumbnail', id, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM attachment WHERE id = ${file.id}`);
		assert.equal((await looked(anna, ticket, file)).lodge.thumbnail, false);
	});
	const none = [
		['of fifty thousand dots each way', png(50_000, 50_000, { dots: false })],
		['that was cut off', png(900, 900).subarray(0, 300)],
	];
	for (const [what, bytes] of none)
		test(`is not there for a picture ${what}, which stays a file like others`, async () => {
			const { ticket, file } = await withFile(bytes);
			const known = await looked(anna, ticket, file);
			assert.equal(known.lodge.thumbnail, false);
			assert.equal(known._links.thumbnail, undefined);
			refuses(await anna.get(`${at(ticket, file)}/thumbnail`), 404);
			assert.equal((await anna.get(at(ticket, file))).status, 303);
		});
	const others = [
		['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'], ['TIFF', Buffer.from('49492a0008000000', 'hex')], ['PDF', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'], ['HTML', '<!doctype html><img src=x>'],
	];
	for (const [what, bytes] of others)
		test(`is not there for ${what}, whatever its name says`, async () => {
			const { ticket, file } = await withFile(bytes, 'picture.png');
			assert.equal((await looked(anna, ticket, file)).lodge.thumbnail, false);
			refuses(await anna.get(`${at(ticket, file)}/thumbnail`), 404);
		});
	test('is counted among the things that lodgectl doctor tries', async () => {
		assert.match(await lodgectl('doctor').catch((e) => e.stdout ?? e.message), /fine\s+thumbnails\s+\S*lodge-thumbnail/);
	});
});

describe('the preview of a text', () => {
	const utf16 = (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
	const texts = [
		['a log', 'one\r\ntwo\r\n', 'one\ntwo\n'],
		['JSON', '{"a": [1, 2, "\u017elu\u0165ou\u010dk\u00fd"]}\n', '{"a": [1, 2, "\u017elu\u0165ou\u010dk\u00fd"]}\n'],
		['UTF-16', utf16('kernel: \u00e9 \u{1f600}\r\nend\r\n'), 'kernel: \u00e9 \u{1f600}\nend\n'],
		['Windows-1252', Buffer.from('Stra\xdfe \x80 5\nGr\xf6\xdfe\n', 'latin1'), 'Stra\u00dfe \u20ac 5\nGr\u00f6\u00dfe\n'],
		['the source of a page', '<!doctype html><script>alert(1)</script>\n', '<!doctype html><script>alert(1)</script>\n'],
		['SVG', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>\n', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>\n'],
		['a log with colours and a title', '\u001b[31;1mred\u001b[0m \u001b]0;title\u0007and plain\n', 'red and plain\n'],
	];
	for (const [what, bytes, text] of texts)
		test(`shows ${what}`, async () => {
			const { ticket, file } = await withFile(bytes, 'text.log');
			assert.equal(file.lodge.preview, true, file.mimeType);
			const answer = await anna.get(previewAt(ticket, file));
			assert.deepEqual(answer.json, { text, whole: true, size: Buffer.from(bytes).length });
			assert.equal(answer.headers.get('cache-control'), 'no-store');
			assert.deepEqual(await rows(file), ['preview']);
		});
	test('shows the beginning of a long one, cut between characters', async () => {
		const bytes = Buffer.from(`x${'\u20ac'.repeat(400_000)}`);
		const { ticket, file } = await withFile(bytes, 'long.txt');
		const { text, whole, size } = await anna.read(previewAt(ticket, file));
		assert.equal(whole, false);
		assert.equal(size, bytes.length);
		assert.equal(text, `x${'\u20ac'.repeat((256 * 1024 - 1 - 0) / 3 | 0)}`);
	});
	for (const [what, bytes] of [['a picture', png(9, 9)], ['bytes that are nothing', Buffer.from([1, 2, 0, 255, 3])], ['PDF', '%PDF-1.7\n1 0 obj\n']])
		test(`is refused for ${what}`, async () => {
			const { ticket, file } = await withFile(bytes, 'text.txt');
			assert.equal(file.lodge.preview, false, file.mimeType);
			refuses(await anna.get(previewAt(ticket, file)), 415);
			assert.deepEqual(await rows(file), []);
		});
	test('is refused, and not offered, while nobody may have the file', async () => {
		const { ticket, file } = await withFile('text\n', 'text.txt');
		for (const [verdict, status] of [['checking', 409], ['infected', 403], ['lost', 410]]) {
			await sql(`UPDATE attachment SET verdict = '${verdict}' WHERE id = ${file.id}`);
			refuses(await anna.get(previewAt(ticket, file)), status);
			assert.equal((await anna.read(`${JSM}/request/${ticket.issueKey}/attachment`)).values[0].lodge.preview, false);
		}
		assert.deepEqual(await rows(file), []);
	});
	test("of a note's file is there for the team only", async () => {
		const ticket = await raise(anna);
		const made = await agent.make(`${JSM}/request/${ticket.issueKey}/attachment`,
			{ temporaryAttachmentIds: [await send(agent, { name: 'inside.txt', bytes: 'inside' })], public: false });
		const file = made.attachments.values[0];
		assert.equal((await agent.read(previewAt(ticket, file))).text, 'inside');
		refuses(await anna.get(previewAt(ticket, file)), 404);
	});
	test('names no file of another ticket', async () => {
		const { file } = await withFile('text\n', 'text.txt');
		const other = await raise(anna);
		await comment(anna, other, 'empty');
		refuses(await anna.get(previewAt(other, file)), 404);
		for (const id of ['0', '-1', 'x', '99999999999999999999'])
			refuses(await anna.get(previewAt(other, { id })), 404);
	});
});
