/* desks.mjs PORT LMTP-PORT SOCKET - postfix asks it about every recipient (tcp_table(5)): what is for a desk goes to lodge-mail. */
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { deskFinder } from "./desk-finder.mjs";

const [port, lmtp, socket] = process.argv.slice(2);
const isDesk = deskFinder(socket);

async function answer(line) {
	const [, key] = /^get (.*)$/.exec(line) ?? [];
	try {
		if (key === undefined)
			return "500 what";
		return await isDesk(decodeURIComponent(key)) ? `200 lmtp:inet:127.0.0.1:${lmtp}` : "500 no";
	} catch (e) {
		return `400 ${e.message.replaceAll(" ", "%20")}`;
	}
}

createServer((client) => {
	client.on("error", () => {});
	let before = Promise.resolve();
	createInterface({ input: client }).on("error", () => {}).on("line", (line) => {
		before = before.then(async () => client.write(`${await answer(line)}\n`));
	});
}).listen(Number(port), "127.0.0.1");
