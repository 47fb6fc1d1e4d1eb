/* inventory.c - see inventory.h. The store is listed before the rows are read: a row is there before its object, so an object without a
 * row is none on its way. A row that is newer than the list looks as if its object were missing: the store is asked again. */
#include "desk/inventory.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/str.h"
#include "net/s3.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/doom.h"
#include "desk/file_end.h"
#include "desk/job.h"
#include "desk/object_key.h"
#include "desk/sweep.h"
#include "sql/file_rule.h"
#include "sql/inventory.h"
#include "sql/sweep.h"
#include "sql/tenant.h"

enum {
	KEY_SIZE_MAX = 1024,
	PAGE_MEMORY_MAX = 64 * 1024 * 1024,
	NAMES_AT_ONCE = 1000,
	ABSENT_MAX = 1000, /* files that are marked as lost, and ... */
	RIPE_MAX = 1000,   /* strays that are deleted by one look: whoever errs, errs slowly */
	WRONG_BUCKET_MIN = 10,
	ROW_AGE_MS = 5 * 60 * 1000,
};
static const char behind_all[] = "~"; /* none of our keys */

struct absent {
	const struct named_object *row;
	struct absent *next;
};

struct look {
	struct scope *s;   /* what lasts for the whole look */
	struct scope page; /* what lasts for one page of the store's list */
	const struct sweep *sweep;
	struct inventory *found;
	int64_t began_at, seen_before, behind_ms, named;
	char after[KEY_SIZE_MAX + 1]; /* up to where the store was listed */
	struct object_merge merge;
	struct absent *absent;
	int n_absent;
};

/* The names of one stretch, read as they are needed. */
struct names {
	const char *after, *upto;
	struct named_object *row; /* NULL: the end */
	int left;                 /* of what was read at once, with this one */
};

struct sight {
	const struct s3_listed *object;
	struct sight *next;
};

static enum err names_read(struct look *look, struct names *names)
{
	names->left = 0;
	TRY(sql_named_list(&look->page, names->after, names->upto, NAMES_AT_ONCE, &names->row));
	for (const struct named_object *row = names->row; row; row = row->next) {
		names->after = row->object_key;
		names->left++;
	}
	/* Fewer than were asked for: these are the last. */
	if (names->left < NAMES_AT_ONCE)
		names->after = NULL;
	return OK;
}

static enum err names_next(struct look *look, struct names *names)
{
	names->row = names->row->next;
	return names->row || !names->after ? OK : names_read(look, names);
}

struct regaining {
	int64_t id, n;
};

static enum err file_regain(struct scope *s, void *context)
{
	struct regaining *file = context;

	TRY(sql_file_regain(s, file->id, &file->n));
	return file->n == 1 ? job_add(s, JOB_CHECK, file->id) : OK;
}

/* A file whose bytes are all there. */
static bool is_kept(const struct named_object *row)
{
	return str_equal(row->kind, "ready") || str_equal(row->kind, "temporary");
}

/* An object is written after its row: one that seems to be older tells how far the store's clock is behind ours, by which its objects
 * look older than they are. No more than the age itself: a row may have come later by hand. */
static void clock_compare(struct look *look, int64_t older_ms)
{
	const int64_t most_ms = conf()->stray_object_s * 1000;

	if (older_ms > look->behind_ms)
		look->behind_ms = older_ms < most_ms ? older_ms : most_ms;
}

static enum err object_named(
	struct look *look, const struct s3_listed *object, const struct named_object *row)
{
	struct regaining file = { row->id, 0 };

	look->named += is_kept(row);
	if (is_kept(row))
		clock_compare(look, row->created_at - object->modified_at);
	if (!row->lost)
		return OK;
	sweep_tell(look->sweep, "regained file", row->object_key);
	if (!look->sweep->dry)
		TRY(step_run_for(&look->page, row->tenant_id, file_regain, &file));
	look->found->regained += look->sweep->dry ? 1 : file.n;
	return OK;
}

/* Kept until the store has been seen as a whole. */
static void row_absent(struct look *look, const struct named_object *row)
{
	struct arena *arena = look->s->arena;
	struct named_object *kept;
	struct absent *absent;

	if (row->lost || !is_kept(row) || look->n_absent == ABSENT_MAX ||
		row->created_at > look->page.now - ROW_AGE_MS)
		return;
	kept = arena_copy(arena, row, sizeof(*row));
	kept->object_key = arena_strdup(arena, row->object_key);
	kept->kind = arena_strdup(arena, row->kind);
	absent = arena_new(arena, struct absent);
	*absent = (struct absent){ kept, look->absent };
	look->absent = absent;
	look->n_absent++;
}

