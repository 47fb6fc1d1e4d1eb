/* ctl_pool.c - lodgectl pool. Before more workers start, their statements
 * and connections are held against what MariaDB admits, over all pools, as
 * it would refuse the last ones in the middle of a request. */
#include "app/ctl.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/str.h"
#include "db/limits.h"
#include "web/pool.h"

/* What a worker comes to hold, measured at 60 and rounded up; and
 * connections that are not workers': lodgectl, backups, lodge-jobs; lodge-mail's come on top. */
enum { STATEMENTS_EACH = 80, CONNECTIONS_SPARE = 20 };

const char *const ctl_pools[] = { "pages", "files", "auth", NULL };

static enum err read_name(struct ctl *ctl, char **words, bool optional, const char **name_out,
	const char **number_out);
static enum err ask(
	struct ctl *ctl, const char *name, const char *command, const char **answer_out);
static enum err tell(struct ctl *ctl, const char *name, const char *command);
static long long wanted_of(struct ctl *ctl, const char *name);

enum err ctl_pool_status(struct ctl *ctl, char **words)
{
	const char *chosen, *answer;

	TRY(read_name(ctl, words, true, &chosen, NULL));
	for (const char *const *name = ctl_pools; *name != NULL; name++) {
		enum err e;

		if (chosen != NULL && !str_equal(chosen, *name))
			continue;
		e = ask(ctl, *name, "status", &answer);
		if (e == E_MISSING && chosen == NULL)
			printf("pool=%s is not running\n", *name);
		else if (e != OK)
			return e;
		else
			fputs(answer, stdout);
	}
	return OK;
}

enum err ctl_pool_scale(struct ctl *ctl, char **words)
{
	const char *name, *number, *summary;
	long long workers;

	TRY(read_name(ctl, words, false, &name, &number));
	TRY(ctl_number(ctl, "N", number, 1, POOL_WORKERS_MAX, &workers));
	if (workers > wanted_of(ctl, name))
		TRY(ctl_pool_fits(ctl, name, workers, &summary));
	return tell(ctl, name, arena_format(ctl->arena, "scale %lld", workers));
}

enum err ctl_pool_reload(struct ctl *ctl, char **words)
{
	const char *name;

	TRY(read_name(ctl, words, false, &name, NULL));
	return tell(ctl, name, "reload");
}

enum err ctl_pool_fits(
	struct ctl *ctl, const char *name, long long wanted, const char **summary_out)
{
	long long workers = 0, most = 0, spare;
	struct limits limits;

	for (const char *const *pool = ctl_pools; *pool != NULL; pool++) {
		long long n = str_equal(*pool, name) ? wanted : wanted_of(ctl, *pool);

		workers += n;
		most = n > most ? n : most;
	}
	TRY(limits_read(ctl->scope.db, &limits));
	spare = CONNECTIONS_SPARE + (*conf()->lmtp_listen ? conf()->lmtp_sessions_max : 0);
	*summary_out = arena_format(ctl->arena,
		"%lld workers x %d statements = %lld of max_prepared_stmt_count %lld; %lld connections of max_connections %lld",
		workers, STATEMENTS_EACH, workers * STATEMENTS_EACH,
		(long long)limits.statements_max, workers + most + spare,
		(long long)limits.connections_max);
	/* A reload runs the workers of one pool twice for a moment. */
	if (workers * STATEMENTS_EACH > limits.statements_max ||
		workers + most + spare > limits.connections_max)
		return refuse(&ctl->scope, E_CONFLICT, "MariaDB does not admit that many: %s",
			*summary_out);
	return OK;
}

static enum err read_name(struct ctl *ctl, char **words, bool optional, const char **name_out,
	const char **number_out)
{
	*name_out = NULL;
	if (number_out != NULL) {
		*number_out = NULL;
		TRY(ctl_read(ctl, words,
			(const struct ctl_word[]){ { "NAME", .value = name_out },
				{ "N", .value = number_out }, { 0 } }));
	} else {
		TRY(ctl_read(ctl, words,
			(const struct ctl_word[]){
				{ "NAME", .value = name_out, .optional = optional }, { 0 } }));
	}
	if (*name_out == NULL)
		return OK;
	for (const char *const *pool = ctl_pools; *pool != NULL; pool++)
		if (str_equal(*name_out, *pool))
			return OK;
	return refuse(&ctl->scope, E_MISSING, "there is no pool %s: pages, files and auth are",
		*name_out);
}

static enum err ask(struct ctl *ctl, const char *name, const char *command, const char **answer_out)
{
	enum err e = pool_ask(ctl->arena, name, command, answer_out);

	if (e == E_MISSING)
		return refuse(&ctl->scope, e, "pool %s is not running", name);
	return e == E_BUSY ? refuse(&ctl->scope, e, "the master of pool %s does not answer", name)
			   : e;
}

static enum err tell(struct ctl *ctl, const char *name, const char *command)
{
	const char *answer;

	TRY(ask(ctl, name, command, &answer));
	if (str_starts(answer, "failed: "))
		return refuse(&ctl->scope, E_CONFLICT, "%.*s", (int)strcspn(answer + 8, "\n"),
			answer + 8);
	fputs(answer, stdout);
	return OK;
}

/* 0: it is not running. */
static long long wanted_of(struct ctl *ctl, const char *name)
{
	const char *answer, *at;
	long long wanted = 0;

	if (pool_ask(ctl->arena, name, "status", &answer) != OK)
		return 0;
	at = strstr(answer, " wanted=");
	if (at == NULL)
		return 0;
	at += strlen(" wanted=");
	if (str_to_int(arena_strndup(ctl->arena, at, strcspn(at, " \n")), 0, POOL_WORKERS_MAX,
		    &wanted) != OK)
		return 0;
	return wanted;
}
