// clocks.test.mjs - clocks of a desk: started, paused, stopped and given another target by what happens to a ticket; what JSM's clients
// and our pages read of them; and that the team is warned once.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { JSM, LODGE, comment, refuses, stack } from './lib/api.mjs';
import { lodgectl, sql } from './lib/operator.mjs';
import { openTenant } from './lib/own-tenant.mjs';
import { clocks as clocksShape, page, sla } from './lib/shapes.mjs';

const HOUR = 3_600_000, PATIENCE_MS = 20_000;
let tenant, agent, customer, waiting, moves;

/** A clock of the tenant's desk, with goals of whole seconds: [seconds, more columns]. */
async function metric(name, { start = 'created', pause = '', stop = 'resolved', warn = 3600, goals = [[8 * 3600]], desk = tenant.desk } = {}) {
	const id = await tenant.made('sla_metric', { desk_id: desk, name, start_on: start, pause_while: pause, stop_on: stop, warn_s: warn });
	for (const [i, [goal_s, more]] of goals.entries())
		await tenant.made('sla_goal', { metric_id: id, position: i, goal_s, ...more });
	return id;
}

before(async () => {
	tenant = await openTenant('clocks');
	agent = await tenant.person('agent');
	customer = await tenant.person('customer');
	const status = (name, more) => tenant.made('status', { workflow_id: tenant.workflow, name, customer_name: name, category: 'INDETERMINATE', ...more });
	waiting = await status('Deep analysis', { customer_name: 'Waiting for you', awaits_customer: 1 });
	const [[closed]] = await sql(`SELECT id FROM status WHERE tenant_id = ${tenant.id} AND name = 'Closed'`);
	const move = (name, from, to) => tenant.made('transition', { workflow_id: tenant.workflow, name, from_status_id: from, to_status_id: to });
	moves = { ask: await move('Ask', tenant.status, waiting), go: await move('Go on', waiting, tenant.status), reopen: await move('Reopen', Number(closed), tenant.status),
		close: Number((await sql(`SELECT id FROM transition WHERE tenant_id = ${tenant.id} AND name = 'Close'`))[0][0]) };
	await metric('First answer', { stop: 'comment for customers; resolved', goals: [[4 * 3600]] });
	await metric('Resolution', { start: 'created; reopened', pause: 'awaiting customer', goals: [[3600, { priority: 1 }], [4 * 3600, { priority: 2 }], [8 * 3600]] });
});

const run = async (ticket, move) => assert.equal((await agent.post(`${JSM}/request/${ticket.issueKey}/transition`, { id: String(moves[move]) })).status, 204);
const clocksOf = async (who, ticket) => {
	const answer = await who.read(`${LODGE}/request/${ticket.issueKey}/clock`);
	clocksShape(answer, 'clocks');
	return answer.values;
};
const clockOf = async (who, ticket, name) => (await clocksOf(who, ticket)).findLast((clock) => clock.name === name);
const slasOf = async (ticket) => {
	const answer = await agent.read(`${JSM}/request/${ticket.issueKey}/sla`);
	page(sla)(answer, 'sla');
	return Object.fromEntries(answer.values.map((one) => [one.name, one]));
};
const breachOf = async (ticket) => (await sql(`SELECT ROUND(UNIX_TIMESTAMP(breach_at) * 1000) FROM ticket WHERE id = ${ticket.issueId} AND tenant_id = ${tenant.id}`))[0][0];
const told = async (ticket) => (await sql(`SELECT kind FROM activity WHERE tenant_id = ${tenant.id} AND ticket_id = ${ticket.issueId} AND kind LIKE 'clock-%' ORDER BY id`)).map(([kind]) => kind);
const alarms = async (ticket) => Number((await sql(`SELECT COUNT(*) FROM job j JOIN sla_cycle c ON c.tenant_id = j.tenant_id AND c.id = j.subject_id
	WHERE j.tenant_id = ${tenant.id} AND j.lane = 'clocks' AND c.ticket_id = ${ticket.issueId}`))[0][0]);
