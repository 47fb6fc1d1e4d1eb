/* http_test.c - questions to a server that does everything wrong, and to addresses that are not for us. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "peer.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/str.h"
#include "net/http.h"

enum { BUDGET_MS = 400 };

static struct peer peer;
static struct arena *arena;

/* --- the server --- */

static void drip(int connection)
{
	peer_say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
	for (;;) {
		peer_say(connection, "x");
		usleep(20000);
	}
}

static void drip_in_the_head(int connection)
{
	peer_say(connection, "HTTP/1.1 200 OK\r\n");
	for (;;) {
		peer_say(connection, "X-Y: z\r\n");
		usleep(20000);
	}
}

static void huge(int connection, bool is_chunked)
{
	char kib[1025];

	memset(kib, 'x', 1024);
	kib[1024] = '\0';
	peer_say(connection,
		is_chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
			   : "HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n");
	for (int i = 0; i < 65536; i++) {
		if (is_chunked)
			peer_say(connection, "400\r\n");
		peer_say(connection, kib);
		if (is_chunked)
			peer_say(connection, "\r\n");
	}
}

/* What was asked, and from which port. */
static void echo(int connection, const char *head, size_t extra)
{
	struct sockaddr_in client;
	socklen_t size = sizeof client;
	char body[10000], rest[5000] = "";
	const char *start = strstr(head, "\r\n\r\n") + 4;

	memcpy(rest, start, extra);
	while ((long long)extra < peer_content_length(head)) {
		ssize_t n = read(connection, rest + extra, sizeof rest - 1 - extra);

		if (n <= 0)
			return;
		extra += (size_t)n;
	}
	getpeername(connection, (struct sockaddr *)&client, &size);
	snprintf(body, sizeof body, "port %d\n%.*s%s", ntohs(client.sin_port), (int)(start - head),
		head, rest);
	peer_answer(connection, "200 OK", "Content-Type: text/plain; charset=utf-8\r\n", body);
}

