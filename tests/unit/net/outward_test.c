/* outward_test.c - which addresses may be reached. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/conf.h"
#include "net/outward.h"

static const struct row {
	const char *networks; /* excepted */
	const char *address;
	bool is_allowed;
} rows[] = {
	/* public */
	{ "", "1.1.1.1", true },
	{ "", "8.8.8.8", true },
	{ "", "9.255.255.255", true },
	{ "", "11.0.0.0", true },
	{ "", "100.63.255.255", true },
	{ "", "100.128.0.0", true },
	{ "", "172.15.255.255", true },
	{ "", "172.32.0.0", true },
	{ "", "192.167.255.255", true },
	{ "", "192.169.0.0", true },
	{ "", "198.17.255.255", true },
	{ "", "198.20.0.0", true },
	{ "", "223.255.255.255", true },
	{ "", "2606:4700:4700::1111", true },
	{ "", "2a00:1450:4001::1", true },
	{ "", "2001:4860:4860::8888", true },
	/* not public */
	{ "", "0.0.0.0", false },
	{ "", "0.1.2.3", false },
	{ "", "10.0.0.1", false },
	{ "", "10.255.255.255", false },
	{ "", "100.64.0.1", false },
	{ "", "100.127.255.255", false },
	{ "", "127.0.0.1", false },
	{ "", "127.255.255.255", false },
	{ "", "169.254.169.254", false },
	{ "", "172.16.0.1", false },
	{ "", "172.31.255.255", false },
	{ "", "192.0.0.8", false },
	{ "", "192.0.2.1", false },
	{ "", "192.88.99.1", false },
	{ "", "192.168.1.1", false },
	{ "", "198.18.0.1", false },
	{ "", "198.19.255.255", false },
	{ "", "198.51.100.1", false },
	{ "", "203.0.113.1", false },
	{ "", "224.0.0.1", false },
	{ "", "239.255.255.255", false },
	{ "", "240.0.0.1", false },
	{ "", "255.255.255.255", false },
	{ "", "::", false },
	{ "", "::1", false },
	{ "", "::8.8.8.8", false }, /* the old compatible form */
	{ "", "100::1", false },
	{ "", "2001:2::1", false },
	{ "", "2001:10::1", false },
	{ "", "2001:20::1", false },
	{ "", "2001:db8::1", false },
	{ "", "3fff::1", false },
	{ "", "3fff:fff:ffff::1", false },
	{ "", "5f00::1", false },
	{ "", "fc00::1", false },
	{ "", "fd12:3456::1", false },
	{ "", "fe80::1", false },
	{ "", "fec0::1", false },
	{ "", "ff02::1", false },
	/* an address inside another */
	{ "", "::ffff:127.0.0.1", false },
	{ "", "::ffff:10.0.0.1", false },
	{ "", "::ffff:8.8.8.8", true },
	{ "", "64:ff9b::7f00:1", false },
	{ "", "64:ff9b::a9fe:a9fe", false },
	{ "", "64:ff9b::808:808", true },
	{ "", "64:ff9b:1::808:808", false }, /* for local use, RFC 8215 */
	{ "", "2002:7f00:1::1", false },
	{ "", "2002:a00:1::1", false },
	{ "", "2002:808:808::1", true },
	{ "", "2001:0:808:808::80ff:fffe", false }, /* Teredo: the client is 127.0.0.1 */
	{ "", "2001:0:7f00:1::f7f7:f7f7", false },  /* the server is */
	{ "", "2001:0:808:808::f7f7:f7f7", true },
	/* exceptions */
	{ "127.0.0.0/8", "127.0.0.1", true },
	{ "127.0.0.0/8", "::ffff:127.0.0.1", true },
	{ "127.0.0.0/8", "64:ff9b::7f00:1", true },
	{ "127.0.0.0/8", "::1", false },
	{ "127.0.0.0/8", "10.0.0.1", false },
	{ "::1", "::1", true },
	{ "::1", "::2", false },
	{ "10.1.2.3", "10.1.2.3", true },
	{ "10.1.2.3", "10.1.2.4", false },
	{ "fd00::/8, 10.20.0.0/14", "10.23.255.255", true },
	{ "fd00::/8, 10.20.0.0/14", "10.24.0.0", false },
	{ "fd00::/8 10.20.0.0/14", "fdff::1", true },
	{ "0.0.0.0/0", "169.254.1.1", true },
	{ "0.0.0.0/0", "::1", false },
	/* what cannot be read opens nothing */
	{ "127.0.0.0/", "127.0.0.1", false },
	{ "127.0.0.0/33", "127.0.0.1", false },
	{ "127.0.0.0/-1", "127.0.0.1", false },
	{ "127.0.0.0/8x", "127.0.0.1", false },
	{ "localhost", "127.0.0.1", false },
	{ "::ffff:127.0.0.0/999", "127.0.0.1", false },
	{ "1111111111111111111111111111111111111111111111111111111111111", "127.0.0.1", false },
	{ "nonsense 127.0.0.0/8", "127.0.0.1", true },
	{ " , ", "127.0.0.1", false },
};

static bool asked(const char *address)
{
	struct sockaddr_storage storage = { 0 };
	struct sockaddr_in *in = (struct sockaddr_in *)&storage;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&storage;

	if (inet_pton(AF_INET, address, &in->sin_addr) == 1) {
		storage.ss_family = AF_INET;
	} else {
		storage.ss_family = AF_INET6;
		assert_int_equal(inet_pton(AF_INET6, address, &in6->sin6_addr), 1);
	}
	return outward_allows((struct sockaddr *)&storage);
}

static void only_public_and_excepted_addresses_are_allowed(void **state)
{
	struct conf *settings = (struct conf *)conf();

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		settings->outward_networks = rows[i].networks;
		if (asked(rows[i].address) != rows[i].is_allowed)
			fail_msg("%s with \"%s\": should be %s", rows[i].address, rows[i].networks,
				rows[i].is_allowed ? "allowed" : "refused");
	}
}

static void a_unix_socket_is_no_network(void **state)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "/run/mysqld/mysqld.sock" };

	(void)state;
	((struct conf *)conf())->outward_networks = "0.0.0.0/0 ::/0";
	assert_false(outward_allows((struct sockaddr *)&un));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_public_and_excepted_addresses_are_allowed),
		cmocka_unit_test(a_unix_socket_is_no_network),
	};

	conf_load_defaults();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
