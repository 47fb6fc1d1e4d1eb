/* ctl_seed.c - lodgectl demo seed: a tenant with very many tickets, to see how everything bears it. It goes in chunks, each a
 * transaction, so it may be stopped at any time; run again it goes on where it was. Words are made as everywhere (desk/search.c). */
#include "app/ctl.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/str.h"
#include "id/step.h"
#include "id/tenant.h"
#include "desk/search.h"
#include "app/seed_text.h"
#include "sql/seed.h"
#include "sql/ticket.h"

enum {
	TICKETS_MAX = 2000000,
	COMMENTS_MAX = 20000000,
	PEOPLE_MAX = 20000,
	CHUNK = 250, /* tickets; on one desk */
	PEOPLE_TOGETHER = 8,
	STATUS_TRIES_MAX = 1000,
	SAID_EVERY = 10000,
	MEMORY_MAX = 128 * 1024 * 1024,
	TYPES_MAX = 200,
	STATUSES_MAX = 500,
	AGENTS_MAX = 1000,
	COMMENTS_OF_ONE_MAX = 200,
};
#define N_OF(array) (sizeof(array) / sizeof((array)[0]))
#define DAY_MS (INT64_C(24) * 3600 * 1000)
#define YEARS_MS (3 * 365 * DAY_MS)

/* What is there and what is wanted; read once. */
struct seed {
	struct scope *s;
	long long tickets, comments, people, number;
	const char *account; /* "seed:1:%": the people that this seed made */
	int64_t today;
	struct seed_type *types[TYPES_MAX];
	struct seed_status *statuses[STATUSES_MAX];
	struct seed_person *agents[AGENTS_MAX], *persons[PEOPLE_MAX];
	int64_t n_types, n_statuses, n_agents, n_persons;
};

struct made_comment {
	const char *text;
	bool public, by_team;
	int64_t at;
};
/* One ticket with all that is on it. */
struct made {
	const struct seed_type *type;
	const struct seed_status *status;
	const struct seed_person *reporter, *agent, *taking_part;
	const char *key, *summary, *description;
	int64_t id, priority, created, changed, activity, team_activity;
	int64_t n_comments;
	struct made_comment *comments;
};

/* One transaction's. */
struct chunk {
	const struct seed *seed;
	int64_t first, n;
};

static enum err people_make(struct seed *seed);
static enum err ground_read(struct seed *seed);
static enum err tickets_make(struct seed *seed, int64_t from);

static enum err words_read(struct ctl *ctl, char **words, struct seed *seed, bool *yes)
{
	const char *tenant = NULL, *tickets = "1000000", *comments = "5000000", *people = "2000",
		   *number = "1";

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){ { "--tenant", .value = &tenant },
			{ "--tickets", .value = &tickets, .optional = true },
			{ "--comments", .value = &comments, .optional = true },
			{ "--people", .value = &people, .optional = true },
			{ "--seed", .value = &number, .optional = true },
			{ "--yes", .given = yes, .optional = true }, { 0 } }));
	TRY(ctl_number(ctl, "--tickets", tickets, 1, TICKETS_MAX, &seed->tickets));
	TRY(ctl_number(ctl, "--comments", comments, 0, COMMENTS_MAX, &seed->comments));
	TRY(ctl_number(ctl, "--people", people, 1, PEOPLE_MAX, &seed->people));
	TRY(ctl_number(ctl, "--seed", number, 1, INT32_MAX, &seed->number));
	if (seed->comments / seed->tickets > COMMENTS_OF_ONE_MAX / 4)
		return refuse(&ctl->scope, E_INVALID, "that is more than %d comments a ticket",
			COMMENTS_OF_ONE_MAX / 4);
	return ctl_tenant(ctl, tenant);
}

static enum err words_count(struct scope *s, void *context)
{
	(void)context;
	return search_count(s);
}

enum err ctl_demo_seed(struct ctl *ctl, char **words)
{
	struct seed *seed = arena_new(ctl->arena, struct seed);
	struct seed_state *state;
	bool yes = false;

