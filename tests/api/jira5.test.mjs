// jira5.test.mjs - npm jira.js 5, which many programs use: what it reads and writes, with both of its ways to sign in.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServiceDeskClient } from 'jira5';
import { LODGE, program } from './lib/api.mjs';
import { PRICE, queueRoad, road } from './lib/jira-road.mjs';

const anna = await program('copernicus', 'customer@copernicus.example');
const agent = await program('copernicus', 'agent@copernicus.example');
const of = (who, scheme) => new ServiceDeskClient({
	host: who.origin,
	authentication: scheme === 'Basic' ? { basic: { email: who.email, apiToken: who.token } } : { oauth2: { accessToken: who.token } },
});
const parts = (client) => ({ desks: client.serviceDesk, requests: client.request, info: client.info, types: client.requestType });

for (const scheme of ['Basic', 'Bearer'])
	describe(`jira.js 5 with ${scheme}`, () => {
		const steps = road(parts(of(anna, scheme)), of(agent, scheme).request, {
			upload: (desks, files) => desks.attachTemporaryFile({ serviceDeskId: '55', attachment: files }),
			attach: (requests, said) => requests.createAttachment(said),
			bytes: (content) => Buffer.from(content).toString(),
			quote: (key) => agent.make(`${LODGE}/request/${key}/quote`, PRICE),
			requestTypes: (types) => types.getAllRequestTypes({ serviceDeskId: [55], searchQuery: '' }),
		});
		for (const [sentence, step] of Object.entries({ ...steps, ...queueRoad(of(agent, scheme).serviceDesk) }))
			test(sentence, step);
		test('is told what is missing, by JSM\'s own key', async () => {
			const refused = await of(anna, scheme).request.createCustomerRequest({ serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: {} })
				.then(() => assert.fail('accepted'), (e) => e);
			const said = refused.response?.data ?? refused.response ?? refused;
			assert.match(JSON.stringify(said), /sd\.validation\.request\.creation\.failure\.required\.field/);
		});
	});
