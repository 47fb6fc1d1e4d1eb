/* json_scan.c - a recursive descent over the grammar of RFC 8259 that builds nothing. Members that stand
 * twice are found afterwards, on the tree, where escapes in names are resolved. */
#include "base/json_scan.h"

#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

/* cJSON copies a number to 64 bytes and looks no further. */
enum { NUMBER_SIZE_MAX = 60 };

struct scan {
	const char *at, *end;
	const char *name; /* of the member whose value is read, behind its quote */
	bool in_text;
	int depth, values;
};

static bool scan_value(struct scan *scan);
static bool scan_members(struct scan *scan, char close);
static bool scan_text(struct scan *scan);
static bool scan_escape(struct scan *scan);
static bool scan_hex4(struct scan *scan, uint32_t *unit_out);
static bool scan_number(struct scan *scan);
static bool scan_digits(struct scan *scan);
static bool scan_word(struct scan *scan, const char *word);
static void skip_space(struct scan *scan);
static char peek(const struct scan *scan);

bool json_scan(const char *text, size_t size)
{
	struct scan scan = { .at = text, .end = text + size };

	skip_space(&scan);
	if (!scan_value(&scan))
		return false;
	skip_space(&scan);
	return scan.at == scan.end;
}

const char *json_scan_blame(const char *text, size_t size, size_t *size_out)
{
	struct scan scan = { .at = text, .end = text + size };

	skip_space(&scan);
	*size_out = 0;
	if (!scan_value(&scan) && scan.in_text && scan.name != NULL)
		*size_out = strcspn(scan.name, "\"\\");
	return scan.name;
}

static bool scan_value(struct scan *scan)
{
	if (++scan->values > JSON_VALUES_MAX)
		return false;
	switch (peek(scan)) {
	case '{':
		return scan_members(scan, '}');
	case '[':
		return scan_members(scan, ']');
	case '"':
		return scan_text(scan);
	case 't':
		return scan_word(scan, "true");
	case 'f':
		return scan_word(scan, "false");
	case 'n':
		return scan_word(scan, "null");
	default:
		return scan_number(scan);
	}
}

static bool scan_members(struct scan *scan, char close)
{
	if (++scan->depth > JSON_DEPTH_MAX)
		return false;
	scan->at++;
	skip_space(scan);
	if (peek(scan) == close)
		goto closed;
	for (;;) {
		skip_space(scan);
		if (close == '}') {
			const char *name = scan->at + 1;

			scan->name = NULL;
			if (peek(scan) != '"' || !scan_text(scan))
				return false;
			scan->name = name;
			skip_space(scan);
			if (peek(scan) != ':')
				return false;
			scan->at++;
			skip_space(scan);
		}
		if (!scan_value(scan))
			return false;
		skip_space(scan);
		if (peek(scan) == close)
			goto closed;
		if (peek(scan) != ',')
			return false;
		scan->at++;
	}
closed:
	scan->at++;
	scan->depth--;
	return true;
}

static bool scan_text(struct scan *scan)
{
	uint32_t point;
	size_t step;

	scan->in_text = true;
	for (scan->at++; scan->at < scan->end; scan->at += step) {
		unsigned char c = (unsigned char)*scan->at;

		step = 1;
		if (c == '"') {
			scan->at++;
			scan->in_text = false;
			return true;
		}
		if (c < 0x20)
			return false;
		if (c == '\\') {
			step = 0;
			if (!scan_escape(scan))
				return false;
		} else if (c >= 0x80) {
			step = utf8_read(scan->at, scan->end, &point);
			if (step == 0)
				return false;
		}
	}
	return false;
}

static bool scan_escape(struct scan *scan)
{
	uint32_t unit, low;
	char c;

	scan->at++;
	c = peek(scan);
	if (c == '\0')
		return false;
	scan->at++;
	if (c != 'u')
		return strchr("\"\\/bfnrt", c) != NULL;
	if (!scan_hex4(scan, &unit) || unit == 0)
		return false;
	if (unit < 0xd800 || unit > 0xdfff)
		return true;
	/* A surrogate must be the high one and have its low one right behind it. */
	if (unit > 0xdbff || !scan_word(scan, "\\u") || !scan_hex4(scan, &low))
		return false;
	return low >= 0xdc00 && low <= 0xdfff;
}

static bool scan_hex4(struct scan *scan, uint32_t *unit_out)
{
	uint32_t unit = 0;

	for (int i = 0; i < 4; i++) {
		char c = peek(scan);

		if (c >= '0' && c <= '9')
			unit = unit << 4 | (uint32_t)(c - '0');
		else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
			unit = unit << 4 | (uint32_t)((c | 0x20) - 'a' + 10);
		else
			return false;
		scan->at++;
	}
	*unit_out = unit;
	return true;
}

static bool scan_number(struct scan *scan)
{
	const char *start = scan->at;

	if (peek(scan) == '-')
		scan->at++;
	if (peek(scan) == '0')
		scan->at++;
	else if (!scan_digits(scan))
		return false;
	if (peek(scan) == '.') {
		scan->at++;
		if (!scan_digits(scan))
			return false;
	}
	if (peek(scan) == 'e' || peek(scan) == 'E') {
		scan->at++;
		if (peek(scan) == '+' || peek(scan) == '-')
			scan->at++;
		if (!scan_digits(scan))
			return false;
	}
	return scan->at - start <= NUMBER_SIZE_MAX;
}

static bool scan_digits(struct scan *scan)
{
	const char *start = scan->at;

	while (peek(scan) >= '0' && peek(scan) <= '9')
		scan->at++;
	return scan->at > start;
}

static bool scan_word(struct scan *scan, const char *word)
{
	size_t size = strlen(word);

	if ((size_t)(scan->end - scan->at) < size || memcmp(scan->at, word, size) != 0)
		return false;
	scan->at += size;
	return true;
}

static void skip_space(struct scan *scan)
{
	while (scan->at < scan->end &&
		(*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r'))
		scan->at++;
}

/* NUL at the end, and a NUL in the text fits nowhere either. */
static char peek(const struct scan *scan)
{
	if (scan->at == scan->end)
		return '\0';
	return *scan->at;
}
