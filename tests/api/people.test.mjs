// people.test.mjs - who takes part in a ticket, with which organizations it is shared, whom customers may find, and who is told of news.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, comment, newOrganization, newcomer, participate, raise, refuses, word } from './lib/api.mjs';
import { makeDesk } from './lib/desk-maker.mjs';
import { lodgectl, sql } from './lib/operator.mjs';
import * as shapes from './lib/shapes.mjs';

const at = (ticket) => `${JSM}/request/${ticket.issueKey}/participant`;
const ours = (ticket, what) => `${LODGE}/request/${ticket.issueKey}/${what}`;
const names = (page) => page.values.map((one) => one.displayName).sort();
const add = (who, ticket, ...people) => who.post(at(ticket), { accountIds: people.map((one) => one.account ?? one) });
const takeOut = (who, ticket, ...people) => who.ask('DELETE', at(ticket), { accountIds: people.map((one) => one.account ?? one) });
const find = async (who, ticket, q) => names(await who.read(`${ours(ticket, 'people')}?q=${encodeURIComponent(q)}`));
const sees = async (who, ticket) => (await who.get(`${JSM}/request/${ticket.issueKey}`)).status === 200;
let place, foreign, anna, mate, oldHand, stranger, agent, admin, acme, other;

before(async () => {
	place = await makeDesk('people');
	foreign = await makeDesk('people');
	acme = await newOrganization(place.slug);
	other = await newOrganization(place.slug);
	const person = (name, more) => newcomer(place.slug, { name, ...more });
	anna = await person('Anna Ask', { organization: acme });
	mate = await person('Mia Mate', { organization: acme });
	oldHand = await person('Otto Old', { organization: other });
	stranger = await person('Stella Strange');
	agent = await person('Agnes Agent', { role: 'agent', desks: [place.desk] });
	admin = await person('Adam Admin', { role: 'admin' });
	await make(oldHand);
});
const make = (who, more) => raise(who, { desk: place.desk, type: place.type, ...more });
const share = (mode) => place.set('--people', mode);

