/* mail.mjs - lodge-mail, the door of the desks' addresses. */
import { join } from "node:path";
import { isListening } from "../ask.mjs";

export const mail = {
	name: "mail",
	ports: (stack) => [stack.ports.lmtp],
	command: (stack) => ({ argv: [join(stack.programs, "lodge-mail"), "--conf", stack.confFile] }),
	isReady: (stack) => isListening({ port: stack.ports.lmtp }),
};