async function becomes(what, ask) {
	for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50))
		if (await ask())
			return;
	assert.fail(`not within ${PATIENCE_MS} ms: ${what}`);
}
/** As if all of it had happened so much earlier. */
const ago = (ticket, hours) => sql(['sla_event e JOIN sla_cycle c ON c.tenant_id = e.tenant_id AND c.id = e.cycle_id SET e.at = e.at', 'sla_cycle c SET c.breach_at = c.breach_at', 'sla_cycle c SET c.started_at = c.started_at', 'sla_cycle c SET c.paused_at = c.paused_at']
	.map((what) => `UPDATE ${what} - INTERVAL ${hours} HOUR WHERE c.tenant_id = ${tenant.id} AND c.ticket_id = ${ticket.issueId};`).join('\n'));

describe('a clock', () => {
	test('starts with the ticket, stops with the answer, and says so as JSM does', async () => {
		const ticket = await tenant.raise(customer);
		const before = await slasOf(ticket);
		assert.deepEqual(Object.keys(before), ['First answer', 'Resolution']);
		const cycle = before['First answer'].ongoingCycle;
		assert.deepEqual([cycle.breached, cycle.paused, cycle.withinCalendarHours, cycle.goalDuration], [false, false, true, { millis: 4 * HOUR, friendly: '4h' }]);
		assert.equal(cycle.breachTime.epochMillis, cycle.startTime.epochMillis + 4 * HOUR);
		assert.equal(cycle.elapsedTime.millis + cycle.remainingTime.millis, 4 * HOUR);
		assert.equal(Number(await breachOf(ticket)), cycle.breachTime.epochMillis, 'the earliest end');
		await comment(agent, ticket, 'A note', false);
		assert.ok((await slasOf(ticket))['First answer'].ongoingCycle, 'a note is no answer');
		await comment(agent, ticket, 'The answer');
		const after = (await slasOf(ticket))['First answer'];
		assert.equal(after.ongoingCycle, undefined);
		assert.deepEqual([after.completedCycles.length, after.completedCycles[0].breached], [1, false]);
		assert.equal(Number(await breachOf(ticket)), (await slasOf(ticket)).Resolution.ongoingCycle.breachTime.epochMillis);
	});
	test('stands still while the customer is waited for, and says why to both', async () => {
		const ticket = await tenant.raise(customer);
		await sql(`UPDATE desk SET clocks_shown = TRUE WHERE tenant_id = ${tenant.id}`);
		await comment(agent, ticket, 'Which version?');
		await run(ticket, 'ask');
		const paused = (await slasOf(ticket)).Resolution.ongoingCycle;
		assert.deepEqual([paused.paused, paused.breachTime], [true, undefined]);
		assert.equal(await breachOf(ticket), 'NULL');
		assert.equal(await alarms(ticket), 0);
		const ours = await clockOf(agent, ticket, 'Resolution'), theirs = await clockOf(customer, ticket, 'Resolution');
		assert.deepEqual([ours.state, theirs.state, ours.why.at(-1).because], ['paused', 'paused', 'awaiting']);
		assert.equal(ours.why.at(-1).after, 'Deep analysis');
		assert.equal(theirs.why.at(-1).after, 'Waiting for you');
		assert.ok(!JSON.stringify(theirs).includes('Deep analysis'), 'customers do not read what the team calls it');
		await run(ticket, 'go');
		const going = await clockOf(agent, ticket, 'Resolution');
		assert.deepEqual([going.state, going.why.map((why) => why.kind)], ['running', ['started', 'paused', 'resumed']]);
		assert.equal(Number(await breachOf(ticket)), going.breachDate.epochMillis);
		const stood = going.why[2].date.epochMillis - going.why[1].date.epochMillis;
		assert.equal(going.breachDate.epochMillis, going.startDate.epochMillis + 8 * HOUR + stood, 'what it stood still is not counted');
		assert.equal(await alarms(ticket), 1);
	});
	test('that is late stays late when it is stopped, and a reopened ticket starts another', async () => {
		const ticket = await tenant.raise(customer);
		await ago(ticket, 9);
		await run(ticket, 'close');
		await run(ticket, 'reopen');
		const { Resolution } = await slasOf(ticket);
		assert.equal(Resolution.completedCycles.length, 1);
		const [late] = Resolution.completedCycles;
		assert.equal(late.breached, true);
		assert.match(late.remainingTime.friendly, /^-1h( \dm)?$/);
		assert.equal(Resolution.ongoingCycle.breached, false);
		assert.ok(Resolution.ongoingCycle.elapsedTime.millis < HOUR);
	});
	test('gets another target with the priority, says from what to what, and keeps what has passed', async () => {
		const ticket = await tenant.raise(customer);
		await ago(ticket, 2);
		await setPriority(ticket, 3, 2);
		const clock = await clockOf(customer, ticket, 'Resolution'), [why] = clock.why.filter((one) => one.kind === 'target');
		assert.deepEqual([why.because, why.before, why.after, why.goalBefore.friendly, why.goalAfter.friendly], ['priority', 'Medium', 'High', '8h', '4h']);
		assert.equal(clock.goal.friendly, '4h');
		assert.equal(clock.elapsed.friendly, '2h');
		assert.equal(Number(await breachOf(ticket)), clock.startDate.epochMillis + 4 * HOUR);
		assert.deepEqual(await told(ticket), ['clock-target']);
		await setPriority(ticket, 2, 1);
		assert.equal((await clockOf(agent, ticket, 'Resolution')).breached, true, 'an hour has passed long ago');
	});
	test('is not there where no goal fits, and is there with all that has passed once one does', async () => {
		const urgent = await metric('Urgent only', { goals: [[3600, { priority: 1 }]] });
		const ticket = await tenant.raise(customer);
		assert.equal((await slasOf(ticket))['Urgent only'], undefined);
		refuses(await agent.get(`${JSM}/request/${ticket.issueKey}/sla/${urgent}`), 404);
		await sql(`UPDATE sla_cycle SET started_at = started_at - INTERVAL 30 MINUTE WHERE tenant_id = ${tenant.id} AND metric_id = ${urgent}`);
		await setPriority(ticket, 3, 1);
		assert.equal((await agent.read(`${JSM}/request/${ticket.issueKey}/sla/${urgent}`)).ongoingCycle.elapsedTime.friendly, '30m');
		await sql(`UPDATE sla_metric SET enabled = FALSE WHERE tenant_id = ${tenant.id} AND id = ${urgent}`);
		assert.equal((await slasOf(ticket))['Urgent only'], undefined);
	});
});

