/* multipart.c - a window of the body slides along. What lies before the next
 * delimiter, and cannot be the beginning of one, is data. The body is read
 * as if CR LF stood before it, so that the first delimiter is like all
 * others (RFC 2046 section 5.1.1). Strict: what two readers could read in
 * two ways is refused. */
#include "web/multipart.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"
#include "base/url.h"
#include "web/header_params.h"

enum {
	WINDOW_SIZE = 64 * 1024,
	BOUNDARY_SIZE_MAX = 70,
	PADDING_SIZE_MAX = 64,   /* blanks behind a delimiter */
	OUTSIDE_SIZE_MAX = 8192, /* before the first and behind the last delimiter */
	CLOSING_SIZE = 4,        /* "--" CR LF */
};

struct multipart {
	struct arena *arena;
	multipart_read *read;
	void *source;
	int64_t content_length, taken; /* of the body: as said, and read so far */
	char delimiter[BOUNDARY_SIZE_MAX + 5];
	size_t delimiter_size;
	char *window;
	size_t start, end;
	size_t data_end;   /* up to here the window was searched: data from start */
	bool at_delimiter; /* it stands at data_end */
	bool ended, closed, broken;
	int parts;
};

static enum err read_boundary(struct arena *arena, const char *content_type, char *boundary_out);
static bool is_boundary(const char *text);
static enum err next_part(struct multipart *form, struct multipart_part **part_out);
static enum err skip_to_delimiter(struct multipart *form, size_t size_max);
static enum err close_form(struct multipart *form);
static void search(struct multipart *form);
static bool fill(struct multipart *form);
static enum err take_line(struct multipart *form, size_t size_max, char **line_out);
static enum err read_headers(struct multipart *form, struct multipart_part *part);
static void find_empty_part(struct multipart *form);
static enum err read_header(struct arena *arena, char *line, struct multipart_part *part);
static enum err read_disposition(
	struct arena *arena, const char *value, struct multipart_part *part);
static enum err read_extended(struct arena *arena, const char *value, char **text_out);
static char *unescape(struct arena *arena, const char *value);

enum err multipart_open(struct arena *arena, const char *content_type, int64_t content_length,
	multipart_read *read, void *source, struct multipart **form_out)
{
	struct multipart *form = arena_new(arena, struct multipart);

	memcpy(form->delimiter, "\r\n--", 4);
	TRY(read_boundary(arena, content_type, form->delimiter + 4));
	form->delimiter_size = strlen(form->delimiter);
	form->arena = arena;
	form->read = read;
	form->source = source;
	form->content_length = content_length;
	form->window = arena_alloc(arena, WINDOW_SIZE);
	memcpy(form->window, "\r\n", 2);
	form->end = 2;
	*form_out = form;
	return OK;
}

/* After an error there is no next part: where it would begin, nobody knows. */
enum err multipart_next(struct multipart *form, struct multipart_part **part_out)
{
	enum err e;

	*part_out = NULL;
	if (form->closed)
		return OK;
	e = form->broken ? E_INVALID : next_part(form, part_out);
	if (e != OK) {
		form->broken = true;
		*part_out = NULL;
	}
	return e;
}

int64_t multipart_part_read(struct multipart *form, void *bytes, size_t room)
{
	size_t size;

	if (form->broken || form->closed)
		return form->broken ? -1 : 0;
	for (search(form); form->data_end == form->start; search(form)) {
		if (form->at_delimiter)
			return 0;
		if (!fill(form))
			return -1;
	}
	size = form->data_end - form->start;
	if (size > room)
		size = room;
	memcpy(bytes, form->window + form->start, size);
	form->start += size;
	return (int64_t)size;
}

int64_t multipart_part_expected(const struct multipart *form)
{
	int64_t rest = form->content_length - form->taken + (int64_t)(form->end - form->start) -
		(int64_t)form->delimiter_size - CLOSING_SIZE;

	return form->content_length < 0 || rest < 0 ? -1 : rest;
}

static enum err read_boundary(struct arena *arena, const char *content_type, char *boundary_out)
{
	const char *name, *value, *boundary = NULL;
	struct header_params params;

	if (content_type == NULL ||
		!header_params_of(arena, content_type, "multipart/form-data", &params))
		return E_UNSUPPORTED;
	for (;;) {
		TRY(header_params_next(&params, &name, &value));
		if (name == NULL)
			break;
		if (!str_equal(name, "boundary"))
			continue;
		if (boundary != NULL)
			return E_INVALID;
		boundary = value;
	}
	if (boundary == NULL || !is_boundary(boundary))
		return E_INVALID;
	memcpy(boundary_out, boundary, strlen(boundary) + 1);
	return OK;
}

