/* read.mjs FOLDER... - every mail below the folders through lodge-mail-parse, as lodge-jobs runs it, and what was found in them. It fails
 * if the program died of one, or wrote what cannot be read; a mail that is refused says why. For collections from elsewhere:
 * LODGE_MAIL_CORPUS=DIR make mails. What cannot be a mail by its name is left out. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const MAGIC = "lodge m1", TAIL = 16, SIZE_MAX = 150 * 2 ** 20, TIME_MAX_MS = 60_000, AT_ONCE = 2;
const OUR_FAULT = [16, 17]; // MAIL_UNSAFE, MAIL_UNSAID (fcgi/mail/fault.h)
const program = join(process.env.LODGE_PROGRAMS ?? "build", "lodge-mail-parse");

/* Gives { status, output }; status is a signal's name when one ended it. */
function run(path) {
	return new Promise((done) => {
		const input = openSync(path, "r");
		const child = spawn(program, { stdio: [input, "pipe", "ignore"], timeout: TIME_MAX_MS, killSignal: "SIGKILL", env: {} });
		const pieces = [];
		child.stdout.on("data", (piece) => pieces.push(piece));
		child.on("error", (e) => done({ status: e.code, output: Buffer.alloc(0) }));
		child.on("close", (code, signal) => {
			closeSync(input);
			done({ status: signal ?? code, output: Buffer.concat(pieces) });
		});
	});
}

function mailOf(output) {
	const tail = output.subarray(output.length - TAIL);
	if (tail.toString("latin1", 0, MAGIC.length) !== MAGIC)
		throw new Error("no tail");
	const end = output.length - TAIL;
	return JSON.parse(output.toString("utf8", end - Number(tail.readBigUInt64LE(MAGIC.length)), end));
}

function* filesBelow(folder) {
	for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const path = join(folder, entry.name);
		if (entry.isDirectory() && entry.name !== ".git")
			yield* filesBelow(path);
		else if (entry.isFile() && !/\.(json|mjs|js|ya?ml|md|html|rb|py|c|h|gz|zip)$/.test(entry.name) && statSync(path).size <= SIZE_MAX)
			yield path;
	}
}

const count = { mails: 0, refused: 0, died: 0, bytes: 0 };
const has = { subject: 0, from: 0, text: 0, quoted: 0, html: 0, files: 0, automatic: 0, report: 0, notes: 0 };

function look(path, { status, output }) {
	count.mails++;
	count.bytes += statSync(path).size;
	if (typeof status !== "number" || status < 0 || OUR_FAULT.includes(status) || (status > 0 && status < 10)) {
		count.died++;
		console.log(`${path}: the program ended with ${status}`);
		return;
	}
	if (status !== 0) {
		count.refused++;
		console.log(`${path}: refused (${status})`);
		return;
	}
	try {
		const mail = mailOf(output);
		for (const name of Object.keys(has))
			has[name] += mail[name] !== undefined && mail[name] !== "" ? 1 : 0;
	} catch (e) {
		count.died++;
		console.log(`${path}: what it wrote cannot be read: ${e.message}`);
	}
}

const folders = process.argv.slice(2);
const paths = folders.flatMap((folder) => [...filesBelow(folder)]);
const began = Date.now();
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
	for (let path; (path = paths.shift());)
		look(path, await run(path));
}));
const seconds = (Date.now() - began) / 1000;
console.log(`${count.mails} mails (${(count.bytes / 2 ** 20).toFixed(1)} MiB) in ${seconds.toFixed(1)} s, ${(count.mails / seconds).toFixed(0)} a second: `
	+ `${count.refused} refused, the program died of ${count.died}`);
console.log(Object.entries(has).map(([name, n]) => `${name} ${n}`).join(", "));
process.exit(count.mails > 0 && count.died === 0 ? 0 : 1);
