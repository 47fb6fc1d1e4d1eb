/* mail_copy.h - people whom a mail was sent to beside its desk: whoever its sender may add, takes part; the team reads who does not. An
 * address proves nobody and shows nothing to anybody who is not known here. */
#pragma once
#include "base/err.h"

struct mail_take;
struct scope;
struct ticket;

/* In the open transaction, once the mail is the caller's request or comment: who is known by an address in take->to or ->cc that is proven
 * takes part as if the caller, its sender, had added them (desk/people.h), if take->copies says so. Never who answers for the tenant, nor
 * more than MAIL_COPIES_MAX, nor to whom too many letters went that they did not ask for. The others are named in a note, once for each
 * request. */
enum { MAIL_COPIES_MAX = 10 };
enum err mail_copy_take(
	struct scope *s, const struct mail_take *take, struct ticket *ticket) MUST_USE;
