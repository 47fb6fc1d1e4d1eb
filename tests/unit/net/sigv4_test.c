/* sigv4_test.c - signatures against examples that others computed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "net/sigv4.h"

/* The example of "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)". */
static const struct sigv4 example = {
	.access_key = "AKIAIOSFODNN7EXAMPLE",
	.secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
	.region = "us-east-1",
	.method = "GET",
	.host = "examplebucket.s3.amazonaws.com",
	.path = "/test.txt",
	.valid_s = 86400,
	.at = INT64_C(1369353600000), /* 2013-05-24T00:00:00Z */
};

static void the_example_of_the_specification_comes_out(void **state)
{
	(void)state;
	struct arena *arena = arena_make(1 << 20);

	assert_string_equal(sigv4_target(arena, &example),
		"/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
		"&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
		"&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
		"&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
	arena_free(arena);
}

static void path_and_parameters_are_encoded_once(void **state)
{
	(void)state;
	struct arena *arena = arena_make(1 << 20);
	const struct sigv4_param params[] = { { "a", "x y+/&=" }, { "b", "" }, { "c", "\xc3\xbc~" },
		{ NULL, NULL } };
	struct sigv4 what = example;
	const char *target;

	what.path = "/bucket/a b/100%\xc3\xbc~+";
	what.params = params;
	target = sigv4_target(arena, &what);
	assert_true(str_starts(target, "/bucket/a%20b/100%25%C3%BC~%2B?X-Amz-Algorithm="));
	assert_non_null(strstr(target,
		"&X-Amz-SignedHeaders=host&a=x%20y%2B%2F%26%3D&b=&c=%C3%BC~&X-Amz-Signature="));
	arena_free(arena);
}

static void headers_are_named_and_signed(void **state)
{
	(void)state;
	struct arena *arena = arena_make(1 << 20);
	const struct sigv4_param headers[] = { { "x-amz-a", "1" }, { "x-amz-b", "2 3" },
		{ NULL, NULL } };
	struct sigv4 what = example;

	what.headers = headers;
	assert_non_null(strstr(sigv4_target(arena, &what),
		"&X-Amz-SignedHeaders=host%3Bx-amz-a%3Bx-amz-b&X-Amz-Signature="
		"a8135e661d6dcc1b8f034fe8c1d2f30a673185cffedf29613d1a20fe402fad1f"));
	arena_free(arena);
}

static const char *signature(struct arena *arena, const struct sigv4 *what)
{
	return strstr(sigv4_target(arena, what), "&X-Amz-Signature=");
}

static void everything_is_signed(void **state)
{
	(void)state;
	struct arena *arena = arena_make(1 << 20);
	const struct sigv4_param params[] = { { "a", "1" }, { NULL, NULL } };
	struct sigv4 others[] = { example, example, example, example, example, example, example,
		example };

	others[0].secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEZ";
	others[1].region = "us-east-2";
	others[2].method = "HEAD";
	others[3].host = "examplebucket.s3.amazonaws.com:443";
	others[4].path = "/test.txu";
	others[5].params = params;
	others[6].valid_s++;
	others[7].at += 1000;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_string_not_equal(signature(arena, &example), signature(arena, &others[i]));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example_of_the_specification_comes_out),
		cmocka_unit_test(path_and_parameters_are_encoded_once),
		cmocka_unit_test(headers_are_named_and_signed),
		cmocka_unit_test(everything_is_signed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
