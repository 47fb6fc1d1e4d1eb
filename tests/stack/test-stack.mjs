/* test-stack.mjs - the stack that the suites share, beside a `make run`: quick instead of durable, with a provider that
 * fails on request. tests/run.mjs starts it, and tests find it by the same environment:
 *   LODGE_TEST=1 PORT=8400 RUN_DIR=build/test-run
 * A test takes parts of it away with parts.mjs: await freeze(stack, "mariadb"). */
import { settings } from "./settings.mjs";

if (!process.env.LODGE_TEST)
	Object.assign(process.env, { LODGE_TEST: "1", PORT: "8400", RUN_DIR: "build/test-run" });

export const stack = settings();

/* The provider's faults (provider/faults.mjs): await provider("fault", { realm: "CDSE", at: "token", kind: "hang" }). */
export async function provider(verb, said = {}) {
	const answer = await fetch(`http://127.0.0.1:${stack.ports.provider}/_ctl/${verb}`, { method: "POST", body: JSON.stringify(said) });
	if (!answer.ok)
		throw new Error(`provider: ${verb}: ${answer.status}`);
	return answer.json();
}
