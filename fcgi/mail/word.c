/* word.c - see word.h. Words that stand side by side in one charset are decoded as one: programs cut characters in two. */
#include "mail/word.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"
#include "base/utf8.h"
#include "mail/charset.h"

enum { CHARSET_MAX = 60, WORD_MAX = 4000 /* RFC 2047 allows 75 */ };

struct word {
	char charset[CHARSET_MAX + 1];
	char encoding; /* 'b' or 'q' */
	const char *text;
	size_t text_size, size; /* size: of all of it */
};

static size_t skip_space(const char *at)
{
	return strspn(at, " \t\r\n");
}

/* =?charset*language?q?text?= ; false: none stands there. Spaces in the text are not allowed and are seen. */
static bool word_read(const char *at, struct word *word)
{
	const char *mark, *end;
	size_t size;

	if (at[0] != '=' || at[1] != '?')
		return false;
	size = strcspn(at + 2, "?* \t\r\n");
	mark = memchr(at + 2, '?', strnlen(at + 2, 2 * CHARSET_MAX));
	if (size == 0 || size > CHARSET_MAX || !mark || !strchr("?*", at[2 + size]))
		return false;
	if (mark[1] == '\0' || !strchr("bBqQ", mark[1]) || mark[2] != '?')
		return false;
	end = memmem(mark + 3, strnlen(mark + 3, WORD_MAX), "?=", 2);
	if (!end)
		return false;
	memcpy(word->charset, at + 2, size);
	word->charset[size] = '\0';
	word->encoding = (char)(mark[1] | 0x20);
	word->text = mark + 3;
	word->text_size = (size_t)(end - word->text);
	word->size = (size_t)(end + 2 - at);
	return true;
}

static void add_base64(struct str *out, const struct word *word)
{
	char piece[4096];
	gint state = 0;
	guint save = 0;

	for (size_t at = 0, n; at < word->text_size; at += n) {
		n = word->text_size - at < sizeof(piece) ? word->text_size - at : sizeof(piece);
		str_add_bytes(out, piece,
			g_base64_decode_step(word->text + at, n, (guchar *)piece, &state, &save));
	}
}

static void add_quoted(struct str *out, const struct word *word)
{
	const char *at = word->text, *end = at + word->text_size;

	for (; at < end; at++) {
		if (*at == '=' && end - at > 2 && g_ascii_isxdigit(at[1]) &&
			g_ascii_isxdigit(at[2])) {
			str_add_char(out,
				(char)(g_ascii_xdigit_value(at[1]) << 4 |
					g_ascii_xdigit_value(at[2])));
			at += 2;
		} else {
			str_add_char(out, *at == '_' ? ' ' : *at);
		}
	}
}

/* The word and those behind it in the same charset; *size_out is how much of the value they are. */
static char *run_read(struct arena *arena, const char *at, struct word word, size_t *size_out)
{
	const char *from = at;
	struct str bytes = str_make(arena);
	struct word next = word;

	do {
		if (next.encoding == 'b')
			add_base64(&bytes, &next);
		else
			add_quoted(&bytes, &next);
		at += next.size;
	} while (word_read(at + skip_space(at), &next) &&
		strcasecmp(next.charset, word.charset) == 0 && (at += skip_space(at)) != NULL);
	*size_out = (size_t)(at - from);
	return charset_text(arena, bytes.text, bytes.size, word.charset);
}

static size_t plain_size(const char *at)
{
	struct word word;
	size_t size = 0;

	while (at[size] != '\0' && (size == 0 || !word_read(at + size, &word)))
		size++;
	return size;
}

/* Calls add for each piece: decoded text of words, or what stands between them. */
static void walk(struct str *out, const char *raw, const char *charset,
	void (*add)(struct str *out, const char *text, bool was_word))
{
	struct word word;
	bool after_word = false;
	size_t size;

	while (*raw != '\0') {
		size_t blank = skip_space(raw);

		if (word_read(raw + blank, &word)) {
			if (blank > 0 && !after_word)
				add(out, " ", false);
			raw += blank;
			add(out, run_read(out->arena, raw, word, &size), true);
			after_word = true;
		} else {
			size = plain_size(raw);
			add(out, charset_text(out->arena, raw, size, charset), false);
			after_word = false;
		}
		raw += size;
	}
}

static void add_text(struct str *out, const char *text, bool was_word)
{
	(void)was_word;
	str_add(out, text);
}

static void add_recoded(struct str *out, const char *text, bool was_word)
{
	gchar *encoded;

	if (!was_word) {
		str_add(out, text);
		return;
	}
	if (str_ends(out->text, "?="))
		str_add_char(out, ' ');
	encoded = g_base64_encode((const guchar *)text, strlen(text));
	str_format(out, "=?utf-8?B?%s?=", encoded);
	g_free(encoded);
}

/* White space is one space, none stands at the ends; marks that turn the direction of what follows are left out. */
static char *on_one_line(struct arena *arena, const char *text)
{
	const char *end = text + strlen(text);
	struct str out = str_make(arena);
	uint32_t point;

	for (size_t step; (step = utf8_read(text, end, &point)) > 0; text += step) {
		bool is_space = point == ' ' || point == '\t' || point == '\n';

		if (is_space && out.size > 0 && out.text[out.size - 1] != ' ')
			str_add_char(&out, ' ');
		else if (!is_space && !text_point_turns(point))
			str_add_bytes(&out, text, step);
	}
	if (out.size > 0 && out.text[out.size - 1] == ' ')
		out.text[out.size - 1] = '\0';
	return out.text;
}

char *word_text(struct arena *arena, const char *raw, const char *charset)
{
	struct str out = str_make(arena);

	walk(&out, raw, charset, add_text);
	return on_one_line(arena, out.text);
}

char *word_recode(struct arena *arena, const char *raw, const char *charset)
{
	struct str out = str_make(arena);

	walk(&out, raw, charset, add_recoded);
	return on_one_line(arena, out.text);
}

char *word_plain(struct arena *arena, const char *text)
{
	struct str out = str_make(arena);

	charset_clean(&out, text, strlen(text));
	return on_one_line(arena, out.text);
}
