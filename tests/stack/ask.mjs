/* ask.mjs - one small HTTP question to a part of the stack. Resolves *.localhost by itself, which Node does not. */
import http from "node:http";
import { connect } from "node:net";

/* Gives { status, headers, text }, or null when nobody answers in time. */
export function ask(url, { method = "GET", headers = {}, body, timeoutMs = 2000 } = {}) {
	const { hostname, port, pathname, search, host } = new URL(url);
	const address = hostname.endsWith("localhost") ? "127.0.0.1" : hostname;
	return new Promise((done) => {
		const request = http.request({ host: address, port, method, path: pathname + search, headers: { host, ...headers }, timeout: timeoutMs, agent: false }, (answer) => {
			let text = "";
			answer.setEncoding("utf8").on("data", (piece) => text += piece);
			answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, text }));
			answer.on("error", () => done(null));
		});
		request.on("timeout", () => request.destroy());
		request.on("error", () => done(null));
		request.end(body);
	});
}

/* Does anybody accept connections there? where: { port } or { path }. */
export function isListening(where) {
	return new Promise((done) => {
		const socket = connect(where.port ? { host: "127.0.0.1", ...where } : where);
		socket.once("connect", () => { socket.destroy(); done(true); });
		socket.once("error", () => done(false));
	});
}
