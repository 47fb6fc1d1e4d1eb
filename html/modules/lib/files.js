/* files.js - files chosen, dropped anywhere on the page, or pasted. Each travels at once, three at a time, and
 * can be cancelled, removed or tried again; the form only asks for the ids. */
import { size, t } from "./i18n.js";
import { say, toast } from "./page.js";
import { upload } from "./upload.js";

/** @import { Refused } from "./api.js" */
/** @import { KeptFile } from "./draft.js" */
/** @typedef {{ name: string, size: number, state: "waiting" | "sending" | "ready" | "failed", share: number, id?: string, why?: string, hopeless?: boolean,
 *    file?: File, cancel?: () => void }} Item */

const atOnce = 3; /* of the browser's six connections, so that the page can still ask */

export class Files {
	/** @type {Item[]} */ items = [];
	dragging = false;

	/** @param {{ path: string, sizeMax: number, changed: () => void, reason: (refused: Refused) => string }} about @param {KeptFile[]} kept */
	constructor(about, kept) {
		this.about = about;
		this.items = kept.map((file) => file.id ? { ...file, state: "ready", share: 1 }
			: { ...file, state: "failed", share: 0, why: t("files.lost", { name: file.name }) });
		addEventListener("dragenter", (event) => this.#drag(event, true));
		addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
		addEventListener("dragleave", (event) => event.relatedTarget || this.#drag(event, false));
		addEventListener("drop", (event) => this.#drop(event));
		addEventListener("paste", (event) => this.#paste(event));
		addEventListener("beforeunload", (event) => this.moving && event.preventDefault());
	}

	get ids() { return this.items.flatMap(({ id }) => id ?? []); }
	get failed() { return this.items.filter(({ state }) => state === "failed"); }
	get moving() { return this.items.filter(({ state }) => state === "sending" || state === "waiting").length; }
	/** @returns {KeptFile[]} */
	get kept() { return this.items.map(({ id, name, size }) => ({ id, name, size })); }

	/** @param {Iterable<File>} files */
	add(files) {
		for (const file of files) {
			/** @type {Item} */
			const item = { name: file.name, size: file.size, state: "waiting", share: 0, file };
			this.items.push(item);
			if (file.size > this.about.sizeMax) this.#fail(item, t("files.large", { name: file.name, max: size(this.about.sizeMax) }), true);
		}
		this.#next();
	}

	/** @param {Item} item */
	again(item) {
		item.state = "waiting";
		this.#next();
	}

	/** @param {Item} item */
	remove(item) {
		this.items = this.items.filter((other) => other !== item);
		item.cancel?.();
		this.#next();
	}

	clear() {
		for (const item of this.items) item.cancel?.();
		this.items = [];
		this.about.changed();
	}

	/** When nothing moves any more, ready or failed. */
	async settled() {
		while (this.moving) await new Promise((wake) => setTimeout(wake, 100));
	}

	#next() {
		const sending = this.items.filter(({ state }) => state === "sending").length;
		this.items.filter(({ state }) => state === "waiting").slice(0, atOnce - sending).forEach((item) => this.#send(item));
		this.about.changed();
	}

	/** @param {Item} item */
	async #send(item) {
		const { done, cancel } = upload(this.about.path, /** @type {File} */ (item.file), (share) => {
			item.share = share;
			this.about.changed();
		});
		Object.assign(item, { cancel, state: "sending", share: 0 });
		try {
			Object.assign(item, { id: await done, state: "ready", file: undefined, cancel: undefined });
			say(t("files.attached", { name: item.name }));
		} catch (error) {
			if (/** @type {Error} */ (error).name !== "AbortError") this.#fail(item, this.about.reason(/** @type {Refused} */ (error)));
		}
		this.#next();
	}

	/** @param {Item} item @param {string} why */
	#fail(item, why, hopeless = false) {
		Object.assign(item, { state: "failed", why, hopeless, cancel: undefined });
		say(`${item.name}: ${why}`);
	}

	/** @param {DragEvent} event @param {boolean} over */
	#drag(event, over) {
		if (!hasFiles(event)) return;
		event.preventDefault();
		this.dragging = over;
		this.about.changed();
	}

	/** @param {DragEvent} event */
	#drop(event) {
		if (!hasFiles(event)) return;
		event.preventDefault();
		this.dragging = false;
		const files = [...event.dataTransfer?.items ?? []].filter(({ kind }) => kind === "file");
		const folder = files.some((item) => item.webkitGetAsEntry?.()?.isDirectory);
		if (folder) toast(t("files.folder"));
		this.add(files.flatMap((item) => item.webkitGetAsEntry?.()?.isDirectory ? [] : item.getAsFile() ?? []));
	}

	/** A table copied from an office program carries text and a picture of it: in a text box the text is meant.
	 *  @param {ClipboardEvent} event */
	#paste(event) {
		const files = event.clipboardData?.files ?? [], types = event.clipboardData?.types ?? [];
		const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea");
		if (!files.length || (typing && types.includes("text/plain"))) return;
		event.preventDefault();
		this.add([...files].map(named));
	}
}

/** Every screenshot is "image.png" on the clipboard; told apart by the time. @param {File} file */
function named(file) {
	const [, kind] = file.name.match(/^image\.(\w+)$/) ?? [];
	if (!kind) return file;
	const now = new Date(), time = new Date(now.getTime() - now.getTimezoneOffset() * 60e3).toISOString().slice(0, 19).replace(/[:T]/g, "-");
	return new File([file], `screenshot-${time}.${kind}`, { type: file.type });
}

/** @param {DragEvent} event */
const hasFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;
