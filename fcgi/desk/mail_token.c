/* mail_token.c - see mail_token.h. The kind is its first letter, then come the numbers in base 36, and the code last. Another version of
 * the key would be another letter in front of the kind. */
#include "desk/mail_token.h"

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/str.h"
#include "id/scope.h"

enum {
	CODE_LENGTH = 16,
	CODE_BITS = 5,
	NUMBERS = 3,
	NUMBER_LENGTH_MAX = 13,
	TOKEN_SIZE_MAX = 64,
	WORDS_SIZE_MAX = 1 + NUMBERS * NUMBER_LENGTH_MAX,
	CHECKS_MAX = 2000 /* what else is built like a token of one text is taken for one */
};

static const char kinds[MAIL_TOKEN_KINDS + 1] = "rbtmqa";
static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
static const char code_letters[] = "abcdefghijklmnopqrstuvwxyz234567";
static const char key_purpose[] = "lodge mail token 1";

static const char *base36(struct scope *s, int64_t number)
{
	char text[NUMBER_LENGTH_MAX + 1];
	size_t at = NUMBER_LENGTH_MAX;
	uint64_t rest = (uint64_t)number;

	text[at] = '\0';
	do {
		text[--at] = digits[rest % 36];
		rest /= 36;
	} while (rest > 0 && at > 0);
	return arena_strdup(s->arena, text + at);
}

static bool read_base36(const char *text, size_t size, int64_t *number_out)
{
	int64_t number = 0;

	if (size == 0 || size >= NUMBER_LENGTH_MAX)
		return false;
	for (size_t i = 0; i < size; i++) {
		const char *digit = memchr(digits, text[i], sizeof(digits) - 1);

		if (!digit)
			return false;
		number = number * 36 + (digit - digits);
	}
	*number_out = number;
	return true;
}

/* 5 bits a letter, from the front of the code. */
static const char *code_of(struct scope *s, const char *said)
{
	const char *bound = arena_format(s->arena, "%lld %s", (long long)scope_tenant(s), said);
	const struct hash code = hash_keyed(key_purpose, bound);
	char text[CODE_LENGTH + 1] = "";

	for (int i = 0; i < CODE_LENGTH; i++) {
		int bit = i * CODE_BITS;
		unsigned pair = (unsigned)code.bytes[bit / 8] << 8 | code.bytes[bit / 8 + 1];

		text[i] = code_letters[pair >> (16 - CODE_BITS - bit % 8) & 31];
	}
	return arena_strdup(s->arena, text);
}

/* The part that the code is over. */
static const char *said(struct scope *s, const struct mail_token *token)
{
	return arena_format(s->arena, "%c%s.%s%s%s", kinds[token->kind], base36(s, token->first),
		base36(s, token->second), token->until ? "." : "",
		token->until ? base36(s, token->until) : "");
}

const char *mail_token_make(struct scope *s, const struct mail_token *token)
{
	const char *words = said(s, token);

	return arena_format(s->arena, "%s.%s", words, code_of(s, words));
}

/* Its numbers; false: it is not built like one. */
static bool take_apart(const char *words, struct mail_token *token)
{
	int64_t numbers[NUMBERS] = { 0 };
	const char *kind = *words ? strchr(kinds, *words) : NULL;
	int n = 0;

	if (!kind)
		return false;
	token->kind = (enum mail_token_kind)(kind - kinds);
	for (words++; n < NUMBERS; n++) {
		size_t size = strcspn(words, ".");

		if (!read_base36(words, size, &numbers[n]))
			return false;
		words += size;
		if (!*words++)
			break;
	}
	token->first = numbers[0];
	token->second = numbers[1];
	token->until = numbers[2];
	return n >= 1 && n < NUMBERS;
}

enum err mail_token_read(struct scope *s, const char *text, struct mail_token *token_out)
{
	const char *whole = strlen(text) <= TOKEN_SIZE_MAX ? str_lower(s->arena, text) : "";
	const char *code = strrchr(whole, '.');
	const char *words = code ? arena_strndup(s->arena, whole, (size_t)(code - whole)) : "";

	if (!code || !secret_equal(code + 1, code_of(s, words)))
		return E_MISSING;
	if (!take_apart(words, token_out) || (token_out->until && token_out->until <= s->now))
		return E_MISSING;
	return OK;
}

static bool is_built_like_one(char *words, size_t size)
{
	struct mail_token token;
	const char end = words[size];
	bool is;

	words[size] = '\0';
	is = take_apart(words, &token);
	words[size] = end;
	return is;
}

/* Does a token end with the code behind the dot? It may begin in the middle of a word: "%2fa1.2.code". */
static bool is_of_token(struct scope *s, const char *text, const char *dot, int *checks)
{
	const size_t most = dot - text < WORDS_SIZE_MAX ? (size_t)(dot - text) : WORDS_SIZE_MAX;
	char near[WORDS_SIZE_MAX + 1 + CODE_LENGTH + 1] = "";
	struct mail_token token;

	memcpy(near, dot - most, most + 1 + CODE_LENGTH);
	for (size_t at = most; at-- > 0;) {
		if (near[at] != '.' && !memchr(digits, near[at], sizeof(digits) - 1))
			return false;
		if (!memchr(kinds, near[at], MAIL_TOKEN_KINDS) ||
			!is_built_like_one(near + at, most - at))
			continue;
		if ((*checks)-- <= 0 || mail_token_read(s, near + at, &token) == OK)
			return true;
	}
	return false;
}

const char *mail_token_hide(struct scope *s, const char *text)
{
	const char *small = str_lower(s->arena, text);
	char *hidden = arena_strdup(s->arena, text);
	int checks = CHECKS_MAX;

	for (const char *dot = strchr(small, '.'); dot; dot = strchr(dot + 1, '.'))
		if (strspn(dot + 1, code_letters) >= CODE_LENGTH &&
			is_of_token(s, small, dot, &checks))
			memset(hidden + (dot + 1 - small), '-', CODE_LENGTH);
	return hidden;
}

const char *mail_token_address(struct scope *s, const char *address, const struct mail_token *token)
{
	size_t local = strcspn(address, "@");

	return arena_format(s->arena, "%.*s+%s%s", (int)local, address, mail_token_make(s, token),
		address + local);
}

const char *mail_token_detail(struct scope *s, const char *address)
{
	size_t local = strcspn(address, "@");
	const char *plus = memchr(address, '+', local);

	return plus ? arena_strndup(s->arena, plus + 1, (size_t)(address + local - plus - 1))
		    : NULL;
}

const char *mail_token_message_id(
	struct scope *s, const char *address, const struct mail_token *token)
{
	return arena_format(
		s->arena, "%s%s", mail_token_make(s, token), address + strcspn(address, "@"));
}
