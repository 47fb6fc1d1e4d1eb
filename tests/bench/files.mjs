/* files.mjs - what bytes cost: one large file up and down, in turn with the bare ways; and whether slow senders make readers wait. */
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { pids } from "../stack/parts.mjs";
import { run } from "../stack/process.mjs";
import { signedUrl } from "../stack/s3.mjs";
import { spawn } from "node:child_process";
import { load, median } from "./wrk.mjs";

const MIB = 1 << 20, CHUNK = 8 * MIB;
const SLOW_SENDERS = 64, SLOW_RATE = "64k";
const TEMPORARY = "/rest/servicedeskapi/servicedesk/55/attachTemporaryFile", UPLOADS = "/rest/lodge/1/uploads";

export async function answered(promise) {
	const answer = await promise;
	if (!answer.ok)
		throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`);
	return answer;
}

/* `spool` is nginx and a worker that reads the body and drops it: what buffering alone costs. */
export async function filesTable({ stack, bare, rounds, mib, token }) {
	const file = stack.path("bench.bin"), site = stack.origin("copernicus");
	const auth = ["-H", `Authorization: Bearer ${token}`];
	const ways = {
		"up, the store alone": () => curl("-T", file, signedUrl(stack, "PUT", "bench")),
		"up, the spool alone": () => curl("-X", "POST", "-H", "Content-Type: application/octet-stream", "-H", "Expect:", "-T", file, `${bare}/bare/spool`),
		"up, one request": () => curl(...auth, "-F", `file=@${file}`, site + TEMPORARY),
		"up, tus in chunks of 8 MiB": () => upload(site, token, file, mib * MIB),
		"down, the store alone": () => curl(signedUrl(stack, "GET", "bench")),
		"down, through Lodge": async () => curl("-L", ...auth, await attached(site, token, file)),
	};
	const rates = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));

	fill(file, mib);
	console.log(`\n${mib} MiB, ${rounds} rounds in turn, medians of MiB/s`);
	for (let round = 0; round < rounds; round++)
		for (const [name, move] of Object.entries(ways))
			rates[name].push(await rate(mib, move));
	await fetch(signedUrl(stack, "DELETE", "bench"), { method: "DELETE" });
	rmSync(file);
	const share = (name, against) => `${(100 * median(rates[name]) / median(rates[against])).toFixed(0)} %`;
	for (const [name, list] of Object.entries(rates))
		console.log(`${name.padEnd(28)} ${median(list).toFixed(0).padStart(6)}   ${share(name, `${name.split(",")[0]}, the store alone`).padStart(5)} of the store alone`);
	console.log("(aims: up >= 50 %, down >= 90 %)");
}

/* Reads one ticket, without and with many who send slowly, in turn. */
export async function slowUploads({ stack, rounds, seconds, token, read }) {
	const file = stack.path("slow.bin"), alone = [], beside = [];

	fill(file, 4);
	for (let round = 0; round < rounds; round++) {
		alone.push(await load(read.url, { ...read, connections: 4, seconds }));
		const senders = Array.from({ length: SLOW_SENDERS }, () => spawn("curl", ["-sS", "-o", "/dev/null", "--limit-rate", SLOW_RATE, "--max-time", String(seconds + 20),
			"-H", `Authorization: Bearer ${token}`, "-F", `file=@${file}`, stack.origin("copernicus") + TEMPORARY], { stdio: "ignore" }));
		beside.push(await load(read.url, { ...read, connections: 4, seconds }));
		const living = senders.filter((child) => child.exitCode === null).length;
		for (const child of senders)
			child.kill();
		if (living < SLOW_SENDERS)
			console.log(`only ${living} of ${SLOW_SENDERS} senders were still sending`);
	}
	rmSync(file);
	const p99 = (list) => median(list.map((one) => one.p99));
	const perSecond = (list) => median(list.map((one) => one.perSecond)).toFixed(0);
	console.log(`\nReading one ticket at 4 connections: ${perSecond(alone)}/s, p99 ${p99(alone).toFixed(1)} ms; beside ${SLOW_SENDERS} slow uploads `
		+ `${perSecond(beside)}/s, p99 ${p99(beside).toFixed(1)} ms: ${(p99(beside) / p99(alone)).toFixed(2)} times (aim <= 1.5)`);
	console.log(`Workers of files busy with them: ${pids(stack, "files").length - 1} are there, none is held: nginx keeps the bodies`);
}

async function rate(mib, move) {
	const began = process.hrtime.bigint();
	await move();
	return mib / (Number(process.hrtime.bigint() - began) / 1e9);
}

const curl = (...args) => run(["curl", "-sS", "--fail", "-o", "/dev/null", ...args], { timeoutMs: 300000 });

/* tus 1.0, one chunk after the other, as the page does it. */
async function upload(site, token, file, size) {
	const headers = { Authorization: `Bearer ${token}`, "Tus-Resumable": "1.0.0" };
	const base64 = (text) => Buffer.from(text).toString("base64");
	const made = await answered(fetch(site + UPLOADS, { method: "POST",
		headers: { ...headers, "Upload-Length": String(size), "Upload-Metadata": `filename ${base64("bench.bin")},serviceDeskId ${base64("55")}` } }));
	const handle = openSync(file), chunk = Buffer.alloc(CHUNK);
	for (let offset = 0; offset < size;) {
		const n = readSync(handle, chunk, 0, CHUNK, offset);
		await answered(fetch(made.headers.get("location"), { method: "PATCH", body: chunk.subarray(0, n),
			headers: { ...headers, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" } }));
		offset += n;
	}
	closeSync(handle);
}

/* The content link of an attachment with the file's bytes; made once. */
async function attached(site, token, file) {
	if (!attached.link) {
		const headers = { Authorization: `Bearer ${token}` };
		const text = await run(["curl", "-sS", "--fail", "-H", `Authorization: Bearer ${token}`, "-F", `file=@${file}`, site + TEMPORARY], { timeoutMs: 300000 });
		const id = JSON.parse(text).temporaryAttachments[0].temporaryAttachmentId;
		const made = await (await answered(fetch(`${site}/rest/servicedeskapi/request/CDSE-1/attachment`, { method: "POST",
			headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify({ temporaryAttachmentIds: [id], public: true }) }))).json();
		attached.link = made.attachments.values[0]._links.content;
	}
	return attached.link;
}

/* No zeroes and no pattern: what a store may leave out is left in. */
function fill(file, mib) {
	const handle = openSync(file, "w"), block = randomBytes(MIB);

	for (let i = 0; i < mib; i++) {
		block.writeUInt32LE(i);
		writeSync(handle, block);
	}
	closeSync(handle);
}
