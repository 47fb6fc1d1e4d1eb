/* poisoned-reader.c - stands for lodge-mail-parse in mail.test.mjs, and runs it (build/lodge-mail-parse, of build/tests/faults). First, a mail
 * with the word for it ends whoever wants it read, or the reader itself. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/twin.h"

enum { MAIL_MAX = 1 << 16 };

static char mail[MAIL_MAX];
static ssize_t size;

static bool has(const char *word)
{
	return size > 0 && memmem(mail, (size_t)size, word, strlen(word));
}

int main(int argc, char **argv)
{
	const int folder = (int)(strrchr(argv[0], '/') - argv[0]);
	const pid_t victim = getppid();
	char program[4096];

	if (argc > 1)
		twin_wait();
	size = read(STDIN_FILENO, mail, sizeof(mail));
	if (has("LODGE-TEST-POISON"))
		kill(victim, SIGKILL);
	if (has("LODGE-TEST-CRASH"))
		kill(getpid(), SIGKILL);
	snprintf(program, sizeof(program), "%.*s/../../lodge-mail-parse", folder, argv[0]);
	execl(program, program, (char *)NULL);
	return 1;
}
