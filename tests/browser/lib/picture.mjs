/* picture.mjs - a PNG of a given size, made here: the server looks at the bytes. */
import { deflateSync } from "node:zlib";

export function picture(name, width, height) {
	const head = Buffer.alloc(13), rows = Buffer.alloc(height * (1 + 3 * width));
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 2], 8); /* eight bits each of red, green and blue */
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			rows.set([x * 255 / width, y * 255 / height, 128], y * (1 + 3 * width) + 1 + 3 * x);
	const parts = [part("IHDR", head), part("IDAT", deflateSync(rows)), part("IEND", Buffer.alloc(0))];
	return { name, mimeType: "image/png", buffer: Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), ...parts]) };
}

function part(type, data) {
	const named = Buffer.concat([Buffer.from(type), data]), out = Buffer.alloc(8 + named.length);
	out.writeUInt32BE(data.length);
	named.copy(out, 4);
	out.writeInt32BE(crc(named), 4 + named.length);
	return out;
}

function crc(bytes) {
	let rest = ~0;
	for (const byte of bytes) {
		rest ^= byte;
		for (let bit = 0; bit < 8; bit++)
			rest = rest >>> 1 ^ (0xedb88320 & -(rest & 1));
	}
	return ~rest;
}
