/* localhost.cjs - RFC 6761: every name under localhost is loopback; Debian's resolver and so Node do not know.
 * Loaded before others: node --require tests/stack/localhost.cjs, or NODE_OPTIONS. Changes this process only. */
const dns = require("node:dns");

const loopback = { address: "127.0.0.1", family: 4 };
const isLocal = (name) => /(^|\.)localhost\.?$/i.test(name);
const { lookup } = dns;
const { lookup: lookupLater } = dns.promises;

dns.lookup = function (name, options, callback = options) {
	if (!isLocal(name))
		return lookup.apply(dns, arguments);
	if (options?.all)
		process.nextTick(callback, null, [loopback]);
	else
		process.nextTick(callback, null, loopback.address, loopback.family);
};
dns.promises.lookup = async function (name, options) {
	if (!isLocal(name))
		return lookupLater(name, options);
	return options?.all ? [loopback] : loopback;
};
require("node:module").syncBuiltinESMExports(); // for those who imported the names
