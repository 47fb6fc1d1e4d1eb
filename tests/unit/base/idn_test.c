/* idn_test.c - domains in other scripts, and what only looks like one. */
#include "base/idn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

static void a_domain_is_what_dns_has_or_none(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "x.example", "x.example" },
		{ "_dmarc.X.example", "_dmarc.X.example" },
		{ "", "" },
		{ "m\xc3\xbcller.example", "xn--mller-kva.example" },
		{ "mu\xcc\x88ller.example", "xn--mller-kva.example" }, /* the same, in two pieces */
		{ "xn--mller-kva.example", "xn--mller-kva.example" },
		{ "\xe4\xbe\x8b\xe5\xad\x90.\xe5\xb9\xbf\xe5\x91\x8a", "xn--fsqu00a.xn--4rr70v" },
		{ "stra\xc3\x9f"
		  "e.example",
			"xn--strae-oqa.example" },              /* not "strasse" */
		{ "ex\xd0\xb0mple.org", "xn--exmple-4nf.org" }, /* a Cyrillic letter shows */
		{ "\xef\xbd\x87mail.example", NULL },           /* a wide g is no g */
		{ "M\xc3\x9cLLER.example", NULL },              /* a capital */
		{ "x\xe3\x80\x82"
		  "m\xc3\xbcller.example",
			NULL },                                /* a full stop that is no dot */
		{ "m\xc3\xbcl\xe2\x80\x8bler.example", NULL }, /* a space of no width */
		{ "m\xc3\xbcl\xe2\x80\xaeler.example", NULL }, /* right to left */
		{ "m\xc3\xbcl ler.example", NULL },
		{ "m\xc3.example", NULL },
		{ "\xff.example", NULL },
	};
	struct arena *arena = arena_make(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *out = idn_ascii(arena, rows[i].in);

		if (!rows[i].out) {
			if (out)
				fail_msg("%s is %s", rows[i].in, out);
			continue;
		}
		assert_non_null(out);
		assert_string_equal(out, rows[i].out);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_domain_is_what_dns_has_or_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
