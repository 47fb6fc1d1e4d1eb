/* document.c - see document.h. Who wins the update of next_try_at fetches; until it is done, next_try_at stands a lease
 * further away than RETRY_MS, which is how the others know that waiting is worth while. */
#include "id/document.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/str.h"
#include "net/http.h"
#include "id/scope.h"
#include "id/step.h"
#include "id/visit.h"
#include "sql/sign_in.h"

enum { COPIES_MAX = 16, BODY_SIZE_MAX = 64 * 1024 };
#define SECOND INT64_C(1000)
#define HOUR (3600 * SECOND)
#define RETRY_MS (30 * SECOND)
#define COPY_AGE_MS (60 * SECOND)

static const struct kind {
	const char *name;
	int64_t fresh_ms;  /* read without asking */
	int64_t usable_ms; /* serves on while the provider is down */
} kinds[DOCUMENT_KINDS] = {
	[DOCUMENT_DISCOVERY] = { "discovery", 24 * HOUR, 48 * HOUR },
	[DOCUMENT_KEYS] = { "jwks", 1 * HOUR, 24 * HOUR },
};

/* What this process has read already. */
static struct copy {
	int64_t tenant_id, provider_id;
	enum document_kind kind;
	int64_t read_at, fetched_at;
	struct arena *arena; /* of its own: it outlives the request */
	const char *body;
} copies[COPIES_MAX];

/* One writing step. */
struct change {
	struct visit *visit;
	const struct document *document;
	const char *body; /* NULL: the fetch failed */
	int64_t won;
};

static struct copy *copy_of(const struct visit *visit, const struct document *document);
static const char *copy_read(struct visit *visit, const struct document *document);
static const char *copy_keep(
	struct visit *visit, const struct document *document, const char *body, int64_t fetched_at);
static enum err row_read(
	struct visit *visit, const struct document *document, struct provider_document **row_out);
static bool is_within(const struct visit *visit, const struct document *document,
	const struct provider_document *row, int64_t age_ms);
static bool may_claim(const struct visit *visit, const struct provider_document *row);
static bool is_under_way(const struct provider_document *row);
static enum err fetch_if_first(
	struct visit *visit, const struct document *document, const char **body_out);
static enum err fetch(struct visit *visit, const struct document *document, const char **body_out);
static enum err claim(struct scope *s, void *context);
static enum err settle(struct scope *s, void *context);

enum err document_get(struct visit *visit, const struct document *document, const char **body_out)
{
	const struct kind *kind = &kinds[document->kind];
	struct provider_document *row;
	enum err e;

	*body_out = copy_read(visit, document);
	while (*body_out == NULL) {
		TRY(row_read(visit, document, &row));
		if (is_within(visit, document, row, kind->fresh_ms)) {
			*body_out = copy_keep(visit, document, row->body, row->fetched_at);
			break;
		}
		if (may_claim(visit, row) && visit_admit(visit) == OK) {
			e = fetch_if_first(visit, document, body_out);
			if (e != OK && e != E_UPSTREAM)
				return e;
		} else if (is_within(visit, document, row, kind->usable_ms)) {
			*body_out = row->body;
		} else if (row != NULL && is_under_way(row)) {
			TRY(visit_admit(visit));
			TRY(visit_pause(visit));
		} else {
			return fail(E_UPSTREAM,
				"provider %lld: there is no %s, and it is not asked again yet",
				(long long)visit->provider->id, kind->name);
		}
	}
	return OK;
}

enum err document_renew(struct visit *visit, const struct document *document, const char *known,
	const char **body_out)
{
	struct provider_document *row;

	for (;;) {
		TRY(row_read(visit, document, &row));
		if (is_within(visit, document, row, kinds[document->kind].fresh_ms) &&
			!str_equal(row->body, known)) {
			*body_out = copy_keep(visit, document, row->body, row->fetched_at);
			return OK;
		}
		*body_out = NULL;
		TRY(visit_admit(visit));
		if (may_claim(visit, row))
			TRY(fetch_if_first(visit, document, body_out));
		else if (is_under_way(row))
			TRY(visit_pause(visit));
		else
			return E_MISSING;
		if (*body_out != NULL)
			return str_equal(*body_out, known) ? E_MISSING : OK;
	}
}

/* The copy, or the oldest one, to be replaced. */
static struct copy *copy_of(const struct visit *visit, const struct document *document)
{
	struct copy *oldest = &copies[0];

