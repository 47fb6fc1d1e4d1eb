// bad-input.test.mjs - whatever comes in, the answer is a 4xx in the API's one shape: never a 500, never a page, never silence.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, caller, comment, newcomer, program, raise, rawAsk, refuses, seen, stack } from './lib/api.mjs';
import { exchange, head } from './lib/raw.mjs';
import { fill, routes } from './lib/routes.mjs';

const MIB = 1 << 20;
const host = `copernicus.localhost:${stack.port}`;
let anna, agent, nobody, ticket, said, names, open;

before(async () => {
	anna = await newcomer('copernicus');
	agent = await program('copernicus', 'agent@copernicus.example');
	nobody = caller('copernicus');
	ticket = await raise(anna);
	said = await comment(anna, ticket, 'Hello');
	const [file] = await anna.upload(55, { name: 'a.txt', bytes: 'a' });
	const taken = await anna.make(`${JSM}/request/${ticket.issueKey}/attachment`, { temporaryAttachmentIds: [file.temporaryAttachmentId], public: true });
	names = { issueIdOrKey: ticket.issueKey, commentId: said.id, attachmentId: taken.attachments.values[0].id, serviceDeskId: '55', requestTypeId: '5501', providerId: '1' };
	open = (await anna.read(`${LODGE}/me`)).open;
});

const remote = routes.filter((route) => !route.local);
const paths = [...new Set(remote.map((route) => route.path))];
const posts = remote.filter((route) => route.method === 'POST' && !route.gate);
const isApi = (path) => path.startsWith('/rest/');
const raw = async (method, path, options = {}) =>
	seen(await rawAsk(method, path, { ...options, headers: { host, ...options.headers } }), `${method} ${path}`, stack.origin('copernicus'), method);

/** No worker fell over, and the words are the API's. */
function isHandled(answer, what) {
	assert.ok(answer.status < 500, `${what}: ${answer.status} ${answer.text.slice(0, 300)}`);
	if (answer.status > 399 && isApi(what.split(' ')[1]))
		refuses(answer, answer.status);
}

const nasty = {
	'nothing at all': '', 'a brace': '{', 'a bracket': '[', 'null': 'null', 'true': 'true', 'a number': '7', 'a text': '"x"', 'a list': '[]', 'a list of objects': '[{}]',
	'an object that is cut': '{"body":"x', 'a comma too many': '{"body":"x",}', 'single quotes': "{'body':'x'}", 'a name without quotes': '{body:1}', 'a comment': '{/**/}',
	'two values': '{}{}', 'rubbish after it': '{} x', 'a member twice': '{"body":"a","body":"b","public":true}', 'a member twice, inside': '{"requestFieldValues":{"summary":"a","summary":"b"}}',
	'forty levels': '{"a":'.repeat(40) + '1' + '}'.repeat(40), 'a hundred thousand brackets': '['.repeat(100_000), 'fifty thousand members': `{${Array.from({ length: 50_001 }, (_, i) => `"m${i}":1`).join()}}`,
	'NUL in a text': '{"body":"a\\u0000b","public":true}', 'NUL itself': '{"body":"a\0b","public":true}', 'a lone surrogate': '{"body":"\\ud800","public":true}',
	'the wrong half first': '{"body":"\\udc00\\ud800","public":true}', 'a bad escape': '{"body":"\\x41","public":true}', 'a tab itself': '{"body":"a\tb","public":true}',
	'bad UTF-8': Buffer.from('{"body":"\xff\xfe","public":true}', 'latin1'), 'UTF-8 longer than needed': Buffer.from('{"body":"\xc0\xaf","public":true}', 'latin1'),
	'a surrogate in UTF-8': Buffer.from('{"body":"\xed\xa0\x80","public":true}', 'latin1'), 'UTF-16': Buffer.from('\ufeff{"body":"x","public":true}', 'utf16le'),
	'a byte order mark': '\ufeff{"body":"x","public":true}', 'NaN': '{"body":NaN}', 'infinity': '{"id":1e999}', 'a leading zero': '{"id":007}', 'a plus': '{"id":+1}', 'hex': '{"id":0x10}',
	'a lone minus': '{"id":-}', 'a number of a thousand digits': `{"id":${'9'.repeat(1000)},"serviceDeskId":${'9'.repeat(1000)}}`, 'XML': '<?xml version="1.0"?><a/>', 'a form': 'body=x&public=true',
	'bytes': Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
};

