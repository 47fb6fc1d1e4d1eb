/* imap_talk.c - see imap_talk.h. What libcurl 7.88 makes of IMAP decides how it is used here: it decodes %XX in commands, counts no bytes
 * (CURLOPT_MAXFILESIZE), and waits two minutes for a server that is to say good-bye. */
#include "net/imap_talk.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/str.h"
#include "net/imap_line.h"
#include "net/outward.h"

enum {
	CONNECT_TIMEOUT_MS =
		20000, /* and to sign in: some servers let those wait who were refused before */
	COMMAND_TIMEOUT_MS = 30000,
	STALL_TIMEOUT_MS = 30000,
	ASK_MS = 1000,
	COMMAND_SIZE_MAX = 4096,
	LINE_SIZE_MAX = 16 * 1024, /* longer ones come in pieces anyway */
	LINES_MAX = 10000,         /* that one command may bring */
};

static void release(void *handle);
static const char *escaped(struct arena *arena, const char *text);
static void apply(struct imap *imap, const char *url, const char *words, int64_t timeout_ms);
static void callbacks_apply(struct imap *imap);
static void login_apply(struct imap *imap);
static size_t on_line(char *bytes, size_t size, size_t n, void *context);
static void line_take(struct imap *imap, const struct imap_line *line);
static void capabilities_take(struct imap *imap, const struct imap_line *line);
static bool has_word(const struct imap_line *line, const char *word);
static void mail_take(struct imap *imap, const struct imap_line *line);
static size_t on_bytes(char *bytes, size_t size, size_t n, void *context);
static int on_progress(
	void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up);
static enum err outcome(struct imap *imap, CURLcode code);
static void say(struct imap *imap, const char *text, size_t size);

void imap_talk_open(struct imap *imap)
{
	imap->curl = curl_easy_init();
	assert(imap->curl != NULL);
	arena_defer(imap->arena, release, imap);
}

/* libcurl says LOGOUT and waits for the answer, with no limit of ours: the server finds that we hung up. */
static void release(void *handle)
{
	struct imap *imap = handle;
	curl_socket_t socket = CURL_SOCKET_BAD;

	curl_easy_getinfo(imap->curl, CURLINFO_ACTIVESOCKET, &socket);
	if (socket != CURL_SOCKET_BAD)
		shutdown(socket, SHUT_RDWR);
	curl_easy_cleanup(imap->curl);
}

enum err imap_command(struct imap *imap, const char *folder, const char *format, ...)
{
	const char *url = arena_format(
		imap->arena, "%s/%s", imap->origin, folder != NULL ? folder : "");
	char words[COMMAND_SIZE_MAX + 1];
	va_list arguments;
	int size;

	va_start(arguments, format);
	size = vsnprintf(words, sizeof words, format, arguments);
	va_end(arguments);
	assert(size > 0 && size <= COMMAND_SIZE_MAX);
	return imap_perform(imap, url, escaped(imap->arena, words), COMMAND_TIMEOUT_MS);
}

/* libcurl takes %41 in a command for an A. */
static const char *escaped(struct arena *arena, const char *text)
{
	struct str str = str_make(arena);

	for (const char *at = text; *at != '\0'; at++)
		if (*at == '%')
			str_add(&str, "%25");
		else
			str_add_char(&str, *at);
	return str.text;
}

enum err imap_perform(struct imap *imap, const char *url, const char *words, int64_t timeout_ms)
{
	enum err e;

	imap->n = imap->n_lines = 0;
	imap->size = imap->moved = 0;
	imap->counted = -1;
	imap->is_refused = false;
	imap->error = OK;
	imap->said[0] = imap->curl_said[0] = '\0';
	imap->moved_at = imap->asked_at = clock_monotonic_ms();
	apply(imap, url, words, timeout_ms);
	e = outcome(imap, curl_easy_perform(imap->curl));
	imap->mails = NULL;
	imap->fd = -1;
	return e;
}

