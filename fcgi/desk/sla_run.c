/* sla_run.c - see sla_run.h. */
#include "desk/sla_run.h"

#include <assert.h>

#include "base/arena.h"
#include "desk/calendar.h"

/* Counts the run from `from` to `to`, where something else begins. */
static void run_on(struct sla_face *face, const struct sla_target *target, int64_t from, int64_t to,
	int64_t now)
{
	if (to < from)
		return;
	if (!face->breach_at && target->goal_ms > 0) {
		int64_t end = calendar_after(
			target->calendar, from, target->goal_ms - face->elapsed);

		if (end < to)
			face->breach_at = end;
	}
	face->elapsed += calendar_between(target->calendar, from, to < now ? to : now);
}

struct sla_face sla_face(const struct sla_run *run, const struct sla_target *target, int64_t now)
{
	const int64_t end = run->stopped_at ? run->stopped_at : CALENDAR_NEVER;
	int64_t from = run->started_at;
	struct sla_face face = { 0 };

	for (const struct sla_pause *pause = run->pauses; pause; pause = pause->next) {
		run_on(&face, target, from, pause->from, now);
		from = pause->to ? pause->to : end;
		face.paused = !pause->to && !run->stopped_at;
	}
	if (!face.paused)
		run_on(&face, target, from, end, now);
	face.breached = face.breach_at && face.breach_at <= now;
	return face;
}

/* --- from the record of the ticket ---------------------------------------------------------------------------- */

struct replay {
	struct arena *arena;
	struct sla_run **last_run; /* where the next one goes */
	struct sla_run *run;       /* the one that goes on */
	struct sla_pause **last_pause;
	struct sla_pause *pause; /* that goes on */
};

static void replay_pause(
	struct replay *replay, const struct sla_moment *moment, const char *because)
{
	struct sla_pause *pause = arena_new(replay->arena, struct sla_pause);

	pause->from = moment->at;
	pause->began = moment;
	pause->because = because;
	*replay->last_pause = replay->pause = pause;
}

static void replay_resume(
	struct replay *replay, const struct sla_moment *moment, const char *because)
{
	struct sla_pause *pause = replay->pause;

	assert(pause);
	pause->to = moment->at;
	pause->end = moment;
	pause->ended = because;
	replay->last_pause = &pause->next;
	replay->pause = NULL;
}

static void replay_start(
	struct replay *replay, const struct sla_moment *moment, const struct sla_turn *turn)
{
	struct sla_run *run = arena_new(replay->arena, struct sla_run);

	run->started_at = moment->at;
	run->start = moment;
	run->because = turn->because;
	*replay->last_run = replay->run = run;
	replay->last_run = &run->next;
	replay->last_pause = &run->pauses;
	replay->pause = NULL;
	if (turn->paused)
		replay_pause(replay, moment, turn->paused);
}

static void replay_stop(struct replay *replay, const struct sla_moment *moment, const char *because)
{
	struct sla_run *run = replay->run;

	assert(run); /* only what runs is stopped */
	run->stopped_at = moment->at;
	run->stop = moment;
	run->stopped = because;
	replay->run = NULL;
	replay->pause = NULL;
}

struct sla_run *sla_replay(struct arena *arena, const struct sla_rules *rules,
	const struct sla_moment *moments, size_t n, int64_t after)
{
	struct sla_run *first = NULL;
	struct replay replay = { .arena = arena, .last_run = &first };

	for (size_t i = 0; i < n; i++) {
		const struct sla_moment *moment = &moments[i];
		struct sla_turn turn;

		if (moment->at <= after)
			continue;
		turn = sla_turn(rules, moment, replay.run != NULL, replay.pause != NULL);
		if (turn.step == SLA_STARTS)
			replay_start(&replay, moment, &turn);
		else if (turn.step == SLA_PAUSES)
			replay_pause(&replay, moment, turn.because);
		else if (turn.step == SLA_RESUMES)
			replay_resume(&replay, moment, turn.because);
		else if (turn.step == SLA_STOPS)
			replay_stop(&replay, moment, turn.because);
	}
	return first;
}

bool sla_run_equal(const struct sla_run *a, const struct sla_run *b)
{
	const struct sla_pause *left = a->pauses, *right = b->pauses;

	if (a->started_at != b->started_at || a->stopped_at != b->stopped_at)
		return false;
	for (; left && right; left = left->next, right = right->next)
		if (left->from != right->from || left->to != right->to)
			return false;
	return !left && !right;
}
