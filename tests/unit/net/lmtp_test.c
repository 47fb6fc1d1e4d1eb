/* lmtp_test.c - sessions with a door that knows a few addresses: what a client says is on the left, what it hears on the right. The door
 * runs in a thread of its own. */
#include "net/lmtp.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

enum {
	MEMORY_MAX = 1 << 20,
	MAIL_SIZE_MAX = 200000,
	HEARD_MAX = 16384,
	IDLE_MS = 20000,
	SHORT_MS = 100
};

#define HELLO "LHLO me\r\n"
#define HELLO_HEARD \
	"250-lodge\n250-PIPELINING\n250-ENHANCEDSTATUSCODES\n250-8BITMIME\n250-SMTPUTF8\n250 SIZE 200000\n"
#define TO(name) "RCPT TO:<" name "@x.example>\r\n"
#define ONE "MAIL FROM:<a@b.example>\r\n" TO("good")

static struct {
	struct lmtp_door door;
	pthread_t thread;
	struct arena *arena;
	int client, server, stop[2];
	int taken; /* mails */
	char from[400], to[400], mail[MAIL_SIZE_MAX + 1];
	int64_t size;
} test;

static enum err knows(void *context, const char *address)
{
	(void)context;
	return str_starts(address, "unknown") ? E_MISSING
		: str_starts(address, "off")  ? E_DENIED
		: str_starts(address, "away") ? E_BUSY
					      : OK;
}

static void takes(void *context, const struct lmtp_mail *mail)
{
	(void)context;
	test.taken++;
	test.size = mail->size;
	assert_int_equal(pread(mail->fd, test.mail, sizeof(test.mail), 0), mail->size);
	test.mail[mail->size] = '\0';
	snprintf(test.from, sizeof(test.from), "%s", mail->from);
	test.to[0] = '\0';
	for (int i = 0; i < mail->n; i++) {
		struct lmtp_recipient *recipient = &mail->recipients[i];
		const size_t at = strlen(test.to);

		snprintf(test.to + at, sizeof(test.to) - at, "%s ", recipient->address);
		recipient->result = str_starts(recipient->address, "gone") ? E_MISSING
			: str_starts(recipient->address, "full")           ? E_TOO_LARGE
			: str_starts(recipient->address, "later")          ? E_BUSY
									   : OK;
	}
}

static void *serve(void *context)
{
	(void)context;
	lmtp_session(test.arena, test.server, &test.door);
	shutdown(test.server, SHUT_RDWR);
	return NULL;
}

static int setup(void **state)
{
	int pair[2];

	(void)state;
	memset(&test, 0, sizeof(test));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 || pipe(test.stop) != 0)
		return -1;
	test.client = pair[0];
	test.server = pair[1];
	fcntl(test.server, F_SETFL, O_NONBLOCK);
	test.arena = arena_make(MEMORY_MAX);
	test.door = (struct lmtp_door){ .size_max = MAIL_SIZE_MAX,
		.idle_ms = IDLE_MS,
		.spool_fd = memfd_create("spool", 0),
		.stop_fd = test.stop[0],
		.knows = knows,
		.takes = takes };
	return 0;
}

static void start(void)
{
	assert_int_equal(pthread_create(&test.thread, NULL, serve, NULL), 0);
}

static int teardown(void **state)
{
	(void)state;
	shutdown(test.client, SHUT_RDWR);
	pthread_join(test.thread, NULL);
	arena_free(test.arena);
	close(test.client);
	close(test.server);
	close(test.stop[0]);
	close(test.stop[1]);
	close(test.door.spool_fd);
	return 0;
}

static void say(const char *text, size_t size)
{
	while (size > 0) {
		ssize_t n = send(test.client, text, size, MSG_NOSIGNAL);

		assert_true(n > 0);
		text += n;
		size -= (size_t)n;
	}
}

/* So many bytes as are expected, line ends as LF; then nothing but what is expected. */
static void hear(const char *expected)
{
	char heard[HEARD_MAX] = "";
	size_t size = 0;

	while (size < strlen(expected)) {
		char c;
		ssize_t n = recv(test.client, &c, 1, 0);

		if (n <= 0)
			break;
		if (c != '\r')
			heard[size++] = c;
	}
	assert_string_equal(heard, expected);
}

