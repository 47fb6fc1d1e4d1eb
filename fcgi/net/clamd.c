/* clamd.c - see clamd.h. The protocol is that of clamd(8): a command that ends in NUL; for INSTREAM chunks, each behind its size in four
 * bytes (big-endian), up to one of size 0; an answer that ends in NUL. A daemon that has had enough answers and hangs up in the middle,
 * so a chunk that cannot be sent is a reason to look for an answer. */
#include "net/clamd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"

enum { STALL_S = 15, ANSWER_SIZE_MAX = 1024 };

struct clamd {
	struct arena *arena;
	int fd;
	bool too_large;
};

static void hang_up(void *handle)
{
	close(((struct clamd *)handle)->fd);
}

static void set_limits(int fd)
{
	const int64_t patience_s = conf()->clamd_timeout_s;
	const struct timeval answer = { .tv_sec = (time_t)patience_s },
			     stall = { .tv_sec = patience_s < STALL_S ? (time_t)patience_s
								      : STALL_S };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &answer, sizeof(answer));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &stall, sizeof(stall));
}

/* connect() waits no longer than a send: a daemon that hangs leaves its backlog full. */
static enum err call(struct arena *arena, struct clamd **clamd_out)
{
	struct sockaddr_un path = { .sun_family = AF_UNIX };
	struct clamd *clamd = arena_new(arena, struct clamd);

	if (strlen(conf()->clamd_socket) >= sizeof(path.sun_path))
		return fail(E_INVALID, "clamd_socket is too long for a socket: %s",
			conf()->clamd_socket);
	snprintf(path.sun_path, sizeof(path.sun_path), "%s", conf()->clamd_socket);
	clamd->arena = arena;
	clamd->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (clamd->fd < 0)
		return fail(E_BUG, "cannot make a socket: %s", strerror(errno));
	arena_defer(arena, hang_up, clamd);
	set_limits(clamd->fd);
	if (connect(clamd->fd, (const struct sockaddr *)&path, sizeof(path)) != 0)
		return fail(E_BUSY, "clamd at %s: %s", path.sun_path, strerror(errno));
	*clamd_out = clamd;
	return OK;
}

/* Up to its NUL, or to its end; within the time for an answer, however slowly it drips. */
static enum err hear(struct clamd *clamd, const char **answer_out)
{
	const int64_t end_at = clock_monotonic_ms() + conf()->clamd_timeout_s * 1000;
	char answer[ANSWER_SIZE_MAX] = { 0 };
	size_t size = 0;

	while (size == 0 || answer[size - 1] != '\0') {
		ssize_t n = size < sizeof(answer) && clock_monotonic_ms() < end_at
			? recv(clamd->fd, answer + size, sizeof(answer) - size, 0)
			: -1;

		if (n == 0 && size > 0)
			return fail(E_UPSTREAM, "clamd broke off its answer");
		if (n == 0)
			return fail(E_BUSY, "clamd hung up without an answer");
		if (n < 0 && size == sizeof(answer))
			return fail(E_UPSTREAM, "clamd says more than anybody understands");
		if (n < 0)
			return fail(E_BUSY, "clamd does not answer: %s", strerror(errno));
		size += (size_t)n;
	}
	*answer_out = arena_strdup(clamd->arena, answer);
	return OK;
}

static enum err not_understood(struct clamd *clamd, const char *answer)
{
	return fail(E_UPSTREAM, "clamd says: %s",
		text_is_clean(answer, strlen(answer))
			? text_shorten(clamd->arena, answer, CLAMD_NAME_MAX)
			: "what cannot be written here");
}

static bool is_too_large(const char *answer)
{
	return str_starts(answer, "INSTREAM size limit exceeded");
}

/* It takes no more: perhaps it has said why. */
static enum err refused(struct clamd *clamd, int number)
{
	const char *answer;

	if (number != EPIPE && number != ECONNRESET)
		return fail(E_BUSY, "clamd takes nothing any more: %s", strerror(number));
	TRY(hear(clamd, &answer));
	if (!is_too_large(answer))
		return not_understood(clamd, answer);
	clamd->too_large = true;
	return OK;
}

static enum err push(struct clamd *clamd, const void *bytes, size_t size, int flags)
{
	const char *at = bytes;

	while (size > 0 && !clamd->too_large) {
		ssize_t n = send(clamd->fd, at, size, MSG_NOSIGNAL | flags);

		if (n < 0) {
			TRY(refused(clamd, errno));
			continue;
		}
		at += n;
		size -= (size_t)n;
	}
	return OK;
}

enum err clamd_begin(struct arena *arena, struct clamd **clamd_out)
{
	static const char command[] = "zINSTREAM";

	TRY(call(arena, clamd_out));
	return push(*clamd_out, command, sizeof(command), 0); /* with its NUL */
}

enum err clamd_send(struct clamd *clamd, const void *bytes, size_t size)
{
	const uint32_t head = htonl((uint32_t)size);

	if (size == 0)
		return OK; /* that would be the end */
	TRY(push(clamd, &head, sizeof(head), MSG_MORE));
	return push(clamd, bytes, size, 0);
}

/* "stream: Win.Test.EICAR_HDB-1 FOUND" */
static enum err understand(
	struct clamd *clamd, const char *answer, enum clamd_said *said_out, const char **name_out)
{
	static const char start[] = "stream: ", found[] = " FOUND";
	size_t size = strlen(answer);

	*name_out = NULL;
	*said_out = CLAMD_CLEAN;
	if (str_equal(answer, "stream: OK"))
		return OK;
	*said_out = CLAMD_TOO_LARGE;
	if (is_too_large(answer))
		return OK;
	*said_out = CLAMD_FOUND;
	if (!str_starts(answer, start) || !str_ends(answer, found) ||
		size <= strlen(start) + strlen(found))
		return not_understood(clamd, answer);
	answer = arena_strndup(
		clamd->arena, answer + strlen(start), size - strlen(start) - strlen(found));
	if (str_starts(answer,
		    "Heuristics.Limits.Exceeded")) { /* it gave up inside: AlertExceedsMax */
		*said_out = CLAMD_TOO_LARGE;
		return OK;
	}
	*name_out = text_is_clean(answer, strlen(answer))
		? text_shorten(clamd->arena, answer, CLAMD_NAME_MAX)
		: "something without a name";
	return OK;
}

enum err clamd_end(struct clamd *clamd, enum clamd_said *said_out, const char **name_out)
{
	const uint32_t end = 0;
	const char *answer;

	TRY(push(clamd, &end, sizeof(end), 0));
	if (clamd->too_large) {
		*said_out = CLAMD_TOO_LARGE;
		*name_out = NULL;
		return OK;
	}
	TRY(hear(clamd, &answer));
	return understand(clamd, answer, said_out, name_out);
}

enum err clamd_version(struct arena *arena, const char **version_out)
{
	static const char command[] = "zVERSION";
	struct clamd *clamd;

	TRY(call(arena, &clamd));
	TRY(push(clamd, command, sizeof(command), 0));
	TRY(hear(clamd, version_out));
	return str_starts(*version_out, "ClamAV ") ? OK : not_understood(clamd, *version_out);
}
