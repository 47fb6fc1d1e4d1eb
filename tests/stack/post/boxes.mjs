/* boxes.mjs - what a mail program does: looks into a mailbox by IMAP, and sends by submission as whoever it is. The inbox page uses it,
 * and tests are customers with it. */
import { readFileSync } from "node:fs";
import { ImapFlow, MailComposer, nodemailer, simpleParser } from "./clients.mjs";

/* where: { ports, password, certificate } of a stack. */
export function boxesOf(where) {
	const { ports, password } = where;
	const tls = { ca: readFileSync(where.certificate) };

	/* Runs act(client) with the folder of that person open. */
	async function inBox(address, folder, act) {
		const client = new ImapFlow({ host: "127.0.0.1", port: ports.imap, secure: false, tls, auth: { user: address, pass: password }, logger: false });
		client.on("error", () => {}); // said again by what failed of it
		await client.connect();
		try {
			await client.mailboxOpen(folder);
			return await act(client);
		} finally {
			await client.logout().catch(() => client.close());
		}
	}

	/* Newest first: { uid, seen, date, from, to, subject, hasFiles }. */
	const list = (address, folder, max = 100) => inBox(address, folder, async (client) => {
		const { exists } = client.mailbox;
		const rows = [];
		if (exists > 0)
			for await (const { uid, flags, envelope, bodyStructure } of client.fetch(`${Math.max(1, exists - max + 1)}:*`, { uid: true, flags: true, envelope: true, bodyStructure: true }))
				rows.unshift({ uid, seen: flags.has("\\Seen"), date: envelope.date, from: envelope.from?.[0], to: envelope.to ?? [], subject: envelope.subject ?? "", hasFiles: hasFiles(bodyStructure) });
		return rows;
	});

	/* The bytes of one mail, which is read from then on; null: it is gone. */
	const raw = (address, folder, uid) => inBox(address, folder, async (client) => {
		const mail = await client.fetchOne(String(uid), { source: true }, { uid: true });
		await client.messageFlagsAdd(String(uid), ["\\Seen"], { uid: true });
		return mail ? mail.source : null;
	});

	/* As mailparser reads it. */
	async function read(address, folder, uid) {
		const source = await raw(address, folder, uid);
		return source && parse(source);
	}

	/* Of INBOX: { all, fresh, next }. */
	const count = (address) => inBox(address, "INBOX", async (client) => {
		const { messages, unseen, uidNext } = await client.status("INBOX", { messages: true, unseen: true, uidNext: true });
		return { all: messages, fresh: unseen, next: uidNext };
	});

	/* mail: nodemailer's words. proven: signed in as who sends, as every mail program does; else like a stranger's server, which may claim anything. */
	async function send(address, mail, { proven = true } = {}) {
		const source = await new MailComposer(mail).compile().build();
		const transport = nodemailer.createTransport(proven
			? { host: "127.0.0.1", port: ports.submission, requireTLS: true, tls, auth: { user: address, pass: password } }
			: { host: "127.0.0.1", port: ports.smtp, tls });
		try {
			await transport.sendMail({ envelope: { from: address, to: recipients(mail) }, raw: source });
		} finally {
			transport.close();
		}
		return source;
	}

	const keep = (address, folder, source) => inBox(address, folder, (client) => client.append(folder, source, ["\\Seen"]));
	return { inBox, list, raw, read, count, send, keep };
}

/* cid: pictures stand in it as data. */
export function parse(source) {
	return simpleParser(source, { skipTextToHtml: true, maxHtmlLengthToParse: 4 << 20 });
}

/* What a mail program sends as the answer to `mail` (of read()), from that person. */
export function replyTo(mail, from, { text, ...more }) {
	const to = mail.replyTo?.value ?? mail.from?.value ?? [];
	return {
		from, to, text, ...more,
		subject: /^re:/i.test(mail.subject ?? "") ? mail.subject : `Re: ${mail.subject ?? ""}`,
		inReplyTo: mail.messageId,
		references: [mail.references ?? [], mail.messageId ?? []].flat(),
	};
}

/* "On ... wrote:" and the text behind ">". */
export function quoteOf(mail) {
	const lines = (mail.text ?? "").trimEnd().split(/\r?\n/);
	return `On ${(mail.date ?? new Date()).toUTCString()}, ${mail.from?.text ?? "somebody"} wrote:\n${lines.map((line) => line.startsWith(">") ? `>${line}` : `> ${line}`).join("\n")}\n`;
}

function recipients(mail) {
	return [mail.to, mail.cc].flat().filter(Boolean).flatMap((one) => one.address ?? String(one).split(",").map((part) => /<([^>]+)>/.exec(part)?.[1] ?? part.trim()));
}

function hasFiles(part) {
	return Boolean(part && (part.disposition === "attachment" || part.childNodes?.some(hasFiles)));
}
