/* mail_dmarc.c - see mail_dmarc.h. A small reader of RFC 8601: words, quoted strings, comments that nest, and pairs with an equals sign. */
#include "desk/mail_dmarc.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "mail/mail.h"

/* A piece of the value; quotes are not in it. */
struct word {
	const char *at;
	size_t size;
};

/* Behind a comment, which may hold others. */
static const char *comment_end(const char *at)
{
	int depth = 0;

	for (; *at; at++) {
		if (*at == '\\' && at[1])
			at++;
		else if (*at == '(')
			depth++;
		else if (*at == ')' && --depth == 0)
			return at + 1;
	}
	return at;
}

static const char *space_end(const char *at)
{
	while (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n' || *at == '(')
		at = *at == '(' ? comment_end(at) : at + 1;
	return at;
}

static const char *word_read(const char *at, struct word *word)
{
	at = space_end(at);
	if (*at == '"') {
		*word = (struct word){ at + 1, strcspn(at + 1, "\"\\") };
		at = word->at + word->size;
		while (*at && *at != '"')
			at += *at == '\\' && at[1] ? 2 : 1; /* an escape: nothing of ours has one */
		return *at ? at + 1 : at;
	}
	*word = (struct word){ at, strcspn(at, " \t\r\n;=(\"") };
	return at + word->size;
}

static bool word_is(const struct word *word, const char *text)
{
	return strlen(text) == word->size && strncasecmp(word->at, text, word->size) == 0;
}

/* "dmarc", or with a version: "dmarc/1". */
static bool word_is_method(const struct word *word, const char *method)
{
	const char *slash = memchr(word->at, '/', word->size);
	const struct word name = { word->at, slash ? (size_t)(slash - word->at) : word->size };

	return word_is(&name, method);
}

/* "name = value"; *at is behind it. False: something else stands here. */
static bool pair_read(const char **at, struct word *name, struct word *value)
{
	const char *next = space_end(word_read(*at, name));

	if (name->size == 0 || *next != '=')
		return false;
	*at = word_read(next + 1, value);
	return true;
}

/* Behind what stands until the next semicolon. */
static const char *result_end(const char *at)
{
	struct word word;

	for (at = space_end(at); *at && *at != ';'; at = space_end(at))
		at = *at == '=' ? at + 1 : word_read(at, &word);
	return *at ? at + 1 : at;
}

/* One result: "dmarc=pass (p=reject) header.from=x.example". */
static enum mail_dmarc result_judge(const char *at, const char *domain)
{
	struct word name, value;
	bool passed, ours = false;

	if (!pair_read(&at, &name, &value) || !word_is_method(&name, "dmarc"))
		return MAIL_DMARC_NONE;
	if (word_is(&value, "fail"))
		return MAIL_DMARC_FAILED;
	passed = word_is(&value, "pass");
	while (pair_read(&at, &name, &value))
		ours = ours || (word_is(&name, "header.from") && word_is(&value, domain));
	return passed && ours ? MAIL_DMARC_PASSED : MAIL_DMARC_NONE;
}

static enum mail_dmarc results_judge(const char *at, const char *domain)
{
	enum mail_dmarc found = MAIL_DMARC_NONE;

	for (at = result_end(at); *at; at = result_end(at)) {
		enum mail_dmarc one = result_judge(at, domain);

		if (one == MAIL_DMARC_FAILED)
			return one;
		if (one == MAIL_DMARC_PASSED)
			found = one;
	}
	return found;
}

enum mail_dmarc mail_dmarc_of(
	const struct mail_text *values, const char *authserv_id, const char *from)
{
	const char *domain = from ? strrchr(from, '@') : NULL;
	struct word id;

	if (!authserv_id || !*authserv_id || !domain)
		return MAIL_DMARC_NONE;
	for (; values; values = values->next) {
		(void)word_read(values->text, &id);
		if (word_is(&id, authserv_id))
			return results_judge(values->text, domain + 1);
	}
	return MAIL_DMARC_NONE;
}
