/* mailbox_login.c - see mailbox_login.h. Some servers give a new refresh token each time and forget the old one at once: it is kept in
 * the same step as the access token, before that is used. */
#include "desk/mailbox_login.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "base/url.h"
#include "net/http.h"
#include "id/scope.h"
#include "id/step.h"
#include "sql/mailbox.h"

enum {
	TOKEN_SERVER_TIMEOUT_MS = 15000,
	TOKEN_SIZE_MAX = 5900, /* sealed, it has room in its column */
	ERROR_SIZE_MAX = 60,
	LIFE_SHORT_S = 300, /* of a token of which nobody says how long it is good */
	LIFE_MAX_S = 86400,
	SPARE_S = 60, /* it is renewed so long before its end */
};

struct renewal {
	const struct mailbox *mailbox;
	const char *token, *refresh_token; /* as they are sent */
	int64_t until;
};

static enum err secret_open(struct scope *s, const char *column, const char *sealed, char **out);
static enum err token_find(
	struct scope *s, struct mailbox *mailbox, bool anew, const char **token_out);
static enum err token_renew(struct scope *s, struct mailbox *mailbox, const char **token_out);
static enum err ask(struct scope *s, const struct mailbox *mailbox, struct renewal *renewal);
static enum err form_make(
	struct scope *s, const struct mailbox *mailbox, const char *refresh_token, char **form_out);
static enum err refused(
	struct scope *s, const struct mailbox *mailbox, int status, const struct json *answer);
static int64_t life_of(const struct json *answer);
static bool is_token(const char *token);
static enum err keep(struct scope *s, void *context);

enum err mailbox_login(
	struct scope *s, struct mailbox *mailbox, bool anew, struct imap_account *account_out)
{
	char *password;

	*account_out = (struct imap_account){
		.host = mailbox->host,
		.port = (int)mailbox->port,
		.tls = str_equal(mailbox->tls, "tls")         ? IMAP_TLS
			: str_equal(mailbox->tls, "starttls") ? IMAP_STARTTLS
							      : IMAP_PLAIN,
		.user = mailbox->user_name,
	};
	if (!str_equal(mailbox->auth, "password"))
		return token_find(s, mailbox, anew, &account_out->token);
	TRY(secret_open(s, "secret", mailbox->secret, &password));
	account_out->password = password;
	return OK;
}

static const char *purpose(struct scope *s, const char *column)
{
	return arena_format(s->arena, "mailbox.%s", column);
}

char *mailbox_seal(struct scope *s, const char *column, const char *secret)
{
	return seal(s->arena, purpose(s, column), secret);
}

static enum err secret_open(struct scope *s, const char *column, const char *sealed, char **out)
{
	if (seal_open(s->arena, purpose(s, column), sealed, out) == OK)
		return OK;
	return refuse(s, E_BUSY, "its %s was sealed with another key, or there is none", column);
}

static enum err token_find(
	struct scope *s, struct mailbox *mailbox, bool anew, const char **token_out)
{
	char *token;

	if (anew || mailbox->access_token == NULL || mailbox->access_until <= s->now)
		return token_renew(s, mailbox, token_out);
	TRY(secret_open(s, "access_token", mailbox->access_token, &token));
	*token_out = token;
	return OK;
}

static enum err token_renew(struct scope *s, struct mailbox *mailbox, const char **token_out)
{
	struct renewal renewal = { .mailbox = mailbox };

	TRY(ask(s, mailbox, &renewal));
	TRY(step_run(s, keep, &renewal));
	mailbox->access_token = mailbox_seal(s, "access_token", renewal.token);
	mailbox->access_until = renewal.until;
	*token_out = renewal.token;
	return OK;
}

static enum err ask(struct scope *s, const struct mailbox *mailbox, struct renewal *renewal)
{
	struct http_ask question = { .method = "POST",
		.url = mailbox->token_url,
		.content_type = "application/x-www-form-urlencoded",
		.timeout_ms = TOKEN_SERVER_TIMEOUT_MS };
	struct http_answer answer;
	struct json *json = NULL;
	char *refresh_token, *form;

	if (mailbox->token_url == NULL)
		return refuse(s, E_BUSY, "nobody said where its tokens come from");
	TRY(secret_open(s, "secret", mailbox->secret, &refresh_token));
	TRY(form_make(s, mailbox, refresh_token, &form));
	question.body = form;
	if (http_ask(s->arena, &question, &answer) != OK)
		return refuse(s, E_BUSY, "its token server does not answer");
	if (json_read(answer.body, answer.size, &json) != OK)
		json = NULL;
	renewal->token = json_str(json, "access_token", TOKEN_SIZE_MAX);
	if (answer.status != 200 || !is_token(renewal->token))
		return refused(s, mailbox, answer.status, json);
	renewal->refresh_token = json_str(json, "refresh_token", MAILBOX_SECRET_MAX);
	if (renewal->refresh_token == NULL)
		renewal->refresh_token = refresh_token;
	renewal->until = clock_now() + (life_of(json) - SPARE_S) * 1000;
	return OK;
}

static enum err form_make(
	struct scope *s, const struct mailbox *mailbox, const char *refresh_token, char **form_out)
{
	struct str form = str_make(s->arena);
	char *client_secret;

	str_format(&form, "grant_type=refresh_token&refresh_token=%s",
		url_encode(s->arena, refresh_token));
	if (mailbox->client_id != NULL)
		str_format(&form, "&client_id=%s", url_encode(s->arena, mailbox->client_id));
	if (mailbox->client_secret != NULL) {
		TRY(secret_open(s, "client_secret", mailbox->client_secret, &client_secret));
		str_format(&form, "&client_secret=%s", url_encode(s->arena, client_secret));
	}
	*form_out = form.text;
	return OK;
}

/* Its word (RFC 6749 section 5.2) is shown; what it says beside that may hold anything. */
static enum err refused(
	struct scope *s, const struct mailbox *mailbox, int status, const struct json *answer)
{
	const char *word = json_str(answer, "error", ERROR_SIZE_MAX);

	if (!is_token(word))
		word = "no token in it";
	log_warn("mailbox %lld: its token server answers %d: %s", (long long)mailbox->id, status,
		word);
	return refuse(s, status == 400 || status == 401 ? E_SIGNED_OUT : E_BUSY,
		"its token server answers %d: %s", status, word);
}

static int64_t life_of(const struct json *answer)
{
	int64_t life_s;

	if (!json_as_int(json_at(answer, "expires_in"), &life_s) || life_s < SPARE_S)
		return LIFE_SHORT_S;
	return life_s < LIFE_MAX_S ? life_s : LIFE_MAX_S;
}

/* Visible ASCII: it stands in a line of IMAP. */
static bool is_token(const char *token)
{
	for (const char *at = token; at != NULL && *at != '\0'; at++)
		if (*at <= ' ' || *at >= 0x7f)
			return false;
	return token != NULL && *token != '\0';
}

static enum err keep(struct scope *s, void *context)
{
	const struct renewal *renewal = context;
	int64_t affected;

	return sql_mailbox_set_access(s, renewal->mailbox->id,
		mailbox_seal(s, "secret", renewal->refresh_token),
		mailbox_seal(s, "access_token", renewal->token), renewal->until, &affected);
}
