/* relay.mjs - what stands in for postfix without root (../post/relay.mjs). */
import { join } from "node:path";
import { isRoot } from "../settings.mjs";
import { certificateKeyOf, certificateOf, PASSWORD } from "./dovecot.mjs";
import { socketOf } from "./mariadb.mjs";
import { greets, SIZE_MAX } from "./postfix.mjs";

export const relay = {
	name: "relay",
	isOffered: () => !isRoot,
	ports: ({ ports }) => [ports.smtp, ports.submission],
	command(stack) {
		const { ports, mailHost } = stack;
		return { argv: [process.execPath, join(stack.root, "tests/stack/post/relay.mjs"),
			JSON.stringify({ ports, mailHost, socket: socketOf(stack), password: PASSWORD, sizeMax: SIZE_MAX, key: certificateKeyOf(stack), certificate: certificateOf(stack) })] };
	},
	isReady: ({ ports }) => greets(ports.smtp),
};
