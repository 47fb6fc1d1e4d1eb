/* wrk.mjs - one load for a bounded time, and what it did. */
import { run } from "../stack/process.mjs";

/* { perSecond, p50, p99 (ms), failed } */
export async function load(url, { connections, seconds = 3, headers = {}, script } = {}) {
	const argv = ["wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--latency", "--timeout", "10s"];
	for (const [name, value] of Object.entries(headers))
		argv.push("-H", `${name}: ${value}`);
	if (script)
		argv.push("-s", script);
	const text = await run([...argv, url], { timeoutMs: (seconds + 30) * 1000 });
	const number = (pattern) => Number(text.match(pattern)?.[1] ?? 0);
	return {
		perSecond: number(/Requests\/sec:\s+([\d.]+)/),
		p50: ms(text.match(/^ +50% +(\S+)/m)?.[1]),
		p99: ms(text.match(/^ +99% +(\S+)/m)?.[1]),
		failed: number(/Non-2xx or 3xx responses: (\d+)/) + (text.includes("Socket errors") ? 1 : 0),
	};
}

function ms(text = "0ms") {
	const [, number, unit] = text.match(/([\d.]+)(us|ms|s|m)/);
	return Number(number) * { us: 0.001, ms: 1, s: 1000, m: 60000 }[unit];
}

export function median(numbers) {
	return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
