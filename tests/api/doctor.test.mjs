// doctor.test.mjs - `lodgectl doctor` sends a small object the way of every file: with each driver, each style, encrypted, by https with a
// certificate of one's own, and with stores that do not do what they should. Each step is one line that says what is wrong.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createPlain, request } from 'node:http';
import { createServer } from 'node:https';
import { after, before, describe, test } from 'node:test';
import { join } from 'node:path';
import { run } from '../stack/process.mjs';
import { stack } from '../stack/test-stack.mjs';

const HOUR = 3600_000;
const pem = (name) => stack.path(`doctor-${name}.pem`);
const open = [];

after(() => open.forEach((server) => server.close()));

/* The lines about the store, by name: "fine ..." or "WRONG ...". */
async function doctor(values) {
	const conf = stack.path('doctor.conf');
	const kept = readFileSync(stack.confFile, 'utf8').split('\n').filter((line) => !(line.split(' = ')[0] in values));
	writeFileSync(conf, [...kept, ...Object.entries(values).map(([key, value]) => `${key} = ${value}`)].join('\n'), { mode: 0o600 });
	const said = await run([join(stack.programs, 'lodgectl'), '--conf', conf, 'doctor'], { timeoutMs: 60_000 }).catch((e) => e.message);
	return Object.fromEntries([...said.matchAll(/^(fine|WRONG) +store: (\w+) +(.*)$/gm)].map(([, state, name, text]) => [name, `${state} ${text}`]));
}

/* Between Lodge and the store: passes on what comes with the Host that was signed, and changes the answer's head. */
function proxy(create, change = () => {}) {
	return new Promise((resolve) => {
		const server = create((rq, answer) => {
			const asked = request({ host: '127.0.0.1', port: stack.ports.s3, method: rq.method, path: rq.url, headers: rq.headers, setHost: false }, (got) => {
				const headers = {}; // as they were written: libs3 knows no content-length
				for (let i = 0; i < got.rawHeaders.length; i += 2)
					headers[got.rawHeaders[i]] = got.rawHeaders[i + 1];
				change(rq, got, headers);
				answer.writeHead(got.statusCode, headers);
				got.pipe(answer);
			});
			asked.on('error', () => answer.destroy());
			rq.pipe(asked);
		});
		open.push(server);
		server.listen(0, '127.0.0.1', () => resolve(server.address().port));
	});
}

const tls = (name) => (serve) => createServer({ key: readFileSync(pem(`${name}-key`)), cert: readFileSync(pem(name)) }, serve);

async function makeCertificates() {
	const openssl = (...words) => run(['openssl', ...words]);
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
	await openssl('req', '-x509', ...key, '-keyout', pem('ca-key'), '-out', pem('ca'), '-days', '2', '-subj', '/CN=our own authority');
	for (const [name, subject] of [['store', 'IP:127.0.0.1'], ['other', 'DNS:other.example']]) {
		writeFileSync(stack.path('doctor.ext'), `subjectAltName=${subject}\n`);
		await openssl('req', ...key, '-keyout', pem(`${name}-key`), '-out', stack.path('doctor.csr'), '-subj', `/CN=${name}`);
		await openssl('x509', '-req', '-in', stack.path('doctor.csr'), '-CA', pem('ca'), '-CAkey', pem('ca-key'), '-CAcreateserial', '-days', '2',
			'-extfile', stack.path('doctor.ext'), '-out', pem(name));
	}
	await openssl('req', '-x509', ...key, '-keyout', pem('self-key'), '-out', pem('self'), '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1');
}

function allFine(lines, ...names) {
	assert.deepEqual(Object.keys(lines).sort(), [...names].sort());
	for (const [name, line] of Object.entries(lines))
		assert.match(line, /^fine /, `${name}: ${line}`);
}

const STEPS = ['bucket', 'put', 'link', 'range', 'clock', 'delete'];

