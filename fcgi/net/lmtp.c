/* lmtp.c - see lmtp.h. Answers wait until there is nothing left to read, as a client that pipelines expects. */
#include "net/lmtp.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/str.h"
#include "net/lmtp_data.h"

enum {
	IN_SIZE = 64 * 1024,
	OUT_SIZE = 4096,
	LINE_SIZE_MAX = 2048,
	MISTAKES_MAX = 20,
	COMMANDS_MAX = 500 /* since the last mail: its recipients, and some to spare */
};

struct session {
	const struct lmtp_door *door;
	int fd;
	bool over, greeted, has_sender;
	struct lmtp_path sender;
	struct lmtp_recipient recipients[LMTP_RECIPIENTS_MAX];
	int n, mistakes, commands;
	char in[IN_SIZE];
	size_t from, to; /* what of it is not used yet */
	char out[OUT_SIZE];
	size_t said;
	char piece[IN_SIZE + 1];
};

/* --- bytes ------------------------------------------------------------------------------------------------ */

static bool wait_to_send(const struct session *session, int64_t end_at)
{
	struct pollfd fd = { .fd = session->fd, .events = POLLOUT };
	const int64_t left = end_at - clock_monotonic_ms();

	return left > 0 && poll(&fd, 1, (int)left) > 0;
}

static void flush(struct session *session)
{
	const int64_t end_at = clock_monotonic_ms() + session->door->idle_ms;
	size_t at = 0;

	while (at < session->said && !session->over) {
		ssize_t n = send(session->fd, session->out + at, session->said - at, MSG_NOSIGNAL);

		if (n > 0)
			at += (size_t)n;
		else if ((errno != EAGAIN && errno != EINTR) || !wait_to_send(session, end_at))
			session->over = true;
	}
	session->said = 0;
}

static void say(struct session *session, const char *reply)
{
	const size_t size = strlen(reply);

	if (session->said + size + 2 > OUT_SIZE)
		flush(session);
	memcpy(session->out + session->said, reply, size);
	memcpy(session->out + session->said + size, "\r\n", 2);
	session->said += size + 2;
}

static void leave(struct session *session, const char *reply)
{
	say(session, reply);
	flush(session);
	session->over = true;
}

static void mistake(struct session *session, const char *reply)
{
	say(session, reply);
	if (++session->mistakes > MISTAKES_MAX)
		leave(session, "421 4.7.0 too many mistakes");
}

static void receive(struct session *session)
{
	ssize_t n;

	memmove(session->in, session->in + session->from, session->to - session->from);
	session->to -= session->from;
	session->from = 0;
	n = recv(session->fd, session->in + session->to, IN_SIZE - session->to, 0);
	if (n > 0)
		session->to += (size_t)n;
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		session->over = true;
}

/* Waits for more from the client, or, if we may end here, for word to do so. */
static void read_more(struct session *session, int64_t end_at, bool may_stop)
{
	struct pollfd fds[] = { { .fd = session->fd, .events = POLLIN },
		{ .fd = may_stop ? session->door->stop_fd : -1, .events = POLLIN } };
	int64_t left = end_at - clock_monotonic_ms();

	flush(session);
	if (session->over)
		return;
	if (left > session->door->idle_ms)
		left = session->door->idle_ms;
	if (left <= 0 || poll(fds, 2, (int)left) == 0)
		leave(session, "421 4.4.2 this takes too long");
	else if (fds[1].revents)
		leave(session, "421 4.3.2 ending; come again");
	else
		receive(session);
}

/* The next command without its CR LF, "" if it is none; NULL: the session is over. A line end of another kind in it, or a NUL, is
 * somebody's hope that two readers see two things. */
