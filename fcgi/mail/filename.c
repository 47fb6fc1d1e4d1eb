/* filename.c - see filename.h. */
#include "mail/filename.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"
#include "base/utf8.h"
#include "mail/charset.h"
#include "mail/mail.h"

enum { ENDING_MAX = 20 };

static const struct ending {
	const char *type, *ending;
} endings[] = {
	{ "image/png", "png" },
	{ "image/jpeg", "jpg" },
	{ "image/gif", "gif" },
	{ "image/webp", "webp" },
	{ "image/svg+xml", "svg" },
	{ "application/pdf", "pdf" },
	{ "application/zip", "zip" },
	{ "text/plain", "txt" },
	{ "text/html", "html" },
	{ "text/csv", "csv" },
	{ "text/calendar", "ics" },
	{ "text/vcard", "vcf" },
	{ "text/x-vcard", "vcf" },
	{ "message/rfc822", "eml" },
	{ "text/rfc822-headers", "txt" },
	{ "message/delivery-status", "txt" },
	{ "application/pkcs7-mime", "p7m" },
	{ "application/x-pkcs7-mime", "p7m" },
	{ "application/ms-tnef", "dat" },
};

static const char *made(struct arena *arena, const char *type, int number)
{
	const char *ending = "bin";

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (str_equal(endings[i].type, type))
			ending = endings[i].ending;
	return arena_format(arena, "file-%d.%s", number, ending);
}

static char *without_harm(struct arena *arena, const char *said)
{
	const char *text = charset_text(arena, said, strlen(said), NULL);
	const char *end = text + strlen(text);
	struct str out = str_make(arena);
	uint32_t point;

	for (size_t step; (step = utf8_read(text, end, &point)) > 0; text += step) {
		if (point == '/' || point == '\\') {
			out.size = 0;
			out.text[0] = '\0';
		} else if (point == '\n' || point == '\t') {
			str_add_char(&out, ' ');
		} else if (!text_point_misleads(point)) {
			str_add_bytes(&out, text, step);
		}
	}
	return out.text;
}

/* "very long na.pdf" */
static const char *shorten(struct arena *arena, const char *name)
{
	const char *dot = strrchr(name, '.');
	const char *ending = dot && dot > name && strlen(dot) <= ENDING_MAX ? dot : "";
	size_t size = strlen(name);

	if (size <= MAIL_FILENAME_MAX)
		return name;
	size = utf8_fit(name, MAIL_FILENAME_MAX - strlen(ending));
	return arena_format(arena, "%.*s%s", (int)size, name, ending);
}

const char *filename_tidy(struct arena *arena, const char *said, const char *type, int number)
{
	char *name = said ? without_harm(arena, said) : arena_strdup(arena, "");
	size_t size;

	name += strspn(name, " ");
	size = strlen(name);
	while (size > 0 && strchr(" .", name[size - 1]))
		name[--size] = '\0';
	return size > 0 ? shorten(arena, name) : made(arena, type, number);
}
