/* peer.h - a little server of a test's own, on 127.0.0.1 or at a path: one process, one more for each connection, so that one that
 * hangs holds up no other. All die with the test. */
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

struct peer {
	pid_t pid;
	int port;
	char origin[64]; /* "http://127.0.0.1:40123" */
};

/* serve() speaks on one connection until it is done with it. */
static inline pid_t peer_accept(int listener, void (*serve)(int connection))
{
	pid_t pid = fork();

	if (pid == 0) {
		setpgid(0, 0);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGCHLD, SIG_IGN);
		signal(SIGPIPE, SIG_IGN);
		for (;;) {
			int connection = accept(listener, NULL, NULL);

			if (fork() == 0) {
				prctl(PR_SET_PDEATHSIG, SIGKILL);
				serve(connection);
				_exit(0);
			}
			close(connection);
		}
	}
	setpgid(pid, pid);
	close(listener);
	return pid;
}

static inline struct peer peer_start(void (*serve)(int connection))
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct peer peer;

	if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 64) != 0)
		abort();
	getsockname(listener, (struct sockaddr *)&address, &size);
	peer.port = ntohs(address.sin_port);
	snprintf(peer.origin, sizeof peer.origin, "http://127.0.0.1:%d", peer.port);
	peer.pid = peer_accept(listener, serve);
	return peer;
}

/* On a socket in the file system; port and origin mean nothing then. */
static inline struct peer peer_start_at(const char *path, void (*serve)(int connection))
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct peer peer = { .port = 0 };

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	unlink(path);
	if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
		listen(listener, 64) != 0)
		abort();
	peer.pid = peer_accept(listener, serve);
	return peer;
}

static inline void peer_signal(const struct peer *peer, int number)
{
	kill(-peer->pid, number);
}

static inline void peer_stop(const struct peer *peer)
{
	peer_signal(peer, SIGKILL);
	waitpid(peer->pid, NULL, 0);
}

/* The head of the next request, and what came behind it (*extra_out bytes, from the end of the head); false: no more. */
static inline bool peer_request(int connection, char *head, size_t room, size_t *extra_out)
{
	size_t size = 0;

	while (size < room - 1) {
		ssize_t n = read(connection, head + size, room - 1 - size);
		char *end;

		if (n <= 0)
			return false;
		size += (size_t)n;
		head[size] = '\0';
		end = strstr(head, "\r\n\r\n");
		if (end != NULL) {
			*extra_out = size - (size_t)(end + 4 - head);
			return true;
		}
	}
	return false;
}

static inline long long peer_content_length(const char *head)
{
	const char *at = strcasestr(head, "\r\nContent-Length:");

	return at != NULL ? strtoll(at + 17, NULL, 10) : 0;
}

static inline void peer_say(int connection, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = write(connection, text, left);

		if (n <= 0)
			_exit(0);
		text += n;
		left -= (size_t)n;
	}
}

static inline void peer_answer(
	int connection, const char *status_line, const char *headers, const char *body)
{
	char head[1024];

	snprintf(head, sizeof head, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n%s\r\n", status_line,
		strlen(body), headers);
	peer_say(connection, head);
	peer_say(connection, body);
}

/* Ends the connection with a reset. */
static inline void peer_reset(int connection)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	close(connection);
}
