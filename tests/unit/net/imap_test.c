/* imap_test.c - a mailbox on a server that says what it likes: what is asked of it, and what is made of its answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/mman.h>

#include "peer.h"
#include "base/arena.h"
#include "base/conf.h"
#include "base/str.h"
#include "net/imap.h"

enum { HEARD_SIZE = 64 * 1024, SIZE_MAX_TAKEN = 1000 };

/* --- the server ------------------------------------------------------------------------------------------- */

/* What it says to a command that begins so, before its tagged OK; a line that begins with "A" is the tagged answer itself, with "?" for
 * the tag. The same command again has the next answer of the same name, up to the last one. */
static const struct answer {
	const char *command, *text;
} * script;
static const char *greeting = "* OK [CAPABILITY IMAP4rev1] ready\r\n";
static const char *capability = "IMAP4rev1 AUTH=PLAIN MOVE UIDPLUS";
static char *heard;             /* every command without its tag, shared with the server */
static int *connections, *seen; /* shared, too: how often each row of the script was asked for */

static const struct answer usual[] = {
	{ "SELECT", "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n" },
	{ "FETCH", "* 1 FETCH (UID 11 RFC822.SIZE 100)\r\n* 2 FETCH (UID 12 RFC822.SIZE 200)\r\n" },
	{ "UID FETCH", "* 1 FETCH (UID 11 BODY[] {5}\r\nhello)\r\n" },
	{ "STATUS", "* STATUS \"Quarantine\" (MESSAGES 3)\r\n" },
	{ 0 },
};

static void hear(const char *line)
{
	size_t size = strlen(heard);

	snprintf(heard + size, HEARD_SIZE - size, "%s\n", line);
}

static bool line_read(int connection, char *line, size_t room)
{
	size_t size = 0;

	while (size < room - 1 && read(connection, line + size, 1) == 1)
		if (line[size++] == '\n') {
			line[size - 2] = '\0';
			return true;
		}
	return false;
}

static const char *answer_to(const struct answer *answers, const char *command, int times)
{
	const char *text = NULL;
	int n = 0;

	for (const struct answer *one = answers; one != NULL && one->command != NULL; one++)
		if (strncasecmp(command, one->command, strlen(one->command)) == 0 && n++ <= times)
			text = one->text;
	return text;
}

static void tagged_say(int connection, const char *tag, const char *text)
{
	const char *mark = strstr(text, "?");

	if (mark == NULL || strncmp(mark, "? ", 2) != 0) {
		peer_say(connection, text);
		peer_say(connection, tag);
		peer_say(connection, " OK done\r\n");
		return;
	}
	while (text < mark)
		if (write(connection, text++, 1) != 1)
			_exit(0);
	peer_say(connection, tag);
	peer_say(connection, mark + 1);
}

static void usual_say(int connection, const char *tag, const char *command)
{
	char line[1024], text[1024] = "";
	const char *answer = answer_to(usual, command, 0);

	if (strncasecmp(command, "CAPABILITY", 10) == 0)
		snprintf(text, sizeof text, "* CAPABILITY %s\r\n", capability);
	else if (strncasecmp(command, "AUTHENTICATE", 12) == 0) {
		peer_say(connection, "+ \r\n");
		line_read(connection, line, sizeof line);
		hear(line);
	}
	tagged_say(connection, tag, answer != NULL ? answer : text);
}

static void serve(int connection)
{
	char line[4096], *command;
	setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	__atomic_add_fetch(connections, 1, __ATOMIC_SEQ_CST);
	if (greeting == NULL)
		pause();
	peer_say(connection, greeting);
	while (line_read(connection, line, sizeof line) && (command = strchr(line, ' ')) != NULL) {
		const char *text;
		int i = 0;

		*command++ = '\0';
		while (i < 63 && script != NULL && script[i].command != NULL &&
			strncasecmp(command, script[i].command, strlen(script[i].command)) != 0)
			i++;
		text = answer_to(script, command, seen[i]);
		seen[i]++;
		hear(command);
		if (text == NULL)
			usual_say(connection, line, command);
		else if (strcmp(text, "hang") == 0)
			pause();
		else if (strcmp(text, "close") == 0)
			return;
		else
			tagged_say(connection, line, text);
	}
}

/* --- each test -------------------------------------------------------------------------------------------- */

static struct peer peer;
static struct arena *arena;
static struct imap_account account;
static struct imap *imap;
static struct imap_folder folder;
static int file;