static char *read_line(struct session *session)
{
	const int64_t end_at = clock_monotonic_ms() + session->door->idle_ms;
	char *line, *end;
	size_t size;

	for (;;) {
		line = session->in + session->from;
		size = session->to - session->from;
		end = memmem(line, size < LINE_SIZE_MAX ? size : LINE_SIZE_MAX, "\r\n", 2);
		if (end)
			break;
		if (size >= LINE_SIZE_MAX)
			leave(session, "500 5.5.6 this line is too long");
		else
			read_more(session, end_at, true);
		if (session->over)
			return NULL;
	}
	*end = '\0';
	session->from += (size_t)(end - line) + 2;
	if (strlen(line) != (size_t)(end - line) || strpbrk(line, "\r\n"))
		*line = '\0';
	return line;
}

/* --- one mail --------------------------------------------------------------------------------------------- */

static void forget_mail(struct session *session)
{
	session->has_sender = false;
	session->n = 0;
}

/* What goes into the file, whole or not at all. */
struct spool {
	int64_t size; /* of the mail, also when the file has less */
	bool failed;
};

static void spool_add(struct session *session, struct spool *spool, size_t size)
{
	const char *at = session->piece;

	while (size > 0 && !spool->failed &&
		spool->size + (int64_t)size <= session->door->size_max) {
		ssize_t n = pwrite(session->door->spool_fd, at, size, spool->size);

		if (n <= 0) {
			(void)fail(E_BUSY, "a mail cannot be written down: %m");
			spool->failed = true;
			break;
		}
		at += n;
		size -= (size_t)n;
		spool->size += n;
	}
	spool->size += (int64_t)size;
}

/* Up to its end, whatever becomes of it. */
static struct spool read_mail(struct session *session)
{
	const int64_t end_at = clock_monotonic_ms() + session->door->idle_ms * LMTP_PATIENCE;
	struct spool spool = { .failed = ftruncate(session->door->spool_fd, 0) != 0 };
	struct lmtp_data data = { 0 };

	while (data.at != LMTP_END && !session->over) {
		struct lmtp_taken taken = lmtp_data_take(&data, session->in + session->from,
			session->to - session->from, session->piece);

		session->from += taken.used;
		spool_add(session, &spool, taken.given);
		if (data.at != LMTP_END)
			read_more(session, end_at, false);
	}
	return spool;
}

/* What a recipient hears, and how that is counted. */
static void tell(struct session *session, enum err result)
{
	const char *reply = "451 4.3.0 it cannot be kept now; come again";
	enum metric_counter counter = METRIC_MAIL_PUT_OFF;

	if (result == OK) {
		reply = "250 2.0.0 kept";
		counter = METRIC_MAIL_KEPT;
	} else if (result == E_MISSING) {
		reply = "550 5.1.1 nobody here has this address";
		counter = METRIC_MAIL_UNKNOWN;
	} else if (result == E_DENIED) {
		reply = "550 5.2.1 this address takes no mail";
		counter = METRIC_MAIL_DISABLED;
	} else if (result == E_TOO_LARGE) {
		reply = "552 5.3.4 this is larger than a mail may be here";
		counter = METRIC_MAIL_TOO_LARGE;
	}
	metric_add(counter, 1);
	say(session, reply);
}

static void take_mail(struct session *session)
{
	const struct spool spool = read_mail(session);
	struct lmtp_mail mail = { .from = session->sender.address,
		.recipients = session->recipients,
		.n = session->n,
		.fd = session->door->spool_fd,
		.size = spool.size };
	const bool too_large = spool.size > session->door->size_max;

	if (session->over)
		return;
	metric_add(METRIC_MAIL_BYTES, spool.size);
	for (int i = 0; i < session->n; i++)
		session->recipients[i].result = too_large ? E_TOO_LARGE : E_BUSY;
	if (!too_large && !spool.failed)
		session->door->takes(session->door->context, &mail);
	for (int i = 0; i < session->n; i++)
		tell(session, session->recipients[i].result);
	forget_mail(session);
	session->commands = 0;
}

/* --- commands --------------------------------------------------------------------------------------------- */

