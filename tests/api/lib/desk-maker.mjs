// desk-maker.mjs - a tenant of its own with one desk, a plain workflow and a form, for tests that change a desk's rules.
import { lodgectl, makeTenant, sql } from './operator.mjs';

/** { slug, desk, type, open, done, close, reopen }: ids as texts. `rules` are columns of the desk. */
export async function makeDesk(name, rules = {}) {
	const tenant = await makeTenant(name), made = async (text) => (await sql(`${text}; SELECT LAST_INSERT_ID();`))[0][0];
	const workflow = await made(`INSERT INTO workflow (tenant_id, name) VALUES (${tenant.id}, 'Plain')`);
	const status = (words) => made(`INSERT INTO status (tenant_id, workflow_id, name, customer_name, category) VALUES (${tenant.id}, ${workflow}, ${words})`);
	const open = await status(`'Open', 'Open', 'NEW'`), done = await status(`'Done', 'Done', 'DONE'`);
	await sql(`UPDATE workflow SET initial_status_id = ${open} WHERE id = ${workflow}`);
	const move = (words, from, to) => made(`INSERT INTO transition (tenant_id, workflow_id, name, from_status_id, to_status_id) VALUES (${tenant.id}, ${workflow}, '${words}', ${from}, ${to})`);
	const close = await move('Close', open, done), reopen = await move('Reopen', done, open);
	const columns = { project_key: 'TRY', name: 'Trial desk', created_at: '2026-01-01', ...rules };
	const desk = await made(`INSERT INTO desk (tenant_id, ${Object.keys(columns)}) VALUES (${tenant.id}, ${Object.values(columns).map((value) => `'${value}'`)})`);
	await sql(`INSERT INTO desk_counter (tenant_id, desk_id) VALUES (${tenant.id}, ${desk})`);
	const type = await made(`INSERT INTO request_type (tenant_id, desk_id, workflow_id, name) VALUES (${tenant.id}, ${desk}, ${workflow}, 'Anything')`);
	await sql(`INSERT INTO field (tenant_id, request_type_id, key_name, kind, label, required, position) VALUES
		(${tenant.id}, ${type}, 'summary', 'text', 'Summary', TRUE, 1), (${tenant.id}, ${type}, 'description', 'markdown', 'Description', FALSE, 2),
		(${tenant.id}, ${type}, 'customfield_1', 'text', 'Machine', FALSE, 3), (${tenant.id}, ${type}, 'attachment', 'attachment', 'Files', FALSE, 4)`);
	const set = (...words) => lodgectl('desk', 'sharing', '--tenant', tenant.slug, '--desk', desk, ...words);
	return { ...tenant, desk, type, close, reopen, set };
}
