/* ctl_demo.c - lodgectl migrate and demo: the schema, and two tenants to
 * look at. Loading twice is harmless: a tenant that is there stays as people
 * left it, only its address and its provider's follow the ports of this
 * stack. */
#include "app/ctl.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/str.h"
#include "db/migrate.h"
#include "id/step.h"
#include "desk/search.h"
#include "desk/sla.h"
#include "sql/operate.h"
#include "sql/sign_in.h"
#include "sql/tenant.h"
#include "sql/ticket.h"

enum { PORT_MIN = 1, PORT_MAX = 65534, WORDS_AT_ONCE = 50 };

/* Each is sql/demo/SLUG.sql. */
static const char *const demo_tenants[] = { "copernicus", "dasharo" };

static const struct demo_provider {
	const char *tenant;
	int64_t id;
	const char *realm;
} demo_providers[] = {
	{ "copernicus", 1, "CDSE" },
	{ "copernicus", 3, "PSS" },
	{ "dasharo", 2, "Dasharo" },
};

#define N_OF(array) (sizeof(array) / sizeof((array)[0]))

struct connection {
	const struct demo_provider *provider;
	const char *issuer, *secret;
};

static enum err load(struct ctl *ctl, const char *slug, bool *fresh_out);
static enum err place(struct ctl *ctl, const char *slug, int port);
static enum err set_origin(struct scope *s, void *origin);
static enum err connect_provider(struct scope *s, void *context);
static enum err index_words(struct ctl *ctl);
static enum err wind_clocks(struct ctl *ctl);
static enum err index_tickets(struct scope *s, void *more);
static enum err add_text(struct str *text, const char *json);
static enum err index_comments(struct scope *s, void *more);

enum err ctl_migrate(struct ctl *ctl, char **words)
{
	bool status = false, current;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--status", .given = &status, .optional = true }, { 0 } }));
	if (!status)
		TRY(migrate_up(conf()->sql_dir));
	TRY(migrate_status(conf()->sql_dir, &current));
	if (!current)
		return refuse(&ctl->scope, E_CONFLICT, "the schema of %s is not current",
			conf()->db_name);
	printf("the schema of %s is current\n", conf()->db_name);
	return OK;
}

enum err ctl_demo_load(struct ctl *ctl, char **words)
{
	const char *port_text = NULL;
	long long port;
	bool fresh;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){ { "--origin-port", .value = &port_text }, { 0 } }));
	TRY(ctl_number(ctl, "--origin-port", port_text, PORT_MIN, PORT_MAX, &port));
	for (size_t i = 0; i < N_OF(demo_tenants); i++) {
		TRY(load(ctl, demo_tenants[i], &fresh));
		TRY(place(ctl, demo_tenants[i], (int)port));
		TRY(index_words(ctl));
		if (fresh)
			TRY(wind_clocks(ctl));
		printf("http://%s.localhost:%lld\n", demo_tenants[i], port);
	}
	return OK;
}

/* Its workflow is the text that is shipped, over rows that give it ids. */
static enum err load(struct ctl *ctl, const char *slug, bool *fresh_out)
{
	static const char *const nothing[] = { NULL };
	const char *dir = conf()->sql_dir;
	struct tenant *tenant;
	enum err e = sql_tenant_by_slug(&ctl->scope, slug, &tenant);

	*fresh_out = e == E_MISSING;
	if (!*fresh_out) {
		TRY(e);
		return ctl_tenant(ctl, slug);
	}
	TRY(migrate_run_file(arena_format(ctl->arena, "%s/demo/%s.sql", dir, slug), nothing));
	TRY(ctl_tenant(ctl, slug));
	return ctl_workflow_bring(ctl, arena_format(ctl->arena, "%s/workflows/%s.txt", dir, slug));
}

static enum err place(struct ctl *ctl, const char *slug, int port)
{
	const char *origin = arena_format(ctl->arena, "http://%s.localhost:%d", slug, port);

	TRY(step_run(&ctl->scope, set_origin, &origin));
	for (size_t i = 0; i < N_OF(demo_providers); i++) {
		const struct demo_provider *provider = &demo_providers[i];
		struct connection connection = { .provider = provider };

		if (!str_equal(provider->tenant, slug))
			continue;
		connection.issuer = arena_format(ctl->arena, "http://127.0.0.1:%d/auth/realms/%s",
			port + 1, provider->realm);
		connection.secret = arena_format(ctl->arena, "portal-secret-%s", provider->realm);
		TRY(step_run(&ctl->scope, connect_provider, &connection));
	}
	return OK;
}

static enum err set_origin(struct scope *s, void *context)
{
	const char *const *origin = context;
	int64_t affected;

	return sql_tenant_set_origin(s, s->tenant->slug,
		arena_format(s->arena, "%s.localhost", s->tenant->slug), *origin, &affected);
}

/* The seal key may be another one than last time, so the secret is sealed anew. */
static enum err connect_provider(struct scope *s, void *context)
{
	const struct connection *connection = context;
	const char *sealed = seal(s->arena, "provider.client_secret", connection->secret);
	int64_t affected;

	TRY(sql_provider_change(s, connection->provider->id, NULL, connection->issuer, "portal",
		sealed, NULL, true, &affected));
	return sql_document_forget(s, connection->provider->id, &affected);
}

/* What came by SQL has no words yet, and a search would not find it. */
static enum err index_words(struct ctl *ctl)
{
	bool more = true;

	while (more)
		TRY(step_run(&ctl->scope, index_tickets, &more));
	for (more = true; more;)
		TRY(step_run(&ctl->scope, index_comments, &more));
	return OK;
}

/* From what happened to the tickets. */
static enum err wind_clocks(struct ctl *ctl)
{
	struct sla_recounted recounted;
	struct desk_line *desk;

	TRY(sql_desk_list_all(&ctl->scope, &desk));
	for (; desk != NULL; desk = desk->next)
		TRY(sla_recount_desk(&ctl->scope, desk->id, true, &recounted));
	return OK;
}

static enum err index_tickets(struct scope *s, void *context)
{
	bool *more = context;
	struct unfound_ticket *ticket;

	TRY(sql_ticket_unfound(s, WORDS_AT_ONCE, &ticket));
	*more = ticket != NULL;
	for (; ticket != NULL; ticket = ticket->next) {
		struct str text = str_make(s->arena);
		struct field_value *value;

		str_format(&text, "%s\n%s", ticket->key, ticket->summary);
		TRY(sql_value_list(s, ticket->id, ticket->request_type_id, &value));
		for (; value != NULL; value = value->next)
			TRY(add_text(&text, value->value));
		TRY(search_add(s, ticket->id, 0, true, text.text));
	}
	return OK;
}

/* The values that are text, as people typed them. */
static enum err add_text(struct str *text, const char *json)
{
	struct json *value;

	if (json == NULL)
		return OK;
	TRY(json_read(json, strlen(json), &value));
	if (json_as_text(value) != NULL)
		str_format(text, "\n%s", json_as_text(value));
	return OK;
}

static enum err index_comments(struct scope *s, void *context)
{
	bool *more = context;
	struct unfound_comment *comment;

	TRY(sql_comment_unfound(s, WORDS_AT_ONCE, &comment));
	*more = comment != NULL;
	for (; comment != NULL; comment = comment->next)
		TRY(search_add(s, comment->ticket_id, comment->id, comment->public, comment->body));
	return OK;
}
