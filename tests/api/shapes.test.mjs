// shapes.test.mjs - what every answer looks like: JSM's shapes to the letter, for each reader of them.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { JSM, LODGE, caller, comment, isRefusal, program, raise, rawAsk, refuses, seen, stack } from './lib/api.mjs';
import * as shapes from './lib/shapes.mjs';

const EVERYTHING = 'serviceDesk,requestType,participant,status,comment,comment.attachment,comment.renderedBody,attachment,action,transition,relation,organization,notification,feedback';
const fits = (shape, json, what = 'answer') => shape(json, what);
let anna, agent, admin, ticket, said, file;

before(async () => {
	anna = await program('copernicus', 'customer@copernicus.example');
	agent = await program('copernicus', 'agent@copernicus.example');
	admin = await program('copernicus', 'admin@copernicus.example');
	const [first] = await anna.upload(55, { name: 'first.txt', bytes: 'first' });
	ticket = await raise(anna, { description: 'It *stops*', customfield_10: { id: '1002' }, attachment: [first.temporaryAttachmentId] });
	said = await comment(agent, ticket, 'Which **version**?');
	const [second] = await agent.upload(55, { name: 'second.log', bytes: 'second' });
	const taken = await agent.make(`${JSM}/request/${ticket.issueKey}/attachment`,
		{ temporaryAttachmentIds: [second.temporaryAttachmentId], public: true, additionalComment: { body: 'See here' } });
	fits(shapes.attachResult, taken);
	file = taken.attachments.values[0];
	await comment(agent, ticket, 'A note', false);
});

const routes = [
	['info', `${JSM}/info`, shapes.info],
	['a list of requests', `${JSM}/request?expand=${EVERYTHING}&limit=5`, shapes.page(shapes.request)],
	['a request', () => `${JSM}/request/${ticket.issueKey}`, shapes.request],
	['a request with every expansion', () => `${JSM}/request/${ticket.issueKey}?expand=${EVERYTHING}`, shapes.request],
	['the files of a request', () => `${JSM}/request/${ticket.issueKey}/attachment`, shapes.page(shapes.attachment)],
	['the comments of a request', () => `${JSM}/request/${ticket.issueKey}/comment?expand=attachment,renderedBody`, shapes.page(shapes.commentShape)],
	['a comment', () => `${JSM}/request/${ticket.issueKey}/comment/${said.id}?expand=attachment&expand=renderedBody`, shapes.commentShape],
	['the files of a comment', () => `${JSM}/request/${ticket.issueKey}/comment/${file.commentId}/attachment`, shapes.page(shapes.attachment)],
	['the history of statuses', () => `${JSM}/request/${ticket.issueKey}/status`, shapes.page(shapes.status)],
	['who takes part', () => `${JSM}/request/${ticket.issueKey}/participant`, shapes.page(shapes.user)],
	['whether somebody is told of news', () => `${JSM}/request/${ticket.issueKey}/notification`, shapes.subscription],
	['the organizations of a request', () => `${LODGE}/request/${ticket.issueKey}/organization`, shapes.ticketOrganizations],
	['the texts before of a request', () => `${LODGE}/request/${ticket.issueKey}/field/edit`, shapes.page(shapes.edit)],
	['the transitions', () => `${JSM}/request/${ticket.issueKey}/transition`, shapes.page(shapes.transition)],
	['all request types', `${JSM}/requesttype?expand=field`, shapes.page(shapes.requestType)],
	['the desks', `${JSM}/servicedesk`, shapes.page(shapes.serviceDesk)],
	['a desk', `${JSM}/servicedesk/55`, shapes.serviceDesk],
	['the request types of a desk', `${JSM}/servicedesk/55/requesttype?expand=field`, shapes.page(shapes.requestType)],
	['a request type', `${JSM}/servicedesk/55/requesttype/5504?expand=field`, shapes.requestType],
	['the fields of a request type', `${JSM}/servicedesk/55/requesttype/5504/field`, shapes.fieldMeta],
	['the groups of a desk', `${JSM}/servicedesk/55/requesttypegroup`, shapes.page(shapes.requestTypeGroup)],
	['the site', `${LODGE}/site`, shapes.site],
	['me', `${LODGE}/me`, shapes.me],
	['the portals', `${LODGE}/portals`, shapes.portals],
	['a portal', `${LODGE}/portal/55`, shapes.portal],
	['the filters', `${LODGE}/filters`, shapes.filters],
	['my requests', `${LODGE}/requests?reporter=all&limit=5`, shapes.page(shapes.item)],
];

