/* inbox-page.mjs - how the inbox looks: one page of three columns (whose mailbox, its mails, one of them), plain HTML from the server. */
import { readFileSync } from "node:fs";

const style = readFileSync(new URL("inbox.css", import.meta.url), "utf8");
const script = readFileSync(new URL("inbox-live.js", import.meta.url), "utf8");

class Markup {
	constructor(text) {
		this.text = text;
	}
}
const escape = (text) => String(text ?? "").replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const show = (value) => value instanceof Markup ? value.text : Array.isArray(value) ? value.map(show).join("") : value === false ? "" : escape(value);

/* Everything that is put in is text, unless it is html`` itself. */
export function html(pieces, ...values) {
	return new Markup(pieces.reduce((text, piece, i) => text + show(values[i - 1]) + piece));
}

export const linkTo = (path, words) => `${path}?${new URLSearchParams(Object.entries(words).filter(([, value]) => value))}`;

/* The whole page: { nonce, title, groups, who, list, main }. */
export function page({ nonce, title, groups, who, list, main, fresh }) {
	return `<!doctype html>${html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<link rel="icon" href="data:,"><style nonce="${nonce}">${new Markup(style)}</style></head>
<body class="${main ? "one" : list ? "many" : "none"}" data-who="${who ?? ""}" data-next="${fresh ?? ""}">
<nav aria-label="People">${peopleList(groups, who)}</nav>
${list ?? ""}
<main>${main ?? welcome(who)}</main>
<script nonce="${nonce}">${new Markup(script)}</script></body></html>`.text}`;
}

function peopleList(groups, who) {
	return html`<h1><a href="/">Mailboxes</a></h1>${groups.map(({ title, hue, people }) => html`<h2 data-hue="${hue}">${title}</h2><ul>${people.map(({ address, name, role, fresh }) => html`
<li><a href="${linkTo("/", { as: address })}"${address === who ? html` aria-current="page"` : ""}><i data-hue="${hue}" aria-hidden="true">${initials(name)}</i><span><b>${name}</b><small>${role}</small></span>
${fresh > 0 && html`<em><span class="away">new mails: </span>${fresh}</em>`}</a></li>`)}</ul>`)}
<form action="/" class="other"><label for="as">Somebody else</label><div><input id="as" name="as" type="email" placeholder="you@new.example" required><button>Open</button></div></form>`;
}

function welcome(who) {
	return who ? html`<div class="empty"><p>Choose a mail, or write one.</p></div>` : html`<div class="empty"><h2>Everybody's mail, on this machine</h2>
<p>These are the mailboxes of the demo's people. Write to <b>support@copernicus.example</b> or <b>support@dasharo.example</b> as one of them: a request appears in the portal,
an agent answers there, and the answer comes back here. Answer it with a file; it becomes a comment.</p>
<p>Nothing leaves this machine. An address of your own invention works too: that is how a stranger's mail is treated.</p></div>`;
}

/* The middle column. */
export function mailList({ who, box, mails, uid }) {
	const tab = (name, label) => html`<a href="${linkTo("/", { as: who, box: name })}"${name === box ? html` aria-current="page"` : ""}>${label}</a>`;
	return html`<section aria-label="Mails" class="list"><header><a class="back" href="/">People</a><p title="${who}">${who}</p><a class="button" href="${linkTo("/write", { as: who })}">Write</a>
<div class="tabs">${tab("INBOX", "Inbox")}${tab("Sent", "Sent")}</div></header>
${mails.length === 0 ? html`<p class="quiet">Nothing here yet.</p>` : html`<ol>${mails.map((mail) => row(mail, { who, box, uid }))}</ol>`}</section>`;
}

function row(mail, { who, box, uid }) {
	const other = box === "Sent" ? mail.to[0] : mail.from;
	return html`<li><a href="${linkTo("/", { as: who, box, uid: mail.uid })}" class="${mail.seen ? "" : "fresh"}"${String(mail.uid) === uid ? html` aria-current="true"` : ""}>
<b>${other?.name || other?.address || "nobody"}</b>${time(mail.date)}<span>${mail.subject || "(no subject)"}${mail.hasFiles && html` <small class="clip" title="with files">+ files</small>`}</span></a></li>`;
}

function time(date) {
	return date && html`<time datetime="${date.toISOString()}">${date.toISOString().slice(0, 16).replace("T", " ")}</time>`;
}

