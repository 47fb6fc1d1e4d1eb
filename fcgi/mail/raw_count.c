/* raw_count.c - headers and parts of a mail, counted line by line in one pass, without memory that grows. */
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "mail/raw.h"

enum { SLOTS = 2048 };

struct line {
	const char *text;
	size_t size; /* without its end */
};
/* In `slots`: the texts of boundaries; more than RAW_PARTS_MAX are never in it. */
struct count {
	struct line slots[SLOTS];
	size_t boundaries, parts, header_lines, header_size, field_size, field_max;
	bool in_header,
		holds_mail; /* holds_mail: the header that is read says that a mail follows */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool line_next(const char **at, const char *end, struct line *line)
{
	const char *ends;

	if (*at == end)
		return false;
	ends = memchr(*at, '\n', (size_t)(end - *at));
	*line = (struct line){ *at, (size_t)((ends ? ends : end) - *at) };
	*at = ends ? ends + 1 : end;
	while (line->size > 0 && is_blank(line->text[line->size - 1]))
		line->size--;
	return true;
}

/* Where the text stands, or would. */
static struct line *slot(struct count *count, struct line text)
{
	uint32_t hash = 2166136261u;
	struct line *found;

	for (size_t i = 0; i < text.size; i++)
		hash = (hash ^ (unsigned char)text.text[i]) * 16777619u;
	for (;; hash++) {
		found = &count->slots[hash % SLOTS];
		if (!found->text ||
			(found->size == text.size &&
				memcmp(found->text, text.text, text.size) == 0))
			return found;
	}
}

static bool begins_nocase(struct line line, const char *word)
{
	return line.size >= strlen(word) && strncasecmp(line.text, word, strlen(word)) == 0;
}

static const char *find_nocase(struct line line, const char *word)
{
	size_t size = strlen(word);

	for (size_t i = 0; i + size <= line.size; i++)
		if (strncasecmp(line.text + i, word, size) == 0)
			return line.text + i;
	return NULL;
}

/* boundary=x, boundary = "x" */
static void boundary_add(struct count *count, struct line line)
{
	const char *at = find_nocase(line, "boundary"), *end = line.text + line.size, *ends;
	struct line *known;
	bool quoted;

	if (!at)
		return;
	at += strlen("boundary");
	while (at < end && strchr(" \t=", *at))
		at++;
	quoted = at < end && *at == '"';
	at += quoted;
	for (ends = at; ends < end && !strchr(quoted ? "\"" : " \t;", *ends);)
		ends++;
	if (ends == at || count->boundaries > RAW_PARTS_MAX)
		return;
	known = slot(count, (struct line){ at, (size_t)(ends - at) });
	if (!known->text) {
		*known = (struct line){ at, (size_t)(ends - at) };
		count->boundaries++;
	}
}

static bool is_delimiter(struct count *count, struct line line)
{
	struct line text = { line.text + 2, line.size - 2 };

	return line.size > 2 && line.text[0] == '-' && line.text[1] == '-' &&
		slot(count, text)->text;
}

static void header_begin(struct count *count)
{
	count->parts++;
	count->in_header = true;
	count->holds_mail = false;
	count->header_size = count->field_size = 0;
	count->field_max = RAW_FIELD_MAX;
}

static void field_read(struct count *count, struct line line)
{
	if (is_blank(*line.text)) {
		count->field_size += line.size;
		return;
	}
	count->field_size = line.size;
	count->field_max = begins_nocase(line, "to:") || begins_nocase(line, "cc:") ? RAW_PEOPLE_MAX
										    : RAW_FIELD_MAX;
}

static void header_read(struct count *count, struct line line)
{
	if (line.size == 0 && count->holds_mail) {
		header_begin(count);
	} else if (line.size == 0) {
		count->in_header = false;
	} else {
		count->header_lines++;
		count->header_size += line.size;
		field_read(count, line);
		boundary_add(count, line);
		if (begins_nocase(line, "content-type") && find_nocase(line, "message/"))
			count->holds_mail = true;
	}
}

enum mail_fault raw_count(const struct raw *raw)
{
	struct count count = { 0 };
	const char *at = raw->bytes, *end = raw->bytes + raw->size;
	struct line line;

	if (raw->size > RAW_SIZE_MAX)
		return MAIL_TOO_LARGE;
	header_begin(&count);
	while (line_next(&at, end, &line)) {
		if (is_delimiter(&count, line))
			header_begin(&count);
		else if (count.in_header)
			header_read(&count, line);
		if (count.header_size > RAW_HEADER_MAX || count.field_size > count.field_max)
			return MAIL_HEADER_TOO_LARGE;
		if (count.header_lines > RAW_HEADER_LINES_MAX)
			return MAIL_TOO_MANY_HEADERS;
		if (count.parts > RAW_PARTS_MAX || count.boundaries > RAW_PARTS_MAX)
			return MAIL_TOO_MANY_PARTS;
	}
	return MAIL_FINE;
}
