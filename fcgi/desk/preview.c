/* preview.c - see preview.h. What is text is told by the type that was found from the bytes. */
#include "desk/preview.h"

#include <string.h>

#include "base/arena.h"
#include "base/plain.h"
#include "base/str.h"
#include "net/s3.h"
#include "id/scope.h"
#include "desk/attachment.h"
#include "desk/download.h"

/* Beside text/ and whatever is JSON or XML by its end. */
static const char text_types[] =
	"application/json application/x-ndjson application/xml application/xml-dtd application/javascript application/x-javascript "
	"application/csv application/sql application/x-sql application/yaml application/x-yaml application/toml application/x-sh "
	"application/x-shellscript application/x-perl application/x-wine-extension-ini application/x-setupscript "
	"application/x-mswinurl application/x-subrip application/pgp-keys application/pgp-signature message/rfc822 message/news";

static bool is_text(const char *type)
{
	return str_starts(type, "text/") || str_ends(type, "+json") || str_ends(type, "+xml") ||
		str_in_list(text_types, type);
}

struct taken {
	uint8_t bytes[PREVIEW_SIZE_MAX];
	size_t size;
};

static enum err take(void *sink, const void *bytes, size_t size)
{
	struct taken *taken = sink;

	if (size > sizeof(taken->bytes) - taken->size)
		return E_BUG; /* more than was asked for */
	memcpy(taken->bytes + taken->size, bytes, size);
	taken->size += size;
	return OK;
}

static enum err fetch(struct scope *s, const struct attachment *file, struct taken *taken)
{
	int64_t size;
	enum err e = s3_get(s->arena, file->object_key, 0, PREVIEW_SIZE_MAX, take, taken, &size);

	if (e == E_MISSING)
		return refuse(s, E_GONE, "The store has %.100s no more.", file->filename);
	if (e == E_BUSY)
		return refuse(
			s, e, "The file store does not answer. Please try again in a moment.");
	return e;
}

enum err preview_make(struct scope *s, const struct ticket *ticket, int64_t attachment_id,
	struct preview *preview_out)
{
	struct taken *taken = arena_new(s->arena, struct taken);
	struct attachment *file;
	bool cut;

	TRY(attachment_find(s, ticket, attachment_id, &file));
	TRY(attachment_may_give(s, file));
	if (!is_text(file->mime_type))
		return refuse(s, E_UNSUPPORTED, "%.100s is no text: it can be downloaded.",
			file->filename);
	TRY(fetch(s, file, taken));
	TRY(download_log(s, file->id, DOWNLOAD_PREVIEW));
	cut = (int64_t)taken->size < file->size;
	*preview_out = (struct preview){ plain_text(s->arena, taken->bytes, taken->size, cut), !cut,
		file->size };
	return OK;
}

bool preview_is_offered(const struct attachment *file)
{
	return attachment_is_given(file->verdict) && is_text(file->mime_type);
}
