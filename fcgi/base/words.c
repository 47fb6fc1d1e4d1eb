/* words.c - the words that a full-text search keeps and asks for. Both ways run through the same folding, so
 * they cannot disagree. Scripts written without spaces (CJK, Thai ...) become pairs of characters, and the
 * last character of a run stands alone too, so that every character begins some word. */
#include "base/text.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/str.h"
#include "base/utf8.h"

/* InnoDB keeps words of at most 84 characters; the prefix needs some. */
enum {
	WORD_CHARACTERS_MAX = 48,
	WORD_SIZE_MAX = WORD_CHARACTERS_MAX * 4,
	TABLE_SIZE = 16384,
	FOLDED_MAX = 32
};
_Static_assert(TABLE_SIZE >= 2 * TEXT_WORDS_MAX, "half of the table stays empty");

struct words {
	struct str out;
	const char *prefix;
	bool is_query;
	size_t n;
	uint32_t *table; /* where a known word begins in out, plus 1; NULL in a query */
	char word[WORD_SIZE_MAX + 16];
	size_t size, characters;
	uint32_t pair_first; /* a character without spaces that waits for its next one */
	bool pair_made;
};

static void words_read(struct words *words, const char *text);
static void feed(struct words *words, uint32_t point);
static void feed_folded(struct words *words, uint32_t point);
static void feed_pair(struct words *words, uint32_t point);
static void end_run(struct words *words);
static void end_word(struct words *words);
static void put_point(struct words *words, uint32_t point);
static bool is_full(const struct words *words);
static void keep(struct words *words);
static bool is_known(struct words *words, size_t start);
static bool is_word_point(uint32_t point);
static bool has_no_spaces(uint32_t point);
static const char *plain_letters(uint32_t point);

char *text_words(struct arena *arena, const char *prefix, const char *text)
{
	struct words *words = arena_new(arena, struct words);

	words->out = str_make(arena);
	words->prefix = prefix;
	words->table = arena_alloc(arena, TABLE_SIZE * sizeof(*words->table));
	words_read(words, text);
	return words->out.text;
}

char *text_words_query(struct arena *arena, const char *prefix, const char *text)
{
	struct words *words = arena_new(arena, struct words);

	words->out = str_make(arena);
	words->prefix = prefix;
	words->is_query = true;
	words_read(words, text);
	if (words->n > 0 && !str_ends(words->out.text, "*"))
		str_add_char(&words->out, '*');
	return words->out.text;
}

static void words_read(struct words *words, const char *text)
{
	const char *end;
	uint32_t point;
	size_t step;

	if (text == NULL)
		return;
	end = text + strlen(text);
	for (; text < end && !is_full(words); text += step) {
		step = utf8_read(text, end, &point);
		if (step == 0) {
			step = 1;
			point = ' ';
		}
		feed(words, point);
	}
	end_run(words);
	end_word(words);
}

/* ASCII is most of it and needs no tables. Hangul is left composed: taken apart it would not be pairs. */
static void feed(struct words *words, uint32_t point)
{
	utf8proc_int32_t folded[FOLDED_MAX];
	utf8proc_ssize_t n;
	int boundary = 0;

	if (point < 0x80) {
		feed_folded(words, point >= 'A' && point <= 'Z' ? point | 0x20 : point);
		return;
	}
	if (point >= 0xac00 && point <= 0xd7a3) {
		feed_folded(words, point);
		return;
	}
	n = utf8proc_decompose_char((utf8proc_int32_t)point, folded, FOLDED_MAX,
		UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
			UTF8PROC_IGNORE,
		&boundary);
	for (utf8proc_ssize_t i = 0; i < n && i < FOLDED_MAX; i++)
		feed_folded(words, (uint32_t)folded[i]);
}

static void feed_folded(struct words *words, uint32_t point)
{
	const char *plain;

	if (!is_word_point(point)) {
		end_run(words);
		end_word(words);
		return;
	}
	if (has_no_spaces(point)) {
		end_word(words);
		feed_pair(words, point);
		return;
	}
	end_run(words);
	plain = plain_letters(point);
	if (plain == NULL)
		put_point(words, point);
	else
		for (; *plain != '\0'; plain++)
			put_point(words, (uint32_t)*plain);
}

static void feed_pair(struct words *words, uint32_t point)
{
	if (words->pair_first != 0) {
		put_point(words, words->pair_first);
		put_point(words, point);
		end_word(words);
		words->pair_made = true;
	}
	words->pair_first = point;
}

/* The last character of a run begins a word too. In a query it is asked for only if it is the whole run, and then as
 * a beginning. */