async function setPriority(ticket, before, after) {
	const names = ['', 'Highest', 'High', 'Medium'];
	const answer = await agent.ask('PATCH', `${LODGE}/request/${ticket.issueKey}`, { priority: names[after] });
	assert.equal(answer.status, 200, `${names[before]} to ${names[after]}: ${answer.text}`);
}

describe('the team', () => {
	test('is warned once and told once that it is late', async () => {
		await metric('Soon', { warn: 1, goals: [[2, { priority: 3 }]], stop: 'resolved' });
		const tickets = await Promise.all(Array.from({ length: 5 }, () => tenant.raise(customer)));
		for (const ticket of tickets)
			await becomes('it is late', async () => (await told(ticket)).includes('clock-breached'));
		for (const ticket of tickets) {
			assert.deepEqual(await told(ticket), ['clock-warning', 'clock-breached']);
			assert.equal((await slasOf(ticket)).Soon.ongoingCycle.breached, true);
			await run(ticket, 'close');
			assert.equal(await alarms(ticket), 0);
		}
		await sql(`UPDATE sla_metric SET enabled = FALSE WHERE tenant_id = ${tenant.id} AND name = 'Soon'`);
	});
	test('is told of what was late by then, though nobody looked in time', async () => {
		const ticket = await tenant.raise(customer);
		await ago(ticket, 9);
		await sql(`UPDATE job j JOIN sla_cycle c ON c.tenant_id = j.tenant_id AND c.id = j.subject_id SET j.due_at = UTC_TIMESTAMP(3) - INTERVAL 1 HOUR
			WHERE c.tenant_id = ${tenant.id} AND c.ticket_id = ${ticket.issueId} AND j.lane = 'clocks'`);
		await becomes('both clocks are late', async () => (await told(ticket)).length === 2);
		assert.deepEqual(await told(ticket), ['clock-breached', 'clock-breached'], 'no warning of what is over');
	});
	test('is not warned of a ticket that is deleted', async () => {
		const ticket = await tenant.raise(customer), admin = await tenant.person('admin');
		assert.equal(await alarms(ticket), 2);
		const ids = (await sql(`SELECT id FROM sla_cycle WHERE tenant_id = ${tenant.id} AND ticket_id = ${ticket.issueId}`)).join();
		assert.equal((await admin.ask('DELETE', `${LODGE}/request/${ticket.issueKey}`)).status, 204);
		assert.deepEqual(await sql(`SELECT COUNT(*) FROM job WHERE tenant_id = ${tenant.id} AND lane = 'clocks' AND subject_id IN (${ids})`), [['0']]);
	});
});