describe('people who take part', () => {
	test('are added and taken out, and JSM\'s page says who there is', async () => {
		const ticket = await make(anna);
		assert.equal(await sees(stranger, ticket), false);
		const added = await add(agent, ticket, mate, stranger);
		assert.equal(added.status, 200, 'JSM: 200, not 201');
		shapes.page(shapes.user)(added.json, 'participants');
		assert.deepEqual(names(added.json), ['Mia Mate', 'Stella Strange']);
		assert.deepEqual(names(await anna.read(at(ticket))), ['Mia Mate', 'Stella Strange']);
		assert.equal(await sees(stranger, ticket), true);
		await comment(stranger, ticket, 'I see it');
		const left = await takeOut(agent, ticket, stranger);
		assert.equal(left.status, 200);
		assert.deepEqual(names(left.json), ['Mia Mate']);
	});
	test('see nothing any more at once when they are taken out', async () => {
		const ticket = await make(anna);
		await add(agent, ticket, stranger);
		const [file] = await anna.upload(place.desk, { name: 'a.txt', bytes: 'x' });
		await anna.make(`${JSM}/request/${ticket.issueKey}/attachment`, { temporaryAttachmentIds: [file.temporaryAttachmentId], public: true });
		await takeOut(anna, ticket, stranger);
		for (const path of ['', '/comment', '/attachment', '/participant', '/status', '/notification', '/feedback'])
			refuses(await stranger.get(`${JSM}/request/${ticket.issueKey}${path}`), 404);
		refuses(await stranger.post(`${JSM}/request/${ticket.issueKey}/comment`, { body: 'x', public: true }), 404);
		assert.ok(!(await stranger.read(`${JSM}/request`)).values.some((one) => one.issueKey === ticket.issueKey));
		assert.deepEqual(await sql(`SELECT * FROM subscription WHERE ticket_id = ${ticket.issueId}`), []);
	});
	test('may leave, and are told nothing of who stays', async () => {
		const ticket = await make(anna);
		await add(agent, ticket, stranger, oldHand);
		refuses(await takeOut(stranger, ticket, oldHand), 403);
		const left = await takeOut(stranger, ticket, stranger);
		assert.equal(left.status, 200);
		assert.deepEqual(left.json.values, []);
		assert.equal(await sees(stranger, ticket), false);
	});
	test('are found by account id or by address, in either list', async () => {
		const ticket = await make(anna);
		const answer = await agent.post(at(ticket), { usernames: [stranger.email.toUpperCase(), mate.account], accountIds: [oldHand.account] });
		assert.deepEqual(names(answer.json), ['Mia Mate', 'Otto Old', 'Stella Strange']);
		const rest = await agent.ask('DELETE', at(ticket), { usernames: [stranger.email] });
		assert.deepEqual(names(rest.json), ['Mia Mate', 'Otto Old']);
	});
	test('are all added or none, and each who cannot be is named', async () => {
		const ticket = await make(anna);
		const alien = await newcomer(foreign.slug, { name: 'Alien' });
		const gone = await newcomer(place.slug, { name: 'Gone' });
		await sql(`UPDATE person SET active = FALSE WHERE id = ${gone.id}`);
		for (const nobody of ['nobody', alien.account, gone.account]) {
			const answer = await add(agent, ticket, mate, nobody);
			refuses(answer, 400, 'accountIds');
			assert.ok(answer.json.errors.accountIds.includes(nobody));
		}
		refuses(await agent.post(at(ticket), { accountIds: [mate.account], usernames: [alien.email] }), 400, 'usernames');
		refuses(await takeOut(agent, ticket, stranger), 400, 'accountIds');
		refuses(await agent.post(at(ticket), {}), 400, 'accountIds');
		refuses(await agent.post(at(ticket), { accountIds: mate.account }), 400, 'accountIds');
		refuses(await agent.post(at(ticket), { accountIds: Array(51).fill(mate.account) }), 400, 'accountIds');
		assert.deepEqual((await anna.read(at(ticket))).values, []);
		assert.deepEqual(await sql(`SELECT kind FROM activity WHERE ticket_id = ${ticket.issueId} AND kind LIKE 'participant%'`), []);
	});
	test('are there once, and the reporter is none of them', async () => {
		const ticket = await make(anna);
		assert.deepEqual(names((await add(agent, ticket, anna, mate, mate)).json), ['Mia Mate']);
		assert.deepEqual(names((await add(agent, ticket, mate)).json), ['Mia Mate']);
		assert.equal((await sql(`SELECT id FROM activity WHERE ticket_id = ${ticket.issueId} AND kind = 'participant-added'`)).length, 1);
	});
	test('are fifty at most', async () => {
		const ticket = await make(anna);
		await sql(`INSERT INTO person (tenant_id, account_id, display_name, created_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
			SELECT ${place.id}, CONCAT('crowd-', ${ticket.issueId}, '-', i), 'Crowd', UTC_TIMESTAMP(3) FROM n`);
		const crowd = Array.from({ length: 50 }, (_, i) => `crowd-${ticket.issueId}-${i + 1}`);
		assert.equal((await add(agent, ticket, ...crowd.slice(0, 49))).status, 200);
		refuses(await add(agent, ticket, crowd[49], mate), 400);
		assert.equal((await agent.read(`${at(ticket)}?limit=100`)).size, 49);
		assert.equal((await add(agent, ticket, crowd[49])).status, 200);
		refuses(await add(agent, ticket, mate), 400);
	});
	test('come at once from two sides, and the limit holds', async () => {
		const ticket = await make(anna);
		const answers = await Promise.all([mate, mate, stranger, stranger, oldHand].map((one) => add(agent, ticket, one)));
		assert.deepEqual(answers.map((one) => one.status), [200, 200, 200, 200, 200]);
		assert.equal((await agent.read(at(ticket))).size, 3);
	});
	test('stand in the log with who did it', async () => {
		const ticket = await make(anna);
		await add(agent, ticket, mate);
		await takeOut(anna, ticket, mate);
		assert.deepEqual(await sql(`SELECT kind, public, person_id, subject_id, before_text, after_text FROM activity WHERE ticket_id = ${ticket.issueId} AND kind <> 'created' ORDER BY id`), [
			['participant-added', '1', String(agent.id), String(mate.id), 'NULL', 'Mia Mate'],
			['participant-removed', '1', String(anna.id), String(mate.id), 'Mia Mate', 'NULL']]);
	});
	test('may be said when a request is made', async () => {
		const ticket = await anna.make(`${JSM}/request`, { serviceDeskId: place.desk, requestTypeId: place.type, requestFieldValues: { summary: 'With two' }, requestParticipants: [mate.account] });
		assert.deepEqual(names(await anna.read(at(ticket))), ['Mia Mate']);
		refuses(await anna.post(`${JSM}/request`, { serviceDeskId: place.desk, requestTypeId: place.type, requestFieldValues: { summary: 'With nobody' }, requestParticipants: [stranger.account] }), 400, 'requestParticipants');
		assert.deepEqual(await sql(`SELECT id FROM ticket WHERE tenant_id = ${place.id} AND summary = 'With nobody'`), []);
	});
});

