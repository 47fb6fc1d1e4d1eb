// search.test.mjs - finding tickets by words: who finds what, words that stand in several texts of a ticket, and words so frequent that tickets
// are gone through instead of postings: what is found is the same.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, comment, participate, word } from './lib/api.mjs';
import { lodgectl, sql } from './lib/operator.mjs';
import { openTenant } from './lib/own-tenant.mjs';

const PAGES_MAX = 100;
const asked = (path, q, more = '') => `${path}?q=${encodeURIComponent(q)}${more}`;
/** The keys of all pages, by their links. */
async function keys(who, path) {
	const found = [];
	for (let pages = 0; path; pages++) {
		assert.ok(pages < PAGES_MAX, 'the pages end');
		const page = await who.read(path);
		found.push(...page.values.map((one) => one.issueKey));
		path = page._links.next && new URL(page._links.next).pathname + new URL(page._links.next).search;
	}
	return found;
}
const mine = (who, q, more) => keys(who, asked(`${LODGE}/requests`, q, `&reporter=all${more ?? ''}`));
const team = (who, q, more) => keys(who, asked(`${LODGE}/agent/tickets`, q, more));
const jsm = (who, q) => keys(who, `${JSM}/request?searchTerm=${encodeURIComponent(q)}`);
/** As if very many texts had the word: then the index is not asked for it. */
const makeFrequent = (tenant, ...words) => sql(`REPLACE INTO search_common (tenant_id, word, texts, counted_at)
	VALUES ${['', ...words].map((one) => `(${tenant.id}, '${one}', ${one ? 900000 : 1000000}, UTC_TIMESTAMP(3))`).join()}`);

