/* imap_line_test.c - what counts as a line of an IMAP server, and what does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "net/imap_folder.h"
#include "net/imap_line.h"

/* clang-format off */
static const struct row {
	const char *line;
	enum imap_line_kind kind;
	int64_t number, uid, size;
	const char *text;
} rows[] = {
	{ "* 3 EXISTS\r\n", IMAP_EXISTS, .number = 3 },
	{ "* 0 exists", IMAP_EXISTS, .number = 0 },
	{ "* 4 EXPUNGE\r\n", IMAP_EXPUNGE, .number = 4 },
	{ "* OK [UIDVALIDITY 1669]\r\n", IMAP_UIDVALIDITY, .number = 1669 },
	{ "* OK [UIDVALIDITY 4294967295] UIDs valid\r\n", IMAP_UIDVALIDITY, .number = 4294967295 },
	{ "* CAPABILITY IMAP4rev1 MOVE\r\n", IMAP_CAPABILITY, .text = "IMAP4rev1 MOVE" },
	{ "* BYE Too many connections.\r\n", IMAP_BYE, .text = "Too many connections." },
	{ "A003 NO [TRYCREATE] No such mailbox\r\n", IMAP_REFUSED, .text = "[TRYCREATE] No such mailbox" },
	{ "B117 BAD What?\r\n", IMAP_REFUSED, .text = "What?" },
	{ "* STATUS Quarantine (MESSAGES 12)\r\n", IMAP_STATUS, .number = 12 },
	{ "* STATUS \"a (MESSAGES 9) b\" (MESSAGES 3)\r\n", IMAP_STATUS, .number = 3 },
	{ "* STATUS \"x\" (MESSAGES 3) \r\n", IMAP_STATUS, .number = 3 },
	{ "* 1 FETCH (UID 7 RFC822.SIZE 4096)\r\n", IMAP_MAIL, .number = 1, .uid = 7, .size = 4096 },
	{ "* 2 FETCH (RFC822.SIZE 0 UID 4294967295)\r\n", IMAP_MAIL, .number = 2, .uid = 4294967295, .size = 0 },
	{ "* 3 fetch (FLAGS (\\Seen $Label) uid 9 MODSEQ (77) rfc822.size 1)\r\n", IMAP_MAIL, .number = 3, .uid = 9, .size = 1 },
	{ "* 4 FETCH (UID 8 X (a (b) c) RFC822.SIZE 123456789012345678)\r\n", IMAP_MAIL, .number = 4, .uid = 8, .size = 123456789012345678 },
	{ "* 1 FETCH (UID 7 UID 8 RFC822.SIZE 1)\r\n", IMAP_MAIL, .number = 1, .uid = 7, .size = 1 },
};

/* No whole line, or none that is needed; cut, spliced, forged. */
static const char *const others[] = {
	"* 1 FETCH (FLAGS (\\Seen))\r\n",
	"* 1 FETCH (UID 7)\r\n",
	"* 1 FETCH (RFC822.SIZE 7)\r\n",
	"* 0 FETCH (UID 7 RFC822.SIZE 4096)\r\n",
	"* 1 FETCH (UID 0 RFC822.SIZE 4096)\r\n",
	"* 1 FETCH (UID 4294967296 RFC822.SIZE 4096)\r\n",
	"* 1 FETCH (UID 7 RFC822.SIZE 1234567890123456789)\r\n",
	"* 1 FETCH (UID 7 RFC822.SIZE -1)\r\n",
	"* 1 FETCH (UID 7 RFC822.SIZE 40",
	"* 1 FETCH (UID 7 RFC822.SIZE 40* 2 FETCH (UID 8 RFC822.SIZE 9)\r\n",
	"* 1 FETCH (UID 7 RFC822.SIZE 40) )\r\n",
	"* 1 FETCH (UID 7 RFC822.SIZE 40)x\r\n",
	"* 1 FETCH (UID 7  RFC822.SIZE 40)\r\n",
	"* 1 FETCH (UID 7 RFC822.SIZE 40 BODY[] {99999999999}\r\n",
	"* 1 FETCH (UID 7 RFC822.SIZE 40 BODY[] \"x)\r\n",
	"* 1 FETCH (UID 7 X (\"a\") RFC822.SIZE 40)\r\n",
	"* 1 FETCH (UID 7 X (((((((((a))))))))) RFC822.SIZE 40)\r\n",
	"* 1 FETCH (UID 7 X (a RFC822.SIZE 40)\r\n",
	"* 1 FETCH ()\r\n",
	"* 1 FETCH (",
	"* SEARCH 13 197 3498\r\n",
	"197 3498 EXISTS\r\n",
	" * 3 EXISTS\r\n",
	"* 3 EXISTS 4\r\n",
	"* 99999999999 EXISTS\r\n",
	"* OK [UIDVALIDITY ]\r\n",
	"* OK [UIDVALIDITY 5\r\n",
	"* OK [UIDNEXT 5]\r\n",
	"* STATUS x (MESSAGES 3 UIDNEXT 4)\r\n",
	"* STATUS x (MESSAGES )\r\n",
	"* STATUS x\r\n",
	"A003 OK Done.\r\n",
	"A NO\r\n",
	"A1 NOT\r\n",
	"a1 NO tag of ours\r\n",
	"+ go ahead\r\n",
	"",
	"*",
	"* ",
	"\r\n",
};

/* clang-format on */

static void a_line_is_what_it_says_exactly_or_nothing(void **state)
{
	(void)state;
	for (const struct row *row = rows; row < rows + sizeof rows / sizeof *rows; row++) {
		struct imap_line line = imap_line_read(row->line, strlen(row->line));

		if (line.kind != row->kind)
			fail_msg("%s: %d", row->line, (int)line.kind);
		assert_int_equal(line.number, row->number);
		assert_int_equal(line.uid, row->uid);
		assert_int_equal(line.size, row->size);
		if (row->text != NULL) {
			assert_int_equal(line.text_size, strlen(row->text));
			assert_memory_equal(line.text, row->text, line.text_size);
		}
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (imap_line_read(others[i], strlen(others[i])).kind != IMAP_OTHER)
			fail_msg("%s", others[i]);
}

static void nothing_is_read_behind_the_end_of_a_line(void **state)
{
	static const char longer[] = "* 12345 EXISTS";

	(void)state;
	assert_int_equal(imap_line_read(longer, 6).kind, IMAP_OTHER);
	assert_int_equal(imap_line_read("* 1 FETCH (UID 7 RFC822.SIZE 40)5", 32).size, 40);
	assert_int_equal(imap_line_read("* 3\0EXISTS", 10).kind, IMAP_OTHER);
}

static void folders_are_named_as_imap_writes_them(void **state)
{
	static const struct {
		const char *folder, *name;
	} folders[] = {
		{ "INBOX", "INBOX" },
		{ "Done/Old mail", "Done/Old mail" },
		{ "R&D", "R&-D" },
		{ "Entwürfe", "Entw&APw-rfe" },
		{ "~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-" }, /* RFC 3501 */
		{ "Załatwione", "Za&AUI-atwione" },
		{ "😀", "&2D3eAA-" },
		{ "a\r\nb", "a&AA0ACg-b" },
		{ "\xff", "&,,0-" },
		{ "", "" },
	};
	struct arena *arena = arena_make(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		assert_string_equal(imap_folder_name(arena, folders[i].folder), folders[i].name);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_what_it_says_exactly_or_nothing),
		cmocka_unit_test(nothing_is_read_behind_the_end_of_a_line),
		cmocka_unit_test(folders_are_named_as_imap_writes_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