describe('whom a customer finds and adds', () => {
	const tries = {
		nobody: { found: [], added: [] },
		organization: { found: ['Mia Mate'], added: ['mate'] },
		desk: { found: ['Mia Mate', 'Otto Old'], added: ['mate', 'oldHand'] },
		anybody: { found: ['Mia Mate'], added: ['mate', 'oldHand', 'stranger'] },
	};
	for (const [mode, { found, added }] of Object.entries(tries))
		test(`is what the desk says: ${mode}`, async () => {
			await share(mode);
			const ticket = await make(anna), people = { mate, oldHand, stranger };
			assert.deepEqual((await find(anna, ticket, '')).filter((name) => !name.startsWith('Crowd')), found);
			const { actions } = await anna.read(`${JSM}/request/${ticket.issueKey}?expand=action`);
			assert.equal(actions.addParticipant.allowed, mode !== 'nobody');
			for (const [name, person] of Object.entries(people)) {
				const expected = added.includes(name) ? 200 : mode === 'nobody' ? 403 : 400;
				assert.equal((await add(anna, ticket, person)).status, expected, `${name} by id`);
				await takeOut(agent, ticket, person);
				assert.equal((await anna.post(at(ticket), { usernames: [person.email] })).status, expected, `${name} by address`);
				await takeOut(agent, ticket, person);
			}
			await share('organization');
		});
	test('by an exact address is one person, where anybody may be added, and never a beginning of it', async () => {
		await share('anybody');
		const ticket = await make(anna);
		assert.deepEqual(await find(anna, ticket, stranger.email), ['Stella Strange']);
		assert.deepEqual(await find(anna, ticket, stranger.email.slice(0, -1)), []);
		assert.deepEqual(await find(anna, ticket, 'Stella'), []);
		await sql(`UPDATE person SET email_verified = FALSE WHERE id = ${stranger.id}`);
		assert.deepEqual(await find(anna, ticket, stranger.email), [], 'an address that nobody has proven is nobody\'s');
		refuses(await anna.post(at(ticket), { usernames: [stranger.email] }), 400, 'usernames');
		await sql(`UPDATE person SET email_verified = TRUE WHERE id = ${stranger.id}`);
		await share('organization');
	});
	test('tells no address, and the same of somebody who is not there as of somebody who is not for them', async () => {
		const ticket = await make(anna);
		const { values } = await anna.read(`${ours(ticket, 'people')}?q=mia`);
		shapes.user(values[0], 'person');
		assert.equal(values[0].emailAddress, undefined);
		const answers = [];
		for (const who of [stranger.account, `t_${'0'.repeat(16)}`])
			answers.push(JSON.stringify((await add(anna, ticket, who)).json).replaceAll(who, 'WHO'));
		assert.equal(answers[0], answers[1]);
		const byAddress = [];
		for (const who of [stranger.email, 'n000000000000@nowhere.example'])
			byAddress.push(JSON.stringify((await anna.post(at(ticket), { usernames: [who] })).json).replaceAll(who, 'WHO'));
		assert.equal(byAddress[0], byAddress[1]);
		assert.deepEqual(await anna.read(`${ours(ticket, 'people')}?q=${encodeURIComponent(stranger.email)}`), { values: [] });
	});
	test('is ten at most, by any part of the name whatever its case, without who is there already', async () => {
		const ticket = await make(anna), crowd = word('Crowd');
		for (let i = 0; i < 12; i++)
			await newcomer(place.slug, { name: `${crowd} ${i}`, organization: acme });
		assert.equal((await find(anna, ticket, crowd.toUpperCase())).length, 10);
		assert.deepEqual(await find(anna, ticket, 'iA mA'), ['Mia Mate']);
		await add(anna, ticket, mate);
		assert.deepEqual(await find(anna, ticket, 'mia'), []);
		assert.deepEqual(await find(anna, ticket, '%'), []);
		refuses(await anna.get(`${ours(ticket, 'people')}?q=${'x'.repeat(201)}`), 400, 'q');
	});
	test('for the team is everybody of the tenant, by name or address', async () => {
		const ticket = await make(anna);
		assert.deepEqual(await find(agent, ticket, 'stella'), ['Stella Strange']);
		const { values } = await agent.read(`${ours(ticket, 'people')}?q=${stranger.email.slice(0, 8)}`);
		assert.equal(values[0].emailAddress, stranger.email);
	});
	test('needs a part in the ticket: who sees it through an organization adds nobody', async () => {
		const ticket = await make(anna);
		assert.equal(await sees(mate, ticket), true);
		refuses(await mate.get(`${ours(ticket, 'people')}?q=a`), 403);
		refuses(await add(mate, ticket, mate), 403);
		const { actions } = await mate.read(`${JSM}/request/${ticket.issueKey}?expand=action`);
		assert.deepEqual([actions.addParticipant.allowed, actions.removeParticipant.allowed], [false, false]);
	});
});

