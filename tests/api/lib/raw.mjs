// raw.mjs - bytes to nginx and back, for what no HTTP client would send.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { stack } from './api.mjs';

/** A connection: write() what you like, answer() is the first whole answer, end() or destroy() when you like. */
export function open({ port = stack.port } = {}) {
	const socket = connect(port, '127.0.0.1');
	let bytes = Buffer.alloc(0), ended = false;
	socket.on('data', (piece) => { bytes = Buffer.concat([bytes, piece]); });
	socket.on('close', () => { ended = true; });
	socket.on('error', () => { ended = true; });
	return {
		socket,
		write: (data) => new Promise((done) => { socket.write(data, () => done()); }),
		end: () => socket.end(),
		destroy: () => socket.destroy(),
		/** null: none came in time, or the connection was closed without one. */
		async answer(waitMs = 5000) {
			for (const deadline = Date.now() + waitMs; Date.now() < deadline; await sleep(5)) {
				const whole = parse(bytes, ended);
				if (whole || ended)
					return whole;
			}
			return null;
		},
	};
}

/** Sends the bytes and gives the answer; the connection is closed afterwards. */
export async function exchange(data, { waitMs, thenEnd = false } = {}) {
	const line = open();
	await line.write(data);
	if (thenEnd)
		line.end();
	const answer = await line.answer(waitMs);
	line.destroy();
	return answer;
}

export const head = (method, path, headers = {}) =>
	`${method} ${path} HTTP/1.1\r\n${Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}\r\n`)).join('')}\r\n`;

function parse(bytes, ended) {
	const split = bytes.indexOf('\r\n\r\n');
	if (split < 0)
		return null;
	const [first, ...lines] = bytes.subarray(0, split).toString('latin1').split('\r\n');
	const headers = new Headers(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
	const status = Number(first.split(' ')[1]);
	if (status < 200) // 100 Continue: the answer follows
		return parse(bytes.subarray(split + 4), ended);
	const body = bodyOf(bytes.subarray(split + 4), headers, status, ended);
	return body === null ? null : { status, headers, text: body.toString() };
}

function bodyOf(rest, headers, status, ended) {
	if (status === 204 || status === 304)
		return Buffer.alloc(0);
	if (headers.get('transfer-encoding') === 'chunked')
		return chunks(rest);
	const size = headers.get('content-length');
	if (size === null)
		return ended ? rest : null;
	return rest.length >= Number(size) ? rest.subarray(0, Number(size)) : null;
}

function chunks(rest) {
	const pieces = [];
	for (;;) {
		const end = rest.indexOf('\r\n');
		if (end < 0)
			return null;
		const size = parseInt(rest.subarray(0, end).toString(), 16);
		if (size === 0)
			return Buffer.concat(pieces);
		if (rest.length < end + size + 4)
			return null;
		pieces.push(rest.subarray(end + 2, end + 2 + size));
		rest = rest.subarray(end + size + 4);
	}
}
