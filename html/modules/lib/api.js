/* api.js - the one door to the REST API. A refusal is an exception that says which field is to blame.
 * What a page asks first, nginx has already sent for (a preload): its address must be the same byte for
 * byte, and a plain fetch without options, or the browser asks twice. */

export class Refused extends Error {
	/** @param {number} status 0 when the service could not be reached
	 *  @param {{ errorMessage?: string, errors?: Record<string, string> }} [answer] */
	constructor(status, answer) {
		super(answer?.errorMessage ?? "");
		this.status = status;
		this.fields = answer?.errors ?? {};
	}

	/** Nothing answered, or something behind the API is down: the same question may do later. */
	get passing() { return this.status === 0 || this.status >= 502; }
}

/** @param {string} path @param {AbortSignal} [signal] @returns {Promise<any>} */
export const get = (path, signal) => answer(fetch(path, signal && { signal }));

/** @param {string} path @param {object} [body] @param {string} [key] the same key and body twice act once @returns {Promise<any>} */
export function post(path, body, key) {
	/** @type {Record<string, string>} */
	const headers = {};
	if (body) headers["Content-Type"] = "application/json";
	if (key) headers["Idempotency-Key"] = key;
	return answer(fetch(path, { method: "POST", headers, body: body && JSON.stringify(body) }));
}

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
	const json = await response.json().catch(() => ({}));
	if (!response.ok) throw new Refused(response.status, json);
	return json;
}
