/* inbox.mjs SETTINGS-AS-JSON - the mailboxes of the demo's people as a page: read, write, reply. It knows everybody's password, so it
 * listens to this machine alone; what is in a mail runs nothing and loads nothing. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { ask } from "../ask.mjs";
import { peopleOf, realms } from "../provider/people.mjs";
import { boxesOf, parse, quoteOf, replyTo } from "./boxes.mjs";
import { linkTo, mailList, notice, oneMail, page, writing } from "./inbox-page.mjs";

const BODY_MAX = 60 << 20;
const settings = JSON.parse(process.argv[2]);
const boxes = boxesOf(settings);
const tenants = realms.filter(({ tenant }, i) => realms.findIndex((other) => other.tenant === tenant) === i);
const visited = new Map(); // somebody else's mailboxes, for as long as this runs
const isAddress = (text) => /^[^\s@<>"'/\\]{1,64}@[a-z0-9.-]{1,190}$/.test(text) && !text.includes("..");
const routes = { "GET /": showBox, "GET /write": showForm, "POST /write": send, "GET /file": giveFile, "GET /news": giveNews, "POST /unsubscribe": unsubscribe };

createServer(async (request, response) => {
	const url = new URL(request.url, "http://x");
	const words = Object.fromEntries(url.searchParams);
	const nonce = randomBytes(16).toString("base64");
	const answer = { status: 200, headers: {}, body: "" };
	try {
		guard(request, words);
		Object.assign(answer, await (routes[`${request.method} ${url.pathname}`] ?? notHere)({ ...words, uid: /^\d{1,9}$/.test(words.uid) ? words.uid : "", box: words.box === "Sent" ? "Sent" : "INBOX", nonce, request }));
	} catch (e) {
		if (!e.status)
			console.error(e.stack);
		Object.assign(answer, { status: e.status ?? 502, body: page({ nonce, title: "Mailboxes", groups: [], main: notice("That did not work", e.message, "/") }) });
	}
	response.writeHead(answer.status, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		"Content-Security-Policy": `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
		...answer.headers });
	response.end(answer.body);
}).listen(settings.ports.inbox, "127.0.0.1");

/* Pages of others must not send mails through a visitor's browser, nor read them by a name that leads here. */
function guard(request, { as }) {
	const here = `http://${request.headers.host}`;
	if (!/^(127\.0\.0\.1|localhost|[a-z]+\.localhost):\d+$/.test(request.headers.host ?? "") || (request.method === "POST" && request.headers.origin !== here))
		throw Object.assign(new Error("This page is for this machine alone."), { status: 403 });
	if (as !== undefined && !isAddress(as))
		throw Object.assign(new Error(`"${as}" is not an address.`), { status: 400 });
}

function notHere() {
	throw Object.assign(new Error("There is no such page."), { status: 404 });
}

/* With what is new in each mailbox. */
async function everybody() {
	const fresh = async (address) => (await boxes.count(address).catch(() => ({ fresh: 0 }))).fresh;
	const group = async (title, hue, people) => ({ title, hue, people: await Promise.all(people.map(async (person) => ({ ...person, fresh: await fresh(person.address) }))) });
	const groups = tenants.map(({ title, hue, tenant }) => group(title, hue, [...peopleOf(tenant).values()].map(({ email, name }) => ({ address: email, name, role: email.split("@")[0] }))));
	if (visited.size > 0)
		groups.push(group("Others", 60, [...visited.keys()].map((address) => ({ address, name: address.split("@")[0], role: address.split("@")[1] }))));
	return Promise.all(groups);
}

function nameOf(address) {
	return tenants.map(({ tenant }) => peopleOf(tenant).get(address)?.name).find(Boolean) ?? "";
}