static void end_run(struct words *words)
{
	size_t n = words->n;

	if (words->pair_first == 0)
		return;
	if (!words->is_query || !words->pair_made) {
		put_point(words, words->pair_first);
		end_word(words);
		if (words->is_query && words->n > n)
			str_add_char(&words->out, '*');
	}
	words->pair_first = 0;
	words->pair_made = false;
}

static void end_word(struct words *words)
{
	if (words->size > 0 && !is_full(words))
		keep(words);
	words->size = 0;
	words->characters = 0;
}

/* Longer words are cut, in the index and in the question alike. What stands above U+FFFF is no letter to MariaDB's
 * parser, so it is spelled out. */
static void put_point(struct words *words, uint32_t point)
{
	static const char digits[] = "0123456789abcdef";
	size_t needed = point > 0xffff ? 7 : 1;

	if (words->characters + needed > WORD_CHARACTERS_MAX)
		return;
	words->characters += needed;
	if (point <= 0xffff) {
		words->size += utf8_write(point, words->word + words->size);
		return;
	}
	words->word[words->size++] = 'z';
	for (int shift = 20; shift >= 0; shift -= 4)
		words->word[words->size++] = digits[point >> shift & 15];
}

static bool is_full(const struct words *words)
{
	return words->n >= (words->is_query ? TEXT_QUERY_WORDS_MAX : TEXT_WORDS_MAX);
}

static void keep(struct words *words)
{
	size_t before = words->out.size, start;

	if (words->n > 0)
		str_add_char(&words->out, ' ');
	if (words->is_query)
		str_add_char(&words->out, '+');
	start = words->out.size;
	str_add(&words->out, words->prefix);
	str_add_char(&words->out, 'x');
	str_add_bytes(&words->out, words->word, words->size);
	if (words->table != NULL && is_known(words, start)) {
		words->out.size = before;
		words->out.text[before] = '\0';
		return;
	}
	words->n++;
}

/* Is the word at the end of `out` there before? The seed keeps people from making words that collide. */
static bool is_known(struct words *words, size_t start)
{
	static uint64_t seed;
	const char *word = words->out.text + start;
	size_t size = words->out.size - start;
	uint64_t hash;

	if (seed == 0)
		random_bytes(&seed, sizeof(seed));
	hash = seed;
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)word[i]) * 0x100000001b3u;
	hash ^= hash >> 32;
	for (size_t slot = hash % TABLE_SIZE;; slot = (slot + 1) % TABLE_SIZE) {
		const char *known;

		if (words->table[slot] == 0) {
			words->table[slot] = (uint32_t)start + 1;
			return false;
		}
		known = words->out.text + words->table[slot] - 1;
		if (strncmp(known, word, size) == 0 && known[size] == ' ')
			return true;
	}
}

static bool is_word_point(uint32_t point)
{
	if (point < 0x80)
		return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
	switch (utf8proc_category((utf8proc_int32_t)point)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	default:
		return false;
	}
}

static bool has_no_spaces(uint32_t point)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x0e00, 0x0eff },   /* Thai, Lao */
		{ 0x1000, 0x109f },   /* Myanmar */
		{ 0x1780, 0x17ff },   /* Khmer */
		{ 0x2e80, 0x2fdf },   /* radicals */
		{ 0x3005, 0x3007 },   /* iteration mark, zero */
		{ 0x3040, 0x312f },   /* Kana, Bopomofo */
		{ 0x3130, 0x318f },   /* Hangul letters */
		{ 0x31a0, 0x31ff },   /* Bopomofo and Katakana extensions */
		{ 0x3400, 0x9fff },   /* Han */
		{ 0xac00, 0xd7a3 },   /* Hangul */
		{ 0xf900, 0xfaff },   /* Han, compatibility */
		{ 0x20000, 0x3ffff }, /* Han, extensions */
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (point <= ranges[i].last)
			return point >= ranges[i].first;
	return false;
}

/* Letters with a stroke, which Unicode does not take apart, as people type them without it. */
static const char *plain_letters(uint32_t point)
{
	static const struct {
		uint32_t point;
		const char *letters;
	} table[] = {
		{ 0xe6, "ae" },
		{ 0xf0, "d" },
		{ 0xf8, "o" },
		{ 0xfe, "th" },
		{ 0x111, "d" },
		{ 0x127, "h" },
		{ 0x131, "i" },
		{ 0x142, "l" },
		{ 0x153, "oe" },
		{ 0x167, "t" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].point == point)
			return table[i].letters;
	return NULL;
}
