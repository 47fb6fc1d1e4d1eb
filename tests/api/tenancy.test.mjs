// tenancy.test.mjs - every route, asked by every role for what is its own, what it may not see, and what is another tenant's.
// The routes are those of the program: one that this table does not know fails, so a new route has to say what it guards.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, caller, comment, newcomer, program, raise, rawAsk, refuses, seen, stack, word } from './lib/api.mjs';
import { run } from '../stack/process.mjs';
import { mailToken } from './lib/mail-token.mjs';
import { sql } from './lib/operator.mjs';
import { fill, routes } from './lib/routes.mjs';
import { signIn } from './lib/sign-in.mjs';
import { TUS, begin, metadata } from './lib/uploads.mjs';

// The home tenant is dasharo: desk 71 is open, 73 is for the organization of customer and colleague. copernicus is foreign.
const HOME = 'dasharo', FOREIGN = 'copernicus';
const marks = { home: word('home'), note: word('note'), foreign: word('foreign') };
const people = {}, things = {};

before(async () => {
	for (const role of ['customer', 'colleague', 'outsider', 'agent', 'admin'])
		people[role] = await program(HOME, `${role}@${HOME}.example`);
	people.nobody = caller(HOME);
	people.stranger = await newcomer(HOME, { role: 'agent', desks: [71] }); // an agent, though not of desk 73
	const abroad = await program(FOREIGN, `admin@${FOREIGN}.example`);
	const session = await signIn(FOREIGN, `agent@${FOREIGN}.example`);
	people.foreignToken = caller(HOME, { authorization: abroad.authorization });
	people.foreignCookie = caller(HOME, { cookie: session.cookie, origin: stack.origin(HOME) });
	assert.equal((await abroad.get(`${LODGE}/me`)).status, 200, 'the token is good at home');
	assert.equal((await session.get(`${LODGE}/me`)).status, 200, 'the session is good at home');
	await people.nobody.get('/theme.css');
	things.own = await makeTicket(people.customer, people.agent, { desk: '73', type: '7302', mark: marks.home });
	things.upload = (await begin(people.customer, { name: marks.home, desk: '73', length: 5 })).id;
	things.foreignUpload = (await begin(await program(FOREIGN, `customer@${FOREIGN}.example`), { name: marks.foreign, length: 5 })).id;
	things.foreign = await makeTicket(await program(FOREIGN, `customer@${FOREIGN}.example`), await program(FOREIGN, `agent@${FOREIGN}.example`),
		{ desk: '55', type: '5501', mark: marks.foreign });
	things.queue = (await people.agent.make(`${LODGE}/servicedesk/73/queue`, { name: marks.home })).id;
	things.template = (await people.agent.make(`${LODGE}/servicedesk/73/template`, { name: marks.home, body: marks.home })).id;
	things.foreignTemplate = (await abroad.make(`${LODGE}/servicedesk/55/template`, { name: marks.foreign, body: marks.foreign })).id;
	things.foreignQueue = (await abroad.make(`${LODGE}/servicedesk/55/queue`, { name: marks.foreign })).id;
	things.spare = await makeTicket(people.customer, people.agent, { desk: '73', type: '7302', mark: marks.home });
	const [answer] = await people.agent.upload('73', { name: `${marks.home}.txt`, bytes: 'x' });
	const answered = await people.agent.make(`${JSM}/request/${things.spare.key}/attachment`, { temporaryAttachmentIds: [answer.temporaryAttachmentId], public: true });
	things.spare.agentFile = answered.attachments.values[0].id;
	things.link = (await linkTo(people.customer, things.own)).id;
	things.foreignLink = (await linkTo(abroad, things.foreign)).id;
	things.token = tokenOf(await linkTo(people.customer, await makeTicket(people.customer, people.agent, { desk: '73', type: '7302', mark: marks.home })));
	things.foreignToken = tokenOf(await linkTo(abroad, things.foreign));
	things.posted = await post(2, 73, 21);
	things.foreignPosted = await post(1, 55, 11);
	things.mail = await heldMail({ tenant: HOME, desk: 73, mark: marks.home, ticket: things.own });
	things.foreignMail = await heldMail({ tenant: FOREIGN, desk: 55, mark: marks.foreign });
	things.byMail = await heldMail({ tenant: HOME, desk: 73, mark: marks.home, ticket: things.own, state: 'done' });
	things.letter = await letterOf(await raise(people.customer, { desk: '73', type: '7302', description: 'Shown to whoever has the letter' }));
	things.foreignLetter = await letterOf({ issueId: things.foreign.id });
});

/** A mail of the desk, which came by mail to its address: of one ticket if that is said. */
async function heldMail({ tenant, desk, mark, ticket, state = 'held' }) {
	const [[made]] = await sql(`INSERT INTO mail_address (tenant_id, desk_id, address, request_type_id, created_at)
		SELECT r.tenant_id, r.desk_id, '${word('m')}@${tenant}.example', MIN(r.id), '2026-01-01' FROM request_type r JOIN tenant t ON t.id = r.tenant_id WHERE t.slug = '${tenant}' AND r.desk_id = ${desk};
		INSERT INTO mail_in (tenant_id, desk_id, address_id, once, raw_key, size, envelope_from, envelope_to, state, why, from_address, from_name, subject, ticket_id, text, html, files, received_at)
		SELECT tenant_id, desk_id, id, UNHEX(SHA2('${word()}', 256)), '1/none', 1, 'x@x.example', address, '${state}', 'unproven', 'x@x.example', '${mark}', '${mark}', ${ticket?.id ?? 'NULL'}, '${mark}', '<p>${mark}</p>', '[]', UTC_TIMESTAMP(3) FROM mail_address WHERE id = LAST_INSERT_ID();
		SELECT LAST_INSERT_ID()`);
	return made;
}

const linkTo = (who, { key, file }) => who.make(`${LODGE}/request/${key}/attachment/${file}/link`);
/** A letter of a desk that was not sent. */
const post = async (tenant, desk, address) => (await sql(`INSERT INTO mail_out (tenant_id, desk_id, address_id, recipient, kind, message_id, state, trouble, created_at, ended_at)
	VALUES (${tenant}, ${desk}, ${address}, 'x@y.example', 'notice', UUID(), 'failed', 'no', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)); SELECT LAST_INSERT_ID();`))[0][0];
