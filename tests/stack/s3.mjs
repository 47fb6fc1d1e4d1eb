/* s3.mjs - Signature V4 by query string, for what the stack and the tests ask of the store itself. */
import { createHash, createHmac } from "node:crypto";

const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());

/* A link to the key of the stack's bucket ("" is the bucket itself), good for valid_s seconds. */
export function signedUrl(stack, method, key, { valid_s = 300, query = {} } = {}) {
	const host = `127.0.0.1:${stack.ports.s3}`;
	const path = "/" + [stack.bucket, ...key.split("/").filter(Boolean)].map(encode).join("/");
	const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
	const scope = `${time.slice(0, 8)}/${stack.s3.region}/s3/aws4_request`;
	const asked = Object.entries({ ...query, "X-Amz-Algorithm": "AWS4-HMAC-SHA256", "X-Amz-Credential": `${stack.s3.accessKey}/${scope}`,
		"X-Amz-Date": time, "X-Amz-Expires": String(valid_s), "X-Amz-SignedHeaders": "host" })
		.map(([name, value]) => `${encode(name)}=${encode(value)}`).sort().join("&");
	const canonical = [method, path, asked, `host:${host}`, "", "host", "UNSIGNED-PAYLOAD"].join("\n");
	const toSign = ["AWS4-HMAC-SHA256", time, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
	const signingKey = scope.split("/").reduce(hmac, `AWS4${stack.s3.secretKey}`);
	return `http://${host}${path}?${asked}&X-Amz-Signature=${hmac(signingKey, toSign).toString("hex")}`;
}