describe('a request for somebody else', () => {
	const make = (who, behalf) => who.post(`${JSM}/request`, { serviceDeskId: place.desk, requestTypeId: place.type, requestFieldValues: { summary: 'They rang' }, raiseOnBehalfOf: behalf });
	test('is raised by the team: it is theirs, and the log says who did it', async () => {
		for (const behalf of [anna.account, anna.email]) {
			const { status, json } = await make(agent, behalf);
			assert.equal(status, 201);
			assert.equal(json.reporter.accountId, anna.account);
			assert.equal(await sees(anna, json), true);
			assert.equal(await sees(mate, json), true, 'shared with the one organization of the reporter');
			assert.deepEqual(await sql(`SELECT kind, person_id FROM activity WHERE ticket_id = ${json.issueId}`), [['created', String(agent.id)]]);
		}
		assert.equal((await make(admin, anna.account)).status, 201);
	});
	test('is not raised by customers, nor for nobody', async () => {
		refuses(await make(mate, anna.account), 403);
		refuses(await make(mate, 'nobody'), 403);
		refuses(await make(agent, 'nobody'), 400, 'raiseOnBehalfOf');
		const elsewhere = await newcomer(foreign.slug);
		refuses(await make(agent, elsewhere.account), 400, 'raiseOnBehalfOf');
		refuses(await make(agent, elsewhere.email), 400, 'raiseOnBehalfOf');
		assert.equal((await make(mate, mate.account)).json.reporter.accountId, mate.account, 'for oneself is no other');
		const elsewhereAgent = await newcomer(place.slug, { role: 'agent' });
		refuses(await make(elsewhereAgent, anna.account), 403);
	});
	test('is offered to who may: the form says so', async () => {
		const meta = async (who) => who.read(`${JSM}/servicedesk/${place.desk}/requesttype/${place.type}/field`);
		assert.deepEqual([(await meta(anna)).canRaiseOnBehalfOf, (await meta(anna)).canAddRequestParticipants], [false, true]);
		assert.equal((await meta(agent)).canRaiseOnBehalfOf, true);
	});
});