static void apply(struct imap *imap, const char *url, const char *words, int64_t timeout_ms)
{
	const struct imap_account *account = imap->account;
	CURL *curl = imap->curl;

	curl_easy_reset(curl); /* it keeps the connection */
	outward_apply_as(
		curl, account->tls == IMAP_TLS ? "imaps" : "imap", account->tls == IMAP_PLAIN);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, words);
	curl_easy_setopt(curl, CURLOPT_USE_SSL,
		(long)(account->tls == IMAP_STARTTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (*conf()->mailbox_ca_file != '\0') {
		curl_easy_setopt(curl, CURLOPT_CAINFO, conf()->mailbox_ca_file);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
	curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, COMMAND_TIMEOUT_MS / 1000L);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, imap->curl_said);
	login_apply(imap);
	callbacks_apply(imap);
}

/* Nothing else that libcurl knows (NTLM, GSSAPI), which says more of this machine than is needed, or fails by itself. libcurl falls back to
 * the command LOGIN only where no mechanism is named. */
static void login_apply(struct imap *imap)
{
	const struct imap_account *account = imap->account;

	curl_easy_setopt(imap->curl, CURLOPT_USERNAME, account->user);
	if (account->password == NULL) {
		curl_easy_setopt(imap->curl, CURLOPT_XOAUTH2_BEARER, account->token);
		curl_easy_setopt(
			imap->curl, CURLOPT_LOGIN_OPTIONS, "AUTH=OAUTHBEARER;AUTH=XOAUTH2");
		return;
	}
	curl_easy_setopt(imap->curl, CURLOPT_PASSWORD, account->password);
	if (!imap->by_login)
		curl_easy_setopt(imap->curl, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
}

static void callbacks_apply(struct imap *imap)
{
	CURL *curl = imap->curl;

	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_line);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, imap);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, imap);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, imap);
}

/* --- what the server says ---------------------------------------------------------------------------------- */

static size_t on_line(char *bytes, size_t size, size_t n, void *context)
{
	struct imap *imap = context;
	struct imap_line line;

	if (++imap->n_lines > LINES_MAX) {
		imap->error = imap_trouble(imap, E_BUSY, "the server does not stop talking");
		return CURL_WRITEFUNC_ERROR;
	}
	if (size * n <= LINE_SIZE_MAX) {
		line = imap_line_read(bytes, size * n);
		line_take(imap, &line);
	}
	return size * n;
}

static void line_take(struct imap *imap, const struct imap_line *line)
{
	switch (line->kind) {
	case IMAP_EXISTS:
		imap->state.n = line->number;
		break;
	case IMAP_EXPUNGE:
		imap->state.n -= imap->state.n > 0;
		break;
	case IMAP_UIDVALIDITY:
		imap->state.uidvalidity = line->number;
		break;
	case IMAP_MAIL:
		mail_take(imap, line);
		break;
	case IMAP_STATUS:
		imap->counted = line->number;
		break;
	case IMAP_CAPABILITY:
		capabilities_take(imap, line);
		break;
	case IMAP_REFUSED:
		imap->is_refused = true;
		say(imap, line->text, line->text_size);
		break;
	case IMAP_BYE:
		say(imap, line->text, line->text_size);
		break;
	case IMAP_OTHER:
		break;
	}
}

/* What is offered changes with STARTTLS and with the sign-in: the last answer counts. */
static void capabilities_take(struct imap *imap, const struct imap_line *line)
{
	imap->moves = has_word(line, "MOVE");
	imap->removes = has_word(line, "UIDPLUS");
	imap->takes_sasl = has_word(line, "AUTH=PLAIN") || has_word(line, "AUTH=LOGIN");
	imap->refuses_login = has_word(line, "LOGINDISABLED");
}

static bool has_word(const struct imap_line *line, const char *word)
{
	const char *end = line->text + line->text_size;

	for (const char *at = line->text, *stop; at < end; at = stop + 1) {
		stop = memchr(at, ' ', (size_t)(end - at));
		if (stop == NULL)
			stop = end;
		if ((size_t)(stop - at) == strlen(word) && strncasecmp(at, word, strlen(word)) == 0)
			return true;
	}
	return false;
}

