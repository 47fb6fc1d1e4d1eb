// provider.test.mjs - the sign-in provider is dead or hangs: whoever signs in reads so within five seconds, whoever is signed in
// notices nothing, and one tenant's provider holds up nobody of another tenant.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { JSM, LODGE, newcomer, raise } from '../api/lib/api.mjs';
import { Browser } from '../api/lib/browser.mjs';
import { addProvider, lodgectl, makeTenant, sql } from '../api/lib/operator.mjs';
import { ctl, loginUrl, origin, reachCallback, signIn } from '../api/lib/sign-in.mjs';
import { WAYS, attempt, becomes, bringBack, quantile, stack, timed, within, without } from './lib/fault.mjs';

const BUDGET_MS = 5000;
const PEOPLE = 32, FLOOR_MS = 50;

after(async () => {
	await bringBack();
	await ctl('clear');
});

/* The demo's provider makes new keys at each start; a real one keeps them, and how often we ask for keys has tests of its own. */
const mayAskForKeys = () => sql(`UPDATE provider_document SET next_try_at = UTC_TIMESTAMP(3)`);

/* As it is after an hour of use: the database knows what the providers publish, and a start of the stack has not just cleared it. */
async function isInUse() {
	await bringBack();
	await mayAskForKeys();
	await lodgectl('pool', 'reload', 'auth');
	await signIn('dasharo', 'customer@dasharo.example');
	await signIn('copernicus', 'customer@copernicus.example');
}

/* What the person reads, and that they do not wait for it. */
async function isUnavailable(what, ask) {
	const { value: answer, ms } = await timed(ask);
	const page = new URL(answer.headers.get('location') ?? '/', 'http://x');
	assert.equal(answer.status, 303, `${what}: ${answer.status}`);
	assert.equal(page.pathname + page.searchParams.get('problem'), '/sign-inunavailable', `${what}: ${page}`);
	within(ms, BUDGET_MS, what);
	return page;
}

for (const way of WAYS)
	describe(`the provider is ${way}`, () => {
		let anna, browser, callback, login, stranger;

		before(async () => {
			await isInUse();
			anna = await signIn('copernicus', 'customer@copernicus.example');
			browser = new Browser();
			callback = await reachCallback(browser, 'copernicus', 'colleague@copernicus.example', { to: '/agent' });
			login = await loginUrl('copernicus');
			stranger = await makeTenant();
			stranger.provider = await addProvider(stranger, `http://127.0.0.1:${stack.ports.provider}/auth/realms/PSS`);
		});

		test('whoever signs in is told within five seconds, sessions go on', async () => {
			await without('provider', way, async () => {
				const told = [
					isUnavailable('the way back', () => browser.fetch(callback))
						.then((page) => assert.equal(page.searchParams.get('to'), '/agent', 'the page they wanted is kept')),
					isUnavailable('the way there', () => new Browser().fetch(`${login}&to=/agent`)),
					isUnavailable('a provider that nobody asked before', () => new Browser().fetch(`${stranger.origin}/auth/login?provider=${stranger.provider}`)),
				];
				const { value: answers, ms } = await timed(async () => [
					await anna.get(`${LODGE}/me`),
					await anna.post(`${JSM}/request`, { serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: { summary: 'Signed in before' } }),
				]);
				assert.deepEqual(answers.map((answer) => answer.status), [200, 201]);
				within(ms, 2000, 'two requests of somebody who is signed in');
				await Promise.all(told);
				assert.equal((await anna.post('/auth/logout')).status, 200, 'and whoever leaves can');
				assert.equal((await anna.get(`${LODGE}/me`)).status, 401);
			});
		});

		test('sign-in works again by itself', async () => {
			await mayAskForKeys();
			await becomes('a sign-in', 10_000, () => attempt(() => signIn('copernicus', 'customer@copernicus.example')));
		});
	});

describe(`${PEOPLE} sign-ins hang at one tenant's provider`, () => {
	let reader, ticket, waiting;

	before(async () => {
		await isInUse();
		reader = await newcomer('copernicus');
		ticket = await raise(reader);
		waiting = [];
		for (let n = 0; n < PEOPLE; n += 8) {
			waiting.push(...await Promise.all(Array.from({ length: 8 }, reachDasharo)));
			await sql(`UPDATE login_attempt SET address = '192.0.2.${n}' WHERE address <> '192.0.2.0'`); // they sit at many places
		}
	});

	async function reachDasharo() {
		const browser = new Browser();
		return { browser, callback: await reachCallback(browser, 'dasharo', 'customer@dasharo.example') };
	}

	async function readOnce(times) {
		times.push((await timed(() => reader.read(`${JSM}/request/${ticket.issueKey}`))).ms);
	}

	/* One after the other, then eight at once. */
	async function readTimes() {
		const alone = [], together = [];
		for (let n = 0; n < 120; n++)
			await readOnce(alone);
		await Promise.all(Array.from({ length: 8 }, async () => {
			for (let n = 0; n < 25; n++)
				await readOnce(together);
		}));
		return { alone: quantile(alone, 0.99), together: quantile(together, 0.99) };
	}

	test('the other tenant reads as fast as ever and signs in', async () => {
		await readTimes(); // warm
		const usual = await readTimes();
		let stillHang = PEOPLE;
		await ctl('fault', { realm: 'Dasharo', at: 'token', kind: 'hang', n: 1000 });
		const told = waiting.map(({ browser, callback }) => isUnavailable('a sign-in at the dead provider', () => browser.fetch(callback))
			.finally(() => stillHang--));
		const times = await readTimes();
		await signIn('copernicus', 'colleague@copernicus.example');
		assert.ok(stillHang > 0, 'the provider was silent all the time');
		await Promise.all(told);
		for (const how of ['alone', 'together'])
			within(times[how], Math.max(2 * usual[how], FLOOR_MS), `p99 of reads, ${how}, usually ${usual[how]} ms`);
	});

	test('when it answers again, so do we', async () => {
		await ctl('clear');
		await signIn('dasharo', 'customer@dasharo.example');
		assert.equal((await fetch(`${origin('dasharo')}${LODGE}/site`)).status, 200);
	});
});
