/* mail.mjs - mails a second: taken in by the door, read to tickets, and sent; each beside the bare limit, which is a sink that keeps
 * nothing (smtp-sink, postfix's). What is read is small, and nothing else goes on meanwhile. */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { administer, database } from "../stack/parts/mariadb.mjs";
import { start, stop } from "../stack/parts.mjs";
import { writeConf } from "../stack/parts/pools.mjs";
import { run, until } from "../stack/process.mjs";
import { isListening } from "../stack/ask.mjs";
import { isRoot } from "../stack/settings.mjs";

/* Whose right as root it gives up at once. */
const AS = isRoot ? ["-u", "nobody"] : [];
const SESSIONS = 8, SIZE = 2048;
const PATIENCE_MS = 600_000;
/* One sender writes all of them: the brakes are for others. */
const BRAKES = Object.fromEntries(["mail_sender_max", "mail_strangers_max", "mail_ticket_max", "mail_strangers_max", "mail_answers_max", "mail_answers_domain_max"].map((key) => [key, "1000000"]));

export async function mailTable({ stack, mails = 1000 }) {
	const sinkPort = stack.port + 30;
	const conf = { ...BRAKES, notice_delay_ms: "0ms", smtp_url: `smtp://127.0.0.1:${sinkPort}`, smtp_starttls: "never", smtp_user: "", smtp_password: "" };
	const sink = spawn("smtp-sink", [...AS, `127.0.0.1:${sinkPort}`, "100"], { stdio: "ignore" });
	const lmtpSink = spawn("smtp-sink", ["-L", ...AS, `127.0.0.1:${sinkPort + 1}`, "100"], { stdio: "ignore" });
	try {
		writeConf({ ...stack, conf: { ...stack.conf, ...conf } });
		await stop(stack, "jobs");
		await until(async () => await isListening({ port: sinkPort }) && isListening({ port: sinkPort + 1 }), 5000);

		console.log(`\n${mails} mails of ${SIZE} bytes, mails a second`);
		const bareIn = await rate(mails, () => source(sinkPort + 1, mails, "support@copernicus.example", ["-L"]));
		say(`in, a sink by LMTP, ${SESSIONS} sessions`, bareIn);
		say(`in, the door: kept in store and database, ${SESSIONS} sessions`, await rate(mails, () => source(stack.ports.lmtp, mails, "support@copernicus.example", ["-L"])), bareIn);
		await start(stack, "jobs");
		say("in, read: each a request", await rate(mails, () => empty(stack, "SELECT COUNT(*) FROM mail_in WHERE state = 'new'")), bareIn);
		const bad = await ask(stack, "SELECT COUNT(*) FROM mail_in WHERE state <> 'done'");
		if (bad > 0)
			console.log(`  ${bad} of them are no request`);

		const bareOut = await rate(mails, () => source(sinkPort, mails, "anna@x.example", ["-d"], 1));
		say("out, smtp-source to a sink, one session", bareOut);
		await empty(stack, "SELECT COUNT(*) FROM mail_out WHERE state = 'waiting'");
		await stop(stack, "jobs");
		await again(stack);
		const letters = await ask(stack, "SELECT COUNT(*) FROM mail_out WHERE state = 'waiting'");
		await start(stack, "jobs");
		say("out, letters written and sent", await rate(letters, () => empty(stack, "SELECT COUNT(*) FROM mail_out WHERE state = 'waiting'")), bareOut);
	} finally {
		sink.kill();
		lmtpSink.kill();
		writeConf(stack);
	}
}

/* All letters wait once more, each with its job. */
function again(stack) {
	return administer(stack, `USE ${database.name}; UPDATE mail_out SET state = 'waiting', ended_at = NULL WHERE state = 'sent';
		INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at) SELECT tenant_id, 'mail', 'letter', id, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM mail_out WHERE state = 'waiting';`);
}

async function rate(n, work) {
	const began = performance.now();
	await work();
	return n / ((performance.now() - began) / 1000);
}

function source(port, n, to, more, sessions = SESSIONS) {
	return run(["smtp-source", ...more, "-s", String(sessions), "-m", String(n), "-l", String(SIZE), "-f", "bench@elsewhere.example", "-t", to, "-S", "Bench", `127.0.0.1:${port}`], { timeoutMs: PATIENCE_MS });
}

async function ask(stack, sql) {
	return Number(await administer(stack, `USE ${database.name}; ${sql}`));
}

async function empty(stack, sql) {
	for (const deadline = Date.now() + PATIENCE_MS; await ask(stack, sql) > 0; await sleep(50))
		if (Date.now() > deadline)
			throw new Error(`never 0: ${sql}`);
}

function say(what, perSecond, bare) {
	console.log(`${what.padEnd(62)} ${perSecond.toFixed(0).padStart(6)}${bare ? `   ${(100 * perSecond / bare).toFixed(1)} %` : ""}`);
}
