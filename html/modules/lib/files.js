/* files.js - the files of a form. Each travels at once, three at a time; it can be paused, cancelled, removed or tried again, and goes on
 * where it was after a reload or on another device. The form only asks for the ids. */
import { get } from "./api.js";
import { Carrier, goesInChunks } from "./carrier.js";
import { droppable } from "./drop.js";
import { fileWrong } from "./file-rules.js";
import { t } from "./i18n.js";
import { say } from "./page.js";
import { Rate } from "./rate.js";
import { resumable } from "./resume.js";
import { uploadDrop } from "./upload.js";

/** @import { Refused } from "./api.js" */
/** @import { KeptFile } from "./draft.js" */
/** @import { Rules } from "./file-rules.js" */
/** begun: this page does not have the file, but some of it is there.
 *  @typedef {"waiting" | "sending" | "lost" | "busy" | "paused" | "begun" | "ready" | "failed"} State
 *  @typedef {{ name: string, size: number, state: State, sent: number, chunks: boolean, left: string, id?: string, upload?: string, why?: string,
 *    hopeless?: boolean, file?: File, carrier?: Carrier, rate: Rate }} Item */

const atOnce = 3; /* of the browser's six connections, so that the page can still ask */
const onTheWay = ["sending", "lost", "busy"];
const often = 250; /* ms between two drawings of progress */

export class Files {
	/** @type {Item[]} */ items = [];
	dragging = false;
	#drawing = 0;
	#uploads;

	/** @param {{ path: string, desk: string, accountId: string, rules: Rules, changed: () => void, redraw: () => void, reason: (refused: Refused) => string }} about
	 *  changed: there are others, or they stand elsewhere @param {KeptFile[]} kept */
	constructor(about, kept) {
		this.about = about;
		this.#uploads = resumable(about.accountId, about.desk);
		this.restore(kept);
		droppable({ add: (files) => this.add(files), over: (dragging) => {
			this.dragging = dragging;
			about.redraw();
		} });
		addEventListener("beforeunload", (event) => this.moving && event.preventDefault());
	}

	get ids() { return this.items.flatMap(({ id }) => id ?? []); }
	/** Nothing happens to these by itself. */
	get stuck() { return this.items.filter(({ state }) => ["failed", "paused", "begun"].includes(state)); }
	get moving() { return this.items.filter(({ state }) => state === "waiting" || onTheWay.includes(state)).length; }
	/** @returns {KeptFile[]} */
	get kept() { return this.items.filter(({ hopeless }) => !hopeless).map(({ id, name, size, upload }) => ({ name, size, ...(id ? { id } : upload && { upload }) })); }

	/** @param {KeptFile[]} kept */
	restore(kept) {
		this.items = kept.map((file) => item(file, file.id ? { state: "ready", sent: file.size }
			: file.upload ? { state: "begun" } : { state: "failed", why: t("files.lost", { name: file.name }) }));
		this.items.filter(({ state }) => state === "begun").forEach((begun) => this.#look(begun));
	}

	/** @param {Iterable<File>} files */
	add(files) {
		let n = 0;
		for (const file of files) {
			const known = this.items.find(({ name, size, id, file: has }) => !id && !has && name === file.name && size === file.size);
			const one = known ?? item({ name: file.name, size: file.size });
			if (!known) this.items.push(one);
			const wrong = fileWrong(this.about.rules, file);
			Object.assign(one, { file, state: "waiting", why: undefined, upload: one.upload ?? (one.chunks ? this.#uploads.find(file) : undefined) });
			if (wrong) this.#fail(one, wrong, true);
			else n++;
		}
		if (n) say(t("files.starts", { n }));
		this.#next();
	}

	/** @param {Item} one */
	again(one) {
		one.state = "waiting";
		this.#next();
	}

	/** @param {Item} one */
	pause(one) {
		one.carrier?.stop();
		Object.assign(one, { state: "paused", carrier: undefined, left: "" });
		say(t("files.isPaused", { name: one.name }));
		this.#next();
	}

	/** @param {Item} one */
	remove(one) {
		this.items = this.items.filter((other) => other !== one);
		this.#drop(one);
		this.#next();
	}

	clear() {
		this.items.forEach((one) => this.#drop(one));
		this.items = [];
		this.about.changed();
	}

	/** When nothing moves any more. */
	async settled() {
		while (this.moving) await new Promise((wake) => setTimeout(wake, 100));
	}

	#next() {
		const moving = this.items.filter(({ state }) => onTheWay.includes(state)).length;
		this.items.filter(({ state }) => state === "waiting").slice(0, Math.max(0, atOnce - moving)).forEach((one) => this.#send(one));
		this.about.changed();
	}

	/** @param {Item} one */
	async #send(one) {
		const { path, desk } = this.about, file = /** @type {File} */ (one.file);
		const carrier = new Carrier(file, { path, desk, url: one.upload, sent: (bytes) => this.#sent(one, bytes), begun: (url) => {
			one.upload = url;
			this.#uploads.keep(file, url);
			this.about.changed();
		}, waits: (kind) => this.#waits(one, kind || "sending") });
		Object.assign(one, { carrier, state: "sending", rate: new Rate(), why: undefined });
		try {
			const id = await carrier.run();
			Object.assign(one, { id, state: "ready", file: undefined, carrier: undefined });
			this.#uploads.forget(file);
			say(t("files.attached", { name: one.name }));
		} catch (error) {
			this.#fail(one, this.about.reason(/** @type {Refused} */ (error)));
		}
		this.#next();
	}

	/** @param {Item} one @param {number} bytes */
	#sent(one, bytes) {
		const now = performance.now();
		one.sent = bytes;
		one.rate.add(bytes, now);
		one.left = one.rate.left(one.size, now);
		this.#drawing ||= window.setTimeout(() => {
			this.#drawing = 0;
			this.about.redraw();
		}, often);
	}

	/** @param {Item} one @param {"sending" | "lost" | "busy"} state */
	#waits(one, state) {
		if (one.state === state) return;
		Object.assign(one, { state, rate: new Rate(), left: "" });
		say(`${one.name}: ${t(state === "sending" ? "files.goesOn" : `files.state.${state}`)}`);
		this.about.redraw();
	}

	/** How much of it is there, or all of it. @param {Item} one */
	async #look(one) {
		const { offset = 0, temporaryAttachmentId: id } = await get(one.upload ?? "").catch(() => ({}));
		if (one.state !== "begun") return;
		Object.assign(one, { sent: offset }, id && { id, state: "ready", sent: one.size });
		if (id) this.about.changed();
		else this.about.redraw();
	}

	/** @param {Item} one @param {string} why */
	#fail(one, why, hopeless = false) {
		Object.assign(one, { state: "failed", why, hopeless, carrier: undefined });
		say(`${one.name}: ${why}`);
	}

	/** @param {Item} one */
	#drop({ carrier, id, upload, file }) {
		carrier?.stop();
		if (file) this.#uploads.forget(file);
		if (upload && !id) uploadDrop(upload);
	}
}

/** @param {KeptFile} file @param {Partial<Item>} [more] @returns {Item} */
const item = ({ name, size, id, upload }, more) => ({ name, size, id, upload, state: "waiting", sent: 0, chunks: goesInChunks({ size }), left: "", rate: new Rate(), ...more });
