/* icon.js - line icons on a 24 grid. They decorate: the words beside them carry the meaning. */
import { svg } from "lit/html.js";

const paths = {
	search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 4 4",
	life: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 5a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM5.6 5.6l3.6 3.6m5.6 5.6 3.6 3.6m0-12.8-3.6 3.6m-5.6 5.6-3.6 3.6",
	data: "M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3Zm0 0v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3",
	key: "M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8Zm3 1 9-9m-4 4 3 3m-5-1 2 2",
	chart: "M4 20V4m0 16h16M8 16v-4m4 4V8m4 8v-6",
	chip: "M8 6h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2Zm2 4h4v4h-4zM9 3v3m6-3v3M9 18v3m6-3v3M3 9h3m-3 6h3m12-6h3m-3 6h3",
	bug: "M12 8a4 4 0 0 0-4 4v3a4 4 0 0 0 8 0v-3a4 4 0 0 0-4-4Zm-2.500.700a2.500 2.500 0 0 1 5 0M12 11v8M4 9l4 2m-4 8 4-2m-5-3h5m12-5-4 2m4 8-4-2m5-3h-5",
	star: "m12 3.500 2.600 5.400 5.900.800-4.300 4.100 1 5.900-5.200-2.800-5.200 2.800 1-5.900L3.500 9.700l5.900-.800L12 3.500Z",
	chat: "M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-5 4v-4H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Z",
	money: "M4 6h16v12H4zm8 3.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5ZM7 9v.01M17 15v.01",
	house: "M4 12.500 12 5l8 7.500M6.500 10.500V19h11v-8.500",
	file: "M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8l-5-5Zm0 0v5h5",
	image: "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Zm-1 13 5-5 4 4 3-3 4 4M15 9h.01",
	clip: "m20 11-8.500 8.500a5 5 0 0 1-7-7L13 4a3.300 3.300 0 0 1 4.700 4.700l-8.500 8.500a1.700 1.700 0 0 1-2.400-2.400L14.500 7",
	close: "M6 6l12 12M18 6 6 18",
	again: "M20 12a8 8 0 1 1-2.500-5.800M20 3v5h-5",
	lock: "M6 11h12v9H6zm2 0V8a4 4 0 0 1 8 0v3",
	up: "M12 16V5m-5 5 5-5 5 5M5 20h14",
	inbox: "M4 13 6.500 5h11L20 13v6H4v-6Zm0 0h5a3 3 0 0 0 6 0h5",
	warn: "M12 8v5m0 3.500v.01M12 3 2.500 20h19L12 3Z",
	info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 8v5m0-8.500v.01",
	tick: "m5 13 4.500 4.500L19 7",
	globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 0c-2.500 2.500-3.500 5.500-3.500 9s1 6.500 3.500 9c2.500-2.500 3.500-5.500 3.500-9s-1-6.500-3.500-9ZM3.500 9.500h17m-17 5h17",
	send: "M4 12 20 4l-6 16-3-7-7-1Z",
};

/** A name that this page does not know is drawn as a life belt: request types are rows, not code. @param {string} name */
export const icon = (name, size = 20) => svg`<svg width=${size} height=${size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
	stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${paths[/** @type {keyof typeof paths} */ (name)] ?? paths.life}></path></svg>`;
