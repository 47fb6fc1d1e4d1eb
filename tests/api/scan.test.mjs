// scan.test.mjs - files under a real ClamAV with signatures of our own: who is told what of an infected one, and what becomes of those
// that are too large for it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { freeze, start, stop, thaw } from '../stack/parts.mjs';
import { EICAR, EVIL } from '../stack/parts/clamd.mjs';
import { JSM, LODGE, formOf, newcomer, program, raise, rawAsk, refuses, stack } from './lib/api.mjs';
import { lodgectl, sql } from './lib/operator.mjs';
import { SIZE_MAX, configure, judged, rowOf, scannerConf, startScanner, stopScanner } from './lib/scanner.mjs';
import { sha256 } from './lib/store.mjs';
import { ask, begin, sendAll } from './lib/uploads.mjs';

const DESK = 55, TENANT = 1, PIECE = 16384;
let anna, agent;

before(async () => {
	await startScanner();
	anna = await newcomer('copernicus');
	agent = await program('copernicus', 'agent@copernicus.example');
});
after(stopScanner);

const sent = async (bytes, name = 'file.bin') => (await anna.upload(DESK, { name, bytes }))[0].temporaryAttachmentId;
const raiseWith = (id) => anna.post(`${JSM}/request`, { serviceDeskId: String(DESK), requestTypeId: '5501', requestFieldValues: { summary: 'With a file', attachment: [id] } });

/** On a ticket of its own before it was looked at. */
async function taken(bytes, name) {
	freeze(stack, 'clamd');
	try {
		const id = await sent(bytes, name), { id: number } = await rowOf(id);
		const ticket = await raise(anna, { attachment: [id] });
		return { id: number, ticket, activity: await activity(ticket), list: `${JSM}/request/${ticket.issueKey}/attachment`, path: `${JSM}/request/${ticket.issueKey}/attachment/${number}` };
	} finally {
		thaw(stack, 'clamd');
	}
}

const rule = (unscanned) => sql(`UPDATE desk SET unscanned = '${unscanned}' WHERE tenant_id = ${TENANT} AND id = ${DESK}`);
const activity = async (ticket) => (await sql(`SELECT last_activity, team_activity FROM ticket WHERE tenant_id = ${TENANT} AND id = ${ticket.issueId}`))[0];

/* One file in an archive, as small as PKZIP allows. */
function zip(name, bytes) {
	const packed = deflateRawSync(bytes), crc = crc32(bytes);
	const common = Buffer.alloc(26);
	common.writeUInt16LE(20, 0);
	common.writeUInt16LE(8, 4);
	common.writeUInt32LE(crc, 10);
	common.writeUInt32LE(packed.length, 14);
	common.writeUInt32LE(bytes.length, 18);
	common.writeUInt16LE(name.length, 22);
	const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
	const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, Buffer.alloc(14), Buffer.from(name)]);
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 'latin1');
	end.writeUInt16LE(1, 8);
	end.writeUInt16LE(1, 10);
	end.writeUInt32LE(central.length, 12);
	end.writeUInt32LE(local.length, 16);
	return Buffer.concat([local, central, end]);
}

function crc32(bytes) {
	let crc = ~0;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++)
			crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc >>> 0;
}

/* The words begin so many bytes before a place where one piece ends and the next begins. */
const across = (place, before) => Buffer.concat([Buffer.alloc(place - before, '.'), Buffer.from(EVIL), Buffer.alloc(5000, '.')]);

describe('a file', () => {
	test('that is clean is passed and given out', async () => {
		const bytes = randomBytes(300_000), file = await taken(bytes);
		assert.equal((await judged(file.id)).verdict, 'passed');
		assert.equal((await rowOf(file.id)).hash, sha256(bytes));
		assert.equal((await anna.get(file.path)).status, 303);
	});
	test('is not given out while the scanner looks at it, and is afterwards', async () => {
		freeze(stack, 'clamd');
		const id = await sent('hello'), { id: number, verdict } = await rowOf(id);
		assert.equal(verdict, 'scanning');
		const ticket = await raise(anna, { attachment: [id] });
		const path = `${JSM}/request/${ticket.issueKey}/attachment`;
		assert.equal((await anna.read(path)).values[0].lodge.verdict, 'scanning');
		refuses(await anna.get(`${path}/${number}`), 409);
		thaw(stack, 'clamd');
		await judged(number);
		assert.equal((await anna.get(`${path}/${number}`)).status, 303);
	});
	const infected = [
		['EICAR', EICAR, 'Test.Eicar'], ['words of our own', `before ${EVIL} after`, 'Test.Evil'], ['them in an archive', zip('inner.txt', Buffer.from(`x${EVIL}`.repeat(3))), 'Test.Evil'],
		['them at its end', Buffer.concat([randomBytes(1 << 20), Buffer.from(EVIL)]), 'Test.Evil'],
		['them between two pieces', across(PIECE, 10), 'Test.Evil'], ['them between later pieces', across(7 * PIECE, EVIL.length - 1), 'Test.Evil'],
	];
	for (const [what, bytes, finding] of infected)
		test(`with ${what} is infected, and given to nobody`, async () => {
			const file = await taken(bytes);
			const row = await judged(file.id);
			assert.equal(row.verdict, 'infected');
			assert.ok(row.finding.startsWith(finding), row.finding);
			for (const who of [anna, agent])
				refuses(await who.get(file.path), 403);
		});
});

