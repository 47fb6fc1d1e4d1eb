/* mailbox.c - see mailbox.h. Which mail is at work is written down before it is fetched: one that ends its process, or breaks its
 * connection each time, is known by it, and goes aside. What is no fault of the mail (our store, our database) is not counted. */
#include "desk/mailbox.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/spool.h"
#include "base/text.h"
#include "net/imap.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/job.h"
#include "desk/mail_arrival.h"
#include "desk/mailbox_login.h"
#include "sql/mailbox.h"

enum {
	BATCH = IMAP_LIST_MAX, /* mails; then other mailboxes have their turn */
	BATCH_MS = 60000,      /* the same */
	MAIL_TRIES_MAX = 6,
	SIGNED_OUT_MS = 10 * 60000, /* who comes with a wrong password too often is locked out */
	ARENA_SIZE_MAX = 64 * 1024 * 1024,
	SAID_LENGTH_MAX = 300,
};

struct poll {
	struct scope *s;
	struct job *job;
	struct mailbox *mailbox;
	struct imap_account account;
	struct imap *imap; /* NULL: not yet */
	struct imap_folder folder;
	struct arena *arena; /* of one mail */
	int fd;              /* an unnamed file, for its bytes */
	int64_t began_at;    /* by clock_monotonic_ms */
	int64_t n_moved;     /* mails that have left the folder */
	int64_t n_left;      /* and those that stay */
	const char *aside_why;
	int64_t due_at;
};

static enum err work(struct poll *poll);
static enum err sign_in(struct poll *poll);
static enum err hold(void *context);
static enum err room_make(struct poll *poll);
static enum err drain(struct poll *poll, bool *more_out);
static bool is_enough(const struct poll *poll);
static enum err take(struct poll *poll, const struct imap_mail *mail);
static enum err fetch(
	struct poll *poll, const struct imap_mail *mail, int64_t *size_out, const char **why_out);
static int64_t tries_of(const struct poll *poll, int64_t uid);
static enum err begin(struct poll *poll, int64_t uid, int64_t tries);
static enum err begun(struct scope *s, void *context);
static enum err arrive(struct poll *poll, int64_t size);
static enum err put_aside(struct poll *poll, int64_t uid, const char *why);
static enum err look_aside(struct poll *poll);
static enum err step(struct poll *poll, enum err (*run)(struct scope *s, void *context));
static enum err later(struct scope *s, void *context);
static enum err polled(struct scope *s, void *context);
static enum err in_trouble(struct scope *s, void *context);
static enum err give_up(struct poll *poll, enum err e);
static const char *said_of(const struct poll *poll);

enum err mailbox_run(struct scope *s, struct job *job)
{
	struct poll poll = { .s = s, .job = job, .began_at = clock_monotonic_ms() };
	enum err e = sql_mailbox_find(s, job->subject_id, &poll.mailbox);

	if (e == E_MISSING)
		return OK; /* it was removed */
	TRY(e);
	poll.due_at = clock_now() + conf()->mailbox_poll_s * 1000;
	if (!poll.mailbox->takes)
		return step(&poll, later);
	e = work(&poll);
	if (poll.n_moved > 0)
		log_info("mailbox %lld: %lld mails have left %s", (long long)poll.mailbox->id,
			(long long)poll.n_moved, poll.mailbox->folder);
	if (e == OK)
		return step(&poll, polled);
	return job->left ? e : give_up(&poll, e);
}

enum err mailbox_wake(struct scope *s, int64_t mailbox_id)
{
	TRY(job_drop(s, JOB_MAILBOX, mailbox_id));
	return job_add(s, JOB_MAILBOX, mailbox_id);
}

enum err mailbox_try(struct scope *s, struct mailbox *mailbox, int64_t *n_out)
{
	struct poll poll = { .s = s, .mailbox = mailbox };
	enum err e = sign_in(&poll);

	if (e == OK)
		e = imap_select(poll.imap, mailbox->folder, &poll.folder);
	*n_out = poll.folder.n;
	return e == OK ? OK : refuse(s, e, "%s", said_of(&poll));
}

/* --- one look ---------------------------------------------------------------------------------------------- */

static enum err work(struct poll *poll)
{
	bool more;

	TRY(room_make(poll));
	TRY(sign_in(poll));
	TRY(imap_select(poll->imap, poll->mailbox->folder, &poll->folder));
	TRY(drain(poll, &more));
	if (more)
		poll->due_at = clock_now();
	return look_aside(poll);
}