static void begin(const struct answer *answers)
{
	if (peer.pid != 0)
		peer_stop(&peer);
	script = answers;
	heard[0] = '\0';
	*connections = 0;
	memset(seen, 0, 64 * sizeof *seen);
	peer = peer_start(serve);
	account = (struct imap_account){ .host = "127.0.0.1",
		.port = peer.port,
		.tls = IMAP_PLAIN,
		.user = "anna",
		.password = "secret" };
	imap = imap_make(arena, &account);
}

static void begin_in_folder(const struct answer *answers)
{
	begin(answers);
	assert_int_equal(imap_open(imap), OK);
	assert_int_equal(imap_select(imap, "INBOX", &folder), OK);
}

static void assert_heard(const char *text)
{
	if (strstr(heard, text) == NULL)
		fail_msg("\"%s\" was not said:\n%s", text, heard);
}

static void assert_said(const char *text)
{
	if (strstr(imap_said(imap), text) == NULL)
		fail_msg("\"%s\": %s", text, imap_said(imap));
}

static const char *fetched(int64_t size)
{
	char *text = arena_alloc(arena, (size_t)size + 1);

	assert_int_equal(pread(file, text, (size_t)size + 1, 0), size);
	return text;
}

static int setup(void **state)
{
	struct conf *settings = (struct conf *)conf();

	(void)state;
	settings->outward_networks = "127.0.0.0/8";
	arena = arena_make(32 << 20);
	heard = mmap(NULL, HEARD_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	connections = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	seen = connections + 1;
	file = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	peer_stop(&peer);
	return 0;
}

static int reset(void **state)
{
	(void)state;
	arena_reset(arena);
	greeting = "* OK [CAPABILITY IMAP4rev1] ready\r\n";
	capability = "IMAP4rev1 AUTH=PLAIN MOVE UIDPLUS";
	return 0;
}

static void a_mail_is_listed_fetched_and_moved(void **state)
{
	struct imap_mail mails[IMAP_LIST_MAX];
	int64_t size;
	int n;

	(void)state;
	begin_in_folder(NULL);
	assert_int_equal(folder.n, 2);
	assert_int_equal(folder.uidvalidity, 7);
	assert_int_equal(imap_list(imap, 0, IMAP_LIST_MAX, mails, &n), OK);
	assert_int_equal(n, 2);
	assert_int_equal(mails[1].uid, 12);
	assert_int_equal(mails[1].size, 200);
	assert_heard("FETCH 1:2 (UID RFC822.SIZE)\n");
	assert_int_equal(imap_list(imap, 1, 1, mails, &n), OK);
	assert_heard("FETCH 2:2 (UID RFC822.SIZE)\n");
	assert_int_equal(imap_list(imap, 2, 1, mails, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(imap_fetch(imap, 11, file, SIZE_MAX_TAKEN, &size), OK);
	assert_string_equal(fetched(size), "hello");
	assert_int_equal(imap_move(imap, 11, "Done \"50%41\" \\ R&D"), OK);
	assert_heard("UID MOVE 11 \"Done \\\"50%41\\\" \\\\ R&-D\"\n");
	assert_int_equal(*connections, 1);
}

static void without_move_it_is_copied_and_it_alone_is_removed(void **state)
{
	(void)state;
	capability = "IMAP4rev1 AUTH=PLAIN UIDPLUS";
	begin_in_folder(NULL);
	assert_int_equal(imap_move(imap, 11, "Processed"), OK);
	assert_heard(
		"UID COPY 11 \"Processed\"\nUID STORE 11 +FLAGS.SILENT (\\Deleted)\nUID EXPUNGE 11\n");
}

static void a_server_that_can_do_neither_is_not_used(void **state)
{
	(void)state;
	capability = "IMAP4rev1 AUTH=PLAIN XMOVE MOVER UIDPLUSPLUS";
	begin(NULL);
	assert_int_equal(imap_open(imap), E_NOT_OFFERED);
	assert_said("MOVE");
}

static void a_folder_that_is_missing_is_made(void **state)
{
	static const struct answer answers[] = {
		{ "UID MOVE", "? NO [TRYCREATE] no such mailbox\r\n" },
		{ "UID MOVE", "" },
		{ 0 },
	};
	static const struct answer never[] = { { "UID MOVE", "? NO [OVERQUOTA] \033full\r\n" },
		{ "CREATE", "? NO exists\r\n" }, { 0 } };

	(void)state;
	begin_in_folder(answers);
	assert_int_equal(imap_move(imap, 11, "Processed"), OK);
	assert_heard("CREATE \"Processed\"\nUID MOVE 11 \"Processed\"\n");
	begin_in_folder(never);
	assert_int_equal(imap_move(imap, 11, "Processed"), E_CONFLICT);
	assert_said("[OVERQUOTA] ?full");
}

static void the_command_login_is_used_where_there_is_nothing_else(void **state)
{
	(void)state;
	capability = "IMAP4rev1 MOVE";
	begin(NULL);
	account.user = "an\"na";
	account.password = "se\\cret";
	assert_int_equal(imap_open(imap), OK);
	assert_heard("LOGIN \"an\\\"na\" \"se\\\\cret\"\n");
}

static void no_secret_is_said_to_a_server_that_does_not_want_it_so(void **state)
{
	(void)state;
	capability = "IMAP4rev1 LOGINDISABLED MOVE";
	begin(NULL);
	assert_int_equal(imap_open(imap), E_SIGNED_OUT);
	assert_null(strstr(heard, "LOGIN"));
	capability = "IMAP4rev1 AUTH=NTLM AUTH=GSSAPI AUTH=DIGEST-MD5 LOGINDISABLED MOVE";
	begin(NULL);
	assert_int_equal(imap_open(imap), E_SIGNED_OUT);
	assert_null(strstr(heard, "AUTHENTICATE"));
	/* STARTTLS that is not there, and one that comes too late */
	capability = "IMAP4rev1 AUTH=PLAIN MOVE";
	begin(NULL);
	account.tls = IMAP_STARTTLS;
	imap = imap_make(arena, &account);
	assert_int_equal(imap_open(imap), E_BUSY);
	assert_null(strstr(heard, "AUTHENTICATE"));
	greeting = "* PREAUTH you are welcome\r\n";
	begin(NULL);
	account.tls = IMAP_STARTTLS;
	imap = imap_make(arena, &account);
	assert_int_equal(imap_open(imap), E_BUSY);
	assert_string_equal(heard, "CAPABILITY\n");
}

static void a_token_is_said_as_the_server_likes_it(void **state)
{
	(void)state;
	capability = "IMAP4rev1 AUTH=XOAUTH2 AUTH=PLAIN MOVE";
	begin(NULL);
	account.password = NULL;
	account.token = "t0ken";
	assert_int_equal(imap_open(imap), OK);
	assert_heard("AUTHENTICATE XOAUTH2\ndXNlcj1hbm5hAWF1dGg9QmVhcmVyIHQwa2VuAQE=\n");
	capability = "IMAP4rev1 AUTH=XOAUTH2 AUTH=OAUTHBEARER MOVE";
	begin(NULL);
	account.password = NULL;
	account.token = "t0ken";
	assert_int_equal(imap_open(imap), OK);
	assert_heard("AUTHENTICATE OAUTHBEARER\n");
	capability = "IMAP4rev1 AUTH=PLAIN MOVE";
	begin(NULL);
	account.password = NULL;
	account.token = "t0ken";
	assert_int_equal(imap_open(imap), E_SIGNED_OUT);
}

static void a_refused_sign_in_says_why(void **state)
{
	static const struct answer answers[] = {
		{ "AUTHENTICATE", "? NO [AUTHENTICATIONFAILED] No.\r\n" }, { 0 }
	};

	(void)state;
	begin(answers);
	assert_int_equal(imap_open(imap), E_SIGNED_OUT);
	assert_said("[AUTHENTICATIONFAILED] No.");
}

static void a_server_that_is_none_or_does_not_want_us_is_busy(void **state)
{
	(void)state;
	greeting = "* BYE too many of you\r\n";
	begin(NULL);
	assert_int_equal(imap_open(imap), E_BUSY);
	assert_said("too many of you");
	greeting = "";
	begin(NULL);
	peer_stop(&peer);
	peer.pid = 0;
	assert_int_equal(imap_open(imap), E_BUSY);
}

static enum err let_go(void *context)
{
	++*(int *)context;
	return E_LOCKED;
}

static void a_server_that_hangs_is_left_when_whoever_waits_says_so(void **state)
{
	static const struct answer answers[] = {
		{ "UID FETCH", "* 1 FETCH (UID 11 BODY[] {50}\r\nhel" }, { 0 }
	};
	int64_t size;
	int asked = 0;

	(void)state;
	greeting = NULL;
	begin(NULL);
	account.holds = let_go;
	account.context = &asked;
	assert_int_equal(imap_open(imap), E_LOCKED);
	assert_int_equal(asked, 1);
	greeting = "* OK\r\n";
	begin_in_folder(answers);
	account.holds = let_go;
	account.context = &asked;
	assert_int_equal(imap_fetch(imap, 11, file, SIZE_MAX_TAKEN, &size), E_LOCKED);
}

static void only_networks_that_are_allowed_are_reached(void **state)
{
	struct conf *settings = (struct conf *)conf();

	(void)state;
	begin(NULL);
	settings->outward_networks = "";
	assert_int_equal(imap_open(imap), E_DENIED);
	account.tls = IMAP_STARTTLS;
	imap = imap_make(arena, &account);
	assert_int_equal(imap_open(imap), E_DENIED);
	settings->outward_networks = "127.0.0.0/8";
	assert_int_equal(*connections, 0);
	/* plain, to a public one */
	account.tls = IMAP_PLAIN;
	account.host = "1.1.1.1";
	imap = imap_make(arena, &account);
	assert_int_equal(imap_open(imap), E_DENIED);
}

static void a_folder_that_is_not_there_is_missing(void **state)
{
	static const struct answer answers[] = {
		{ "SELECT", "? NO [NONEXISTENT] no such mailbox\r\n" }, { 0 }
	};

	(void)state;
	begin(answers);
	assert_int_equal(imap_open(imap), OK);
	assert_int_equal(imap_select(imap, "Eingäng", &folder), E_MISSING);
	assert_said("no such mailbox");
	assert_heard("\nSELECT Eing&AOQ-ng\n");
}

static void bytes_of_a_mail_are_never_taken_for_answers(void **state)
{
	static const char body[] =
		"* BYE\r\n* 9 EXISTS\r\n* 1 FETCH (UID 99 RFC822.SIZE 1)\r\n)\r\n"
		"A005 OK done\r\nA006 NO no\r\n* OK [UIDVALIDITY 9]\r\n";
	char text[512];
	struct answer answers[] = { { "UID FETCH", text }, { 0 } };
	struct imap_mail mails[IMAP_LIST_MAX];
	int64_t size;
	int n;

	(void)state;
	snprintf(
		text, sizeof text, "* 1 FETCH (UID 11 BODY[] {%zu}\r\n%s)\r\n", strlen(body), body);
	begin_in_folder(answers);
	assert_int_equal(imap_fetch(imap, 11, file, SIZE_MAX_TAKEN, &size), OK);
	assert_string_equal(fetched(size), body);
	assert_int_equal(imap_list(imap, 0, 9, mails, &n), OK);
	assert_int_equal(n, 2);
	assert_int_equal(mails[0].uid, 11);
}

static void a_mail_that_cannot_be_had_is_told_from_a_server_that_is_away(void **state)
{
	static const struct {
		const char *answer;
		enum err e;
	} cases[] = {
		{ "* 1 FETCH (UID 11 BODY[] {5}\r\nhello)\r\n", OK },
		{ "* 1 FETCH (UID 11 BODY[] {0}\r\n)\r\n", OK },
		{ "", E_MISSING },
		{ "? NO [SERVERBUG] cannot read it\r\n", E_UPSTREAM },
		{ "? BAD what?\r\n", E_UPSTREAM },
		{ "* 1 FETCH (UID 11 BODY[] NIL)\r\n", E_UPSTREAM },
		{ "* 1 FETCH (UID 11 BODY[] \"hello\")\r\n", E_UPSTREAM },
		{ "* 2 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH (UID 11 BODY[] {5}\r\nhello)\r\n",
			E_UPSTREAM },
		{ "* 1 FETCH (UID 11 BODY[] {99999999999999999999}\r\nhello)\r\n", E_UPSTREAM },
		{ "* 1 FETCH (UID 11 BODY[] {-5}\r\nhello)\r\n", E_UPSTREAM },
		{ "close", E_BUSY },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct answer answers[] = { { "UID FETCH", cases[i].answer }, { 0 } };
		int64_t size;
		enum err e;

		begin_in_folder(answers);
		e = imap_fetch(imap, 11, file, SIZE_MAX_TAKEN, &size);
		if (e != cases[i].e)
			fail_msg("%s: %s: %s", cases[i].answer, err_name(e), imap_said(imap));
		/* and whatever it was, the next one can be had */
		assert_int_equal(imap_move(imap, 11, "Quarantine"), OK);
	}
}

static void no_more_bytes_are_taken_than_are_wanted(void **state)
{
	char text[3000], body[2000];
	struct answer answers[] = { { "UID FETCH", text }, { 0 } };
	int64_t size;

	(void)state;
	memset(body, 'x', sizeof body);
	for (int wanted = 1999; wanted <= 2001; wanted++) {
		snprintf(
			text, sizeof text, "* 1 FETCH (UID 11 BODY[] {2000}\r\n%.2000s)\r\n", body);
		begin_in_folder(answers);
		assert_int_equal(imap_fetch(imap, 11, file, wanted, &size),
			wanted < 2000 ? E_TOO_LARGE : OK);
	}
	snprintf(text, sizeof text, "* 1 FETCH (UID 11 BODY[] {99999999999}\r\n%.2000s)\r\n", body);
	begin_in_folder(answers);
	assert_int_equal(imap_fetch(imap, 11, file, SIZE_MAX_TAKEN, &size), E_TOO_LARGE);
}

static void a_mail_that_breaks_off_is_not_taken_for_whole(void **state)
{
	static const struct answer answers[] = {
		{ "UID FETCH",
			"* 1 FETCH (UID 11 BODY[] {50}\r\nhel? " }, /* the tag comes in the middle of it */
		{ 0 },
	};
	int64_t size;

	(void)state;
	begin_in_folder(answers);
	account.holds = let_go;
	account.context = &(int){ 0 };
	assert_int_not_equal(imap_fetch(imap, 11, file, SIZE_MAX_TAKEN, &size), OK);
}

static void uids_of_a_folder_that_was_made_anew_mean_nothing(void **state)
{
	static const struct answer answers[] = {
		{ "SELECT", "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n" },
		{ "SELECT", "* 2 EXISTS\r\n* OK [UIDVALIDITY 8] ok\r\n" },
		{ "UID FETCH", "close" },
		{ 0 },
	};
	int64_t size;

	(void)state;
	begin_in_folder(answers);
	assert_int_equal(folder.uidvalidity, 7);
	assert_int_equal(imap_fetch(imap, 11, file, SIZE_MAX_TAKEN, &size), E_BUSY);
	assert_int_equal(imap_fetch(imap, 11, file, SIZE_MAX_TAKEN, &size), E_MISSING);
	assert_int_equal(imap_move(imap, 11, "Processed"), E_MISSING);
	assert_null(strstr(heard, "MOVE 11"));
}

static void a_connection_is_good_for_many_commands(void **state)
{
	char text[12000];
	struct answer answers[] = { { "STATUS", text }, { 0 } };
	int64_t n;

	(void)state;
	memset(text, 'x', sizeof text);
	memcpy(text, "* OK ", 5);
	snprintf(text + sizeof text - 50, 50, "\r\n* STATUS \"Quarantine\" (MESSAGES 3)\r\n");
	begin_in_folder(answers);
	for (int i = 0; i < 50;
		i++) /* libcurl counts the bytes of lines, but those of one command only */
		assert_int_equal(imap_count(imap, "Quarantine", &n), OK);
	assert_int_equal(*connections, 1);
}

static void what_is_listed_is_only_what_was_asked_for(void **state)
{
	struct str flood = str_make(arena), spliced = str_make(arena);
	struct answer many[] = { { "FETCH", NULL }, { 0 } },
		      long_one[] = { { "FETCH", NULL }, { 0 } };
	struct imap_mail mails[IMAP_LIST_MAX];
	int n;

	(void)state;
	for (int i = 1; i <= 60; i++)
		str_format(&flood, "* %d FETCH (UID %d RFC822.SIZE 1)\r\n", i, i);
	many[0].text = flood.text;
	begin_in_folder(many);
	assert_int_equal(imap_list(imap, 0, 2, mails, &n), OK);
	assert_int_equal(n, 2);
	/* a line that is too long for libcurl, which cuts pieces out of it */
	str_add(&spliced, "* 1 FETCH (UID 7 FLAGS (");
	for (int i = 0; i < 3000; i++)
		str_add(&spliced, "$Label1234 ");
	str_add(&spliced, ") RFC822.SIZE 13)\r\n* 2 FETCH (UID 12 RFC822.SIZE 5)\r\n");
	long_one[0].text = spliced.text;
	begin_in_folder(long_one);
	assert_int_equal(imap_list(imap, 0, 2, mails, &n), OK);
	assert_in_range(n, 1, 2);
	assert_int_equal(mails[n - 1].uid, 12);
}

static void a_list_of_nothing_where_there_is_something_is_nonsense(void **state)
{
	static const struct answer answers[] = { { "FETCH", "* SEARCH 1 2 3\r\n" }, { 0 } };
	struct imap_mail mails[IMAP_LIST_MAX];
	int n;

	(void)state;
	begin_in_folder(answers);
	assert_int_equal(imap_list(imap, 0, 9, mails, &n), E_UPSTREAM);
}

static void a_folder_that_is_missing_holds_nothing(void **state)
{
	static const struct answer missing[] = { { "STATUS", "? NO no such mailbox\r\n" }, { 0 } },
				   silent[] = { { "STATUS", "" }, { 0 } };
	int64_t n;

	(void)state;
	begin_in_folder(NULL);
	assert_int_equal(imap_count(imap, "Quarantine", &n), OK);
	assert_int_equal(n, 3);
	begin_in_folder(missing);
	assert_int_equal(imap_count(imap, "Quarantine", &n), OK);
	assert_int_equal(n, 0);
	begin_in_folder(silent);
	assert_int_equal(imap_count(imap, "Quarantine", &n), E_UPSTREAM);
}

static void talk(int connection)
{
	peer_say(connection, "* OK\r\n");
	for (;;)
		peer_say(connection,
			"* OK and another thing\r\n* OK and another thing\r\n* OK and another thing\r\n");
}

static void a_server_that_does_not_stop_talking_is_left(void **state)
{
	(void)state;
	begin(NULL);
	peer_stop(&peer);
	peer = peer_start(talk);
	account.port = peer.port;
	imap = imap_make(arena, &account);
	assert_int_equal(imap_open(imap), E_BUSY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_mail_is_listed_fetched_and_moved, reset),
		cmocka_unit_test_setup(without_move_it_is_copied_and_it_alone_is_removed, reset),
		cmocka_unit_test_setup(a_server_that_can_do_neither_is_not_used, reset),
		cmocka_unit_test_setup(a_folder_that_is_missing_is_made, reset),
		cmocka_unit_test_setup(
			the_command_login_is_used_where_there_is_nothing_else, reset),
		cmocka_unit_test_setup(
			no_secret_is_said_to_a_server_that_does_not_want_it_so, reset),
		cmocka_unit_test_setup(a_token_is_said_as_the_server_likes_it, reset),
		cmocka_unit_test_setup(a_refused_sign_in_says_why, reset),
		cmocka_unit_test_setup(a_server_that_is_none_or_does_not_want_us_is_busy, reset),
		cmocka_unit_test_setup(
			a_server_that_hangs_is_left_when_whoever_waits_says_so, reset),
		cmocka_unit_test_setup(only_networks_that_are_allowed_are_reached, reset),
		cmocka_unit_test_setup(a_folder_that_is_not_there_is_missing, reset),
		cmocka_unit_test_setup(bytes_of_a_mail_are_never_taken_for_answers, reset),
		cmocka_unit_test_setup(
			a_mail_that_cannot_be_had_is_told_from_a_server_that_is_away, reset),
		cmocka_unit_test_setup(no_more_bytes_are_taken_than_are_wanted, reset),
		cmocka_unit_test_setup(a_mail_that_breaks_off_is_not_taken_for_whole, reset),
		cmocka_unit_test_setup(uids_of_a_folder_that_was_made_anew_mean_nothing, reset),
		cmocka_unit_test_setup(a_connection_is_good_for_many_commands, reset),
		cmocka_unit_test_setup(what_is_listed_is_only_what_was_asked_for, reset),
		cmocka_unit_test_setup(
			a_list_of_nothing_where_there_is_something_is_nonsense, reset),
		cmocka_unit_test_setup(a_folder_that_is_missing_holds_nothing, reset),
		cmocka_unit_test_setup(a_server_that_does_not_stop_talking_is_left, reset),
	};

	conf_load_defaults();
	return cmocka_run_group_tests(tests, setup, teardown);
}
