/* seed_text.c - see seed_text.h. Ranks are drawn so that each doubling of the rank is as likely as the one before: Zipf's law. */
#include "app/seed_text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
	DOUBLINGS = 16,
	SENTENCE_WORDS = 9,
	CODES_EVERY = 8,
	PARAGRAPH_SENTENCES = 4,
	WORD_SIZE = 32
};

/* The most frequent ones, by rank. */
static const char *const known[] = { "the", "to", "and", "is", "of", "in", "error", "we", "it",
	"for", "that", "not", "with", "on", "this", "from", "after", "when", "have", "please", "as",
	"but", "are", "can", "be", "at", "no", "file", "version", "data", "what", "your", "there",
	"was", "one", "same", "again", "now", "product", "job", "service", "log", "time", "since",
	"which", "server", "board", "firmware", "request", "before", "download", "update",
	"problem", "account", "does", "only", "all", "then", "see", "fails", "still", "by", "page",
	"works", "other", "thank", "you", "help", "more", "machine", "first", "some", "support",
	"code", "second", "token", "link", "message", "project", "password", "image", "boot",
	"menu", "network", "browser", "memory", "disk", "storage", "access", "quota", "catalogue",
	"search", "tile", "orbit", "sentinel", "collection", "notebook", "kernel", "timeout",
	"certificate", "key", "signature", "setting", "laptop", "screen", "cable", "port", "usb",
	"serial", "flash", "chip", "suspend", "battery", "fan", "temperature", "attached",
	"yesterday", "today", "tomorrow", "week", "month", "customer", "licence", "invoice",
	"delivery", "answer", "question", "team", "meeting", "phone", "größe", "Straße", "łódź",
	"gęś", "naïve", "café", "niño", "Ελλάδα", "проект", "データ", "衛星", "서버" };

static uint64_t next(struct seed_source *source)
{
	uint64_t z = source->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

struct seed_source seed_source_of(uint64_t seed, uint64_t number)
{
	struct seed_source source = { seed * 0xd1342543de82ef95u + number };

	source.state = next(&source);
	return source;
}

int64_t seed_below(struct seed_source *source, int64_t n)
{
	return (int64_t)(next(source) % (uint64_t)n);
}

/* The word of a rank: 0 stands in most texts, the last ones in hardly any. Beyond those that are known: syllables, as many as tell the
 * ranks apart. */
static void word_write(int64_t rank, char word_out[WORD_SIZE])
{
	static const char first[] = "bdfgklmnprstvzhj", second[] = "aeiou";
	size_t size = 0;

	if (rank < (int64_t)(sizeof(known) / sizeof(known[0]))) {
		snprintf(word_out, WORD_SIZE, "%s", known[rank]);
		return;
	}
	for (int i = 0; i < 3; i++) {
		word_out[size++] = first[rank % 16];
		word_out[size++] = second[rank / 16 % 5];
		rank /= 80;
	}
	word_out[size] = '\0';
}

static void word_add(struct seed_source *source, bool starts, struct str *text)
{
	int64_t least = INT64_C(1) << seed_below(source, DOUBLINGS);
	char word[WORD_SIZE];

	word_write(least - 1 + seed_below(source, least), word);
	if (starts && word[0] >= 'a' && word[0] <= 'z')
		word[0] = (char)(word[0] - 'a' + 'A');
	str_add(text, word);
}

void seed_line(struct seed_source *source, int64_t words, struct str *text)
{
	for (int64_t i = 0; i < words; i++) {
		if (i > 0)
			str_add_char(text, ' ');
		word_add(source, i == 0, text);
	}
}

void seed_sentences(struct seed_source *source, int64_t words, struct str *text)
{
	for (int sentence = 1; words > 0; sentence++) {
		int64_t n = 3 + seed_below(source, 2 * (SENTENCE_WORDS - 3));

		seed_line(source, n < words ? n : words, text);
		words -= n;
		str_add(text, words <= 0 ? "." : sentence % PARAGRAPH_SENTENCES ? ". " : ".\n\n");
	}
	if (seed_below(source, CODES_EVERY) == 0)
		str_format(text, "\n\n    code e%llx", (unsigned long long)next(source) >> 24);
}

void seed_name(struct seed_source *source, struct str *name)
{
	static const char *const given[] = { "Anna", "Jon", "Mei", "Piotr", "Sara", "Ewa", "Omar",
		"Lena", "Hugo", "Ines", "Karl", "Nadia", "Tomasz", "Ruth", "Ivan", "Aiko" };
	static const char *const family[] = { "Nowak", "Bell", "Lin", "Zielinski", "Ek", "Haddad",
		"Weber", "Rossi", "Costa", "Novotny", "Sato", "Kaya", "Moreau", "Virtanen", "Kim",
		"Lewis" };

	str_format(name, "%s %s", given[seed_below(source, 16)], family[seed_below(source, 16)]);
}
