/* sla_run.h - one run of a clock as it was recorded, and what it says at an instant under a target. A target may change while it runs:
 * all is then counted anew from the record. A run is late from the instant at which its goal is used up while it runs; one that
 * is paused or stopped by then kept its promise so far. Nothing here knows the database. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "desk/sla_condition.h"

struct calendar;

struct sla_pause {
	int64_t from, to;                     /* to 0: it goes on */
	const char *because, *ended;          /* as in struct sla_turn */
	const struct sla_moment *began, *end; /* of a replay */
	struct sla_pause *next;
};
struct sla_run {
	int64_t started_at, stopped_at; /* 0: it goes on */
	struct sla_pause *pauses;
	const char *because, *stopped;
	const struct sla_moment *start, *stop; /* of a replay */
	struct sla_run *next;
};
struct sla_target {
	int64_t goal_ms; /* 0: none */
	const struct calendar *calendar;
};

struct sla_face {
	int64_t elapsed;   /* working ms, unpaused */
	int64_t breach_at; /* when its goal is or was used up; 0: not while things stay as they are */
	bool breached, paused;
};
struct sla_face sla_face(const struct sla_run *run, const struct sla_target *target, int64_t now);

/* The runs that these moments, in order of time, make of a clock with these rules; none starts or stops up to `after`. */
struct sla_run *sla_replay(struct arena *arena, const struct sla_rules *rules,
	const struct sla_moment *moments, size_t n, int64_t after);
/* Do both have the same times? */
bool sla_run_equal(const struct sla_run *a, const struct sla_run *b);
