/* desk-finder.mjs - whose an address is, as the database says at this moment: one that an operator has just added is a desk's. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { database } from "../parts/mariadb.mjs";

/* Desks that tests make have addresses below it. */
export const DESKS_DOMAIN = "desks.example";
const PATIENCE_MS = 5000;

/* A function that says of an address, with or without a +detail, whether it is a desk's; it throws while MariaDB is away. */
export function deskFinder(socket) {
	let client = null, waiting = [];

	/* It ends with its connection, and with what it cannot do. */
	function open() {
		const made = spawn("mariadb", ["--no-defaults", "-uroot", "-S", socket, "-N", "-B", "--unbuffered", "--skip-reconnect", database.name], { stdio: ["pipe", "pipe", "inherit"] });
		made.stdin.on("error", () => {});
		createInterface({ input: made.stdout }).on("line", (n) => waiting.shift()?.done(n !== "0"));
		made.on("close", () => {
			client = null;
			for (const { failed } of waiting.splice(0))
				failed(new Error("MariaDB does not answer"));
		});
		return made;
	}

	return async (address) => {
		const plain = address.toLowerCase().replace(/\+.*(?=@)/, "");
		if (plain.endsWith(`.${DESKS_DOMAIN}`))
			return true; // those that tests take away, too: lodge-mail is to refuse them
		client ??= open();
		const asked = client, late = setTimeout(() => asked.kill("SIGKILL"), PATIENCE_MS);
		try {
			return await new Promise((done, failed) => {
				waiting.push({ done, failed });
				asked.stdin.write(`SELECT COUNT(*) FROM mail_address WHERE address = CONVERT(0x${Buffer.from(plain).toString("hex") || "00"} USING utf8mb4);\n`);
			});
		} finally {
			clearTimeout(late);
		}
	};
}
