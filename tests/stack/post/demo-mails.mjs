/* demo-mails.mjs - the mails that a new demo finds: they go the whole road once, when a run folder is new, so that there are requests
 * that came by mail, and some that an agent must decide on. */
import { existsSync, writeFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { certificateOf, PASSWORD } from "../parts/dovecot.mjs";

const ANNA = "Anna Nowak <customer@copernicus.example>", BELL = "Jon Bell <colleague@copernicus.example>", LIN = "Mei Lin <outsider@dasharo.example>", OWNER = "Anna Nowak <customer@dasharo.example>";
const log = Array.from({ length: 400 }, (_, i) => `[${(i * 0.0137).toFixed(4).padStart(9)}] ${i % 37 ? "PCI: 00:1f.0 resource base fe000000 size 1000" : "NVMe: controller not ready, timeout 30 s"}`).join("\n");

const mails = [
	{ from: ANNA, to: "support@copernicus.example", subject: "Gaps in the Sentinel-2 mosaic over Mazovia",
		text: "Good morning,\n\nthe mosaic that the browser shows for 14 November has stripes without data north of Warsaw; see the picture.\nThe catalogue lists both tiles as complete. The log of my download is attached.\n\nBest regards\nAnna Nowak",
		html: "<p>Good morning,</p><p>the mosaic that the browser shows for <b>14 November</b> has stripes without data north of Warsaw:</p><p><img src=\"cid:mosaic\" alt=\"The mosaic with stripes\"></p><p>The catalogue lists both tiles as complete. The log of my download is attached.</p><p>Best regards<br>Anna Nowak</p>",
		attachments: [{ filename: "mosaic.png", cid: "mosaic", content: stripes(480, 270), contentType: "image/png" }, { filename: "download.log", content: log, contentType: "text/plain" }] },
	{ from: "Ines Duarte <ines@river-lab.example>", to: "support@copernicus.example", subject: "How do I get Sentinel-1 coherence for one river?",
		text: "Hello,\n\nI study one river of 300 km and need coherence for two years. Is there a way that does not download everything?\n\nThank you\nInes" },
	{ from: BELL, to: "support@copernicus.example", subject: "Please send my password to another address", proven: false,
		text: "Hi,\n\nmy mailbox is full. Please set the address of my account to jon.bell.1987@free-mail.example and send a new password there.\n\nJon" },
	{ from: "Anja <anja@weather-shop.example>", to: "data@copernicus.example", subject: "Partnership offer", text: "Dear Sir or Madam,\n\nwe would like to sell you weather.\n\nAnja" },
	{ from: OWNER, to: "support@dasharo.example", subject: "No picture after the update to v1.7.2",
		text: "Hello,\n\nafter the update the internal display stays dark until the system has started; an external one works. The serial log is attached.\n\nAnna\n\nOn Mon, 16 Nov 2026 09:12:00 +0000, Dasharo releases wrote:\n> v1.7.2 is out.\n> Please read the release notes first.",
		attachments: [{ filename: "serial.log", content: log, contentType: "text/plain" }] },
	{ from: LIN, to: "support@dasharo.example", subject: "[DSP-1] Fans run at full speed after sleep", text: "Hello,\n\nI see the same on my machine. Can I be kept up to date?\n\nMei" },
	{ from: "Purchasing <buyer@workstations.example>", to: "support@dasharo.example", subject: "Forty machines", text: "Good day,\n\nwe think about forty machines with your firmware. Whom do I talk to?" },
];

export async function deliverDemoMails(stack) {
	const done = stack.path("demo-mails.done");
	if (existsSync(done))
		return;
	const { boxesOf } = await import("./boxes.mjs"); // of npm: a run without a stack has none
	const boxes = boxesOf({ ports: stack.ports, password: PASSWORD, certificate: certificateOf(stack) });
	for (const { proven, ...mail } of mails) {
		const address = /<(.+)>/.exec(mail.from)[1];
		const source = await boxes.send(address, mail, { proven });
		if (proven !== false)
			await boxes.keep(address, "Sent", source);
	}
	writeFileSync(done, "");
}

/* A PNG: land, a river, and stripes where there is nothing. */
function stripes(width, height) {
	const ground = (x, y) => Math.round(18 * Math.sin(x / 41 + Math.sin(y / 23)) + 12 * Math.sin(y / 17 + x / 61));
	const dot = (x, y) => {
		if ((x + 2 * y) % 120 < 16 && y < height * 0.6)
			return [24, 26, 30];
		if (Math.abs(y - height * 0.7 - 22 * Math.sin(x / 60)) < 5)
			return [52, 84, 112];
		return [104 + ground(x, y), 124 + ground(x, y), 78 + ground(x, y)];
	};
	const rows = Array.from({ length: height }, (_, y) => Buffer.from([0, ...Array.from({ length: width }, (_, x) => dot(x, y)).flat()]));
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 2], 8);
	return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.concat(rows))), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type, bytes) {
	const body = Buffer.concat([Buffer.from(type, "latin1"), bytes]);
	const ends = Buffer.alloc(8);
	ends.writeUInt32BE(bytes.length, 0);
	ends.writeUInt32BE(crc(body), 4);
	return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

function crc(bytes) {
	let value = ~0;
	for (const byte of bytes) {
		value ^= byte;
		for (let i = 0; i < 8; i++)
			value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
	}
	return ~value >>> 0;
}
