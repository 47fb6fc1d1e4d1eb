/* cookie_test.c - which of a browser's cookies counts, and which is as good as none. */
#include "web/cookie.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <fcgiapp.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "web/answer.h"
#include "web/request.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_make(1 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const char *parse(const char *header, const char *name)
{
	size_t size = 999;
	const char *value = cookie_parse(header, name, &size);

	return value != NULL ? arena_strndup(arena, value, size) : NULL;
}

static void a_cookie_is_found_by_its_exact_name(void **state)
{
	static const struct {
		const char *header, *value;
	} cases[] = {
		{ "sid=abc", "abc" }, { "a=1; sid=abc; b=2", "abc" }, { "a=1;sid=abc", "abc" },
		{ "  \tsid=abc \t; b=2", "abc" }, { "sid=a=b", "a=b" }, { "sid=a b", "a b" },
		{ "sid=\"abc\"", "\"abc\"" }, { "", NULL }, { ";", NULL }, { "sid", NULL },
		{ "sid=", NULL }, { "sid= ", NULL }, { "Sid=abc", NULL }, { "xsid=abc", NULL },
		{ "sidx=abc", NULL }, { "x=sid=abc", NULL }, { "sid =abc", NULL },
		{ "a=\"; sid=abc\"",
			"abc\"" }, /* quotes do not join cookies (RFC 6265 section 5.2) */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *value = parse(cases[i].header, "sid");

		if (!str_equal(value, cases[i].value))
			fail_msg("%s gives %s", cases[i].header, value != NULL ? value : "nothing");
	}
}

static void two_of_one_name_are_none(void **state)
{
	static const char *const headers[] = { "sid=a; sid=b", "sid=a; sid=a",
		"sid=a; x=1; sid=", "sid=; sid=a", "sid=a;sid=b;sid=c" };

	(void)state;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		assert_null(parse(headers[i], "sid"));
}

static const char *long_header(size_t padding, size_t value_size)
{
	struct str str = str_make(arena);

	str_add(&str, "a=");
	for (size_t i = 0; i < padding; i++)
		str_add_char(&str, 'x');
	str_add(&str, "; sid=");
	for (size_t i = 0; i < value_size; i++)
		str_add_char(&str, 'v');
	return str.text;
}

static void limits_hold(void **state)
{
	(void)state;
	assert_non_null(parse(long_header(100, 200), "sid"));
	assert_null(parse(long_header(100, 201), "sid"));
	assert_non_null(parse(long_header(16 * 1024 - 9, 1), "sid"));
	assert_null(parse(long_header(16 * 1024 - 8, 1), "sid"));
}

static char *env_of(const char *cookies)
{
	return arena_format(arena, "HTTP_COOKIE=%s", cookies);
}

static void on_https_only_the_host_prefix_counts(void **state)
{
	static const struct {
		bool secure;
		const char *cookies, *value;
	} cases[] = {
		{ true, "__Host-lodge-session=good", "good" },
		{ true, "lodge-session=planted", NULL },
		{ true, "lodge-session=planted; __Host-lodge-session=good", "good" },
		{ true, "__host-lodge-session=planted", NULL },
		{ true, "__Host-lodge-login=other", NULL },
		{ false, "lodge-session=good", "good" },
		{ false, "__Host-lodge-session=good", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		FCGX_Request request = { .envp = (char *[]){ env_of(cases[i].cookies), NULL } };
		const struct rq rq = {
			.arena = arena, .stream = &request, .secure = cases[i].secure
		};

		if (!str_equal(cookie_read(&rq, COOKIE_SESSION), cases[i].value))
			fail_msg("%s", cases[i].cookies);
	}
}

static void a_cookie_is_written_for_this_host_and_no_script(void **state)
{
	struct answer answer = { 0 };
	struct rq rq = { .arena = arena, .answer = &answer, .secure = true };

	(void)state;
	cookie_write(&rq, COOKIE_SESSION, "v", 60);
	rq.secure = false;
	cookie_write(&rq, COOKIE_LOGIN, "", 0);
	assert_int_equal(answer.headers_n, 2);
	assert_string_equal(answer.headers[0].name, "Set-Cookie");
	assert_string_equal(answer.headers[0].value,
		"__Host-lodge-session=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
	assert_string_equal(
		answer.headers[1].value, "lodge-login=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cookie_is_found_by_its_exact_name),
		cmocka_unit_test(two_of_one_name_are_none),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(on_https_only_the_host_prefix_counts),
		cmocka_unit_test(a_cookie_is_written_for_this_host_and_no_script),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