static void ask(const char *text, const char *expected)
{
	say(text, strlen(text));
	hear(expected);
}

static void hear_end(void)
{
	char c;

	assert_true(recv(test.client, &c, 1, 0) <= 0);
}

/* Begins a session and says hello. */
static void begin(void)
{
	start();
	hear("220 lodge LMTP\n");
	ask(HELLO, HELLO_HEARD);
}

static const char yes[] = "250 2.1.0 yes\n250 2.1.5 yes\n354 go on\n";

static void a_mail_is_taken_as_it_is(void **state)
{
	(void)state;
	begin();
	ask(ONE "DATA\r\n", yes);
	ask("Subject: x\r\n\r\n..\r\nend\n.\nof \xff\r\n.\r\n", "250 2.0.0 kept\n");
	assert_string_equal(test.mail, "Subject: x\r\n\r\n.\r\nend\n.\nof \xff\r\n");
	assert_string_equal(test.from, "a@b.example");
	assert_string_equal(test.to, "good@x.example ");
	ask("QUIT\r\n", "221 2.0.0 bye\n");
	hear_end();
	assert_int_equal(test.taken, 1);
}

static void each_recipient_hears_of_itself_in_order(void **state)
{
	(void)state;
	begin();
	ask("MAIL FROM:<>\r\n" TO("good") TO("unknown") TO("gone") TO("off") TO("full") TO("away")
			TO("later") TO("better") "DATA\r\n",
		"250 2.1.0 yes\n250 2.1.5 yes\n550 5.1.1 nobody here has this address\n250 2.1.5 yes\n"
		"550 5.2.1 this address takes no mail\n250 2.1.5 yes\n451 4.3.0 it cannot be kept now; come again\n"
		"250 2.1.5 yes\n250 2.1.5 yes\n354 go on\n");
	ask("x\r\n.\r\n",
		"250 2.0.0 kept\n550 5.1.1 nobody here has this address\n552 5.3.4 this is larger than a mail may be here\n"
		"451 4.3.0 it cannot be kept now; come again\n250 2.0.0 kept\n");
	assert_string_equal(test.to,
		"good@x.example gone@x.example full@x.example later@x.example better@x.example ");
}

static void mails_come_one_after_the_other(void **state)
{
	(void)state;
	begin();
	for (int i = 0; i < 50; i++) {
		ask(ONE "DATA\r\n", yes);
		ask(i % 2 ? ".\r\n" : "a longer one\r\n.\r\n", "250 2.0.0 kept\n");
		assert_int_equal(test.size, i % 2 ? 0 : 14);
	}
	ask(ONE "RSET\r\nDATA\r\n",
		"250 2.1.0 yes\n250 2.1.5 yes\n250 2.0.0 forgotten\n503 5.5.1 RCPT comes first\n");
	assert_int_equal(test.taken, 50);
}

static const struct {
	const char *said, *heard;
} commands[] = {
	{ "EHLO me\r\n", "500 5.5.1 this is no command here\n" },
	{ "LHLO \r\n", "501 5.5.4 LHLO says who is there\n" },
	{ "lhlo me\r\n", HELLO_HEARD },
	{ "NOOP anything\r\n", "250 2.0.0 yes\n" },
	{ "VRFY support\r\n", "500 5.5.1 this is no command here\n" },
	{ "BDAT 10\r\n", "500 5.5.1 this is no command here\n" },
	{ "DATA x\r\n", "500 5.5.1 this is no command here\n" },
	{ "DATA\r\n", "503 5.5.1 RCPT comes first\n" },
	{ TO("good"), "503 5.5.1 MAIL comes first\n" },
	{ "\r\n", "500 5.5.1 this is no command here\n" },
	{ "NOOP\nNOOP\r\n", "500 5.5.1 this is no command here\n" },
	{ "NOOP\rNOOP\r\n", "500 5.5.1 this is no command here\n" },
	{ "MAIL FROM:<a@b.example>\n" TO("good"), "500 5.5.1 this is no command here\n" },
	{ "MAIL FROM:<a@b.example> SIZE=200001\r\n",
		"552 5.3.4 this is larger than a mail may be here\n" },
	{ "MAIL FROM:<a@b.example>\r\nMAIL FROM:<c@b.example>\r\nDATA\r\n",
		"250 2.1.0 yes\n503 5.5.1 one mail after the other\n503 5.5.1 RCPT comes first\n" },
	{ "RSET\r\n", "250 2.0.0 forgotten\n" },
	{ "MAIL FROM:<a@b.example>\r\n" TO("unknown") "DATA\r\n",
		"250 2.1.0 yes\n550 5.1.1 nobody here has this address\n503 5.5.1 RCPT comes first\n" },
	{ "RSET\r\n", "250 2.0.0 forgotten\n" },
	{ ONE HELLO "DATA\r\n",
		"250 2.1.0 yes\n250 2.1.5 yes\n" HELLO_HEARD "503 5.5.1 RCPT comes first\n" },
	{ "MAIL FROM:<m\xc3\xbcller@b.example>\r\n",
		"553 5.6.7 an address like this needs SMTPUTF8\n" },
	{ "MAIL FROM:<a@b.example> SMTPUTF8\r\nRCPT TO:<m\xc3\xbcller@b.example>\r\n",
		"250 2.1.0 yes\n250 2.1.5 yes\n" },
};