static bool is_boundary(const char *text)
{
	size_t size = strlen(text);

	if (size == 0 || size > BOUNDARY_SIZE_MAX || text[size - 1] == ' ')
		return false;
	for (; *text != '\0'; text++)
		if (!isalnum((unsigned char)*text) && strchr("'()+_,-./:=? ", *text) == NULL)
			return false;
	return true;
}

static enum err next_part(struct multipart *form, struct multipart_part **part_out)
{
	char *rest;

	/* What stands before the first part is nobody's; the rest of a part
	 * that was not read may be long. */
	TRY(skip_to_delimiter(form, form->parts == 0 ? OUTSIDE_SIZE_MAX : SIZE_MAX));
	while (form->end - form->start < 2)
		if (!fill(form))
			return E_INVALID;
	if (memcmp(form->window + form->start, "--", 2) == 0)
		return close_form(form);
	TRY(take_line(form, PADDING_SIZE_MAX, &rest));
	if (rest[strspn(rest, " \t")] != '\0' || form->parts++ == MULTIPART_PARTS_MAX)
		return E_INVALID;
	*part_out = arena_new(form->arena, struct multipart_part);
	return read_headers(form, *part_out);
}

static enum err skip_to_delimiter(struct multipart *form, size_t size_max)
{
	char skipped[4096];
	size_t size = 0;
	int64_t got;

	while ((got = multipart_part_read(form, skipped, sizeof(skipped))) > 0) {
		size += (size_t)got;
		if (size > size_max)
			return E_INVALID;
	}
	if (got < 0)
		return E_INVALID;
	form->start += form->delimiter_size;
	form->data_end = form->start;
	form->at_delimiter = false;
	return OK;
}

/* Behind the closing delimiter: blanks and the end of the line, and a little
 * that is nobody's, up to the end of the body. */
static enum err close_form(struct multipart *form)
{
	size_t size = 0;

	form->start += 2;
	while (form->start < form->end || fill(form)) {
		if (size == 0 && memchr("\r\n \t", form->window[form->start], 4) == NULL)
			return E_INVALID;
		size += form->end - form->start;
		if (size > OUTSIDE_SIZE_MAX)
			return E_INVALID;
		form->start = form->end;
	}
	form->closed = !form->broken;
	return form->closed ? OK : E_INVALID;
}

/* Sets data_end and at_delimiter. Each byte is searched once, but for the
 * last few, which may begin a delimiter. */
static void search(struct multipart *form)
{
	size_t size = form->end - form->data_end;
	const char *found;

	if (form->at_delimiter || size < form->delimiter_size)
		return;
	found = memmem(form->window + form->data_end, size, form->delimiter, form->delimiter_size);
	form->at_delimiter = found != NULL;
	form->data_end = found != NULL ? (size_t)(found - form->window)
				       : form->end - form->delimiter_size + 1;
}

/* Reads more; false: the body is at its end, or the window is full. */
static bool fill(struct multipart *form)
{
	int64_t got;

	if (form->end == WINDOW_SIZE || form->start == form->end) {
		memmove(form->window, form->window + form->start, form->end - form->start);
		form->end -= form->start;
		form->data_end = form->data_end > form->start ? form->data_end - form->start : 0;
		form->start = 0;
	}
	if (form->ended || form->end == WINDOW_SIZE)
		return false;
	got = form->read(form->source, form->window + form->end, WINDOW_SIZE - form->end);
	if (got <= 0) {
		form->ended = true;
		form->broken = got < 0;
		return false;
	}
	form->taken += got;
	form->end += (size_t)got;
	return true;
}

/* One line without its CR LF. Other control characters, NUL first of all,
 * would be read differently by others. */
static enum err take_line(struct multipart *form, size_t size_max, char **line_out)
{
	const char *found;
	size_t size;

	for (;;) {
		size = form->end - form->start;
		found = memmem(form->window + form->start, size, "\r\n", 2);
		if (found != NULL)
			break;
		if (size > size_max + 1 || !fill(form))
			return E_INVALID;
	}
	size = (size_t)(found - (form->window + form->start));
	if (size > size_max)
		return E_INVALID;
	for (size_t i = 0; i < size; i++) {
		char c = form->window[form->start + i];

		if (((unsigned char)c < ' ' && c != '\t') || c == 0x7f)
			return E_INVALID;
	}
	*line_out = arena_strndup(form->arena, form->window + form->start, size);
	form->start += size + 2;
	form->data_end = form->start;
	return OK;
}

