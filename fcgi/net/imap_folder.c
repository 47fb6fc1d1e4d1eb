/* imap_folder.c - see imap_folder.h. */
#include "net/imap_folder.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/str.h"
#include "base/utf8.h"

static bool is_plain(char c);
static const char *shifted_add(struct str *name, const char *at, const char *end);
static void unit_add(struct str *units, uint32_t unit);

char *imap_folder_name(struct arena *arena, const char *folder)
{
	const char *end = folder + strlen(folder), *at = folder;
	struct str name = str_make(arena);

	while (at < end)
		if (*at == '&') {
			str_add(&name, "&-");
			at++;
		} else if (is_plain(*at))
			str_add_char(&name, *at++);
		else
			at = shifted_add(&name, at, end);
	return name.text;
}

static bool is_plain(char c)
{
	return c >= ' ' && c <= '~';
}

/* UTF-16 in base64, with a comma for the slash and without padding, between & and -. */
static const char *shifted_add(struct str *name, const char *at, const char *end)
{
	struct str units = str_make(name->arena);

	while (at < end && !is_plain(*at)) {
		uint32_t point = 0;
		size_t size = utf8_read(at, end, &point);

		if (size == 0)
			point = 0xfffd;
		if (point >= 0x10000) {
			unit_add(&units, 0xd800 + ((point - 0x10000) >> 10));
			point = 0xdc00 + ((point - 0x10000) & 0x3ff);
		}
		unit_add(&units, point);
		at += size != 0 ? size : 1;
	}
	str_add_char(name, '&');
	for (const char *c = base64url(name->arena, units.text, units.size); *c != '\0'; c++)
		str_add_char(name, (char)(*c == '-' ? '+' : *c == '_' ? ',' : *c));
	str_add_char(name, '-');
	return at;
}

static void unit_add(struct str *units, uint32_t unit)
{
	str_add_char(units, (char)(unit >> 8 & 0xff));
	str_add_char(units, (char)(unit & 0xff));
}
