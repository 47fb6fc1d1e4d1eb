/* upload.js - one file to the server. XMLHttpRequest, because fetch cannot tell how much has been sent. */
import { Refused } from "./api.js";

/** @param {string} path @param {File} file @param {(share: number) => void} onProgress
 *  @returns {{ done: Promise<string>, cancel: () => void }} done gives the temporary id */
export function upload(path, file, onProgress) {
	const request = new XMLHttpRequest();
	const done = new Promise((resolve, reject) => {
		request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 1);
		request.onload = () => {
			const answer = json(request.responseText), id = answer.temporaryAttachments?.[0]?.temporaryAttachmentId;
			if (request.status < 300 && id) resolve(id);
			else reject(new Refused(request.status, answer));
		};
		request.onerror = () => reject(new Refused(0));
		request.onabort = () => reject(new DOMException("", "AbortError"));
	});
	const body = new FormData();
	body.append("file", file, file.name);
	request.open("POST", path);
	request.setRequestHeader("X-Atlassian-Token", "no-check");
	request.send(body);
	return { done, cancel: () => request.abort() };
}

/** @param {string} text */
function json(text) {
	try { return JSON.parse(text); } catch { return {}; }
}
