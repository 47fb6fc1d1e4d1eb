/* provider_test.c - what a provider publishes is believed only in the shape, and of the issuer, that it must have. */
#include "id/provider.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/json.h"
#include "sql/sign_in.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	conf_load_defaults();
	arena = arena_make(1 << 20);
	json_use(arena);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

#define ISSUER "\"issuer\":\"https://op.example/a\""
#define AUTHORIZATION ",\"authorization_endpoint\":\"https://op.example/auth\""
#define TOKEN ",\"token_endpoint\":\"https://op.example/token\""
#define KEYS ",\"jwks_uri\":\"https://keys.example/certs\""

static void discovery_must_be_of_the_issuer_and_whole(void **state)
{
	static const struct {
		const char *body;
		bool good;
	} rows[] = {
		{ "{" ISSUER AUTHORIZATION TOKEN KEYS "}", true },
		{ "{" ISSUER AUTHORIZATION TOKEN KEYS ",\"userinfo_endpoint\":5}", true },
		{ "{\"issuer\":\"https://op.example/a/\"" AUTHORIZATION TOKEN KEYS "}", false },
		{ "{\"issuer\":\"https://evil.example/a\"" AUTHORIZATION TOKEN KEYS "}", false },
		{ "{\"issuer\":null" AUTHORIZATION TOKEN KEYS "}", false },
		{ "{\"x\":1" AUTHORIZATION TOKEN KEYS "}", false },
		{ "{" ISSUER TOKEN KEYS "}", false },
		{ "{" ISSUER AUTHORIZATION KEYS "}", false },
		{ "{" ISSUER AUTHORIZATION TOKEN "}", false },
		{ "{" ISSUER AUTHORIZATION TOKEN ",\"jwks_uri\":\"http://op.example/certs\"}",
			false },
		{ "{" ISSUER AUTHORIZATION TOKEN ",\"jwks_uri\":\"file:///etc/passwd\"}", false },
		{ "{" ISSUER TOKEN KEYS ",\"authorization_endpoint\":\"javascript:alert(1)\"}",
			false },
		{ "{" ISSUER TOKEN KEYS
		  ",\"authorization_endpoint\":\"https://op.example/a\\r\\nx: y\"}",
			false },
		{ "{" ISSUER TOKEN KEYS ",\"authorization_endpoint\":\"https://op.example/a#b\"}",
			false },
		{ "{" ISSUER "," ISSUER AUTHORIZATION TOKEN KEYS "}", false },
		{ "[]", false },
		{ "<html>", false },
		{ "", false },
	};
	const struct provider provider = { .issuer = "https://op.example/a" };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (provider_discovery_is_good(&provider, rows[i].body) != rows[i].good)
			fail_msg("row %zu: %s", i, rows[i].body);
}

static void a_key_set_must_hold_a_key(void **state)
{
	static const struct {
		const char *body;
		bool good;
	} rows[] = {
		{ "{\"keys\":[{\"kty\":\"RSA\"}]}", true },
		{ "{\"keys\":[7,{\"kty\":\"EC\"}]}", true },
		{ "{\"keys\":[]}", false },
		{ "{\"keys\":{}}", false },
		{ "{\"keys\":[7]}", false },
		{ "{}", false },
		{ "[{\"kty\":\"RSA\"}]", false },
		{ "not json", false },
	};
	const struct provider provider = { .issuer = "https://op.example/a" };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (provider_keys_are_good(&provider, rows[i].body) != rows[i].good)
			fail_msg("row %zu: %s", i, rows[i].body);
}

static void the_answer_must_name_its_sender_where_the_provider_does(void **state)
{
	static const struct {
		int64_t require_iss;
		bool gives_iss;
		const char *iss;
		bool good;
	} rows[] = {
		{ -1, true, "https://op.example/a", true },
		{ -1, true, NULL, false },
		{ -1, true, "https://evil.example/a", false },
		{ -1, true, "https://op.example/a/", false },
		{ -1, false, NULL, true },
		{ -1, false, "https://evil.example/a", false },
		{ 0, true, NULL, true },
		{ 0, true, "https://evil.example/a", false },
		{ 1, false, NULL, false },
		{ 1, false, "https://op.example/a", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct provider provider = { .issuer = "https://op.example/a",
			.require_iss = rows[i].require_iss };
		const struct endpoints endpoints = { .gives_iss = rows[i].gives_iss };

		if (provider_is_answering(&provider, &endpoints, rows[i].iss) != rows[i].good)
			fail_msg("row %zu", i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			discovery_must_be_of_the_issuer_and_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(a_key_set_must_hold_a_key, setup, teardown),
		cmocka_unit_test_setup_teardown(
			the_answer_must_name_its_sender_where_the_provider_does, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
