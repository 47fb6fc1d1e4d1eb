/* removal.h - what is taken away for good: a file, or a ticket with all that belongs to it. Its objects in the store are doomed in the
 * same transaction. */
#pragma once
#include <stdbool.h>
#include "base/err.h"

struct attachment;
struct leaving_file;
struct leaving_mail;
struct scope;
struct ticket;

/* May the caller take the file away? Who uploaded it may, and the team. */
bool removal_may_file(
	const struct scope *s, const struct ticket *ticket, const struct attachment *file);
/* In the open transaction: the file leaves every list and opens no more, its links end, its bytes are not counted any more. Its row
 * stays for the log of who had it. E_DENIED; E_MISSING: somebody was first. */
enum err removal_file(
	struct scope *s, const struct ticket *ticket, const struct attachment *file) MUST_USE;
/* In the open transaction: nothing of the ticket is left. Nobody needs to be signed in. E_MISSING: somebody was first. */
enum err removal_ticket(struct scope *s, const struct ticket *ticket) MUST_USE;

/* Shared with tenant_end.c. In the open transaction: the row of a file with all that belongs to it. */
enum err removal_file_rows(struct scope *s, const struct leaving_file *file) MUST_USE;
/* The same of a mail that came in, with what was written because of it. */
enum err removal_mail_rows(struct scope *s, const struct leaving_mail *mail) MUST_USE;
