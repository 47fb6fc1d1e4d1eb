// api.mjs - programs that call the API with a token. Every answer that passes here is looked over: its type, its links,
// no null in it, and a refusal in the one shape that refusals have.
//
//	const anna = await program('copernicus', 'customer@copernicus.example');
//	const ticket = await anna.make('/rest/servicedeskapi/request', { ... });   // 201, the JSON
//	const answer = await anna.get('/rest/servicedeskapi/request/NONE-1');      // { status, headers, text, json }
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { settings } from '../../stack/settings.mjs';
import { addPerson, lodgectl, sql } from './operator.mjs';
import { looksRight } from './shapes.mjs';

export const stack = settings();
export const JSM = '/rest/servicedeskapi';
export const LODGE = '/rest/lodge/1';
export const TIMEOUT_MS = 20_000;

/** The token of a person, as an operator makes it. */
export async function tokenOf(tenant, email, { scopes } = {}) {
	const out = await lodgectl('token', 'create', '--tenant', tenant, '--person', email, ...scopes ? ['--scopes', scopes] : []);
	const token = out.trim().split('\n').at(-1).trim();
	assert.match(token, /^\S{20,200}$/, 'the token alone stands on standard output');
	return token;
}

export async function program(tenant, email, { scopes, scheme = 'bearer' } = {}) {
	const token = await tokenOf(tenant, email, { scopes });
	const authorization = scheme === 'basic' ? `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}` : `Bearer ${token}`;
	return { ...caller(tenant, { authorization }), email, token, authorization };
}

/** Somebody who sends these headers, {} for nobody. */
export function caller(tenant, identity = {}) {
	const origin = stack.origin(tenant);
	const ask = (method, path, body, headers = {}) => send(origin, method, path, body, { ...identity, ...headers });
	const good = async (wanted, method, path, body, headers) => {
		const answer = await ask(method, path, body, headers);
		assert.equal(answer.status, wanted, `${method} ${path}: ${answer.status} ${answer.text.slice(0, 600)}`);
		return answer.json;
	};
	return {
		tenant, origin, ask, identity,
		get: (path, headers) => ask('GET', path, undefined, headers),
		post: (path, body, headers) => ask('POST', path, body, headers),
		read: (path, headers) => good(200, 'GET', path, undefined, headers),
		make: (path, body, headers) => good(201, 'POST', path, body, headers),
		upload: async (desk, ...files) =>
			(await good(201, 'POST', `${JSM}/servicedesk/${desk}/attachTemporaryFile`, formOf(files))).temporaryAttachments,
	};
}

export function formOf(files) {
	const form = new FormData();
	for (const { name, type = 'text/plain', bytes } of files)
		form.append('file', new Blob([bytes], { type }), name);
	return form;
}

const isRaw = (body) => typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array;

async function send(origin, method, path, body, headers) {
	const raw = body === undefined || isRaw(body);
	const answer = await fetch(origin + path, {
		method,
		redirect: 'manual',
		headers: { ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }), ...headers },
		body: raw ? body : JSON.stringify(body),
		signal: AbortSignal.timeout(TIMEOUT_MS),
	});
	return seen({ status: answer.status, headers: answer.headers, text: await answer.text() }, `${method} ${path}`, origin, method);
}

/** The answer with its JSON, looked over. */
export function seen(answer, what, origin, method = 'GET') {
	const type = answer.headers.get('content-type') ?? '';
	const path = what.slice(what.indexOf(' ') + 1);
	if (answer.status === 204) {
		assert.equal(answer.text, '', `${what}: 204 has no body`);
		assert.equal(type, '', `${what}: 204 has no type`);
	}
	if (!path.startsWith('/rest/') || answer.status === 204 || (answer.status > 299 && answer.status < 400))
		return answer;
	if (method === 'HEAD')
		return answer; // its type is compared with GET's
	assert.equal(type, 'application/json', `${what}: ${answer.status}, the type of ${answer.text.slice(0, 200)}`);
	answer.json = JSON.parse(answer.text);
	looksRight(answer.json, what, origin);
	assert.ok(answer.status < 500 || answer.status === 503, `${what} must not end in ${answer.status}: ${answer.text}`);
	if (answer.status > 399)
		isRefusal(answer.json, what);
	return answer;
}