/* A token that was good when it was kept may have been taken back. */
static enum err sign_in(struct poll *poll)
{
	struct mailbox *mailbox = poll->mailbox;
	bool was_kept = mailbox->access_token != NULL && mailbox->access_until > poll->s->now;
	const int times = was_kept ? 2 : 1;
	enum err e = E_SIGNED_OUT;

	for (int n = 0; e == E_SIGNED_OUT && n < times; n++) {
		TRY(mailbox_login(poll->s, mailbox, n > 0, &poll->account));
		if (poll->job != NULL)
			poll->account.holds = hold;
		poll->account.context = poll;
		poll->imap = imap_make(poll->s->arena, &poll->account);
		e = imap_open(poll->imap);
	}
	return e;
}

static enum err hold(void *context)
{
	struct poll *poll = context;

	return job_hold(poll->s, poll->job, 0);
}

static void arena_end(void *handle)
{
	arena_free(handle);
}

static enum err room_make(struct poll *poll)
{
	struct scope *s = poll->s;

	if (spool_make(s->arena, &poll->fd) != OK)
		return refuse(s, E_BUSY, "there is no room for a temporary file");
	poll->arena = arena_make(ARENA_SIZE_MAX);
	arena_defer(s->arena, arena_end, poll->arena);
	return OK;
}

/* From the oldest on; whether it is worth to come again at once. */
static enum err drain(struct poll *poll, bool *more_out)
{
	struct imap_mail mails[BATCH];
	int n = 0;

	*more_out = false;
	while (!is_enough(poll)) {
		enum err e = imap_list(poll->imap, poll->n_left, BATCH, mails, &n);

		if (e == E_MISSING)
			break; /* the folder was made anew */
		TRY(e);
		if (n == 0)
			return OK;
		for (int i = 0; i < n && !is_enough(poll); i++)
			TRY(take(poll, &mails[i]));
	}
	*more_out = poll->n_moved > 0;
	return OK;
}

/* Where somebody has died at this work, each mail is settled by itself. */
static bool is_enough(const struct poll *poll)
{
	return poll->n_moved >= (poll->job->tries > 1 ? 1 : BATCH) ||
		clock_monotonic_ms() - poll->began_at > BATCH_MS;
}

static enum err take(struct poll *poll, const struct imap_mail *mail)
{
	const char *why = NULL;
	int64_t size;
	enum err e;

	TRY(hold(poll));
	if (mail->size > conf()->mail_size_max)
		return put_aside(poll, mail->uid,
			arena_format(poll->s->arena, "it has %lld bytes, and %lld are taken",
				(long long)mail->size, (long long)conf()->mail_size_max));
	e = fetch(poll, mail, &size, &why);
	if (e == E_MISSING) {
		poll->n_left++;
		return OK;
	}
	if (why != NULL)
		return put_aside(poll, mail->uid, why);
	TRY(e);
	TRY(arrive(poll, size));
	TRY(imap_move(poll->imap, mail->uid, poll->mailbox->done_folder));
	poll->n_moved++;
	return OK;
}

/* *why_out is not NULL: it cannot be had, and never will. A connection that broke off may be the network: it is tried again at the next
 * look. */
static enum err fetch(
	struct poll *poll, const struct imap_mail *mail, int64_t *size_out, const char **why_out)
{
	const char *why = "whoever began to fetch it never ended";
	int64_t tries = tries_of(poll, mail->uid);
	enum err e = E_UPSTREAM;

	for (; e == E_UPSTREAM && tries < MAIL_TRIES_MAX; tries++) {
		TRY(begin(poll, mail->uid, tries + 1));
		e = imap_fetch(poll->imap, mail->uid, poll->fd, conf()->mail_size_max, size_out);
		why = arena_strdup(poll->s->arena, imap_said(poll->imap));
	}
	if (e == E_UPSTREAM || e == E_TOO_LARGE)
		*why_out = why;
	if (e == E_BUG || e == E_LOCKED) /* our disk is full, or we are to end */
		TRY(begin(poll, mail->uid, tries - 1));
	return e;
}

static int64_t tries_of(const struct poll *poll, int64_t uid)
{
	const struct mailbox *mailbox = poll->mailbox;

	return mailbox->at_uid == uid && mailbox->uidvalidity == poll->folder.uidvalidity
		? mailbox->at_tries
		: 0;
}

static enum err begin(struct poll *poll, int64_t uid, int64_t tries)
{
	poll->mailbox->uidvalidity = poll->folder.uidvalidity;
	poll->mailbox->at_uid = uid;
	poll->mailbox->at_tries = tries;
	return step(poll, begun);
}

