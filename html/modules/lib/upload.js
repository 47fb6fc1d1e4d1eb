/* upload.js - one try to send one file. A small one goes in one request: XMLHttpRequest, because fetch cannot tell how much has been
 * sent. A large one goes in chunks, and a try goes on where the one before broke off (tus 1.0). */
import { Refused, local } from "./api.js";

/** @typedef {{ done: Promise<string>, stop: () => void }} Try done gives the temporary id; stopped it never ends */
/** @typedef {{ url?: string, sent: (bytes: number) => void, begun: (url: string) => void }} About url: where it goes on */

export const chunk = 8 * 1024 ** 2; /* what a broken line loses at most */
const stall = 60e3; /* ms without a byte: the line is dead, though nobody has said so */
const endpoint = "/rest/lodge/1/uploads";

/** @param {string} path @param {File} file @param {About} about @returns {Try} */
export function uploadWhole(path, file, { sent }) {
	const request = new XMLHttpRequest();
	const done = new Promise((resolve, reject) => {
		request.upload.onprogress = ({ loaded, total }) => sent(total ? file.size * loaded / total : 0);
		request.onload = () => {
			const answer = json(request.responseText), id = answer.temporaryAttachments?.[0]?.temporaryAttachmentId;
			if (request.status < 300 && id) resolve(id);
			else reject(new Refused(request.status, answer));
		};
		request.onerror = () => reject(new Refused(0));
	});
	const body = new FormData();
	body.append("file", file, file.name);
	request.open("POST", path);
	request.setRequestHeader("X-Atlassian-Token", "no-check");
	request.send(body);
	return { done, stop: () => request.abort() };
}

/** @param {string} desk @param {File} file @param {About} about @returns {Try} */
export function uploadInChunks(desk, file, about) {
	/** @type {import("tus-js-client").Upload | undefined} */ let upload;
	let id = "", stopped = false, timer = 0;
	const done = new Promise(async (resolve, reject) => {
		const { Upload } = await import("#tus").catch(() => ({ Upload: undefined }));
		if (stopped) return;
		if (!Upload) return reject(new Refused(0));
		const alive = () => {
			clearTimeout(timer);
			timer = window.setTimeout(() => { upload?.abort(); reject(new Refused(0)); }, stall);
		};
		const end = () => clearTimeout(timer);
		upload = new Upload(file, {
			/* Without an address to begin at, what cannot go on says why instead of beginning anew. */
			endpoint: about.url ? null : endpoint, uploadUrl: about.url ?? null, chunkSize: chunk, retryDelays: null, storeFingerprintForResuming: false,
			metadata: { filename: file.name, serviceDeskId: desk },
			onUploadUrlAvailable: () => {
				const url = local(upload?.url ?? "");
				if (stopped) upload?.abort();
				else about.begun(url);
			},
			onProgress: (bytes) => { alive(); about.sent(bytes); },
			onAfterResponse: (_, response) => { alive(); id = response.getHeader("Lodge-Temporary-Attachment-Id") ?? id; },
			onSuccess: () => { end(); id ? resolve(id) : reject(new Refused(502)); },
			onError: (error) => { end(); reject(refusal(error)); },
		});
		alive();
		upload.start();
	});
	return { done, stop: () => {
		stopped = true;
		clearTimeout(timer);
		upload?.abort();
	} };
}

/** What has arrived of it is not wanted any more; else it ends by itself after a day. @param {string} url */
export const uploadDrop = (url) => fetch(url, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0" } }).catch(() => {});

/** @param {Error} error */
function refusal(error) {
	const response = "originalResponse" in error ? /** @type {import("tus-js-client").DetailedError} */ (error).originalResponse : null;
	return new Refused(response?.getStatus() ?? 0, json(response?.getBody() ?? ""));
}

/** @param {string} text */
function json(text) {
	try { return JSON.parse(text); } catch { return {}; }
}
