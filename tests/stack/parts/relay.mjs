/* relay.mjs - what stands in for postfix without root (../post/relay.mjs). */
import { join } from "node:path";
import { isRoot } from "../settings.mjs";
import { certificateKeyOf, certificateOf, PASSWORD } from "./dovecot.mjs";
import { deskPatterns, greets, SIZE_MAX } from "./postfix.mjs";

export const relay = {
	name: "relay",
	isOffered: () => !isRoot,
	ports: ({ ports }) => [ports.smtp, ports.submission],
	async prepare(stack) {
		stack.desks = await deskPatterns(stack);
	},
	command(stack) {
		const { ports, mailHost, desks } = stack;
		return { argv: [process.execPath, join(stack.root, "tests/stack/post/relay.mjs"),
			JSON.stringify({ ports, mailHost, desks, password: PASSWORD, sizeMax: SIZE_MAX, key: certificateKeyOf(stack), certificate: certificateOf(stack) })] };
	},
	isReady: ({ ports }) => greets(ports.smtp),
};