static enum err begun(struct scope *s, void *context)
{
	const struct mailbox *mailbox = ((struct poll *)context)->mailbox;
	int64_t affected;

	return sql_mailbox_begin(s, mailbox->id, mailbox->uidvalidity, mailbox->at_uid,
		mailbox->at_tries, &affected);
}

/* The envelope has not come with it. */
static enum err arrive(struct poll *poll, int64_t size)
{
	const struct mailbox *mailbox = poll->mailbox;
	struct mail_arrival arrival = { .tenant_id = scope_tenant(poll->s),
		.desk_id = mailbox->desk_id,
		.address_id = mailbox->address_id,
		.mailbox_id = mailbox->id,
		.envelope_from = "",
		.envelope_to = mailbox->address,
		.fd = poll->fd,
		.size = size };
	struct scope s = *poll->s;
	int64_t mail_id;
	enum err e;

	s.arena = s.refusal.arena = poll->arena;
	s.now = clock_now();
	e = mail_arrive(&s, &arrival, &mail_id);
	arena_reset(poll->arena);
	if (e == OK)
		return OK;
	(void)!begin(poll, mailbox->at_uid, mailbox->at_tries - 1);
	return refuse(
		poll->s, E_BUSY, "its mail cannot be kept: the store or the database is not there");
}

/* Where even that is refused, it stays, and those behind it are taken all the same. */
static enum err put_aside(struct poll *poll, int64_t uid, const char *why)
{
	enum err e = imap_move(poll->imap, uid, MAILBOX_QUARANTINE);

	if (e != OK && e != E_CONFLICT)
		return e;
	if (e == OK)
		poll->n_moved++;
	else
		poll->n_left++;
	poll->aside_why = arena_format(poll->s->arena, "the mail with the UID %lld%s: %s",
		(long long)uid, e == OK ? "" : ", which cannot even be put there", why);
	log_warn("mailbox %lld: to %s goes %s", (long long)poll->mailbox->id, MAILBOX_QUARANTINE,
		poll->aside_why);
	return OK;
}

/* Said for as long as anything lies there. */
static enum err look_aside(struct poll *poll)
{
	int64_t n;

	TRY(imap_count(poll->imap, MAILBOX_QUARANTINE, &n));
	if (n > 0 && poll->aside_why == NULL)
		poll->aside_why = poll->mailbox->aside_why != NULL
			? poll->mailbox->aside_why
			: "mails that somebody else put there";
	return OK;
}

/* --- what has come of it ----------------------------------------------------------------------------------- */

static enum err step(struct poll *poll, enum err (*run)(struct scope *s, void *context))
{
	poll->s->now = clock_now();
	return step_run(poll->s, run, poll);
}

static enum err later(struct scope *s, void *context)
{
	const struct poll *poll = context;

	return job_again(s, poll->job, poll->due_at);
}

static enum err polled(struct scope *s, void *context)
{
	const struct poll *poll = context;
	const char *why = poll->aside_why;
	int64_t affected;

	if (why != NULL)
		why = text_shorten(s->arena, why, SAID_LENGTH_MAX);
	TRY(sql_mailbox_polled(s, poll->mailbox->id, why, &affected));
	return later(s, context);
}

static enum err in_trouble(struct scope *s, void *context)
{
	const struct poll *poll = context;
	int64_t affected;

	TRY(sql_mailbox_in_trouble(s, poll->mailbox->id,
		text_shorten(s->arena, said_of(poll), SAID_LENGTH_MAX), &affected));
	return poll->due_at != 0 ? later(s, context) : OK;
}

/* It is tried again for ever: less and less often, and by who is not let in, seldom. */
static enum err give_up(struct poll *poll, enum err e)
{
	poll->due_at = e == E_SIGNED_OUT ? clock_now() + SIGNED_OUT_MS : 0;
	TRY(step(poll, in_trouble));
	if (e != E_SIGNED_OUT)
		return refuse(poll->s, E_BUSY, "%s", said_of(poll));
	log_warn("mailbox %lld: %s", (long long)poll->mailbox->id, said_of(poll));
	return OK;
}

static const char *said_of(const struct poll *poll)
{
	if (poll->s->refusal.message != NULL)
		return poll->s->refusal.message;
	if (poll->imap != NULL && *imap_said(poll->imap) != '\0')
		return imap_said(poll->imap);
	return "the database is not there";
}
