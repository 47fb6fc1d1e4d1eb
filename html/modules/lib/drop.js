/* drop.js - files that are dropped anywhere on the page, or pasted. */
import { t } from "./i18n.js";
import { toast } from "./page.js";

/** @param {{ add: (files: File[]) => void, over: (dragging: boolean) => void }} about */
export function droppable({ add, over }) {
	/** @param {DragEvent} event @param {boolean} dragging */
	const drag = (event, dragging) => {
		if (!hasFiles(event)) return;
		event.preventDefault();
		over(dragging);
	};
	addEventListener("dragenter", (event) => drag(event, true));
	addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
	addEventListener("dragleave", (event) => event.relatedTarget || drag(event, false));
	addEventListener("drop", (event) => {
		if (!hasFiles(event)) return;
		drag(event, false);
		add(dropped(event));
	});
	addEventListener("paste", (event) => {
		const files = pasted(event);
		if (!files.length) return;
		event.preventDefault();
		add(files);
	});
}

/** @param {DragEvent} event */
function dropped(event) {
	const files = [...event.dataTransfer?.items ?? []].filter(({ kind }) => kind === "file");
	const folder = files.some((item) => item.webkitGetAsEntry?.()?.isDirectory);
	if (folder) toast(t("files.folder"));
	return files.flatMap((item) => item.webkitGetAsEntry?.()?.isDirectory ? [] : item.getAsFile() ?? []);
}

/** A table copied from an office program carries text and a picture of it: in a text box the text is meant.
 *  @param {ClipboardEvent} event */
function pasted(event) {
	const files = event.clipboardData?.files ?? [], types = event.clipboardData?.types ?? [];
	const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea");
	return typing && types.includes("text/plain") ? [] : [...files].map(named);
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
