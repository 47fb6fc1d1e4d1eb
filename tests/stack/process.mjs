/* process.mjs - long-lived programs by name: each in a session of its own, its output in RUN_DIR/log, remembered in
 * RUN_DIR/pids as `PID BORN`. BORN (boot and start time) tells our process from a later one that got its number;
 * a zombie counts as gone, since in many containers nobody collects it. */
import { execFile, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const LOG_SIZE_MAX = 8 << 20;
const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8);

export function launch(stack, name, argv, { env = {}, cwd } = {}) {
	const log = logFile(stack, name);
	if (existsSync(log) && statSync(log).size > LOG_SIZE_MAX)
		renameSync(log, `${log}.old`);
	const out = openSync(log, "a");
	const child = spawn(argv[0], argv.slice(1), { cwd, detached: true, stdio: ["ignore", out, out], env: { ...process.env, ...env } });
	closeSync(out);
	child.on("error", () => {}); // no such program: pid stays undefined, and the caller finds nothing alive
	if (child.pid)
		writeFileSync(pidFile(stack, name), `${child.pid} ${born(child.pid)}\n`);
	child.unref();
}

/* The process id of the part, or 0. */
export function pidOf(stack, name) {
	const [pid, birth] = remembered(stack, name);
	return pid && birth === born(pid) ? pid : 0;
}

/* The part and all it forked, also when the first of them is gone. */
export function pidsOf(stack, name) {
	const [pid, birth] = remembered(stack, name);
	const now = pid && born(pid);
	if (!pid || (now && now !== birth))
		return [];
	return processes().filter((p) => p.session === pid).map((p) => p.pid).sort((a, b) => (b === pid) - (a === pid) || a - b);
}

/* Asks nicely first, then not; returns when nothing of it is left. */
export async function end(stack, name, { signal = "SIGTERM", graceMs = 15000 } = {}) {
	const pid = pidOf(stack, name);
	if (pid) {
		send(pid, "SIGCONT");
		send(pid, signal);
		await until(() => !pidOf(stack, name), graceMs);
	}
	for (const left of pidsOf(stack, name))
		send(left, "SIGKILL");
	await until(() => pidsOf(stack, name).length === 0, 10000);
	rmSync(pidFile(stack, name), { force: true });
}

export function send(pid, signal) {
	try {
		process.kill(pid, signal);
	} catch (e) {
		if (e.code !== "ESRCH")
			throw e;
	}
}

/* Polls until the question is answered with yes; false when the time is over. */
export async function until(question, timeoutMs, everyMs = 25) {
	for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(everyMs))
		if (await question())
			return true;
	return false;
}

/* Runs a program to its end and gives its standard output; an error holds what it wrote. */
export function run(argv, { timeoutMs = 60000, ...options } = {}) {
	return new Promise((done, failed) => {
		execFile(argv[0], argv.slice(1), { timeout: timeoutMs, maxBuffer: 16 << 20, ...options }, (e, out, err) => {
			if (e)
				failed(new Error(`${argv.join(" ")}: ${e.code ?? e.signal}\n${err}${out}`));
			else
				done(out);
		});
	});
}

export function logFile(stack, name) {
	return stack.path("log", `${name}.log`);
}

export function logTail(stack, name, lines = 15) {
	const file = logFile(stack, name);
	return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n").slice(-lines).join("\n") : "";
}

function pidFile(stack, name) {
	return stack.path("pids", name);
}

function remembered(stack, name) {
	try {
		const [pid, birth] = readFileSync(pidFile(stack, name), "utf8").trim().split(" ");
		return [Number(pid), birth];
	} catch {
		return [0, ""];
	}
}

/* "" when there is no such process, or only its zombie. */
function born(pid) {
	const stat = statOf(pid);
	return stat ? `${boot}-${stat.start}` : "";
}

function processes() {
	return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(statOf).filter(Boolean);
}

/* proc(5): the name in parentheses may hold anything, so fields are counted from its end. */
function statOf(pid) {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, "utf8");
		const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
		return "ZX".includes(fields[0]) ? null : { pid: Number(pid), session: Number(fields[3]), start: fields[19] };
	} catch {
		return null;
	}
}
