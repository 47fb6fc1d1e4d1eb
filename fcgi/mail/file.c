/* file.c - see file.h. */
#include "mail/file.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "mail/filename.h"
#include "mail/header.h"
#include "mail/message_id.h"
#include "mail/word.h"

enum { TYPE_MAX = 100, CID_MAX = 250, LOCATION_MAX = 1000, RAW_MAX = 16 * 1024 };

static struct mail_file *file_make(struct reading *reading, const char *said, const char *type);
static void file_end(struct reading *reading, struct mail_file *file, int64_t end);
static const char *cid(struct reading *reading, GMimeObject *part);
static const char *location(struct reading *reading, GMimeObject *part);

void file_add_part(struct reading *reading, GMimeObject *part, const char *said)
{
	struct mail_file *file = file_make(reading, said, file_type(reading, part));
	ssize_t written = 0;

	if (!file)
		return;
	file->cid = cid(reading, part);
	file->location = location(reading, part);
	if (GMIME_IS_PART(part)) {
		GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));

		if (content)
			written = g_mime_data_wrapper_write_to_stream(content, reading->out);
	} else if (GMIME_IS_MESSAGE_PART(part)) {
		GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));

		if (message)
			written = g_mime_object_write_to_stream(
				GMIME_OBJECT(message), NULL, reading->out);
	} else {
		written = g_mime_object_write_to_stream(part, NULL, reading->out);
	}
	if (written < 0)
		reading->is_broken = true;
	file_end(reading, file, reading->out->position);
}

struct mail_file *file_add_bytes(
	struct reading *reading, const void *bytes, size_t size, const char *said, const char *type)
{
	struct mail_file *file = file_make(reading, said, type);

	if (!file)
		return NULL;
	if (g_mime_stream_write(reading->out, bytes, size) != (ssize_t)size)
		reading->is_broken = true;
	file_end(reading, file, reading->out->position);
	return file;
}

/* GMime takes the value apart, which by then is UTF-8. */
static const char *parameter(
	struct reading *reading, GMimeObject *part, const char *header, const char *name)
{
	struct arena *arena = reading->arena;
	const char *raw = header_raw(part, header), *value;

	if (!raw)
		return NULL;
	raw = word_recode(arena, arena_strndup(arena, raw, RAW_MAX), NULL);
	if (strcmp(name, "filename") == 0) {
		GMimeContentDisposition *parsed = g_mime_content_disposition_parse(
			header_options(), raw);

		value = arena_strdup(arena, g_mime_content_disposition_get_parameter(parsed, name));
		g_object_unref(parsed);
	} else {
		GMimeContentType *parsed = g_mime_content_type_parse(header_options(), raw);

		value = arena_strdup(arena, g_mime_content_type_get_parameter(parsed, name));
		g_object_unref(parsed);
	}
	return value && *value ? value : NULL;
}

const char *file_said(struct reading *reading, GMimeObject *part)
{
	const char *said = parameter(reading, part, "Content-Disposition", "filename");

	return said ? said : parameter(reading, part, "Content-Type", "name");
}

const char *file_type(struct reading *reading, GMimeObject *part)
{
	GMimeContentType *parsed = g_mime_object_get_content_type(part);
	gchar *said = parsed ? g_mime_content_type_get_mime_type(parsed) : NULL;
	const char *type = str_lower(reading->arena, said);
	const char *letters = "abcdefghijklmnopqrstuvwxyz0123456789!#$&-^_.+", *slash;

	g_free(said);
	slash = type ? strchr(type, '/') : NULL;
	if (!slash || strlen(type) > TYPE_MAX || strspn(type, letters) != (size_t)(slash - type) ||
		slash[1] == '\0' || slash[1 + strspn(slash + 1, letters)] != '\0')
		return "application/octet-stream";
	return type;
}

/* NULL: there are too many. */
static struct mail_file *file_make(struct reading *reading, const char *said, const char *type)
{
	struct mail_file *file;

	if (reading->files_n == MAIL_FILES_MAX) {
		reading->files_left++;
		return NULL;
	}
	file = arena_new(reading->arena, struct mail_file);
	file->number = ++reading->files_n;
	file->type = type;
	file->filename = filename_tidy(reading->arena, said, type, file->number);
	file->offset = reading->out->position;
	*reading->next_file = file;
	reading->next_file = &file->next;
	return file;
}

static void file_end(struct reading *reading, struct mail_file *file, int64_t end)
{
	file->size = end - file->offset;
	if (file->size < 0)
		reading->is_broken = true;
}

static const char *cid(struct reading *reading, GMimeObject *part)
{
	const char *said = header_raw(part, "Content-ID");

	said = said ? message_id(reading->arena, said) : NULL;
	if (!said && header_raw(part, "Content-ID"))
		said = word_text(reading->arena,
			arena_strndup(reading->arena, header_raw(part, "Content-ID"), CID_MAX),
			NULL);
	return said && *said && strlen(said) <= CID_MAX ? said : NULL;
}

static const char *location(struct reading *reading, GMimeObject *part)
{
	const char *said = header_raw(part, "Content-Location");

	return said
		? word_text(reading->arena, arena_strndup(reading->arena, said, LOCATION_MAX), NULL)
		: NULL;
}
