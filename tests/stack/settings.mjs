/* settings.mjs - where one stack lives: every port and folder follows from PORT and RUN_DIR, so that two stacks
 * run side by side. Everything binds to 127.0.0.1. */
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const SOCKET_PATH_MAX = 107; // sun_path, less its NUL
const LONGEST_SOCKET = "/imap/token-login/imap-urlauth";

/* options: port, runDir, build, programs, durable (false: no fsync; survives kill -9, not a power cut), faults (the provider
 * fails on request), workers, dbMemory (of MariaDB's buffer pool, as "4G"), conf (keys of lodge.conf). LODGE_TEST in the environment is a stack for tests. */
export function settings(options = {}) {
	const isTest = Boolean(process.env.LODGE_TEST);
	const port = Number(options.port ?? process.env.PORT ?? 8080);
	const build = resolve(root, options.build ?? process.env.BUILD ?? "build");
	const runDir = resolve(root, options.runDir ?? process.env.RUN_DIR ?? "build/run");
	if (!Number.isInteger(port) || port < 1024 || port > 65000)
		throw new Error(`PORT is ${port}: choose one from 1024 to 65000`);
	if (runDir.length + LONGEST_SOCKET.length > SOCKET_PATH_MAX)
		throw new Error(`RUN_DIR is too long for Unix sockets (${SOCKET_PATH_MAX} bytes): ${runDir}`);
	return {
		root, build, runDir, port, isTest,
		programs: options.programs ?? process.env.LODGE_PROGRAMS ?? build,
		durable: options.durable ?? !isTest,
		workers: { pages: 6, files: 3, auth: 3, ...options.workers },
		faults: options.faults ?? isTest,
		dbMemory: options.dbMemory ?? process.env.DB_MEMORY,
		conf: { ...options.conf },
		ports: { web: port, provider: port + 1, s3: port + 2, mon: port + 3, osd: [port + 4, port + 19], local: port + 20, lmtp: port + 24, smtp: port + 25, submission: port + 26, sasl: port + 27, milter: port + 28, desks: port + 29, imap: port + 43, imaps: port + 44, inboxes: port + 45, tokens: port + 46, inbox: port + 80 },
		confFile: join(runDir, "lodge.conf"),
		filesOrigin: `http://files.localhost:${port}`,
		bucket: "lodge-attachments",
		mailHost: "mx.lodge.example", // and so the authserv-id of what it says about senders
		s3: { accessKey: "portalkey", secretKey: "portalsecret", region: "us-east-1" },
		path: (...names) => join(runDir, ...names),
		origin: (tenant) => `http://${tenant}.localhost:${port}`,
	};
}

export const isRoot = process.getuid() === 0;

/* As root, daemons become `name` if that account can reach the run folder; else they stay root. NULL: not root. */
export function servant(stack, name) {
	if (!isRoot)
		return null;
	for (let folder = stack.runDir; folder !== "/"; folder = dirname(folder))
		if (existsSync(folder) && !(statSync(folder).mode & 0o001))
			return "root";
	return accountOf(name) ? name : "root";
}

/* The path of what accounts beside root must reach by its name: in the run folder, or where that is closed to them, in a folder of its
 * own elsewhere, which the run folder has a link to. */
export function openPath(stack, ...names) {
	if (servant(stack, "nobody") !== "root")
		return stack.path(...names);
	const link = stack.path("open");
	if (!existsSync(link)) {
		rmSync(link, { force: true });
		symlinkSync(mkdtempSync("/var/tmp/lodge-"), link);
		chmodSync(link, 0o755);
	}
	return join(readlinkSync(link), ...names);
}

export function giveTo(account, folder) {
	const ids = account && accountOf(account);
	if (ids)
		chownSync(folder, ids.uid, ids.gid);
}

function accountOf(name) {
	const row = readFileSync("/etc/passwd", "utf8").split("\n").find((line) => line.startsWith(`${name}:`));
	if (!row)
		return null;
	const [, , uid, gid] = row.split(":");
	return { uid: Number(uid), gid: Number(gid) };
}

export function folders(stack) {
	for (const name of ["", "log", "pids", "pools", "nginx"]) {
		mkdirSync(stack.path(name), { recursive: true });
		if (statSync(stack.path(name)).uid === userInfo().uid)
			chmodSync(stack.path(name), 0o755);
	}
}

/* Made once for each run folder: what is sealed in the database must open after a restart. */
export function sealKey(stack) {
	const file = stack.path("seal.key");
	if (!existsSync(file))
		writeFileSync(file, randomBytes(32).toString("hex") + "\n", { mode: 0o600 });
	return readFileSync(file, "utf8").trim();
}
