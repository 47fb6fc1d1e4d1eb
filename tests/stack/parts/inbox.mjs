/* inbox.mjs - the mailboxes of the demo's people as a page (../post/inbox.mjs). */
import { join } from "node:path";
import { isListening } from "../ask.mjs";
import { certificateOf, PASSWORD } from "./dovecot.mjs";

export const inbox = {
	name: "inbox",
	seldom: true,
	ports: ({ ports }) => [ports.inbox],
	command: (stack) => ({ argv: [process.execPath, join(stack.root, "tests/stack/post/inbox.mjs"),
		JSON.stringify({ ports: stack.ports, password: PASSWORD, certificate: certificateOf(stack) })] }),
	isReady: ({ ports }) => isListening({ port: ports.inbox }),
};
