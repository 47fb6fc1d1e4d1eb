// beside.mjs - a pool `pages` and an nginx of their own on the running stack's data, for what would break the pool that all share.
import { join } from 'node:path';
import { start, stop } from '../../stack/parts.mjs';
import { writeConf } from '../../stack/parts/pools.mjs';
import { folders, sealKey, settings } from '../../stack/settings.mjs';
import { stack } from './fault.mjs';

const PORT_AWAY = 60; // from the stack's own ports
const conf = { seal_key: sealKey(stack), db_socket: stack.path('mariadb', 's.sock') };
const port = stack.port + PORT_AWAY;
const made = settings({ port, runDir: join(stack.runDir, 'beside'), workers: { pages: 1 }, conf });

/** A stack for parts.mjs. Its conf and workers may be changed before it starts. */
export const beside = { ...made, bucket: stack.bucket, filesOrigin: stack.filesOrigin, ports: { ...stack.ports, web: port, local: port + 1 } };

export async function startBeside() {
	folders(beside);
	writeConf(beside);
	await start(beside, 'pages', 'nginx');
}

export const stopBeside = () => stop(beside, 'nginx', 'pages');