describe('organizations', () => {
	let twice;
	before(async () => { twice = await newcomer(place.slug, { name: 'Tina Twice', organization: acme }); await sql(`INSERT INTO organization_member VALUES (${place.id}, ${other}, ${twice.id})`); });
	const organizations = async (ticket) => (await sql(`SELECT organization_id FROM ticket_organization WHERE ticket_id = ${ticket.issueId} ORDER BY 1`)).map(([id]) => Number(id));
	const modes = [['private', [], []], ['single', () => [acme], []], ['all', () => [acme], () => [acme, other]]];
	for (const [mode, one, two] of modes)
		test(`share a new request as the desk says: ${mode}`, async () => {
			const value = (list) => typeof list === 'function' ? list() : list;
			await place.set('--new', mode);
			assert.deepEqual(await organizations(await make(anna)), value(one));
			assert.deepEqual(await organizations(await make(twice)), value(two));
			assert.deepEqual(await organizations(await make(stranger)), []);
			await place.set('--new', 'single');
		});
	const choose = (who, ids, more) => who.post(`${JSM}/request`, { serviceDeskId: place.desk, requestTypeId: place.type, requestFieldValues: { summary: 'Chosen' }, organizationIds: ids, ...more });
	test('are chosen by the reporter: private, or some of their own', async () => {
		assert.deepEqual(await organizations((await choose(anna, [])).json), [], 'private, though the desk shares by itself');
		assert.deepEqual(await organizations((await choose(twice, [String(other)])).json), [other]);
		assert.deepEqual(await organizations((await choose(twice, [String(other), String(other), String(acme)])).json), [acme, other]);
		const abroad = await newOrganization(foreign.slug);
		for (const id of [other, abroad, 0, 'x', '-1', `${acme} or 1`])
			refuses(await choose(anna, [String(id)]), 400, 'organizationIds');
		refuses(await choose(anna, String(acme)), 400, 'organizationIds');
		assert.deepEqual(await organizations((await choose(agent, [String(acme)], { raiseOnBehalfOf: anna.account })).json), [acme]);
		refuses(await choose(agent, [String(other)], { raiseOnBehalfOf: anna.account }), 400, 'organizationIds');
	});
	test('are offered by the form', async () => {
		const { lodge } = await twice.read(`${JSM}/servicedesk/${place.desk}/requesttype/${place.type}?expand=field`);
		assert.deepEqual(lodge.organizations.map((one) => Number(one.id)).sort(), [acme, other].sort());
		assert.equal(lodge.sharedByDefault, false);
		const form = await anna.read(`${JSM}/servicedesk/${place.desk}/requesttype/${place.type}?expand=field`);
		assert.equal(form.lodge.sharedByDefault, true);
		shapes.requestType(form, 'form');
		assert.equal((await stranger.read(`${JSM}/servicedesk/${place.desk}/requesttype/${place.type}?expand=field`)).lodge.organizations, undefined);
	});
	const change = (who, method, ticket, organizationId) => who.ask(method, ours(ticket, 'organization'), { organizationId });
	test('are added and taken away by the reporter, among their own', async () => {
		const ticket = (await choose(twice, [])).json;
		assert.equal(await sees(anna, ticket), false);
		const before = await twice.read(ours(ticket, 'organization'));
		assert.deepEqual([before.values.length, before.offers.length], [0, 2]);
		const shared = await change(twice, 'POST', ticket, acme);
		assert.equal(shared.status, 200);
		shapes.ticketOrganizations(shared.json, 'organizations');
		assert.equal(await sees(anna, ticket), true);
		assert.equal((await change(twice, 'POST', ticket, acme)).status, 200, 'twice is once');
		assert.equal((await change(twice, 'DELETE', ticket, acme)).status, 200);
		assert.equal(await sees(anna, ticket), false, 'at once');
		refuses(await change(twice, 'DELETE', ticket, acme), 400, 'organizationId');
		assert.deepEqual(await sql(`SELECT kind, public, subject_id FROM activity WHERE ticket_id = ${ticket.issueId} AND kind <> 'created' ORDER BY id`), [['shared', '1', String(acme)], ['unshared', '1', String(acme)]]);
	});
	test('are nobody else\'s to say', async () => {
		const ticket = await make(anna), abroad = await newOrganization(foreign.slug);
		await participate(stranger, ticket);
		refuses(await change(stranger, 'POST', ticket, acme), 403);
		refuses(await change(mate, 'DELETE', ticket, acme), 403);
		for (const id of [other, abroad, 999999])
			refuses(await change(anna, 'POST', ticket, id), 400, 'organizationId');
		refuses(await change(agent, 'POST', ticket, abroad), 400, 'organizationId');
		assert.equal((await change(agent, 'POST', ticket, other)).status, 200, 'the desk is open: any organization of the tenant');
		assert.equal(await sees(oldHand, ticket), true);
		await sql(`UPDATE desk SET access = 'organizations' WHERE id = ${place.desk}`);
		refuses(await change(agent, 'POST', ticket, await newOrganization(place.slug)), 400, 'organizationId');
		await sql(`UPDATE desk SET access = 'open' WHERE id = ${place.desk}`);
		await share('nobody');
		refuses(await change(anna, 'DELETE', ticket, acme), 403);
		refuses(await choose(anna, [String(acme)]), 400, 'organizationIds');
		await share('organization');
	});
	test('stand in the request that asks for them', async () => {
		const ticket = await make(anna);
		const { lodge } = await anna.read(`${JSM}/request/${ticket.issueKey}?expand=organization`);
		assert.deepEqual(lodge.organizations.map((one) => Number(one.id)), [acme]);
		assert.equal((await anna.read(`${JSM}/request/${ticket.issueKey}`)).lodge.organizations, undefined);
	});
	test('are made by operators, who say who belongs to them', async () => {
		const name = word('Firm'), said = await lodgectl('organization', 'add', '--tenant', place.slug, '--name', name), [, id] = /organization (\d+) is made/.exec(said);
		await assert.rejects(lodgectl('organization', 'add', '--tenant', place.slug, '--name', name), /there is an organization/);
		await lodgectl('organization', 'add-member', '--tenant', place.slug, '--organization', id, '--person', stranger.email);
		await assert.rejects(lodgectl('organization', 'add-member', '--tenant', place.slug, '--organization', id, '--person', stranger.email), /belongs there already/);
		await assert.rejects(lodgectl('organization', 'add-member', '--tenant', foreign.slug, '--organization', id, '--person', stranger.email), /has no organization/);
		assert.match(await lodgectl('organization', 'list', '--tenant', place.slug), new RegExp(`^${id} +members=1 tickets=0 ${name}$`, 'm'));
		await lodgectl('organization', 'remove-member', '--tenant', place.slug, '--organization', id, '--person', stranger.email);
		await assert.rejects(lodgectl('organization', 'remove-member', '--tenant', place.slug, '--organization', id, '--person', stranger.email), /does not belong/);
	});
	test('rules are set by operators, and shown', async () => {
		await assert.rejects(place.set('--people', 'all'), /--people is/);
		await assert.rejects(place.set('--new', 'some'), /--new is/);
		await assert.rejects(place.set('--edit-seconds', '-1'), /--edit-seconds/);
		await place.set('--people', 'desk', '--new', 'all', '--edit-seconds', '60');
		assert.match(await lodgectl('desk', 'list', '--tenant', place.slug), /people=desk new=all edit-seconds=60/);
		await place.set('--people', 'organization', '--new', 'single', '--edit-seconds', '900');
	});
});

