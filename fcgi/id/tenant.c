/* tenant.c - see tenant.h. The cache is bounded in number and age: a change by the operator shows within seconds, and the
 * page of a tenant costs no query for its name. Rows stay in memory of their own, since they outlive a request. */
#include "id/tenant.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "id/scope.h"

enum { CACHE_SIZE = 64, HOST_SIZE_MAX = 253, ENTRY_SIZE_MAX = 16 * 1024 };

static struct entry {
	struct arena *arena;
	struct tenant *tenant;
	int64_t read_at;
} cache[CACHE_SIZE];

/* "Copernicus.localhost:8080" -> "copernicus.localhost"; false for what no host name looks like. */
static bool host_name(const char *host, char name[HOST_SIZE_MAX + 1])
{
	size_t size = strcspn(host, ":");

	if (size == 0 || size > HOST_SIZE_MAX)
		return false;
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)host[i];

		if (!isalnum(c) && c != '-' && c != '.')
			return false;
		name[i] = (char)tolower(c);
	}
	name[size] = '\0';
	return true;
}

static struct entry *entry_of(const char *name)
{
	struct entry *oldest = &cache[0];

	for (size_t i = 0; i < CACHE_SIZE; i++) {
		if (cache[i].tenant && str_equal(cache[i].tenant->host, name))
			return &cache[i];
		if (cache[i].read_at < oldest->read_at)
			oldest = &cache[i];
	}
	return oldest;
}

static void entry_fill(struct entry *entry, const struct tenant *row)
{
	struct arena *arena = arena_make(ENTRY_SIZE_MAX);
	struct tenant *copy = arena_copy(arena, row, sizeof(*row));

	copy->slug = arena_strdup(arena, row->slug);
	copy->name = arena_strdup(arena, row->name);
	copy->host = arena_strdup(arena, row->host);
	copy->origin = arena_strdup(arena, row->origin);
	copy->register_url = arena_strdup(arena, row->register_url);
	copy->support_address = arena_strdup(arena, row->support_address);
	copy->time_zone = arena_strdup(arena, row->time_zone);
	arena_free(entry->arena);
	*entry = (struct entry){ arena, copy, clock_monotonic_ms() };
}

enum err tenant_by_host(struct scope *s, const char *host)
{
	char name[HOST_SIZE_MAX + 1];
	struct entry *entry;
	struct tenant *row;

	if (!host || !host_name(host, name))
		return refuse(s, E_MISSING, "There is no site at this address.");
	entry = entry_of(name);
	if (!entry->tenant || !str_equal(entry->tenant->host, name) ||
		clock_monotonic_ms() - entry->read_at > TENANT_KNOWN_MS) {
		enum err e = sql_tenant_by_host(s, name, &row);

		if (e == E_MISSING)
			return refuse(s, E_MISSING, "There is no site at this address.");
		TRY(e);
		entry_fill(entry, row);
	}
	s->tenant = entry->tenant;
	return OK;
}
