/* lmtp.c - a client of the door. 0xff begins another packet: what the client says after it waited for an answer. Whatever it says, what the
 * door hands on keeps its limits. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"
#include "net/lmtp.h"

enum { INPUT_SIZE_MAX = 64 * 1024, ARENA_SIZE_MAX = 1 << 20, MAIL_SIZE_MAX = 4096, IDLE_MS = 10 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void judge(const char *address)
{
	assert(strlen(address) <= LMTP_ADDRESS_SIZE_MAX);
	assert(text_is_clean(address, strlen(address)) && !strpbrk(address, "\r\n\t"));
}

static enum err knows(void *context, const char *address)
{
	(void)context;
	judge(address);
	return *address == 'u' ? E_MISSING : OK;
}

static void takes(void *context, const struct lmtp_mail *mail)
{
	(void)context;
	assert(mail->n > 0 && mail->n <= LMTP_RECIPIENTS_MAX);
	assert(mail->size >= 0 && mail->size <= MAIL_SIZE_MAX);
	assert(lseek(mail->fd, 0, SEEK_END) == mail->size);
	judge(mail->from);
	for (int i = 0; i < mail->n; i++) {
		judge(mail->recipients[i].address);
		mail->recipients[i].result = OK;
	}
}

static void send_all(int fd, const uint8_t *bytes, size_t size)
{
	while (size > 0) {
		const uint8_t *end = memchr(bytes, 0xff, size);
		const size_t n = end ? (size_t)(end - bytes) : size;

		if (n > 0 && send(fd, bytes, n, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
			return;
		bytes += end ? n + 1 : n;
		size -= end ? n + 1 : n;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena *arena;
	struct lmtp_door door = { .size_max = MAIL_SIZE_MAX,
		.idle_ms = IDLE_MS,
		.stop_fd = -1,
		.knows = knows,
		.takes = takes };
	int pair[2];

	if (size > INPUT_SIZE_MAX)
		return 0;
	if (arena == NULL)
		arena = arena_make(ARENA_SIZE_MAX);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair) != 0)
		return 0;
	door.spool_fd = memfd_create("spool", MFD_CLOEXEC);
	send_all(pair[0], bytes, size);
	shutdown(pair[0], SHUT_WR);
	lmtp_session(arena, pair[1], &door);
	close(door.spool_fd);
	close(pair[0]);
	close(pair[1]);
	arena_reset(arena);
	return 0;
}