static void what_is_out_of_order_is_refused(void **state)
{
	(void)state;
	begin();
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		ask(commands[i].said, commands[i].heard);
	assert_int_equal(test.taken, 0);
}

static void nothing_goes_without_a_hello(void **state)
{
	(void)state;
	start();
	ask(ONE, "220 lodge LMTP\n503 5.5.1 LHLO comes first\n503 5.5.1 MAIL comes first\n");
}

static void a_nul_makes_no_command_of_the_start(void **state)
{
	static const char nul[] = "RCPT TO:<good@x.example>\0.evil.example>\r\n";

	(void)state;
	begin();
	ask("MAIL FROM:<a@b.example>\r\n", "250 2.1.0 yes\n");
	say(nul, sizeof(nul) - 1);
	hear("500 5.5.1 this is no command here\n");
}

static void a_line_without_end_ends_the_session(void **state)
{
	char line[8192];

	(void)state;
	begin();
	memset(line, 'a', sizeof(line));
	say(line, 2048);
	hear("500 5.5.6 this line is too long\n");
	hear_end();
}

static void who_makes_mistakes_for_ever_is_left(void **state)
{
	(void)state;
	begin();
	for (int i = 0; i < 20; i++)
		ask("X\r\n", "500 5.5.1 this is no command here\n");
	ask("X\r\n", "500 5.5.1 this is no command here\n421 4.7.0 too many mistakes\n");
	hear_end();
}

static void who_says_much_and_sends_nothing_is_left(void **state)
{
	(void)state;
	begin();
	for (int i = 1; i < 500; i++)
		ask("NOOP\r\n", "250 2.0.0 yes\n");
	ask("NOOP\r\n", "421 4.7.0 too many commands for no mail\n");
	hear_end();
}

static void there_are_only_so_many_recipients(void **state)
{
	(void)state;
	begin();
	ask("MAIL FROM:<a@b.example>\r\n", "250 2.1.0 yes\n");
	for (int i = 0; i < LMTP_RECIPIENTS_MAX; i++)
		ask(TO("good"), "250 2.1.5 yes\n");
	ask(TO("good"), "452 4.5.3 the others in another mail\n");
	ask("DATA\r\n", "354 go on\n");
	say(".\r\n", 3);
	for (int i = 0; i < LMTP_RECIPIENTS_MAX; i++)
		hear("250 2.0.0 kept\n");
	ask(ONE, "250 2.1.0 yes\n250 2.1.5 yes\n");
}

/* Whoever does not wait for 354 hopes that the mail is read as commands, or the other way round. */
static void who_does_not_wait_for_the_word_is_left(void **state)
{
	(void)state;
	begin();
	ask(ONE "DATA\r\nx\r\n.\r\n",
		"250 2.1.0 yes\n250 2.1.5 yes\n503 5.5.0 what follows DATA waits for its answer\n");
	hear_end();
	assert_int_equal(test.taken, 0);
}

