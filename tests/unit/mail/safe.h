/* safe.h - judges HTML that was made safe, by another road than the one that made it: letter by letter, against a list of its own. */
#pragma once
#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

static bool safe_word_in(const char *list, const char *at, size_t size)
{
	for (; *list != '\0'; list += strcspn(list, " "), list += *list == ' ')
		if (strcspn(list, " ") == size && memcmp(list, at, size) == 0)
			return true;
	return false;
}

static bool safe_value(const char *name, size_t name_size, const char *value, size_t size)
{
	static const char *const starts[] = { "http://", "https://", "mailto:" };

	for (size_t i = 0; i < size; i++)
		if (value[i] == '<' || value[i] == '>' || value[i] == '"' || value[i] == '\'')
			return false;
	if (name_size != 4 || memcmp(name, "href", 4) != 0)
		return true;
	for (size_t i = 0; i < 3; i++)
		if (size >= strlen(starts[i]) &&
			strncasecmp(value, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

/* <name a="b" c="d">, </name>; NULL: it is not. */
static const char *safe_tag(const char *at)
{
	static const char tags[] =
		"p div br hr h3 h4 h5 h6 blockquote pre code em strong u del sub sup ul ol li dl dt dd table caption thead tbody tfoot tr "
		"th td a img span";
	static const char attributes[] =
		"dir href target rel start colspan rowspan align border data-part data-remote alt width height";
	bool ends = *++at == '/';
	size_t size;

	at += ends;
	size = strcspn(at, " >");
	if (!safe_word_in(tags, at, size))
		return NULL;
	at += size;
	while (*at == ' ') {
		const char *name = ++at, *value;

		size = strcspn(at, "= >");
		if (ends || !safe_word_in(attributes, at, size) || at[size] != '=' ||
			at[size + 1] != '"')
			return NULL;
		value = at + size + 2;
		at = strchr(value, '"');
		if (!at || !safe_value(name, size, value, (size_t)(at - value)))
			return NULL;
		at++;
	}
	return *at == '>' ? at + 1 : NULL;
}

static bool is_safe(const char *html)
{
	while (*(html += strcspn(html, "<>")) != '\0') {
		html = *html == '<' ? safe_tag(html) : NULL;
		if (!html)
			return false;
	}
	return true;
}
