/* mail_address.c - see mail_address.h. */
#include "desk/mail_address.h"

#include <string.h>

#include "base/arena.h"
#include "id/person.h"
#include "id/scope.h"

const char *mail_address_plain(struct scope *s, const char *address)
{
	const char *clean = person_address(s->arena, address);
	size_t local, name;

	if (!clean)
		return NULL;
	local = strcspn(clean, "@");
	name = strcspn(clean, "+@");
	return name > 0 ? arena_format(s->arena, "%.*s%s", (int)name, clean, clean + local) : NULL;
}

enum err mail_address_find(struct scope *s, const char *address, struct mail_address **row_out)
{
	const char *plain = mail_address_plain(s, address);

	if (!plain || strlen(plain) > MAIL_ADDRESS_SIZE_MAX)
		return E_MISSING;
	return sql_mail_address_by_name(s, plain, row_out);
}

enum err mail_address_is_ours(struct scope *s, const char *address, bool *ours_out)
{
	struct mail_address *row;
	enum err e = mail_address_find(s, address, &row);

	*ours_out = e == OK;
	return e == E_MISSING ? OK : e;
}

enum err mail_address_get(struct scope *s, int64_t id, struct mail_address **row_out)
{
	return sql_mail_address_find(s, id, row_out);
}

enum err mail_address_of_desk(struct scope *s, int64_t desk_id, struct mail_address **row_out)
{
	struct mail_address *row;

	TRY(sql_mail_address_of_desk(s, desk_id, &row));
	while (row && !row->enabled)
		row = row->next;
	*row_out = row;
	return row ? OK : E_MISSING;
}
