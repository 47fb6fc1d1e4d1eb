/* header_params.c - see header_params.h. What is not understood is refused:
 * two readers that guess differently are how a file gets past one of them
 * under another name. */
#include "web/header_params.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/str.h"

static const char blank[] = " \t";

static size_t token_size(const char *at);
static enum err read_quoted(struct header_params *params, const char **value_out);

bool header_params_of(struct arena *arena, const char *header, const char *value,
	struct header_params *params_out)
{
	size_t size = strlen(value);

	header += strspn(header, blank);
	if (strncasecmp(header, value, size) != 0)
		return false;
	header += size;
	header += strspn(header, blank);
	*params_out = (struct header_params){ .arena = arena, .at = header };
	return *header == ';' || *header == '\0';
}

enum err header_params_next(
	struct header_params *params, const char **name_out, const char **value_out)
{
	const char *at = params->at;
	char *name;
	size_t size;

	*name_out = *value_out = NULL;
	at += strspn(at, blank);
	if (*at != '\0' && *at != ';')
		return E_INVALID;
	at += strspn(at, "; \t"); /* one too many at the end is common */
	if (*at == '\0')
		return OK;
	size = token_size(at);
	if (size == 0 || at[size] != '=')
		return E_INVALID;
	name = arena_strndup(params->arena, at, size);
	for (char *c = name; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	*name_out = name;
	params->at = at + size + 1;
	if (*params->at == '"')
		return read_quoted(params, value_out);
	size = strcspn(params->at, "; \t\"");
	*value_out = arena_strndup(params->arena, params->at, size);
	params->at += size;
	return size > 0 ? OK : E_INVALID;
}

/* RFC 9110 section 5.6.2. */
static size_t token_size(const char *at)
{
	size_t size = 0;

	while (isalnum((unsigned char)at[size]) ||
		(at[size] != '\0' && strchr("!#$%&'*+-.^_`|~", at[size]) != NULL))
		size++;
	return size;
}

static enum err read_quoted(struct header_params *params, const char **value_out)
{
	struct str value = str_make(params->arena);
	const char *at = params->at + 1;

	for (; *at != '\0' && *at != '"'; at++) {
		if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
			at++;
		str_add_char(&value, *at);
	}
	if (*at != '"')
		return E_INVALID;
	params->at = at + 1;
	*value_out = value.text;
	return OK;
}
