/* lmtp_path.c - see lmtp_path.h. Addresses are kept as they are written; whether somebody here has one is for others to say. */
#include "net/lmtp_path.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "base/text.h"

static const char not_an_address[] = "501 5.1.7 this is no address";
static const char no_such_parameter[] = "555 5.5.4 this parameter is not known here";
static const char bad_parameter[] = "501 5.5.4 this parameter makes no sense";

/* Up to the bracket that closes it: one that stands in quotes does not. NULL: there is none. */
static const char *path_end(const char *at)
{
	bool quoted = false;

	for (; *at; at++) {
		if (quoted && *at == '\\' && at[1])
			at++;
		else if (*at == '"')
			quoted = !quoted;
		else if (!quoted && (*at == '>' || *at == '<' || *at == ' '))
			return *at == '>' ? at : NULL;
	}
	return NULL;
}

/* Both brackets are asked for: without them it is not clear where an address ends. *rest_out is what follows. */
static const char *address_read(const char *text, struct lmtp_path *path, const char **rest_out)
{
	const char *end;
	size_t size;

	while (*text == ' ')
		text++;
	end = *text == '<' ? path_end(text + 1) : NULL;
	size = end ? (size_t)(end - text - 1) : 0;
	if (!end || size > LMTP_ADDRESS_SIZE_MAX || strpbrk(text, "\t") ||
		(end[1] && end[1] != ' '))
		return not_an_address;
	memcpy(path->address, text + 1, size);
	path->address[size] = '\0';
	*rest_out = end + 1;
	return text_is_clean(path->address, size) && !text_misleads(path->address) ? NULL
										   : not_an_address;
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return *text == '\0';
}

static const char *size_read(const char *text, int64_t size_max, struct lmtp_path *path)
{
	long long size;

	if (strlen(text) > 18)
		return bad_parameter;
	if (str_to_int(text, 0, INT64_MAX, &size) != OK)
		return bad_parameter;
	path->size = size;
	return size > size_max ? "552 5.3.4 this is larger than a mail may be here" : NULL;
}

static const char *parameter_read(const char *word, int64_t size_max, struct lmtp_path *path)
{
	if (strncasecmp(word, "SIZE=", 5) == 0)
		return size_read(word + 5, size_max, path);
	if (strcasecmp(word, "SMTPUTF8") == 0) {
		path->utf8 = true;
		return NULL;
	}
	if (strcasecmp(word, "BODY=7BIT") == 0 || strcasecmp(word, "BODY=8BITMIME") == 0)
		return NULL;
	return no_such_parameter;
}

static const char *parameters_read(const char *text, int64_t size_max, struct lmtp_path *path)
{
	const char *trouble = NULL;
	char word[32];

	while (!trouble && *(text += strspn(text, " "))) {
		size_t size = strcspn(text, " ");

		if (size >= sizeof(word))
			return no_such_parameter;
		memcpy(word, text, size);
		word[size] = '\0';
		trouble = parameter_read(word, size_max, path);
		text += size;
	}
	return trouble;
}

const char *lmtp_sender_read(const char *text, int64_t size_max, struct lmtp_path *path_out)
{
	const char *rest, *trouble;

	*path_out = (struct lmtp_path){ .address = "" };
	trouble = address_read(text, path_out, &rest);
	if (!trouble)
		trouble = parameters_read(rest, size_max, path_out);
	if (trouble)
		return trouble;
	return path_out->utf8 || is_ascii(path_out->address)
		? NULL
		: "553 5.6.7 an address like this needs SMTPUTF8";
}

const char *lmtp_recipient_read(const char *text, bool utf8, struct lmtp_path *path_out)
{
	const char *rest, *trouble;

	*path_out = (struct lmtp_path){ .address = "" };
	trouble = address_read(text, path_out, &rest);
	if (trouble || !*path_out->address)
		return "501 5.1.3 this is no address";
	if (rest[strspn(rest, " ")])
		return no_such_parameter;
	return utf8 || is_ascii(path_out->address)
		? NULL
		: "553 5.6.7 an address like this needs SMTPUTF8";
}