/** The token that mutes a ticket for its reporter. */
const letterOf = async ({ issueId }) => mailToken(...(await sql(`SELECT tenant_id, 'q', id, reporter_id FROM ticket WHERE id = ${issueId}`))[0]);
const tokenOf = ({ url }) => url.split('/f/')[1];

/** A ticket with a comment, a file, a note and a file of the note, all marked. */
async function makeTicket(customer, agent, { desk, type, mark }) {
	const [file] = await customer.upload(desk, { name: `${mark}.txt`, bytes: mark });
	const ticket = await raise(customer, { desk, type, summary: `Summary ${mark}`, description: `Description ${mark}`, attachment: [file.temporaryAttachmentId] });
	const said = await comment(customer, ticket, `Said ${mark}`);
	const [noted] = await agent.upload(desk, { name: `${marks.note}.txt`, bytes: marks.note });
	const note = await agent.make(`${JSM}/request/${ticket.issueKey}/attachment`,
		{ temporaryAttachmentIds: [noted.temporaryAttachmentId], public: false, additionalComment: { body: `${mark} ${marks.note}` } });
	const quote = await agent.make(`${LODGE}/request/${ticket.issueKey}/quote`, { currency: 'EUR', lines: [{ text: mark, amount: '1' }], validUntil: '2035-01-01' });
	const files = (await customer.read(`${JSM}/request/${ticket.issueKey}/attachment`)).values;
	return { desk, type, key: ticket.issueKey, id: ticket.issueId, comment: said.id, file: files[0].id, note: note.comment.id, noteFile: note.attachments.values[0].id, approval: quote.approval.id };
}

const ROLES = ['nobody', 'customer', 'colleague', 'outsider', 'stranger', 'agent', 'admin', 'foreignToken', 'foreignCookie'];
const signedOut = { nobody: 401, foreignToken: 401, foreignCookie: 401 };
const all = (status) => ({ ...signedOut, customer: status, colleague: status, outsider: status, stranger: status, agent: status, admin: status });
const insiders = (status) => ({ ...all(404), customer: status, colleague: status, agent: status, admin: status });
const team = (status) => ({ ...all(404), agent: status, admin: status });
const anybody = (status) => ({ ...all(status), nobody: status, foreignToken: 401, foreignCookie: status });