/** JSM's error, with our `errors` beside it. */
export function isRefusal(json, what = 'refusal') {
	for (const name of Object.keys(json))
		assert.ok(['errorMessage', 'i18nErrorMessage', 'errors'].includes(name), `${what}: ${name} is no part of a refusal`);
	assert.equal(typeof json.errorMessage, 'string', what);
	assert.ok(json.errorMessage.length > 5, `${what} says something`);
	if (json.i18nErrorMessage) {
		assert.equal(typeof json.i18nErrorMessage.i18nKey, 'string', what);
		assert.ok(json.i18nErrorMessage.parameters.every((word) => typeof word === 'string'), what);
	}
	for (const said of Object.values(json.errors ?? {}))
		assert.equal(typeof said, 'string', what);
}

/** The status, and for 400 the field that is blamed. */
export function refuses(answer, status, field) {
	assert.equal(answer.status, status, `${answer.status} ${answer.text.slice(0, 400)}`);
	isRefusal(answer.json);
	if (field)
		assert.ok(Object.keys(answer.json.errors ?? {}).includes(field), `${field} is blamed in ${answer.text}`);
}

/** Node's fetch neither lies about Host nor sends two of one header: this does. */
export function rawAsk(method, path, { headers = {}, body, port = stack.port } = {}) {
	return new Promise((done, failed) => {
		const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent: false, timeout: TIMEOUT_MS }, (answer) => {
			const pieces = [];
			answer.on('data', (piece) => pieces.push(piece));
			answer.on('error', failed);
			answer.on('end', () => {
				const bytes = Buffer.concat(pieces);
				done({ status: answer.statusCode, headers: { get: (name) => answer.headers[name] ?? null }, bytes, text: bytes.toString() });
			});
		});
		request.on('timeout', () => request.destroy(new Error(`${method} ${path}: no answer`)));
		request.on('error', failed);
		request.end(body);
	});
}

const tenants = new Map();

async function tenantId(slug) {
	if (!tenants.has(slug))
		tenants.set(slug, Number((await sql(`SELECT id FROM tenant WHERE slug = '${slug}'`))[0][0]));
	return tenants.get(slug);
}

/** A person of a demo tenant whom no other test meets; in an organization and agent of desks if that is said. */
export async function newcomer(tenant, { organization, role = 'customer', desks = [], name = 'New Comer', scheme } = {}) {
	const id = await tenantId(tenant);
	const email = `n${randomBytes(6).toString('hex')}@${tenant}.example`;
	const person = await addPerson({ id }, { email, role, name });
	if (organization)
		await sql(`INSERT INTO organization_member (tenant_id, organization_id, person_id) VALUES (${id}, ${organization}, ${person.id})`);
	for (const desk of desks)
		await sql(`INSERT INTO desk_agent (tenant_id, desk_id, person_id) VALUES (${id}, ${desk}, ${person.id})`);
	return { ...await program(tenant, email, { scheme }), id: person.id, account: person.account, tenantId: id };
}

export async function newOrganization(tenant) {
	const name = `Test ${randomBytes(6).toString('hex')}`;
	const [[id]] = await sql(`INSERT INTO organization (tenant_id, name, created_at)
		VALUES (${await tenantId(tenant)}, '${name}', UTC_TIMESTAMP(3)); SELECT LAST_INSERT_ID();`);
	return Number(id);
}

/** The person takes part in the ticket. */
export const participate = (person, ticket) => sql(`INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity)
	SELECT tenant_id, id, ${person.id}, last_activity FROM ticket WHERE id = ${ticket.issueId}`);

export const word = (start = 'w') => start + randomBytes(6).toString('hex');

/** A ticket of the desk's plainest form. */
export const raise = (who, { desk = '55', type = '5501', summary = 'Something is wrong', ...values } = {}) =>
	who.make(`${JSM}/request`, { serviceDeskId: desk, requestTypeId: type, requestFieldValues: { summary, ...values } });

export const comment = (who, ticket, body, isPublic = true) =>
	who.make(`${JSM}/request/${ticket.issueKey}/comment`, { body, public: isPublic });
