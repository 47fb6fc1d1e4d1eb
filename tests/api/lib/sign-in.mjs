// sign-in.mjs - signs people in as they do it: by our login address, the provider's real login page, and our callback.
//
//	const customer = await signIn('copernicus', 'customer@copernicus.example');
//	const me = await customer.get('/rest/lodge/1/me');                   // a Response
//	await customer.post('/rest/servicedeskapi/request', { ... });       // JSON, with the Origin a browser sends
import assert from 'node:assert/strict';
import { Browser, formAction } from './browser.mjs';

export const PORT = Number(process.env.PORT ?? 8080);
export const PASSWORD = 'demo';
export const origin = (tenant) => `http://${tenant}.localhost:${PORT}`;

/** The address of the tenant's first sign-in button, or of the one whose label or id is given. */
export async function loginUrl(tenant, provider) {
	const answer = await fetch(`${origin(tenant)}/rest/lodge/1/site`);
	assert.equal(answer.status, 200, `${tenant}: the site answers`);
	const { providers } = await answer.json();
	const row = provider === undefined ? providers[0]
		: providers.find((p) => p.id === String(provider) || p.label === provider);
	assert.ok(row, `${tenant} has a provider ${provider ?? ''}`);
	return `${origin(tenant)}${row.loginUrl}`;
}

/** From our login address to the provider's login page: {html, url}. */
export async function openLogin(browser, tenant, { to, provider } = {}) {
	const start = new URL(await loginUrl(tenant, provider));
	if (to !== undefined)
		start.searchParams.set('to', to);
	const { answer, url } = await browser.go(start.href);
	const html = await answer.text();
	assert.equal(answer.status, 200, `the provider's login page: ${answer.status} ${url} ${html.slice(0, 300)}`);
	return { html, url };
}

/** Fills the login page in; ends at the address of our callback, not yet asked. */
export async function passLogin(browser, tenant, page, email, { password = PASSWORD, cancel = false } = {}) {
	const isCallback = (url) => url.startsWith(`${origin(tenant)}/auth/callback/`);
	const fields = cancel ? { cancel: '1' } : { username: email, password };
	const answer = await browser.fetch(formAction(page.html, page.url), {
		method: 'POST',
		body: new URLSearchParams(fields),
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	});
	assert.ok(answer.headers.get('location'), `the provider lets ${email} in: ${answer.status}`);
	const { url } = await browser.go(new URL(answer.headers.get('location'), page.url).href, { stop: isCallback });
	assert.ok(isCallback(url), `the provider sends ${email} back to us: ${url}`);
	return url;
}

/** Everything up to our callback, which is not asked yet. */
export async function reachCallback(browser, tenant, email, options = {}) {
	const page = await openLogin(browser, tenant, options);
	return passLogin(browser, tenant, page, email, options);
}

/** Signs in and answers the signed-in person; fails the test when that does not work. */
export async function signIn(tenant, email, options = {}) {
	const browser = options.browser ?? new Browser();
	const callback = await reachCallback(browser, tenant, email, options);
	const answer = await browser.fetch(callback);
	assert.equal(answer.status, 303, `the callback answers ${answer.status}`);
	assert.doesNotMatch(answer.headers.get('location'), /problem=/, `${email} is signed in`);
	return person(browser, tenant, answer.headers.get('location'));
}

/** The browser of a tenant's person, for JSON. */
export function person(browser, tenant, location) {
	const base = origin(tenant);
	const send = (method, path, body, headers = {}) => browser.fetch(new URL(path, base).href, {
		method,
		headers: {
			accept: 'application/json',
			...(method === 'GET' ? {} : { origin: base }),
			...(body === undefined || isRaw(body) ? {} : { 'content-type': 'application/json' }),
			...headers,
		},
		body: body === undefined || isRaw(body) ? body : JSON.stringify(body),
	});
	return {
		browser,
		tenant,
		location,
		get cookie() { return browser.cookie(base); },
		get: (path, headers) => send('GET', path, undefined, headers),
		post: (path, body, headers) => send('POST', path, body, headers),
		put: (path, body, headers) => send('PUT', path, body, headers),
		delete: (path, body, headers) => send('DELETE', path, body, headers),
	};
}

/* FormData, URLSearchParams, bytes and text go out as they are. */
const isRaw = (body) => typeof body === 'string' || body instanceof FormData || body instanceof URLSearchParams
	|| body instanceof Uint8Array || body instanceof Blob;

/** The provider's control address: faults, key rotation, counts. */
export async function ctl(command, body = {}) {
	const answer = await fetch(`http://127.0.0.1:${PORT + 1}/_ctl/${command}`, { method: 'POST', body: JSON.stringify(body) });
	assert.equal(answer.status, 200, `_ctl/${command}: ${answer.status}`);
	return answer.json();
}
