/* mail_address.h - the addresses at which desks take mail. One address is one of all tenants, so it says whose a mail is before
 * anything else is known. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/mail_address.h"

struct scope;

/* struct mail_address is a row of sql/queries/mail_address.sql. */

enum {
	MAIL_ADDRESS_SIZE_MAX = 100, /* of one of ours, without a detail */
	MAIL_LOCAL_SIZE_MAX = 24,    /* of its local part: the tokens of replies follow it */
};

/* Whose "Support+detail@X.example" is: case and the +detail do not count. For any tenant: the scope needs none. E_MISSING: nobody's
 * here, also when it is no address at all. One that is not ->enabled takes no mail, and is still ours. */
enum err mail_address_find(
	struct scope *s, const char *address, struct mail_address **row_out) MUST_USE;
/* Is it a desk's, of any tenant? */
enum err mail_address_is_ours(struct scope *s, const char *address, bool *ours_out) MUST_USE;
/* One of the scope's tenant by its id; E_MISSING. */
enum err mail_address_get(struct scope *s, int64_t id, struct mail_address **row_out) MUST_USE;
/* What the desk's letters come from: the first of its enabled ones. E_MISSING: it has none. */
enum err mail_address_of_desk(
	struct scope *s, int64_t desk_id, struct mail_address **row_out) MUST_USE;

/* The address in lower case and without its detail; NULL: it is none that mail could reach. */
const char *mail_address_plain(struct scope *s, const char *address);
