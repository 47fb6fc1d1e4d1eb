/* sweep.c - see sweep.h. A row goes first and leaves its object's key behind (desk/doom.h); then the object, then the key: whatever
 * kills us between two steps, the next round goes on there. */
#include "desk/sweep.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "net/s3.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/file_end.h"
#include "desk/inventory.h"
#include "desk/object_key.h"
#include "desk/search.h"
#include "sql/sweep.h"

enum {
	FILES_AT_ONCE = 200,
	FILES_A_ROUND = 2000,
	OBJECTS_AT_ONCE = 200,
	OBJECTS_A_ROUND = 5000,
	FAILURES_MAX = 3, /* then the store is not asked to delete more in this round */
	SAID_LENGTH_MAX = 1000,
	MEMORY_MAX = 64 * 1024 * 1024,
	LOOK_AGAIN_MS = 15 * 60 * 1000, /* after one that failed */
};
static const int64_t report_life_ms = INT64_C(30) * 24 * 3600 * 1000;
static const int64_t rate_life_ms = INT64_C(24) * 3600 * 1000; /* a brake's window is shorter */

struct round {
	struct scope *s; /* its arena is emptied again and again */
	const struct sweep *sweep;
	int64_t began_at;
	struct str said;
	bool found;  /* something that a report is worth */
	bool looked; /* through the whole store */
	enum err e;  /* the first error of all */
};

/* What a step of SQL alone removes, in one transaction. */
struct rows {
	const struct round *round;
	enum err (*remove)(struct scope *s, int64_t *n_out);
	int64_t n;
};

static enum err sessions_remove(struct scope *s, int64_t *n_out)
{
	return sql_sweep_sessions(s, n_out);
}

static enum err answers_remove(struct scope *s, int64_t *n_out)
{
	return sql_sweep_answers(s, s->now - conf()->idempotency_s * 1000, n_out);
}

static enum err drafts_remove(struct scope *s, int64_t *n_out)
{
	return sql_sweep_drafts(s, n_out);
}

static enum err reply_drafts_remove(struct scope *s, int64_t *n_out)
{
	return sql_sweep_reply_drafts(s, n_out);
}

/* Of one tenant a round; nothing is cleared away, so there is nothing to say of it. */
static enum err words_count(struct scope *s, int64_t *n_out)
{
	*n_out = 0;
	return search_count_next(s);
}

static enum err reports_remove(struct scope *s, int64_t *n_out)
{
	return sql_sweep_reports(s, s->now - report_life_ms, n_out);
}

static enum err rates_remove(struct scope *s, int64_t *n_out)
{
	return sql_sweep_mail_rates(s, s->now - rate_life_ms, n_out);
}

/* To fail at the end is what rolls back a round that shall change nothing. */
static enum err rows_step(struct scope *s, void *context)
{
	struct rows *rows = context;

	TRY(rows->remove(s, &rows->n));
	return rows->round->sweep->dry ? E_GONE : OK;
}

static enum err rows_run(
	struct round *round, enum err (*remove)(struct scope *s, int64_t *n_out), int64_t *n_out)
{
	struct rows rows = { .round = round, .remove = remove };
	enum err e = step_run(round->s, rows_step, &rows);

	if (e != OK && !(e == E_GONE && round->sweep->dry))
		return e;
	*n_out = rows.n;
	return OK;
}

static void piece_begin(struct round *round)
{
	arena_reset(round->s->arena);
	round->s->now = clock_now();
}

static enum err files_end(struct round *round, struct ended_file *file, int64_t *n)
{
	struct scope *s = round->s;
	enum err first = OK;

	for (; file; file = file->next) {
		enum err e = OK;

		sweep_tell(round->sweep, "ended file",
			arena_format(s->arena, "%lld of tenant %lld", (long long)file->id,
				(long long)file->tenant_id));
		if (round->sweep->dry)
			++*n;
		else
			e = file_end(s, file->tenant_id, file->id, false, n);
		first = first == OK ? e : first;
	}
	return first;
}

/* Again only where the last ones went: one that cannot go would be found for ever. */
static enum err files_run(struct round *round, int64_t *n_out)
{
	int64_t before;

	do {
		struct ended_file *file;

		before = *n_out;
		piece_begin(round);
		TRY(sql_sweep_files_find(round->s, FILES_AT_ONCE, &file));
		TRY(files_end(round, file, n_out));
	} while (*n_out == before + FILES_AT_ONCE && *n_out < FILES_A_ROUND && !round->sweep->dry &&
		!sweep_must_stop(round->sweep));
	return OK;
}

static enum err doom_forget(struct scope *s, void *context)
{
	const struct doomed_object *doomed = context;

	return sql_doomed_remove(s, doomed->object_key, &(int64_t){ 0 });
}

static enum err doom_postpone(struct scope *s, void *context)
{
	const struct doomed_object *doomed = context;

	return sql_doomed_later(s, doomed->object_key, &(int64_t){ 0 });
}

/* A file goes with its small picture. */
static enum err object_remove(struct scope *s, struct doomed_object *doomed)
{
	TRY(s3_remove(s->arena, doomed->object_key));
	if (object_kind(doomed->object_key) == OBJECT_FILE)
		TRY(s3_remove(s->arena, object_thumb(s->arena, doomed->object_key)));
	return step_run(s, doom_forget, doomed);
}

/* Nothing that a row names is ever deleted, whoever doomed it. */
static enum err object_spare(struct scope *s, struct doomed_object *doomed)
{
	log_error("object %s was to be deleted, but a row names it: it stays", doomed->object_key);
	return step_run(s, doom_forget, doomed);
}

static enum err objects_remove(struct round *round, struct doomed_object *doomed, int64_t *n)
{
	struct scope *s = round->s;
	enum err first = OK;
	int failures = 0;

