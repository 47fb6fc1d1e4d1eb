/* search_count.c - which words are frequent: counted now and then in a sample of a tenant's texts, with every beginning that a word
 * has. Only what is frequent enough to matter is kept; desk/search.c says why it matters. */
#include "desk/search.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "id/scope.h"
#include "id/tenant.h"
#include "sql/search.h"

enum {
	TEXTS_MIN = 20000, /* with fewer no word is frequent */
	SAMPLES = 200,
	TEXTS_A_SAMPLE = 50,
	SLOTS = 1 << 19,
	ENTRIES_MAX = SLOTS / 4 * 3,
	SEEN_MIN = 4, /* of a word that fewer of the sampled texts have nothing can be said */
	KEPT = 4,     /* a word is kept whose texts, squared, are so many times all */
	WORD_SIZE_MAX = 96,
	MEMORY_MAX = 192 * 1024 * 1024,
};
static const int64_t counted_ms = INT64_C(24) * 3600 * 1000;

struct entry {
	const char *word; /* NULL: free */
	int32_t size;
	int32_t seen;      /* in so many texts */
	int64_t last_text; /* the text it was seen in last */
};
struct count {
	struct arena *arena;
	struct entry *entries;
	int64_t n_entries, n_texts; /* of the sample */
	int64_t texts;              /* of the tenant, about */
};

static struct entry *slot_of(struct count *count, const char *word, size_t size)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)word[i]) * 0x100000001b3u;
	hash ^= hash >> 29;
	for (size_t slot = hash % SLOTS;; slot = (slot + 1) % SLOTS) {
		struct entry *entry = &count->entries[slot];

		if (!entry->word ||
			((size_t)entry->size == size && memcmp(entry->word, word, size) == 0))
			return entry;
	}
}

/* "error", or "err*": once for each text. */
static void see(struct count *count, const char *word, size_t size)
{
	struct entry *entry = slot_of(count, word, size);

	if (!entry->word) {
		if (count->n_entries == ENTRIES_MAX)
			return;
		count->n_entries++;
		*entry = (struct entry){ .word = arena_strndup(count->arena, word, size),
			.size = (int32_t)size };
	}
	if (entry->last_text != count->n_texts)
		entry->seen++;
	entry->last_text = count->n_texts;
}

static void word_see(struct count *count, const char *word, size_t size)
{
	char begin[WORD_SIZE_MAX + 1];

	if (size > WORD_SIZE_MAX)
		return;
	see(count, word, size);
	memcpy(begin, word, size);
	for (size_t end = 1; end <= size; end++) {
		if (end < size && ((unsigned char)word[end] & 0xc0) == 0x80)
			continue; /* inside a character */
		begin[end] = '*';
		see(count, begin, end + 1);
		begin[end] = word[end];
	}
}

/* "p7xdisk p7xerror" */
static void text_see(struct count *count, const char *words)
{
	count->n_texts++;
	while (*words) {
		size_t size = strcspn(words, " "), head = strcspn(words, "x") + 1;

		if (head < size)
			word_see(count, words + head, size - head);
		words += size + (words[size] == ' ');
	}
}

/* Texts from places that are evenly spread. How close together they lie says how many there are: to count millions would take longer
 * than a statement may. */
static enum err sample(struct scope *s, const struct search_span *span, struct count *count)
{
	int64_t step = (span->last - span->first) / SAMPLES + 1;

	for (int64_t from = span->first; from <= span->last; from += step) {
		int64_t n = 0, reached = from;
		struct sampled *text;

		TRY(sql_search_sample(s, from, TEXTS_A_SAMPLE, &text));
		for (; text; text = text->next) {
			text_see(count, text->words);
			reached = text->ticket_id;
			n++;
		}
		if (n > 0)
			count->texts += n * step / (reached - from + 1);
	}
	return OK;
}

static void row_add(struct str *rows, const char *word, int64_t texts)
{
	str_format(rows, "%s[%s,%lld]", rows->size ? "," : "[",
		json_text(json_from_text(word), NULL), (long long)texts);
}

static void frequent_put(const struct count *count, struct str *rows)
{
	for (int64_t i = 0; i < SLOTS; i++) {
		const struct entry *entry = &count->entries[i];
		int64_t texts = entry->seen * count->texts / (count->n_texts + 1);

		if (entry->seen >= SEEN_MIN && texts * texts >= KEPT * count->texts)
			row_add(rows, entry->word, texts);
	}
}

static enum err frequent_rows(
	struct scope *s, const struct search_span *span, const char **rows_out)
{
	struct str rows = str_make(s->arena);
	struct count count = { .arena = s->arena };

	if (span->texts < TEXTS_MIN) {
		row_add(&rows, "", span->texts);
	} else {
		count.entries = arena_alloc(s->arena, SLOTS * sizeof(*count.entries));
		TRY(sample(s, span, &count));
		row_add(&rows, "", count.texts);
		frequent_put(&count, &rows);
	}
	str_add_char(&rows, ']');
	*rows_out = rows.text;
	return OK;
}

static enum err count_it(struct scope *s)
{
	struct search_span *span;
	const char *rows;
	int64_t n;

	TRY(sql_search_span(s, TEXTS_MIN, &span));
	TRY(frequent_rows(s, span, &rows));
	TRY(sql_search_common_forget(s, &n));
	return sql_search_common_add(s, rows, &n);
}

enum err search_count(struct scope *s)
{
	struct scope work = *s;
	enum err e;

	work.arena = arena_make(MEMORY_MAX);
	json_use(work.arena);
	e = count_it(&work);
	json_use(s->arena);
	arena_free(work.arena);
	return e;
}

enum err search_count_next(struct scope *s)
{
	struct scope theirs = *s;
	struct uncounted *uncounted;

	TRY(sql_search_uncounted(s, s->now - counted_ms, 1, &uncounted));
	if (!uncounted)
		return OK;
	theirs.tenant = &(struct tenant){ .id = uncounted->tenant_id };
	return search_count(&theirs);
}