static void one_that_is_larger_than_it_said_is_refused_at_its_end(void **state)
{
	static char large[MAIL_SIZE_MAX + 4];

	(void)state;
	memset(large, 'a', sizeof(large));
	memcpy(large + MAIL_SIZE_MAX - 1, "\r\n.\r\n", 5);
	begin();
	ask("MAIL FROM:<a@b.example> SIZE=1\r\n" TO("good") TO("better") "DATA\r\n",
		"250 2.1.0 yes\n250 2.1.5 yes\n250 2.1.5 yes\n354 go on\n");
	say(large, MAIL_SIZE_MAX + 4);
	hear("552 5.3.4 this is larger than a mail may be here\n552 5.3.4 this is larger than a mail may be here\n");
	assert_int_equal(test.taken, 0);
	ask(ONE "DATA\r\n", yes);
	say(large + 1, MAIL_SIZE_MAX + 3);
	hear("250 2.0.0 kept\n");
	assert_int_equal(test.size, MAIL_SIZE_MAX);
}

static void one_that_cannot_be_written_down_comes_again(void **state)
{
	(void)state;
	close(test.door.spool_fd);
	test.door.spool_fd = open("/dev/full", O_RDWR | O_CLOEXEC);
	begin();
	ask(ONE "DATA\r\n", yes);
	ask("x\r\n.\r\n", "451 4.3.0 it cannot be kept now; come again\n");
	assert_int_equal(test.taken, 0);
	ask("NOOP\r\n", "250 2.0.0 yes\n");
}

static void half_a_mail_is_none(void **state)
{
	(void)state;
	begin();
	ask(ONE "DATA\r\n", yes);
	say("x\r\n.\r", 5);
	shutdown(test.client, SHUT_WR);
	hear_end();
	assert_int_equal(test.taken, 0);
}

static void the_end_of_the_door_waits_for_the_end_of_a_mail(void **state)
{
	(void)state;
	begin();
	ask(ONE "DATA\r\n", yes);
	assert_int_equal(write(test.stop[1], "x", 1), 1);
	ask("x\r\n.\r\n", "250 2.0.0 kept\n421 4.3.2 ending; come again\n");
	hear_end();
	assert_int_equal(test.taken, 1);
}

static void who_says_nothing_is_left(void **state)
{
	(void)state;
	test.door.idle_ms = SHORT_MS;
	begin();
	hear("421 4.4.2 this takes too long\n");
	hear_end();
}

/* A command has one time for all of it. */
static void who_drips_is_left(void **state)
{
	char heard[8];
	ssize_t n;

	(void)state;
	test.door.idle_ms = SHORT_MS;
	begin();
	while ((n = recv(test.client, heard, 3, MSG_DONTWAIT)) < 0) {
		send(test.client, "N", 1, MSG_NOSIGNAL);
		usleep(SHORT_MS * 1000 / 5);
	}
	assert_int_equal(n, 3);
	assert_memory_equal(heard, "421", 3);
}

static void who_drips_a_mail_is_left(void **state)
{
	char heard[8];
	ssize_t n;

	(void)state;
	test.door.idle_ms = SHORT_MS;
	begin();
	ask(ONE "DATA\r\n", yes);
	while ((n = recv(test.client, heard, 3, MSG_DONTWAIT)) < 0) {
		send(test.client, "N", 1, MSG_NOSIGNAL);
		usleep(SHORT_MS * 1000 / 5);
	}
	assert_int_equal(n, 3);
	assert_memory_equal(heard, "421", 3);
	assert_int_equal(test.taken, 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_mail_is_taken_as_it_is),
		CASE(each_recipient_hears_of_itself_in_order),
		CASE(mails_come_one_after_the_other),
		CASE(what_is_out_of_order_is_refused),
		CASE(nothing_goes_without_a_hello),
		CASE(a_nul_makes_no_command_of_the_start),
		CASE(a_line_without_end_ends_the_session),
		CASE(who_makes_mistakes_for_ever_is_left),
		CASE(who_says_much_and_sends_nothing_is_left),
		CASE(there_are_only_so_many_recipients),
		CASE(who_does_not_wait_for_the_word_is_left),
		CASE(one_that_is_larger_than_it_said_is_refused_at_its_end),
		CASE(one_that_cannot_be_written_down_comes_again),
		CASE(half_a_mail_is_none),
		CASE(the_end_of_the_door_waits_for_the_end_of_a_mail),
		CASE(who_says_nothing_is_left),
		CASE(who_drips_is_left),
		CASE(who_drips_a_mail_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
