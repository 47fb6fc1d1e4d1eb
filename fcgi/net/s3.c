/* s3.c - what all stores have in common: which driver speaks, and what a link says about the file. */
#include "net/s3.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/str.h"
#include "base/text.h"
#include "base/url.h"
#include "base/utf8.h"
#include "net/s3_driver.h"

enum {
	LINK_VALID_MAX_S = 7 * 24 * 3600, /* Signature V4 allows no more */
	FILENAME_CHARACTERS_MAX = 255,
};

static const struct s3_driver *driver(void);
static const char *disposition(
	struct arena *arena, const char *filename, int characters_max, bool inline_shown);
static bool shows(uint32_t point);

int64_t s3_read_text(void *source, void *bytes, size_t room)
{
	const char **left = source;
	size_t n = strlen(*left);

	n = n < room ? n : room;
	memcpy(bytes, *left, n);
	*left += n;
	return (int64_t)n;
}

enum err s3_put(struct arena *arena, const char *key, const char *content_type, s3_read *read,
	void *source, int64_t size_expected, struct s3_stored *stored_out)
{
	return driver()->put(arena, key, content_type, read, source, size_expected, stored_out);
}

const char *s3_link(struct arena *arena, const char *key, int64_t valid_s, const char *content_type,
	const char *filename, bool inline_shown)
{
	int characters = FILENAME_CHARACTERS_MAX;
	const char *text;

	assert(valid_s > 0 && valid_s <= LINK_VALID_MAX_S);
	do {
		text = disposition(arena, filename, characters, inline_shown);
		characters /= 2;
	} while (strlen(text) > driver()->disposition_size_max);
	return arena_format(arena, "%s%s", conf()->s3_public_origin,
		driver()->link(arena, key, valid_s, content_type, text));
}

enum err s3_get(struct arena *arena, const char *key, int64_t from, int64_t size, s3_write *write,
	void *sink, int64_t *size_out)
{
	return driver()->get(arena, key, from, size, write, sink, size_out);
}

enum err s3_size(struct arena *arena, const char *key, int64_t *size_out)
{
	return driver()->size(arena, key, size_out);
}

enum err s3_parts_begin(struct arena *arena, const char *key, const char **upload_id_out)
{
	return driver()->parts_begin(arena, key, upload_id_out);
}

enum err s3_part_put(struct arena *arena, const char *key, const char *upload_id, int number,
	s3_read *read, void *source, int64_t size, const char **etag_out)
{
	if (number < 1 || number > S3_PARTS_MAX)
		return E_INVALID;
	return driver()->part_put(arena, key, upload_id, number, read, source, size, etag_out);
}

enum err s3_parts_complete(struct arena *arena, const char *key, const char *upload_id,
	const struct s3_part *first, int64_t size)
{
	return driver()->parts_complete(arena, key, upload_id, first, size);
}

enum err s3_parts_drop(struct arena *arena, const char *key, const char *upload_id)
{
	return driver()->parts_drop(arena, key, upload_id);
}

enum err s3_remove(struct arena *arena, const char *key)
{
	return driver()->remove(arena, key);
}

enum err s3_list(
	struct arena *arena, const char *prefix, const char *after, struct s3_listed **first_out)
{
	return driver()->list(arena, prefix, after, first_out);
}

enum err s3_abandon(struct arena *arena, int64_t before, s3_ended *ended, void *context, int *n_out)
{
	return driver()->abandon(arena, before, ended, context, n_out);
}

enum err s3_ready(struct arena *arena)
{
	return driver()->ready(arena);
}

int64_t s3_call_timeout_ms(void)
{
	return conf()->s3_connect_timeout_ms + conf()->s3_stall_timeout_s * 1000;
}

/* us-east-1 is what AWS takes for no place at all, and refuses to be told. */
const char *s3_bucket_place(void)
{
	const char *region = conf()->s3_region;

	return str_equal(region, "us-east-1") || str_equal(region, "default") ? NULL : region;
}

static const struct s3_driver *driver(void)
{
	return str_equal(conf()->s3_driver, "libs3") ? &s3_libs3 : &s3_v4;
}

/* RFC 6266: a name of plain ASCII for everybody and, behind it, the real one (RFC 8187). What could end the quoted
 * string or the header, or make the name look like another one, is never written into either. */
static const char *disposition(
	struct arena *arena, const char *filename, int characters_max, bool inline_shown)
{
	struct str plain = str_make(arena), real = str_make(arena);
	const char *end = filename + strlen(filename);
	uint32_t point;
	int n = 0;

	for (size_t size; *filename != '\0' && n < characters_max; filename += size, n++) {
		size = utf8_read(filename, end, &point);
		if (size == 0 || !shows(point)) {
			size = size == 0 ? 1 : size;
			str_add_char(&plain, '_');
			str_add_char(&real, '_');
			continue;
		}
		str_add_bytes(&real, filename, size);
		/* '%': old browsers decode it in the plain name. */
		str_add_bytes(
			&plain, size == 1 && strchr("\"%;", *filename) == NULL ? filename : "_", 1);
	}
	if (n == 0)
		return inline_shown ? "inline" : "attachment";
	return arena_format(arena, "%s; filename=\"%s\"; filename*=UTF-8''%s",
		inline_shown ? "inline" : "attachment", plain.text, url_encode(arena, real.text));
}

/* Not controls, not what parts folders, not what is not shown or turns the writing direction: "photo<U+202E>gpj.exe" shows as a .jpg. Nor
 * joiners: alone they are not shown, either. */
static bool shows(uint32_t point)
{
	bool is_control = point < ' ' || (point >= 0x7f && point < 0xa0);
	bool is_joiner = point == 0x200c || point == 0x200d;

	return !is_control && point != '/' && point != '\\' && !is_joiner &&
		!text_point_misleads(point);
}
