/* milter.mjs - says beside postfix whether a sender is who it says (../post/verdict.mjs). */
import { join } from "node:path";
import { isListening } from "../ask.mjs";
import { isRoot } from "../settings.mjs";

export const milter = {
	name: "milter",
	isOffered: () => isRoot,
	ports: ({ ports }) => [ports.milter],
	command: (stack) => ({ argv: [process.execPath, join(stack.root, "tests/stack/post/milter.mjs"), String(stack.ports.milter), stack.mailHost] }),
	isReady: ({ ports }) => isListening({ port: ports.milter }),
};