describe('news', () => {
	const path = (ticket) => `${JSM}/request/${ticket.issueKey}/notification`;
	const told = async (who, ticket) => (await who.read(path(ticket))).subscribed;
	test('are for the reporter, who takes part and the assignee, and for others once they ask', async () => {
		const ticket = await make(anna);
		await participate(stranger, ticket);
		assert.deepEqual([await told(anna, ticket), await told(stranger, ticket), await told(mate, ticket), await told(agent, ticket), await told(admin, ticket)], [true, true, false, false, false]);
		await sql(`UPDATE ticket SET assignee_id = ${agent.id} WHERE id = ${ticket.issueId}`);
		assert.equal(await told(agent, ticket), true);
		for (const [who, method, wanted] of [[anna, 'DELETE', false], [stranger, 'DELETE', false], [mate, 'PUT', true], [agent, 'DELETE', false], [anna, 'PUT', true], [mate, 'DELETE', false]]) {
			assert.equal((await who.ask(method, path(ticket))).status, 204);
			assert.equal(await told(who, ticket), wanted);
			assert.equal((await who.ask(method, path(ticket))).status, 204, 'again is the same');
		}
		assert.deepEqual([await told(anna, ticket), await told(stranger, ticket), await told(mate, ticket), await told(agent, ticket)], [true, false, false, false]);
	});
	test('do not depend on what the body or its type is', async () => {
		const ticket = await make(anna);
		for (const [body, type] of [['', 'application/x-www-form-urlencoded'], ['', 'application/json'], ['{}', 'application/json']])
			assert.equal((await anna.ask('PUT', path(ticket), body, { 'content-type': type })).status, 204);
	});
	test('are not for who was taken out, though they had asked', async () => {
		const ticket = await make(anna);
		await add(agent, ticket, stranger);
		await stranger.ask('PUT', path(ticket));
		await takeOut(agent, ticket, stranger);
		await add(agent, ticket, stranger);
		await stranger.ask('DELETE', path(ticket));
		await takeOut(agent, ticket, stranger);
		await add(agent, ticket, stranger);
		assert.equal(await told(stranger, ticket), true, 'who comes back begins anew');
	});
	test('stand in the request that asks for them', async () => {
		const ticket = await make(anna);
		assert.equal((await anna.read(`${JSM}/request/${ticket.issueKey}?expand=notification`)).lodge.subscribed, true);
	});
});
