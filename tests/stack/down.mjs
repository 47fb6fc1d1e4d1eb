/* down.mjs - ends every part of the stack and keeps the data. */
import { running, stop } from "./parts.mjs";
import { settings } from "./settings.mjs";

const stack = settings();
const parts = running(stack);
await stop(stack, "all");
console.log(parts.length ? `Stopped: ${parts.join(" ")}. The data stays in ${stack.runDir}` : "Nothing was running.");