describe('many at once', () => {
	test('lose nothing of one ticket: pauses and resumes take turns, and one run goes on', async () => {
		const ticket = await tenant.raise(customer);
		for (let i = 0; i < 4; i++)
			await Promise.all(['ask', 'go', 'ask', 'go'].map((move) => agent.post(`${JSM}/request/${ticket.issueKey}/transition`, { id: String(moves[move]) })));
		const clock = await clockOf(agent, ticket, 'Resolution'), kinds = clock.why.map((why) => why.kind);
		kinds.slice(1).forEach((kind, i) => assert.equal(kind, i % 2 ? 'resumed' : 'paused', kinds.join()));
		assert.equal(clock.state === 'paused', (await agent.read(`${JSM}/request/${ticket.issueKey}`)).currentStatus.awaitsCustomer === true);
	});
});

describe('who sees clocks', () => {
	test("JSM's are the team's", async () => {
		const ticket = await tenant.raise(customer);
		refuses(await customer.get(`${JSM}/request/${ticket.issueKey}/sla`), 403);
		refuses(await customer.get(`${JSM}/request/${ticket.issueKey}/sla/1`), 403);
		assert.equal((await customer.read(`${JSM}/request/${ticket.issueKey}?expand=sla`)).sla, undefined);
		assert.equal((await agent.read(`${JSM}/request/${ticket.issueKey}?expand=sla`)).sla.values.length, 2);
		refuses(await agent.get(`${JSM}/request/${ticket.issueKey}/sla/999999`), 404);
		refuses(await agent.get(`${JSM}/request/${ticket.issueKey}/sla/x`), 404);
	});
	test('ours are for customers where the desk shows them', async () => {
		const ticket = await tenant.raise(customer), path = `${JSM}/request/${ticket.issueKey}?expand=clock`;
		await sql(`UPDATE desk SET clocks_shown = FALSE WHERE tenant_id = ${tenant.id}`);
		refuses(await customer.get(`${LODGE}/request/${ticket.issueKey}/clock`), 403);
		assert.equal((await customer.read(path)).clocks, undefined);
		assert.equal((await agent.read(path)).clocks.length, 2);
		await sql(`UPDATE desk SET clocks_shown = TRUE WHERE tenant_id = ${tenant.id}`);
		assert.equal((await customer.read(path)).clocks.length, 2);
	});
	test('a page of them begins where it is told to', async () => {
		const ticket = await tenant.raise(customer);
		const second = await agent.read(`${JSM}/request/${ticket.issueKey}/sla?start=1&limit=1`);
		assert.deepEqual([second.values.map((one) => one.name), second.isLastPage], [['Resolution'], true]);
		assert.equal((await agent.read(`${JSM}/request/${ticket.issueKey}/sla?limit=1`)).isLastPage, false);
	});
});

