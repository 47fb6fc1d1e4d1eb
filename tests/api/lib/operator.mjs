// operator.mjs - what an operator of the running stack can do: look into the database, run lodgectl, open a tenant.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { administer, database, socketOf } from '../../stack/parts/mariadb.mjs';
import { lodgectl as ctlOf } from '../../stack/parts/pools.mjs';
import { settings } from '../../stack/settings.mjs';

const stack = settings();

/** SQL as the administrator; rows of texts ("NULL" for NULL). */
export async function sql(text) {
	const out = await administer(stack, `USE ${database.name}; ${text}`);
	return out.split('\n').filter((line) => line !== '').map((line) => line.split('\t'));
}

/** A connection of one's own, whose transaction may stay open: run() ends when the statements have run. */
export function connection() {
	const child = spawn('mariadb', ['--no-defaults', '-uroot', '-S', socketOf(stack), '-N', '-B', '--unbuffered', database.name]);
	let n = 0, out = '';
	child.stdout.setEncoding('utf8').on('data', (piece) => { out += piece; });
	return {
		async run(text) {
			const mark = `ran ${++n}`;
			child.stdin.write(`${text};\nSELECT '${mark}';\n`);
			while (!out.includes(mark) && child.exitCode === null)
				await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
			if (!out.includes(mark))
				throw new Error(`the connection ended in: ${text}`);
		},
		async end() {
			child.stdin.end();
			if (child.exitCode === null)
				await once(child, 'close');
		},
	};
}

export const quote = (text) => text === null ? 'NULL' : `'${String(text).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

export const lodgectl = (...words) => ctlOf(stack, ...words);

/** A tenant of its own for one test file, so that nobody else meets its faults and limits. */
export async function makeTenant(name = 'trial', { scheme = 'http' } = {}) {
	const slug = `${name}-${randomBytes(4).toString('hex')}`;
	const origin = `${scheme}://${slug}.localhost:${stack.port}`;
	const [[id]] = await sql(`INSERT INTO tenant (slug, name, host, origin, created_at)
		VALUES (${quote(slug)}, 'Trial', '${slug}.localhost', ${quote(origin)}, UTC_TIMESTAMP(3)); SELECT LAST_INSERT_ID();`);
	return { id: Number(id), slug, origin };
}

/** A provider row; the issuer is as good as the caller makes it. */
export async function addProvider(tenant, issuer, { vouches = '', requireIss = null, algorithms = 'RS256', clientId = 'portal' } = {}) {
	const [[id]] = await sql(`INSERT INTO provider (tenant_id, label, issuer, client_id, algorithms, require_iss, vouches_for)
		VALUES (${tenant.id}, 'Trial', ${quote(issuer)}, ${quote(clientId)}, ${quote(algorithms)}, ${requireIss ?? 'NULL'}, ${quote(vouches)});
		SELECT LAST_INSERT_ID();`);
	return Number(id);
}

/** Somebody the tenant knows; what is not said is usual. */
export async function addPerson(tenant, { email, verified = true, role = 'customer', active = true, name = 'Known Person' }) {
	const account = `t_${randomBytes(8).toString('hex')}`;
	const [[id]] = await sql(`INSERT INTO person (tenant_id, account_id, email, email_verified, display_name, role, active, created_at)
		VALUES (${tenant.id}, '${account}', ${quote(email)}, ${verified ? 1 : 0}, ${quote(name)}, '${role}', ${active ? 1 : 0}, UTC_TIMESTAMP(3));
		SELECT LAST_INSERT_ID();`);
	return { id: Number(id), account };
}
