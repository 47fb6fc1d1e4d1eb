// commit.test.mjs - the connection to MariaDB is cut at every command of a transaction, and before and after COMMIT arrives there.
// Nothing is ever doubled: what was surely not kept is done again by the worker, what may have been kept only by whoever asked.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { JSM, newcomer, raise, rawAsk, word } from '../api/lib/api.mjs';
import { sql } from '../api/lib/operator.mjs';
import { freeze, thaw } from '../stack/parts.mjs';
import { socketOf } from '../stack/parts/mariadb.mjs';
import { beside, startBeside, stopBeside } from './lib/beside.mjs';
import { bringBack, isBusy, stack } from './lib/fault.mjs';
import { DROP, DbProxy, HANG_UP, PASS, SWALLOW } from './lib/db-proxy.mjs';

let proxy, who, ticket;

before(async () => {
	await bringBack();
	beside.conf.db_socket = join(stack.runDir, 'cut.sock');
	proxy = await DbProxy.start(beside.conf.db_socket, socketOf(stack));
	proxy.hold = () => freeze(beside, 'pages');
	proxy.release = () => thaw(beside, 'pages');
	await startBeside();
	who = await newcomer('copernicus');
	ticket = await raise(who);
});

after(async () => {
	await stopBeside();
	proxy?.stop();
});

const things = {
	ticket: {
		path: () => `${JSM}/request`,
		body: (text) => ({ serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: { summary: text, description: 'x', customfield_10: { id: '1001' } } }),
		count: async (text) => (await sql(`SELECT ticket_key FROM ticket WHERE tenant_id = ${who.tenantId} AND summary = '${text}'`)).flat(),
		name: (json) => json.issueKey,
	},
	comment: {
		path: () => `${JSM}/request/${ticket.issueKey}/comment`,
		body: (text) => ({ body: text, public: true }),
		count: async (text) => (await sql(`SELECT id FROM comment WHERE tenant_id = ${who.tenantId} AND body = '${text}'`)).flat(),
		name: (json) => json.id,
	},
};

function send(thing, text, key) {
	const headers = { host: new URL(who.origin).host, 'content-type': 'application/json', ...who.identity, ...(key ? { 'idempotency-key': key } : {}) };
	return rawAsk('POST', thing.path(), { port: beside.port, headers, body: JSON.stringify(thing.body(text)) });
}

/* The fate of one command, once. */
function cutOnce(isIt, fate) {
	proxy.cuts = 0;
	proxy.judge = (command) => {
		if (!isIt(command))
			return PASS;
		proxy.judge = () => PASS;
		return fate;
	};
}

const isCommit = (command) => command.kind === 'query' && command.text === 'COMMIT';

/* How many answered commands stand between START TRANSACTION and COMMIT, when all statements are prepared. */
async function commandsOf(thing, key) {
	let n = 0;
	await send(thing, word(), key && word());
	proxy.judge = (command) => {
		n = isCommit(command) ? command.nth : n;
		return PASS;
	};
	assert.equal((await send(thing, word(), key && word())).status, 201);
	proxy.judge = () => PASS;
	return n - 1;
}

async function isKeptOnce(thing, text, answer) {
	assert.equal(answer.status, 201, `${answer.status} ${answer.text}`);
	assert.deepEqual(await thing.count(text), [thing.name(JSON.parse(answer.text))]);
}

function isUnknown(answer) {
	isBusy(answer, 'a lost COMMIT');
	assert.match(JSON.parse(answer.text).errorMessage, /not known/, 'the person is told to look first');
}

for (const [name, thing] of Object.entries(things))
	describe(`a ${name}`, () => {
		for (const key of [false, true])
			test(`the connection ends at any command before COMMIT${key ? ', with Idempotency-Key' : ''}: done again, and there is one`, async () => {
				const commands = await commandsOf(thing, key);
				assert.ok(commands >= 4, `a transaction of ${commands} commands`);
				const cuts = Array.from({ length: commands }, (_, i) => [i + 1, DROP]);
				for (const [nth, fate] of [...cuts, [commands, SWALLOW], [1, HANG_UP], [commands, HANG_UP]]) {
					const text = word();
					cutOnce((command) => command.nth === nth && !isCommit(command), fate);
					const answer = await send(thing, text, key && word());
					assert.equal(proxy.cuts, 1, `command ${nth} was met`);
					await isKeptOnce(thing, text, answer);
				}
			});

		for (const [where, fate, kept] of [['before it arrives', DROP, 0], ['after it was done', SWALLOW, 1]]) {
			test(`the connection ends in COMMIT, ${where}: nobody knows, and we do not repeat it`, async () => {
				const text = word();
				cutOnce(isCommit, fate);
				isUnknown(await send(thing, text));
				assert.equal(proxy.cuts, 1);
				assert.equal((await thing.count(text)).length, kept);
			});

			test(`the connection ends in COMMIT, ${where}: who repeats it with the same Idempotency-Key has one`, async () => {
				const text = word(), key = word();
				cutOnce(isCommit, fate);
				isUnknown(await send(thing, text, key));
				await isKeptOnce(thing, text, await send(thing, text, key));
				await isKeptOnce(thing, text, await send(thing, text, key));
			});
		}

		test('a connection that ended while nobody asked costs nobody anything', async () => {
			const headers = { host: new URL(who.origin).host, ...who.identity };
			proxy.cutAll();
			assert.equal((await rawAsk('GET', `${JSM}/request/${ticket.issueKey}`, { port: beside.port, headers })).status, 200);
			proxy.cutAll();
			const text = word();
			await isKeptOnce(thing, text, await send(thing, text));
		});
	});
