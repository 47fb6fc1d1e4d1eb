/* mail-frame.js - HTML that came by mail, in a document of its own without scripts, forms and plug-ins, which loads nothing but its own
 * pictures from where files are given out. The server has made it safe before; here it could do nothing if it were not. */
import { html } from "lit/html.js";
import { ref } from "lit/directives/ref.js";
import { lang, t } from "../lib/i18n.js";
import { enclosed } from "./rich.js";

const look = `:root{color-scheme:light dark}body{margin:0;padding:1px;font-family:system-ui,sans-serif;line-height:1.55;color:light-dark(#23262b,#e9eaec);overflow-wrap:anywhere}
a{color:light-dark(#0b57b0,#a9c7ff)}img{max-width:100%;height:auto}img:not([src]){padding:.2em .6em;border:1px dashed #888;border-radius:6px;font-size:.875em}pre{white-space:pre-wrap}table{border-collapse:collapse;max-width:100%}td,th{padding:2px 6px;text-align:start;vertical-align:top}
blockquote{margin:0;padding-inline-start:1em;border-inline-start:3px solid light-dark(#dfe1e5,#44474d);color:light-dark(#555a63,#b3b7be)}summary{inline-size:fit-content;margin-block:.5em;cursor:pointer;color:light-dark(#555a63,#b3b7be)}summary:focus-visible{outline:2px solid}p:first-child{margin-block-start:0}p:last-child{margin-block-end:0}`;

/** @param {string} safe what the API gives as a mail's html @param {string} title */
export const framed = (safe, title) => html`<div class="framed" ${ref(fitting)}>${enclosed(whole(safe), title)}</div>`;

/** @param {string} safe */
const whole = (safe) => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src ${origins(safe).join(" ") || "'none'"}">
<meta name="referrer" content="no-referrer"></head><body dir="auto">${safe}</body></html>`;

/** Where its own pictures are: only the server writes data-part. @param {string} safe */
const origins = (safe) => [...new Set([...safe.matchAll(/<img\b[^>]*>/g)].filter(([tag]) => tag.includes("data-part=")).flatMap(([tag]) => {
	const source = tag.match(/\ssrc="(https?:\/\/[\w.:-]+)\//);
	return source ? [source[1]] : [];
}))];

/** @param {Element} [place] */
function fitting(place) {
	place?.addEventListener("load", ({ target }) => dressed(/** @type {HTMLIFrameElement} */ (target)), { capture: true }); /* load does not rise */
}

/** Its style comes by this way, as the page's policy knows no style in markup. @param {HTMLIFrameElement} frame */
function dressed(frame) {
	const { contentDocument: inner, contentWindow: realm } = frame;
	if (!inner || !realm) return;
	const sheet = new /** @type {any} */ (realm).CSSStyleSheet();
	sheet.replaceSync(`${look}body{font-size:${getComputedStyle(frame).fontSize}}`);
	inner.adoptedStyleSheets = [sheet];
	fold(inner);
	const fit = () => frame.style.setProperty("block-size", `${Math.ceil(inner.body.getBoundingClientRect().height) + (inner.documentElement.scrollWidth > frame.clientWidth ? 18 : 0)}px`);
	new ResizeObserver(fit).observe(inner.body);
	fit();
}

/** What it quotes at its end is kept below a line that opens it: the reader's language says so, and no script of the frame. @param {Document} inner */
function fold(inner) {
	const quote = [...inner.querySelectorAll("blockquote")].filter((one) => !one.parentElement?.closest("blockquote")).at(-1);
	if (!quote || !holds(inner, (range) => range.setEndBefore(quote)) || holds(inner, (range) => range.setStartAfter(quote))) return;
	const folded = inner.createElement("details"), line = inner.createElement("summary");
	line.textContent = t("mail.quoted");
	quote.replaceWith(folded);
	folded.append(line, quote);
}

/** Is there anything to see in that part of it? @param {Document} inner @param {(range: Range) => void} cut */
function holds(inner, cut) {
	const range = inner.createRange();
	range.selectNodeContents(inner.body);
	cut(range);
	return range.toString().trim() !== "" || range.cloneContents().querySelector("img") !== null;
}
