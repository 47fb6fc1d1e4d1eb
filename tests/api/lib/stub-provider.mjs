// stub-provider.mjs - an OpenID provider in the test's own process, for what a real one cannot be made to do: any claims at
// once, documents that break one by one, counts of its own. It checks PKCE and redirect_uri as a real one does.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import http from 'node:http';

const base64 = (value) => Buffer.from(typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString('base64url');

export function makeKey(kid = randomBytes(6).toString('hex')) {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid } };
}

export class StubProvider {
	hits = { discovery: 0, jwks: 0, token: 0, userinfo: 0 };
	answers = {};          // place -> (response, body, stub) => ..., instead of the good answer
	keys = [makeKey()];    // the first one signs
	#codes = new Map();

	static async start() {
		const stub = new StubProvider();
		stub.server = http.createServer((request, response) => stub.#answer(request, response));
		await new Promise((ready) => stub.server.listen(0, '127.0.0.1', ready));
		stub.server.unref();
		stub.issuer = `http://127.0.0.1:${stub.server.address().port}/realm`;
		return stub;
	}

	stop() {
		this.server.closeAllConnections();
		this.server.close();
	}

	discovery() {
		return {
			issuer: this.issuer,
			authorization_endpoint: `${this.issuer}/auth`,
			token_endpoint: `${this.issuer}/token`,
			jwks_uri: `${this.issuer}/jwks`,
			userinfo_endpoint: `${this.issuer}/userinfo`,
			end_session_endpoint: `${this.issuer}/logout`,
			authorization_response_iss_parameter_supported: true,
		};
	}

	jwks() {
		return { keys: this.keys.map((key) => key.jwk) };
	}

	/** A signed token; `header` and `claims` as they are. */
	sign(header, claims, key = this.keys[0]) {
		const input = `${base64({ alg: 'RS256', kid: key.jwk.kid, ...header })}.${base64(claims)}`;
		return `${input}.${sign('sha256', Buffer.from(input), key.privateKey).toString('base64url')}`;
	}

	/** The person agrees: what the browser is sent back with. `changes`: header, claims, mangle (of the whole token). */
	authorize(location, claims, changes = {}) {
		const asked = new URL(location).searchParams;
		const code = randomBytes(16).toString('hex');
		this.#codes.set(code, { asked, claims, changes });
		const callback = new URL(asked.get('redirect_uri'));
		callback.search = new URLSearchParams({ code, state: asked.get('state'), iss: this.issuer });
		return callback.href;
	}

	idToken({ asked, claims, changes }) {
		const now = Math.floor(Date.now() / 1000);
		const token = this.sign({ typ: 'JWT', ...changes.header }, {
			iss: this.issuer, aud: asked.get('client_id'), iat: now, exp: now + 300, nonce: asked.get('nonce'), ...claims,
		}, changes.key);
		return changes.mangle?.(token) ?? token;
	}

	async #answer(request, response) {
		const place = /openid-configuration$/.test(request.url) ? 'discovery' : request.url.split('/').at(-1);
		let body = '';
		for await (const piece of request)
			body += piece;
		this.hits[place]++;
		if (this.answers[place])
			return this.answers[place](response, body, this);
		if (place === 'discovery')
			return json(response, this.discovery());
		if (place === 'jwks')
			return json(response, this.jwks());
		if (place === 'token')
			return this.#token(response, new URLSearchParams(body));
		if (place === 'userinfo')
			return json(response, this.userinfo ?? {});
		response.writeHead(404).end();
	}

	#token(response, form) {
		const grant = this.#codes.get(form.get('code'));
		this.#codes.delete(form.get('code'));
		const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
		if (!grant || challenge !== grant.asked.get('code_challenge') || form.get('redirect_uri') !== grant.asked.get('redirect_uri'))
			return json(response, { error: 'invalid_grant' }, 400);
		return json(response, { access_token: 'at', token_type: 'Bearer', id_token: this.idToken(grant), ...grant.changes.answer });
	}
}

export function json(response, body, status = 200) {
	response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Answers that are none. */
export const broken = {
	status: (status, body = '{"error":"server_error"}') => (response) => json(response, body, status),
	redirect: (to) => (response) => response.writeHead(302, { location: to }).end(),
	html: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Hello'),
	reset: (response) => response.socket.destroy(),
	hang: () => {},
	drip: (response) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		const timer = setInterval(() => response.write(' '), 100);
		response.on('close', () => clearInterval(timer));
	},
	huge: (response) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		const more = (left) => left === 0 ? response.end('{}') : response.write(' '.repeat(1 << 20), () => more(left - 1));
		more(64);
	},
	json: (body) => (response) => json(response, body),
};
