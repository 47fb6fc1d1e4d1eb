/* lodge-mail-parse.c - a mail on standard input becomes, on standard output, the bytes of its files and what it says (mail/wire.h). It exits
 * with 0 or with what is wrong (mail/fault.h); lodge-jobs runs it (desk/mail_read.c).
 *
 * Mail comes from anybody, and everything that takes it apart has a history: GMime, glib, gumbo, iconv. So it is read here, in a process
 * of a moment that has loaded what it needs and given up everything but its memory before it looks at the first byte. The input is
 * mapped, not copied: what is changed in it (mail/raw.h) takes memory, the rest is the system's to forget. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/sandbox.h"
#include "base/str.h"
#include "base/twin.h"
#include "mail/parse.h"
#include "mail/raw.h"
#include "mail/wire.h"

#define MIB ((size_t)1024 * 1024)
enum { PAGE = 4096 };
static const size_t arena_max = 256 * MIB;
static const struct sandbox sandbox = {
	.memory_max = 768 * MIB, .written_max = 160 * MIB, .cpu_s = 10, .may_ask = true
};

static const char usage[] =
	"usage: lodge-mail-parse < MAIL > READ\n"
	"       lodge-mail-parse --twins\n"
	"Reads a mail: the bytes of its files, then JSON and 16 bytes that say how long that is.\n"
	"Its input must be a file.\n"
	"  --twins  stands ready for lodge-jobs, and reads each mail in a twin of itself\n";

/* The page before it is ours as well: an empty header may have to stand there. Without a file, NULL and size 0. */
static char *map_input(size_t *size_out)
{
	const int own = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
	const int over = MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE;
	struct stat about;
	char *room, *bytes;
	size_t size;

	*size_out = 0;
	if (fstat(STDIN_FILENO, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size <= 0 ||
		about.st_size > RAW_SIZE_MAX)
		return NULL;
	size = (size_t)about.st_size;
	/* cppcheck-suppress invalidFunctionArg ; mmap(2) asks for -1 with MAP_ANONYMOUS */
	room = mmap(NULL, PAGE + size, PROT_READ | PROT_WRITE, own, -1, 0);
	if (room == MAP_FAILED)
		return NULL;
	bytes = mmap(room + PAGE, size, PROT_READ | PROT_WRITE, over, STDIN_FILENO, 0);
	if (bytes != MAP_FAILED)
		*size_out = size;
	/* cppcheck-suppress memleak ; both stay for as long as the process does */
	return bytes != MAP_FAILED ? bytes : NULL;
}

static enum mail_fault write_all(const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t n = write(STDOUT_FILENO, bytes, size);

		if (n <= 0)
			return MAIL_UNSAID;
		bytes += n;
		size -= (size_t)n;
	}
	return MAIL_FINE;
}

int main(int argc, char **argv)
{
	const bool twins = argc == 2 && str_equal(argv[1], "--twins");
	struct arena *arena = arena_make(arena_max);
	enum mail_fault fault;
	struct mail *mail;
	const char *said;
	char *bytes;
	size_t size;

	if (argc > 1 && !twins) {
		fputs(usage, strcmp(argv[1], "--help") == 0 ? stdout : stderr);
		return strcmp(argv[1], "--help") == 0 ? 0 : 2;
	}
	mail_parse_open();
	json_use(arena);
	if (twins)
		twin_wait();
	bytes = map_input(&size);
	if (!sandbox_enter(&sandbox))
		_exit(MAIL_UNSAFE);
	if (!bytes)
		_exit(MAIL_EMPTY);
	fault = mail_parse(arena, bytes, size, STDOUT_FILENO, &mail);
	if (fault == MAIL_FINE) {
		said = wire_write(arena, mail, &size);
		fault = write_all(said, size);
	}
	/* Nothing is given back: the system takes all of it. */
	_exit(fault);
}
