/* imap.c - see imap.h. What libcurl 7.88 makes of IMAP decides how it is asked here:
 * - A mail is fetched by its URL (;UID=), never by a command: only so its bytes come apart from the server's own words, and none of
 *   them can pass for an answer.
 * - An answer of one long line (SEARCH) is cut and spliced without a word. So nothing is searched: the oldest mails are those with the
 *   places 1, 2, 3, and each answers with a short line of its own. */
#include "net/imap.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"
#include "base/url.h"
#include "net/imap_folder.h"
#include "net/imap_talk.h"

static const char *origin_of(struct arena *arena, const struct imap_account *account);
static const char *quoted(struct arena *arena, const char *text);
static enum err copied_remove(struct imap *imap, int64_t uid);

struct imap *imap_make(struct arena *arena, const struct imap_account *account)
{
	struct imap *imap = arena_new(arena, struct imap);

	imap->arena = arena;
	imap->account = account;
	imap->origin = origin_of(arena, account);
	imap->fd = -1;
	imap_talk_open(imap);
	return imap;
}

const char *imap_said(const struct imap *imap)
{
	return imap->said;
}

/* A server without AUTH=PLAIN and AUTH=LOGIN may know the command LOGIN all the same. */
enum err imap_open(struct imap *imap)
{
	enum err e = imap_command(imap, NULL, "CAPABILITY");

	if (e == E_SIGNED_OUT && imap->account->password != NULL && !imap->takes_sasl &&
		!imap->refuses_login) {
		imap->by_login = true;
		e = imap_command(imap, NULL, "CAPABILITY");
	}
	TRY(e);
	if (imap->moves || imap->removes)
		return OK;
	return imap_trouble(imap, E_NOT_OFFERED,
		"the server can neither move a mail nor remove just one (MOVE, UIDPLUS)");
}

enum err imap_select(struct imap *imap, const char *folder, struct imap_folder *folder_out)
{
	const char *name = url_encode(imap->arena, imap_folder_name(imap->arena, folder));

	imap->folder = NULL;
	imap->state = (struct imap_folder){ 0 };
	TRY(imap_command(imap, name, "NOOP"));
	/* From now on libcurl compares it whenever it opens the folder again. */
	imap->folder = arena_format(
		imap->arena, "%s;UIDVALIDITY=%lld", name, (long long)imap->state.uidvalidity);
	*folder_out = imap->state;
	return OK;
}

enum err imap_list(struct imap *imap, int64_t skip, int n_max, struct imap_mail *mails, int *n_out)
{
	int64_t last;

	assert(imap->folder != NULL && n_max > 0 && n_max <= IMAP_LIST_MAX);
	*n_out = 0;
	TRY(imap_command(imap, imap->folder, "NOOP")); /* how many are there now? */
	last = skip + n_max < imap->state.n ? skip + n_max : imap->state.n;
	if (last <= skip)
		return OK;
	imap->mails = mails;
	imap->n_max = (int)(last - skip);
	TRY(imap_command(imap, imap->folder, "FETCH %lld:%lld (UID RFC822.SIZE)",
		(long long)skip + 1, (long long)last));
	*n_out = imap->n;
	if (imap->n == 0)
		return imap_trouble(imap, E_UPSTREAM, "the server does not say which mails it has");
	return OK;
}

enum err imap_fetch(struct imap *imap, int64_t uid, int fd, int64_t size_max, int64_t *size_out)
{
	const char *url = arena_format(
		imap->arena, "%s/%s/;UID=%lld", imap->origin, imap->folder, (long long)uid);

	assert(imap->folder != NULL);
	if (lseek(fd, 0, SEEK_SET) != 0 || ftruncate(fd, 0) != 0)
		return fail(E_BUG, "a temporary file: %s", strerror(errno));
	imap->fd = fd;
	imap->size_max = size_max;
	TRY(imap_perform(imap, url, NULL, IMAP_FETCH_TIMEOUT_MS));
	*size_out = imap->size;
	return OK;
}

enum err imap_move(struct imap *imap, int64_t uid, const char *folder)
{
	const char *to = quoted(imap->arena, imap_folder_name(imap->arena, folder));
	const char *verb = imap->moves ? "MOVE" : "COPY";
	enum err e = imap_command(imap, imap->folder, "UID %s %lld %s", verb, (long long)uid, to);

	if (e == E_CONFLICT) { /* most often there is no such folder yet */
		e = imap_command(imap, imap->folder, "CREATE %s", to);
		if (e == OK || e == E_CONFLICT)
			e = imap_command(
				imap, imap->folder, "UID %s %lld %s", verb, (long long)uid, to);
	}
	TRY(e);
	return imap->moves ? OK : copied_remove(imap, uid);
}

/* Only this one: EXPUNGE would remove what somebody else has marked, too. */
static enum err copied_remove(struct imap *imap, int64_t uid)
{
	TRY(imap_command(
		imap, imap->folder, "UID STORE %lld +FLAGS.SILENT (\\Deleted)", (long long)uid));
	return imap_command(imap, imap->folder, "UID EXPUNGE %lld", (long long)uid);
}

enum err imap_count(struct imap *imap, const char *folder, int64_t *n_out)
{
	enum err e = imap_command(imap, imap->folder, "STATUS %s (MESSAGES)",
		quoted(imap->arena, imap_folder_name(imap->arena, folder)));

	*n_out = 0;
	if (e == E_CONFLICT)
		return OK;
	TRY(e);
	if (imap->counted < 0)
		return imap_trouble(
			imap, E_UPSTREAM, "the server does not say how many mails it has");
	*n_out = imap->counted;
	return OK;
}

static const char *origin_of(struct arena *arena, const struct imap_account *account)
{
	return arena_format(arena, "%s://%s:%d", account->tls == IMAP_TLS ? "imaps" : "imap",
		url_encode(arena, account->host), account->port);
}

/* A name that imap_folder_name() made: printable ASCII. */
static const char *quoted(struct arena *arena, const char *name)
{
	struct str str = str_make(arena);

	str_add_char(&str, '"');
	for (const char *at = name; *at != '\0'; at++) {
		if (*at == '"' || *at == '\\')
			str_add_char(&str, '\\');
		str_add_char(&str, *at);
	}
	str_add_char(&str, '"');
	return str.text;
}