describe('who finds what', () => {
	let tenant, anna, colleague, outsider, agent, ticket, apple, berry, cherry, note;
	before(async () => {
		tenant = await openTenant('search');
		[anna, colleague, outsider, agent] = [await tenant.person(), await tenant.person(), await tenant.person(), await tenant.person('agent')];
		const organization = await tenant.made('organization', { name: 'Ours', created_at: '2026-01-01' });
		for (const person of [anna, colleague])
			await tenant.made('organization_member', { organization_id: organization, person_id: person.id });
		[apple, berry, cherry, note] = [word(), word(), word(), word()];
		ticket = await tenant.raise(anna, [], { summary: `About ${apple}` });
		await comment(anna, ticket, `Then ${berry}`);
		await comment(agent, ticket, `And ${cherry}`);
		await comment(agent, ticket, `Secret ${note}`, false);
		await tenant.raise(outsider, [], { summary: `About ${apple} elsewhere` });
	});
	const ways = [['were never counted', () => sql(`DELETE FROM search_common WHERE tenant_id = ${tenant.id}`)],
		['few texts have', () => makeFrequent(tenant)],
		['very many texts have', () => makeFrequent(tenant, ...[apple, berry, cherry, note].flatMap((one) => [one, `${one}*`, `${one.slice(0, 3)}*`]))],
		['some of which very many texts have', () => makeFrequent(tenant, berry, `${berry}*`, `${note}*`)]];
	for (const [what, ready] of ways)
		describe(`by words that ${what}`, () => {
			before(ready);
			test('all words are needed, in whatever texts of the ticket; the last one as a beginning', async () => {
				for (const q of [apple, berry, `${apple} ${berry}`, `${cherry} ${apple} ${berry}`, `${apple} ${cherry.slice(0, 3)}`, `${berry.toUpperCase()}, (${apple})!`]) {
					assert.deepEqual(await mine(anna, q), [ticket.issueKey], q);
					assert.deepEqual(await jsm(anna, q), [ticket.issueKey], q);
				}
				for (const q of [`${apple} ${word()}`, `${apple.slice(0, 5)} ${berry}`, `${apple} ${berry} ${word()}`, word(), '+*"()', 'x7x'])
					assert.deepEqual(await mine(anna, q), [], q);
			});
			test("a word of a note finds for the team, never for a customer, alone or beside others", async () => {
				for (const q of [note, `${apple} ${note}`, `${note} ${berry}`, `${note} ${cherry.slice(0, 4)}`]) {
					assert.deepEqual(await team(agent, q), [ticket.issueKey], q);
					assert.deepEqual(await mine(anna, q), [], q);
					assert.deepEqual(await jsm(anna, q), [], q);
				}
			});
			test('a colleague finds what is shared with the organization, an outsider nothing of it', async () => {
				assert.deepEqual(await mine(colleague, `${apple} ${berry}`), [ticket.issueKey]);
				assert.deepEqual(await keys(colleague, asked(`${LODGE}/requests`, `${apple} ${berry}`, '&reporter=mine')), []);
				assert.deepEqual(await mine(outsider, `${apple} ${berry}`), []);
				assert.equal((await mine(outsider, apple)).length, 1, 'their own');
				assert.equal((await team(agent, apple)).length, 2);
			});
			test('queues are searched in the same way', async () => {
				const { values } = await agent.read(`${LODGE}/servicedesk/${tenant.desk}/queue`), open = values.find((queue) => queue.builtIn === 'open');
				const found = (q) => keys(agent, asked(`${LODGE}/servicedesk/${tenant.desk}/queue/${open.id}/ticket`, q));
				for (const q of [`${apple} ${berry}`, note, `${note} ${apple}`, `${berry} ${cherry.slice(0, 4)}`])
					assert.deepEqual(await found(q), [ticket.issueKey], q);
				assert.equal((await found(apple)).length, 2);
				for (const q of [`${apple} ${word()}`, '+"', `${apple.slice(0, 4)} ${berry}`])
					assert.deepEqual(await found(q), [], q);
			});
			test('filters narrow it', async () => {
				assert.deepEqual(await mine(anna, `${apple} ${berry}`, '&status=open'), [ticket.issueKey]);
				assert.deepEqual(await mine(anna, `${apple} ${berry}`, '&status=closed'), []);
				assert.deepEqual(await mine(anna, `${apple} ${berry}`, '&status=Closed'), []);
				assert.deepEqual(await team(agent, `${apple} ${berry}`, '&status=Open'), [ticket.issueKey]);
				assert.deepEqual(await team(agent, `${apple} ${berry}`, '&status=closed'), []);
			});
		});
	test('who takes part finds it from then on', async () => {
		const guest = await tenant.person();
		assert.deepEqual(await mine(guest, `${apple} ${berry}`), []);
		await participate(guest, ticket);
		assert.deepEqual(await mine(guest, `${apple} ${berry}`), [ticket.issueKey]);
	});
	test("another tenant's words are its own", async () => {
		const other = await openTenant('search'), stranger = await other.person('agent');
		await other.raise(stranger, [], { summary: apple });
		assert.equal((await team(stranger, apple)).length, 1);
		assert.deepEqual(await team(stranger, `${apple} ${berry}`), []);
		await makeFrequent(other, apple, `${apple}*`, berry, `${berry}*`);
		assert.equal((await team(stranger, apple)).length, 1);
		assert.deepEqual(await team(stranger, `${apple} ${berry}`), []);
	});
	test('a comment that is hidden finds no more for customers, and for the team as before', async () => {
		const [said, about] = [word(), word()], one = await tenant.raise(anna, [], { summary: about });
		const made = await comment(agent, one, `Too much: ${said}`);
		assert.deepEqual(await mine(anna, `${about} ${said}`), [one.issueKey]);
		await agent.ask('POST', `${LODGE}/request/${one.issueKey}/comment/${made.id}/hide`);
		assert.deepEqual(await mine(anna, `${about} ${said}`), []);
		assert.deepEqual(await mine(anna, said), []);
		assert.deepEqual(await team(agent, `${about} ${said}`), [one.issueKey]);
		await makeFrequent(tenant, said, `${said}*`, about, `${about}*`);
		assert.deepEqual(await mine(anna, `${about} ${said}`), []);
		assert.deepEqual(await team(agent, `${about} ${said}`), [one.issueKey]);
	});
	test('accents, case and scripts without spaces find as they are typed', async () => {
		const mark = word(), one = await tenant.raise(anna, [], { summary: `${mark} Größe in Łódź` });
		await comment(anna, one, '衛星データの処理');
		for (const q of [`${mark} grosse`, `${mark} GRÖSSE`, `lodz ${mark}`, `${mark} 衛星`, `${mark} 星デ`, `${mark} 処`, `${mark} データの処理 łódź`])
			assert.deepEqual(await mine(anna, q), [one.issueKey], q);
		assert.deepEqual(await mine(anna, `${mark} 星衛`), []);
	});
	test('a key finds that ticket alone, for those who may see it', async () => {
		const first = await tenant.raise(anna);
		for (const key of [first.issueKey, first.issueKey.toLowerCase()]) {
			assert.deepEqual(await mine(anna, key), [first.issueKey]);
			assert.deepEqual(await team(agent, key), [first.issueKey]);
		}
		assert.deepEqual(await mine(outsider, first.issueKey), []);
		assert.deepEqual(await keys(colleague, asked(`${LODGE}/requests`, first.issueKey, '&reporter=mine')), []);
	});
});

