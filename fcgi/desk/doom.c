/* doom.c - see doom.h. */
#include "desk/doom.h"

#include "id/scope.h"
#include "sql/doom.h"

enum err doom_add(struct scope *s, const char *object_key)
{
	return sql_doom_add(s, object_key);
}
