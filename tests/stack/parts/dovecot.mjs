/* dovecot.mjs - mailboxes for whoever is written to: made when the first mail comes, opened with the password `demo` or, as a test
 * wishes, with a token that its own little server (ports.tokens) vouches for. It also says for postfix who may submit. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { isListening } from "../ask.mjs";
import { run } from "../process.mjs";
import { giveTo, isRoot, openPath } from "../settings.mjs";

export const PASSWORD = "demo";
export const certificateOf = (stack) => openPath(stack, "dovecot", "cert.pem");
export const certificateKeyOf = (stack) => openPath(stack, "dovecot", "key.pem");
/* dovecot's sockets stand in RUN_DIR/imap: their names are long, and the folder must be its own. */

export const dovecot = {
	name: "dovecot",
	ports: ({ ports }) => [ports.imap, ports.imaps, ports.inboxes, ports.sasl],
	async prepare(stack) {
		for (const name of ["state", "mail"])
			mkdirSync(openPath(stack, "dovecot", name), { recursive: true, mode: 0o755 });
		giveTo(accountOf(), openPath(stack, "dovecot", "mail"));
		rmSync(openPath(stack, "imap", "master.pid"), { force: true }); // of one that was killed: its zombie counts as running for the next
		writeFileSync(openPath(stack, "dovecot", "tokens.conf"), `introspection_mode = get\nintrospection_url = http://127.0.0.1:${stack.ports.tokens}/introspect?token=\n`
			+ "username_attribute = username\nactive_attribute = active\nactive_value = true\n");
		writeFileSync(openPath(stack, "dovecot", "dovecot.conf"), configuration(stack));
		if (!existsSync(certificateOf(stack)))
			await run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650", "-subj", "/CN=localhost",
				"-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", certificateKeyOf(stack), "-out", certificateOf(stack)]);
	},
	command: (stack) => ({ argv: ["dovecot", "-F", "-c", openPath(stack, "dovecot", "dovecot.conf")] }),
	isReady: async ({ ports }) => await isListening({ port: ports.imap }) && await isListening({ port: ports.inboxes }) && isListening({ port: ports.sasl }),
};

/* Nobody reads mail as root: dovecot does not let them. */
function accountOf() {
	return isRoot ? "mail" : userInfo().username;
}

function myGroup() {
	return readFileSync("/etc/group", "utf8").split("\n").map((line) => line.split(":")).find(([, , id]) => Number(id) === process.getgid())[0];
}

function configuration(stack) {
	const { ports } = stack;
	const me = userInfo().username;
	const account = accountOf();
	const mail = openPath(stack, "dovecot", "mail");
	const listener = (name, port, more = "") => `inet_listener ${name} {\n address = 127.0.0.1\n port = ${port}\n ${more}\n}`;
	return `# written by tests/stack/parts/dovecot.mjs
protocols = imap lmtp
listen = 127.0.0.1
base_dir = ${openPath(stack, "imap")}
state_dir = ${openPath(stack, "dovecot", "state")}
log_path = /dev/stderr
default_internal_user = ${isRoot ? "dovecot" : me}
default_internal_group = ${isRoot ? "dovecot" : myGroup()}
default_login_user = ${isRoot ? "dovenull" : me}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${mail}/%Lu
mail_attachment_detection_options =
mail_fsync = ${stack.durable ? "optimized" : "never"}
auth_mechanisms = plain login oauthbearer xoauth2
auth_failure_delay = 0
auth_username_format = %Lu
recipient_delimiter = +
disable_plaintext_auth = no
ssl = yes
ssl_cert = <${certificateOf(stack)}
ssl_key = <${certificateKeyOf(stack)}
mail_max_userip_connections = 200
passdb {
 driver = oauth2
 mechanisms = xoauth2 oauthbearer
 args = ${openPath(stack, "dovecot", "tokens.conf")}
}
passdb {
 driver = static
 mechanisms = plain login
 args = password=${PASSWORD}
}
userdb {
 driver = static
 args = uid=${account} gid=${isRoot ? account : myGroup()} home=${mail}/%Lu allow_all_users=yes
}
namespace inbox {
 inbox = yes
 separator = /
 mailbox Sent {
  auto = create
 }
}
service imap-login {
 chroot =
 ${listener("imap", ports.imap)}
 ${listener("imaps", ports.imaps, "ssl = yes")}
}
service lmtp {
 ${listener("lmtp", ports.inboxes)}
}
service auth {
 ${listener("sasl", ports.sasl)}
}
service anvil {
 chroot =
 unix_listener anvil-auth-penalty {
  mode = 0
 }
}
service stats {
 chroot =
}
protocol lmtp {
 postmaster_address = postmaster@localhost
 auth_username_format = %Lu
}
`;
}
