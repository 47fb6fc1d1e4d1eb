// own-tenant.mjs - a tenant that one test file has for itself, with a desk that takes requests with files: what it does to quotas, or
// to all of it, nobody else meets.
//
//	const tenant = await openTenant();
//	const anna = await tenant.person('customer');
//	const ticket = await tenant.raise(anna, [{ name: 'a.txt', bytes: 'a' }]);
import { addPerson, makeTenant, sql } from './operator.mjs';
import { JSM, program, word } from './api.mjs';

/** `existing` is a tenant that there is already, without a desk. */
export async function openTenant(name = 'own', existing = null) {
	const tenant = existing ?? await makeTenant(name);
	const made = async (table, values) => {
		const all = { tenant_id: tenant.id, ...values };
		const texts = Object.values(all).map((value) => typeof value === 'string' ? `'${value}'` : value);
		return Number((await sql(`INSERT INTO ${table} (${Object.keys(all).join()}) VALUES (${texts.join()}); SELECT LAST_INSERT_ID();`))[0][0]);
	};
	const workflow = await made('workflow', { name: 'Support' });
	const open = await made('status', { workflow_id: workflow, name: 'Open', customer_name: 'Open', category: 'NEW' });
	const closed = await made('status', { workflow_id: workflow, name: 'Closed', customer_name: 'Closed', category: 'DONE' });
	await sql(`UPDATE workflow SET initial_status_id = ${open} WHERE id = ${workflow}`);
	await made('transition', { workflow_id: workflow, name: 'Close', from_status_id: open, to_status_id: closed, on_portal: 1, who: 'team customer' });
	const desk = await made('desk', { project_key: 'OWN', name: 'Own desk', created_at: '2026-01-01' });
	const type = await made('request_type', { desk_id: desk, workflow_id: workflow, name: 'Anything' });
	for (const [key_name, kind] of [['summary', 'text'], ['description', 'markdown'], ['attachment', 'attachment']])
		await made('field', { request_type_id: type, key_name, kind, label: key_name });

	/** A person with a token; an agent is one of the desk. */
	const person = async (role = 'customer') => {
		const email = `${word()}@${tenant.slug}.example`;
		const { id, account } = await addPerson(tenant, { email, role });
		if (role === 'agent')
			await made('desk_agent', { desk_id: desk, person_id: id });
		return { ...await program(tenant.slug, email), id, account };
	};
	const send = async (who, file) => (await who.upload(desk, file))[0].temporaryAttachmentId;
	/** A request with its files. */
	const raise = async (who, files = [], { summary = 'Something' } = {}) => {
		const attachment = [];
		for (const file of files)
			attachment.push(await send(who, file));
		const ticket = await who.make(`${JSM}/request`, { serviceDeskId: String(desk), requestTypeId: String(type), requestFieldValues: { summary, description: 'x', ...attachment.length && { attachment } } });
		return { ...ticket, files: (await who.read(`${JSM}/request/${ticket.issueKey}/attachment`)).values };
	};
	return { ...tenant, desk, type, workflow, status: open, made, person, send, raise };
}

/** The tables that hold rows of tenants, as the schema has them. */
export const tenantTables = async () =>
	(await sql("SELECT table_name FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'tenant_id' ORDER BY 1")).map(([name]) => name);

/** How many rows each of them has of the tenant: { attachment: 3, ... } */
export async function rowsOf(tenant, tables) {
	const counts = await sql(tables.map((name) => `SELECT '${name}', COUNT(*) FROM ${name} WHERE tenant_id = ${tenant.id}`).join(' UNION ALL '));
	return Object.fromEntries(counts.map(([name, n]) => [name, Number(n)]));
}
