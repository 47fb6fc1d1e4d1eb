/* realm.mjs - one realm: an oidc-provider with Keycloak's addresses and habits, its people, its keys, its sign-in page. */
import { randomBytes } from "node:crypto";
import { Provider } from "oidc-provider";
import { makeKey } from "./keys.mjs";
import { makeMemory } from "./memory.mjs";
import { page, registerPage, signInPage, signOutPage } from "./page.mjs";
import { PASSWORD, clientSecret, peopleOf } from "./people.mjs";

const PROTOCOL = "/protocol/openid-connect";
const FORM_SIZE_MAX = 4096;
const SCOPES = "openid offline_access email profile groups";

export class Realm {
	constructor({ name, title, tenant, provider, alg, hue }, port, sitePort) {
		Object.assign(this, { name, title, alg, hue });
		this.prefix = `/auth/realms/${name}`;
		this.issuer = `http://127.0.0.1:${port}${this.prefix}`;
		this.site = `http://${tenant}.localhost:${sitePort}`;
		this.number = provider;
		this.people = peopleOf(tenant);
		this.memory = makeMemory();
		this.cookies = { suffix: `${name}_${port}`, secret: randomBytes(24).toString("hex") };
		this.keys = [];
		this.rotate();
	}

	/* New keys; what was kept (sessions, codes) stays. */
	rotate({ keepOld = false } = {}) {
		this.keys = [makeKey(this.alg), ...keepOld ? this.keys.slice(0, 1) : []];
		const provider = new Provider(this.issuer, this.settings());
		provider.on("server_error", (_, e) => console.error(this.name, "server_error", e));
		provider.on("backchannel.error", (_, e) => console.error(this.name, "backchannel.error", e.message));
		this.provider = provider;
		this.answerProtocol = provider.callback();
	}

	answer(request, response) {
		const path = request.url.slice(this.prefix.length).split("?")[0];
		if (path.startsWith("/login/"))
			return this.signIn(request, response, path.slice("/login/".length));
		if (path === `${PROTOCOL}/registrations`)
			return sendPage(response, 200, registerPage(this, this.people, PASSWORD));
		request.originalUrl = request.url; // oidc-provider finds out from these where it is mounted
		request.baseUrl = this.prefix;
		request.url = request.url.slice(this.prefix.length) || "/";
		return this.answerProtocol(request, response);
	}

	async signIn(request, response, uid) {
		try {
			const { prompt, params } = await this.provider.interactionDetails(request, response);
			const action = `${this.prefix}/login/${encodeURIComponent(uid)}`;
			if (prompt.name !== "login")
				throw new Error(`unexpected question: ${prompt.name}`);
			if (request.method !== "POST")
				return sendPage(response, 200, signInPage(this, { action, address: params.login_hint }));
			const form = new URLSearchParams(await readBody(request, FORM_SIZE_MAX));
			if (form.has("cancel"))
				return await this.provider.interactionFinished(request, response, { error: "access_denied", error_description: "cancelled" });
			const person = this.people.get(form.get("username")?.trim().toLowerCase());
			if (person?.password === form.get("password"))
				return await this.provider.interactionFinished(request, response, { login: { accountId: person.sub } });
			sendPage(response, 401, signInPage(this, { action, address: form.get("username") ?? "", trouble: "Wrong e-mail address or password." }));
		} catch (e) {
			console.error(this.name, "sign-in:", e.message);
			sendPage(response, 400, page(this, "This sign-in has ended", "<p>Go back to the site that sent you here and start again.</p>"));
		}
	}

	settings() {
		const { site, number, people } = this;
		return {
			adapter: this.memory,
			jwks: { keys: this.keys },
			cookies: {
				keys: [this.cookies.secret],
				names: Object.fromEntries(["session", "interaction", "resume", "state"].map((name) => [name, `_${name}_${this.cookies.suffix}`])),
			},
			clients: [{
				client_id: "portal", client_secret: clientSecret(this.name), client_name: this.title,
				redirect_uris: [`${site}/auth/callback/${number}`],
				post_logout_redirect_uris: [`${site}/sign-in?signedout=1`, `${site}/sign-in`, `${site}/`],
				grant_types: ["authorization_code", "refresh_token"], response_types: ["code"],
				id_token_signed_response_alg: this.alg, token_endpoint_auth_method: "client_secret_basic",
				backchannel_logout_uri: `${site}/auth/backchannel/${number}`, backchannel_logout_session_required: true,
			}],
			enabledJWA: { idTokenSigningAlgValues: ["RS256", "PS256", "ES256"] },
			scopes: SCOPES.split(" "),
			conformIdTokenClaims: false, // like Keycloak: the claims are in the ID token too
			claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "preferred_username"], groups: ["groups"] },
			findAccount: (_, sub) => {
				const person = [...people.values()].find((one) => one.sub === sub);
				return person && { accountId: sub, claims: async () => claimsOf(person) };
			},
			pkce: { required: () => true },
			issueRefreshToken: async (_, client) => client.grantTypeAllowed("refresh_token"),
			interactions: { url: (_, interaction) => `${this.prefix}/login/${interaction.uid}` },
			loadExistingGrant: grantAll, // the client is ours: nobody is asked for consent
			features: {
				devInteractions: { enabled: false },
				backchannelLogout: { enabled: true },
				introspection: { enabled: true },
				revocation: { enabled: true },
				rpInitiatedLogout: {
					enabled: true,
					logoutSource: (ctx, form) => { ctx.body = signOutPage(this, form, !ctx.oidc.params.id_token_hint); },
					postLogoutSuccessSource: (ctx) => { ctx.body = page(this, "Signed out", "<p>You can close this window.</p>"); },
				},
			},
			renderError: (ctx, { error, error_description: why }) => {
				ctx.type = "html";
				ctx.body = page(this, "This did not work", `<p>${error}: ${String(why ?? "").replace(/[&<>"']/g, " ")}</p>`);
			},
			routes: {
				authorization: `${PROTOCOL}/auth`, token: `${PROTOCOL}/token`, jwks: `${PROTOCOL}/certs`, userinfo: `${PROTOCOL}/userinfo`,
				end_session: `${PROTOCOL}/logout`, introspection: `${PROTOCOL}/token/introspect`, revocation: `${PROTOCOL}/revoke`,
			},
			ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 600, Session: 12 * 3600, Grant: 12 * 3600, RefreshToken: 12 * 3600 },
		};
	}
}

function claimsOf({ password, ...person }) {
	return { ...person, preferred_username: person.email };
}

async function grantAll(ctx) {
	const { provider, client, session } = ctx.oidc;
	const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
	grant.addOIDCScope(SCOPES);
	await grant.save();
	return grant;
}

function sendPage(response, status, html) {
	response.writeHead(status, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
	response.end(html);
}

export async function readBody(request, sizeMax) {
	let text = "";
	for await (const piece of request) {
		text += piece;
		if (text.length > sizeMax)
			throw new Error("the form is too large");
	}
	return text;
}
