/* relay.mjs STACK-AS-JSON - stands in for postfix where there is no root: takes mail by SMTP and hands it on by LMTP at once, to
 * lodge-mail or to dovecot. It keeps nothing: what the other side refuses, it refuses. */
import { readFileSync } from "node:fs";
import { SMTPServer, nodemailer } from "./clients.mjs";
import { deskFinder } from "./desk-finder.mjs";
import { HEADER, isForged, verdict } from "./verdict.mjs";

const { ports, mailHost, password, sizeMax, key, certificate, socket } = JSON.parse(process.argv[2]);
const isDesk = deskFinder(socket);
const tls = { key: readFileSync(key), cert: readFileSync(certificate) };
const refused = (responseCode, message) => Object.assign(new Error(message), { responseCode });

listen(ports.smtp, { authOptional: true });
listen(ports.submission, { authOptional: false });

function listen(port, options) {
	new SMTPServer({
		...tls, ...options, name: mailHost, size: sizeMax, disableReverseLookup: true, logger: false,
		onAuth: ({ username, password: said }, session, done) => said === password ? done(null, { user: username }) : done(refused(535, "5.7.8 not so")),
		onData: (stream, session, done) => take(stream, session).then((answer) => done(null, answer), done),
	}).listen(port, "127.0.0.1");
}

async function take(stream, { envelope, user }) {
	const pieces = [];
	for await (const piece of stream)
		pieces.push(piece);
	if (stream.sizeExceeded)
		throw refused(552, "5.3.4 too large");
	const raw = stamped(Buffer.concat(pieces), user ?? "");
	const to = envelope.rcptTo.map(({ address }) => address);
	const ofDesks = await Promise.all(to.map((address) => isDesk(address))).catch((e) => { throw refused(451, `4.3.0 ${e.message}`); });
	const toDesks = to.filter((address, i) => ofDesks[i]);
	await hand(ports.lmtp, raw, envelope, toDesks);
	await hand(ports.inboxes, raw, envelope, to.filter((address) => !toDesks.includes(address)));
	return "2.0.0 handed on";
}

async function hand(port, raw, { mailFrom }, to) {
	if (to.length === 0)
		return;
	const transport = nodemailer.createTransport({ host: "127.0.0.1", port, lmtp: true, ignoreTLS: true });
	const failed = (e) => { throw refused(e.responseCode ?? 451, String(e.response ?? e.message).replace(/^\d+ /, "")); };
	const { rejected, rejectedErrors } = await transport.sendMail({ envelope: { from: mailFrom?.address ?? "", to }, raw }).catch(failed);
	transport.close();
	if (rejected.length)
		failed(rejectedErrors[0]);
}

/* Our headers on top, and none in our name below. */
function stamped(raw, user) {
	const end = Math.max(0, raw.indexOf("\r\n\r\n"));
	const headers = raw.subarray(0, end).toString("latin1").split(/\r\n(?![ \t])/).map((line) => [line, ...line.split(/:([^]*)/, 2)]);
	const kept = headers.filter(([, name, value]) => !isForged(mailHost, name, value ?? "")).map(([line]) => line);
	const from = headers.filter(([, name]) => name.toLowerCase() === "from").map(([, , value]) => value.trim());
	const ours = [`${HEADER}: ${verdict(mailHost, { user, from })}`, `Received: by ${mailHost} (relay) with ${user ? "ESMTPA" : "ESMTP"}; ${new Date().toUTCString().replace("GMT", "+0000")}`];
	return Buffer.concat([Buffer.from([...ours, ...kept].join("\r\n"), "latin1"), raw.subarray(end)]);
}
