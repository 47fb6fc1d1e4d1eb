/* imap_line.c - see imap_line.h. A cursor over the line; every reader says whether it was there, and moves on only then. */
#include "net/imap_line.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum {
	LIST_DEPTH_MAX = 8,
	DIGITS_MAX = 18
};                                     /* RFC822.SIZE may have 63 bits; 18 digits are an exabyte */
#define NUMBER_MAX INT64_C(0xffffffff) /* places, UIDs and UIDVALIDITY (RFC 9051 section 9) */

struct cursor {
	const char *at, *end;
};

static bool untagged(struct cursor *cursor, struct imap_line *line);
static bool counted(struct cursor *cursor, struct imap_line *line);
static bool tagged(struct cursor *cursor, struct imap_line *line);
static bool mail(struct cursor *cursor, struct imap_line *line);
static bool mail_item(struct cursor *cursor, struct imap_line *line);
static bool status(struct cursor *cursor, struct imap_line *line);
static bool word(struct cursor *cursor, const char *expected);
static bool number(struct cursor *cursor, int64_t max, int64_t *number_out);
static bool atom(struct cursor *cursor);
static bool value(struct cursor *cursor);
static bool list(struct cursor *cursor);
static bool is_end(const struct cursor *cursor);
static bool rest(const struct cursor *cursor, enum imap_line_kind kind, struct imap_line *line);

struct imap_line imap_line_read(const char *text, size_t size)
{
	struct imap_line line = { .kind = IMAP_OTHER, .text = "" };
	struct cursor cursor = { text, text + size };

	while (cursor.end > cursor.at && (cursor.end[-1] == '\n' || cursor.end[-1] == '\r'))
		cursor.end--;
	if (word(&cursor, "* ") ? untagged(&cursor, &line) : tagged(&cursor, &line))
		return line;
	return (struct imap_line){ .kind = IMAP_OTHER, .text = "" };
}

static bool untagged(struct cursor *cursor, struct imap_line *line)
{
	if (word(cursor, "OK [UIDVALIDITY ")) {
		line->kind = IMAP_UIDVALIDITY;
		return number(cursor, NUMBER_MAX, &line->number) && word(cursor, "]");
	}
	if (word(cursor, "STATUS "))
		return status(cursor, line);
	if (word(cursor, "CAPABILITY "))
		return rest(cursor, IMAP_CAPABILITY, line);
	if (word(cursor, "BYE "))
		return rest(cursor, IMAP_BYE, line);
	return counted(cursor, line);
}

static bool counted(struct cursor *cursor, struct imap_line *line)
{
	if (!number(cursor, NUMBER_MAX, &line->number))
		return false;
	if (word(cursor, " FETCH ("))
		return mail(cursor, line);
	line->kind = word(cursor, " EXISTS") ? IMAP_EXISTS : IMAP_EXPUNGE;
	return (line->kind == IMAP_EXISTS || word(cursor, " EXPUNGE")) && is_end(cursor);
}

/* libcurl's tags are a letter and three digits. */
static bool tagged(struct cursor *cursor, struct imap_line *line)
{
	int64_t count;

	if (is_end(cursor) || *cursor->at < 'A' || *cursor->at > 'Z')
		return false;
	cursor->at++;
	if (!number(cursor, NUMBER_MAX, &count) || !word(cursor, " "))
		return false;
	return (word(cursor, "NO ") || word(cursor, "BAD ")) && rest(cursor, IMAP_REFUSED, line);
}

/* Its items in any order, and such as nobody asked for; both numbers must be there, and the list must end the line. */
static bool mail(struct cursor *cursor, struct imap_line *line)
{
	line->kind = IMAP_MAIL;
	line->uid = line->size = -1;
	do {
		if (!mail_item(cursor, line))
			return false;
	} while (word(cursor, " "));
	return line->number > 0 && line->uid > 0 && line->size >= 0 && word(cursor, ")") &&
		is_end(cursor);
}

static bool mail_item(struct cursor *cursor, struct imap_line *line)
{
	if (line->uid < 0 && word(cursor, "UID "))
		return number(cursor, NUMBER_MAX, &line->uid);
	if (line->size < 0 && word(cursor, "RFC822.SIZE "))
		return number(cursor, INT64_MAX, &line->size);
	return atom(cursor) && word(cursor, " ") && value(cursor);
}

/* The name of the folder was given by us; only what stands behind it counts. */
static bool status(struct cursor *cursor, struct imap_line *line)
{
	while (cursor->end > cursor->at && cursor->end[-1] == ' ')
		cursor->end--;
	for (const char *at = cursor->end; at > cursor->at; at--)
		if (at[-1] == '(') {
			cursor->at = at;
			line->kind = IMAP_STATUS;
			return word(cursor, "MESSAGES ") &&
				number(cursor, NUMBER_MAX, &line->number) && word(cursor, ")") &&
				is_end(cursor);
		}
	return false;
}

/* Without regard to case, as all words of IMAP. */
static bool word(struct cursor *cursor, const char *expected)
{
	size_t size = strlen(expected);

	if ((size_t)(cursor->end - cursor->at) < size ||
		strncasecmp(cursor->at, expected, size) != 0)
		return false;
	cursor->at += size;
	return true;
}

static bool number(struct cursor *cursor, int64_t max, int64_t *number_out)
{
	const char *at = cursor->at;
	int64_t sum = 0;

	for (; at < cursor->end && *at >= '0' && *at <= '9'; at++) {
		if (at - cursor->at >= DIGITS_MAX)
			return false;
		sum = sum * 10 + (*at - '0');
	}
	if (at == cursor->at || sum > max)
		return false;
	cursor->at = at;
	*number_out = sum;
	return true;
}

static bool atom(struct cursor *cursor)
{
	const char *begin = cursor->at;

	while (!is_end(cursor) && *cursor->at > ' ' && *cursor->at < 0x7f &&
		strchr("(){}\"\\", *cursor->at) == NULL)
		cursor->at++;
	return cursor->at > begin;
}

static bool value(struct cursor *cursor)
{
	return word(cursor, "(") ? list(cursor) : atom(cursor);
}

/* Behind its first parenthesis. Strings do not stand in what is asked for here: a line with one is not read. */
static bool list(struct cursor *cursor)
{
	int depth = 1;

	for (; !is_end(cursor) && depth > 0 && depth <= LIST_DEPTH_MAX; cursor->at++) {
		if (*cursor->at == '"' || *cursor->at == '{' || *cursor->at == '\0')
			return false;
		if (*cursor->at == '(')
			depth++;
		if (*cursor->at == ')')
			depth--;
	}
	return depth == 0;
}

static bool is_end(const struct cursor *cursor)
{
	return cursor->at == cursor->end;
}

static bool rest(const struct cursor *cursor, enum imap_line_kind kind, struct imap_line *line)
{
	line->kind = kind;
	line->text = cursor->at;
	line->text_size = (size_t)(cursor->end - cursor->at);
	return true;
}