describe('a nasty body', () => {
	for (const [what, body] of Object.entries(nasty))
		test(`${what} harms no route`, async () => {
			for (const route of posts)
				for (const who of [anna, agent, nobody]) {
					const answer = await who.post(fill(route.path, names), body);
					isHandled(answer, `${route.method} ${route.path}`);
					const fine = /\/(preview|link|hide)$/.test(route.path) && answer.status < 300; // nothing in them is required
					assert.ok(fine || answer.status > 399 || !isApi(route.path), `${route.key} took it: ${answer.status}`);
					if (who === nobody && isApi(route.path))
						assert.ok(route.action === 'LETTER_ANSWER' ? answer.status !== 401 : answer.status === 401, `${route.key}: ${answer.status}`); // a link's token says who asks
				}
		});
	for (const what of ['NUL in a text', 'NUL itself', 'a lone surrogate', 'bad UTF-8', 'a tab itself'])
		test(`${what} is blamed on the field that holds it`, async () => {
			refuses(await anna.post(`${JSM}/request/${ticket.issueKey}/comment`, nasty[what]), 400, 'body');
		});
	test('made no ticket and no comment, and the ticket is as it was', async () => {
		assert.equal((await anna.read(`${LODGE}/me`)).open, open);
		assert.equal((await agent.read(`${JSM}/request/${ticket.issueKey}/comment`)).size, 2);
		assert.equal((await anna.read(`${JSM}/request/${ticket.issueKey}`)).currentStatus.status, 'Open');
	});
	test('of one MiB is read, of one byte more refused with 413', async () => {
		const filled = (size) => `{"body":"x","public":"no","y":"${'y'.repeat(size)}`.slice(0, size - 2) + '"}';
		const path = `${JSM}/request/${ticket.issueKey}/comment`;
		refuses(await anna.post(path, filled(MIB)), 400, 'public');
		for (const size of [MIB + 1, 3 * MIB])
			refuses(await anna.post(path, filled(size)), 413);
		for (const route of posts)
			assert.equal((await raw('POST', fill(route.path, names), { headers: { authorization: anna.authorization, 'content-type': 'application/json' }, body: Buffer.alloc(2 * MIB, 32) })).status, 413, route.key);
	});
	test('may be a form instead of JSON', async () => {
		const made = await anna.post(`${JSM}/request/${ticket.issueKey}/comment`, 'body=By+a+form&public=true', { 'content-type': 'application/x-www-form-urlencoded' });
		assert.equal(made.status, 201);
		assert.equal(made.json.body, 'By a form');
		for (const body of ['body=a&body=b&public=true', 'body=%ff&public=true', 'body=%zz&public=true', 'body=%00&public=true', `${'a=1&'.repeat(5000)}`])
			refuses(await anna.post(`${JSM}/request/${ticket.issueKey}/comment`, body, { 'content-type': 'application/x-www-form-urlencoded' }), 400);
	});
});

describe('a type that is not read here', () => {
	for (const type of ['text/plain', 'text/xml', 'application/xml', 'multipart/form-data; boundary=x', 'application/jsonx', 'application/json-patch+json', 'x', 'application/', `text/${'x'.repeat(4000)}`])
		test(`${type.slice(0, 40)} is 415`, async () => {
			for (const route of posts.filter((one) => isApi(one.path)))
				refuses(await agent.post(fill(route.path, names), '{"a":1}', { 'content-type': type }), 415);
		});
	test('and JSON with a charset is read', async () => {
		for (const type of ['application/json; charset=utf-8', 'application/json;charset=UTF-8', 'Application/JSON'])
			assert.equal((await anna.post(`${LODGE}/preview`, '{"text":"x"}', { 'content-type': type })).status, 200, type);
	});
	test('does not matter without a body', async () => {
		for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain'])
			refuses(await anna.post(`${JSM}/request/${ticket.issueKey}/comment`, '', { 'content-type': type }), 400, 'body');
	});
});