	seed->s = &ctl->scope;
	TRY(words_read(ctl, words, seed, &yes));
	seed->account = arena_format(ctl->arena, "seed:%lld:%%", seed->number);
	seed->today = ctl->scope.now / DAY_MS * DAY_MS;
	TRY(sql_seed_state(&ctl->scope, seed->account, &state));
	if (state->strangers > 0 && !yes)
		return refuse(&ctl->scope, E_CONFLICT,
			"%lld people of %s have addresses that are no examples; --yes seeds it all the same",
			(long long)state->strangers, ctl->scope.tenant->slug);
	if (state->people == 0)
		TRY(people_make(seed));
	TRY(ground_read(seed));
	TRY(tickets_make(seed, state->tickets));
	return step_run(&ctl->scope, words_count, NULL);
}

/* --- people: an organization for some eight of them, and a few large ones -------------------------------------------- */

struct some_people {
	const char *organizations, *people;
};

static enum err people_write(struct scope *s, void *context)
{
	const struct some_people *some = context;
	int64_t n;

	TRY(sql_seed_organizations(s, some->organizations, &n));
	TRY(sql_seed_people(s, some->people, &n));
	return sql_seed_members(s, some->people, &n);
}

/* The first ones are large. */
static int64_t organization_of(struct seed_source *source, const struct seed *seed)
{
	return seed_below(source, 1 + seed_below(source, seed->people / PEOPLE_TOGETHER + 1));
}

static enum err people_make(struct seed *seed)
{
	struct str organizations = str_make(seed->s->arena), people = str_make(seed->s->arena);

	for (int64_t i = 0; i <= seed->people / PEOPLE_TOGETHER; i++)
		str_format(&organizations, "%s[\"Example Works %lld-%lld\"]", i ? "," : "[",
			seed->number, (long long)i + 1);
	for (int64_t i = 0; i < seed->people; i++) {
		struct seed_source source = seed_source_of(
			(uint64_t)seed->number, (uint64_t)(TICKETS_MAX + i));

		str_format(&people, "%s[\"seed:%lld:%lld\",\"seed-%lld-%lld@people.example\",\"",
			i ? "," : "[", seed->number, (long long)i + 1, seed->number,
			(long long)i + 1);
		seed_name(&source, &people);
		str_format(&people, "\",\"Example Works %lld-%lld\"]", seed->number,
			(long long)organization_of(&source, seed) + 1);
	}
	str_add_char(&organizations, ']');
	str_add_char(&people, ']');
	return step_run(
		seed->s, people_write, &(struct some_people){ organizations.text, people.text });
}

/* --- what tickets are made of ------------------------------------------------------------------------------------------ */

/* A list of rows as an array of them. */
#define ARRAY_OF(first, array, n)                                                                \
	for (__auto_type row_ = (first); row_ && *(n) < (int64_t)N_OF(array); row_ = row_->next) \
	(array)[(*(n))++] = row_

static enum err ground_read(struct seed *seed)
{
	struct seed_type *types;
	struct seed_status *statuses;
	struct seed_person *agents, *persons;

	TRY(sql_seed_type_list(seed->s, &types));
	TRY(sql_seed_status_list(seed->s, &statuses));
	TRY(sql_seed_agent_list(seed->s, &agents));
	TRY(sql_seed_person_list(seed->s, seed->account, &persons));
	ARRAY_OF(types, seed->types, &seed->n_types);
	ARRAY_OF(statuses, seed->statuses, &seed->n_statuses);
	ARRAY_OF(agents, seed->agents, &seed->n_agents);
	ARRAY_OF(persons, seed->persons, &seed->n_persons);
	if (seed->n_types == 0 || seed->n_agents == 0)
		return refuse(seed->s, E_CONFLICT,
			"%s needs a desk with a request type and an agent first",
			seed->s->tenant->slug);
	return OK;
}

static const struct seed_type *type_of(
	struct seed_source *source, const struct seed *seed, int64_t desk_id)
{
	const struct seed_type *type;

	do
		type = seed->types[seed_below(source, seed->n_types)];
	while (desk_id && type->desk_id != desk_id);
	return type;
}

/* Most are done; of the newest, one in two. */
static const struct seed_status *status_of(
	struct seed_source *source, const struct seed *seed, int64_t workflow_id, bool new)
{
	bool done = seed_below(source, 1000) < (new ? 500 : 990);

