/* scope.c - see scope.h. */
#include "id/scope.h"

#include <assert.h>

#include "sql/operate.h"
#include "sql/session.h"
#include "sql/tenant.h"

int64_t scope_tenant(const struct scope *s)
{
	assert(s->tenant);
	return s->tenant->id;
}

int64_t scope_person(const struct scope *s)
{
	assert(s->caller);
	return s->caller->person_id;
}

enum err scope_ready(struct scope *s)
{
	struct alive *alive;

	return sql_alive(s, &alive);
}