static enum err sights_note(struct scope *s, void *context)
{
	for (const struct sight *sight = context; sight; sight = sight->next) {
		struct hash hash = hash_text(sight->object->key);

		TRY(sql_stray_see(s, sight->object->key, &hash, sight->object->modified_at));
	}
	return OK;
}

static void stray_seen(struct look *look, const struct s3_listed *object, struct sight **sights)
{
	struct sight *sight = arena_new(look->page.arena, struct sight);

	*sight = (struct sight){ object, *sights };
	*sights = sight;
	look->found->strays++;
	sweep_tell(look->sweep, "stray object", object->key);
}

/* One page of the store's list beside the names of the same stretch. */
static enum err page_compare(struct look *look, const struct s3_listed *object, const char *upto)
{
	struct names names = { .after = look->after, .upto = upto };
	struct sight *sights = NULL;
	enum object_fate fate;

	TRY(names_read(look, &names));
	while ((fate = object_merge(&look->merge, object ? object->key : NULL,
			names.row ? names.row->object_key : NULL)) != OBJECT_END) {
		if (fate == OBJECT_NAMED)
			TRY(object_named(look, object, names.row));
		else if (fate == OBJECT_ABSENT)
			row_absent(look, names.row);
		else if (fate == OBJECT_STRAY)
			stray_seen(look, object, &sights);
		else if (fate == OBJECT_OTHERS)
			sweep_tell(look->sweep, "foreign object", object->key);
		look->found->foreign += fate == OBJECT_OTHERS;
		if (fate == OBJECT_NAMED || fate == OBJECT_ABSENT || fate == OBJECT_AGAIN)
			TRY(names_next(look, &names));
		if (fate != OBJECT_ABSENT && fate != OBJECT_AGAIN)
			object = object->next;
	}
	return sights && !look->sweep->dry ? step_run(&look->page, sights_note, sights) : OK;
}

/* The merge stands on the order: a store that lists in another one would make strays of everything. */
static enum err page_check(struct look *look, const struct s3_listed *object, const char **last_out)
{
	const char *last = look->after;

	for (; object; last = object->key, object = object->next) {
		look->found->listed++;
		if (strcmp(last, object->key) >= 0 || strlen(object->key) > KEY_SIZE_MAX)
			return fail(E_UPSTREAM,
				"store: its list is not in the order of bytes: %s after %s",
				object->key, last);
	}
	*last_out = last;
	return OK;
}

static enum err page_look(struct look *look, bool *end_out)
{
	struct s3_listed *listed;
	const char *last = NULL;

	arena_reset(look->page.arena);
	look->page.now = clock_now();
	TRY(s3_list(look->page.arena, "", *look->after ? look->after : NULL, &listed));
	TRY(page_check(look, listed, &last));
	TRY(page_compare(look, listed, listed ? last : behind_all));
	memmove(look->after, last, strlen(last) + 1);
	*end_out = !listed;
	return OK;
}

static enum err pages_look(struct look *look)
{
	bool end = false;

	while (!end) {
		if (sweep_must_stop(look->sweep))
			return E_GONE;
		TRY(page_look(look, &end));
	}
	return OK;
}

struct losing {
	const struct named_object *row;
	int64_t n;
};

static enum err file_lose(struct scope *s, void *context)
{
	struct losing *losing = context;

	return sql_file_lose(s, losing->row->id, &losing->n);
}

static enum err file_is_gone(struct look *look, const struct named_object *row)
{
	bool waits = str_equal(row->kind, "temporary");
	struct losing losing = { row, 0 };

	sweep_tell(look->sweep, waits ? "vanished file" : "lost file", row->object_key);
	if (look->sweep->dry)
		losing.n = 1;
	else if (waits)
		TRY(file_end(&look->page, row->tenant_id, row->id, true, &losing.n));
	else
		TRY(step_run_for(&look->page, row->tenant_id, file_lose, &losing));
	if (losing.n > 0 && !look->sweep->dry)
		log_error("the store has lost %s of attachment %lld", row->object_key,
			(long long)row->id);
	*(waits ? &look->found->vanished : &look->found->lost) += losing.n;
	return OK;
}

/* Rows whose object the list did not have, asked for one by one: most are newer than the list. */
static enum err absent_ask(struct look *look)
{
	if (look->named == 0 && look->n_absent >= WRONG_BUCKET_MIN)
		return fail(E_CONFLICT,
			"store: bucket %s holds none of the files that rows name: is it the right one?",
			conf()->s3_bucket);
	for (const struct absent *absent = look->absent; absent; absent = absent->next) {
		int64_t size;
		enum err e;

		arena_reset(look->page.arena);
		look->page.now = clock_now();
		e = s3_size(look->page.arena, absent->row->object_key, &size);
		if (e == E_MISSING)
			e = file_is_gone(look, absent->row);
		TRY(e);
	}
	return OK;
}