	for (; doomed && failures < FAILURES_MAX; doomed = doomed->next) {
		enum err e = OK;

		sweep_tell(round->sweep, doomed->named ? "spared object" : "doomed object",
			doomed->object_key);
		if (!round->sweep->dry)
			e = doomed->named ? object_spare(s, doomed) : object_remove(s, doomed);
		if (e == OK) {
			++*n;
			continue;
		}
		first = first == OK ? e : first;
		failures++;
		TRY(step_run(s, doom_postpone, doomed));
	}
	return first;
}

static enum err objects_run(struct round *round, int64_t *n_out)
{
	int64_t before;

	do {
		struct doomed_object *doomed;

		before = *n_out;
		piece_begin(round);
		TRY(sql_doomed_list(round->s, OBJECTS_AT_ONCE, &doomed));
		TRY(objects_remove(round, doomed, n_out));
	} while (*n_out == before + OBJECTS_AT_ONCE && *n_out < OBJECTS_A_ROUND &&
		!round->sweep->dry && !sweep_must_stop(round->sweep));
	return OK;
}

/* The row is there before the upload begins, and stays in its state until it has ended: who has no such row is left over. */
static enum err upload_ended(void *context, const char *key, bool *ended_out)
{
	struct round *round = context;
	struct sending *sending;

	*ended_out = false;
	if (object_kind(key) != OBJECT_FILE)
		return OK;
	TRY(sql_upload_lives(round->s, key, &sending));
	if (sending->n > 0)
		return OK;
	sweep_tell(round->sweep, "unfinished upload", key);
	*ended_out = !round->sweep->dry;
	return OK;
}

static enum err uploads_run(struct round *round, int64_t *n_out)
{
	int n;

	TRY(s3_abandon(round->s->arena, round->s->now - conf()->stray_object_s * 1000, upload_ended,
		round, &n));
	*n_out = n;
	return OK;
}

static enum err look_is_due(struct round *round, bool *due_out)
{
	int64_t pause_ms = conf()->object_sweep_s * 1000;
	struct sweep_line *last;

	*due_out = true;
	if (round->sweep->look)
		return OK;
	TRY(sql_report_last_look(round->s, &last));
	if (last && !str_equal(last->outcome, err_name(OK)) && pause_ms > LOOK_AGAIN_MS)
		pause_ms = LOOK_AGAIN_MS;
	*due_out = !last || round->s->now - last->ended_at >= pause_ms;
	return OK;
}

static enum err look_run(struct round *round, int64_t *n_out)
{
	struct inventory inventory;
	bool due;
	enum err e;

	TRY(look_is_due(round, &due));
	if (!due)
		return OK;
	e = inventory_take(round->s, round->sweep, &inventory);
	if (e == E_GONE)
		return OK; /* told to stop: there will be another one */
	round->looked = true;
	*n_out = 1;
	str_add(&round->said, inventory_words(round->s->arena, &inventory));
	return e;
}

/* In this order: what one lets go of, a later one deletes. */
static const struct sweep_step {
	const char *name;
	enum err (*remove)(struct scope *s, int64_t *n_out);  /* rows that nobody misses; or */
	enum err (*run)(struct round *round, int64_t *n_out); /* what is worth a report */
} steps[] = {
	{ "sessions", sessions_remove, NULL },
	{ "answers", answers_remove, NULL },
	{ "drafts", drafts_remove, NULL },
	{ "replies", reply_drafts_remove, NULL },
	{ "reports", reports_remove, NULL },
	{ "rates", rates_remove, NULL },
	{ "words", words_count, NULL },
	{ "files", NULL, files_run },
	{ "looks", NULL, look_run },
	{ "objects", NULL, objects_run },
	{ "unfinished", NULL, uploads_run },
};

static void step_do(struct round *round, const struct sweep_step *step)
{
	int64_t n = 0;
	enum err e;

	piece_begin(round);
	e = step->remove ? rows_run(round, step->remove, &n) : step->run(round, &n);
	if (n > 0)
		str_format(&round->said, "%s=%lld ", step->name, (long long)n);
	if (e != OK)
		str_format(&round->said, "failed=%s ", step->name);
	round->found |= e != OK || (step->run && n > 0);
	round->e = round->e == OK ? e : round->e;
}

static enum err report_keep(struct scope *s, void *context)
{
	const struct round *round = context;

	return sql_report_add(s, round->began_at, round->looked, err_name(round->e),
		text_shorten(s->arena, round->said.text, SAID_LENGTH_MAX));
}

static void round_run(struct round *round)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && !sweep_must_stop(round->sweep);
		i++)
		step_do(round, &steps[i]);
	piece_begin(round);
	if (round->said.size > 0)
		round->said.text[--round->said.size] = '\0'; /* the space behind the last word */
	if (round->sweep->dry)
		return;
	if (round->said.size > 0)
		log_info("lane=sweep result=%s %s", err_name(round->e), round->said.text);
	if (round->found && step_run(round->s, report_keep, round) != OK)
		log_warn("the report of a sweep is not kept");
}

enum err sweep_run(struct scope *s, const struct sweep *sweep, const char **said_out)
{
	struct scope piece = *s;
	struct round round = {
		.s = &piece, .sweep = sweep, .began_at = s->now, .said = str_make(s->arena)
	};

	piece.arena = piece.refusal.arena = arena_make(MEMORY_MAX);
	round_run(&round);
	arena_free(piece.arena);
	*said_out = round.said.text;
	return round.e;
}

void sweep_tell(const struct sweep *sweep, const char *what, const char *name)
{
	if (sweep->tell)
		sweep->tell(what, name);
}

bool sweep_must_stop(const struct sweep *sweep)
{
	return sweep->must_stop && sweep->must_stop();
}