describe('the length of a body', () => {
	const send = (headers, body, options) => exchange(head('POST', `${JSM}/request/${ticket.issueKey}/comment`,
		{ Host: host, Authorization: anna.authorization, 'Content-Type': 'application/json', ...headers }) + body, options);
	const shaped = (answer) => seen(answer, 'POST /rest/', stack.origin('copernicus'));
	const body = '{"body":"x","public":true}';
	const count = async () => (await anna.read(`${JSM}/request/${ticket.issueKey}/comment`)).size;

	test('has to be said: chunks are refused by name', async () => {
		const answer = await send({ 'Transfer-Encoding': 'chunked' }, `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
		refuses(shaped(answer), 400, 'Transfer-Encoding');
	});
	test('that is no number, negative, said twice or beside chunks is refused', async () => {
		const cases = [{ 'Content-Length': 'abc' }, { 'Content-Length': '-5' }, { 'Content-Length': '5, 6' }, { 'Content-Length': [body.length, body.length + 1] }, { 'Content-Length': '0x1a' },
			{ 'Content-Length': '99999999999999999999999' }, { 'Content-Length': body.length, 'Transfer-Encoding': 'chunked' }, { 'Transfer-Encoding': 'gzip' }, { 'Transfer-Encoding': 'chunked, identity' }];
		const before = await count();
		for (const headers of cases) {
			const answer = await send(headers, body);
			assert.ok(answer, JSON.stringify(headers));
			assert.ok([400, 413, 501].includes(answer.status), `${JSON.stringify(headers)}: ${answer.status}`);
			assert.equal(answer.headers.get('content-type'), 'application/json', JSON.stringify(headers));
			assert.ok(JSON.parse(answer.text).errorMessage);
		}
		assert.equal(await count(), before);
	});
	test('that is too long for what comes makes nothing', async () => {
		const before = await count();
		await send({ 'Content-Length': body.length + 10 }, body, { thenEnd: true, waitMs: 1500 });
		assert.equal(await count(), before);
	});
	test('that is too short cuts the JSON, which is refused', async () => {
		const before = await count();
		refuses(shaped(await send({ 'Content-Length': body.length - 4, Connection: 'close' }, body)), 400);
		assert.equal(await count(), before);
	});
	test('hides no second request', async () => {
		const before = await count();
		const smuggled = head('POST', `${JSM}/request/${ticket.issueKey}/comment`, { Host: host, Authorization: anna.authorization, 'Content-Type': 'application/json', 'Content-Length': body.length }) + body;
		await send({ 'Content-Length': '0', 'Transfer-Encoding': 'chunked' }, `0\r\n\r\n${smuggled}`);
		assert.equal(await count(), before);
	});
});

describe('an address', () => {
	const gets = remote.filter((route) => route.method === 'GET');
	test('with a strange query harms no route', async () => {
		const queries = ['%zz', '%', '%0', 'a=%00', 'a=%ff%fe', '='.repeat(500), '&'.repeat(500), 'a&b&c', 'start=1&start=2', 'start=', 'limit=1e3', 'expand=', `expand=${'status,'.repeat(500)}`,
			'after=%27', 'start=9223372036854775808', 'start=-9223372036854775808', 'q=%f0%9f%9b%b0', `q=${'%C3%A4'.repeat(150)}`, `q=${'a+'.repeat(100)}`, "serviceDeskId=1%20OR%201=1", 'status=%25%25', 'x'.repeat(6000),
			Array.from({ length: 1000 }, (_, i) => `p${i}=${i}`).join('&'), 'provider=99999', 'provider=x', 'to=//evil.example', 'to=%0d%0aSet-Cookie:a=b'];
		for (const route of gets)
			for (const query of queries)
				for (const who of [agent, nobody]) {
					const answer = await raw('GET', `${fill(route.path, names)}?${query}`, { headers: who.identity });
					isHandled(answer, `GET ${route.path}`);
					assert.equal(answer.headers.get('set-cookie')?.includes?.('a=b') ?? false, false);
				}
	});
	test('with too many parameters or bad escapes in them is refused', async () => {
		for (const query of ['a=%zz', 'a=%00', 'a=%ff', Array.from({ length: 1000 }, (_, i) => `p${i}=${i}`).join('&')])
			refuses(await raw('GET', `${JSM}/request?${query}`, { headers: anna.identity }), 400);
	});
	const strange = ['%', '%zz', '%00', '%ff', '%c0%af', '%ed%a0%80', '%2e%2e', '..%2f..', '..;', '%20', '-1', '0', '1e3', '99999999999999999999999', "1'--", '%5c', 'CDSE-', 'CDSE-0', 'CDSE-99999999999999999999', '-', 'ß-1', '%C3%9F-1',
		'x'.repeat(3000), '%F0%9F%9B%B0', 'null', 'undefined', '%0d%0aX-Evil:%201', '*', '~', '$where', '{}', '%7Bid%7D'];
	for (const name of Object.keys({ issueIdOrKey: 1, commentId: 1, attachmentId: 1, serviceDeskId: 1, requestTypeId: 1, providerId: 1 }))
		test(`with a strange {${name}} is missing or refused, on every route that has one`, async () => {
			for (const route of remote.filter((one) => one.path.includes(`{${name}}`)))
				for (const value of strange) {
					const path = fill(route.path, { ...names, [name]: encodeURI(decodeSafe(value)) === value ? value : value.replace(/[^\x21-\x7e]/g, encodeURIComponent) });
					const answer = await raw(route.method, path, { headers: { ...agent.identity, ...route.method === 'POST' && { 'content-type': 'application/json', 'content-length': 2 } }, body: route.method === 'POST' ? '{}' : undefined });
					isHandled(answer, `${route.method} ${path}`);
					assert.ok(answer.status >= 302, `${route.method} ${path}: ${answer.status}`);
					assert.equal(answer.headers.get('x-evil'), null);
				}
		});
	test('beyond eight KiB is refused in JSON', async () => {
		for (const path of [`${JSM}/request/${'x'.repeat(9000)}`, `${JSM}/request?q=${'x'.repeat(9000)}`, `${JSM}/request?q=${'x'.repeat(15_000)}`]) {
			const answer = await raw('GET', path, { headers: anna.identity });
			assert.ok([400, 404, 414].includes(answer.status), `${answer.status}`);
		}
		const huge = await exchange(head('GET', `${JSM}/request?q=${'x'.repeat(40_000)}`, { Host: host }));
		assert.ok([400, 414].includes(huge.status), `${huge.status}`);
		assert.equal(huge.headers.get('content-type'), 'application/json');
	});
	test('that no route has is 404 in JSON', async () => {
		for (const path of ['/rest', '/rest/', '/rest/x', JSM, `${JSM}/`, `${JSM}/nothing`, `${JSM}/info/`, `${JSM}/info/x`, `${JSM}/request/`, `${JSM}/request/CDSE-1/`, `${JSM}/request/CDSE-1/nothing`, `${LODGE}/`, '/rest/lodge/2/me', '/rest/lodge/1',
			'/rest/api/2/serverInfo', '/auth/', '/auth/none', `${JSM}/REQUEST`, `${JSM}/request%2FCDSE-1`]) {
			const answer = await rawAsk('GET', path, { headers: { host, ...anna.identity } });
			if (path === '/rest')
				assert.equal(answer.status, 404);
			else
				refuses(seen(answer, 'GET /rest/', stack.origin('copernicus')), 404);
		}
	});
	test('of the local listener is nothing outside', async () => {
		for (const { path } of routes.filter((route) => route.local))
			assert.equal((await rawAsk('GET', path, { headers: { host } })).status, 404, path);
	});
	test('with double slashes, dots or escaped letters leads nowhere else', async () => {
		for (const path of [`/rest//servicedeskapi/request/${ticket.issueKey}`, `${JSM}/../servicedeskapi/request/${ticket.issueKey}`, `/%72est/servicedeskapi/request/${ticket.issueKey}`, `${JSM}/./request/${ticket.issueKey}`]) {
			const open = await raw('GET', path);
			assert.ok([400, 401, 404].includes(open.status), `${path}: ${open.status}`);
		}
	});
});