for (const driver of ['sigv4', 'libs3'])
	describe(`the store by ${driver}`, () => {
		const said = { s3_driver: driver };

		test('is proved step by step, and fetched where people fetch', async () => {
			const lines = await doctor(said);
			allFine(lines, ...STEPS);
			assert.match(lines.link, new RegExp(stack.filesOrigin));
		});

		test('a machine that cannot reach the files host asks the store itself', async () => {
			const lines = await doctor({ ...said, s3_public_origin: 'http://127.0.0.1:1' });
			allFine(lines, ...STEPS);
			assert.match(lines.link, /127\.0\.0\.1:1: /);
		});

		test('the bucket may stand in the host', async () => {
			const origin = `http://${stack.bucket}.s3.localhost:${stack.ports.s3}`;
			allFine(await doctor({ ...said, s3_style: 'host', s3_endpoint: `http://s3.localhost:${stack.ports.s3}`, s3_public_origin: origin }), ...STEPS);
		});

		test('a secret that is wrong, and a store that is not there, end it at once', async () => {
			for (const values of [{ s3_secret_key: 'wrong' }, { s3_endpoint: 'http://127.0.0.1:1' }]) {
				const lines = await doctor({ ...said, ...values });
				assert.deepEqual(Object.keys(lines), ['bucket']);
				assert.match(lines.bucket, /^WRONG /);
			}
		});

		test('a clock that is an hour off is wrong, two minutes are not', async () => {
			for (const [ms, state] of [[HOUR, 'WRONG'], [-HOUR, 'WRONG'], [HOUR / 30, 'fine']]) {
				const port = await proxy(createPlain, (rq, got, headers) => {
					headers.Date = new Date(Date.now() + ms).toUTCString();
				});
				const lines = await doctor({ ...said, s3_endpoint: `http://127.0.0.1:${port}`, s3_public_origin: `http://127.0.0.1:${port}` });
				assert.match(lines.clock, new RegExp(`^${state} the store is .* s ${ms < 0 ? 'behind' : 'ahead'}`));
			}
		});

		test('a files host that knows no ranges, or refuses links, is wrong', async () => {
			const port = await proxy(createPlain, (rq, got) => {
				if (rq.headers.range)
					got.statusCode = 200;
			});
			const lines = await doctor({ ...said, s3_endpoint: `http://127.0.0.1:${port}`, s3_public_origin: `http://127.0.0.1:${port}` });
			assert.match(lines.range, /^WRONG bytes 2-7: 200/);
			const refused = await doctor({ ...said, s3_public_origin: stack.origin('copernicus') });
			assert.match(refused.link, /^WRONG .* answers \d+/);
			assert.match(refused.delete, /^fine /, 'nothing is left behind');
		});
	});

describe('https', () => {
	let port;

	before(async () => {
		await makeCertificates();
		port = await proxy(tls('store'));
	});

	test('with a certificate of an authority of one\'s own works if it is named, and only then', async () => {
		const store = { s3_endpoint: `https://127.0.0.1:${port}` };
		const lines = await doctor({ ...store, s3_ca_file: pem('ca') });
		allFine(Object.fromEntries(Object.entries(lines).filter(([name]) => !['link', 'range'].includes(name))), 'TLS', 'bucket', 'put', 'clock', 'delete');
		assert.match((await doctor(store)).bucket, /^WRONG /);
		assert.match((await doctor({ ...store, s3_ca_file: pem('self') })).bucket, /^WRONG /);
		assert.match((await doctor({ ...store, s3_ca_file: stack.path('no-such-file') })).bucket, /^WRONG /);
	});

	test('with a certificate that nobody vouches for, or of another host, is refused', async () => {
		for (const name of ['self', 'other'])
			assert.match((await doctor({ s3_endpoint: `https://127.0.0.1:${await proxy(tls(name))}`, s3_ca_file: pem('ca') })).bucket, /^WRONG /);
	});

	test('libs3 verifies nothing: the doctor says so, and another machine is not talked to', async () => {
		const lines = await doctor({ s3_driver: 'libs3', s3_endpoint: `https://127.0.0.1:${await proxy(tls('self'))}`, s3_public_origin: 'http://127.0.0.1:1' });
		assert.match(lines.TLS, /libs3 verifies no certificate/);
		allFine(lines, 'TLS', ...STEPS);
		assert.match((await doctor({ s3_driver: 'libs3', s3_endpoint: 'https://store.invalid' })).bucket, /^WRONG /);
	});
});

describe('encryption', () => {
	const kms = { s3_encryption: 'aws:kms', s3_kms_key: 'testkey-1' };

	test('is what the store says of it', async () => {
		const lines = await doctor(kms);
		allFine(lines, ...STEPS, 'encryption');
		assert.match(lines.encryption, /aws:kms/);
	});

	test('a store that does not say so is wrong, and one that cannot refuses', async () => {
		const port = await proxy(createPlain, (rq, got, headers) => {
			delete headers['x-amz-server-side-encryption'];
		});
		const lines = await doctor({ ...kms, s3_endpoint: `http://127.0.0.1:${port}`, s3_public_origin: `http://127.0.0.1:${port}` });
		assert.match(lines.encryption, /^WRONG /);
		assert.match((await doctor({ ...kms, s3_kms_key: 'no-such-key' })).put, /^WRONG /);
		assert.match((await doctor({ ...kms, s3_driver: 'libs3' })).bucket, /^WRONG /);
	});
});
