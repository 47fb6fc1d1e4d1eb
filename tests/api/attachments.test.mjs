// attachments.test.mjs - files: sent as temporary ones, taken by a request or a comment, fetched by a link that ends.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { until } from '../stack/process.mjs';
import { signedUrl } from '../stack/s3.mjs';
import { JSM, comment, formOf, newOrganization, newcomer, participate, program, raise, refuses, stack, word } from './lib/api.mjs';
import { sql } from './lib/operator.mjs';
import { sha256 } from './lib/store.mjs';

const at = (ticket, what) => `${JSM}/request/${ticket.issueKey}/${what}`;
const temporary = `${JSM}/servicedesk/55/attachTemporaryFile`;
const names = (page) => page.values.map((one) => one.filename);
const attach = (who, ticket, temporaryAttachmentIds, more = {}) => who.post(at(ticket, 'attachment'), { temporaryAttachmentIds, public: true, ...more });
const sent = async (who, file, desk = 55) => (await who.upload(desk, file))[0].temporaryAttachmentId;
let anna, agent, ticket;

before(async () => {
	anna = await newcomer('copernicus');
	agent = await program('copernicus', 'agent@copernicus.example');
	ticket = await raise(anna);
});

/** A file on a ticket of its own: the attachment and the link to its bytes. */
async function stored(file, who = anna) {
	const made = await raise(who, { attachment: [await sent(who, file)] });
	const [attachment] = (await who.read(at(made, 'attachment'))).values;
	return { ticket: made, attachment, link: await linkTo(who, made, attachment) };
}

async function linkTo(who, made, attachment) {
	const answer = await who.get(at(made, `attachment/${attachment.id}`));
	assert.equal(answer.status, 303, answer.text);
	return answer.headers.get('location');
}