	for (struct copy *copy = copies; copy < copies + COPIES_MAX; copy++) {
		if (copy->provider_id == visit->provider->id &&
			copy->tenant_id == scope_tenant(visit->s) && copy->kind == document->kind)
			return copy;
		if (copy->read_at < oldest->read_at)
			oldest = copy;
	}
	return oldest;
}

static const char *copy_read(struct visit *visit, const struct document *document)
{
	const struct copy *copy = copy_of(visit, document);

	if (copy->body == NULL || copy->provider_id != visit->provider->id ||
		copy->tenant_id != scope_tenant(visit->s) || copy->kind != document->kind)
		return NULL;
	if (clock_monotonic_ms() - copy->read_at > COPY_AGE_MS ||
		visit->s->now - copy->fetched_at > kinds[document->kind].fresh_ms ||
		!document->is_good(visit->provider, copy->body))
		return NULL;
	return arena_strdup(visit->s->arena, copy->body);
}

static const char *copy_keep(
	struct visit *visit, const struct document *document, const char *body, int64_t fetched_at)
{
	struct copy *copy = copy_of(visit, document);

	arena_free(copy->arena);
	*copy = (struct copy){
		.tenant_id = scope_tenant(visit->s),
		.provider_id = visit->provider->id,
		.kind = document->kind,
		.read_at = clock_monotonic_ms(),
		.fetched_at = fetched_at,
		.arena = arena_make((size_t)BODY_SIZE_MAX * 2),
	};
	copy->body = arena_strdup(copy->arena, body);
	return body;
}

/* NULL: nobody has asked for it yet. */
static enum err row_read(
	struct visit *visit, const struct document *document, struct provider_document **row_out)
{
	enum err e = sql_document_find(
		visit->s, visit->provider->id, kinds[document->kind].name, row_out);

	if (e == E_MISSING)
		*row_out = NULL;
	return e == E_MISSING ? OK : e;
}

static bool is_within(const struct visit *visit, const struct document *document,
	const struct provider_document *row, int64_t age_ms)
{
	return row != NULL && row->body != NULL && visit->s->now - row->fetched_at <= age_ms &&
		document->is_good(visit->provider, row->body);
}

static bool may_claim(const struct visit *visit, const struct provider_document *row)
{
	return row == NULL || row->next_try_at <= visit->s->now;
}

static bool is_under_way(const struct provider_document *row)
{
	return row->next_try_at - clock_now() > RETRY_MS;
}

/* Leaves *body_out NULL when another worker was first: the row says what to do. */
static enum err fetch_if_first(
	struct visit *visit, const struct document *document, const char **body_out)
{
	struct change change = { .visit = visit, .document = document };
	enum err e;

	TRY(step_run(visit->s, claim, &change));
	if (change.won == 0)
		return OK;
	e = fetch(visit, document, body_out);
	change.body = e == OK ? *body_out : NULL;
	TRY(step_run(visit->s, settle, &change));
	if (e == OK)
		copy_keep(visit, document, *body_out, visit->s->now);
	return e;
}

static enum err fetch(struct visit *visit, const struct document *document, const char **body_out)
{
	struct http_ask ask = {
		.method = "GET", .url = document->url, .answer_size_max = BODY_SIZE_MAX
	};
	struct http_answer answer;

	TRY(visit_ask(visit, &ask, &answer));
	if (answer.status != 200)
		return fail(E_UPSTREAM, "%s: status %d", document->url, answer.status);
	if (strlen(answer.body) != answer.size || !document->is_good(visit->provider, answer.body))
		return fail(E_UPSTREAM, "%s: not what it should be", document->url);
	*body_out = answer.body;
	return OK;
}

static enum err claim(struct scope *s, void *context)
{
	struct change *change = context;
	const char *kind = kinds[change->document->kind].name;
	int64_t provider_id = change->visit->provider->id;

	TRY(sql_document_make(s, provider_id, kind));
	return sql_document_claim(s, provider_id, kind,
		clock_now() + RETRY_MS + conf()->provider_timeout_ms, &change->won);
}

static enum err settle(struct scope *s, void *context)
{
	struct change *change = context;
	const char *kind = kinds[change->document->kind].name;
	int64_t provider_id = change->visit->provider->id;

	if (change->body == NULL)
		return sql_document_settle(s, provider_id, kind, clock_now() + RETRY_MS);
	return sql_document_set(s, provider_id, kind, change->body, s->now, clock_now() + RETRY_MS);
}