struct dooming {
	const struct stray *stray;
	bool doomed;
};

/* The last question: no row names it, not even one that came while we looked. */
static enum err stray_doom(struct scope *s, void *context)
{
	struct dooming *dooming = context;
	const char *key = dooming->stray->object_key;
	struct naming *naming;

	TRY(sql_object_named(s, key, object_file(s->arena, key), object_upload(key), &naming));
	dooming->doomed = naming->n == 0;
	if (dooming->doomed)
		TRY(doom_add(s, key));
	return sql_stray_forget(s, &dooming->stray->key_hash, &(int64_t){ 0 });
}

static enum err strays_doom(struct look *look)
{
	bool dry = look->sweep->dry;
	struct stray *stray;

	arena_reset(look->page.arena);
	look->page.now = clock_now();
	TRY(sql_stray_ripe(&look->page, dry ? 0 : look->began_at, look->seen_before,
		look->page.now - conf()->stray_object_s * 1000 - look->behind_ms, RIPE_MAX,
		&stray));
	for (; stray; stray = stray->next) {
		struct dooming dooming = { stray, dry };

		if (!dry)
			TRY(step_run(&look->page, stray_doom, &dooming));
		if (!dooming.doomed)
			continue;
		look->found->doomed++;
		sweep_tell(look->sweep, "ripe stray object", stray->object_key);
	}
	return OK;
}

static enum err unseen_forget(struct scope *s, void *context)
{
	const struct look *look = context;

	return sql_stray_forget_unseen(s, look->began_at, &(int64_t){ 0 });
}

/* The row of the count is held first, so whoever changes files meanwhile waits and then counts on top of the truth. */
static enum err quota_mend(struct scope *s, void *context)
{
	struct tenant_bytes *bytes;

	(void)context;
	TRY(sql_quota_count(s, 0));
	TRY(sql_tenant_bytes(s, &bytes));
	if (bytes->actual == bytes->counted)
		return OK;
	log_warn("tenant %lld: %lld bytes of files were counted, there are %lld",
		(long long)scope_tenant(s), (long long)bytes->counted, (long long)bytes->actual);
	return sql_quota_count(s, bytes->actual - bytes->counted);
}

static enum err quotas_mend(struct look *look)
{
	struct tenant *tenant;

	TRY(sql_tenant_list(look->s, &tenant));
	for (; tenant && !sweep_must_stop(look->sweep); tenant = tenant->next) {
		struct tenant_bytes *bytes;

		arena_reset(look->page.arena);
		look->page.tenant = tenant;
		TRY(sql_tenant_bytes(&look->page, &bytes));
		if (bytes->actual == bytes->counted)
			continue;
		look->found->quotas++;
		sweep_tell(look->sweep, "quota counted wrong", tenant->slug);
		if (!look->sweep->dry)
			TRY(step_run(&look->page, quota_mend, NULL));
	}
	return OK;
}

static enum err look_run(struct look *look)
{
	struct sweep_line *before;

	TRY(sql_report_last_good_look(look->s, &before));
	look->seen_before = before ? before->ended_at : 0;
	TRY(pages_look(look));
	TRY(absent_ask(look));
	TRY(strays_doom(look));
	if (!look->sweep->dry)
		TRY(step_run(&look->page, unseen_forget, look));
	return quotas_mend(look);
}

enum err inventory_take(struct scope *s, const struct sweep *sweep, struct inventory *inventory_out)
{
	struct look look = {
		.s = s, .page = *s, .sweep = sweep, .found = inventory_out, .began_at = s->now
	};
	enum err e;

	*inventory_out = (struct inventory){ 0 };
	look.page.arena = look.page.refusal.arena = arena_make(PAGE_MEMORY_MAX);
	e = look_run(&look);
	arena_free(look.page.arena);
	return e;
}

const char *inventory_words(struct arena *arena, const struct inventory *inventory)
{
	const struct {
		const char *name;
		int64_t n;
	} words[] = {
		{ "foreign", inventory->foreign },
		{ "strays", inventory->strays },
		{ "doomed", inventory->doomed },
		{ "lost", inventory->lost },
		{ "regained", inventory->regained },
		{ "vanished", inventory->vanished },
		{ "quotas", inventory->quotas },
	};
	struct str text = str_make(arena);

	str_format(&text, "listed=%lld ", (long long)inventory->listed);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].n > 0)
			str_format(&text, "%s=%lld ", words[i].name, (long long)words[i].n);
	return text.text;
}
