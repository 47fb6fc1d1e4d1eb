// jira6-run.mjs - run by jira6.test.mjs on a Node that jira.js 6 accepts. Reads who signs in from standard input and says
// of each step how it went, a JSON line each.
import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { createServiceDeskClient } from 'jira6/serviceDesk';
import { PRICE, queueRoad, road } from './jira-road.mjs';

assert.ok(Number(process.versions.node.split('.')[0]) >= 22, `this is Node ${process.version}`);
const input = JSON.parse(await text(process.stdin));
const of = ({ email, token }) => createServiceDeskClient({
	host: input.host,
	auth: input.scheme === 'Basic' ? { type: 'basic', email, apiToken: token } : { type: 'bearer', token },
	onSchemaMismatch: 'throw',
});
const client = of(input.customer);

const steps = road({ desks: client.servicedesk, requests: client.request, info: client.info, types: client.servicedesk }, of(input.agent).request, {
	upload(desks, files) {
		const form = new FormData();
		for (const { filename, file, mimeType } of files)
			form.append('file', new Blob([file], { type: mimeType }), filename);
		return desks.attachTemporaryFile({ serviceDeskId: '55', body: form });
	},
	attach: (requests, said) => requests.createCommentWithAttachment(said),
	quote: async (key) => assert.equal((await fetch(`${input.host}/rest/lodge/1/request/${key}/quote`, { method: 'POST', body: JSON.stringify(PRICE),
		headers: { authorization: `Bearer ${input.agent.token}`, 'content-type': 'application/json' } })).status, 201),
	bytes: (content) => Buffer.from(content).toString(),
	// This version has no call for the types of all desks.
	requestTypes: (desks) => desks.getRequestTypes({ serviceDeskId: '55', includeHiddenRequestTypesInSearch: true }),
});
Object.assign(steps, queueRoad(of(input.agent).servicedesk));
steps['is stopped by a schema when an answer has another shape'] = async () => {
	const strict = createServiceDeskClient({ host: input.host, auth: { type: 'bearer', token: input.customer.token }, onSchemaMismatch: 'throw' });
	const { fetch } = globalThis;
	globalThis.fetch = async () => Response.json({ size: 'one', values: null });
	try {
		await assert.rejects(strict.servicedesk.getServiceDesks());
	} finally {
		globalThis.fetch = fetch;
	}
};
for (const [sentence, step] of Object.entries(steps)) {
	const failure = await step().then(() => undefined, (e) => `${e.stack ?? e}\n${JSON.stringify(e.issues ?? e.cause ?? '')}`.slice(0, 3000));
	process.stdout.write(`${JSON.stringify({ sentence, failure })}\n`);
}
