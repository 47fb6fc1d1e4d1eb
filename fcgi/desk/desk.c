/* desk.c - see desk.h. */
#include "desk/desk.h"

#include "base/str.h"
#include "id/caller.h"
#include "id/scope.h"

static enum reach distance(const struct desk *desk)
{
	if (desk->open || desk->shared)
		return ORGANIZATION;
	return desk->answering ? DESK : ANY;
}

enum err desk_find(
	struct scope *s, const char *id_or_key, enum action action, struct desk **desk_out)
{
	enum role role;
	long long id = 0;

	if (str_to_int(id_or_key, 1, INT64_MAX, &id) != OK)
		id = 0;
	if (id)
		TRY(sql_desk_find(s, id, scope_person(s), desk_out));
	else
		TRY(sql_desk_find_by_key(s, id_or_key, scope_person(s), desk_out));
	role = caller_role_on_desk(s, (*desk_out)->answering);
	if (!policy_allows(role, DESK_SEE, distance(*desk_out)))
		return E_MISSING;
	return policy_allows(role, action, distance(*desk_out)) ? OK : E_DENIED;
}

static bool sees_all(const struct scope *s)
{
	return policy_allows(caller_role(s), DESK_SEE, ANY);
}

enum err desk_list(struct scope *s, int64_t limit, int64_t start, struct desk **first_out)
{
	return sql_desk_list(s, scope_person(s), sees_all(s), limit, start, first_out);
}

enum err desk_type_list_all(struct scope *s, int64_t desk_id, const char *search, int64_t limit,
	int64_t start, struct request_type **first_out)
{
	return sql_type_list_all(
		s, scope_person(s), sees_all(s), desk_id, search, limit, start, first_out);
}

enum err desk_type_list(struct scope *s, const struct desk *desk, const struct type_filter *filter,
	int64_t limit, int64_t start, struct request_type **first_out)
{
	return sql_type_list(s, desk->id, filter->group_id, filter->search, filter->hidden, limit,
		start, first_out);
}

enum err desk_types_by_group(
	struct scope *s, const struct desk *desk, struct request_type **first_out)
{
	return sql_type_by_group(s, desk->id, first_out);
}

enum err desk_group_list(struct scope *s, const struct desk *desk, int64_t limit, int64_t start,
	struct type_group **first_out)
{
	return sql_group_list(s, desk->id, limit, start, first_out);
}

enum err desk_of_ticket(struct scope *s, int64_t desk_id, int64_t type_id, struct desk **desk_out,
	struct request_type **type_out)
{
	TRY(sql_desk_find(s, desk_id, scope_person(s), desk_out));
	return sql_type_find(s, desk_id, type_id, type_out);
}

enum err desk_type_find(struct scope *s, const struct desk *desk, const char *type_id,
	struct request_type **type_out)
{
	long long id;

	if (str_to_int(type_id, 1, INT64_MAX, &id) != OK)
		return E_MISSING;
	return sql_type_find(s, desk->id, id, type_out);
}
