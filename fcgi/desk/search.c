/* search.c - see search.h. "p7xerror" is the word error, for everybody on a ticket of tenant 7; "i7xerror" for agents only. */
#include "desk/search.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"
#include "id/scope.h"
#include "sql/ticket.h"

static const char *prefix(const struct scope *s, bool public)
{
	return arena_format(s->arena, "%c%lld", public ? 'p' : 'i', (long long)scope_tenant(s));
}

enum err search_add(
	struct scope *s, int64_t ticket_id, int64_t comment_id, bool public, const char *text)
{
	return sql_words_add(s, ticket_id, comment_id, search_kept(s, public, text));
}

const char *search_kept(struct scope *s, bool public, const char *text)
{
	return text_words(s->arena, prefix(s, public), text);
}

const char *search_words(struct scope *s, const char *text, bool notes)
{
	const char *at = text_words(s->arena, "", text); /* "xdisk xerror" */
	const char *public = prefix(s, true), *internal = prefix(s, false);
	struct str words = str_make(s->arena);

	while (*at) {
		int size = (int)strcspn(at, " ");
		const char *star = at[size] ? "" : "*";

		if (notes)
			str_format(&words, "+(%s%.*s%s %s%.*s%s) ", public, size, at, star,
				internal, size, at, star);
		else
			str_format(&words, "+%s%.*s%s ", public, size, at, star);
		at += size + (at[size] == ' ');
	}
	return words.size ? words.text : "";
}
