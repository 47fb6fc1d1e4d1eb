// db-proxy.mjs - stands between a worker and MariaDB's socket, reads the worker's commands, and cuts the connection where a test says.
//
//	proxy.judge = (command) => command.text === 'COMMIT' ? DROP : PASS;
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';

export const PASS = 'pass';
export const DROP = 'drop';            // cut before the server hears of it
export const SWALLOW = 'swallow';      // the server does it, its answer is lost
export const HANG_UP = 'hang up';      // the answer arrives, and nothing can be sent any more

const COM_QUERY = 0x03, COM_PREPARE = 0x16, COM_EXECUTE = 0x17;
const ANSWERED = { [COM_QUERY]: 'query', [COM_PREPARE]: 'prepare', [COM_EXECUTE]: 'execute' };

export class DbProxy {
	judge = () => PASS;
	cuts = 0;
	hold = () => {};                 // stop the worker for a moment, so that it cannot send what HANG_UP must not let through
	release = () => {};
	#sockets = new Set();

	static async start(path, target) {
		const proxy = new DbProxy();
		rmSync(path, { force: true });
		proxy.server = createServer((client) => proxy.#serve(client, connect(target)));
		await new Promise((ready) => proxy.server.listen(path, ready));
		return proxy;
	}

	stop() {
		this.server.close();
		this.cutAll();
	}

	/** Ends every connection as it is, in the middle of nothing. */
	cutAll() {
		for (const socket of this.#sockets)
			socket.destroy();
	}

	#serve(client, server) {
		const cut = () => { client.destroy(); server.destroy(); };
		let rest = Buffer.alloc(0), fate = PASS, inTransaction = 0;
		for (const socket of [client, server]) {
			this.#sockets.add(socket);
			socket.on('error', cut).on('close', () => { this.#sockets.delete(socket); cut(); });
		}
		server.on('data', (bytes) => {
			if (fate === SWALLOW)
				return cut();
			if (fate !== HANG_UP)
				return client.write(bytes);
			this.hold();
			client.write(bytes);
			cut();
			this.release();
		});
		client.on('data', (bytes) => {
			rest = Buffer.concat([rest, bytes]);
			for (let size; rest.length >= 4 && rest.length >= (size = 4 + rest.readUIntLE(0, 3)); rest = rest.subarray(size)) {
				const packet = rest.subarray(0, size), command = commandOf(packet);
				if (command) {
					inTransaction = command.text.startsWith('START TRANSACTION') ? 0 : inTransaction + 1;
					fate = this.judge({ ...command, nth: inTransaction });
					this.cuts += fate === PASS ? 0 : 1;
				}
				if (fate === DROP)
					return cut();
				server.write(packet);
			}
		});
	}
}

/* A packet that begins a command and is answered; null for the handshake and for what is told without an answer. */
function commandOf(packet) {
	const kind = packet[3] === 0 ? ANSWERED[packet[4]] : undefined;
	return kind ? { kind, text: kind === 'execute' ? '' : packet.subarray(5).toString() } : null;
}
