/* sla_run_test.c - clocks against a slow and obvious one, which goes from minute to minute and asks each time what holds. */
#include "desk/sla_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "any_calendar.h"
#include "base/arena.h"
#include "base/str.h"

enum { MOMENTS_MAX = 24, CASES = 3000, CHECKS = 3 };

static const char *const statuses[] = { "Open", "Analysis", "Waiting", "On hold", "Done" };

/* --- a ticket's life by chance ------------------------------------------------------------------------------ */

struct life {
	struct sla_moment moments[MOMENTS_MAX];
	size_t n;
};

static struct sla_moment *moment_add(struct life *life, int64_t at, unsigned happened)
{
	struct sla_moment *moment = &life->moments[life->n], *before = moment - 1;

	*moment = (struct sla_moment){ .at = at, .happened = happened, .status = "Open" };
	if (life->n++ > 0) {
		moment->status = before->status;
		moment->awaits_customer = before->awaits_customer;
		moment->assigned = before->assigned;
	}
	return moment;
}

static void status_add(struct life *life, int64_t at)
{
	struct sla_moment *moment = moment_add(life, at, SLA_MOVED);
	const char *next = statuses[below(5)];
	bool was_done = str_equal(moment->status, "Done"), is_done = str_equal(next, "Done");

	moment->before = moment->status;
	moment->after = moment->status = next;
	moment->awaits_customer = str_equal(next, "Waiting");
	moment->happened |= is_done && !was_done ? SLA_RESOLVED : 0;
	moment->happened |= was_done && !is_done ? SLA_REOPENED : 0;
}

static void assignee_add(struct life *life, int64_t at)
{
	struct sla_moment *moment = moment_add(life, at, SLA_REASSIGNED);
	bool assigned = below(2);

	moment->happened |= assigned && !moment->assigned ? SLA_ASSIGNED : 0;
	moment->happened |= !assigned && moment->assigned ? SLA_UNASSIGNED : 0;
	moment->assigned = assigned;
}

static void life_make(struct life *life, int64_t at)
{
	life->n = 0;
	moment_add(life, at, SLA_CREATED);
	for (int n = below(MOMENTS_MAX - 1); n > 0; n--) {
		/* Sometimes several in one minute. */
		at += below(4) ? below(600) * MINUTE : 0;
		switch (below(8)) {
		case 0:
			moment_add(life, at, SLA_CUSTOMER_COMMENT);
			break;
		case 1:
			moment_add(life, at, SLA_TEAM_COMMENT);
			break;
		case 2:
			assignee_add(life, at);
			break;
		case 3:
			moment_add(life, at, SLA_PRIORITY);
			break;
		default:
			status_add(life, at);
		}
	}
	if (below(12) == 0)
		moment_add(life, at, SLA_ENDED);
}

static const char *const starts[] = { "created", "created; reopened",
	"created; comment by customer", "status entered Analysis", "status left Open; reopened",
	"assignee set", "comment by customer; assignee changed" };
static const char *const pauses[] = { "", "awaiting customer", "status is On hold",
	"awaiting customer; status is On hold", "unassigned", "status is Open; unassigned" };
static const char *const stops[] = { "resolved", "comment for customers", "status entered Done",
	"status left Waiting; resolved", "assignee cleared", "comment for customers; resolved" };

/* --- the slow and obvious clock ----------------------------------------------------------------------------- */

static bool says(const char *conditions, const char *condition)
{
	char among[200], one[60];

	snprintf(among, sizeof(among), "; %s;", conditions);
	snprintf(one, sizeof(one), "; %s;", condition);
	for (const char *at = among; *at; at++)
		if (str_starts(at, one))
			return true;
	return false;
}

static bool happens(const char *conditions, const struct sla_moment *m)
{
	static const struct {
		const char *text;
		unsigned bit;
	} plain[] = {
		{ "created", SLA_CREATED },
		{ "resolved", SLA_RESOLVED },
		{ "reopened", SLA_REOPENED },
		{ "comment by customer", SLA_CUSTOMER_COMMENT },
		{ "comment for customers", SLA_TEAM_COMMENT },
		{ "assignee set", SLA_ASSIGNED },
		{ "assignee cleared", SLA_UNASSIGNED },
		{ "assignee changed", SLA_REASSIGNED },
	};
	char moved[80];

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if ((m->happened & plain[i].bit) && says(conditions, plain[i].text))
			return true;
	if (!(m->happened & SLA_MOVED))
		return false;
	snprintf(moved, sizeof(moved), "status entered %s", m->after);
	if (says(conditions, moved))
		return true;
	snprintf(moved, sizeof(moved), "status left %s", m->before);
	return says(conditions, moved);
}

