/* milter.mjs PORT HOST - postfix asks it about every mail (the milter protocol, version 6): it removes Authentication-Results in our
 * name that came with the mail, and puts ours on top. */
import { createServer } from "node:net";
import { HEADER, isForged, verdict } from "./verdict.mjs";

const ADD_HEADERS = 0x01, CHANGE_HEADERS = 0x10;
/* What we need not hear: connect, helo, recipients, body, end of headers, unknown commands, DATA; and headers want no answer. */
const NOT_ASKED = 0x01 | 0x02 | 0x08 | 0x10 | 0x40 | 0x100 | 0x200 | 0x80;
const [port, mailHost] = [Number(process.argv[2]), process.argv[3]];

createServer((socket) => {
	let left = Buffer.alloc(0);
	let mail = newMail();

	socket.on("error", () => {});
	socket.on("data", (piece) => {
		left = Buffer.concat([left, piece]);
		while (left.length >= 5 && left.length >= 4 + left.readUInt32BE(0)) {
			const packet = left.subarray(4, 4 + left.readUInt32BE(0));
			left = left.subarray(4 + packet.length);
			hear(String.fromCharCode(packet[0]), packet.subarray(1));
		}
	});

	function hear(command, data) {
		const verbs = {
			O: () => answer("O", numbers(6, ADD_HEADERS | CHANGE_HEADERS, NOT_ASKED)),
			D: () => learn(data),
			M: () => answer("c"),
			L: () => { mail.headers.push(strings(data)); },
			E: () => finish(),
			A: () => { mail = newMail(); },
			K: () => { mail = newMail(); },
			Q: () => socket.end(),
		};
		verbs[command]?.();
	}

	/* Macros of the stage that follows: who signed in stands at MAIL. */
	function learn(data) {
		if (data[0] !== "M".charCodeAt(0))
			return;
		mail = newMail();
		const words = strings(data.subarray(1));
		mail.user = words[words.indexOf("{auth_authen}") + 1] ?? "";
		if (!words.includes("{auth_authen}"))
			mail.user = "";
	}

	function finish() {
		const ours = mail.headers.filter(([name]) => name.toLowerCase() === HEADER.toLowerCase());
		ours.map(([name, value], i) => ({ name, value, n: i + 1 })).filter(({ name, value }) => isForged(mailHost, name, value)).reverse() // the last first: numbers stay true
			.forEach(({ name, n }) => answer("m", numbers(n), text(name), text("")));
		const from = mail.headers.filter(([name]) => name.toLowerCase() === "from").map(([, value]) => value);
		answer("i", numbers(0), text(HEADER), text(verdict(mailHost, { user: mail.user, from })));
		answer("c");
		mail = newMail();
	}

	function answer(command, ...pieces) {
		const data = Buffer.concat([Buffer.from(command), ...pieces]);
		socket.write(Buffer.concat([numbers(data.length), data]));
	}
}).listen(port, "127.0.0.1");

function newMail() {
	return { user: "", headers: [] };
}

function numbers(...values) {
	const bytes = Buffer.alloc(4 * values.length);
	values.forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
	return bytes;
}

function text(value) {
	return Buffer.from(`${value}\0`, "latin1");
}

function strings(data) {
	return data.toString("latin1").split("\0").slice(0, -1);
}
