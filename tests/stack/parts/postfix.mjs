/* postfix.mjs - the mail server in front of all: what is for a desk goes to lodge-mail by LMTP, everything else into dovecot's mailboxes.
 * It takes from this machine only, asks no DNS, and needs root; without root relay.mjs stands in its place.
 * milter.mjs tells it who has proven to be the sender, and desks.mjs which addresses are desks'. */
import { mkdirSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { run } from "../process.mjs";
import { giveTo, isRoot, openPath } from "../settings.mjs";
import { certificateKeyOf, certificateOf } from "./dovecot.mjs";

export const SIZE_MAX = 150 << 20;

const DAEMONS = "/usr/lib/postfix/sbin";
const etc = (stack) => openPath(stack, "postfix", "etc");

export const postfix = {
	name: "postfix",
	isOffered: () => isRoot,
	ports: ({ ports }) => [ports.smtp, ports.submission],
	async prepare(stack) {
		for (const name of ["etc", "queue", "data"])
			mkdirSync(openPath(stack, "postfix", name), { recursive: true, mode: 0o755 });
		giveTo("postfix", openPath(stack, "postfix", "data"));
		writeFileSync(join(etc(stack), "dynamicmaps.cf"), "");
		writeFileSync(join(etc(stack), "master.cf"), services(stack));
		writeFileSync(join(etc(stack), "main.cf"), Object.entries(values(stack)).map(([key, value]) => `${key} = ${value}\n`).join(""));
		await run(["postfix", "-c", etc(stack), "check"]);
	},
	command: (stack) => ({ argv: [`${DAEMONS}/master`, "-c", etc(stack), "-s"], cwd: openPath(stack, "postfix") }),
	isReady: ({ ports }) => greets(ports.smtp),
};

function values(stack) {
	const { ports } = stack;
	return {
		compatibility_level: 3.6,
		queue_directory: openPath(stack, "postfix", "queue"), data_directory: openPath(stack, "postfix", "data"),
		command_directory: "/usr/sbin", daemon_directory: DAEMONS, mail_owner: "postfix", setgid_group: "postdrop",
		maillog_file: "/dev/stdout", syslog_name: "postfix",
		myhostname: stack.mailHost, mydestination: "", local_recipient_maps: "", local_transport: "error:no local delivery", alias_maps: "", alias_database: "",
		mynetworks: "127.0.0.0/8", inet_interfaces: "127.0.0.1", inet_protocols: "ipv4", disable_dns_lookups: "yes", smtp_dns_support_level: "disabled",
		smtpd_peername_lookup: "no", relayhost: "", recipient_delimiter: "+",
		default_transport: `lmtp:inet:127.0.0.1:${ports.inboxes}`,
		transport_maps: `tcp:127.0.0.1:${ports.desks}`,
		message_size_limit: SIZE_MAX, mailbox_size_limit: 0,
		smtpd_relay_restrictions: "permit_mynetworks, permit_sasl_authenticated, reject", smtpd_recipient_restrictions: "permit",
		smtpd_tls_cert_file: certificateOf(stack), smtpd_tls_key_file: certificateKeyOf(stack), smtpd_tls_security_level: "may",
		smtpd_sasl_type: "dovecot", smtpd_sasl_path: `inet:127.0.0.1:${ports.sasl}`, smtpd_sasl_auth_enable: "yes", smtpd_tls_auth_only: "yes",
		smtpd_client_connection_count_limit: 0, smtpd_client_connection_rate_limit: 0,
		smtpd_milters: `inet:127.0.0.1:${ports.milter}`, milter_default_action: "tempfail", milter_protocol: 6, milter_mail_macros: "{auth_authen}",
		minimal_backoff_time: "2s", maximal_backoff_time: "10s", queue_run_delay: "2s", service_throttle_time: "1s",
		lmtp_destination_concurrency_limit: 8, lmtp_destination_recipient_limit: 50, lmtp_connection_cache_on_demand: "no",
	};
}

function services({ ports }) {
	const submission = ["smtpd_tls_security_level=encrypt", "smtpd_relay_restrictions=permit_sasl_authenticated,reject", "smtpd_recipient_restrictions=permit_sasl_authenticated,reject"];
	return [
		`127.0.0.1:${ports.smtp} inet n - n - - smtpd`,
		`127.0.0.1:${ports.submission} inet n - n - - smtpd`, ...submission.map((option) => `  -o ${option}`),
		"cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr", "tlsmgr unix - - n 1000? 1 tlsmgr", "rewrite unix - - n - - trivial-rewrite",
		...["bounce", "defer", "trace"].map((name) => `${name} unix - - n - 0 bounce`), "verify unix - - n - 1 verify", "flush unix n - n 1000? 0 flush",
		"proxymap unix - - n - - proxymap", "proxywrite unix - - n - 1 proxymap", "smtp unix - - n - - smtp", "relay unix - - n - - smtp",
		"showq unix n - n - - showq", "error unix - - n - - error", "retry unix - - n - - error", "discard unix - - n - - discard",
		"lmtp unix - - n - - lmtp", "anvil unix - - n - 1 anvil", "scache unix - - n - 1 scache", "postlog unix-dgram n - n - 1 postlogd", "",
	].join("\n");
}

export function greets(port) {
	return new Promise((done) => {
		const socket = createConnection({ host: "127.0.0.1", port, timeout: 2000 });
		const answer = (yes) => { socket.destroy(); done(yes); };
		socket.once("data", (text) => answer(text.toString().startsWith("220")));
		for (const name of ["error", "timeout", "end"])
			socket.once(name, () => answer(false));
	});
}
