/* mail_brake.c - see mail_brake.h. */
#include "desk/mail_brake.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/conf.h"
#include "mail/mail.h"
#include "id/scope.h"
#include "desk/mail_address.h"
#include "sql/mail_brake.h"

enum { WINDOW_MS = 60 * 60 * 1000 };

bool mail_brake_is_unread(const char *address)
{
	static const char *const names[] = { "mailer-daemon", "postmaster", "no-reply", "noreply",
		"no_reply", "do-not-reply", "donotreply", "do_not_reply", "bounce", "bounces",
		"auto-reply", "autoreply" };
	size_t size = strcspn(address, "@+");

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == size && strncasecmp(names[i], address, size) == 0)
			return true;
	return false;
}

/* A mailbox does not say who the envelope came from. */
bool mail_brake_is_automatic(const struct mail_in *row, const struct mail *mail)
{
	const char *from = mail->from ? mail->from->address : NULL;

	return mail->automatic || mail->report || (from && mail_brake_is_unread(from)) ||
		(!row->mailbox_id && !*row->envelope_from);
}

static enum err count(struct scope *s, const char *name, int64_t max, bool *fits_out)
{
	const int64_t since = s->now - WINDOW_MS;
	struct mail_rate *rate;

	TRY(sql_mail_rate_count(s, name, since, &(int64_t){ 0 }));
	TRY(sql_mail_rate_find(s, name, since, &rate));
	*fits_out = !rate || rate->n <= max;
	return OK;
}

enum err mail_brake_sender(struct scope *s, const char *address, bool *fits_out)
{
	return count(s, arena_format(s->arena, "sender:%.260s", address), conf()->mail_sender_max,
		fits_out);
}

enum err mail_brake_ticket(struct scope *s, int64_t ticket_id, bool *fits_out)
{
	return count(s, arena_format(s->arena, "ticket:%lld", (long long)ticket_id),
		conf()->mail_ticket_max, fits_out);
}

static const char *strangers(struct scope *s, int64_t desk_id)
{
	return arena_format(s->arena, "strangers:%lld", (long long)desk_id);
}

enum err mail_brake_strangers(struct scope *s, int64_t desk_id, bool *fits_out)
{
	return count(s, strangers(s, desk_id), conf()->mail_strangers_max, fits_out);
}

enum err mail_brake_strangers_full(struct scope *s, int64_t desk_id, bool *full_out)
{
	struct mail_rate *rate;

	TRY(sql_mail_rate_find(s, strangers(s, desk_id), s->now - WINDOW_MS, &rate));
	*full_out = rate && rate->n >= conf()->mail_strangers_max;
	return OK;
}

enum err mail_brake_is_stopped(struct scope *s, const char *address, bool *stopped_out)
{
	struct mail_recipient *recipient;

	TRY(sql_mail_recipient_find(s, address, &recipient));
	*stopped_out = recipient && recipient->stopped_at;
	return OK;
}

static enum err count_answer(struct scope *s, const char *address, const char **why_out)
{
	const char *domain = strrchr(address, '@');
	bool fits, domain_fits;

	TRY(count(s, arena_format(s->arena, "answer:%.260s", address), conf()->mail_answers_max,
		&fits));
	TRY(count(s, arena_format(s->arena, "answer:%.260s", domain),
		conf()->mail_answers_domain_max, &domain_fits));
	if (!fits || !domain_fits)
		*why_out = arena_format(s->arena,
			"More than %lld answers went to %s within an hour: this one is held back.",
			(long long)(fits ? conf()->mail_answers_domain_max
					 : conf()->mail_answers_max),
			fits ? domain : "this address");
	return OK;
}

enum err mail_brake_answer(struct scope *s, const char *address, const char **why_out)
{
	bool ours, stopped;

	*why_out = "Nobody reads what is sent to an address of this name.";
	if (!strchr(address, '@') || mail_brake_is_unread(address))
		return OK;
	TRY(mail_address_is_ours(s, address, &ours));
	TRY(mail_brake_is_stopped(s, address, &stopped));
	*why_out = ours ? MAIL_TO_OURS : stopped ? MAIL_TO_STOPPED : NULL;
	return *why_out ? OK : count_answer(s, address, why_out);
}
