// pictures.mjs - pictures made here, and what a WebP says of itself.
import { crc32, deflateSync } from 'node:zlib';

const table = Array.from({ length: 256 }, (_, n) => {
	for (let i = 0; i < 8; i++)
		n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
	return n >>> 0;
});
const crcOf = crc32 ?? ((bytes) => ~bytes.reduce((crc, byte) => table[(crc ^ byte) & 255] ^ (crc >>> 8), -1) >>> 0);

function chunk(type, bytes) {
	const made = Buffer.alloc(12 + bytes.length);
	made.writeUInt32BE(bytes.length, 0);
	made.write(type, 4, 'latin1');
	bytes.copy(made, 8);
	made.writeUInt32BE(crcOf(made.subarray(4, -4)), made.length - 4);
	return made;
}

/** A PNG of one colour; `dots` false: only its header says so. */
export function png(width, height, { rgb = [200, 30, 30], dots = true } = {}) {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 2], 8);
	const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from(rgb))]);
	return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(dots ? Buffer.concat(Array(height).fill(row)) : Buffer.alloc(1000))),
		chunk('IEND', Buffer.alloc(0))]);
}

/** [width, height] of a WebP that has no parts but its dots. */
export function sizeOfWebp(bytes) {
	if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 15) !== 'WEBPVP8' || bytes.readUInt32LE(4) + 8 !== bytes.length)
		throw new Error(`no WebP: ${bytes.subarray(0, 20).toString('hex')}`);
	if (bytes[15] === 0x58) // X: alpha beside the dots
		return [1 + bytes.readUIntLE(24, 3), 1 + bytes.readUIntLE(27, 3)];
	if (bytes[15] !== 0x20)
		throw new Error('not the kind that is made here');
	return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
}
