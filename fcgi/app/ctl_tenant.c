/* ctl_tenant.c - lodgectl tenant: a tenant is opened at an address, which
 * its links and its host name come from. */
#include "app/ctl.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "id/step.h"
#include "sql/file_rule.h"
#include "sql/tenant.h"

enum { SLUG_SIZE_MAX = 63, HOST_SIZE_MAX = 253, NAME_LENGTH_MAX = 100, PORT_MAX = 65535 };

struct opening {
	const char *slug, *name, *host, *origin;
	int64_t made;
};

static enum err add(struct scope *s, void *context);
static enum err move(struct scope *s, void *context);
static const char *limit_of(const struct ctl *ctl, const struct tenant_quota *quota);
static enum err set_quota(struct scope *s, void *context);
static bool is_slug(const char *slug);

enum err ctl_tenant_list(struct ctl *ctl, char **words)
{
	struct tenant_quota *quota;
	struct tenant *tenant;

	TRY(ctl_read(ctl, words, (const struct ctl_word[]){ { 0 } }));
	TRY(sql_tenant_list(&ctl->scope, &tenant));
	TRY(sql_quota_list(&ctl->scope, &quota));
	for (; tenant != NULL; tenant = tenant->next) {
		while (quota != NULL && quota->id != tenant->id)
			quota = quota->next;
		printf("%-20s %-50s files=%lld MiB of %s %s\n", tenant->slug, tenant->origin,
			quota != NULL ? (long long)(quota->size >> 20) : 0, limit_of(ctl, quota),
			tenant->name);
	}
	return OK;
}

static const char *limit_of(const struct ctl *ctl, const struct tenant_quota *quota)
{
	if (quota == NULL || quota->size_max == 0)
		return "any";
	return arena_format(ctl->arena, "%lld", (long long)(quota->size_max >> 20));
}

enum err ctl_tenant_quota(struct ctl *ctl, char **words)
{
	const char *slug = NULL, *size = NULL;
	long long bytes;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &slug },
			{ "--size", .value = &size },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, slug));
	TRY(ctl_number(ctl, "--size", size, 0, INT64_MAX, &bytes));
	TRY(step_run(&ctl->scope, set_quota, &bytes));
	if (bytes == 0)
		printf("the files of %s may take any room\n", slug);
	else
		printf("the files of %s may take %lld bytes\n", slug, bytes);
	return OK;
}

static enum err set_quota(struct scope *s, void *context)
{
	return sql_quota_set(s, *(const long long *)context, &(int64_t){ 0 });
}

enum err ctl_tenant_add(struct ctl *ctl, char **words)
{
	struct opening opening = { 0 };

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--slug", .value = &opening.slug },
			{ "--name", .value = &opening.name },
			{ "--origin", .value = &opening.origin },
			{ 0 },
		}));
	if (!is_slug(opening.slug))
		return refuse(&ctl->scope, E_INVALID, "--slug is at most %d of a-z, 0-9 and -",
			SLUG_SIZE_MAX);
	TRY(ctl_line(ctl, "--name", opening.name, NAME_LENGTH_MAX));
	TRY(ctl_origin_host(ctl, opening.origin, &opening.host));
	TRY(step_run(&ctl->scope, add, &opening));
	printf("tenant %s is open at %s\n", opening.slug, opening.origin);
	return OK;
}

enum err ctl_tenant_set_origin(struct ctl *ctl, char **words)
{
	struct opening opening = { 0 };

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "T", .value = &opening.slug },
			{ "URL", .value = &opening.origin },
			{ 0 },
		}));
	TRY(ctl_origin_host(ctl, opening.origin, &opening.host));
	TRY(ctl_tenant(ctl, opening.slug));
	TRY(step_run(&ctl->scope, move, &opening));
	printf("tenant %s is at %s\n", opening.slug, opening.origin);
	return OK;
}

/* scheme "://" host [":" port], and nothing behind it: it is compared with
 * browsers' Origin byte by byte. */
enum err ctl_origin_host(struct ctl *ctl, const char *origin, const char **host_out)
{
	size_t scheme = str_starts(origin, "https://") ? 8 : str_starts(origin, "http://") ? 7 : 0;
	const char *host = origin + scheme;
	size_t size = strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789-.");
	long long port;

	*host_out = arena_strndup(ctl->arena, host, size);
	if (scheme == 0 || size == 0 || size > HOST_SIZE_MAX)
		return refuse(&ctl->scope, E_INVALID,
			"%s is no origin like https://desk.example, in lower case", origin);
	if (host[size] == '\0')
		return OK;
	if (host[size] != ':' || str_to_int(host + size + 1, 1, PORT_MAX, &port) != OK)
		return refuse(&ctl->scope, E_INVALID,
			"%s is no origin: nothing but a port follows the host", origin);
	if (port == (scheme == 8 ? 443 : 80))
		return refuse(&ctl->scope, E_INVALID,
			"%s: browsers leave this port out of an origin, so do it too", origin);
	return OK;
}

static enum err add(struct scope *s, void *context)
{
	struct opening *opening = context;
	enum err e = sql_tenant_add(
		s, opening->slug, opening->name, opening->host, opening->origin, &opening->made);

	if (e == E_CONFLICT)
		return refuse(s, e, "a tenant with the slug %s or the host %s is there already",
			opening->slug, opening->host);
	return e;
}

static enum err move(struct scope *s, void *context)
{
	const struct opening *opening = context;
	int64_t affected;
	enum err e = sql_tenant_set_origin(
		s, opening->slug, opening->host, opening->origin, &affected);

	if (e == E_CONFLICT)
		return refuse(s, e, "another tenant has the host %s", opening->host);
	return e;
}

static bool is_slug(const char *slug)
{
	size_t size = strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return size > 0 && size <= SLUG_SIZE_MAX && slug[size] == '\0' &&
		isalnum((unsigned char)slug[0]);
}
