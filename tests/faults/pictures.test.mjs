// pictures.test.mjs - thumbnails by programs that are not what they should be, and files that change while one is made: lodge-jobs is
// run here, for one round, with the program of the case.
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { start, stop } from '../stack/parts.mjs';
import { database, socketOf } from '../stack/parts/mariadb.mjs';
import { run } from '../stack/process.mjs';
import { JSM, newcomer, raise, refuses, stack } from '../api/lib/api.mjs';
import { sql } from '../api/lib/operator.mjs';
import { png } from '../api/lib/pictures.mjs';

const real = join(stack.programs, 'lodge-thumbnail');
const ROUND_MS = 60_000;
let anna;

before(async () => {
	anna = await newcomer('copernicus');
	await stop(stack, 'jobs');
	await round(real); // what others left to be done
});
after(() => start(stack, 'jobs'));

/** One round of the lane with this program. */
async function round(program) {
	const conf = stack.path('pictures.conf');
	writeFileSync(conf, readFileSync(stack.confFile, 'utf8').replace(/^thumbnail_program = .*$/m, `thumbnail_program = ${program}`), { mode: 0o600 });
	await run([join(stack.programs, 'lodge-jobs'), '--conf', conf, '--lane', 'files', '--once'], { timeoutMs: ROUND_MS });
}

/** A program of these lines, which then is the real one. */
function script(...lines) {
	const file = stack.path('thumbnail.sh');
	writeFileSync(file, `#!/bin/sh\n${lines.join('\n')}\nexec ${real}\n`);
	chmodSync(file, 0o755);
	return file;
}

const asking = (statement) => `mariadb --no-defaults -uroot -S ${socketOf(stack)} ${database.name} -e "${statement}" < /dev/null`;

async function withPicture() {
	const [{ temporaryAttachmentId }] = await anna.upload(55, { name: 'picture.png', bytes: png(60, 40) });
	const ticket = await raise(anna, { attachment: [temporaryAttachmentId] });
	const path = `${JSM}/request/${ticket.issueKey}/attachment`;
	const { id } = (await anna.read(path)).values[0];
	const [[key]] = await sql(`SELECT object_key FROM attachment WHERE id = ${id}`);
	return { id, key, path };
}

const jobs = (file) => sql(`SELECT tries, trouble FROM job WHERE kind = 'thumbnail' AND subject_id = ${file.id}`);
const hasOne = async (file) => Number((await sql(`SELECT thumbnail FROM attachment WHERE id = ${file.id}`))[0][0]) === 1;
const doomed = async (file) => (await sql(`SELECT 1 FROM doomed_object WHERE object_key = '${file.key}.thumb'`)).length === 1;

describe('a thumbnail', () => {
	const bad = [['writes for ever', () => '/usr/bin/yes'], ['says nothing', () => '/bin/true'], ['fails', () => '/bin/false'], ['gives back what it got', () => '/bin/cat'],
		['ends by a signal', () => script('kill -SEGV $$')]];
	for (const [what, program] of bad)
		test(`is not made by a program that ${what}, and the file is none the worse`, async () => {
			const file = await withPicture();
			await round(program());
			assert.deepEqual(await jobs(file), [], 'that is no failure of the job');
			assert.equal(await hasOne(file), false);
			refuses(await anna.get(`${file.path}/${file.id}/thumbnail`), 404);
			assert.equal((await anna.get(`${file.path}/${file.id}`)).status, 303);
		});
	test('waits for the operator when the program is not there', async () => {
		const file = await withPicture();
		await round('/nowhere/lodge-thumbnail');
		const [[tries, trouble]] = await jobs(file);
		assert.equal(tries, '1');
		assert.match(trouble, /nowhere/);
		await sql(`UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE kind = 'thumbnail' AND subject_id = ${file.id}`);
		await round(real);
		assert.deepEqual(await jobs(file), []);
		assert.equal(await hasOne(file), true);
	});
	test('is not kept when its file was taken away meanwhile', async () => {
		const file = await withPicture();
		await round(script(asking(`UPDATE attachment SET state = 'removed' WHERE id = ${file.id}`)));
		assert.equal(await hasOne(file), false);
		assert.equal(await doomed(file), true);
		assert.deepEqual(await jobs(file), []);
	});
	test('is not shown when its file was found to be infected meanwhile', async () => {
		const file = await withPicture();
		await round(script(asking(`UPDATE attachment SET verdict = 'infected' WHERE id = ${file.id}`)));
		assert.equal(await hasOne(file), false);
		refuses(await anna.get(`${file.path}/${file.id}/thumbnail`), 403);
	});
	test('is the same when it is made twice', async () => {
		const file = await withPicture();
		const again = () => sql(`INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at)
			SELECT tenant_id, 'files', 'thumbnail', id, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM attachment WHERE id = ${file.id}`);
		await again();
		await round(real);
		await again();
		await round(real);
		assert.equal(await hasOne(file), true);
		assert.equal(await doomed(file), false);
		const answer = await anna.get(`${file.path}/${file.id}/thumbnail`);
		assert.equal((await fetch(answer.headers.get('location'))).status, 200);
	});
});
