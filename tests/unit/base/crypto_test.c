/* crypto_test.c - known answers of the RFCs, and that nothing but the right key and purpose opens a secret. */
#include "base/crypto.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/conf.h"

static struct arena *arena;

/* Loads a configuration with this seal_key. */
static void use_key(const char *key)
{
	char path[] = "/tmp/lodge_key_XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	dprintf(fd, "seal_key = %s\n", key);
	close(fd);
	conf_load(path);
	unlink(path);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_make(16 << 20);
	use_key("000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void hashes_are_those_of_the_standards(void **state)
{
	static const char abc[] =
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	struct hash hash = hash_text("abc");
	struct hasher *hasher = hasher_make(arena);

	(void)state;
	assert_string_equal(hash_hex(arena, &hash), abc);
	hasher_add(hasher, "a", 1);
	hasher_add(hasher, "", 0);
	hasher_add(hasher, "bc", 2);
	hash = hasher_end(hasher);
	assert_string_equal(hash_hex(arena, &hash), abc);
	hash = hash_text("");
	assert_string_equal(hash_hex(arena, &hash),
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	/* RFC 4231, case 2 */
	hash = hash_hmac("Jefe", 4, "what do ya want for nothing?", 28);
	assert_string_equal(hash_hex(arena, &hash),
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void a_purpose_has_a_key_of_its_own(void **state)
{
	const struct hash hash = hash_keyed("a", "text");
	struct hash other = hash_keyed("a", "text");

	(void)state;
	assert_true(hash_equal(&hash, &other));
	other = hash_keyed("b", "text");
	assert_false(hash_equal(&hash, &other));
	other = hash_keyed("a", "texts");
	assert_false(hash_equal(&hash, &other));
	other = hash_keyed("at", "ext");
	assert_false(hash_equal(&hash, &other));
	other = hash_text("text");
	assert_false(hash_equal(&hash, &other));
}

static void only_the_same_is_equal(void **state)
{
	struct hash a = hash_text("a"), b = hash_text("b"), again = hash_text("a");

	(void)state;
	assert_true(hash_equal(&a, &again));
	assert_false(hash_equal(&a, &b));
	again.bytes[HASH_SIZE - 1] ^= 1;
	assert_false(hash_equal(&a, &again));
	assert_true(secret_equal("abc", "abc"));
	assert_true(secret_equal("", ""));
	assert_false(secret_equal("abc", "abd"));
	assert_false(secret_equal("abc", "ab"));
	assert_false(secret_equal(NULL, NULL));
	assert_false(secret_equal("", NULL));
}

static void tokens_are_long_plain_and_never_the_same(void **state)
{
	char *a = random_token(arena), *b = random_token(arena);
	uint8_t *bytes;
	size_t size;

	(void)state;
	assert_int_equal(strlen(a), 43);
	assert_string_not_equal(a, b);
	assert_int_equal(base64url_decode(arena, a, strlen(a), &bytes, &size), OK);
	assert_int_equal(size, TOKEN_BYTES);
}

static void base64url_reads_back_and_is_that_of_the_rfc(void **state)
{
	static const char *const plain[] = { "", "f", "fo", "foo", "foob", "fooba", "foobar",
		"\xfb\xff\xbf" };
	static const char *const coded[] = { "", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE",
		"Zm9vYmFy", "-_-_" };
	uint8_t *bytes;
	size_t size;

	(void)state;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		assert_string_equal(base64url(arena, plain[i], strlen(plain[i])), coded[i]);
		assert_int_equal(
			base64url_decode(arena, coded[i], strlen(coded[i]), &bytes, &size), OK);
		assert_int_equal(size, strlen(plain[i]));
		assert_memory_equal(bytes, plain[i], size);
	}
}

static void base64url_that_is_not_canonical_is_refused(void **state)
{
	static const char *const cases[] = { "Z", "Zh", "Zm9", "Zg=", "Zg==", "Zm9v=", "Zm+v",
		"Zm/v", " Zg", "Zg\n", "Zm9vY", "Z-9_!", "\xc3\xa9", "=", "====" };
	uint8_t *bytes;
	size_t size;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(base64url_decode(arena, cases[i], strlen(cases[i]), &bytes, &size),
			E_INVALID);
	assert_int_equal(base64url_decode(arena, "Z\0g", 3, &bytes, &size), E_INVALID);
}

static void base64_is_that_of_the_rfc(void **state)
{
	static const char *const plain[] = { "", "f", "fo", "foo", "foob", "\xfb\xff\xbf" };
	static const char *const coded[] = { "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "+/+/" };

	(void)state;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		assert_string_equal(base64(arena, plain[i], strlen(plain[i])), coded[i]);
}

static void base64_wants_its_padding(void **state)
{
	static const struct {
		const char *text, *plain;
	} cases[] = {
		{ "", "" },
		{ "Zg==", "f" },
		{ "Zm8=", "fo" },
		{ "Zm9v", "foo" },
		{ "+/+/", "\xfb\xff\xbf" },
		{ "YTpi", "a:b" },
		{ "Zg", NULL },
		{ "Zg=", NULL },
		{ "Zm8", NULL },
		{ "Zh==", NULL },
		{ "Zm9=", NULL },
		{ "Zg==Zg==", NULL },
		{ "Z===", NULL },
		{ "====", NULL },
		{ "Zm9v\n", NULL },
		{ "-_-_", NULL },
		{ "Zm9vZg==x", NULL },
	};
	uint8_t *bytes;
	size_t size;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum err e = base64_decode(arena, cases[i].text, &bytes, &size);

		assert_int_equal(e, cases[i].plain != NULL ? OK : E_INVALID);
		if (e != OK)
			continue;
		assert_int_equal(size, strlen(cases[i].plain));
		assert_memory_equal(bytes, cases[i].plain, size);
	}
}

static void a_sealed_secret_opens_for_its_purpose_only(void **state)
{
	static const char *const secrets[] = { "", "s",
		"a client secret \xc3\xa9 of some length, more than a block" };
	char *sealed, *opened;

	(void)state;
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		sealed = seal(arena, "provider.secret", secrets[i]);
		assert_null(strstr(sealed, "client"));
		assert_string_not_equal(sealed, seal(arena, "provider.secret", secrets[i]));
		assert_int_equal(seal_open(arena, "provider.secret", sealed, &opened), OK);
		assert_string_equal(opened, secrets[i]);
		assert_int_equal(seal_open(arena, "webhook.secret", sealed, &opened), E_INVALID);
	}
}

static void a_touched_secret_does_not_open(void **state)
{
	char *sealed = seal(arena, "p", "secret"), *opened;
	size_t size = strlen(sealed);

	(void)state;
	for (size_t i = 0; i < size; i++) {
		char *touched = arena_strdup(arena, sealed);

		touched[i] = touched[i] == 'A' ? 'B' : 'A';
		assert_int_equal(seal_open(arena, "p", touched, &opened), E_INVALID);
		assert_int_equal(
			seal_open(arena, "p", arena_strndup(arena, sealed, i), &opened), E_INVALID);
	}
	use_key("ff0102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F");
	assert_int_equal(seal_open(arena, "p", sealed, &opened), E_INVALID);
}

static void sealing_without_a_key_ends_the_program(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		close(STDERR_FILENO);
		conf_load_defaults();
		seal(arena, "p", "secret");
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 78);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_are_those_of_the_standards),
		cmocka_unit_test(a_purpose_has_a_key_of_its_own),
		cmocka_unit_test(only_the_same_is_equal),
		cmocka_unit_test(tokens_are_long_plain_and_never_the_same),
		cmocka_unit_test(base64url_reads_back_and_is_that_of_the_rfc),
		cmocka_unit_test(base64url_that_is_not_canonical_is_refused),
		cmocka_unit_test(base64_is_that_of_the_rfc),
		cmocka_unit_test(base64_wants_its_padding),
		cmocka_unit_test(a_sealed_secret_opens_for_its_purpose_only),
		cmocka_unit_test(a_touched_secret_does_not_open),
		cmocka_unit_test(sealing_without_a_key_ends_the_program),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
