/* mail_read_test.c - mails through programs that are what they should be, or not. What is read of which mail is the matter of
 * tests/unit/mail/parse_test.c. */
#include "desk/mail_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <dirent.h>
#include <libgen.h>
#include <unistd.h>
#include <cmocka.h>

#undef fail /* cmocka's; base/log.h has another */
#include "base/arena.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/str.h"

static struct arena *arena;
static struct conf *settings;
static char made_here[4096];

static const char *why;
static struct mail *mail;

static enum err read_text(const char *text)
{
	settings->mail_parse_program = made_here;
	why = NULL;
	return mail_read_bytes(arena, text, strlen(text), &mail, &why);
}

static void a_mail_is_read_and_its_files_give_their_bytes(void **state)
{
	char bytes[20] = "";
	struct mail_file_source source;

	(void)state;
	assert_int_equal(
		read_text(
			"From: Anna <a@X.example>\nSubject: x\n"
			"Content-Type: multipart/mixed; boundary=b\n\n"
			"--b\n\nHello.\n\n--b\nContent-Type: text/csv; name=a.csv\n\none,two\n"
			"--b\nContent-Type: image/png; name=b.png\nContent-Transfer-Encoding: base64\n\n"
			"dGhyZWU=\n--b--\n"),
		OK);
	assert_string_equal(mail->from->address, "a@x.example");
	assert_string_equal(mail->text, "Hello.");
	assert_string_equal(mail->files->filename, "a.csv");
	assert_string_equal(mail->files->next->filename, "b.png");
	source = mail_file_open(mail, mail->files->next);
	assert_int_equal(mail_file_read(&source, bytes, 3), 3);
	assert_int_equal(mail_file_read(&source, bytes + 3, sizeof bytes), 2);
	assert_int_equal(mail_file_read(&source, bytes + 5, sizeof bytes), 0);
	assert_string_equal(bytes, "three");
}

static void what_cannot_be_read_says_why(void **state)
{
	struct str many = str_make(arena);

	(void)state;
	assert_int_equal(read_text(" \n\r\n"), E_INVALID);
	assert_string_equal(why, "There is nothing in it.");
	str_add(&many, "Content-Type: multipart/mixed; boundary=b\n\n");
	for (int i = 0; i < 200000; i++)
		str_add(&many, "--b\n\n");
	assert_int_equal(read_text(many.text), E_INVALID);
	assert_string_equal(why, "It has more parts than any mail needs.");
}

/* It may have been no fault of the mail's: whoever asks tries again. */
static void a_program_that_is_killed_says_nothing_of_the_mail(void **state)
{
	static const char suicide[] = "kill -9 $$\n";

	(void)state;
	settings->mail_parse_program = "/bin/sh";
	assert_int_equal(
		mail_read_bytes(arena, suicide, sizeof suicide - 1, &mail, &why), E_UPSTREAM);
	assert_string_equal(why, "The program that reads mail was ended by signal 9.");
}

/* Nothing that a mail of the folder needs is out of its reach: it ends by itself. */
static void every_mail_of_the_folder_is_read_where_nothing_else_can_be_done(void **state)
{
	static const char folder[] = "tests/mails";
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int n = 0;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		char *bytes;
		FILE *file;
		size_t size;
		enum err e;

		if (!str_ends(entry->d_name, ".eml"))
			continue;
		bytes = arena_alloc(arena, 64 << 10);
		file = fopen(arena_format(arena, "%s/%s", folder, entry->d_name), "rb");
		assert_non_null(file);
		size = fread(bytes, 1, 64 << 10, file);
		fclose(file);
		settings->mail_parse_program = made_here;
		e = mail_read_bytes(arena, bytes, size, &mail, &why);
		if (e != OK && (e != E_INVALID || strcmp(why, "There is nothing in it.") != 0))
			fail_msg("%s: %s", entry->d_name, why);
		n++;
		arena_reset(arena);
		json_use(arena);
	}
	closedir(dir);
	assert_true(n >= 100);
}

/* One that says nothing, one that fails, one that does not stop, one that gives back what it got, none. */
static void another_program_reads_nothing(void **state)
{
	static const char *const programs[] = { "/bin/true", "/bin/false", "/usr/bin/yes",
		"/bin/cat", "/nowhere/program", "/etc/passwd", "" };

	(void)state;
	for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
		settings->mail_parse_program = programs[i];
		assert_int_not_equal(mail_read_try(arena), OK);
	}
	settings->mail_parse_program = made_here;
	assert_int_equal(mail_read_try(arena), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_is_read_and_its_files_give_their_bytes),
		cmocka_unit_test(what_cannot_be_read_says_why),
		cmocka_unit_test(a_program_that_is_killed_says_nothing_of_the_mail),
		cmocka_unit_test(every_mail_of_the_folder_is_read_where_nothing_else_can_be_done),
		cmocka_unit_test(another_program_reads_nothing),
	};
	char self[2048];
	ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);

	/* build/tests/unit/desk/mail_read_test -> build/lodge-mail-parse */
	self[size > 0 ? size : 0] = '\0';
	for (int i = 0; i < 4; i++)
		dirname(self);
	snprintf(made_here, sizeof made_here, "%s/lodge-mail-parse", self);
	arena = arena_make(64 << 20);
	json_use(arena);
	conf_load_defaults();
	settings = (struct conf *)(uintptr_t)conf();
	settings->run_dir = "/tmp";
	return cmocka_run_group_tests_name("desk/mail_read", tests, NULL, NULL);
}