	for (int tries = 0;; tries++) {
		const struct seed_status *status =
			seed->statuses[seed_below(source, seed->n_statuses)];

		if (status->workflow_id == workflow_id &&
			(str_equal(status->category, "DONE") == done || tries > STATUS_TRIES_MAX))
			return status;
	}
}

/* Somebody of the desk; of another, if it has nobody. */
static const struct seed_person *agent_of(
	struct seed_source *source, const struct seed *seed, int64_t desk_id)
{
	for (int tries = 0;; tries++) {
		const struct seed_person *agent = seed->agents[seed_below(source, seed->n_agents)];

		if (agent->desk_id == desk_id || tries > STATUS_TRIES_MAX)
			return agent;
	}
}

/* How many comments the tickets before this one have: of eight tickets in a row, one has many and one has none. */
static int64_t comments_before(const struct seed *seed, int64_t nth)
{
	static const int64_t before[] = { 0, 0, 1, 3, 8, 14, 22, 29 };
	const int64_t eight = 40;

	return (int64_t)((__int128)seed->comments * (nth / 8 * eight + before[nth % 8]) /
		(seed->tickets / 8 * eight + before[seed->tickets % 8] + (seed->tickets < 8)));
}

static const char *text_of(struct scope *s,
	void (*write)(struct seed_source *source, int64_t words, struct str *text),
	struct seed_source *source, int64_t words)
{
	struct str text = str_make(s->arena);

	write(source, words, &text);
	return text.text;
}

static void comments_fill(
	struct scope *s, struct seed_source *source, struct made *made, int64_t gap)
{
	for (int64_t i = 0; i < made->n_comments; i++) {
		struct made_comment *comment = &made->comments[i];

		comment->public = seed_below(source, 5) > 0;
		comment->by_team = !comment->public || seed_below(source, 2) == 0;
		comment->at = made->created + (i + 1) * gap;
		comment->text = text_of(s, seed_sentences, source, 5 + seed_below(source, 40));
		made->team_activity = comment->at;
		if (comment->public)
			made->activity = comment->at;
	}
}

static struct made *made_of(struct scope *s, const struct seed *seed, int64_t desk_id, int64_t nth)
{
	struct seed_source source = seed_source_of((uint64_t)seed->number, (uint64_t)nth);
	struct made *made = arena_new(s->arena, struct made);
	int64_t gap;

	made->type = type_of(&source, seed, desk_id);
	made->status = status_of(
		&source, seed, made->type->workflow_id, nth > seed->tickets - seed->tickets / 32);
	made->reporter =
		seed->persons[seed_below(&source, 1 + seed_below(&source, seed->n_persons))];
	made->agent = agent_of(&source, seed, desk_id);
	made->taking_part = seed_below(&source, 6) == 0
		? seed->persons[seed_below(&source, seed->n_persons)]
		: NULL;
	made->priority = 1 + seed_below(&source, 5);
	made->created = seed->today - YEARS_MS / seed->tickets * (seed->tickets - nth) +
		seed_below(&source, YEARS_MS / seed->tickets);
	made->n_comments = comments_before(seed, nth + 1) - comments_before(seed, nth);
	made->comments = arena_alloc(
		s->arena, ((size_t)made->n_comments + 1) * sizeof(*made->comments));
	gap = 1 + seed_below(&source, 2 * DAY_MS);
	if (gap > (seed->today - made->created) / (made->n_comments + 2))
		gap = (seed->today - made->created) / (made->n_comments + 2);
	made->activity = made->team_activity = made->created;
	made->summary = text_of(s, seed_line, &source, 4 + seed_below(&source, 5));
	made->description = text_of(s, seed_sentences, &source, 20 + seed_below(&source, 40));
	comments_fill(s, &source, made, gap);
	made->changed = made->created;
	if (made->status->id != made->type->initial_status_id)
		made->changed = made->activity = made->team_activity = made->created +
			(made->n_comments + 1) * gap;
	return made;
}

/* --- rows -------------------------------------------------------------------------------------------------------------- */

static const char *quoted(const char *text)
{
	return json_text(json_from_text(text), NULL);
}

