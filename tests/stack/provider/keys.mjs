/* keys.mjs - signing keys as JWKs. */
import { constants, createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

export function makeKey(alg) {
	const { privateKey } = alg === "ES256"
		? generateKeyPairSync("ec", { namedCurve: "P-256" })
		: generateKeyPairSync("rsa", { modulusLength: 2048 });
	return { ...privateKey.export({ format: "jwk" }), use: "sig", alg, kid: randomBytes(8).toString("hex") };
}

export function publicPart({ kty, n, e, crv, x, y, use, alg, kid }) {
	return { kty, n, e, crv, x, y, use, alg, kid };
}

export function signWith(key, text, saltLength = 32) {
	const padding = key.alg === "PS256" ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } : {};
	return sign("sha256", Buffer.from(text), { key: createPrivateKey({ key, format: "jwk" }), dsaEncoding: "ieee-p1363", ...padding });
}
