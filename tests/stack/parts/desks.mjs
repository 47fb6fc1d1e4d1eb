/* desks.mjs - says beside postfix which addresses are desks' (../post/desks.mjs). */
import { join } from "node:path";
import { isListening } from "../ask.mjs";
import { isRoot } from "../settings.mjs";
import { socketOf } from "./mariadb.mjs";

export const desks = {
	name: "desks",
	isOffered: () => isRoot,
	ports: ({ ports }) => [ports.desks],
	command: (stack) => ({ argv: [process.execPath, join(stack.root, "tests/stack/post/desks.mjs"), String(stack.ports.desks), String(stack.ports.lmtp), socketOf(stack)] }),
	isReady: (stack) => isListening({ port: stack.ports.desks }),
};