/* Where the next row of a JSON array goes. */
static struct str *row(struct str *rows)
{
	str_add_char(rows, rows->size ? ',' : '[');
	return rows;
}

/* Every list of rows is JSON; one that is empty too. */
static const char *rows_end(struct str *rows)
{
	str_add(rows, rows->size ? "]" : "[]");
	return rows->text;
}

static const char *ticket_rows(struct arena *arena, struct made *const *made, int64_t n)
{
	struct str rows = str_make(arena);

	for (int64_t i = 0; i < n; i++) {
		const struct made *one = made[i];

		str_format(row(&rows),
			"[%lld,\"%s\",%s,%lld,%lld,%lld,%d,%d,%lld,%lld,%lld,%lld,%lld]",
			(long long)one->type->type_id, one->key, quoted(one->summary),
			(long long)one->reporter->id, (long long)one->agent->id,
			(long long)one->status->id, str_equal(one->status->category, "DONE"),
			one->status->awaits_customer, (long long)one->priority,
			(long long)one->created, (long long)one->changed, (long long)one->activity,
			(long long)one->team_activity);
	}
	return rows_end(&rows);
}

static enum err tickets_write(
	struct scope *s, const struct chunk *chunk, int64_t desk_id, struct made *const *made)
{
	struct str keys = str_make(s->arena);
	struct seed_id *id;
	int64_t n;

	TRY(sql_seed_tickets(s, desk_id, ticket_rows(s->arena, made, chunk->n), &n));
	for (int64_t i = 0; i < chunk->n; i++)
		str_format(row(&keys), "\"%s\"", made[i]->key);
	TRY(sql_seed_ticket_ids(s, rows_end(&keys), &id));
	for (int64_t i = 0; i < chunk->n; i++, id = id->next) {
		assert(id != NULL);
		made[i]->id = id->id;
	}
	return OK;
}

/* The description, the organization it is shared with, who takes part. */
static enum err around_write(struct scope *s, const struct chunk *chunk, struct made *const *made)
{
	struct str values = str_make(s->arena), shares = str_make(s->arena),
		   participants = str_make(s->arena);
	int64_t affected;

	for (int64_t i = 0; i < chunk->n; i++) {
		const struct made *one = made[i];

		str_format(row(&values), "[%lld,%lld,%s]", (long long)one->id,
			(long long)one->type->field_id, quoted(one->description));
		if (one->reporter->organization_id)
			str_format(row(&shares), "[%lld,%lld]", (long long)one->id,
				(long long)one->reporter->organization_id);
		if (one->taking_part && one->taking_part != one->reporter)
			str_format(row(&participants), "[%lld,%lld]", (long long)one->id,
				(long long)one->taking_part->id);
	}
	TRY(sql_seed_values(s, rows_end(&values), &affected));
	TRY(sql_seed_organization_shares(s, rows_end(&shares), &affected));
	return sql_seed_participants(s, rows_end(&participants), &affected);
}

/* Raised, and moved to the status it is in now: two rows of its statuses, and of its history. */
static enum err history_write(
	struct scope *s, const struct chunk *chunk, int64_t desk_id, struct made *const *made)
{
	struct str changes = str_make(s->arena);
	int64_t affected;

	for (int64_t i = 0; i < chunk->n; i++) {
		const struct made *one = made[i];

		str_format(row(&changes), "[%lld,%lld,%lld,%lld,\"created\",%s]",
			(long long)one->id, (long long)one->type->initial_status_id,
			(long long)one->reporter->id, (long long)one->created,
			quoted(one->summary));
		if (one->changed > one->created)
			str_format(row(&changes), "[%lld,%lld,%lld,%lld,\"status\",%s]",
				(long long)one->id, (long long)one->status->id,
				(long long)one->agent->id, (long long)one->changed,
				quoted(one->status->customer_name));
	}
	rows_end(&changes);
	TRY(sql_seed_changes(s, changes.text, &affected));
	return sql_seed_activities(s, desk_id, changes.text, &affected);
}

static enum err comments_write(struct scope *s, const struct chunk *chunk, struct made *const *made)
{
	struct str rows = str_make(s->arena);
	int64_t affected;

