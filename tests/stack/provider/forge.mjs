/* forge.mjs - ID tokens that must be refused: takes a good one, changes it as asked, and signs it again by hand, since
 * no library would write these. */
import { createHmac, createPublicKey } from "node:crypto";
import { makeKey, publicPart, signWith } from "./keys.mjs";
import { clientSecret } from "./people.mjs";

const base64 = (bytes) => Buffer.from(bytes).toString("base64url");
const now = () => Math.floor(Date.now() / 1000);

/* fault: kind, claims, drop, shift (seconds from now), header (null removes), rawHeader, rawPayload, alg, kid, salt. */
export function forge(realm, token, fault) {
	const key = fault.kind === "embedded-jwk" ? makeKey(realm.alg) : realm.keys[0];
	const [header, claims] = token.split(".").slice(0, 2).map((part) => JSON.parse(Buffer.from(part, "base64url")));
	const head = base64(fault.rawHeader ?? JSON.stringify(newHeader(header, fault, key)));
	const body = base64(fault.rawPayload ?? JSON.stringify(newClaims(claims, fault)));
	const signature = signatures[fault.kind]?.(`${head}.${body}`, realm, fault, key) ?? signWith(key, `${head}.${body}`, fault.salt);
	return `${head}.${body}.${base64(signature)}${fault.kind === "four" ? ".x" : ""}`;
}

function newHeader(header, fault, key) {
	const changed = { ...header, ...fault.header };
	if (fault.kind?.startsWith("none"))
		changed.alg = fault.alg ?? "none";
	if (fault.kind?.startsWith("hs256"))
		changed.alg = "HS256";
	if (fault.kind === "embedded-jwk")
		Object.assign(changed, { jwk: publicPart(key), kid: fault.kid ?? header.kid });
	return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== null));
}

function newClaims(claims, fault) {
	const changed = { ...claims, ...fault.claims };
	for (const name of fault.drop ?? [])
		delete changed[name];
	for (const [name, seconds] of Object.entries(fault.shift ?? {}))
		changed[name] = now() + seconds;
	return changed;
}

const hmac = (secret, text) => createHmac("sha256", secret).update(text).digest();
const publicKey = (realm) => createPublicKey({ key: publicPart(realm.keys[0]), format: "jwk" });

/* By kind; a kind that is not here keeps the good key's signature. */
const signatures = {
	"none": () => "",
	"none-sig": () => "abc",
	"emptysig": () => "",
	"zerosig": (_, realm) => Buffer.alloc(realm.alg === "ES256" ? 64 : 256),
	"badsig": (text, _, fault, key) => { const s = signWith(key, text, fault.salt); s[10] ^= 1; return s; },
	"shortsig": (text, _, fault, key) => signWith(key, text, fault.salt).subarray(0, -1),
	"longsig": (text, _, fault, key) => Buffer.concat([signWith(key, text, fault.salt), Buffer.from([0])]),
	"otherkey": (text, realm, fault) => signWith(makeKey(realm.alg), text, fault.salt),
	"hs256-pem": (text, realm) => hmac(publicKey(realm).export({ type: "spki", format: "pem" }), text),
	"hs256-der": (text, realm) => hmac(publicKey(realm).export({ type: "spki", format: "der" }), text),
	"hs256-secret": (text, realm) => hmac(clientSecret(realm.name), text),
};