const decodeSafe = (text) => { try { return decodeURI(text); } catch { return text; } };

describe('a method', () => {
	test('that a route does not have is 405 with what it has, in JSON', async () => {
		for (const path of paths.filter((one) => one !== '/letter/{token}')) { // a page to all but POST
			const has = remote.filter((route) => route.path === path).map((route) => route.method);
			for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !has.includes(one))) {
				const answer = await raw(method, fill(path, names), { headers: { ...anna.identity, ...method !== 'GET' && { 'content-type': 'application/json', 'content-length': 2 } }, body: method === 'GET' ? undefined : '{}' });
				assert.equal(answer.status, 405, `${method} ${path}: ${answer.text}`);
				const gate = remote.some((route) => route.path === path && route.gate);
				if (!gate)
					assert.deepEqual(answer.headers.get('allow')?.split(', ').sort(), [...new Set(has.flatMap((one) => one === 'GET' ? ['GET', 'HEAD'] : [one]))].sort(), `${method} ${path}`);
				assert.equal(JSON.parse(answer.text).errorMessage.length > 5, true);
			}
		}
	});
	test('that nobody knows is refused in JSON', async () => {
		for (const method of ['OPTIONS', 'TRACE', 'PROPFIND', 'FOO', 'LOCK', 'get'])
			for (const path of [`${JSM}/info`, `${JSM}/request`, `${JSM}/request/${ticket.issueKey}`]) {
				const answer = await exchange(head(method, path, { Host: host, 'Content-Length': 0 }));
				assert.ok([400, 405, 501].includes(answer?.status), `${method} ${path}: ${answer?.status}`);
				assert.equal(answer.headers.get('content-type'), 'application/json', `${method} ${path}: ${answer.text}`);
			}
	});
	test('HEAD answers like GET, without the body, wherever GET has no effect', async () => {
		for (const { path } of remote.filter((route) => route.method === 'GET')) {
			const url = fill(path, names);
			const [full, bare] = [await raw('GET', url, { headers: agent.identity }), await raw('HEAD', url, { headers: agent.identity })];
			if (path.startsWith('/auth/')) {
				assert.equal(bare.status, 405, `HEAD ${path}: link checkers must not begin or spend a sign-in`);
				continue;
			}
			if (path.endsWith('/attachment/{attachmentId}')) {
				assert.equal(full.status, 303, path);
				assert.equal(bare.status, 200, `HEAD ${path}: a way to the bytes would be one that no log knows of`);
				assert.equal(bare.headers.get('location'), null);
				continue;
			}
			assert.equal(bare.status, full.status, `HEAD ${path}`);
			assert.equal(bare.text, '', `HEAD ${path}`);
			if (full.status === 200 && full.headers.get('content-length'))
				assert.equal(bare.headers.get('content-type'), full.headers.get('content-type'), path);
		}
	});
});