	for (int64_t i = 0; i < chunk->n; i++)
		for (int64_t k = 0; k < made[i]->n_comments; k++) {
			const struct made_comment *comment = &made[i]->comments[k];

			str_format(row(&rows), "[%lld,%lld,%d,%d,%s,%lld]", (long long)made[i]->id,
				(long long)(comment->by_team ? made[i]->agent->id
							     : made[i]->reporter->id),
				comment->by_team, comment->public, quoted(comment->text),
				(long long)comment->at);
		}
	return sql_seed_comments(s, rows_end(&rows), &affected);
}

static enum err words_write(struct scope *s, const struct chunk *chunk, struct made *const *made)
{
	struct str rows = str_make(s->arena);
	int64_t wanted[CHUNK], affected;
	struct seed_id *id;

	for (int64_t i = 0; i < chunk->n; i++)
		wanted[i] = made[i]->id;
	TRY(sql_seed_comment_ids(s, &(struct ids){ wanted, (size_t)chunk->n }, &id));
	for (int64_t i = 0; i < chunk->n; i++) {
		const struct made *one = made[i];

		str_format(row(&rows), "[%lld,null,\"%s\"]", (long long)one->id,
			search_kept(s, true,
				arena_format(s->arena, "%s\n%s\n%s", one->key, one->summary,
					one->description)));
		for (int64_t k = 0; k < one->n_comments; k++, id = id->next) {
			assert(id != NULL);
			str_format(row(&rows), "[%lld,%lld,\"%s\"]", (long long)one->id,
				(long long)id->id,
				search_kept(s, one->comments[k].public, one->comments[k].text));
		}
	}
	return sql_seed_words(s, rows_end(&rows), &affected);
}

/* --- chunks ------------------------------------------------------------------------------------------------------------ */

static enum err keys_take(
	struct scope *s, const struct seed_type *type, struct made **made, int64_t n)
{
	int64_t last;

	TRY(sql_seed_counter_next(s, type->desk_id, n, &last));
	if (last == 0) {
		TRY(sql_counter_make(s, type->desk_id));
		TRY(sql_seed_counter_next(s, type->desk_id, n, &last));
	}
	for (int64_t i = 0; i < n; i++) {
		long long number = last - n + 1 + i;

		made[i]->key = arena_format(s->arena, "%s-%lld", type->project_key, number);
	}
	return OK;
}

static enum err chunk_write(struct scope *s, void *context)
{
	const struct chunk *chunk = context;
	struct seed_source source = seed_source_of(
		(uint64_t)chunk->seed->number, (uint64_t)-chunk->first - 1);
	const struct seed_type *type = type_of(&source, chunk->seed, 0);
	struct made **made = arena_alloc(s->arena, (size_t)chunk->n * sizeof(*made));

	for (int64_t i = 0; i < chunk->n; i++)
		made[i] = made_of(s, chunk->seed, type->desk_id, chunk->first + i);
	TRY(keys_take(s, type, made, chunk->n));
	TRY(tickets_write(s, chunk, type->desk_id, made));
	TRY(around_write(s, chunk, made));
	TRY(history_write(s, chunk, type->desk_id, made));
	TRY(comments_write(s, chunk, made));
	return words_write(s, chunk, made);
}

static enum err tickets_make(struct seed *seed, int64_t from)
{
	struct scope work = *seed->s;
	enum err e = OK;

	work.arena = arena_make(MEMORY_MAX);
	json_use(work.arena);
	for (int64_t at = from; e == OK && at < seed->tickets; at += CHUNK - at % CHUNK) {
		struct chunk chunk = { seed, at, CHUNK - at % CHUNK };

		if (chunk.n > seed->tickets - at)
			chunk.n = seed->tickets - at;
		arena_reset(work.arena);
		json_use(work.arena);
		e = step_run(&work, chunk_write, &chunk);
		if (e == OK &&
			((at + chunk.n) % SAID_EVERY == 0 || at + chunk.n == seed->tickets)) {
			printf("%lld of %lld tickets\n", (long long)(at + chunk.n), seed->tickets);
			fflush(stdout);
		}
	}
	json_use(seed->s->arena);
	arena_free(work.arena);
	return e;
}
