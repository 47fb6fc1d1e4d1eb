/* letter_book.c - see letter_book.h. The files are small and read for each letter: an operator who mends a word need not restart. */
#include "desk/letter_book.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/log.h"
#include "base/safe_html.h"
#include "base/str.h"
#include "id/person.h"
#include "id/scope.h"

enum { FILE_SIZE_MAX = 256 * 1024, WORD_SIZE_MAX = 2000 };

static const char fallback[] = "en";
/* A value keeps its own direction in a sentence of the other one (U+2068, U+2069). */
static const char isolate[] = "\xe2\x81\xa8", isolate_end[] = "\xe2\x81\xa9";

static enum err read_file(
	struct scope *s, const char *name, const char **text_out, size_t *size_out)
{
	const char *path = arena_format(s->arena, "%s/%s", conf()->mail_dir, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = NULL;
	struct stat file;
	ssize_t size = -1;

	if (fd < 0)
		return fail(E_BUG, "%s cannot be read: mail_dir", path);
	if (fstat(fd, &file) == 0 && file.st_size > 0 && file.st_size <= FILE_SIZE_MAX) {
		text = arena_alloc(s->arena, (size_t)file.st_size + 1);
		size = read(fd, text, (size_t)file.st_size);
	}
	close(fd);
	if (size <= 0)
		return fail(E_BUG, "%s is empty, or too large", path);
	*text_out = text;
	*size_out = (size_t)size;
	return OK;
}

static const char *known(const char *language)
{
	return language && str_in_list(person_languages, language) ? language : fallback;
}

enum err letter_book_open(struct scope *s, const char *language, struct letter_book **book_out)
{
	struct letter_book *book = arena_new(s->arena, struct letter_book);
	struct json *words;
	const char *text;
	size_t size;

	book->s = s;
	book->language = known(language);
	book->turned = str_equal(book->language, "ar");
	TRY(read_file(s, "letter.html", &book->page, &size));
	TRY(read_file(s, arena_format(s->arena, "words.%s.json", book->language), &text, &size));
	if (json_read(text, size, &words) != OK)
		return fail(E_BUG, "words.%s.json is no JSON", book->language);
	book->words = words;
	*book_out = book;
	return OK;
}

/* --- filling in ------------------------------------------------------------------------------------------- */

static const struct letter_value *value_of(
	const struct letter_value *values, const char *name, size_t size)
{
	for (; values && values->name; values++)
		if (strlen(values->name) == size && memcmp(values->name, name, size) == 0)
			return values;
	return NULL;
}

static void add_plain(
	const struct letter_book *book, struct str *out, const struct letter_value *value)
{
	const char *text = value && value->text ? value->text : "";

	if (book->turned && *text)
		str_format(out, "%s%s%s", isolate, text, isolate_end);
	else
		str_add(out, text);
}

static void add_html(struct str *out, const struct letter_value *value)
{
	if (value && value->html)
		str_add(out, value->html);
	else if (value && value->text)
		safe_html_escape(out, value->text, strlen(value->text));
}

const char *letter_say(
	const struct letter_book *book, const char *word, const struct letter_value *values)
{
	const char *at = json_str(book->words, word, WORD_SIZE_MAX), *name;
	struct str out = str_make(book->s->arena);

	if (!at)
		log_error("words.%s.json has no \"%s\"", book->language, word);
	while (at && *at) {
		size_t plain = strcspn(at, "{"), size;

		str_add_bytes(&out, at, plain);
		at += plain;
		if (!*at)
			break;
		name = at + 1;
		size = strcspn(name, "}");
		add_plain(book, &out, value_of(values, name, size));
		at = name + size + (name[size] ? 1 : 0);
	}
	return out.text;
}

/* From the line after its mark up to the next mark; "" and *size_out 0: the page has none of that name. */
static const char *part_find(const struct letter_book *book, const char *part, size_t *size_out)
{
	const char *mark = arena_format(book->s->arena, "<!-- part %s -->\n", part);
	const char *begin = strstr(book->page, mark), *end;

	*size_out = 0;
	if (!begin) {
		log_error("letter.html has no part \"%s\"", part);
		return "";
	}
	begin += strlen(mark);
	end = strstr(begin, "<!-- part ");
	*size_out = end ? (size_t)(end - begin) : strlen(begin);
	return begin;
}

const char *letter_part(
	const struct letter_book *book, const char *part, const struct letter_value *values)
{
	struct str out = str_make(book->s->arena);
	size_t size, plain;
	const char *at = part_find(book, part, &size), *end = at + size, *open, *close;

	for (; at < end; at += plain) {
		open = memmem(at, (size_t)(end - at), "{{", 2);
		close = open ? memmem(open, (size_t)(end - open), "}}", 2) : NULL;
		plain = close ? (size_t)(open - at) : (size_t)(end - at);
		str_add_bytes(&out, at, plain);
		if (!close)
			break;
		add_html(&out, value_of(values, open + 2, (size_t)(close - open - 2)));
		plain = (size_t)(close + 2 - at);
	}
	return out.text;
}