/* Each on its line, up to the empty one. */
static enum err read_headers(struct multipart *form, struct multipart_part *part)
{
	size_t room = MULTIPART_HEADERS_MAX;
	char *line;

	for (;;) {
		TRY(take_line(form, room, &line));
		if (*line == '\0')
			break;
		room -= strlen(line);
		TRY(read_header(form->arena, line, part));
	}
	find_empty_part(form);
	return part->name != NULL ? OK : E_INVALID;
}

/* The CR LF behind the headers may itself begin the delimiter: a part
 * without any content (RFC 2046 section 5.1.1). */
static void find_empty_part(struct multipart *form)
{
	form->start -= 2;
	form->data_end = form->start;
	while (form->end - form->start < form->delimiter_size && fill(form))
		continue;
	if (form->end - form->start >= form->delimiter_size &&
		memcmp(form->window + form->start, form->delimiter, form->delimiter_size) == 0) {
		form->at_delimiter = true;
		return;
	}
	form->start += 2;
	form->data_end = form->start;
}

static enum err read_header(struct arena *arena, char *line, struct multipart_part *part)
{
	char *colon = strchr(line, ':');
	const char *value;

	/* A line that begins with a blank goes on with the one before it
	 * (obs-fold): refused, as RFC 9112 does. */
	if (colon == NULL || colon == line || strcspn(line, " \t") < (size_t)(colon - line))
		return E_INVALID;
	*colon = '\0';
	value = colon + 1 + strspn(colon + 1, " \t");
	if (str_equal_nocase(line, "content-disposition"))
		return read_disposition(arena, value, part);
	if (str_equal_nocase(line, "content-type") && text_is_clean(value, strlen(value)))
		part->content_type = value;
	return OK;
}

/* RFC 7578 section 4.2. Of filename and filename* the latter counts; clients
 * that send both send it for names that do not fit the former. */
static enum err read_disposition(
	struct arena *arena, const char *value, struct multipart_part *part)
{
	char *name = NULL, *filename = NULL, *extended = NULL;
	const char *key, *text;
	struct header_params params;

	if (part->name != NULL || !header_params_of(arena, value, "form-data", &params))
		return E_INVALID;
	for (;;) {
		char **slot;

		TRY(header_params_next(&params, &key, &text));
		if (key == NULL)
			break;
		slot = str_equal(key, "name")         ? &name
			: str_equal(key, "filename")  ? &filename
			: str_equal(key, "filename*") ? &extended
						      : NULL;
		if (slot == NULL)
			continue;
		if (*slot != NULL)
			return E_INVALID;
		if (slot == &extended)
			TRY(read_extended(arena, text, slot));
		else
			*slot = unescape(arena, text);
	}
	part->name = name;
	part->filename = extended != NULL ? extended : filename;
	if (name == NULL || !text_is_clean(name, strlen(name)) ||
		text_length(name) > MULTIPART_NAME_MAX)
		return E_INVALID;
	return part->filename == NULL || text_is_clean(part->filename, strlen(part->filename))
		? OK
		: E_INVALID;
}

/* RFC 8187: UTF-8''na%C3%AFve.txt. Other character sets are long gone. */
static enum err read_extended(struct arena *arena, const char *value, char **text_out)
{
	const char *text = strncasecmp(value, "UTF-8'", 6) == 0 ? strchr(value + 6, '\'') : NULL;

	if (text == NULL)
		return E_INVALID;
	return url_decode(arena, text + 1, strlen(text + 1), false, text_out);
}

/* Browsers write these three, and only these, as percent escapes inside the
 * quotes (WHATWG HTML). */
static char *unescape(struct arena *arena, const char *value)
{
	struct str text = str_make(arena);

	for (; *value != '\0'; value++) {
		char c = strncasecmp(value, "%22", 3) == 0  ? '"'
			: strncasecmp(value, "%0d", 3) == 0 ? '\r'
			: strncasecmp(value, "%0a", 3) == 0 ? '\n'
							    : '\0';

		str_add_char(&text, c != '\0' ? c : *value);
		value += c != '\0' ? 2 : 0;
	}
	return text.text;
}
