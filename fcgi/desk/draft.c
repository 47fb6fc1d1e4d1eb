/* draft.c - see draft.h. */
#include "desk/draft.h"

#include <string.h>

#include "base/conf.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "id/scope.h"
#include "desk/attachment.h"
#include "desk/desk.h"
#include "desk/ticket.h"
#include "sql/draft.h"

enum {
	NAMES_MAX = 200, /* as many as a form has fields */
	NAME_SIZE_MAX = 100,
	TEXTS_MAX = 500,
	FILENAME_SIZE_MAX = 1024,
	UPLOAD_SIZE_MAX = 100
};

static bool texts_are_right(const struct json *texts)
{
	if (json_kind(texts) != JSON_ARRAY || json_count(texts) > TEXTS_MAX)
		return false;
	for (const struct json *text = json_first(texts); text; text = json_next(text))
		if (json_kind(text) != JSON_TEXT)
			return false;
	return true;
}

static struct json *texts_copy(const struct json *texts)
{
	struct json *list = json_array();

	for (const struct json *text = json_first(texts); text; text = json_next(text))
		json_add(list, json_from_text(json_as_text(text)));
	return list;
}

static enum err values_read(struct scope *s, const struct json *values, struct json **values_out)
{
	*values_out = json_object();
	if (json_kind(values) != JSON_OBJECT || json_count(values) > NAMES_MAX)
		return refuse_field(
			s, "values", "values must be an object of at most %d members.", NAMES_MAX);
	for (const struct json *member = json_first(values); member; member = json_next(member)) {
		size_t size = strlen(json_name(member));

		if (size == 0 || size > NAME_SIZE_MAX || !texts_are_right(member))
			return refuse_field(s, "values",
				"Each member of values must be a list of at most %d texts, by a name of at most %d bytes.",
				TEXTS_MAX, NAME_SIZE_MAX);
		json_put(*values_out, json_name(member), texts_copy(member));
	}
	return OK;
}

/* A text that may be absent; false: it is something else, or too long. */
static bool text_copy(struct json *copy, const struct json *file, const char *name, size_t size_max)
{
	const struct json *value = json_at(file, name);
	const char *text = json_as_text(value);

	if (!value)
		return true;
	if (!text || !*text || strlen(text) > size_max)
		return false;
	json_put(copy, name, text);
	return true;
}

static bool file_copy(struct json *copy, const struct json *file)
{
	int64_t size;

	if (json_kind(file) != JSON_OBJECT || !json_at(file, "name") ||
		!json_as_int(json_at(file, "size"), &size) || size < 0)
		return false;
	json_put(copy, "size", size);
	return text_copy(copy, file, "name", FILENAME_SIZE_MAX) &&
		text_copy(copy, file, "id", TEMPORARY_ID_SIZE_MAX) &&
		text_copy(copy, file, "upload", UPLOAD_SIZE_MAX);
}

static enum err files_read(struct scope *s, const struct json *files, struct json **files_out)
{
	*files_out = json_array();
	if (files && (json_kind(files) != JSON_ARRAY || json_count(files) > FILES_AT_ONCE_MAX))
		return refuse_field(
			s, "files", "files must be a list of at most %d.", FILES_AT_ONCE_MAX);
	for (const struct json *file = json_first(files); file; file = json_next(file)) {
		struct json *copy = json_object();

		if (!file_copy(copy, file))
			return refuse_field(s, "files",
				"Each of files must have name and size, and may have id and upload.");
		json_add(*files_out, copy);
	}
	return OK;
}

/* What is kept of it. */
static enum err body_read(struct scope *s, const struct json *body, const char **text_out)
{
	struct json *kept = json_object(), *values, *files;
	size_t size;

	TRY(values_read(s, json_at(body, "values"), &values));
	TRY(files_read(s, json_at(body, "files"), &files));
	json_put(kept, "values", values);
	json_put(kept, "files", files);
	*text_out = json_text(kept, &size);
	if (size > DRAFT_SIZE_MAX)
		return refuse(
			s, E_TOO_LARGE, "A draft may have at most %d KiB.", DRAFT_SIZE_MAX / 1024);
	return OK;
}

static int64_t expiry(const struct scope *s)
{
	return s->now + conf()->draft_s * 1000;
}

enum err draft_keep(struct scope *s, const struct request_type *type, const struct json *body)
{
	const char *text;

	TRY(body_read(s, body, &text));
	return sql_draft_keep(s, scope_person(s), type->id, text, expiry(s));
}

enum err draft_keep_reply(struct scope *s, const struct ticket *ticket, const struct json *body)
{
	const char *text;

	TRY(body_read(s, body, &text));
	return sql_reply_draft_keep(s, scope_person(s), ticket->id, text, expiry(s));
}

static bool waits(const struct waiting_file *waiting, const char *id)
{
	for (; waiting; waiting = waiting->next)
		if (str_equal(waiting->temporary_id, id))
			return true;
	return false;
}

static struct json *files_shown(const struct json *files, const struct waiting_file *waiting)
{
	struct json *list = json_array();

	for (const struct json *file = json_first(files); file; file = json_next(file)) {
		const char *id = json_as_text(json_at(file, "id"));
		struct json *shown = json_object();
		int64_t size = 0;

		(void)json_as_int(json_at(file, "size"), &size);
		json_put(shown, "name", json_as_text(json_at(file, "name")));
		json_put(shown, "size", size);
		json_put(shown, "upload", json_as_text(json_at(file, "upload")));
		if (id && waits(waiting, id))
			json_put(shown, "id", id);
		json_add(list, shown);
	}
	return list;
}

static enum err show(
	struct scope *s, const struct draft *draft, int64_t desk_id, struct draft_shown *draft_out)
{
	struct waiting_file *waiting = NULL;
	struct json *kept, *values;

	if (json_read(draft->body, strlen(draft->body), &kept) != OK ||
		values_read(s, json_at(kept, "values"), &values) != OK)
		return fail(E_BUG, "a draft that was kept cannot be read");
	if (json_first(json_at(kept, "files")))
		TRY(sql_draft_files(s, scope_person(s), desk_id, FILES_WAITING_MAX, &waiting));
	*draft_out = (struct draft_shown){ values, files_shown(json_at(kept, "files"), waiting),
		draft->updated_at };
	return OK;
}

enum err draft_find(struct scope *s, const struct request_type *type, struct draft_shown *draft_out)
{
	struct draft *draft;

	TRY(sql_draft_find(s, scope_person(s), type->id, &draft));
	return show(s, draft, type->desk_id, draft_out);
}

enum err draft_find_reply(
	struct scope *s, const struct ticket *ticket, struct draft_shown *draft_out)
{
	struct draft *draft;

	TRY(sql_reply_draft_find(s, scope_person(s), ticket->id, &draft));
	return show(s, draft, ticket->desk_id, draft_out);
}

enum err draft_forget(struct scope *s, const struct request_type *type)
{
	return sql_draft_forget(s, scope_person(s), type->id);
}

enum err draft_forget_reply(struct scope *s, const struct ticket *ticket)
{
	return sql_reply_draft_forget(s, scope_person(s), ticket->id);
}