static void on_lhlo(struct session *session, const char *rest)
{
	char size[64];

	if (!*rest) {
		mistake(session, "501 5.5.4 LHLO says who is there");
		return;
	}
	snprintf(size, sizeof(size), "250 SIZE %lld", (long long)session->door->size_max);
	say(session, "250-lodge");
	say(session, "250-PIPELINING");
	say(session, "250-ENHANCEDSTATUSCODES");
	say(session, "250-8BITMIME");
	say(session, "250-SMTPUTF8");
	say(session, size);
	session->greeted = true;
	forget_mail(session);
}

static void on_mail(struct session *session, const char *rest)
{
	const char *trouble = !session->greeted ? "503 5.5.1 LHLO comes first"
		: session->has_sender
		? "503 5.5.1 one mail after the other"
		: lmtp_sender_read(rest, session->door->size_max, &session->sender);

	if (trouble) {
		if (str_starts(trouble, "552"))
			metric_add(METRIC_MAIL_TOO_LARGE, 1);
		mistake(session, trouble);
		return;
	}
	session->has_sender = true;
	say(session, "250 2.1.0 yes");
}

static void on_rcpt(struct session *session, const char *rest)
{
	const char *trouble;
	struct lmtp_path path;
	enum err known;

	if (session->n == LMTP_RECIPIENTS_MAX) {
		say(session, "452 4.5.3 the others in another mail");
		return;
	}
	trouble = session->has_sender ? lmtp_recipient_read(rest, session->sender.utf8, &path)
				      : "503 5.5.1 MAIL comes first";
	if (trouble) {
		mistake(session, trouble);
		return;
	}
	known = session->door->knows(session->door->context, path.address);
	if (known != OK) {
		tell(session, known);
		return;
	}
	memcpy(session->recipients[session->n++].address, path.address, sizeof(path.address));
	say(session, "250 2.1.5 yes");
}

/* A client waits for the answer to DATA (RFC 2920 section 3.1): one that did not might have its mail taken for commands. */
static void on_data(struct session *session, const char *rest)
{
	(void)rest;
	if (session->from != session->to) {
		leave(session, "503 5.5.0 what follows DATA waits for its answer");
		return;
	}
	if (session->n == 0) {
		mistake(session, "503 5.5.1 RCPT comes first");
		return;
	}
	say(session, "354 go on");
	take_mail(session);
}

static void on_rset(struct session *session, const char *rest)
{
	(void)rest;
	forget_mail(session);
	say(session, "250 2.0.0 forgotten");
}

static void on_noop(struct session *session, const char *rest)
{
	(void)rest;
	say(session, "250 2.0.0 yes");
}

static void on_quit(struct session *session, const char *rest)
{
	(void)rest;
	leave(session, "221 2.0.0 bye");
}

static const struct {
	const char *name;
	bool bare; /* nothing stands behind it */
	void (*run)(struct session *session, const char *rest);
} commands[] = {
	{ "LHLO ", false, on_lhlo },
	{ "MAIL FROM:", false, on_mail },
	{ "RCPT TO:", false, on_rcpt },
	{ "DATA", true, on_data },
	{ "RSET", true, on_rset },
	{ "NOOP", false, on_noop },
	{ "QUIT", true, on_quit },
};

static void obey(struct session *session, const char *line)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		const size_t size = strlen(commands[i].name);

		if (strncasecmp(line, commands[i].name, size) != 0 ||
			(commands[i].bare && line[size]))
			continue;
		if (++session->commands > COMMANDS_MAX)
			leave(session, "421 4.7.0 too many commands for no mail");
		else
			commands[i].run(session, line + size);
		return;
	}
	mistake(session, "500 5.5.1 this is no command here");
}

void lmtp_session(struct arena *arena, int fd, const struct lmtp_door *door)
{
	struct session *session = arena_new(arena, struct session);
	const char *line;

	session->door = door;
	session->fd = fd;
	say(session, "220 lodge LMTP");
	while (!session->over && (line = read_line(session)))
		obey(session, line);
}
