/* smtp.c - see smtp.h. Which commands went out is read from libcurl's own trace: a 5xx to EHLO or AUTH is about us, not about the mail. */
#include "net/smtp.h"

#include <string.h>

#include <curl/curl.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/plain.h"
#include "base/str.h"
#include "base/text.h"
#include "net/transfer.h"

enum {
	CONNECT_MS = 10000,
	IDLE_S = 50,            /* a connection that rested longer is not trusted */
	ADDRESS_SIZE_MAX = 254, /* RFC 5321 section 4.5.3.1.3 */
	REPLY_SIZE_MAX = 2000,
	SAID_LENGTH_MAX = 220
};

/* One mail on its way. */
struct passage {
	const struct smtp_mail *mail;
	size_t taken;     /* bytes of it */
	bool named;       /* MAIL FROM went out: what is said now is about this mail */
	struct str reply; /* the last one of the server */
	bool more;        /* it has another line */
	bool over;        /* QUIT went out: what is said now is about nothing */
};

static struct transfer transfer;

bool smtp_address_is_clean(const char *address)
{
	const char *at = strrchr(address, '@');
	const size_t size = strlen(address);

	if (!at || at == address || !at[1] || size > ADDRESS_SIZE_MAX)
		return false;
	for (size_t i = 0; i < size; i++)
		if (address[i] <= ' ' || address[i] >= 0x7f || strchr("<>\"\\(),;:[]", address[i]))
			return false;
	return memchr(address, '@', size) == at;
}

/* --- what libcurl asks ------------------------------------------------------------------------------------- */

static size_t give(char *bytes, size_t size, size_t n, void *context)
{
	struct passage *passage = context;
	size_t rest = passage->mail->size - passage->taken,
	       some = size * n < rest ? size * n : rest;

	memcpy(bytes, passage->mail->bytes + passage->taken, some);
	passage->taken += some;
	return some;
}

/* A line of a reply: "250-SIZE", and with a space the last one. */
static void hear(struct passage *passage, const char *line, size_t size)
{
	if (!passage->more)
		passage->reply = str_make(passage->reply.arena);
	if (passage->reply.size + size < REPLY_SIZE_MAX)
		str_add_bytes(&passage->reply, line, size);
	passage->more = size > 3 && line[3] == '-';
}

static bool begins(const char *bytes, size_t size, const char *command)
{
	return size >= strlen(command) && memcmp(bytes, command, strlen(command)) == 0;
}

static int trace(CURL *curl, curl_infotype type, char *bytes, size_t size, void *context)
{
	struct passage *passage = context;

	(void)curl;
	if (type == CURLINFO_HEADER_IN && !passage->over)
		hear(passage, bytes, size);
	else if (type == CURLINFO_HEADER_OUT && begins(bytes, size, "MAIL FROM:"))
		passage->named = true;
	else if (type == CURLINFO_HEADER_OUT && begins(bytes, size, "QUIT"))
		passage->over = true;
	return 0;
}

/* Once it was given bytes of the letter the server is waited for: else it goes twice. */
static int go_on(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct passage *passage = context;

	(void)a, (void)b, (void)c, (void)d;
	return passage->taken == 0 && passage->mail->stops && passage->mail->stops();
}

static void free_list(void *list)
{
	curl_slist_free_all(list);
}

/* --- how it is asked --------------------------------------------------------------------------------------- */

static void apply_server(CURL *curl)
{
	const struct conf *c = conf();
	const bool must = str_equal(c->smtp_starttls, "must"),
		   may = str_equal(c->smtp_starttls, "may");

	curl_easy_setopt(curl, CURLOPT_URL, c->smtp_url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_USE_SSL,
		(long)(must           ? CURLUSESSL_ALL
				: may ? CURLUSESSL_TRY
				      : CURLUSESSL_NONE));
	if (*c->smtp_ca_file)
		curl_easy_setopt(curl, CURLOPT_CAINFO, c->smtp_ca_file);
	if (*c->smtp_user) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, c->smtp_user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, c->smtp_password);
	}
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)c->smtp_timeout_s);
	curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, (long)IDLE_S);
}

static void apply_mail(struct arena *arena, CURL *curl, struct passage *passage)
{
	struct curl_slist *to = curl_slist_append(
		NULL, arena_format(arena, "<%s>", passage->mail->to));

	arena_defer(arena, free_list, to);
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, arena_format(arena, "<%s>", passage->mail->from));
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)passage->mail->size);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(curl, CURLOPT_READDATA, passage);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, go_on);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, passage);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, trace);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, passage);
}

/* --- what came of it --------------------------------------------------------------------------------------- */

/* The server's words on one line; "" if it had none. */
static const char *words(struct arena *arena, const struct passage *passage)
{
	char *text = text_trim(
		arena, plain_text(arena, passage->reply.text, passage->reply.size, false));

	for (char *c = text; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return text_shorten(arena, text, SAID_LENGTH_MAX);
}

/* 53x is about how we sign in, whatever it answers. */
static enum smtp_fate judge(const struct passage *passage, CURLcode code, long status)
{
	if (!passage->named || code == CURLE_LOGIN_DENIED || status / 10 == 53 || status == 421)
		return SMTP_AWAY;
	if (status / 100 == 5)
		return SMTP_REFUSED;
	return status / 100 == 4 ? SMTP_LATER : SMTP_AWAY;
}

static const char *why_away(
	struct arena *arena, const struct passage *passage, CURLcode code, long status)
{
	if (code == CURLE_LOGIN_DENIED)
		return arena_format(arena, "The mail server does not let us sign in: %s",
			words(arena, passage));
	if (code == CURLE_USE_SSL_FAILED)
		return "The mail server offers no STARTTLS, without which nothing is sent to it.";
	if (passage->named && passage->taken == passage->mail->size)
		return "The connection to the mail server broke off before it said whether it has the letter.";
	if (status / 100 == 4 || status / 100 == 5)
		return arena_format(arena, "The mail server said: %s", words(arena, passage));
	return arena_format(
		arena, "The mail server cannot be reached: %s.", curl_easy_strerror(code));
}

static struct smtp_end end(
	struct arena *arena, CURL *curl, const struct passage *passage, CURLcode code)
{
	struct smtp_end end = { SMTP_SENT, NULL };
	long status = 0;

	if (code == CURLE_OK)
		return end;
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	end.fate = judge(passage, code, status);
	end.said = end.fate == SMTP_AWAY
		? why_away(arena, passage, code, status)
		: arena_format(arena, "The mail server said: %s", words(arena, passage));
	return end;
}

struct smtp_end smtp_send(struct arena *arena, const struct smtp_mail *mail)
{
	struct passage passage = { .mail = mail, .reply = str_make(arena) };
	CURL *curl;

	if (!smtp_address_is_clean(mail->to) || !smtp_address_is_clean(mail->from))
		return (struct smtp_end){ SMTP_REFUSED, "This is no address that mail goes to." };
	if (!*conf()->smtp_url)
		return (struct smtp_end){ SMTP_AWAY,
			"There is no mail server: smtp_url is not set." };
	curl = transfer_begin(&transfer);
	if (!curl)
		return (struct smtp_end){ SMTP_AWAY, "libcurl: no handle." };
	apply_server(curl);
	apply_mail(arena, curl, &passage);
	return end(arena, curl, &passage, curl_easy_perform(curl));
}