static void mail_take(struct imap *imap, const struct imap_line *line)
{
	if (imap->mails != NULL && imap->n < imap->n_max)
		imap->mails[imap->n++] = (struct imap_mail){ .uid = line->uid, .size = line->size };
}

/* Of a command these are its lines once more. */
static size_t on_bytes(char *bytes, size_t size, size_t n, void *context)
{
	struct imap *imap = context;
	size_t left = size * n;

	if (imap->fd < 0)
		return size * n;
	if ((int64_t)left > imap->size_max - imap->size) {
		imap->error = imap_trouble(imap, E_TOO_LARGE, "it has more bytes than are taken");
		return CURL_WRITEFUNC_ERROR;
	}
	while (left > 0) {
		ssize_t written = write(imap->fd, bytes, left);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0) {
			imap->error = imap_trouble(
				imap, E_BUSY, "there is no room for a temporary file");
			return CURL_WRITEFUNC_ERROR;
		}
		bytes += written;
		left -= (size_t)written;
	}
	imap->size += (int64_t)(size * n);
	return size * n;
}

/* Stalls are counted here: CURLOPT_LOW_SPEED_TIME looks at an average and ends five seconds late. */
static int on_progress(
	void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up)
{
	struct imap *imap = context;
	const int64_t now = clock_monotonic_ms();

	(void)down_total, (void)up_total, (void)up;
	if (down != imap->moved) {
		imap->moved = down;
		imap->moved_at = now;
	}
	if (now - imap->moved_at > STALL_TIMEOUT_MS)
		imap->error = imap_trouble(imap, E_BUSY, "the server does not go on");
	else if (imap->account->holds != NULL && now - imap->asked_at >= ASK_MS) {
		imap->error = imap->account->holds(imap->account->context);
		imap->asked_at = now;
	}
	return imap->error != OK;
}

static enum err outcome(struct imap *imap, CURLcode code)
{
	if (imap->error != OK)
		return imap->error;
	switch (code) {
	case CURLE_OK:
		return OK;
	case CURLE_LOGIN_DENIED:
		/* libcurl says the same of a folder that it may not open. */
		if (str_starts(imap->curl_said, "Select failed"))
			return imap_trouble(imap, E_MISSING, "there is no such folder");
		return imap_trouble(
			imap, E_SIGNED_OUT, "the server does not take the user or the secret");
	case CURLE_QUOTE_ERROR:
		return imap_trouble(imap, E_CONFLICT, "the server refuses a command");
	case CURLE_REMOTE_FILE_NOT_FOUND:
		return imap->is_refused
			? imap_trouble(imap, E_UPSTREAM, "the server does not give it")
			: imap_trouble(imap, E_MISSING, "it is not there any more");
	case CURLE_WEIRD_SERVER_REPLY:
		return imap_trouble(imap, imap->fd >= 0 ? E_UPSTREAM : E_BUSY,
			"the server answers what nobody understands");
	default:
		if (outward_refused())
			return imap_trouble(imap, E_DENIED, "connections do not go to its address");
		return imap_trouble(imap, E_BUSY,
			*imap->curl_said != '\0' ? imap->curl_said : curl_easy_strerror(code));
	}
}

/* What the server itself said comes after it. */
enum err imap_trouble(struct imap *imap, enum err e, const char *text)
{
	const char *words = *imap->said == '\0'
		? text
		: arena_format(imap->arena, "%s: %s", text, imap->said);

	say(imap, words, strlen(words));
	return e;
}

/* It goes into logs and to people: nothing but printable ASCII. */
static void say(struct imap *imap, const char *text, size_t size)
{
	size_t n = 0;

	for (; n < size && n < IMAP_SAID_MAX; n++)
		imap->said[n] = text[n] >= ' ' && text[n] < 0x7f ? text[n] : '?';
	imap->said[n] = '\0';
}