static void serve(int connection)
{
	char head[8192], path[64], limit[300 * 1024];
	size_t extra;

	while (peer_request(connection, head, sizeof head, &extra)) {
		sscanf(head, "%*s %63s", path);
		if (strcmp(path, "/echo") == 0)
			echo(connection, head, extra);
		else if (strcmp(path, "/hang") == 0)
			pause();
		else if (strcmp(path, "/drip") == 0)
			drip(connection);
		else if (strcmp(path, "/drip-head") == 0)
			drip_in_the_head(connection);
		else if (strcmp(path, "/reset") == 0)
			peer_reset(connection);
		else if (strcmp(path, "/huge") == 0 || strcmp(path, "/huge-chunked") == 0)
			huge(connection, path[5] != '\0');
		else if (strcmp(path, "/limit") == 0 || strcmp(path, "/limit+1") == 0) {
			size_t size = 256 * 1024 + (path[6] == '+');

			memset(limit, 'x', size);
			limit[size] = '\0';
			peer_answer(connection, "200 OK", "", limit);
		} else if (strcmp(path, "/short") == 0) {
			peer_say(connection,
				"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":");
			return;
		} else if (strcmp(path, "/empty") == 0)
			return;
		else if (strcmp(path, "/garbage") == 0) {
			peer_say(connection, "<html>hello</html>\n\n");
			return;
		} else if (strcmp(path, "/redirect") == 0)
			peer_answer(connection, "302 Found", "Location: /echo\r\n", "");
		else if (strcmp(path, "/file") == 0)
			peer_answer(
				connection, "302 Found", "Location: file:///etc/passwd\r\n", "");
		else
			peer_answer(
				connection, "500 Oh", "Content-Type: text/html\r\n", "<h1>Oh</h1>");
	}
}

static struct http_ask ask_for(const char *path)
{
	return (struct http_ask){
		.method = "GET",
		.url = arena_format(arena, "%s%s", peer.origin, path),
		.timeout_ms = BUDGET_MS,
	};
}

static int setup(void **state)
{
	struct conf *settings = (struct conf *)conf();

	(void)state;
	settings->outward_networks = "127.0.0.0/8";
	settings->outward_plain_http = true;
	arena = arena_make(32 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* --- the tests --- */

static void an_answer_is_handed_over_whatever_its_status(void **state)
{
	static const struct {
		const char *path;
		int status;
		const char *body;
	} rows[] = {
		{ "/oh", 500, "<h1>Oh</h1>" },
		{ "/redirect", 302, "" },
		{ "/file", 302, "" },
	};
	struct http_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct http_ask ask = ask_for(rows[i].path);

		assert_int_equal(http_ask(arena, &ask, &answer), OK);
		assert_int_equal(answer.status, rows[i].status);
		assert_string_equal(answer.body, rows[i].body);
		assert_int_equal(answer.size, strlen(rows[i].body));
	}
	assert_string_equal(answer.content_type, "");
}

static void a_question_says_what_it_was_given(void **state)
{
	struct http_ask ask = ask_for("/echo");
	struct http_answer answer;

	(void)state;
	ask.method = "POST";
	ask.body = "grant_type=authorization_code&code=x";
	ask.content_type = "application/x-www-form-urlencoded";
	ask.user = "portal";
	ask.password = "portal:secret";
	assert_int_equal(http_ask(arena, &ask, &answer), OK);
	assert_string_equal(answer.content_type, "text/plain; charset=utf-8");
	assert_non_null(strstr(answer.body, "POST /echo HTTP/1.1\r\n"));
	assert_non_null(
		strstr(answer.body, "Authorization: Basic cG9ydGFsOnBvcnRhbDpzZWNyZXQ=\r\n"));
	assert_non_null(strstr(answer.body, "Content-Type: application/x-www-form-urlencoded\r\n"));
	assert_true(str_ends(answer.body, "\r\n\r\ngrant_type=authorization_code&code=x"));
	assert_null(strstr(answer.body, "Expect:"));
	ask = ask_for("/echo");
	ask.bearer = "t0ken";
	assert_int_equal(http_ask(arena, &ask, &answer), OK);
	assert_non_null(strstr(answer.body, "GET /echo HTTP/1.1\r\n"));
	assert_non_null(strstr(answer.body, "Authorization: Bearer t0ken\r\n"));
	assert_null(strstr(answer.body, "Basic"));
}

static int port_of(const struct http_answer *answer)
{
	return (int)strtol(answer->body + strlen("port "), NULL, 10);
}

static void a_connection_is_kept_but_not_over_a_fork(void **state)
{
	struct http_ask ask = ask_for("/echo");
	struct http_answer first, second, third;
	int status;
	pid_t child;

	(void)state;
	assert_int_equal(http_ask(arena, &ask, &first), OK);
	assert_int_equal(http_ask(arena, &ask, &second), OK);
	assert_int_equal(port_of(&first), port_of(&second));
	child = fork();
	if (child == 0)
		_exit(http_ask(arena, &ask, &third) == OK && port_of(&third) != port_of(&first)
				? 0
				: 1);
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	assert_int_equal(http_ask(arena, &ask, &third), OK);
	assert_int_equal(port_of(&first), port_of(&third));
}

static void a_bad_server_costs_no_more_than_the_budget(void **state)
{
	static const char *const paths[] = {
		"/hang",
		"/drip",
		"/drip-head",
		"/reset",
		"/huge",
		"/huge-chunked",
		"/limit+1",
		"/short",
		"/empty",
		"/garbage",
	};

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct http_ask ask = ask_for(paths[i]);
		int64_t start = clock_monotonic_ms();
		struct http_answer answer;

		if (http_ask(arena, &ask, &answer) != E_UPSTREAM)
			fail_msg("%s was taken for an answer", paths[i]);
		if (clock_monotonic_ms() - start > 2 * BUDGET_MS)
			fail_msg("%s took %lld ms", paths[i],
				(long long)(clock_monotonic_ms() - start));
	}
}

static void a_server_that_is_stopped_or_gone_is_no_answer(void **state)
{
	struct peer other = peer_start(serve);
	struct http_ask ask = ask_for("");
	struct http_answer answer;
	int64_t start = clock_monotonic_ms();

	(void)state;
	ask.url = arena_format(arena, "%s/echo", other.origin);
	peer_signal(&other, SIGSTOP);
	assert_int_equal(http_ask(arena, &ask, &answer), E_UPSTREAM);
	peer_stop(&other);
	assert_int_equal(http_ask(arena, &ask, &answer), E_UPSTREAM);
	assert_in_range(clock_monotonic_ms() - start, 0, 3 * BUDGET_MS);
}

static void an_answer_of_the_limit_is_taken(void **state)
{
	struct http_ask ask = ask_for("/limit");
	struct http_answer answer;

	(void)state;
	ask.timeout_ms = 5000;
	assert_int_equal(http_ask(arena, &ask, &answer), OK);
	assert_int_equal(answer.size, 256 * 1024);
	ask.answer_size_max = 1000;
	assert_int_equal(http_ask(arena, &ask, &answer), E_UPSTREAM);
	ask.answer_size_max = 300 * 1024;
	ask.url = arena_format(arena, "%s/limit+1", peer.origin);
	assert_int_equal(http_ask(arena, &ask, &answer), OK);
}

static void proxies_of_the_environment_are_ignored(void **state)
{
	static const char *const names[] = { "http_proxy", "https_proxy", "HTTPS_PROXY",
		"all_proxy", "ALL_PROXY" };
	struct http_ask ask = ask_for("/echo");
	struct http_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		setenv(names[i], "http://127.0.0.1:1", 1);
	assert_int_equal(http_ask(arena, &ask, &answer), OK);
	assert_non_null(strstr(answer.body, "GET /echo HTTP/1.1"));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unsetenv(names[i]);
}

static void addresses_that_are_not_for_us_are_denied(void **state)
{
	/* %d is the port of a server that would answer */
	static const struct {
		const char *networks;
		bool plain_http;
		const char *url;
	} rows[] = {
		{ "", true, "http://127.0.0.1:%d/echo" },
		{ "", true, "http://localhost:%d/echo" },
		{ "", true, "http://op.localhost:%d/echo" },
		{ "", true, "http://127.1:%d/echo" },
		{ "", true, "http://2130706433:%d/echo" },
		{ "", true, "http://0x7f.1:%d/echo" },
		{ "", true, "http://0177.0.0.1:%d/echo" },
		{ "", true, "http://[::1]:%d/echo" },
		{ "", true, "http://[::ffff:127.0.0.1]:%d/echo" },
		{ "", true, "http://[64:ff9b::7f00:1]:%d/echo" },
		{ "", true, "http://0.0.0.0:%d/echo" },
		{ "", true, "http://169.254.169.254:%d/latest/meta-data" },
		{ "", true, "https://127.0.0.1:%d/echo" },
		{ "10.0.0.0/8", true, "http://127.0.0.1:%d/echo" },
		{ "127.0.0.0/8", true,
			"http://8.8.8.8:%d/plain" }, /* plain http goes to excepted networks only */
		{ "127.0.0.0/8", true, "HTTP://8.8.8.8:%d/plain" },
		{ "127.0.0.0/8", false, "http://127.0.0.1:%d/echo" },
		{ "127.0.0.0/8", true, "ftp://127.0.0.1:%d/echo" },
		{ "127.0.0.0/8", true, "gopher://127.0.0.1:%d/echo" },
		{ "127.0.0.0/8", true, "telnet://127.0.0.1:%d/" },
		{ "127.0.0.0/8", true, "file:///etc/passwd?%d" },
		{ "127.0.0.0/8", true, "http://user:word@127.0.0.1:%d/echo" },
		{ "127.0.0.0/8", true, "http://:%d/" },
		{ "127.0.0.0/8", true, "" },
	};
	struct conf *settings = (struct conf *)conf();
	char url[128];
	int status;
	pid_t child;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct http_ask ask = { .method = "GET", .url = url, .timeout_ms = BUDGET_MS };
		struct http_answer answer;
		const char *at = strstr(rows[i].url, "%d");

		snprintf(url, sizeof url, "%.*s%d%s", at != NULL ? (int)(at - rows[i].url) : 0,
			rows[i].url, peer.port, at != NULL ? at + 2 : "");
		if (rows[i].url[0] == '\0')
			url[0] = '\0';
		settings->outward_networks = rows[i].networks;
		settings->outward_plain_http = rows[i].plain_http;
		/* In a child, which has no connection from before. */
		child = fork();
		if (child == 0)
			_exit((int)http_ask(arena, &ask, &answer));
		waitpid(child, &status, 0);
		if (!WIFEXITED(status) || WEXITSTATUS(status) != E_DENIED)
			fail_msg("%s with \"%s\" was not denied", url, rows[i].networks);
	}
}

