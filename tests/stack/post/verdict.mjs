/* verdict.mjs - what a mail server that checks SPF, DKIM and DMARC would say of a sender. Here nobody signs anything, so a sender is
 * proven who signed in as the address that stands in From; LETTERS is lodge-jobs, which may write for the desks. */
export const HEADER = "Authentication-Results";
export const LETTERS = "letters@lodge.example";

/* Domains that say "refuse what does not prove that it is ours": what claims to be of them and is not, fails. */
const STRICT = new Set(["copernicus.example", "dasharo.example", "spoof.example"]);

/* user: who signed in, or ""; from: the values of all From headers. */
export function verdict(mailHost, { user, from }) {
	const address = from.length === 1 ? addressIn(from[0]) : "";
	const domain = address.split("@")[1] ?? "";
	if (domain === "")
		return `${mailHost}; dmarc=none`;
	const proven = domain !== "spoof.example" && user !== "" && (user.toLowerCase() === address || user === LETTERS);
	const result = proven ? "pass" : STRICT.has(domain) ? "fail" : "none";
	return `${mailHost}; dmarc=${result} header.from=${domain}`;
}

/* Is it a header that only we may write? RFC 8601 section 5. */
export function isForged(mailHost, name, value) {
	return name.toLowerCase() === HEADER.toLowerCase() && new RegExp(`^(\\s|\\([^)]*\\))*"?${mailHost.replaceAll(".", "\\.")}\\b`, "i").test(value);
}

/* The last thing that looks like an address; one that a mail client would show. */
function addressIn(value) {
	const found = /<([^<>\s]+@[a-z0-9.-]+)>\s*$/i.exec(value) ?? /^\s*([^<>\s,;]+@[a-z0-9.-]+)\s*$/i.exec(value);
	return found ? found[1].toLowerCase() : "";
}