describe('every answer has its shape', () => {
	for (const [what, path, shape] of routes)
		test(`${what}, for customer, agent and admin`, async () => {
			for (const who of [anna, agent, admin])
				fits(shape, await who.read(typeof path === 'function' ? path() : path), `${what} of ${who.email}`);
		});
	test("the agents' list, for agent and admin", async () => {
		for (const who of [agent, admin])
			fits(shapes.agentPage, await who.read(`${LODGE}/agent/tickets?limit=5`));
	});
	test('the queues of a desk and what stands in them, for agent and admin', async () => {
		for (const who of [agent, admin]) {
			fits(shapes.queues, await who.read(`${LODGE}/servicedesk/55/queue`));
			fits(shapes.page(shapes.queueRow), await who.read(`${LODGE}/servicedesk/55/queue/5/ticket?limit=5`));
			fits(shapes.page(shapes.user), await who.read(`${LODGE}/servicedesk/55/agent`));
			fits(shapes.templates, await who.read(`${LODGE}/servicedesk/55/template?request=${ticket.issueKey}`));
			fits(shapes.relations, await who.read(`${LODGE}/request/${ticket.issueKey}/relation`));
			fits(shapes.page(shapes.jsmQueue), await who.read(`${JSM}/servicedesk/55/queue?includeCount=true`));
			fits(shapes.jsmQueue, await who.read(`${JSM}/servicedesk/55/queue/1`));
			fits(shapes.page(shapes.issue), await who.read(`${JSM}/servicedesk/55/queue/5/issue?limit=5`));
		}
	});
	test('what a POST makes: a request, a comment, a temporary file', async () => {
		fits(shapes.request, await raise(anna));
		fits(shapes.commentShape, await comment(anna, ticket, 'Thank you'));
		fits(shapes.temporaries, await anna.make(`${JSM}/servicedesk/55/attachTemporaryFile`, (() => {
			const form = new FormData();
			form.append('file', new Blob(['x']), 'x.bin');
			return form;
		})()));
	});
	test('a preview is HTML in JSON', async () => {
		const answer = await anna.post(`${LODGE}/preview`, { text: '**now** <script>alert(1)</script> [x](javascript:alert(1))' });
		assert.equal(answer.status, 200);
		assert.match(answer.json.html, /<strong>now<\/strong>/);
		assert.doesNotMatch(answer.json.html, /<script|href="javascript/i);
	});
});

describe('expansions', () => {
	test('are absent unless they are asked for', async () => {
		const plain = await anna.read(`${JSM}/request/${ticket.issueKey}`);
		for (const name of ['serviceDesk', 'requestType', 'participants', 'status', 'comments', 'attachments', 'actions', 'transitions', 'sla'])
			assert.equal(plain[name], undefined, name);
		const bare = (await anna.read(`${JSM}/request/${ticket.issueKey}/comment`)).values[0];
		assert.equal(bare.renderedBody, undefined);
		assert.equal(bare.attachments, undefined);
	});
	test('come by commas and by repeated parameters alike', async () => {
		const commas = await anna.read(`${JSM}/request/${ticket.issueKey}?expand=status,action`);
		const repeated = await anna.read(`${JSM}/request/${ticket.issueKey}?expand=status&expand=action`);
		assert.ok(commas.status && commas.actions);
		assert.deepEqual(commas, repeated);
	});
	test('that do not exist are passed over', async () => {
		fits(shapes.request, await anna.read(`${JSM}/request/${ticket.issueKey}?expand=nothing,status`));
	});
	test('of a sub-page link to the list that has the rest', async () => {
		const { comments } = await anna.read(`${JSM}/request/${ticket.issueKey}?expand=comment`);
		const again = await anna.read(new URL(comments._links.self).pathname);
		assert.deepEqual(again.values.map((c) => c.id), comments.values.map((c) => c.id));
	});
	test('sla is a page for the team, and nothing for customers', async () => {
		assert.equal((await agent.read(`${JSM}/request/${ticket.issueKey}?expand=sla`)).sla.size, 2);
		assert.equal((await anna.read(`${JSM}/request/${ticket.issueKey}?expand=sla`)).sla, undefined);
	});
});

describe('people', () => {
	test('a customer reads nobody else\'s mail address, the team does', async () => {
		const forAnna = await anna.read(`${JSM}/request/${ticket.issueKey}?expand=comment`);
		assert.equal(forAnna.reporter.emailAddress, anna.email);
		assert.ok(forAnna.comments.values.some((c) => c.byTeam));
		for (const c of forAnna.comments.values.filter((row) => row.byTeam))
			assert.equal(c.author.emailAddress, undefined);
		const forAgent = await agent.read(`${JSM}/request/${ticket.issueKey}`);
		assert.equal(forAgent.reporter.emailAddress, anna.email);
	});
	test('an admin reads dates in her own time zone, and both of one instant', async () => {
		const hers = await admin.read(`${JSM}/request/CDSE-1`), his = await agent.read(`${JSM}/request/CDSE-1`);
		assert.equal(hers.createdDate.epochMillis, his.createdDate.epochMillis);
		const colleague = await program('copernicus', 'colleague@copernicus.example');
		const london = (await colleague.read(`${JSM}/request/CDSE-1`)).createdDate;
		assert.equal(london.epochMillis, his.createdDate.epochMillis);
		const offset = (date) => date.jira.slice(-5);
		assert.equal((Number(offset(his.createdDate)) - Number(offset(london))) / 100, 1, 'Warsaw is an hour before London');
	});
});

describe('links', () => {
	test('stand on the configured address whatever Host says', async () => {
		for (const host of [`COPERNICUS.localhost:${stack.port}`, 'copernicus.localhost', 'copernicus.localhost:1', 'Copernicus.LOCALHOST:65535']) {
			const answer = await rawAsk('GET', `${JSM}/request/${ticket.issueKey}?expand=comment,attachment`,
				{ headers: { host, authorization: anna.authorization, 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' } });
			assert.equal(answer.status, 200, host);
			seen(answer, `GET ${JSM}/request`, anna.origin);
			fits(shapes.request, answer.json, host);
		}
	});
	test('lead to what they say: self, content, the list', async () => {
		assert.equal((await anna.read(new URL(ticket._links.self).pathname)).issueKey, ticket.issueKey);
		assert.equal((await anna.read(new URL(said._links.self).pathname)).id, said.id);
		assert.equal((await anna.get(new URL(file._links.content).pathname)).status, 303);
		assert.equal(ticket._links.web, `${anna.origin}/servicedesk/customer/portal/55/${ticket.issueKey}`);
	});
	test('a host that is no tenant gets 404 in JSON', async () => {
		for (const host of ['nobody.localhost', 'localhost', '127.0.0.1', 'copernicus.localhost.evil.example', 'xcopernicus.localhost']) {
			const answer = seen(await rawAsk('GET', `${JSM}/servicedesk`, { headers: { host, authorization: anna.authorization } }), `GET ${JSM}/servicedesk`, anna.origin);
			refuses(answer, 404);
		}
	});
});

describe('refusals', () => {
	test('each status has the one shape', async () => {
		const nobody = caller('copernicus');
		const cases = [
			[400, await anna.get(`${JSM}/request?start=minus`)],
			[401, await nobody.get(`${JSM}/request`)],
			[403, await anna.get(`${LODGE}/agent/tickets`)],
			[404, await anna.get(`${JSM}/request/NONE-1`)],
			[405, await anna.ask('DELETE', `${JSM}/request`)],
			[415, await anna.post(`${JSM}/request`, '<xml/>', { 'content-type': 'text/xml' })],
		];
		for (const [status, answer] of cases) {
			assert.equal(answer.status, status);
			isRefusal(answer.json);
			assert.match(answer.headers.get('cache-control'), /no-store/);
		}
	});
	test('a program with a wrong token is told how to sign in, a page is not', async () => {
		const program401 = await caller('copernicus', { authorization: 'Bearer nonsense' }).get(`${JSM}/request`);
		refuses(program401, 401);
		assert.match(program401.headers.get('www-authenticate'), /^Basic realm=/);
		const page401 = await caller('copernicus').get(`${JSM}/request`);
		refuses(page401, 401);
		assert.equal(page401.headers.get('www-authenticate'), null, 'a browser would show a box of its own');
	});
	test('a 405 says which methods there are', async () => {
		const answer = await anna.ask('DELETE', `${JSM}/request`);
		assert.deepEqual(answer.headers.get('allow')?.split(/, */).sort(), ['GET', 'HEAD', 'POST']);
	});
	test('every answer carries the id of its request, and no answer is stored', async () => {
		for (const path of [`${JSM}/info`, `${JSM}/request`, `${JSM}/request/NONE-1`, `${LODGE}/me`]) {
			const answer = await anna.get(path);
			assert.match(answer.headers.get('lodge-request-id'), /^[0-9a-f]{32}$/);
			assert.match(answer.headers.get('cache-control'), /no-store/);
			assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
		}
	});
});
