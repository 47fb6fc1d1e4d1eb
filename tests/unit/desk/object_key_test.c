/* object_key_test.c - which keys are ours, and what becomes of each key when the store's list is laid beside the rows' names. */
#include "desk/object_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

#define TOKEN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN-_0"
#define A "1/A" TOKEN_REST
#define B "1/B" TOKEN_REST
#define C "1/C" TOKEN_REST
#define TOKEN_REST "bcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN-_0"
#define TAIL "uploads/7/" TOKEN ".tail"

enum { MEMORY_MAX = 1 << 20, LISTED_MAX = 6 };

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_make(MEMORY_MAX);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct {
	const char *key;
	enum object_kind kind;
} keys[] = {
	{ "1/" TOKEN, OBJECT_FILE },
	{ "9223372036854775807/" TOKEN, OBJECT_FILE },
	{ "1/" TOKEN ".thumb", OBJECT_THUMB },
	{ TAIL, OBJECT_TAIL },
	{ "uploads/7/x.tail", OBJECT_TAIL },
	{ "uploads/parts/1700000000000-abc/7", OBJECT_PART },
	{ "", OBJECT_FOREIGN },
	{ "1", OBJECT_FOREIGN },
	{ "1/", OBJECT_FOREIGN },
	{ "/" TOKEN, OBJECT_FOREIGN },
	{ "0/" TOKEN, OBJECT_FOREIGN },
	{ "01/" TOKEN, OBJECT_FOREIGN },
	{ "-1/" TOKEN, OBJECT_FOREIGN },
	{ " 1/" TOKEN, OBJECT_FOREIGN },
	{ "92233720368547758070/" TOKEN, OBJECT_FOREIGN },
	{ "1/" TOKEN "x", OBJECT_FOREIGN },
	{ "1/x", OBJECT_FOREIGN },
	{ "1/" TOKEN "/", OBJECT_FOREIGN },
	{ "1/" TOKEN ".thumb.thumb", OBJECT_FOREIGN },
	{ "1/" TOKEN ".thumbs", OBJECT_FOREIGN },
	{ "1/" TOKEN ".tail", OBJECT_FOREIGN },
	{ "1//" TOKEN, OBJECT_FOREIGN },
	{ "2026/holiday.jpg", OBJECT_FOREIGN },
	{ "backup/1/" TOKEN, OBJECT_FOREIGN },
	{ "uploads/", OBJECT_FOREIGN },
	{ "uploads/7/.tail", OBJECT_FOREIGN },
	{ "uploads/x/" TOKEN ".tail", OBJECT_FOREIGN },
	{ "uploads/7/" TOKEN TOKEN ".tail", OBJECT_FOREIGN },
	{ "uploads/7/" TOKEN ".tail2", OBJECT_FOREIGN },
	{ "uploads/7/a.b.tail", OBJECT_FOREIGN },
	{ "uploads/7/photo.jpg", OBJECT_FOREIGN },
};

static void only_what_has_our_form_is_ours(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (object_kind(keys[i].key) != keys[i].kind)
			fail_msg("%s is %d", keys[i].key, object_kind(keys[i].key));
}

static void a_small_picture_belongs_to_its_file(void **state)
{
	(void)state;
	assert_string_equal(object_thumb(arena, A), A ".thumb");
	assert_string_equal(object_file(arena, A ".thumb"), A);
	assert_string_equal(object_file(arena, A), A);
	assert_string_equal(object_file(arena, TAIL), TAIL);
}

static void a_tail_belongs_to_an_upload(void **state)
{
	(void)state;
	assert_int_equal(object_upload(TAIL), 7);
	assert_int_equal(object_upload("uploads/9223372036854775807/x.tail"), INT64_MAX);
	assert_int_equal(object_upload("uploads/9223372036854775808/x.tail"), 0);
	assert_int_equal(object_upload("uploads/7/x.tails"), 0);
	assert_int_equal(object_upload(A), 0);
}

