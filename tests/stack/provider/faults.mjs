/* faults.mjs - makes the provider fail on request, for tests: POST /_ctl/fault {"realm", "at", "kind", "n", ...}.
 * at: token jwks discovery userinfo auth. kind: status reset hang drip huge json, or a way to forge a token (forge.mjs).
 * It lasts for n answers (1 unless told). Without LODGE_PROVIDER_FAULTS none of this exists. */
import { makeKey, publicPart } from "./keys.mjs";
import { forge } from "./forge.mjs";
import { readBody } from "./realm.mjs";

const CONTROL_SIZE_MAX = 1 << 20;

export class Faults {
	constructor(realms) {
		this.realms = realms;
		this.waiting = new Map(); // "REALM at" -> fault
		this.hits = new Map();    // "REALM at" -> how often
	}

	/* POST /_ctl/VERB */
	async control(request, response) {
		const verb = request.url.slice("/_ctl/".length);
		const said = JSON.parse(await readBody(request, CONTROL_SIZE_MAX) || "{}");
		const realm = this.realms.get(said.realm ?? "CDSE");
		const answer = realm && verbs[verb] ? verbs[verb](this, realm, said) ?? { ok: true } : null;
		response.writeHead(answer ? 200 : 404, { "content-type": "application/json" });
		response.end(JSON.stringify(answer));
	}

	/* Counts, and breaks the answer if that was asked for. True: there is nothing left to do. */
	meet(realm, request, response) {
		const at = placeOf(request.url);
		const place = `${realm.name} ${at}`;
		const fault = this.waiting.get(place);
		this.hits.set(place, (this.hits.get(place) ?? 0) + 1);
		if (!fault)
			return false;
		if (--fault.n <= 0)
			this.waiting.delete(place);
		if (ruins[fault.kind]) {
			ruins[fault.kind](fault, request, response);
			return true;
		}
		changeAnswer(response, (body) => change(realm, at, fault, response, body));
		return false;
	}
}

const verbs = {
	fault: (faults, realm, said) => { faults.waiting.set(`${realm.name} ${said.at}`, { n: 1, ...said }); },
	clear: (faults) => faults.waiting.clear(),
	rotate: (_, realm, said) => realm.rotate(said),
	person: (_, realm, { person }) => { realm.people.set(person.email, { password: "demo", email_verified: true, groups: [], ...person }); },
	stats: (faults, realm) => Object.fromEntries([...faults.hits].filter(([place]) => place.startsWith(`${realm.name} `)).map(([place, n]) => [place.split(" ")[1], n])),
	/* A token that the realm signs: for forged logout tokens and the like. */
	sign: (_, realm, { token = "e30.e30.", ...fault }) => ({ token: forge(realm, token, { ...fault, header: { alg: realm.alg, kid: realm.keys[0].kid, ...fault.header } }) }),
};

function placeOf(url) {
	const path = url.split("?")[0];
	const ends = { "/token": "token", "/certs": "jwks", "/openid-configuration": "discovery", "/userinfo": "userinfo", "/logout": "logout" };
	const end = Object.keys(ends).find((one) => path.endsWith(one));
	return end ? ends[end] : /\/openid-connect\/auth/.test(path) ? "auth" : "other";
}

/* Instead of an answer. */
const ruins = {
	status: (fault, _, response) => response.writeHead(fault.status ?? 500, fault.headers).end(fault.body ?? '{"error":"server_error"}'),
	reset: (_, request) => request.socket.destroy(),
	hang: () => {},
	json: (fault, _, response) => response.writeHead(200, { "content-type": "application/json" }).end(typeof fault.body === "string" ? fault.body : JSON.stringify(fault.body)),
	drip(fault, _, response) {
		response.writeHead(200, { "content-type": "application/json" });
		const timer = setInterval(() => response.write(" "), fault.ms ?? 500);
		response.on("close", () => clearInterval(timer));
	},
	huge(fault, _, response) {
		let left = fault.mib ?? 64;
		const more = () => {
			while (left-- > 0)
				if (!response.write(" ".repeat(1 << 20)))
					return void response.once("drain", more);
			response.end("{}");
		};
		response.writeHead(200, { "content-type": "application/json" });
		more();
	},
};

/* Holds the answer back until it is whole, and lets `edit` write another body. */
function changeAnswer(response, edit) {
	const pieces = [];
	const end = response.end.bind(response);
	response.write = (piece) => pieces.push(Buffer.from(piece)) > 0;
	response.end = (piece) => {
		if (piece)
			pieces.push(Buffer.from(piece));
		let body = Buffer.concat(pieces).toString();
		try {
			body = edit(body);
		} catch (e) {
			console.error("fault:", e); // a fault that cannot be made must not pass as a good answer
			response.statusCode = 599;
			body = String(e);
		}
		response.removeHeader("content-length");
		end(body);
	};
}

function change(realm, at, fault, response, body) {
	if (at === "auth")
		return changeRedirect(realm, fault, response), body;
	if (at === "token" && !body.includes("id_token"))
		return body;
	const json = JSON.parse(body);
	if (at === "token")
		json.id_token = forge(realm, json.id_token, fault);
	Object.assign(json, fault.merge);
	for (const name of fault.without ?? [])
		delete json[name];
	if (at === "jwks")
		json.keys = changeKeys(realm, fault, json.keys);
	return JSON.stringify(json);
}

function changeRedirect(realm, { params = {} }, response) {
	const location = response.getHeader("location");
	if (!location)
		return;
	const url = new URL(location, realm.issuer);
	if (!url.searchParams.has("code") && !url.searchParams.has("error"))
		return;
	for (const [name, value] of Object.entries(params))
		value === null ? url.searchParams.delete(name) : url.searchParams.set(name, value);
	response.setHeader("location", url.href);
}

function changeKeys(realm, { keys: how }, keys) {
	const changed = how === "two-nokid" ? [publicPart(makeKey(realm.alg)), ...keys] : how === "empty" ? [] : keys;
	return how?.endsWith("nokid") ? changed.map(({ kid, ...key }) => key) : changed;
}
