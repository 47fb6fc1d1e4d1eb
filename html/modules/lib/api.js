/* api.js - the one door to the REST API. A refusal is an exception that says which field is to blame.
 * What a page asks first, nginx has already sent for (a preload): its address must be the same byte for
 * byte, and a plain fetch without options, or the browser asks twice. */

export class Refused extends Error {
	/** @param {number} status 0 when the service could not be reached
	 *  @param {{ errorMessage?: string, errors?: Record<string, string> }} [answer] @param {number} [wait] ms, before it may do */
	constructor(status, answer, wait) {
		super(answer?.errorMessage ?? "");
		this.status = status;
		this.wait = wait;
		this.fields = answer?.errors ?? {};
	}

	/** Nothing answered, or something behind the API is down: the same question may do later. */
	get passing() { return this.status === 0 || this.status >= 502; }
}

/** @param {string} path @param {AbortSignal} [signal] @returns {Promise<any>} */
export const get = (path, signal) => answer(fetch(path, signal && { signal }));

/** For who asks again and again: without json when the answer is the one with the tag, still. @param {string} path @param {string} tag
 *  @returns {Promise<{ tag: string, json?: any }>} */
export async function again(path, tag) {
	/** @type {Response | undefined} */ let response;
	const asked = fetch(path, { headers: tag ? { "If-None-Match": tag } : {} }).then((got) => response = got);
	const json = await answer(asked);
	return { tag: response?.headers.get("ETag") ?? "", ...(response?.status !== 304 && { json }) };
}

/** @param {string} path @param {object} [body] @param {string} [key] the same key and body twice act once @returns {Promise<any>} */
export const post = (path, body, key) => send("POST", path, body, { key });

/** @param {string} path @param {object} body @param {{ outlive?: boolean }} [how] outlive: it arrives though the page goes @returns {Promise<any>} */
export const put = (path, body, how) => send("PUT", path, body, how);

/** @param {string} path @param {object} body what changes @returns {Promise<any>} */
export const patch = (path, body) => send("PATCH", path, body);

/** @param {string} path @param {{ outlive?: boolean, body?: object }} [how] body: what of it goes @returns {Promise<any>} */
export const remove = (path, how) => send("DELETE", path, how?.body, how);

/** @param {string} method @param {string} path @param {object} [body] @param {{ key?: string, outlive?: boolean }} [how] */
function send(method, path, body, { key, outlive = false } = {}) {
	/** @type {Record<string, string>} */
	const headers = {};
	if (body) headers["Content-Type"] = "application/json";
	if (key) headers["Idempotency-Key"] = key;
	return answer(fetch(path, { method, headers, body: body && JSON.stringify(body), keepalive: outlive }));
}

let ahead = 0; /* ms that this clock is before the server's */

/** What the server's clock says, as near as its answers tell. */
export const serverTime = () => Date.now() - ahead;

/** The path of a link that the API gave: pages stay on the address they were opened at. @param {string} link */
export function local(link) {
	const { pathname, search } = new URL(link, location.origin);
	return pathname + search;
}

/** @param {Promise<Response>} asked */
async function answer(asked) {
	const response = await asked.catch((error) => {
		throw error.name === "AbortError" ? error : new Refused(0);
	});
	const date = Date.parse(response.headers.get("Date") ?? "");
	if (date) ahead = Date.now() - date;
	const json = await response.json().catch(() => ({}));
	if (!response.ok && response.status !== 304) throw new Refused(response.status, json, 1000 * Number(response.headers.get("Retry-After")) || undefined);
	return json;
}
