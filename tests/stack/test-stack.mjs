/* test-stack.mjs - the stack that the suites share: beside a `make run`, quick instead of durable, with a provider that
 * fails on request. tests/run.mjs starts it; a test imports it to start, stop or freeze a part:
 *   import { stack } from "../stack/test-stack.mjs"; import * as parts from "../stack/parts.mjs"; */
import { settings } from "./settings.mjs";

const { LODGE_TEST_PORT: port = 8400, LODGE_TEST_RUN_DIR: runDir = "build/test-run" } = process.env;

export const stack = settings({ port, runDir, durable: false, faults: true });

/* The provider's faults (provider/faults.mjs): await provider("fault", { realm: "CDSE", at: "token", kind: "hang" }). */
export async function provider(verb, said = {}) {
	const answer = await fetch(`http://127.0.0.1:${stack.ports.provider}/_ctl/${verb}`, { method: "POST", body: JSON.stringify(said) });
	if (!answer.ok)
		throw new Error(`provider: ${verb}: ${answer.status}`);
	return answer.json();
}
