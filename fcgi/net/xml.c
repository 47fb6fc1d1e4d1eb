/* xml.c - a strict reader for a small language: what it does not know it refuses, so no entity expands and nothing is
 * ever fetched. */
#include "net/xml.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

struct reader {
	struct arena *arena;
	const char *at, *end;
};

static enum err element_read(struct reader *reader, int depth, struct xml **element_out);
static enum err start_read(struct reader *reader, struct xml **element_out, bool *empty_out);
static enum err attributes_skip(struct reader *reader);
static enum err content_read(struct reader *reader, int depth, struct xml *element);
static enum err end_read(struct reader *reader, const struct xml *element);
static enum err entity_read(struct reader *reader, struct str *text);
static enum err character_add(struct str *text, const char *digits);
static bool take(struct reader *reader, const char *word);
static void space_skip(struct reader *reader);
static size_t name_size(const struct reader *reader);
static bool is_space(char c);

enum err xml_read(struct arena *arena, const char *text, size_t size, struct xml **root_out)
{
	struct reader reader = { .arena = arena, .at = text, .end = text + size };
	const char *declaration_end;

	if (memchr(text, '\0', size) != NULL)
		return E_INVALID;
	if (take(&reader, "<?xml ")) {
		declaration_end = memmem(reader.at, (size_t)(reader.end - reader.at), "?>", 2);
		if (declaration_end == NULL)
			return E_INVALID;
		reader.at = declaration_end + 2;
	}
	space_skip(&reader);
	TRY(element_read(&reader, 1, root_out));
	space_skip(&reader);
	return reader.at == reader.end ? OK : E_INVALID;
}

const struct xml *xml_at(const struct xml *element, const char *name)
{
	const struct xml *child = element != NULL ? element->first : NULL;

	while (child != NULL && !str_equal(child->name, name))
		child = child->next;
	return child;
}

const char *xml_text(const struct xml *element, const char *name)
{
	const struct xml *child = xml_at(element, name);

	return child != NULL ? child->text : NULL;
}

static enum err element_read(struct reader *reader, int depth, struct xml **element_out)
{
	bool empty;

	if (depth > XML_DEPTH_MAX)
		return E_INVALID;
	TRY(start_read(reader, element_out, &empty));
	if (empty)
		return OK;
	TRY(content_read(reader, depth, *element_out));
	return end_read(reader, *element_out);
}

/* <Name attribute="..."> or <Name/> */
static enum err start_read(struct reader *reader, struct xml **element_out, bool *empty_out)
{
	struct xml *element = arena_new(reader->arena, struct xml);
	size_t size;

	if (!take(reader, "<") || (size = name_size(reader)) == 0)
		return E_INVALID;
	element->name = arena_strndup(reader->arena, reader->at, size);
	element->text = "";
	reader->at += size;
	TRY(attributes_skip(reader));
	*empty_out = take(reader, "/");
	*element_out = element;
	return take(reader, ">") ? OK : E_INVALID;
}

static enum err attributes_skip(struct reader *reader)
{
	const char *quote;
	size_t size;

	for (space_skip(reader); (size = name_size(reader)) > 0; space_skip(reader)) {
		reader->at += size;
		if (!take(reader, "=") || reader->at == reader->end ||
			strchr("\"'", *reader->at) == NULL)
			return E_INVALID;
		quote = memchr(reader->at + 1, *reader->at, (size_t)(reader->end - reader->at - 1));
		if (quote == NULL)
			return E_INVALID;
		reader->at = quote + 1;
	}
	return OK;
}

static enum err content_read(struct reader *reader, int depth, struct xml *element)
{
	struct str text = str_make(reader->arena);
	struct xml **last = &element->first;

	while (reader->at < reader->end) {
		if (*reader->at == '&') {
			TRY(entity_read(reader, &text));
		} else if (*reader->at != '<') {
			const char *stop = reader->at;

			while (stop < reader->end && *stop != '<' && *stop != '&')
				stop++;
			str_add_bytes(&text, reader->at, (size_t)(stop - reader->at));
			reader->at = stop;
		} else if (reader->end - reader->at >= 2 && reader->at[1] == '/') {
			element->text = text.text;
			return OK;
		} else {
			TRY(element_read(reader, depth + 1, last));
			last = &(*last)->next;
		}
	}
	return E_INVALID;
}

static enum err end_read(struct reader *reader, const struct xml *element)
{
	if (!take(reader, "</") || !take(reader, element->name))
		return E_INVALID;
	space_skip(reader);
	return take(reader, ">") ? OK : E_INVALID;
}

static enum err entity_read(struct reader *reader, struct str *text)
{
	static const struct {
		const char *name;
		char c;
	} entities[] = {
		{ "&amp;", '&' },
		{ "&lt;", '<' },
		{ "&gt;", '>' },
		{ "&quot;", '"' },
		{ "&apos;", '\'' },
	};
	const char *digits, *stop;

	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
		if (take(reader, entities[i].name)) {
			str_add_char(text, entities[i].c);
			return OK;
		}
	if (!take(reader, "&#"))
		return E_INVALID;
	digits = reader->at;
	stop = memchr(digits, ';', (size_t)(reader->end - digits));
	if (stop == NULL || stop == digits || stop - digits > 8)
		return E_INVALID;
	reader->at = stop + 1;
	return character_add(text, arena_strndup(reader->arena, digits, (size_t)(stop - digits)));
}

/* As UTF-8. */
static enum err character_add(struct str *text, const char *digits)
{
	static const char hex[] = "0123456789abcdefABCDEF";
	bool is_hex = digits[0] == 'x';
	const char *number = digits + is_hex;
	unsigned long c;

	if (*number == '\0' || number[strspn(number, is_hex ? hex : "0123456789")] != '\0')
		return E_INVALID;
	c = strtoul(number, NULL, is_hex ? 16 : 10);
	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return E_INVALID;
	if (c < 0x80) {
		str_add_char(text, (char)c);
		return OK;
	}
	if (c < 0x800) {
		str_add_char(text, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			str_add_char(text, (char)(0xe0 | c >> 12));
		} else {
			str_add_char(text, (char)(0xf0 | c >> 18));
			str_add_char(text, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		str_add_char(text, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	str_add_char(text, (char)(0x80 | (c & 0x3f)));
	return OK;
}

static bool take(struct reader *reader, const char *word)
{
	size_t size = strlen(word);

	if ((size_t)(reader->end - reader->at) < size || memcmp(reader->at, word, size) != 0)
		return false;
	reader->at += size;
	return true;
}

static void space_skip(struct reader *reader)
{
	while (reader->at < reader->end && is_space(*reader->at))
		reader->at++;
}

static size_t name_size(const struct reader *reader)
{
	const char *c = reader->at;

	while (c < reader->end &&
		((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
			*c == ':' || *c == '-' || *c == '_' || *c == '.'))
		c++;
	return (size_t)(c - reader->at);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