/* The right column: one mail. */
export function oneMail({ who, box, uid, mail, view, nonce }) {
	const here = { as: who, box, uid };
	const views = [mail.html && ["html", "As sent"], ["text", "Text"], ["source", "Source"]].filter(Boolean);
	const shown = view ?? views[0][0];
	const files = mail.attachments.map((file, n) => ({ ...file, n })).filter((file) => !file.related);
	return html`<article><header><a class="back" href="${linkTo("/", { as: who, box })}">Mails</a><h2 dir="auto">${mail.subject || "(no subject)"}</h2>
<dl>${[["From", mail.from?.text], ["To", mail.to?.text], ["Cc", mail.cc?.text], ["Answers go to", mail.replyTo?.text], ["Date", mail.date?.toUTCString()]].filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<div class="actions"><a class="button strong" href="${linkTo("/write", { ...here, reply: "yes" })}">Reply</a>${unsubscribe(mail, here)}
<span class="tabs">${views.map(([name, label]) => html`<a href="${linkTo("/", { ...here, view: name })}"${name === shown ? html` aria-current="page"` : ""}>${label}</a>`)}</span></div></header>
${shown === "html" ? html`<iframe title="The mail as it was sent" sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" srcdoc="${framed(mail.html)}"></iframe>`
		: html`<pre dir="auto" class="${shown}">${shown === "source" ? mail.source : mail.text || "(no text)"}</pre>`}
${files.length > 0 && html`<section class="files"><h3>Files</h3><ul>${files.map((file) => html`<li><a href="${linkTo("/file", { ...here, n: String(file.n) })}" download>${file.filename ?? `part ${file.n + 1}`}</a> <small>${sizeOf(file.size)}</small></li>`)}</ul></section>`}</article>`;
}

/* RFC 8058, as mail programs offer it. */
function unsubscribe(mail, here) {
	const isOneClick = mail.headers.has("list-unsubscribe-post") || mail.headers.get("list")?.["unsubscribe-post"];
	return isOneClick && html`<form method="post" action="${linkTo("/unsubscribe", here)}"><button>No more of this</button></form>`;
}

function framed(body) {
	return `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"><base target="_blank">${body}`;
}

/* The right column: a form. */
export function writing({ who, name, to = "", subject = "", text = "", here, trouble, reply }) {
	return html`<form class="write" method="post" enctype="multipart/form-data" action="${linkTo("/write", { ...here, as: who })}"><h2>${reply ? "Reply" : "New mail"}</h2>
${trouble && html`<p role="alert">${trouble}</p>`}
<label for="from">From</label><input id="from" name="from" value="${name ? `${name} <${who}>` : who}" required>
<label for="to">To</label><input id="to" name="to" value="${to}" list="desks" required multiple ${reply ? "" : html`autofocus`}>
<datalist id="desks"><option value="support@copernicus.example"><option value="data@copernicus.example"><option value="support@dasharo.example"><option value="pro@dasharo.example"></datalist>
<label for="subject">Subject</label><input id="subject" name="subject" value="${subject}">
<label for="text">Text</label><textarea id="text" name="text" rows="14" dir="auto" ${reply ? html`autofocus` : ""}>
${text}</textarea>
<label for="files">Files</label><input id="files" name="files" type="file" multiple>
<details><summary>Send it as something else</summary>
<label class="check"><input type="checkbox" name="unproven"> without signing in: nothing proves who sends it, as when somebody forges the sender</label>
<label class="check"><input type="checkbox" name="automatic"> as an automatic answer (Auto-Submitted: auto-replied)</label></details>
<p class="actions"><button class="strong">Send</button> <a class="button" href="${linkTo("/", { ...here, as: who, reply: "" })}">Cancel</a></p></form>`;
}

export function notice(title, text, back) {
	return html`<div class="empty" role="status"><h2>${title}</h2><p>${text}</p><p><a class="button" href="${back}">Back</a></p></div>`;
}

function initials(name) {
	return name.split(/[\s@.]+/).map((word) => word[0] ?? "").join("").slice(0, 2).toUpperCase();
}

function sizeOf(bytes) {
	return bytes < 1024 ? `${bytes} bytes` : bytes < 1 << 20 ? `${(bytes / 1024).toFixed(0)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}
