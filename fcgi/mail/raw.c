/* raw.c - see raw.h. */
#include "mail/raw.h"

#include <string.h>

static const char utf8_mark[] = "\xef\xbb\xbf";

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* "Name:" of printable ASCII (RFC 5322), also with spaces before the colon. */
static bool is_header(const char *at, size_t size)
{
	size_t n = 0;

	while (n < size && at[n] > ' ' && at[n] < 0x7f && at[n] != ':')
		n++;
	if (n == 0)
		return false;
	while (n < size && (at[n] == ' ' || at[n] == '\t'))
		n++;
	return n < size && at[n] == ':';
}

static bool begins(const struct raw *raw, const char *text)
{
	return raw->size >= strlen(text) && memcmp(raw->bytes, text, strlen(text)) == 0;
}

static void skip(struct raw *raw, size_t size)
{
	raw->bytes += size;
	raw->size -= size;
}

static void skip_line(struct raw *raw)
{
	const char *end = memchr(raw->bytes, '\n', raw->size);

	skip(raw, end ? (size_t)(end - raw->bytes) + 1 : raw->size);
}

static void mend_line_ends(struct raw *raw)
{
	if (memchr(raw->bytes, '\n', raw->size))
		return;
	for (char *at = raw->bytes; (at = memchr(at, '\r', raw->size - (size_t)(at - raw->bytes)));)
		*at = '\n';
}

enum mail_fault raw_tidy(char *bytes, size_t size, struct raw *raw_out)
{
	struct raw raw = { bytes, size, false };
	bool headed;

	if (begins(&raw, utf8_mark))
		skip(&raw, strlen(utf8_mark));
	while (raw.size > 0 && is_blank(*raw.bytes))
		skip(&raw, 1);
	if (raw.size == 0)
		return MAIL_EMPTY;
	mend_line_ends(&raw);
	if (begins(&raw, ">From "))
		skip_line(&raw);
	headed = is_header(raw.bytes, raw.size);
	raw.is_mbox = begins(&raw, "From ") && !headed;
	if (!raw.is_mbox && !headed) {
		*--raw.bytes = '\n';
		raw.size++;
	}
	*raw_out = raw;
	return MAIL_FINE;
}
