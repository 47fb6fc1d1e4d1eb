/* mail_file.h - the files of a mail go into the store, as its sender's who is the caller, with no transaction open; mail_take.h takes
 * them. */
#pragma once
#include "base/err.h"

struct desk;
struct job;
struct mail;
struct mail_taken;
struct scope;

/* What the rules of the desk do not let in stands in the list as refused. E_BUSY: the store is not there; E_LOCKED: of job_hold. */
enum err mail_file_upload(struct scope *s, struct job *job, const struct desk *desk,
	const struct mail *mail, struct mail_taken **first_out) MUST_USE;
/* [{number, filename, mimeType, size}], as text; NULL: there are none. */
const char *mail_file_list(const struct mail *mail);
