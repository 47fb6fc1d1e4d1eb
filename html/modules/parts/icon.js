/* icon.js - line icons on a 24 grid. They decorate: the words beside them carry the meaning. */
import { svg } from "lit/html.js";
import { paths } from "./icon-paths.js";

/** A name that this page does not know is drawn as a life belt: request types are rows, not code. @param {string} name */
export const icon = (name, size = 20) => svg`<svg width=${size} height=${size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
	stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${paths[/** @type {keyof typeof paths} */ (name)] ?? paths.life}></path></svg>`;
