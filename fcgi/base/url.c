/* url.c - percent-encoding both ways, strict about what comes in: a broken escape or bad UTF-8 is an error,
 * never a guess. */
#include "base/url.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/utf8.h"

static char *encode(struct arena *arena, const char *text, const char *kept);
static int hex_digit(char c);
static bool is_utf8(const char *text, size_t size);
static enum err param_read(
	struct arena *arena, const char *pair, size_t size, struct url_param **param_out);

char *url_encode(struct arena *arena, const char *text)
{
	return encode(arena, text, "-_.~");
}

char *url_encode_path(struct arena *arena, const char *text)
{
	return encode(arena, text, "-_.~/");
}

enum err url_decode(
	struct arena *arena, const char *text, size_t size, bool plus_is_space, char **text_out)
{
	char *out = arena_alloc(arena, size + 1);
	size_t n = 0;

	for (size_t i = 0; i < size; i++) {
		char c = text[i];

		if (c == '+' && plus_is_space) {
			c = ' ';
		} else if (c == '%') {
			int high = i + 2 < size ? hex_digit(text[i + 1]) : -1;
			int low = i + 2 < size ? hex_digit(text[i + 2]) : -1;

			if (high < 0 || low < 0)
				return E_INVALID;
			c = (char)(high << 4 | low);
			i += 2;
		}
		if (c == '\0')
			return E_INVALID;
		out[n++] = c;
	}
	if (!is_utf8(out, n))
		return E_INVALID;
	*text_out = out;
	return OK;
}

enum err url_params(struct arena *arena, const char *query, struct url_param **first_out)
{
	struct url_param *first = NULL, **last = &first;
	size_t size, n = 0;

	if (query == NULL)
		query = "";
	for (; *query != '\0'; query += size + (query[size] == '&')) {
		size = strcspn(query, "&");
		if (size == 0)
			continue;
		if (++n > URL_PARAMS_MAX)
			return E_INVALID;
		TRY(param_read(arena, query, size, last));
		last = &(*last)->next;
	}
	*first_out = first;
	return OK;
}

const char *url_param(const struct url_param *first, const char *name)
{
	for (; first != NULL; first = first->next)
		if (strcmp(first->name, name) == 0)
			return first->value;
	return NULL;
}

bool url_is_local_path(const char *path)
{
	const char *end;

	if (path == NULL || *path != '/')
		return false;
	/* Browsers drop tabs and line ends inside an address, and read a backslash as a slash. */
	for (const char *at = path; *at != '\0'; at++)
		if ((unsigned char)*at <= ' ' || *at == 0x7f || *at == '\\')
			return false;
	end = path + strcspn(path, "?#");
	for (const char *at = path; at + 1 < end; at++)
		if (at[0] == '/' && at[1] == '/')
			return false;
	return true;
}

static char *encode(struct arena *arena, const char *text, const char *kept)
{
	static const char digits[] = "0123456789ABCDEF";
	char *out = arena_alloc(arena, strlen(text) * 3 + 1), *at = out;

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			strchr(kept, c) != NULL) {
			*at++ = (char)c;
			continue;
		}
		*at++ = '%';
		*at++ = digits[c >> 4];
		*at++ = digits[c & 15];
	}
	return out;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_utf8(const char *text, size_t size)
{
	const char *end = text + size;
	uint32_t point;
	size_t step;

	for (; text < end; text += step) {
		step = utf8_read(text, end, &point);
		if (step == 0)
			return false;
	}
	return true;
}

static enum err param_read(
	struct arena *arena, const char *pair, size_t size, struct url_param **param_out)
{
	struct url_param *param = arena_new(arena, struct url_param);
	const char *equals = memchr(pair, '=', size);
	size_t name_size = equals == NULL ? size : (size_t)(equals - pair);
	char *name, *value = arena_strdup(arena, "");

	TRY(url_decode(arena, pair, name_size, true, &name));
	if (equals != NULL)
		TRY(url_decode(arena, equals + 1, size - name_size - 1, true, &value));
	param->name = name;
	param->value = value;
	*param_out = param;
	return OK;
}
