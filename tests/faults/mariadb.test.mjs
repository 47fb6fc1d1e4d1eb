// mariadb.test.mjs - the database is dead or hangs: pages still come from disk, the API says 503 and when to come back, uploads are
// refused before their body is read, and the same workers go on when it is back.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { JSM, LODGE, TIMEOUT_MS, caller, newcomer, raise } from '../api/lib/api.mjs';
import { makeTenant } from '../api/lib/operator.mjs';
import { pids } from '../stack/parts.mjs';
import { WAYS, attempt, becomes, bringBack, healthz, isBusy, sleep, stack, timed, within, without } from './lib/fault.mjs';

const BUDGET_MS = 15_000, SLACK_MS = 2500; // a whole answer
const PAGES = ['/sign-in', '/servicedesk/customer/portals', '/servicedesk/customer/portal/55/create/5501', '/servicedesk/customer/portal/55/CDSE-1',
	'/servicedesk/customer/user/requests', '/agent', '/logo.svg'];
const UPLOAD_SIZE = 64 << 20;

after(() => bringBack());

/* The headers of an upload and nothing more: what comes back before its body is sent. */
function sendHeadOnly(who, headers) {
	return new Promise((done, failed) => {
		const socket = connect(stack.port, '127.0.0.1');
		let text = '';
		socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('no answer to the headers of an upload')));
		socket.on('error', failed);
		socket.setEncoding('utf8').on('data', (piece) => {
			text += piece;
			const [head, body] = text.split('\r\n\r\n');
			if (!body?.trimEnd().endsWith('}'))
				return;
			socket.destroy();
			done({ status: Number(head.split(' ')[1]), headers: new Headers(head.split('\r\n').slice(1).map((line) => line.split(/: (.*)/).slice(0, 2))), text: body });
		});
		socket.write([`POST ${JSM}/servicedesk/55/attachTemporaryFile HTTP/1.1`, `Host: ${new URL(who.origin).host}`,
			'Content-Type: multipart/form-data; boundary=b', `Content-Length: ${UPLOAD_SIZE}`,
			...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n'));
	});
}

async function staysInBudget(what, work) {
	const { value, ms } = await timed(work);
	within(ms, BUDGET_MS + SLACK_MS, what);
	return value;
}

const theme = async (origin) => {
	const answer = await fetch(`${origin}/theme.css`);
	return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};

for (const way of WAYS)
	describe(`MariaDB is ${way}`, () => {
		let who, ticket, workers, colours, stranger;

		before(async () => {
			await bringBack();
			who = await newcomer('copernicus');
			ticket = await raise(who);
			colours = await theme(who.origin);
			stranger = await makeTenant('plain'); // nobody has asked for its colours
			assert.equal(await healthz(), 200);
			workers = pids(stack, 'pages').concat(pids(stack, 'auth'), pids(stack, 'files'));
		});

		test('pages from disk, 503 with Retry-After from the API, no upload begins', async () => {
			await without('mariadb', way, async () => {
				const began = Date.now();
				const asked = [
					...PAGES.map(async (path) => {
						const { value: answer, ms } = await timed(() => fetch(who.origin + path));
						assert.equal(answer.status, 200, path);
						within(ms, 2000, path);
					}),
					...['GET', 'GET', 'POST', 'POST'].map(async (method) => {
						const body = method === 'POST' ? { body: 'Is anybody there?', public: true } : undefined;
						const path = `${JSM}/request/${ticket.issueKey}${body ? '/comment' : ''}`;
						isBusy(await staysInBudget(`${method} ${path}`, () => who.ask(method, path, body)), method);
					}),
					staysInBudget('the site', async () => isBusy(await caller('copernicus').get(`${LODGE}/site`), 'the site')),
					staysInBudget('sign-in', async () => isBusy(await caller('copernicus').get('/auth/login?provider=1'), 'sign-in')),
					staysInBudget('the gate', async () => isBusy(await sendHeadOnly(who, who.identity), 'the gate')),
					staysInBudget('the gate for nobody', async () => {
						const answer = await sendHeadOnly(who, {});
						if (answer.status !== 401) // of a worker that still knows the tenant: it need not ask who nobody is
							isBusy(answer, 'the gate for nobody');
					}),
					staysInBudget('colours', async () => assert.deepEqual(await theme(who.origin), colours)),
					staysInBudget('no colours', async () => {
						const plain = await theme(stranger.origin);
						assert.equal(plain.status, 200);
						assert.match(plain.type, /^text\/css/);
					}),
					staysInBudget('health', async () => assert.equal(await healthz(), 503)),
				];
				await Promise.all(asked);
				await staysInBudget('metrics', async () => {
					const text = await (await fetch(`http://127.0.0.1:${stack.ports.local}/metrics`)).text();
					assert.match(text, /^lodge_workers/m);
					assert.doesNotMatch(text, /^lodge_jobs/m, 'what nobody can count now');
				});
				if (way === 'frozen')
					await sleep(began + BUDGET_MS + 1000 - Date.now());
				isBusy(await staysInBudget('a read, later', () => who.get(`${JSM}/request/${ticket.issueKey}`)), 'later');
			});
		});

		test('it recovers by itself, in the same workers', async () => {
			await becomes('a read', 10_000, async () => (await attempt(() => who.get(`${JSM}/request/${ticket.issueKey}`)))?.status === 200);
			await becomes('health', 5000, async () => await healthz() === 200);
			for (let n = 0; n < 30; n++) // every worker has its turn
				await who.read(`${JSM}/request/${ticket.issueKey}`);
			assert.equal((await caller('copernicus').get('/auth/login?provider=1')).status, 302);
			assert.equal((await who.upload('55', { name: 'after.txt', bytes: 'after' })).length, 1);
			assert.deepEqual(pids(stack, 'pages').concat(pids(stack, 'auth'), pids(stack, 'files')), workers);
		});

		test('a comment that was refused is not there, one that is sent again is there once', async () => {
			await who.make(`${JSM}/request/${ticket.issueKey}/comment`, { body: 'Now it is here', public: true });
			const { comments } = await who.read(`${JSM}/request/${ticket.issueKey}?expand=comment`);
			assert.deepEqual(comments.values.map((one) => one.body), ['Now it is here']);
		});
	});
