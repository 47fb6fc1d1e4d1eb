/* search.c - see search.h. "p7xerror" is the word error, for everybody on a ticket of tenant 7; "i7xerror" for agents only. A posting
 * that is read costs a tenth of a ticket whose words are looked through, which is what the choice of a way goes by. */
#include "desk/search.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "base/text.h"
#include "db/stmt.h"
#include "id/scope.h"
#include "sql/search.h"
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

/* "xdisk xerror": of a text that ends in a character without spaces, that one is a beginning of its own. */
int search_split(struct scope *s, const char *text, struct search_word words[SEARCH_WORDS_MAX])
{
	const char *at = text_words(s->arena, "", text);
	int n = 0;

	while (*at && n < SEARCH_WORDS_MAX) {
		size_t size = strcspn(at, " ");

		words[n++] = (struct search_word){ arena_strndup(s->arena, at, size), !at[size],
			0 };
		at += size + (at[size] == ' ');
	}
	return n;
}

/* As search_common has it: without the x that parts it from its prefix. */
static const char *common_name(struct scope *s, const struct search_word *asked)
{
	return arena_format(s->arena, "%s%s", asked->word + 1, asked->begins ? "*" : "");
}

static enum err count_of(struct scope *s, struct search_word *asked, int n, int64_t *texts_out)
{
	struct json *names = json_array();
	struct common_word *common;

	json_add(names, json_from_text(""));
	for (int i = 0; i < n; i++)
		json_add(names, json_from_text(common_name(s, &asked[i])));
	*texts_out = 0;
	TRY(sql_search_common_find(s, json_text(names, NULL), &common));
	for (; common; common = common->next) {
		if (!*common->word)
			*texts_out = common->texts;
		for (int i = 0; i < n; i++)
			if (str_equal(common->word, common_name(s, &asked[i])))
				asked[i].texts = common->texts;
	}
	return OK;
}

/* Is the first the better one to begin with? A whole word before a beginning, a long one before a short one. */
static bool is_rarer(const struct search_word *a, const struct search_word *b)
{
	if (a->texts != b->texts)
		return a->texts < b->texts;
	if (a->begins != b->begins)
		return b->begins;
	return strlen(a->word) > strlen(b->word);
}

/* The rarest first. */
static void sort(struct search_word *asked, int n)
{
	for (int i = 1; i < n; i++)
		for (int k = i; k > 0 && is_rarer(&asked[k], &asked[k - 1]); k--) {
			struct search_word rarer = asked[k];

			asked[k] = asked[k - 1];
			asked[k - 1] = rarer;
		}
}

/* Where nothing was counted yet, any word may be. MariaDB does not stop a full-text search that it was told to stop: one for a word of
 * a million texts goes on for minutes. So the index is never asked for what may be frequent.
 * Of n texts of all that word has, a page of tickets comes after looking through some 10 * all / n tickets, which are new ones and at hand; the postings
 * are n. They cost the same where n * n is this many times all. */
enum { EVEN = 25 };

static bool is_frequent(const struct search_word *asked, int64_t texts)
{
	return texts == 0 || asked->texts * asked->texts > EVEN * texts;
}

static const char *expression_of(struct scope *s, const struct search_word *asked, bool notes)
{
	const char *star = asked->begins ? "*" : "";

	if (!notes)
		return arena_format(s->arena, "+%s%s%s", prefix(s, true), asked->word, star);
	return arena_format(s->arena, "+(%s%s%s %s%s%s)", prefix(s, true), asked->word, star,
		prefix(s, false), asked->word, star);
}

void search_choose(struct scope *s, struct search_word *words, int n, int64_t all, bool notes,
	struct search *search_out)
{
	int first = 0;

	*search_out = (struct search){ .notes = notes, .expression = "" };
	sort(words, n);
	if (n > 0 && !is_frequent(&words[0], all))
		search_out->expression = expression_of(s, &words[first++], notes);
	for (int i = first; i < n; i++)
		search_out->others[search_out->n_others++] = arena_format(s->arena, "%lld%s%s",
			(long long)scope_tenant(s), words[i].word, words[i].begins ? "" : " ");
}

enum err search_plan(struct scope *s, const char *text, bool notes, struct search *search_out)
{
	struct search_word words[SEARCH_WORDS_MAX];
	int n = search_split(s, text, words);
	int64_t all = 0;

	if (n > 0)
		TRY(count_of(s, words, n, &all));
	search_choose(s, words, n, all, notes, search_out);
	return OK;
}

bool search_is_empty(const struct search *search)
{
	return !*search->expression && search->n_others == 0;
}

enum err search_matching(struct scope *s, const struct search *search, const struct ids *wanted,
	struct search_match **first_out)
{
	struct bytes word[SEARCH_WORDS_MAX];

	for (int i = 0; i < SEARCH_WORDS_MAX; i++) {
		const char *text = i < search->n_others ? search->others[i] : "";

		word[i] = (struct bytes){ (const uint8_t *)text, strlen(text) };
	}
	return sql_search_matching(s, wanted, search->notes, search->n_others, word[0], word[1],
		word[2], word[3], word[4], word[5], word[6], word[7], first_out);
}
