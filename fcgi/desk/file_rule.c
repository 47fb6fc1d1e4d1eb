/* file_rule.c - see file_rule.h. */
#include "desk/file_rule.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/str.h"
#include "base/text.h"
#include "id/scope.h"
#include "id/tenant.h"
#include "sql/desk.h"
#include "sql/file_rule.h"
#include "sql/ticket.h"

enum err file_name_check(struct scope *s, const char *field, const char *name)
{
	if (!name || !*name)
		return refuse_field(s, field, "The file has no name.");
	if (!text_is_clean(name, strlen(name)) || strpbrk(name, "\t\r\n"))
		return refuse_field(
			s, field, "The name of the file holds characters that cannot be written.");
	if (text_length(name) > FILENAME_LENGTH_MAX)
		return refuse_field(s, field, "The name of a file may have at most %d characters.",
			FILENAME_LENGTH_MAX);
	if (strpbrk(name, "/\\") || str_equal(name, ".") || str_equal(name, ".."))
		return refuse_field(s, field, "The name of a file may not be a path: %.100s", name);
	if (text_misleads(name))
		return refuse_field(
			s, field, "The name of the file holds characters that hide what it is.");
	return OK;
}

static int64_t smaller(int64_t limit, int64_t own)
{
	return own > 0 && own < limit ? own : limit;
}

/* A desk that takes no file which nobody scanned takes none that is larger than the scanner takes. */
struct file_rule file_rule_of_desk(const struct desk *desk)
{
	const bool scans_all = *conf()->clamd_socket && str_equal(desk->unscanned, "refuse");
	const int64_t size_max = smaller(conf()->file_size_max, desk->file_size_max);

	return (struct file_rule){ desk->file_types,
		scans_all ? smaller(size_max, conf()->clamd_size_max) : size_max };
}

struct file_rule file_rule_of_ticket(const struct ticket *ticket)
{
	return (struct file_rule){ ticket->file_types,
		smaller(conf()->file_size_max, ticket->file_size_max) };
}

struct file_rule file_rule_of_field(const struct field *field)
{
	return (struct file_rule){ field->file_types,
		smaller(conf()->file_size_max, field->file_size_max) };
}

bool file_type_fits(const char *types, const char *type)
{
	size_t kind = strcspn(type, "/") + 1; /* "image/" */

	if (!*types)
		return true;
	for (size_t size; *types; types += size + strspn(types + size, " ")) {
		size = strcspn(types, " ");
		if (size == strlen(type) && strncmp(types, type, size) == 0)
			return true;
		if (size == kind + 1 && types[kind] == '*' && strncmp(types, type, kind) == 0)
			return true;
	}
	return false;
}

enum err file_rule_check(struct scope *s, const struct file_rule *rule, const char *field,
	const char *filename, const char *type, int64_t size)
{
	if (size == 0)
		return refuse_field(s, field, "The file %.100s is empty.", filename);
	if (size > rule->size_max)
		return refuse(s, E_TOO_LARGE,
			"The file %.100s is too large: %lld MiB at most are taken here.", filename,
			(long long)(rule->size_max >> 20));
	if (type && !file_type_fits(rule->types, type))
		return refuse(s, E_UNSUPPORTED,
			"The file %.100s is %.60s, which is not taken here. Taken are: %.200s",
			filename, type, rule->types);
	return OK;
}

static enum err over_quota(struct scope *s, const struct quota *quota)
{
	return refuse(s, E_TOO_LARGE,
		"%s keeps no more than %lld MiB of files, and they are used up.", s->tenant->name,
		(long long)(quota->size_max >> 20));
}

enum err file_quota_take(struct scope *s, int64_t size)
{
	struct quota *quota;

	TRY(sql_quota_count(s, size));
	TRY(sql_quota_find(s, &quota));
	return quota->size_max > 0 && quota->size > quota->size_max ? over_quota(s, quota) : OK;
}

enum err file_quota_give(struct scope *s, int64_t size)
{
	return sql_quota_count(s, -size);
}

enum err file_quota_check(struct scope *s, int64_t size)
{
	struct quota *quota;

	TRY(sql_quota_find(s, &quota));
	return quota->size_max > 0 && quota->size + size > quota->size_max ? over_quota(s, quota)
									   : OK;
}