static void names_below_localhost_are_this_machine(void **state)
{
	struct http_ask ask = ask_for("");
	struct http_answer answer;

	(void)state;
	((struct conf *)conf())->outward_networks = "127.0.0.0/8 ::1";
	ask.url = arena_format(arena, "http://op.copernicus.localhost:%d/echo", peer.port);
	assert_int_equal(http_ask(arena, &ask, &answer), OK);
	assert_non_null(strstr(answer.body, "Host: op.copernicus.localhost:"));
}

static void a_header_cannot_be_broken_out_of(void **state)
{
	struct http_ask ask = ask_for("/echo");
	struct http_answer answer;

	(void)state;
	ask.bearer = "x\r\nX-Evil: 1";
	assert_int_equal(http_ask(arena, &ask, &answer), E_DENIED);
	ask = ask_for("/echo");
	ask.body = "";
	ask.content_type = "text/plain\nX-Evil: 1";
	assert_int_equal(http_ask(arena, &ask, &answer), E_DENIED);
}

/* A certificate that nobody vouches for. */
static void serve_tls(int connection)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = X509_new();
	SSL *ssl = SSL_new(context);
	char request[1024];

	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
		(const unsigned char *)"localhost", -1, -1, 0);
	X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
	X509_set_pubkey(certificate, key);
	X509_sign(certificate, key, EVP_sha256());
	SSL_use_certificate(ssl, certificate);
	SSL_use_PrivateKey(ssl, key);
	SSL_set_fd(ssl, connection);
	if (SSL_accept(ssl) == 1 && SSL_read(ssl, request, sizeof request) > 0)
		SSL_write(ssl, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 40);
	SSL_shutdown(ssl);
}

static void a_certificate_that_nobody_vouches_for_is_refused(void **state)
{
	struct peer other = peer_start(serve_tls);
	struct http_ask ask = ask_for("");
	struct http_answer answer;

	(void)state;
	ask.timeout_ms = 5000;
	ask.url = arena_format(arena, "https://localhost:%d/", other.port);
	assert_int_equal(http_ask(arena, &ask, &answer), E_UPSTREAM);
	peer_stop(&other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_answer_is_handed_over_whatever_its_status),
		TEST(a_question_says_what_it_was_given),
		TEST(a_connection_is_kept_but_not_over_a_fork),
		TEST(a_bad_server_costs_no_more_than_the_budget),
		TEST(a_server_that_is_stopped_or_gone_is_no_answer),
		TEST(an_answer_of_the_limit_is_taken),
		TEST(proxies_of_the_environment_are_ignored),
		TEST(addresses_that_are_not_for_us_are_denied),
		TEST(names_below_localhost_are_this_machine),
		TEST(a_header_cannot_be_broken_out_of),
		TEST(a_certificate_that_nobody_vouches_for_is_refused),
	};
	int failed;

	conf_load_defaults();
	peer = peer_start(serve);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	peer_stop(&peer);
	return failed;
}