describe('an infected file', () => {
	let file;
	before(async () => {
		file = await taken(EVIL, 'bad.txt');
		await judged(file.id);
	});
	test('brings its ticket to the top for the team, and for nobody else', async () => {
		const [last, team] = await activity(file.ticket);
		assert.equal(last, file.activity[0]);
		assert.ok(team > file.activity[1], `${team} after ${file.activity[1]}`);
	});
	test('is shown with its verdict; what the scanner calls it is for the team', async () => {
		const [seen] = (await anna.read(file.list)).values, [known] = (await agent.read(file.list)).values;
		assert.equal(seen.lodge.verdict, 'infected');
		assert.equal(seen.lodge.finding, undefined);
		assert.match(known.lodge.finding, /^Test\.Evil/);
	});
	test('goes out by no way: not as a picture, not as a text, not by a link for people without a session', async () => {
		const link = `${LODGE}/request/${file.ticket.issueKey}/attachment/${file.id}/link`;
		for (const who of [anna, agent]) {
			for (const path of [file.path, `${file.path}/thumbnail`, `${LODGE}/request/${file.ticket.issueKey}/attachment/${file.id}/preview`]) {
				const answer = await who.get(path);
				assert.ok([403, 404].includes(answer.status), `${path}: ${answer.status}`);
			}
			const made = await who.post(link, {});
			assert.equal(made.status, 201, 'the link is there; whether it opens is asked when it is opened');
			assert.equal((await rawAsk('GET', new URL(made.json.url).pathname, { headers: { host: new URL(anna.origin).host } })).status, 403);
		}
	});
	test('that came by tus is no less so', async () => {
		const bytes = Buffer.concat([Buffer.alloc(1 << 20, '.'), Buffer.from(EVIL)]), upload = await sendAll(anna, bytes, 700_000);
		assert.equal((await judged(upload.id)).verdict, 'infected');
		refuses(await raiseWith(upload.temporaryId), 400, 'attachment');
	});
	test('cannot be taken by a request or a comment, which are told why by their field', async () => {
		const id = await sent(EVIL, 'bad.txt');
		await judged(id);
		const told = await raiseWith(id);
		refuses(told, 400, 'attachment');
		assert.match(told.json.errors.attachment, /bad\.txt is infected/);
		assert.doesNotMatch(told.text, /Test\.Evil/);
		refuses(await anna.post(file.list, { temporaryAttachmentIds: [id], public: true }), 400, 'temporaryAttachmentIds');
		assert.equal((await rowOf(id)).state, 'temporary');
	});
	test('is written in the log', () => {
		assert.match(readFileSync(stack.path('log', 'jobs.log'), 'utf8'), new RegExp(`attachment=${file.id} ticket=${file.ticket.issueId} verdict=infected`));
	});
});

describe('a file that is larger than the scanner takes', () => {
	const large = Buffer.alloc(SIZE_MAX + 1, 'x');
	after(() => rule('warn'));

	test('is given out with its verdict, where the desk says so', async () => {
		await rule('warn');
		const id = await sent(large), row = await judged(id);
		assert.equal(row.verdict, 'unscanned');
		assert.equal(row.hash, sha256(large));
		const ticket = (await raiseWith(id)).json;
		const path = `${JSM}/request/${ticket.issueKey}/attachment`;
		assert.equal((await anna.read(path)).values[0].lodge.verdict, 'unscanned');
		assert.equal((await anna.get(`${path}/${row.id}`)).status, 303);
	});
	test('is refused at its upload, where the desk says so; at the limit it is taken', async () => {
		await rule('refuse');
		const count = async () => Number((await sql(`SELECT COUNT(*) FROM attachment WHERE tenant_id = ${TENANT} AND person_id = ${anna.id}`))[0][0]);
		const known = await count();
		const told = await anna.post(`${JSM}/servicedesk/${DESK}/attachTemporaryFile`, formOf([{ name: 'large.bin', bytes: large }]));
		refuses(told, 413);
		assert.match(told.json.errorMessage, /\b2 MiB\b/);
		assert.equal(await count(), known);
		assert.equal((await judged(await sent(large.subarray(1)))).verdict, 'passed');
		refuses(await ask(anna, { length: SIZE_MAX + 1 }), 413);
		await begin(anna, { length: SIZE_MAX });
	});
	test('and got in before the desk said so is not given out', async () => {
		await rule('warn');
		await stop(stack, 'jobs');
		const id = await sent(large);
		const ticket = (await raiseWith(id)).json;
		const [{ id: number }] = (await anna.read(`${JSM}/request/${ticket.issueKey}/attachment`)).values;
		await rule('refuse');
		await start(stack, 'jobs');
		const row = await judged(number);
		assert.deepEqual([row.verdict, row.finding], ['refused', 'it is larger than the scanner takes']);
		refuses(await anna.get(`${JSM}/request/${ticket.issueKey}/attachment/${number}`), 403);
	});
	test('is unscanned also where only the scanner itself knows its limit', async () => {
		await rule('warn');
		await configure({ ...scannerConf, clamd_size_max: '64MiB' });
		for (const [size, verdict] of [[SIZE_MAX - 1000, 'passed'], [SIZE_MAX + 1000, 'unscanned'], [5 * SIZE_MAX, 'unscanned']])
			assert.equal((await judged(await sent(Buffer.alloc(size, 'x')))).verdict, verdict, `${size} bytes`);
		await configure(scannerConf);
	});
});

test('lodgectl doctor says what looks at files, and when it does not answer', async () => {
	const doctor = () => lodgectl('doctor').catch((e) => e.message);
	assert.match(await doctor(), /fine +scanner +ClamAV \d/);
	await stop(stack, 'clamd');
	assert.match(await doctor(), /WRONG +scanner /);
	await start(stack, 'clamd');
	await configure({});
	assert.match(await doctor(), /fine +scanner +no scanner is configured: files are not looked at/);
	await configure(scannerConf);
});
