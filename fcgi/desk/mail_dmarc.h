/* mail_dmarc.h - what our own mail server found out about a mail's sender: Authentication-Results (RFC 8601), of which only the value
 * that it wrote itself is believed. */
#pragma once

struct mail_text;

enum mail_dmarc { MAIL_DMARC_NONE, MAIL_DMARC_FAILED, MAIL_DMARC_PASSED };
/* `values` are those above the second Received, from the top. The first of our `authserv_id` counts and no other: whoever sends a mail
 * may write more of them below it. A pass counts for `from`, an address, where it was found for exactly its domain. "" or NULL as
 * authserv_id: nobody is believed. */
enum mail_dmarc mail_dmarc_of(
	const struct mail_text *values, const char *authserv_id, const char *from);
