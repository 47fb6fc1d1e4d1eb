/* mail.mjs - lodge-mail, the door of the desks' addresses. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isListening } from "../ask.mjs";

const program = (stack) => join(stack.programs, "lodge-mail");

export const mail = {
	name: "mail",
	isOffered: (stack) => existsSync(program(stack)),
	ports: (stack) => [stack.ports.lmtp],
	command: (stack) => ({ argv: [program(stack), "--conf", stack.confFile] }),
	isReady: (stack) => isListening({ port: stack.ports.lmtp }),
};
