/* doom.c - see doom.h. */
#include "desk/doom.h"

#include "id/scope.h"
#include "sql/doom.h"

enum err doom_add(struct scope *s, const char *object_key)
{
	return doom_add_at(s, object_key, s->now);
}

enum err doom_add_at(struct scope *s, const char *object_key, int64_t at)
{
	return sql_doom_add(s, object_key, at);
}