const onTicket = (more = {}) => (status) => [
	['a ticket shared with an organization, by key', () => ({ issueIdOrKey: things.own.key, ...more.own?.() }), insiders(status)],
	['a ticket shared with an organization, by id', () => ({ issueIdOrKey: things.own.id, ...more.own?.() }), insiders(status)],
	["another tenant's ticket, by key", () => ({ issueIdOrKey: things.foreign.key, ...more.foreign?.() }), all(404)],
	["another tenant's ticket, by id", () => ({ issueIdOrKey: things.foreign.id, ...more.foreign?.() }), all(404)],
	['a ticket that is not there', () => ({ issueIdOrKey: 'DPP-99999', ...more.own?.() }), all(404)],
];
const clockTeam = (status) => ({ ...all(403), stranger: 404, agent: status, admin: status });
const onClocks = (status, more) => onTicket({ own: () => more, foreign: () => more })(status).map(([what, names, rights]) => [what, names, clockTeam(rights.agent)]);
const onComment = (status) => [
	...onTicket({ own: () => ({ commentId: things.own.comment }), foreign: () => ({ commentId: things.foreign.comment }) })(status),
	['a note', () => ({ issueIdOrKey: things.own.key, commentId: things.own.note }), team(status)],
	["another tenant's comment below one's own ticket", () => ({ issueIdOrKey: things.own.key, commentId: things.foreign.comment }), all(404)],
];
const onFile = (status) => [
	...onTicket({ own: () => ({ attachmentId: things.own.file }), foreign: () => ({ attachmentId: things.foreign.file }) })(status),
	["a note's file", () => ({ issueIdOrKey: things.own.key, attachmentId: things.own.noteFile }), team(status)],
	["another tenant's file below one's own ticket", () => ({ issueIdOrKey: things.own.key, attachmentId: things.foreign.file }), all(404)],
];
const onApproval = (status) => [
	...onTicket({ own: () => ({ approvalId: things.own.approval }), foreign: () => ({ approvalId: things.foreign.approval }) })(status),
	["another tenant's approval below one's own ticket", () => ({ issueIdOrKey: things.own.key, approvalId: things.foreign.approval }), status === 400 ? insiders(400) : all(404)],
];
/** Customers may never. */
const teamOnly = (status) => onTicket()(status).map(([what, names, rights]) => [what, names, { ...rights, customer: 403, colleague: 403, outsider: 403 }]);
const onDesk = (status, deskStatus = insiders(status)) => [
	['an open desk', () => ({ serviceDeskId: '71', requestTypeId: '7101' }), all(status)],
	['an open desk, by its project key', () => ({ serviceDeskId: 'DSP', requestTypeId: '7101' }), all(status)],
	['a desk of one organization', () => ({ serviceDeskId: '73', requestTypeId: '7301' }), deskStatus],
	["another tenant's desk", () => ({ serviceDeskId: '55', requestTypeId: '5501' }), all(404)],
	["another tenant's desk, by its project key", () => ({ serviceDeskId: 'CDSE', requestTypeId: '5501' }), all(404)],
];
const onType = (status) => [
	...onDesk(status),
	["another desk's type", () => ({ serviceDeskId: '71', requestTypeId: '7301' }), all(404)],
	["another tenant's type", () => ({ serviceDeskId: '71', requestTypeId: '5501' }), all(404)],
];
const onLetter = (status) => [
	['a link', () => ({ token: things.letter }), { ...anybody(status), foreignToken: status }],
	["another tenant's link", () => ({ token: things.foreignLetter }), { ...anybody(404), foreignToken: 404 }],
	['no link', () => ({ token: 'q1.1.1.aaaaaaaaaaaaaaaa' }), { ...anybody(404), foreignToken: 404 }],
];
const onUpload = (status) => [
	['an upload of the customer\'s', () => ({ uploadId: things.upload }), { ...all(404), customer: status }],
	["another tenant's upload", () => ({ uploadId: things.foreignUpload }), all(404)],
];
/** What only the team of a desk may: customers are told so by their role alone. */
const ofTeam = (status, more = () => ({})) => [
	['an open desk', () => ({ serviceDeskId: '71', ...more() }), { ...all(403), stranger: status, agent: status, admin: status }],
	['a desk of one organization', () => ({ serviceDeskId: '73', ...more() }), { ...all(403), stranger: 404, agent: status, admin: status }],
	['an open desk of other agents', () => ({ serviceDeskId: '72', ...more() }), { ...all(403), stranger: 403, agent: status, admin: status }],
	["another tenant's desk", () => ({ serviceDeskId: '55', ...more() }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
];
const onQueue = (status) => [
	...ofTeam(status, () => ({ queueId: '1' })),
	["another desk's queue", () => ({ serviceDeskId: '71', queueId: things.queue }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
	["another tenant's queue", () => ({ serviceDeskId: '71', queueId: things.foreignQueue }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
];
const onPosted = (status) => [
	['it', () => ({ serviceDeskId: '73', letterId: things.posted }), { ...all(403), stranger: 404, agent: status, admin: status }],
	["another desk's", () => ({ serviceDeskId: '71', letterId: things.posted }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
	["another tenant's", () => ({ serviceDeskId: '71', letterId: things.foreignPosted }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
	["another tenant's, on its desk", () => ({ serviceDeskId: '55', letterId: things.foreignPosted }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
];
const onTemplate = (status) => [
	['it', () => ({ serviceDeskId: '73', templateId: things.template }), { ...all(403), stranger: 404, agent: status, admin: status }],
	["another desk's", () => ({ serviceDeskId: '71', templateId: things.template }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
	["another tenant's", () => ({ serviceDeskId: '71', templateId: things.foreignTemplate }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
	["another tenant's, on its desk", () => ({ serviceDeskId: '55', templateId: things.foreignTemplate }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
];
const onMail = (status) => [
	['it', () => ({ serviceDeskId: '73', mailId: things.mail }), { ...all(403), stranger: 404, agent: status, admin: status }],
	["another desk's", () => ({ serviceDeskId: '71', mailId: things.mail }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
	["another tenant's", () => ({ serviceDeskId: '73', mailId: things.foreignMail }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
	["another tenant's, on its desk", () => ({ serviceDeskId: '55', mailId: things.foreignMail }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
];
const ofTicketTeam = (status) => onTicket()(status).map(([what, names, rights]) => [what, names, { ...rights, customer: 403, colleague: 403, outsider: 403 }]);
const list = (...queries) => [['the list', () => ({}), all(200)], ...queries.map(([query, status = all(200)]) => [`the list with ${query}`, () => ({ query }), status])];
const one = (rights) => [['it', () => ({}), rights]];
/** The cases of those who see the ticket, with other statuses for some of them. */
const adjusted = (cases, more) => cases.map(([what, names, rights]) => [what, names, rights.customer === 404 ? rights : { ...rights, ...more }]);
/** Somebody and something of the foreign tenant. */
const ABROAD = { account: 'ac:00000000-0000-4000-8000-000000000101', organization: '11' };
const foreignQueries = () => [[`serviceDeskId=55`], [`serviceDeskId=55&requestTypeId=5501`]];

/** What customers never may, whatever it is about. */
const forTeam = ([what, names, rights]) => [what, names, { ...rights, customer: 403, colleague: 403, outsider: 403 }];

/** For each route the cases: what is asked for, how it is named, and the status for each role. `body` makes a POST's. */
const table = {
	[`GET ${JSM}/info`]: { cases: one(anybody(200)) },
	[`GET ${JSM}/request`]: { cases: list(...foreignQueries(), [`searchTerm=${marks.foreign}`], ['requestOwnership=ORGANIZATION&organizationId=11'], ['requestOwnership=ALL_REQUESTS']) },
	[`POST ${JSM}/request`]: { cases: [
		['a desk of one organization', () => ({ body: form('73', '7302') }), { ...all(201), outsider: 400, stranger: 400 }],
		["another tenant's desk", () => ({ body: form('55', '5501') }), all(400)],
		["another tenant's type", () => ({ body: form('71', '5501') }), all(400)],
		["for another tenant's person", () => ({ body: { ...form('71', '7101'), raiseOnBehalfOf: ABROAD.account } }), { ...all(403), stranger: 400, agent: 400, admin: 400 }],
		["with another tenant's person", () => ({ body: { ...form('71', '7101'), requestParticipants: [ABROAD.account] } }), all(400)],
		["shared with another tenant's organization", () => ({ body: { ...form('71', '7101'), organizationIds: [ABROAD.organization] } }), all(400)]] },
	[`GET ${JSM}/request/{issueIdOrKey}`]: { cases: onTicket()(200) },
	[`GET ${JSM}/request/{issueIdOrKey}/approval`]: { cases: onTicket()(200) },
	[`GET ${JSM}/request/{issueIdOrKey}/approval/{approvalId}`]: { cases: onApproval(200) },
	// The customer is asked: the word is a wrong one; who was not asked is told so by quotes.test.mjs.
	[`POST ${JSM}/request/{issueIdOrKey}/approval/{approvalId}`]: { body: { decision: 'swept' }, cases: onApproval(400) },
	[`GET ${JSM}/request/{issueIdOrKey}/attachment`]: { cases: onTicket()(200) },
	[`POST ${JSM}/request/{issueIdOrKey}/attachment`]: { body: { temporaryAttachmentIds: ['tempNothing'], public: true }, cases: onTicket()(400) },
	[`GET ${JSM}/request/{issueIdOrKey}/attachment/{attachmentId}`]: { cases: onFile(303) },
	[`GET ${JSM}/request/{issueIdOrKey}/attachment/{attachmentId}/thumbnail`]: { cases: onFile(404) }, // texts have none; pictures.test.mjs has some
	[`GET ${JSM}/request/{issueIdOrKey}/comment`]: { cases: onTicket()(200) },
	[`POST ${JSM}/request/{issueIdOrKey}/comment`]: { body: { body: 'Swept', public: true }, cases: onTicket()(201) },
	[`GET ${JSM}/request/{issueIdOrKey}/comment/{commentId}`]: { cases: onComment(200) },
	[`GET ${JSM}/request/{issueIdOrKey}/comment/{commentId}/attachment`]: { cases: onComment(200) },
	[`GET ${JSM}/request/{issueIdOrKey}/feedback`]: { cases: onTicket()(404) },
	// The ticket is not done: its reporter is told so, others that it is not theirs.
	[`POST ${JSM}/request/{issueIdOrKey}/feedback`]: { body: { type: 'csat', rating: 5 }, cases: adjusted(onTicket()(403), { customer: 400 }) },
	[`DELETE ${JSM}/request/{issueIdOrKey}/feedback`]: { cases: adjusted(onTicket()(403), { customer: 204 }) },
	[`GET ${JSM}/request/{issueIdOrKey}/notification`]: { cases: onTicket()(200) },
	[`PUT ${JSM}/request/{issueIdOrKey}/notification`]: { cases: onTicket()(204) },
	[`DELETE ${JSM}/request/{issueIdOrKey}/notification`]: { cases: onTicket()(204) },
	[`GET ${JSM}/request/{issueIdOrKey}/participant`]: { cases: onTicket()(200) },
	// Another tenant's people, by what they are called and by address: nobody.
	[`POST ${JSM}/request/{issueIdOrKey}/participant`]: { body: { accountIds: [ABROAD.account], usernames: [`customer@${FOREIGN}.example`] }, cases: adjusted(onTicket()(400), { colleague: 403 }) },
	[`DELETE ${JSM}/request/{issueIdOrKey}/participant`]: { body: { accountIds: [ABROAD.account] }, cases: adjusted(onTicket()(400), { colleague: 403 }) },
	// A stranger's role may see clocks, only not of this desk; customers' never.
	[`GET ${JSM}/request/{issueIdOrKey}/sla`]: { cases: onClocks(200) },
	[`GET ${JSM}/request/{issueIdOrKey}/sla/{slaMetricId}`]: { cases: [...onClocks(200, { slaMetricId: '732' }), ["another desk's clock", () => ({ issueIdOrKey: things.own.key, slaMetricId: '712' }), clockTeam(404)],
		["another tenant's clock", () => ({ issueIdOrKey: things.own.key, slaMetricId: '552' }), clockTeam(404)]] },
	[`GET ${JSM}/request/{issueIdOrKey}/status`]: { cases: onTicket()(200) },
	[`GET ${JSM}/request/{issueIdOrKey}/transition`]: { cases: onTicket()(200) },
	// An id that no workflow has: who may move the ticket is told 400, a colleague may not.
	[`POST ${JSM}/request/{issueIdOrKey}/transition`]: { body: { id: '999999' }, cases: onTicket()(400).map(([what, names, rights]) => [what, names, rights.colleague === 400 ? { ...rights, colleague: 403 } : rights]) },
	[`GET ${JSM}/requesttype`]: { cases: list(['serviceDeskId=55'], ['searchQuery=JupyterLab'], ['expand=field']) },
	[`GET ${JSM}/servicedesk`]: { cases: list() },
	[`GET ${JSM}/servicedesk/{serviceDeskId}`]: { cases: onDesk(200) },
	[`POST ${JSM}/servicedesk/{serviceDeskId}/attachTemporaryFile`]: { file: true, cases: onDesk(201) },
	[`GET ${JSM}/servicedesk/{serviceDeskId}/requesttype`]: { cases: [...onDesk(200), ["another tenant's group", () => ({ serviceDeskId: '71', query: 'groupId=551' }), all(200)]] },
	[`GET ${JSM}/servicedesk/{serviceDeskId}/requesttype/{requestTypeId}`]: { cases: onType(200) },
	[`GET ${JSM}/servicedesk/{serviceDeskId}/requesttype/{requestTypeId}/field`]: { cases: onType(200) },
	[`GET ${JSM}/servicedesk/{serviceDeskId}/requesttypegroup`]: { cases: onDesk(200) },
	[`GET ${LODGE}/site`]: { cases: one(anybody(200)) },
	[`GET ${LODGE}/me`]: { cases: one(all(200)) },
	[`PUT ${LODGE}/me/language`]: { body: { language: 'en' }, cases: one(all(204)) },
	[`GET ${LODGE}/portals`]: { cases: one(all(200)) },
	[`GET ${LODGE}/portal/{serviceDeskId}`]: { cases: onDesk(200) },
	[`GET ${LODGE}/filters`]: { cases: one(all(200)) },
	[`GET ${LODGE}/requests`]: { cases: list(...foreignQueries(), ['reporter=all'], [`reporter=all&q=${marks.foreign}`], [`reporter=all&q=${marks.note}`]) },
	[`POST ${LODGE}/preview`]: { body: { text: 'x' }, cases: one(all(200)) },
	[`GET ${LODGE}/draft/{serviceDeskId}/{requestTypeId}`]: { cases: onType(200) },
	[`PUT ${LODGE}/draft/{serviceDeskId}/{requestTypeId}`]: { body: { values: { summary: ['Swept'] }, files: [] }, cases: onType(204) },
	[`DELETE ${LODGE}/draft/{serviceDeskId}/{requestTypeId}`]: { cases: onType(204) },
	[`GET ${LODGE}/changes`]: { cases: [
		['nothing', () => ({}), all(400)],
		...onTicket()(200).map(([what, names, rights]) => [what, () => ({ query: `request=${names().issueIdOrKey}&after=0` }), rights]),
		['an open desk', () => ({ query: 'serviceDeskId=71&after=0' }), { ...all(403), stranger: 200, agent: 200, admin: 200 }],
		['a desk of one organization', () => ({ query: 'serviceDeskId=73&after=0' }), { ...all(403), stranger: 404, agent: 200, admin: 200 }],
		['a desk of which she is no agent', () => ({ query: 'serviceDeskId=72' }), { ...all(403), agent: 200, admin: 200 }],
		["another tenant's desk", () => ({ query: 'serviceDeskId=55&after=0' }), { ...all(403), stranger: 404, agent: 404, admin: 404 }]] },
	[`GET ${LODGE}/request/{issueIdOrKey}/activity`]: { cases: onTicket()(200) },
	[`POST ${LODGE}/request/{issueIdOrKey}/presence`]: { body: { writing: true }, cases: onTicket()(204).map(forTeam) },
	[`DELETE ${LODGE}/request/{issueIdOrKey}/presence`]: { cases: onTicket()(204).map(forTeam) },
	[`GET ${LODGE}/request/{issueIdOrKey}/draft`]: { cases: onTicket()(200) },
	[`PUT ${LODGE}/request/{issueIdOrKey}/draft`]: { body: { values: { body: ['Swept'] }, files: [] }, cases: onTicket()(204) },
	[`DELETE ${LODGE}/request/{issueIdOrKey}/draft`]: { cases: onTicket()(204) },
	[`OPTIONS ${LODGE}/uploads`]: { cases: one({ ...anybody(204), foreignToken: 401 }) },
	[`POST ${LODGE}/uploads`]: { headers: (names) => ({ ...TUS, 'upload-length': '5', 'upload-metadata': metadata({ filename: 'swept.txt', ...names }) }), cases: onDesk(201) },
	[`GET ${LODGE}/uploads/{uploadId}`]: { cases: onUpload(200) },
	[`PATCH ${LODGE}/uploads/{uploadId}`]: { headers: () => ({ ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }), cases: onUpload(204) },
	[`DELETE ${LODGE}/uploads/{uploadId}`]: { headers: () => TUS, cases: onUpload(204) },
	[`GET ${LODGE}/request/{issueIdOrKey}/attachment/{attachmentId}/preview`]: { cases: onFile(200) },
	[`GET ${LODGE}/request/{issueIdOrKey}/clock`]: { cases: onTicket()(200) },
	[`GET ${LODGE}/agent/tickets`]: { cases: [
		['the list', () => ({}), { ...all(403), stranger: 200, agent: 200, admin: 200 }],
		['a desk of one organization', () => ({ query: 'serviceDeskId=73' }), { ...all(403), stranger: 404, agent: 200, admin: 200 }],
		['an open desk', () => ({ query: 'serviceDeskId=72' }), { ...all(403), stranger: 403, agent: 200, admin: 200 }],
		["another tenant's desk", () => ({ query: 'serviceDeskId=55' }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
		['a search', () => ({ query: `serviceDeskId=71&q=${marks.foreign}` }), { ...all(403), stranger: 200, agent: 200, admin: 200 }]] },
	[`GET ${JSM}/servicedesk/{serviceDeskId}/queue`]: { cases: ofTeam(200) },
	[`GET ${JSM}/servicedesk/{serviceDeskId}/queue/{queueId}`]: { cases: onQueue(200) },
	[`GET ${JSM}/servicedesk/{serviceDeskId}/queue/{queueId}/issue`]: { cases: onQueue(200) },
	[`GET ${LODGE}/servicedesk/{serviceDeskId}/agent`]: { cases: ofTeam(200) },
	[`PUT ${LODGE}/servicedesk/{serviceDeskId}/notification`]: { cases: ofTeam(204) },
	[`DELETE ${LODGE}/servicedesk/{serviceDeskId}/notification`]: { cases: ofTeam(204) },
	[`GET ${LODGE}/servicedesk/{serviceDeskId}/queue`]: { cases: ofTeam(200) },
	[`POST ${LODGE}/servicedesk/{serviceDeskId}/queue`]: { cases: ofTeam(400), body: { name: '' } },
	[`GET ${LODGE}/servicedesk/{serviceDeskId}/queue/{queueId}/ticket`]: { cases: onQueue(200) },
	[`PUT ${LODGE}/servicedesk/{serviceDeskId}/queue/{queueId}`]: { cases: onQueue(409), body: { name: 'Swept' } }, // one that every desk has
	[`DELETE ${LODGE}/servicedesk/{serviceDeskId}/queue/{queueId}`]: { cases: onQueue(409) },
	[`PATCH ${LODGE}/request/{issueIdOrKey}`]: { cases: ofTicketTeam(200), body: { priority: 'Low' } },
	[`POST ${LODGE}/request/{issueIdOrKey}/merge`]: { cases: [...ofTicketTeam(400), ["into another tenant's", () => ({ issueIdOrKey: things.own.key, body: { into: things.foreign.key } }), { ...all(403), stranger: 404, agent: 400, admin: 400 }]], body: {} },
	[`POST ${LODGE}/bulk`]: { cases: one({ ...all(403), stranger: 400, agent: 400, admin: 400 }), body: { requests: [] } },
	[`GET ${LODGE}/servicedesk/{serviceDeskId}/outbox`]: { cases: ofTeam(200) },
	[`GET ${LODGE}/servicedesk/{serviceDeskId}/outbox/{letterId}`]: { cases: onPosted(200) },
	[`POST ${LODGE}/servicedesk/{serviceDeskId}/outbox/{letterId}`]: { cases: onPosted(400), body: { decision: 'none' } },
	[`GET ${LODGE}/servicedesk/{serviceDeskId}/template`]: { cases: [...ofTeam(200), ["another tenant's ticket", () => ({ serviceDeskId: '71', query: `request=${things.foreign.key}` }), { ...all(403), stranger: 404, agent: 404, admin: 404 }],
		["another desk's ticket", () => ({ serviceDeskId: '71', query: `request=${things.own.key}` }), { ...all(403), stranger: 404, agent: 404, admin: 404 }]] },
	[`GET ${LODGE}/servicedesk/{serviceDeskId}/mail`]: { cases: ofTeam(200) },
	[`GET ${LODGE}/servicedesk/{serviceDeskId}/mail/{mailId}`]: { cases: onMail(200) },
	[`POST ${LODGE}/servicedesk/{serviceDeskId}/mail/{mailId}`]: { cases: onMail(400), body: { decision: 'none' } },
	[`GET ${LODGE}/servicedesk/{serviceDeskId}/mail/{mailId}/raw`]: { cases: onMail(303) },
	[`GET ${LODGE}/servicedesk/{serviceDeskId}/mail/{mailId}/shown`]: { cases: onMail(200) },
	[`GET ${LODGE}/servicedesk/{serviceDeskId}/mail/{mailId}/part/{number}`]: { cases: onMail(410).map(([what, names, rights]) => [what, () => ({ ...names(), number: '1' }), rights]) }, // its bytes are not there
	[`GET ${LODGE}/request/{issueIdOrKey}/mail`]: { cases: onTicket()(200) },
	[`GET ${LODGE}/request/{issueIdOrKey}/comment/{commentId}/mail`]: { cases: onComment(404) },
	[`POST ${LODGE}/servicedesk/{serviceDeskId}/template`]: { cases: ofTeam(400), body: { name: '' } },
	[`PUT ${LODGE}/servicedesk/{serviceDeskId}/template/{templateId}`]: { cases: onTemplate(200), body: { name: marks.home, body: marks.home } },
	[`DELETE ${LODGE}/servicedesk/{serviceDeskId}/template/{templateId}`]: { cases: onTemplate(404).slice(1) },
	[`GET ${LODGE}/request/{issueIdOrKey}/relation`]: { cases: ofTicketTeam(200) },
	[`POST ${LODGE}/request/{issueIdOrKey}/relation`]: { cases: [...ofTicketTeam(400), ["to another tenant's", () => ({ issueIdOrKey: things.own.key, body: { issueKey: things.foreign.key, kind: 'blocks' } }), { ...all(403), stranger: 404, agent: 400, admin: 400 }]], body: { kind: 'blocks' } },
	[`DELETE ${LODGE}/request/{issueIdOrKey}/relation/{relationId}`]: { cases: ofTicketTeam(404).map(([what, names, rights]) => [what, () => ({ ...names(), relationId: '999999' }), rights]) },
	[`POST ${LODGE}/request/{issueIdOrKey}/attachment/{attachmentId}/link`]: { cases: onFile(201) },
	[`GET ${LODGE}/request/{issueIdOrKey}/attachment/{attachmentId}/link`]: { cases: onFile(200) },
	[`DELETE ${LODGE}/request/{issueIdOrKey}/attachment/{attachmentId}/link`]: { cases: onFile(204) },
	[`DELETE ${LODGE}/request/{issueIdOrKey}/attachment/{attachmentId}/link/{linkId}`]: { cases: [
		...onTicket({ own: () => ({ attachmentId: things.own.file, linkId: things.link }), foreign: () => ({ attachmentId: things.foreign.file, linkId: things.foreignLink }) })(204)
			.map(([what, names, rights]) => [what, names, rights.colleague === 204 ? { ...rights, colleague: 404 } : rights]),
		["another tenant's link to one's own file", () => ({ issueIdOrKey: things.own.key, attachmentId: things.own.file, linkId: things.foreignLink }), all(404)]] },
	[`GET ${LODGE}/request/{issueIdOrKey}/attachment/{attachmentId}/download`]: { cases: onFile(200) },
	// The one that is asked for has gone before the second of the team asks; others may not.
	[`DELETE ${LODGE}/request/{issueIdOrKey}/attachment/{attachmentId}`]: { cases: [
		...onTicket({ own: () => ({ attachmentId: things.own.file }), foreign: () => ({ attachmentId: things.foreign.file }) })(403)
			.filter(([what]) => !what.startsWith('a ticket')),
		["another tenant's file below one's own ticket", () => ({ issueIdOrKey: things.own.key, attachmentId: things.foreign.file }), all(404)],
		["a note's file", () => ({ issueIdOrKey: things.spare.key, attachmentId: things.spare.noteFile }), { ...all(404), agent: 204 }],
		['a file of the team', () => ({ issueIdOrKey: things.spare.key, attachmentId: things.spare.agentFile }), { ...all(404), customer: 403, colleague: 403, agent: 204 }]] },
	[`POST ${LODGE}/request/{issueIdOrKey}/comment/{commentId}/hide`]: { cases: [
		...onTicket({ own: () => ({ commentId: things.own.note }), foreign: () => ({ commentId: things.foreign.comment }) })(204)
			.map(([what, names, rights]) => [what, names, { ...rights, customer: 403, colleague: 403, outsider: 403 }]),
		["another tenant's comment below one's own ticket", () => ({ issueIdOrKey: things.own.key, commentId: things.foreign.comment }), { ...all(404), customer: 403, colleague: 403, outsider: 403 }]] },
	// Who wrote it, and is in time: the customer; of a note the agent.
	[`PUT ${LODGE}/request/{issueIdOrKey}/comment/{commentId}`]: { body: { body: `Swept ${marks.home}` }, cases: [
		...adjusted(onComment(403).filter(([what]) => what !== 'a note'), { customer: 200 }),
		['a note', () => ({ issueIdOrKey: things.own.key, commentId: things.own.note, body: { body: `${marks.home} ${marks.note}` } }), { ...all(404), agent: 200, admin: 403 }]] },
	[`GET ${LODGE}/request/{issueIdOrKey}/comment/{commentId}/edit`]: { cases: onComment(200) },
	[`PUT ${LODGE}/request/{issueIdOrKey}/field`]: { body: { description: `Swept ${marks.home}` }, cases: adjusted(onTicket()(403), { customer: 200 }) },
	[`GET ${LODGE}/request/{issueIdOrKey}/field/edit`]: { cases: onTicket()(200) },
	[`GET ${LODGE}/request/{issueIdOrKey}/people`]: { cases: [
		...adjusted(onTicket()(200), { colleague: 403 }),
		["another tenant's address", () => ({ issueIdOrKey: things.own.key, query: `q=customer@${FOREIGN}.example` }), { ...insiders(200), colleague: 403 }]] },
	[`GET ${LODGE}/request/{issueIdOrKey}/organization`]: { cases: onTicket()(200) },
	[`POST ${LODGE}/request/{issueIdOrKey}/organization`]: { body: { organizationId: ABROAD.organization }, cases: adjusted(onTicket()(400), { colleague: 403 }) },
	[`DELETE ${LODGE}/request/{issueIdOrKey}/organization`]: { body: { organizationId: ABROAD.organization }, cases: adjusted(onTicket()(400), { colleague: 403 }) },
	[`GET ${LODGE}/request/{issueIdOrKey}/quote`]: { cases: onTicket()(200) },
	[`POST ${LODGE}/request/{issueIdOrKey}/quote`]: { body: { currency: 'swept' }, cases: teamOnly(400) },
	// The first of the team who asks takes it back.
	[`DELETE ${LODGE}/request/{issueIdOrKey}/quote`]: { cases: teamOnly(404).map(([what, names, rights], i) => [what, names, i === 0 ? { ...rights, agent: 204 } : rights]) },
	[`DELETE ${LODGE}/request/{issueIdOrKey}`]: { cases: [
		['a ticket', () => ({ issueIdOrKey: things.spare.key }), { ...all(403), admin: 204 }],
		["another tenant's ticket, by key", () => ({ issueIdOrKey: things.foreign.key }), { ...all(403), admin: 404 }],
		["another tenant's ticket, by id", () => ({ issueIdOrKey: things.foreign.id }), { ...all(403), admin: 404 }]] },
	// Whose browser it is does not count: a link is for whoever has it.
	[`GET ${LODGE}/letter/{token}`]: { cases: onLetter(200) },
	[`POST ${LODGE}/letter/{token}`]: { body: { muted: false }, cases: onLetter(200) },
	'POST /letter/{token}': { body: { muted: false }, cases: onLetter(200) },
	'GET /f/{token}': { cases: [
		['a link', () => ({ token: things.token }), { ...anybody(303), foreignToken: 303 }],
		["another tenant's link", () => ({ token: things.foreignToken }), { ...anybody(404), foreignToken: 404 }],
		['no link', () => ({ token: 'A'.repeat(43) }), { ...anybody(404), foreignToken: 404 }]] },
	'GET /theme.css': { cases: one({ ...anybody(200), foreignToken: 200 }) }, // nginx keeps it: two numbers that everybody may know
	// Sign-in belongs to nobody yet; its own suite walks it. Here: another tenant's provider is none.
	'GET /auth/login': { cases: [["another tenant's provider", () => ({ query: 'provider=1' }), 'refused']] },
	'GET /auth/callback/{providerId}': { cases: [["another tenant's provider", () => ({ providerId: '1', query: 'code=x&state=y' }), 'refused']] },
	'POST /auth/backchannel/{providerId}': { form: 'logout_token=x', cases: [["another tenant's provider", () => ({ providerId: '1' }), 'refused']] },
	'POST /auth/logout': { cases: [['it', () => ({ body: '' }), { ...all(403), nobody: 200, foreignToken: 401, foreignCookie: 200 }]] },
};

function form(serviceDeskId, requestTypeId) {
	return { serviceDeskId, requestTypeId, requestFieldValues: { summary: `Swept ${marks.home}`, description: 'x' } };
}

/** What must stand in no answer to this role. */
const hidden = (role) => [marks.foreign, ...['agent', 'admin'].includes(role) ? [] : [marks.note], ...['outsider', 'stranger', 'nobody', 'foreignToken', 'foreignCookie'].includes(role) ? [marks.home] : []];

function bodyOf(row, names) {
	if (row.file) {
		const data = new FormData();
		data.append('file', new Blob(['swept']), 'swept.txt');
		return data;
	}
	return row.form ?? names.body ?? row.body;
}

describe('every route, for every role', () => {
	const remote = routes.filter((route) => !route.local);
	test('is known to this table, and the table knows no other', () => {
		assert.deepEqual(Object.keys(table).sort(), remote.map((route) => route.key).sort());
	});
	test('has a location of nginx, and nginx has no other', async () => {
		const printed = (await run([`${stack.programs}/lodge-web`, '--routes'])).trim().split('\n');
		assert.equal(printed.length, new Set(remote.map((route) => route.path)).size);
		for (const { path } of remote) {
			const wanted = path.includes('{') ? `location ~ ^${path.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$ {` : `location = ${path} {`;
			assert.ok(printed.some((line) => line.startsWith(wanted)), wanted);
		}
	});
	for (const route of remote)
		for (const [what, namesOf, rights] of table[route.key]?.cases ?? [])
			test(`${route.key}: ${what}`, async () => {
				for (const role of ROLES) {
					const { query, ...names } = namesOf();
					const row = table[route.key];
					const path = fill(route.path, names) + (query ? `?${query}` : '');
					assert.doesNotMatch(path, /[{}]/, 'every part of the path is named');
					const body = ['POST', 'PUT', 'DELETE'].includes(route.method) ? bodyOf(row, names) : undefined;
					const answer = await people[role].ask(route.method, path, body, row.headers ? row.headers(names) : row.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {});
					judge(answer, rights, role, `${role}: ${route.method} ${path}`);
				}
			});
});

function judge(answer, rights, role, what) {
	const text = answer.text.replace(/"self":"[^"]*\?[^"]*"/, ''); // a list says what it was asked for
	for (const mark of hidden(role))
		assert.ok(!text.includes(mark), `${what} leaks ${mark}: ${answer.text.slice(0, 500)}`);
	if (rights === 'refused') {
		const location = answer.headers.get('location');
		assert.ok(answer.status >= 400 ? answer.status < 500 : /^\/sign-in\?/.test(location?.replace(stack.origin(HOME), '')), `${what}: ${answer.status} ${location}`);
		return;
	}
	assert.equal(answer.status, rights[role], `${what}: ${answer.text.slice(0, 300)}`);
	if (answer.status > 399 && answer.json)
		refuses(answer, answer.status);
	if (answer.status === 303)
		assert.match(answer.headers.get('location'), new RegExp(`^${stack.filesOrigin}/`));
}

describe('what a role sees in its lists', () => {
	const keys = (page) => page.values.map((row) => row.issueKey);
	test('is its own tenant\'s only, and the shared ticket only for insiders', async () => {
		for (const role of ['customer', 'colleague', 'outsider', 'stranger', 'agent', 'admin']) {
			const seenKeys = keys(await people[role].read(`${JSM}/request?limit=100`));
			assert.equal(seenKeys.includes(things.foreign.key), false, role);
			assert.equal(seenKeys.includes(things.own.key), ['customer', 'colleague'].includes(role), role);
		}
	});
	test('has a desk of one organization only for its people and the team', async () => {
		for (const role of ['customer', 'colleague', 'agent', 'admin', 'outsider', 'stranger']) {
			const wanted = ['outsider', 'stranger'].includes(role) ? ['71', '72'] : ['71', '72', '73'];
			assert.deepEqual((await people[role].read(`${JSM}/servicedesk`)).values.map((desk) => desk.id), wanted, role);
			assert.deepEqual((await people[role].read(`${LODGE}/portals`)).values.map((desk) => desk.id), wanted, role);
			assert.deepEqual((await people[role].read(`${LODGE}/filters`)).desks.map((desk) => desk.id), wanted, role);
			const types = (await people[role].read(`${JSM}/requesttype?limit=100`)).values.map((type) => type.serviceDeskId);
			assert.deepEqual([...new Set(types)], wanted, role);
		}
	});
	test('of statuses and groups are no other tenant\'s', async () => {
		assert.deepEqual((await people.customer.read(`${JSM}/servicedesk/71/requesttype?groupId=551`)).values, []);
		assert.ok(!(await people.customer.read(`${LODGE}/filters`)).statuses.includes('Waiting for customer'));
	});
	test('lets an agent answer only on her own desks', async () => {
		const list = await people.stranger.read(`${LODGE}/agent/tickets`);
		assert.deepEqual(list.desks.map((desk) => desk.id), ['71']);
		assert.equal(list.desk.id, '71');
	});
});

describe('a request that writes with a cookie', () => {
	const home = stack.origin(HOME);
	let session;
	before(async () => {
		const { cookie } = await signIn(HOME, `customer@${HOME}.example`);
		session = { cookie: /\blodge-session=[^;]+/.exec(cookie)[0] };
	});
	const ask = async (headers, { method = 'POST', path = `${LODGE}/preview`, body = '{"text":"x"}' } = {}) => {
		const sent = { host: `${HOME}.localhost:${stack.port}`, cookie: session.cookie, ...method === 'POST' && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }, ...headers };
		for (const name of Object.keys(sent))
			if (sent[name] === undefined)
				delete sent[name];
		return seen(await rawAsk(method, path, { headers: sent, body: method === 'POST' ? body : undefined }), `${method} ${path}`, home);
	};
	const foreign = [
		['a sibling tenant', { origin: stack.origin(FOREIGN) }], ['the files host', { origin: stack.filesOrigin }], ['null', { origin: 'null' }], ['another port', { origin: `http://${HOME}.localhost:1` }],
		['another scheme', { origin: home.replace('http:', 'https:') }], ['a name that begins alike', { origin: `${home}.evil.example` }], ['a name that ends alike', { origin: home.replace('http://', 'http://evil-') }],
		['upper case', { origin: home.toUpperCase() }], ['a trailing slash', { origin: `${home}/` }], ['elsewhere, though it says it is here', { origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' }],
		['nowhere', {}], ['nowhere, cross-site', { 'sec-fetch-site': 'cross-site' }], ['nowhere, same-site', { 'sec-fetch-site': 'same-site' }], ['nowhere, none', { 'sec-fetch-site': 'none' }],
		['nowhere, with a Referer of ours', { referer: `${home}/` }], ['a sibling, with the header of old clients', { origin: stack.origin(FOREIGN), 'x-atlassian-token': 'no-check' }],
	];
	for (const [what, headers] of foreign)
		test(`from ${what} is refused on every route that writes`, async () => {
			for (const { method, path: pattern } of routes.filter((one) => !['GET', 'HEAD', 'OPTIONS'].includes(one.method) && !one.local)) {
				const path = fill(pattern, { issueIdOrKey: things.own.key, serviceDeskId: '71', providerId: '2' }).replace(/\{\w+\}/g, '1');
				const answer = await ask(headers, { method, path });
				refuses({ ...answer, json: JSON.parse(answer.text) }, 403);
			}
		});
	test('from our own pages passes', async () => {
		assert.equal((await ask({ origin: home })).status, 200);
		assert.equal((await ask({ 'sec-fetch-site': 'same-origin' })).status, 200);
	});
	test('is not looked at when a token comes along', async () => {
		assert.equal((await ask({ origin: stack.origin(FOREIGN), authorization: people.customer.authorization })).status, 200);
		const outsider = await ask({ origin: stack.origin(FOREIGN), authorization: people.outsider.authorization }, { method: 'GET', path: `${LODGE}/me` });
		assert.equal(outsider.json.accountId, (await people.outsider.read(`${LODGE}/me`)).accountId, 'the token counts, not the cookie');
		refuses(await ask({ origin: home, authorization: 'Bearer nonsense' }), 401);
	});
	test('without a cookie needs no origin', async () => {
		refuses(await ask({ cookie: undefined }), 401);
		assert.equal((await ask({ cookie: undefined, authorization: people.customer.authorization })).status, 200);
	});
	test('that only reads is answered from anywhere', async () => {
		for (const headers of [{}, { origin: stack.origin(FOREIGN) }, { 'sec-fetch-site': 'cross-site' }])
			assert.equal((await ask(headers, { method: 'GET', path: `${LODGE}/me` })).status, 200);
	});
	test('with two session cookies is as signed out', async () => {
		const name = session.cookie.split('=')[0], value = session.cookie.slice(name.length + 1);
		const twins = [`${session.cookie}; ${session.cookie}`, `${name}=planted; ${session.cookie}`, `${session.cookie}; ${name}=planted`, `a=b; ${session.cookie};${name}=`];
		for (const cookie of twins) {
			refuses(await ask({ cookie }, { method: 'GET', path: `${LODGE}/me` }), 401);
			refuses(await ask({ cookie, origin: home }), 401);
		}
		assert.equal((await ask({ cookie: `a=b; ${session.cookie}; c=d` }, { method: 'GET', path: `${LODGE}/me` })).status, 200, 'others beside it do not matter');
		for (const cookie of [`${name}=${value}x`, `${name}=${value.slice(1)}`, `${name.toUpperCase()}=${value}`, `__Host-${name}=${value}`])
			refuses(await ask({ cookie }, { method: 'GET', path: `${LODGE}/me` }), 401);
	});
	test("of one tenant is nothing to another, whatever Host says", async () => {
		for (const host of [`${FOREIGN}.localhost:${stack.port}`, `${FOREIGN}.localhost`, `${FOREIGN.toUpperCase()}.localhost`]) {
			const answer = await rawAsk('GET', `${LODGE}/me`, { headers: { host, cookie: session.cookie } });
			assert.equal(answer.status, 401, host);
			const token = await rawAsk('GET', `${LODGE}/me`, { headers: { host, authorization: people.admin.authorization } });
			assert.equal(token.status, 401, host);
		}
	});
});
