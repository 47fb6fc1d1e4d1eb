/* quote.h - a price for a ticket, and who is asked to accept it. What was sent is never changed: a new version voids the one before,
 * and the SHA-256 of its document is what people decide on. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/approval.h"

struct json;
struct scope;
struct ticket;

enum {
	QUOTE_LINES_MAX = 100,
	QUOTE_APPROVERS_MAX = 20,
	QUOTE_VERSIONS_MAX = 200,
	QUOTE_LINE_LENGTH_MAX = 500,
	QUOTE_TERMS_LENGTH_MAX = 10000
};

/* As it was asked for; texts are clean and trimmed. */
struct quote_wish {
	const char *currency;
	const struct json *lines; /* [{text, hours?, amount}], decimal text */
	const char *valid_until;  /* a day, to its end in the tenant's time zone, or an instant */
	const char *terms;        /* Markdown; may be "" */
	const char *const *approvers; /* account ids; none: the reporter is asked */
	size_t approvers_n;
	int64_t needed; /* how many must accept */
};

/* A new version, in the open transaction; who is asked sees the ticket from then on, and the workflow is told. Every wrong thing is
 * refused by its field. */
enum err quote_send(struct scope *s, struct ticket *ticket, const struct quote_wish *wish,
	struct approval **approval_out) MUST_USE;
/* The pending one, if there is one, is void with its approval: nobody can answer it any more. For whoever ends a ticket, too. */
enum err quote_void_pending(
	struct scope *s, const struct ticket *ticket, bool *voided_out) MUST_USE;
/* Its versions, newest first. */
enum err quote_list(struct scope *s, const struct ticket *ticket, int64_t limit, int64_t start,
	struct approval **first_out) MUST_USE;
/* Pending, but too late to be accepted. */
bool quote_is_expired(const struct scope *s, const struct approval *approval);
/* "2 (EUR 1500.00)", for the log. */
const char *quote_label(struct scope *s, int64_t version, const char *currency, int64_t total);