describe('lodgectl', () => {
	const book = (hours, goal) => `calendar Office
  zone Europe/Warsaw
  hours ${hours}

clock First answer
  start created
  stop comment for customers; resolved
  warn 1h
  goal 4h

clock Resolution
  start created; reopened
  pause awaiting customer
  stop resolved
  warn 1h
  goal ${goal}; type Anything; calendar Office

`;
	const file = (text, name = 'book.txt') => {
		writeFileSync(stack.path(name), text);
		return stack.path(name);
	};
	const on = (...words) => lodgectl(...words.slice(0, 2), '--tenant', tenant.slug, '--desk', String(tenant.desk), ...words.slice(2));
	const daily = book('mon-sun 0:00-24:00', '8h');

	test('takes clocks over from a text that it gives back, and counts what goes on again, once', async () => {
		const ticket = await tenant.raise(customer);
		await ago(ticket, 2);
		await sql(`UPDATE ticket SET created_at = created_at - INTERVAL 2 HOUR WHERE tenant_id = ${tenant.id} AND id = ${ticket.issueId}`);
		await on('sla', 'import', file(daily));
		assert.equal(await on('sla', 'export'), daily);
		const before = await clockOf(agent, ticket, 'Resolution');
		assert.deepEqual([before.goal.friendly, before.calendar.name, before.elapsed.friendly], ['8h', 'Office', '2h']);
		await on('sla', 'import', file(book('mon-sun 0:00-24:00', '3h')));
		const after = await clockOf(agent, ticket, 'Resolution'), why = after.why.at(-1);
		assert.deepEqual([why.kind, why.because, why.goalBefore.friendly, why.goalAfter.friendly, after.elapsed.friendly], ['target', 'edited', '8h', '3h', '2h']);
		assert.equal(Number(await breachOf(ticket)), after.startDate.epochMillis + 3 * HOUR);
		assert.match(await on('sla', 'recount'), /changed 0\n/, 'what is right stays as it is');
	});
	test('counts nothing of what has stopped again', async () => {
		const ticket = await tenant.raise(customer);
		await run(ticket, 'close');
		const before = await clocksOf(agent, ticket);
		await on('sla', 'import', file(book('mon-sun 0:00-24:00', '1h')));
		assert.deepEqual(await clocksOf(agent, ticket), before);
		await on('sla', 'import', file(daily));
	});
	test('brings holidays in, and a clock that is on one stands still', async () => {
		const ticket = await tenant.raise(customer), day = (plus) => new Date(Date.now() + plus * 24 * HOUR).toISOString().slice(0, 10).replaceAll('-', '');
		const event = (lines) => `BEGIN:VEVENT\r\n${lines}\r\nEND:VEVENT\r\n`;
		const said = await lodgectl('calendar', 'import', '--tenant', tenant.slug, '--calendar', 'Office', file(`BEGIN:VCALENDAR\r\n${
			event(`DTSTART;VALUE=DATE:${day(-1)}\r\nDTEND;VALUE=DATE:${day(2)}\r\nSUMMARY:Bridge\r\n days`)}${event('DTSTART:20260101T100000Z\r\nSUMMARY:Meeting')}END:VCALENDAR\r\n`, 'days.ics'));
		assert.match(said, /has 3 days.*1 events were passed over.*Meeting/);
		const clock = await clockOf(agent, ticket, 'Resolution');
		assert.deepEqual([clock.withinCalendarHours, clock.elapsed.millis, clock.why.at(-1).because], [false, 0, 'hours']);
		assert.match(await lodgectl('calendar', 'show', '--tenant', tenant.slug, '--calendar', 'Office'), /holiday \d{4}-\d\d-\d\d Bridgedays\n/);
	});
	test('takes calendars from what can be read once only', async () => {
		const pipe = stack.path('calendars.pipe');
		rmSync(pipe, { force: true });
		execFileSync('mkfifo', [pipe]);
		const [said] = await Promise.all([lodgectl('calendar', 'import', '--tenant', tenant.slug, pipe), writeFile(pipe, 'calendar Once\n  hours mon 9:00-17:00\n')]);
		assert.match(said, /is taken over/);
		assert.match(await lodgectl('calendar', 'show', '--tenant', tenant.slug, '--calendar', 'Once'), /hours mon 9:00-17:00/);
	});
	for (const [what, text, line] of [['an unknown word', daily.replace('stop resolved', 'stop solved'), 14], ['a status that no ticket here can have', daily.replace('awaiting customer', 'status is Nowhere'), 13],
		['a type of another desk', daily.replace('type Anything', 'type Nothing'), 16], ['a calendar that is not there', daily.replace('8h; type Anything; calendar Office', '8h; calendar Nowhere'), 16],
		['a priority that there is not', daily.replace('type Anything', 'priority Urgent'), 16], ['an organization that there is not', daily.replace('type Anything', 'organization Nobody'), 16]])
		test(`refuses ${what} with the line, and keeps nothing`, async () => {
			const before = await on('sla', 'export');
			await assert.rejects(on('sla', 'import', file(text)), (e) => new RegExp(`line ${line}:`).test(e.message) || assert.fail(e.message));
			assert.equal(await on('sla', 'export'), before);
		});
	test('says whether customers see clocks', async () => {
		await on('desk', 'clocks', '--shown', 'no');
		refuses(await customer.get(`${LODGE}/request/${(await tenant.raise(customer)).issueKey}/clock`), 403);
		await on('desk', 'clocks', '--shown', 'yes');
	});
});
