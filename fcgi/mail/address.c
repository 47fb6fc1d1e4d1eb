/* address.c - see address.h. Quoted local parts and numbers as domains (RFC 5321) are not taken: nobody has them. */
#include "mail/address.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "mail/mail.h"

enum { LOCAL_MAX = 64 };

static bool is_harmless(const char *text)
{
	for (const char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at <= ' ' || strchr("<>()[]\\,;:\"\x7f", *at))
			return false;
	return text_is_clean(text, strlen(text)) && !text_misleads(text);
}

static bool is_domain(const char *text)
{
	size_t size = strlen(text);

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)text[i];
		bool is_name = c >= 0x80 || c == '-' || c == '_' || (c >= '0' && c <= '9') ||
			((c | 0x20) >= 'a' && (c | 0x20) <= 'z');

		if (!is_name && c != '.')
			return false;
		if (c == '.' && (i == 0 || i + 1 == size || text[i - 1] == '.'))
			return false;
	}
	return size > 0 && text[0] != '-';
}

char *address_tidy(struct arena *arena, const char *text)
{
	const char *at = text ? strchr(text, '@') : NULL;
	char *tidy;

	if (!at || at == text || at - text > LOCAL_MAX || strlen(text) > MAIL_ADDRESS_MAX)
		return NULL;
	if (!is_harmless(text) || !is_domain(at + 1))
		return NULL;
	tidy = arena_strdup(arena, text);
	for (char *c = tidy + (at - text); *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c | 0x20);
	return tidy;
}