describe('a temporary file', () => {
	test('comes with others in one form, in order', async () => {
		const list = await anna.upload(55, { name: 'a.txt', bytes: 'a' }, { name: 'b.bin', bytes: randomBytes(70_000) }, { name: 'c', bytes: 'ccc' });
		assert.deepEqual(list.map((one) => one.fileName), ['a.txt', 'b.bin', 'c']);
		assert.equal(new Set(list.map((one) => one.temporaryAttachmentId)).size, 3);
		const made = await raise(anna, { attachment: list.map((one) => one.temporaryAttachmentId) });
		const page = await anna.read(at(made, 'attachment'));
		assert.deepEqual(page.values.map((one) => one.size), [1, 70_000, 3]);
		assert.ok(page.values.every((one) => one.commentId === undefined));
	});
	test('is taken through the project key of its desk too', async () => {
		await anna.make(`${JSM}/servicedesk/CDSE/attachTemporaryFile`, formOf([{ name: 'a', bytes: 'a' }]));
	});
	const forms = [
		['no file in it', (form) => form.append('other', 'x')],
		['a file under another name', (form) => form.append('upload', new Blob(['x']), 'x.txt')],
		['a text called file', (form) => form.append('file', 'just text')],
	];
	for (const [what, fill] of forms)
		test(`is refused with ${what}`, async () => {
			const form = new FormData();
			fill(form);
			refuses(await anna.post(temporary, form), 400, 'file');
		});
	test('stands beside other fields of the form, which are passed over', async () => {
		const form = new FormData();
		form.append('minorEdit', 'true');
		form.append('file', new Blob(['x']), 'x.txt');
		form.append('comment', 'hello');
		assert.equal((await anna.post(temporary, form)).json.temporaryAttachments.length, 1);
	});
	const broken = [
		['without its end', '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nxyz'],
		['with a cut head', '--b\r\nContent-Disposition: form-da'],
		['without a part', '--b--\r\n'],
		['with another boundary', '--c\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nxyz\r\n--c--\r\n'],
		['that is nothing', ''],
		['with a head that never ends', `--b\r\nX: ${'y'.repeat(20_000)}\r\n\r\n\r\n--b--\r\n`],
		['with a part that names itself twice', '--b\r\nContent-Disposition: form-data; name="file"; name="x"; filename="a"\r\n\r\nxyz\r\n--b--\r\n'],
		['with a NUL in a name', '--b\r\nContent-Disposition: form-data; name="file"; filename="a\0b"\r\n\r\nxyz\r\n--b--\r\n'],
		['with bad UTF-8 in a name', Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a\xff\xfe"\r\n\r\nxyz\r\n--b--\r\n', 'latin1')],
		['without a name of its file', '--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\nxyz\r\n--b--\r\n'],
	];
	for (const [what, body] of broken)
		test(`in a form ${what} is refused`, async () =>
			refuses(await anna.post(temporary, body, { 'content-type': 'multipart/form-data; boundary=b' }), 400));
	test('in a form without a boundary is refused', async () => {
		for (const type of ['multipart/form-data', 'multipart/form-data; boundary=', `multipart/form-data; boundary=${'x'.repeat(71)}`, 'multipart/form-data; boundary="a b "'])
			refuses(await anna.post(temporary, 'x', { 'content-type': type }), 400, 'Content-Type');
	});
	test('may have fifty-nine beside it, and no more', async () => {
		const files = Array.from({ length: 61 }, (_, i) => ({ name: `${i}.txt`, bytes: 'x' }));
		const who = await newcomer('copernicus');
		refuses(await who.post(temporary, formOf(files)), 413);
		assert.equal((await who.upload(55, ...files.slice(1))).length, 60);
	});
	const badNames = [
		['a path', '../../etc/passwd'], ['an absolute path', '/abs/name.txt'], ['a path of Windows', 'C:\\Users\\a\\log.txt'], ['a folder above', '..'], ['this folder', '.'],
		['four thousand characters', 'n'.repeat(4000)], ['256 characters', 'n'.repeat(256)], ['a turn of the writing direction', 'photo\u202egpj.exe'], ['a zero width space', 'a\u200b.txt'],
		['a line end', 'a%0d%0aX-Evil: 1.txt'], ['a tab', 'a\tb'], ['no character', ''],
	];
	for (const [what, name] of badNames)
		test(`whose name is or holds ${what} is refused`, async () => {
			const body = `--b\r\nContent-Disposition: form-data; name="file"; filename="${name.replaceAll('\\', '\\\\')}"\r\n\r\nx\r\n--b--\r\n`;
			refuses(await anna.post(temporary, body, { 'content-type': 'multipart/form-data; boundary=b' }), 400, 'file');
		});
	test('without a byte is refused', async () => {
		refuses(await anna.post(temporary, formOf([{ name: 'empty.txt', bytes: '' }])), 400, 'file');
	});
	test('is what its bytes are, whatever the client calls it', async () => {
		const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64');
		const cases = [['image/png', '<!doctype html><html><script>alert(1)</script></html>', 'text/html'], ['text/plain', png, 'image/png'],
			['image/jpeg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'], ['image/gif', 'plain words\n', 'text/plain'], ['application/pdf', Buffer.from([1, 2, 0, 255]), 'application/octet-stream']];
		for (const [said, bytes, is] of cases) {
			const { attachment, link } = await stored({ name: 'file', type: said, bytes });
			assert.equal(attachment.mimeType, is);
			const answer = await fetch(link);
			assert.equal(answer.headers.get('content-type').split(';')[0], is);
			assert.match(answer.headers.get('content-disposition'), is === 'image/png' ? /^inline/ : /^attachment/);
		}
	});
});

describe('a temporary file is taken', () => {
	test('once: a second request or comment is told by field', async () => {
		const id = await sent(anna, { name: 'once.txt', bytes: 'once' });
		assert.equal((await attach(anna, ticket, [id])).status, 201);
		refuses(await attach(anna, ticket, [id]), 400, 'temporaryAttachmentIds');
		refuses(await anna.post(`${JSM}/request`, { serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: { summary: 'x', attachment: [id] } }), 400, 'attachment');
	});
	test('once, also when it stands twice in a list', async () => {
		const id = await sent(anna, { name: 'double.txt', bytes: 'x' });
		refuses(await attach(anna, ticket, [id, id]), 400, 'temporaryAttachmentIds');
		assert.equal((await attach(anna, ticket, [id])).status, 201, 'and is still there');
	});
	test('once, also by eight at the same time', async () => {
		const id = await sent(anna, { name: 'race.txt', bytes: 'x' });
		const answers = await Promise.all(Array.from({ length: 8 }, () => attach(anna, ticket, [id])));
		assert.equal(answers.filter((one) => one.status === 201).length, 1, answers.map((one) => one.status).join(' '));
		for (const told of answers.filter((one) => one.status !== 201))
			refuses(told, 400, 'temporaryAttachmentIds');
	});
	test('only by who sent it', async () => {
		const id = await sent(await newcomer('copernicus'), { name: 'foreign.txt', bytes: 'x' });
		refuses(await attach(anna, ticket, [id]), 400, 'temporaryAttachmentIds');
		refuses(await attach(agent, ticket, [id]), 400, 'temporaryAttachmentIds');
	});
	test('only on its desk', async () => {
		const who = await newcomer('dasharo');
		const id = await sent(who, { name: 'desk.txt', bytes: 'x' }, 71);
		refuses(await who.post(`${JSM}/request`, { serviceDeskId: '72', requestTypeId: '7201', requestFieldValues: { summary: 'x', description: 'y', attachment: [id] } }), 400, 'attachment');
		assert.ok(await raise(who, { desk: '71', type: '7102', attachment: [id] }));
	});
	test('only in time', async () => {
		const id = await sent(anna, { name: 'late.txt', bytes: 'x' });
		await sql(`UPDATE attachment SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE temporary_id = '${id}'`);
		refuses(await attach(anna, ticket, [id]), 400, 'temporaryAttachmentIds');
	});
	test('by its id and nothing else', async () => {
		for (const id of ['', 'x', 'temp', `temp${'A'.repeat(43)}`, 'x'.repeat(51), 'x'.repeat(5000), "' OR '1'='1", '%'])
			refuses(await attach(anna, ticket, [id]), 400, 'temporaryAttachmentIds');
	});
	const bodies = [['no list', { public: true }, 'temporaryAttachmentIds'], ['an empty list', { public: true, temporaryAttachmentIds: [] }, 'temporaryAttachmentIds'],
		['a list of numbers', { public: true, temporaryAttachmentIds: [1] }, 'temporaryAttachmentIds'], ['a text', { public: true, temporaryAttachmentIds: 'temp' }, 'temporaryAttachmentIds'],
		['too many', { public: true, temporaryAttachmentIds: Array(61).fill('temp') }, 'temporaryAttachmentIds'], ['no word on who may see it', { temporaryAttachmentIds: ['temp'] }, 'public'],
		['a comment that is a number', { public: true, temporaryAttachmentIds: ['temp'], additionalComment: { body: 1 } }, 'additionalComment.body']];
	for (const [what, body, field] of bodies)
		test(`${what} is refused by name`, async () => refuses(await anna.post(at(ticket, 'attachment'), body), 400, field));
	test('by a comment that carries it, with a text or without', async () => {
		const made = await raise(anna);
		const [one, two, three] = await anna.upload(55, { name: '1', bytes: '1' }, { name: '2', bytes: '2' }, { name: '3', bytes: '3' });
		const first = await attach(anna, made, [one.temporaryAttachmentId, two.temporaryAttachmentId], { additionalComment: { body: 'Both' } });
		assert.deepEqual(names(first.json.attachments), ['1', '2']);
		assert.equal(first.json.comment.body, 'Both');
		const second = await attach(anna, made, [three.temporaryAttachmentId]);
		assert.equal(second.json.comment.body, '');
		const page = await anna.read(`${at(made, 'comment')}?expand=attachment`);
		assert.deepEqual(page.values.map((row) => names(row.attachments)), [['1', '2'], ['3']]);
		assert.deepEqual(names(await anna.read(at(made, `comment/${first.json.comment.id}/attachment`))), ['1', '2']);
		assert.deepEqual(names(await anna.read(at(made, 'attachment'))), ['1', '2', '3']);
	});
	test('all of a list or none', async () => {
		const made = await raise(anna), id = await sent(anna, { name: 'whole.txt', bytes: 'x' });
		refuses(await attach(anna, made, [id, 'tempNothing']), 400, 'temporaryAttachmentIds');
		assert.equal((await anna.read(at(made, 'attachment'))).size, 0);
		assert.equal((await anna.read(at(made, 'comment'))).size, 0);
		assert.equal((await attach(anna, made, [id])).status, 201);
	});
});

describe('who sees a file', () => {
	test('is who sees its ticket', async () => {
		const organization = await newOrganization('copernicus');
		const [reporter, colleague, participant, outsider] = [await newcomer('copernicus', { organization }), await newcomer('copernicus', { organization }),
			await newcomer('copernicus'), await newcomer('copernicus')];
		const { ticket: made, attachment } = await stored({ name: 'shared.txt', bytes: 'shared' }, reporter);
		await participate(participant, made);
		for (const who of [reporter, colleague, participant, agent])
			assert.equal((await who.get(at(made, `attachment/${attachment.id}`))).status, 303);
		refuses(await outsider.get(at(made, `attachment/${attachment.id}`)), 404);
		const elsewhere = await raise(outsider);
		refuses(await outsider.get(at(elsewhere, `attachment/${attachment.id}`)), 404);
		refuses(await reporter.get(at(made, `attachment/${Number(attachment.id) + 100000}`)), 404);
	});
	test('a temporary file is nobody\'s download', async () => {
		const id = await sent(anna, { name: 'waiting.txt', bytes: 'x' });
		const [[row]] = await sql(`SELECT id FROM attachment WHERE temporary_id = '${id}'`);
		refuses(await anna.get(at(ticket, `attachment/${row}`)), 404);
	});
});

describe('a download', () => {
	const bytes = Buffer.concat([Buffer.from('nothing known\0'), randomBytes(5 * 1024 * 1024 + 3)]); // random ones alone are an .exe now and then
	let file;
	before(async () => { file = await stored({ name: 'big.bin', type: 'application/octet-stream', bytes }); });

	test('is a 303 to a signed link on the files host, which no answer may keep', async () => {
		const answer = await anna.get(at(file.ticket, `attachment/${file.attachment.id}`));
		assert.equal(answer.status, 303);
		assert.match(answer.headers.get('cache-control'), /no-store/);
		const link = new URL(answer.headers.get('location'));
		assert.equal(link.origin, stack.filesOrigin);
		assert.ok(link.searchParams.get('X-Amz-Signature'));
		const life = Number(link.searchParams.get('X-Amz-Expires'));
		assert.ok(life >= 1 && life <= 300, `${life} s`);
		assert.equal(answer.text.includes('X-Amz'), false);
	});
	test('of a picture opens in the browser, and is saved when that is asked for', async () => {
		const png = await stored({ name: 'dot.png', type: 'image/png', bytes: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') });
		const how = async (query) => new URL((await anna.get(at(png.ticket, `attachment/${png.attachment.id}${query}`))).headers.get('location')).searchParams.get('response-content-disposition');
		assert.match(await how(''), /^inline;/);
		assert.match(await how('?download=false'), /^inline;/);
		assert.match(await how('?download=true'), /^attachment;.*dot\.png/);
		refuses(await anna.get(at(png.ticket, `attachment/${png.attachment.id}?download=x`)), 400, 'download');
	});
	test('gives the same bytes, and its size and type', async () => {
		const answer = await fetch(file.link);
		assert.equal(answer.status, 200);
		assert.equal(sha256(Buffer.from(await answer.arrayBuffer())), sha256(bytes));
		assert.equal(answer.headers.get('content-length'), String(bytes.length));
		assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
		assert.equal(file.attachment.size, bytes.length);
	});
	test('passes no worker: twenty of them wake none', async () => {
		const asked = async () => {
			const text = await (await fetch(`http://127.0.0.1:${stack.ports.local}/metrics`)).text();
			return ['files', 'auth'].map((pool) => [...text.matchAll(new RegExp(`^lodge_requests_total\\{pool="${pool}".*\\} (\\d+)$`, 'mg'))].reduce((n, row) => n + Number(row[1]), 0));
		};
		const before = await asked();
		await Promise.all(Array.from({ length: 20 }, async () => (await fetch(file.link)).arrayBuffer()));
		assert.deepEqual(await asked(), before);
	});
	test('goes on in the middle by Range', async () => {
		const cases = [['bytes=0-9', 0, 10], ['bytes=1000-1999', 1000, 2000], ['bytes=-5', bytes.length - 5, bytes.length], [`bytes=${bytes.length - 3}-`, bytes.length - 3, bytes.length]];
		for (const [range, from, to] of cases) {
			const answer = await fetch(file.link, { headers: { range } });
			assert.equal(answer.status, 206, range);
			assert.equal(answer.headers.get('content-range'), `bytes ${from}-${to - 1}/${bytes.length}`);
			assert.ok(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(from, to)), range);
		}
		const beyond = await fetch(file.link, { headers: { range: `bytes=${bytes.length}-` } });
		assert.equal(beyond.status, 416);
		assert.doesNotMatch(await beyond.text(), /bucket|lodge-attachments/i);
	});
	test('answers HEAD with the same head', async () => {
		const answer = await fetch(file.link, { method: 'HEAD' });
		assert.equal(answer.status, 200);
		assert.equal(answer.headers.get('content-length'), String(bytes.length));
		assert.equal(await answer.text(), '');
	});
	test('is kept by nobody, sniffed by nobody, and says nothing about the store', async () => {
		const { headers } = await fetch(file.link, { headers: { cookie: 'a=b' } });
		assert.equal(headers.get('cache-control'), 'private, no-store');
		assert.equal(headers.get('x-content-type-options'), 'nosniff');
		assert.match(headers.get('content-security-policy'), /sandbox/);
		for (const [name] of headers)
			assert.doesNotMatch(name, /^x-amz|^x-rgw|^set-cookie$/);
	});
	test('writes a row: which file, who, from where', async () => {
		const count = async () => Number((await sql(`SELECT COUNT(*) FROM download WHERE attachment_id = ${file.attachment.id} AND person_id = ${anna.id} AND address = '127.0.0.1' AND user_agent = 'test agent'`))[0][0]);
		const before = await count();
		assert.equal((await anna.get(at(file.ticket, `attachment/${file.attachment.id}`), { 'user-agent': 'test agent' })).status, 303);
		assert.equal(await count(), before + 1);
	});
	test('with a user agent of any size or bytes is still written', async () => {
		for (const agentName of ['x'.repeat(4000), 'caf\xe9 \xff'])
			assert.equal((await anna.get(at(file.ticket, `attachment/${file.attachment.id}`), { 'user-agent': agentName })).status, 303);
	});
	test('that was refused writes none', async () => {
		const outsider = await newcomer('copernicus');
		refuses(await outsider.get(at(file.ticket, `attachment/${file.attachment.id}`)), 404);
		assert.equal((await sql(`SELECT COUNT(*) FROM download WHERE person_id = ${outsider.id}`))[0][0], '0');
	});
});

describe('a link', () => {
	const content = 'for minutes only';
	let file, key;
	before(async () => {
		file = await stored({ name: 'link.txt', bytes: content });
		[[key]] = await sql(`SELECT object_key FROM attachment WHERE id = ${file.attachment.id}`);
	});
	const ended = async (url, options) => {
		const answer = await fetch(url, options), text = await answer.text();
		assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
		assert.match(answer.headers.get('content-type'), /^text\/html/);
		assert.match(text, /This link has ended/);
		assert.doesNotMatch(text, /AccessDenied|SignatureDoesNotMatch|<Error>|lodge-attachments/);
	};
	const changed = (change) => {
		const url = new URL(file.link);
		change(url.searchParams, url);
		return url.href;
	};
	test('that has ended shows the page that says so', async () => {
		const own = new URL(signedUrl(stack, 'GET', key, { valid_s: 3 }));
		const link = stack.filesOrigin + own.pathname + own.search;
		const fresh = await fetch(link);
		assert.equal(fresh.status, 200, 'good at first');
		assert.equal(await fresh.text(), content);
		assert.ok(await until(async () => (await fetch(link)).status !== 200, 15_000, 200), 'its time is over');
		await ended(link);
	});
	const tampering = [
		['with a longer life', (query) => query.set('X-Amz-Expires', '604800')],
		['with a later date', (query) => query.set('X-Amz-Date', '20991231T000000Z')],
		['with another signature', (query) => query.set('X-Amz-Signature', '0'.repeat(64))],
		['with another type', (query) => query.set('response-content-type', 'text/html')],
		['with another disposition', (query) => query.set('response-content-disposition', 'inline')],
		['to another file', (query, url) => { url.pathname = `${url.pathname}x`; }],
		['without a signature', (query) => query.delete('X-Amz-Signature')],
	];
	for (const [what, change] of tampering)
		test(`${what} is good for nothing`, () => ended(changed(change)));
	test('is for reading only', async () => {
		for (const method of ['PUT', 'POST', 'DELETE'])
			await ended(file.link, { method });
		assert.equal(await (await fetch(file.link)).text(), content);
	});
	test('is the only way: neither the bucket nor its list is there', async () => {
		const { pathname } = new URL(file.link);
		await ended(stack.filesOrigin + pathname);
		for (const path of [`/${stack.bucket}/`, `/${stack.bucket}/?list-type=2`, '/', `/${stack.bucket}`, '/other/x'])
			assert.ok((await fetch(stack.filesOrigin + path)).status >= 400, path);
	});
});

describe('the name and the type of a file', () => {
	const cases = [
		'plain.txt', 'ä "quoted" имя 1.txt', "it's; a=b, 100%.log", '日本語 🛰.pdf', 'مرحبا.csv', 'no extension', `${'n'.repeat(251)}.txt`, `${'報'.repeat(251)}.txt`, `${'🛰'.repeat(80)}.txt`,
	];
	for (const name of cases)
		test(`arrive: ${name.slice(0, 40)}`, async () => {
			const { attachment, link } = await stored({ name, bytes: name });
			assert.equal(attachment.filename, name);
			assert.equal(attachment.mimeType, 'text/plain');
			const answer = await fetch(link);
			assert.equal(answer.status, 200, link);
			const disposition = answer.headers.get('content-disposition');
			const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1], plain = /filename="((?:[^"\\]|\\.)*)"/.exec(disposition)?.[1];
			assert.equal(extended ? decodeURIComponent(extended) : plain, name, disposition);
			assert.equal(answer.headers.get('content-type').split(';')[0], 'text/plain');
		});
	test('HTML in a name is text in JSON', async () => {
		const name = `<img src=x onerror=alert(1)> ${word()}.txt`;
		const { attachment } = await stored({ name, bytes: 'x' });
		assert.equal(attachment.filename, name);
		await comment(anna, ticket, 'x');
	});
});
