/* main.mjs PORT SITE_PORT - the OpenID provider of the demo and of the tests: a certified library behind Keycloak's
 * addresses, on 127.0.0.1. With LODGE_PROVIDER_FAULTS=1 tests can make it fail (faults.mjs). */
import "../localhost.cjs";
import http from "node:http";
import { Faults } from "./faults.mjs";
import { realms as rows } from "./people.mjs";
import { Realm } from "./realm.mjs";

const [port, sitePort] = process.argv.slice(2).map(Number);
const realms = new Map(rows.map((row) => [row.name, new Realm(row, port, sitePort)]));
const faults = process.env.LODGE_PROVIDER_FAULTS ? new Faults(realms) : null;

async function answer(request, response) {
	if (faults && request.url.startsWith("/_ctl/"))
		return faults.control(request, response);
	const realm = realms.get(/^\/auth\/realms\/([^/?]+)\//.exec(request.url)?.[1]);
	if (!realm)
		return response.writeHead(404).end("no such realm\n");
	if (!faults?.meet(realm, request, response))
		await realm.answer(request, response);
}

const server = http.createServer((request, response) => {
	answer(request, response).catch((e) => {
		console.error(request.method, request.url.split("?")[0], e);
		response.headersSent ? response.destroy() : response.writeHead(500).end();
	});
});
server.listen(port, "127.0.0.1", () => console.log(`ready: ${[...realms.values()].map((realm) => realm.issuer).join(" ")}`));
for (const signal of ["SIGTERM", "SIGINT"])
	process.on(signal, () => {
		server.closeAllConnections();
		server.close(() => process.exit(0));
	});
