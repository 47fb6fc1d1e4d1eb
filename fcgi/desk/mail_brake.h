/* mail_brake.h - what keeps mail from going round in circles: which mails a machine wrote, how many are taken, and how many letters go
 * to an address that asked for none. Windows are an hour; the numbers are the operator's (conf.h). */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/mail_in.h"

struct mail;
struct scope;

/* Did a machine write it? By its header (RFC 3834 and what machines did before it), its empty envelope sender, its being a report, or
 * the name that it comes from. Nobody answers it by itself, and it changes no status. */
bool mail_brake_is_automatic(const struct mail_in *row, const struct mail *mail);
/* "mailer-daemon", "no-reply" ...: an address that nobody reads. */
bool mail_brake_is_unread(const char *address);

/* One more mail of this sender, or for this ticket: *fits_out is false when that is too many. In the open transaction; others who count
 * the same wait for its end. */
enum err mail_brake_sender(struct scope *s, const char *address, bool *fits_out) MUST_USE;
enum err mail_brake_ticket(struct scope *s, int64_t ticket_id, bool *fits_out) MUST_USE;
/* One more request of somebody who is new, or proves nothing: however many names they give, a desk takes so many. */
enum err mail_brake_strangers(struct scope *s, int64_t desk_id, bool *fits_out) MUST_USE;
/* Would one more be too much now? It counts nothing. */
enum err mail_brake_strangers_full(struct scope *s, int64_t desk_id, bool *full_out) MUST_USE;

/* Did so much come back from there that nothing is sent there any more? */
enum err mail_brake_is_stopped(struct scope *s, const char *address, bool *stopped_out) MUST_USE;
/* Why nothing is sent to an address, for people. */
#define MAIL_TO_OURS \
	"It is an address of a desk here: two that write to each other would never end."
#define MAIL_TO_STOPPED "Nothing is sent to this address any more, as what went there came back."

/* May a letter go to this address that nobody there asked for? *why_out is NULL, and it counts as sent, if so; else why not, in words for
 * people. Never to an address of a desk of this house, to one that nobody reads, or where three came back. In the open transaction. */
enum err mail_brake_answer(struct scope *s, const char *address, const char **why_out) MUST_USE;