static void what_is_named_here_is_known_here(void **state)
{
	(void)state;
	assert_int_equal(object_kind(object_file_new(arena, INT64_MAX)), OBJECT_FILE);
	assert_string_not_equal(object_file_new(arena, 1), object_file_new(arena, 1));
	assert_string_equal(object_tail(arena, 7, TOKEN), TAIL);
}

/* What is said of each: N named, T its thumb, S stray, F foreign, A absent, = again. */
static const struct {
	const char *what;
	const char *listed[LISTED_MAX], *named[LISTED_MAX];
	const char *fates;
} merges[] = {
	{ "nothing at all", { NULL }, { NULL }, "" },
	{ "all is well", { A, B, C }, { A, B, C }, "NNN" },
	{ "a stray before, between and behind", { A, B, C }, { B }, "SNS" },
	{ "strays only", { A, B }, { NULL }, "SS" },
	{ "an absent one before, between and behind", { B }, { A, B, C }, "ANA" },
	{ "absent ones only", { NULL }, { A, B }, "AA" },
	{ "both lists go their own way", { A, C }, { B }, "SAS" },
	{ "small pictures follow their files", { A, A ".thumb", B, B ".thumb" }, { A, B }, "NTNT" },
	{ "one without its file's row", { A, B, B ".thumb" }, { A }, "NSS" },
	{ "one whose file is absent but has a row", { A ".thumb" }, { A }, "AT" },
	{ "one of another file", { A ".thumb", B }, { B }, "SN" },
	{ "a small picture that a row names itself", { A, A ".thumb" }, { A ".thumb" }, "SN" },
	{ "two rows name one object", { A, B }, { A, A, B }, "N=N" },
	{ "two rows name what is not there", { B }, { A, A, B }, "A=N" },
	{ "the second of two is the last", { A }, { A, A }, "N=" },
	{ "things of others among ours", { "0", "1/0", A, "2026/x", "z" }, { A }, "FFNFF" },
	{ "a foreign name that a row has all the same", { "1/0", A }, { "1/0", A }, "NN" },
	{ "tails of uploads", { A, TAIL, "uploads/8/x.tail" }, { A, TAIL }, "NNS" },
	{ "parts look after themselves", { TAIL, "uploads/parts/1", "uploads/party" }, { TAIL },
		"NTF" },
	{ "bytes above ASCII rise as bytes", { A, "\xc3\xa9", "\xf0\x9f\x90\xa4" }, { A }, "NFF" },
};

static void every_key_has_its_fate(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(merges) / sizeof(merges[0]); i++) {
		struct object_merge merge = { "" };
		const char *const *listed = merges[i].listed, *const *named = merges[i].named;
		char fates[32] = "";
		size_t n = 0;
		enum object_fate fate;

		while ((fate = object_merge(&merge, *listed, *named)) != OBJECT_END) {
			fates[n++] = "NTSFA="[fate];
			if (n == sizeof(fates) - 1)
				fail_msg("%s: has no end", merges[i].what);
			if (fate == OBJECT_NAMED || fate == OBJECT_ABSENT || fate == OBJECT_AGAIN)
				named++;
			if (fate != OBJECT_ABSENT && fate != OBJECT_AGAIN)
				listed++;
		}
		if (strcmp(fates, merges[i].fates) != 0)
			fail_msg("%s: %s, not %s", merges[i].what, fates, merges[i].fates);
	}
}

/* The store's list comes in pages; what was named last is remembered from one to the next. */
static void a_small_picture_may_be_the_first_of_its_page(void **state)
{
	struct object_merge merge = { "" };

	(void)state;
	assert_int_equal(object_merge(&merge, A, A), OBJECT_NAMED);
	assert_int_equal(object_merge(&merge, NULL, NULL), OBJECT_END);
	assert_int_equal(object_merge(&merge, A ".thumb", B), OBJECT_OF_FILE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_has_our_form_is_ours),
		cmocka_unit_test(a_small_picture_belongs_to_its_file),
		cmocka_unit_test(a_tail_belongs_to_an_upload),
		cmocka_unit_test(what_is_named_here_is_known_here),
		cmocka_unit_test(every_key_has_its_fate),
		cmocka_unit_test(a_small_picture_may_be_the_first_of_its_page),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