static bool stands(const char *conditions, const struct sla_moment *m)
{
	char status[80];

	snprintf(status, sizeof(status), "status is %s", m->status);
	return says(conditions, status) ||
		(m->awaits_customer && says(conditions, "awaiting customer")) ||
		(!m->assigned && says(conditions, "unassigned"));
}

struct slow {
	const char *start, *pause, *stop;
	int64_t goal_ms;
	const struct calendar *calendar;
	/* what it says of its last run */
	bool exists, running, paused;
	int64_t elapsed, breach_at, cycles;
};

static void slow_moment(struct slow *slow, const struct sla_moment *m)
{
	if ((m->happened & SLA_ENDED) || happens(slow->stop, m)) {
		slow->running = false;
	} else if (slow->running) {
		slow->paused = stands(slow->pause, m);
	} else if (happens(slow->start, m)) {
		slow->exists = slow->running = true;
		slow->paused = stands(slow->pause, m);
		slow->elapsed = slow->breach_at = 0;
		slow->cycles++;
	}
}

static void slow_run(struct slow *slow, const struct life *life, int64_t now)
{
	size_t next = 0;

	for (int64_t at = life->moments[0].at; at <= now; at += MINUTE) {
		while (next < life->n && life->moments[next].at <= at)
			slow_moment(slow, &life->moments[next++]);
		if (!slow->running || slow->paused)
			continue;
		if (slow->elapsed >= slow->goal_ms && !slow->breach_at)
			slow->breach_at = at;
		if (at < now && (!slow->calendar || slow_is_open(slow->calendar, at)))
			slow->elapsed += MINUTE;
	}
}

/* --- both ----------------------------------------------------------------------------------------------------- */

static struct sla_rules rules_of(struct arena *arena, const struct slow *slow)
{
	const char *texts[] = { slow->start, slow->pause, slow->stop }, *wrong;
	struct sla_rules rules;

	for (enum sla_slot slot = SLA_START; slot < SLA_SLOTS; slot++)
		assert_int_equal(sla_condition_read(
					 arena, slot, texts[slot], &rules.conditions[slot], &wrong),
			OK);
	return rules;
}

static void compare(int number, const struct slow *slow, const struct sla_run *first, int64_t now)
{
	const struct sla_target target = { slow->goal_ms, slow->calendar };
	struct sla_face face = { 0 };
	int64_t cycles = 0;

	for (const struct sla_run *run = first; run; run = run->next) {
		cycles++;
		if (!run->next)
			face = sla_face(run, &target, now);
	}
	assert_int_equal(cycles, slow->cycles);
	if (!slow->exists)
		return;
	if (face.elapsed != slow->elapsed || face.breached != (slow->breach_at != 0) ||
		(face.breached && face.breach_at != slow->breach_at) ||
		face.paused != (slow->running && slow->paused))
		fail_msg(
			"case %d, start %s, pause %s, stop %s: elapsed %lld, breached at %lld, paused %d; the slow one %lld, %lld, %d",
			number, slow->start, slow->pause, slow->stop, (long long)face.elapsed,
			face.breached ? (long long)face.breach_at : 0, face.paused,
			(long long)slow->elapsed, (long long)slow->breach_at,
			slow->running && slow->paused);
}

/* Up to `now` only, as it is asked while the ticket lives. */
static struct life life_until(const struct life *life, int64_t now)
{
	struct life past = *life;

	while (past.n > 0 && past.moments[past.n - 1].at > now)
		past.n--;
	return past;
}

/* Goals and calendars change between the questions: each time all is counted anew. */
static void a_clock_says_what_the_slow_one_says(void **state)
{
	int breached = 0, paused = 0;

	(void)state;
	seed = 4711;
	for (int i = 0; i < CASES; i++) {
		struct arena *arena = arena_make(1 << 20);
		int64_t start = instant();
		struct life life;

		life_make(&life, start);
		struct slow rules = { .start = starts[below(7)],
			.pause = pauses[below(6)],
			.stop = stops[below(6)] };

		for (int check = 0; check < CHECKS; check++) {
			int64_t now = start + below(3 * 1440) * MINUTE;
			struct life past = life_until(&life, now);
			struct slow slow = rules;
			struct sla_rules read = rules_of(arena, &rules);
			struct calendar calendar;
			int32_t holidays[2];

			calendar_make(&calendar, holidays, start);
			slow.calendar = below(5) ? &calendar : NULL;
			slow.goal_ms = (1 + below(below(3) ? 240 : 2000)) * MINUTE;
			slow_run(&slow, &past, now);
			compare(i, &slow, sla_replay(arena, &read, past.moments, past.n, 0), now);
			breached += slow.breach_at != 0;
			paused += slow.running && slow.paused;
		}
		arena_free(arena);
	}
	/* The cases are worth something. */
	assert_true(breached > 300);
	assert_true(paused > 100);
}

