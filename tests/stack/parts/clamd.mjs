/* clamd.mjs - a private ClamAV for the tests that scan: two signatures of our own and EICAR's, nothing downloaded. It finds the words
 * wherever they stand, also inside archives. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { isListening } from "../ask.mjs";

/* In pieces, so that no scanner takes this file for one. */
export const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("-");
export const EVIL = ["LODGE", "TEST", "SIGNATURE", "8d1f3c"].join("-");
export const STREAM_MAX = 2 << 20;

const SIGNATURES = { "Test.Eicar": EICAR, "Test.Evil": EVIL };
export const socketOf = (stack) => stack.path("clamd", "s.sock");

export const clamd = {
	name: "clamd",
	seldom: true,
	prepare(stack) {
		for (const name of ["", "db", "tmp"])
			mkdirSync(stack.path("clamd", name), { recursive: true });
		rmSync(socketOf(stack), { force: true });
		writeFileSync(stack.path("clamd", "db", "test.ndb"), Object.entries(SIGNATURES)
			.map(([name, text]) => `${name}:0:*:${Buffer.from(text).toString("hex")}\n`).join(""));
		const values = { Foreground: "yes", LocalSocket: socketOf(stack), LocalSocketMode: "666", DatabaseDirectory: stack.path("clamd", "db"),
			TemporaryDirectory: stack.path("clamd", "tmp"), StreamMaxLength: STREAM_MAX, AlertExceedsMax: "yes", MaxThreads: 4, DetectPUA: "no", SelfCheck: 0, CommandReadTimeout: 60 };
		writeFileSync(stack.path("clamd", "clamd.conf"), Object.entries(values).map(([key, value]) => `${key} ${value}\n`).join(""));
	},
	command: (stack) => ({ argv: ["/usr/sbin/clamd", "--config-file", stack.path("clamd", "clamd.conf")] }),
	isReady: (stack) => isListening({ path: socketOf(stack) }),
};