async function showBox({ as, box, uid, view, nonce }) {
	if (!as)
		return { body: page({ nonce, title: "Mailboxes", groups: await everybody() }) };
	if (!nameOf(as))
		visited.set(as, true);
	const source = uid && await boxes.raw(as, box, uid);
	const mail = source && Object.assign(await parse(source), { source: source.toString() });
	const [groups, mails, { next }] = await Promise.all([everybody(), boxes.list(as, box), boxes.count(as)]);
	const main = mail ? oneMail({ who: as, box, uid, mail, view }) : uid && notice("It is gone", "This mail is not in the mailbox any more.", linkTo("/", { as }));
	return { body: page({ nonce, title: mail ? mail.subject ?? "Mail" : `${as} - mailbox`, groups, who: as, list: mailList({ who: as, box, mails, uid }), main, fresh: next }) };
}

async function showForm({ as, box, uid, reply, nonce }, trouble, said = {}) {
	const mail = reply && uid && await boxes.read(as, box, uid);
	const answer = mail ? replyTo(mail, as, { text: `\n\n${quoteOf(mail)}` }) : {};
	const form = { to: answer.to?.map(({ address }) => address).join(", "), subject: answer.subject, text: answer.text, ...said };
	const [groups, mails] = await Promise.all([everybody(), boxes.list(as, box)]);
	const main = writing({ who: as, name: nameOf(as), here: mail ? { box, uid, reply } : {}, reply: Boolean(mail), trouble, ...form });
	return { body: page({ nonce, title: mail ? "Reply" : "New mail", groups, who: as, list: mailList({ who: as, box, mails, uid }), main }) };
}

async function send(words) {
	const { as, box, uid, reply, request } = words;
	const form = await new Response(await bodyOf(request), { headers: { "Content-Type": request.headers["content-type"] } }).formData();
	const said = Object.fromEntries(["from", "to", "subject", "text"].map((name) => [name, String(form.get(name) ?? "").replace(name === "text" ? /\r/g : /[\r\n]/g, "")]));
	const files = form.getAll("files").filter((file) => file.name && file.size);
	const mail = reply && uid && await boxes.read(as, box, uid);
	const letter = { ...mail ? replyTo(mail, as, {}) : {}, ...said, headers: form.get("automatic") ? { "Auto-Submitted": "auto-replied" } : {},
		attachments: await Promise.all(files.map(async (file) => ({ filename: file.name, contentType: file.type || undefined, content: Buffer.from(await file.arrayBuffer()) }))) };
	try {
		await boxes.keep(as, "Sent", await boxes.send(as, letter, { proven: !form.get("unproven") }));
	} catch (e) {
		return { status: 422, ...await showForm(words, `It was not sent: ${e.response ?? e.message}`, said) };
	}
	return { status: 303, headers: { Location: linkTo("/", { as, box: "Sent" }) } };
}

async function giveFile({ as, box, uid, n }) {
	const file = (await boxes.read(as, box, uid))?.attachments[Number(n)];
	if (!file)
		notHere();
	return { body: file.content, headers: { "Content-Type": "application/octet-stream", "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.filename ?? "file")}` } };
}

async function giveNews({ as }) {
	return { body: JSON.stringify(await boxes.count(as)), headers: { "Content-Type": "application/json" } };
}

/* What a mail program's button does: RFC 8058 section 3.2. Only to this stack. */
async function unsubscribe({ as, box, uid, nonce }) {
	const mail = await boxes.read(as, box, uid);
	const url = mail?.headers.get("list")?.unsubscribe?.url ?? "";
	const { host } = new URL(url.startsWith("http://") ? url : "http://none");
	const answer = host.endsWith(`localhost:${settings.ports.web}`) && await ask(url, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: "List-Unsubscribe=One-Click", timeoutMs: 10000 });
	const went = answer && answer.status >= 200 && answer.status < 300;
	return { body: page({ nonce, title: "Mailboxes", groups: await everybody(), who: as,
		main: went ? notice("Done", "The sender was told that you want no more of this.", linkTo("/", { as })) : notice("That did not work", `The sender's server said: ${answer ? answer.status : "nothing"}`, linkTo("/", { as, box, uid })) }) };
}

async function bodyOf(request) {
	const pieces = [];
	let size = 0;
	for await (const piece of request) {
		size += piece.length;
		if (size > BODY_MAX)
			throw Object.assign(new Error("That is too large to send."), { status: 413 });
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}