describe('a head', () => {
	test('with nonsense in Authorization is 401', async () => {
		for (const authorization of ['Bearer', 'Bearer ', 'Basic', 'Basic ', 'Basic !!!', 'Basic eA==', `Basic ${Buffer.from('a:b').toString('base64')}`, 'Basic Og==', `Bearer ${'x'.repeat(201)}`, `Bearer ${'x'.repeat(8000)}`, 'Digest a=b', 'x',
			`Basic ${Buffer.from(`outsider@copernicus.example:${anna.token}`).toString('base64')}`, `Bearer ${anna.token}x`, `Bearer ${anna.token.slice(0, -1)}`, `Token ${anna.token}`])
			refuses(await raw('GET', `${JSM}/request`, { headers: { authorization } }), 401);
	});
	test('with the scheme and the address in another case is understood', async () => {
		for (const authorization of [`bearer ${anna.token}`, `BEARER  ${anna.token}`, `basic ${Buffer.from(`${anna.email.toUpperCase()}:${anna.token}`).toString('base64')}`])
			assert.equal((await raw('GET', `${JSM}/request`, { headers: { authorization } })).status, 200, authorization);
	});
	test('that is too large is refused in JSON', async () => {
		const answer = await exchange(head('GET', `${JSM}/info`, { Host: host, 'X-Large': 'x'.repeat(70_000) }));
		assert.equal(answer.status, 400);
		assert.equal(answer.headers.get('content-type'), 'application/json');
	});
	test('without a Host, or with two, is refused', async () => {
		assert.equal((await exchange(head('GET', `${JSM}/info`, {}))).status, 400);
		assert.equal((await exchange(head('GET', `${JSM}/info`, { Host: [host, host] }))).status, 400);
	});
	test('with strange headers harms nothing', async () => {
		const cases = { cookie: ['=', ';;;', 'lodge-session', 'lodge-session=', `lodge-session=${'x'.repeat(5000)}`, 'a'.repeat(8000), '\xff\xfe'], 'idempotency-key': ['', ' ', '\xff', 'x'.repeat(5000)], 'user-agent': ['', '\xff', 'x'.repeat(8000)],
			origin: ['', 'null', '\xff'], range: ['bytes=0-0', 'x'], 'if-none-match': ['*'], 'accept-encoding': ['x'.repeat(3000)], 'x-forwarded-for': ['1.2.3.4'], 'lodge-gate': ['1'], proxy: ['http://evil.example'], accept: ['text/html'] };
		for (const [name, values] of Object.entries(cases))
			for (const value of values)
				for (const [method, path, body] of [['GET', `${JSM}/request`], ['POST', `${LODGE}/preview`, '{"text":"x"}']])
					isHandled(await raw(method, path, { headers: { ...anna.identity, [name]: value, ...body && { 'content-type': 'application/json', 'content-length': body.length } }, body }), `${method} ${path}`);
	});
	test('cannot make a request local, a gate, or another length', async () => {
		for (const name of ['LODGE_LOCAL', 'LODGE-LOCAL', 'lodge_gate', 'LODGE_METHOD', 'LODGE-CONTENT-LENGTH']) {
			assert.equal((await raw('GET', `${JSM}/request`, { headers: { ...anna.identity, [name]: '1' } })).status, 200, name);
			assert.equal((await rawAsk('GET', '/metrics', { headers: { host, [name]: '1' } })).status, 404, name);
		}
	});
});