/* What the clock foretells while nothing happens is what comes. */
static void the_end_that_is_foretold_comes_true(void **state)
{
	(void)state;
	seed = 4712;
	for (int i = 0; i < CASES; i++) {
		struct sla_pause pause = { .from = 0 };
		struct sla_run run = { .started_at = instant() };
		struct calendar calendar;
		int32_t holidays[2];
		struct sla_target target = { (1 + below(3000)) * MINUTE, &calendar };
		struct sla_face face, then;

		calendar_make(&calendar, holidays, run.started_at);
		pause.from = run.started_at + below(2880) * MINUTE;
		pause.to = pause.from + below(2880) * MINUTE;
		run.pauses = below(2) ? &pause : NULL;
		face = sla_face(&run, &target, run.pauses ? pause.to : run.started_at);
		if (!face.breach_at)
			continue;
		then = sla_face(&run, &target, face.breach_at);
		assert_true(then.breached);
		assert_int_equal(then.breach_at, face.breach_at);
		assert_true(then.elapsed >= target.goal_ms);
		assert_false(sla_face(&run, &target, face.breach_at - 1).breached);
	}
}

/* --- cases that a person can check -------------------------------------------------------------------------- */

static void a_pause_at_the_very_end_keeps_the_promise_until_it_goes_on(void **state)
{
	struct sla_pause pause = { .from = HOUR };
	struct sla_run run = { .started_at = 0, .pauses = &pause };
	struct sla_target target = { HOUR, NULL };
	struct sla_face face = sla_face(&run, &target, 5 * HOUR);

	(void)state;
	run.started_at = 0;
	assert_true(face.paused);
	assert_false(face.breached);
	assert_int_equal(face.breach_at, 0);
	assert_int_equal(face.elapsed, HOUR);
	pause.to = 6 * HOUR;
	face = sla_face(&run, &target, 6 * HOUR);
	assert_true(face.breached);
	assert_int_equal(face.breach_at, 6 * HOUR);
}

static void late_stays_late_through_a_pause_and_a_stop(void **state)
{
	struct sla_pause pause = { .from = 3 * HOUR };
	struct sla_run run = { .started_at = 0, .pauses = &pause };
	struct sla_target target = { HOUR, NULL };

	(void)state;
	assert_true(sla_face(&run, &target, 4 * HOUR).breached);
	run.stopped_at = 5 * HOUR;
	assert_true(sla_face(&run, &target, 9 * HOUR).breached);
	assert_int_equal(sla_face(&run, &target, 9 * HOUR).elapsed, 3 * HOUR);
	assert_int_equal(sla_face(&run, &target, 9 * HOUR).breach_at, HOUR);
}

static void what_stops_in_the_last_instant_is_in_time(void **state)
{
	struct sla_run run = { .started_at = 0, .stopped_at = HOUR };
	struct sla_target target = { HOUR, NULL };

	(void)state;
	assert_false(sla_face(&run, &target, 9 * HOUR).breached);
	run.stopped_at = HOUR + 1;
	assert_true(sla_face(&run, &target, 9 * HOUR).breached);
}

static void another_goal_counts_from_the_same_record(void **state)
{
	struct sla_pause pause = { .from = HOUR, .to = 2 * HOUR };
	struct sla_run run = { .started_at = 0, .pauses = &pause };
	struct sla_target long_goal = { 8 * HOUR, NULL }, short_goal = { 2 * HOUR, NULL };

	(void)state;
	assert_int_equal(sla_face(&run, &long_goal, 4 * HOUR).breach_at, 9 * HOUR);
	assert_int_equal(sla_face(&run, &short_goal, 4 * HOUR).breach_at, 3 * HOUR);
	assert_int_equal(sla_face(&run, &short_goal, 4 * HOUR).elapsed, 3 * HOUR);
	assert_true(sla_face(&run, &short_goal, 4 * HOUR).breached);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_says_what_the_slow_one_says),
		cmocka_unit_test(the_end_that_is_foretold_comes_true),
		cmocka_unit_test(a_pause_at_the_very_end_keeps_the_promise_until_it_goes_on),
		cmocka_unit_test(late_stays_late_through_a_pause_and_a_stop),
		cmocka_unit_test(what_stops_in_the_last_instant_is_in_time),
		cmocka_unit_test(another_goal_counts_from_the_same_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
