/* mail_arrival_test.c - the same mail is known on whatever way it comes again, and another is another. */
#include "desk/mail_arrival.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

enum { MEMORY_MAX = 64 << 20, LARGE = 3 << 20 };

#define RECEIVED "Received: from a by b; Mon, 1 Jan 2026 00:00:00 +0000\r\n"
#define FIELDS "From: a@b.example\r\nMessage-ID: <1@b>\r\nDate: x\r\n"

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

static struct hash look(int64_t address, const void *mail, size_t size, const char **id_out)
{
	struct mail_arrival arrival = { .address_id = address, .size = (int64_t)size };
	struct hash hash;

	arrival.fd = memfd_create("mail", MFD_CLOEXEC);
	assert_int_equal(write(arrival.fd, mail, size), size);
	assert_int_equal(mail_once(arena, &arrival, &hash, id_out), OK);
	close(arrival.fd);
	return hash;
}

static struct hash once(int64_t address, const void *mail, size_t size)
{
	const char *id;

	return look(address, mail, size, &id);
}

static const char *id_of(const char *mail)
{
	const char *id;

	(void)look(1, mail, strlen(mail), &id);
	return id;
}

static bool are_one(const char *a, const char *b)
{
	const struct hash first = once(1, a, strlen(a)), second = once(1, b, strlen(b));

	return hash_equal(&first, &second);
}

static const struct {
	const char *a, *b;
	bool one;
} cases[] = {
	{ FIELDS "\r\nhello", FIELDS "\r\nhello", true },
	{ FIELDS "\r\nhello", FIELDS "\r\nhello ", false },
	/* what changes on the way */
	{ FIELDS "\r\nhello", RECEIVED FIELDS "\r\nhello", true },
	{ RECEIVED FIELDS "\r\nhello",
		"Received: from c\r\n\tby d\r\n" FIELDS "X-Spam: no\r\n\r\nhello", true },
	/* what does not */
	{ FIELDS "\r\nhello", "From: b@b.example\r\nMessage-ID: <1@b>\r\nDate: x\r\n\r\nhello",
		false },
	{ FIELDS "\r\nhello", "From: a@b.example\r\nMessage-ID: <2@b>\r\nDate: x\r\n\r\nhello",
		false },
	{ FIELDS "\r\nhello", "From: a@b.example\r\nMessage-ID: <1@b>\r\nDate: y\r\n\r\nhello",
		false },
	{ FIELDS "\r\nhello", FIELDS "Subject: other\r\n\r\nhello", false },
	{ FIELDS "Subject: a\r\n b\r\n\r\n", FIELDS "Subject: a\r\n c\r\n\r\n", false },
	{ "mEssage-id: 1\r\n\r\n", "mEssage-id: 2\r\n\r\n", false },
	{ FIELDS "Subject: a\r\n\r\n", FIELDS "Subject: a\r\nSubject: b\r\n\r\n", false },
	/* no fields at all, or no line ends that are some */
	{ "hello", "hello", true },
	{ "hello", "hallo", false },
	{ "Received: a\rFrom: a\r\rhello", "Received: b\rFrom: a\r\rhello", true },
	{ "Received: a\rFrom: a\r\rhello", "Received: a\rFrom: b\r\rhello", false },
	{ "Received: a\rFrom: a\r\rhello", "Received: a\rFrom: a\r\rhallo", false },
	{ "Received: a\nFrom: a\n\nhello", "Received: a\nFrom: a\n\nhallo", false },
	{ "X-A: a\r\nno field\r\n\r\nhello", "X-A: a\r\nanother\r\n\r\nhello", false },
	{ " folded before anything\r\n", " other before anything\r\n", false },
	{ "\r\nhello", "\r\nhallo", false },
	{ "", "", true },
	/* a field does not pass for a body */
	{ "From: a\r\nX: b\r\n", "X: b\r\n\r\nFrom: a\r\n", false },
};

static void the_same_is_known_and_another_is_another(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (are_one(cases[i].a, cases[i].b) != cases[i].one)
			fail_msg("case %zu", i);
}

static void it_is_another_at_another_address(void **state)
{
	const struct hash one = once(1, FIELDS, strlen(FIELDS)),
			  two = once(2, FIELDS, strlen(FIELDS));

	(void)state;
	assert_false(hash_equal(&one, &two));
}

/* In the header as in the body, the last byte of very many counts. */
static void a_large_one_is_read_to_its_end(void **state)
{
	static const char *const starts[] = { FIELDS "\r\n", FIELDS "X: ", "Subject: " };
	char *mail = arena_alloc(arena, LARGE);

	(void)state;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		struct hash one, two;

		memset(mail, 'a', LARGE);
		memcpy(mail, starts[i], strlen(starts[i]));
		one = once(1, mail, LARGE);
		mail[LARGE - 1] = 'b';
		two = once(1, mail, LARGE);
		assert_false(hash_equal(&one, &two));
	}
}

static void its_message_id_is_what_its_reader_will_find(void **state)
{
	static const struct {
		const char *mail, *id;
	} ids[] = {
		{ FIELDS "\r\nhello", "1@b" },
		{ RECEIVED "message-id:\r\n\t<2@b>\r\n\r\nhello", "2@b" },
		{ "Message-ID: 3@b\n\nhello", "3@b" },
		{ "Message-ID: <4@b>\rMessage-ID: <5@b>\r\rhello", "4@b" },
		{ "Message-ID: <a b>\r\n\r\n", NULL },
		{ "Message-ID:", NULL },
		{ "X-Message-ID: <6@b>\r\n\r\n", NULL },
		{ "From: a\r\n\r\nMessage-ID: <7@b>\r\n", NULL },
		{ " Message-ID: <8@b>\r\n\r\n", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		const char *id = id_of(ids[i].mail);

		if (!str_equal(id ? id : "none", ids[i].id ? ids[i].id : "none"))
			fail_msg("case %zu: %s", i, id ? id : "none");
	}
}

static void one_that_ends_too_soon_is_not_known(void **state)
{
	struct mail_arrival arrival = { .size = 10 };
	const char *id;
	struct hash hash;

	(void)state;
	arrival.fd = memfd_create("mail", MFD_CLOEXEC);
	assert_int_equal(write(arrival.fd, "From: a", 7), 7);
	assert_int_equal(mail_once(arena, &arrival, &hash, &id), E_BUSY);
	close(arrival.fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_is_known_and_another_is_another),
		cmocka_unit_test(it_is_another_at_another_address),
		cmocka_unit_test(a_large_one_is_read_to_its_end),
		cmocka_unit_test(its_message_id_is_what_its_reader_will_find),
		cmocka_unit_test(one_that_ends_too_soon_is_not_known),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