describe('an agent', () => {
	test('searches all desks that they answer on at once, or one; an admin all there are', async () => {
		const tenant = await openTenant('search'), mark = word(), [anna, agent, admin] = [await tenant.person(), await tenant.person('agent'), await tenant.person('admin')];
		const raised = [await tenant.raise(anna, [], { summary: mark })];
		for (const project_key of ['TWO', 'SIX']) {
			const desk = await tenant.made('desk', { project_key, name: project_key, created_at: '2026-01-01' });
			const type = await tenant.made('request_type', { desk_id: desk, workflow_id: tenant.workflow, name: 'Other' });
			await tenant.made('field', { request_type_id: type, key_name: 'summary', kind: 'text', label: 'Summary' });
			raised.push(await anna.make(`${JSM}/request`, { serviceDeskId: String(desk), requestTypeId: String(type), requestFieldValues: { summary: `${mark} ${project_key}` } }));
		}
		const [own, two, six] = raised.map((one) => one.issueKey), desks = raised.map((one) => one.serviceDeskId);
		await tenant.made('desk_agent', { desk_id: Number(desks[1]), person_id: agent.id });
		for (const ready of [() => makeFrequent(tenant), () => makeFrequent(tenant, mark, `${mark}*`)]) {
			await ready();
			assert.deepEqual(await team(agent, mark), [two, own]);
			assert.deepEqual(await team(admin, mark), [six, two, own]);
			assert.deepEqual(await team(agent, mark, `&serviceDeskId=${desks[0]}`), [own]);
			assert.deepEqual(await team(agent, mark, `&serviceDeskId=${desks[1]}`), [two]);
			assert.deepEqual(await team(agent, mark, '&limit=1'), [two, own], 'page by page');
			assert.deepEqual(await team(agent, mark, '&status=Open'), [two, own]);
			assert.equal((await agent.get(asked(`${LODGE}/agent/tickets`, mark, `&serviceDeskId=${desks[2]}`))).status, 403);
		}
		assert.deepEqual(await team(agent, six), []);
		assert.deepEqual(await team(admin, six), [six]);
		assert.deepEqual(await team(agent, two, `&serviceDeskId=${desks[0]}`), []);
	});
});

describe('a tenant with very many texts', { timeout: 200_000 }, () => {
	let tenant, agent;
	before(async () => {
		tenant = await openTenant('search');
		agent = await tenant.person('agent');
		await lodgectl('demo', 'seed', '--tenant', tenant.slug, '--tickets', '4000', '--comments', '17000', '--people', '10');
	});
	/** Tickets that have all words, by looking at every text. */
	const truth = async (...words) => (await sql(`SELECT t.ticket_key FROM ticket t WHERE t.tenant_id = ${tenant.id} AND ${words.map((one) => `EXISTS (SELECT 1 FROM search_text w
		WHERE w.tenant_id = t.tenant_id AND w.ticket_id = t.id AND CONCAT(' ', w.words, ' ') LIKE '% _${tenant.id}x${one}%')`).join(' AND ')} ORDER BY t.team_activity DESC, t.id DESC`)).map(([key]) => key);

	test('knows about its frequent words', async () => {
		const rows = new Map((await sql(`SELECT word, texts FROM search_common WHERE tenant_id = ${tenant.id}`)).map(([one, n]) => [one, Number(n)]));
		const [[texts, the]] = await sql(`SELECT COUNT(*), SUM(CONCAT(' ', words, ' ') LIKE '% _${tenant.id}xthe %') FROM search_text WHERE tenant_id = ${tenant.id}`);
		assert.ok(Math.abs(rows.get('') / texts - 1) < 0.1, `${rows.get('')} of ${texts}`);
		assert.ok(Math.abs(rows.get('the') / the - 1) < 0.1, `${rows.get('the')} of ${the}`);
		assert.ok(rows.get('th*') > rows.get('the') - 1 && rows.get('t*') > rows.get('th*') - 1, 'a beginning stands in as many texts or more');
		assert.ok(rows.size > 50 && rows.size < 5000, `${rows.size} words`);
	});
	test('gives the same by either way, page by page, newest first', async () => {
		for (const words of [['the'], ['zi'], ['the ', 'bo'], ['kernel ', 'the'], ['sentinel ', 'the ', 'we']]) {
			const wanted = await truth(...words), q = words.map((one) => one.trim()).join(' ');
			assert.ok(wanted.length > 5, q);
			assert.deepEqual(await team(agent, q, '&limit=100'), wanted, q);
		}
	});
	test('is gone through for a while only: what was found by then is a page, and the next one goes on', async () => {
		const [one, other] = ['tomorrow', 'invoice'];
		await makeFrequent(tenant, one, `${one}*`, other, `${other}*`);
		const wanted = await truth(`${one} `, other), first = await agent.read(asked(`${LODGE}/agent/tickets`, `${one} ${other}`, '&limit=100'));
		assert.ok(wanted.length > 1 && wanted.length < 100, `${wanted.length} have both`);
		assert.equal(first.isLastPage, false);
		assert.ok(first.size < wanted.length, 'the oldest ones are not found yet');
		assert.match(first.searchedTo.iso8601, /^20/);
		assert.deepEqual(await team(agent, `${one} ${other}`, '&limit=100'), wanted);
		const last = await agent.read(new URL(first._links.next).pathname + new URL(first._links.next).search);
		assert.equal(last.isLastPage, true);
		assert.equal(last.searchedTo, undefined);
	});
});
