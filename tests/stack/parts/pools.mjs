/* pools.mjs - our own programs: the three pools of lodge-web, lodge-jobs, and the configuration that all of them read. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isListening } from "../ask.mjs";
import { run } from "../process.mjs";
import { sealKey } from "../settings.mjs";
import { LETTERS } from "../post/verdict.mjs";
import { certificateOf, PASSWORD } from "./dovecot.mjs";
import { database, socketOf } from "./mariadb.mjs";

export const pages = pool("pages");
export const files = pool("files");
export const auth = pool("auth");

function pool(name) {
	return {
		name,
		graceMs: 20000,
		command: (stack) => ({ argv: [join(stack.programs, "lodge-web"), "--conf", stack.confFile, "--pool", name, "--workers", String(stack.workers[name])] }),
		isReady: (stack) => isListening({ path: stack.path("pools", `${name}.sock`) }),
	};
}

export const jobs = {
	name: "jobs",
	command: (stack) => ({ argv: [join(stack.programs, "lodge-jobs"), "--conf", stack.confFile] }),
	isReady: async () => true, // nobody waits for it
};

export function writeConf(stack) {
	const values = {
		run_dir: stack.runDir,
		sql_dir: join(stack.root, "sql"),
		db_socket: socketOf(stack),
		db_name: database.name,
		db_user: database.user,
		db_password: database.password,
		s3_endpoint: `http://127.0.0.1:${stack.ports.s3}`,
		s3_public_origin: stack.filesOrigin,
		s3_region: stack.s3.region,
		s3_bucket: stack.bucket,
		s3_access_key: stack.s3.accessKey,
		s3_secret_key: stack.s3.secretKey,
		seal_key: sealKey(stack),
		thumbnail_program: join(stack.programs, "lodge-thumbnail"),
		mail_parse_program: join(stack.programs, "lodge-mail-parse"),
		mail_dir: join(stack.root, "html/mail"),
		mail_authserv_id: stack.mailHost,
		lmtp_listen: `127.0.0.1:${stack.ports.lmtp}`,
		lmtp_sessions_max: "8", // as many as postfix opens
		smtp_url: `smtp://127.0.0.1:${stack.ports.smtp}`,
		smtp_starttls: "must",
		smtp_user: LETTERS,
		smtp_password: PASSWORD,
		smtp_ca_file: certificateOf(stack),
		notice_delay_ms: stack.isTest ? "200ms" : "2s",
		mailbox_ca_file: certificateOf(stack),
		mailbox_poll_s: stack.isTest ? "1s" : "10s",
		outward_networks: "127.0.0.0/8",
		outward_plain_http: "true",
		...stack.conf,
	};
	const lines = Object.entries(values).map(([key, value]) => `${key} = ${value}\n`);
	writeFileSync(stack.confFile, `# written by tests/stack; lodgectl --help says what each key means\n${lines.join("")}`, { mode: 0o600 });
}

export function lodgectl(stack, ...words) {
	return run([join(stack.programs, "lodgectl"), "--conf", stack.confFile, ...words], { timeoutMs: 120000 });
}
