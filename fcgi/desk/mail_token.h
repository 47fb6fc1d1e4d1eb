/* mail_token.h - what our letters carry so that what comes back is known: the +detail of an address, a Message-ID, a link. Each is some
 * numbers and 80 bits of an HMAC-SHA256 over them, the tenant and what they are for, under a key that follows from conf()->seal_key;
 * lower case letters and digits only, as local parts lose their case on the way. None gives the right to sign in. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct scope;

/* What a token is for: one that was made for something else is none. */
enum mail_token_kind {
	MAIL_TOKEN_REPLY,  /* 'r' in Reply-To: first the ticket, second the person it was sent to */
	MAIL_TOKEN_BOUNCE, /* 'b' in the envelope sender: first the row of mail_out, second 0 */
	MAIL_TOKEN_THREAD, /* 't' in References: the same, and proves nothing */
	MAIL_TOKEN_MESSAGE, /* 'm' in a Message-ID: first the notice, second the person; or first the row of mail_out, second 0 */
	MAIL_TOKEN_MUTE,    /* 'q' in a link: first the ticket, second the person */
	MAIL_TOKEN_ANSWER,  /* 'a' in a link: first the approval, second the person */
	MAIL_TOKEN_KINDS
};
struct mail_token {
	enum mail_token_kind kind;
	int64_t first, second;
	int64_t until; /* ms; 0: for good. It is a part of the token. */
};
/* At most 40 bytes of [a-z0-9.] while ids are below 2^40: "r2x.5k.xxxxxxxxxxxxxxxx". */
const char *mail_token_make(struct scope *s, const struct mail_token *token);
/* OK: this tenant made it, for whatever kind it says. E_MISSING: nobody did, or its time is over. Case does not count; constant time. */
enum err mail_token_read(struct scope *s, const char *text, struct mail_token *token_out) MUST_USE;

/* The text, its size unchanged, with the code of each token of this tenant that is still good replaced by dashes: what somebody quotes of
 * a letter is read by others. */
const char *mail_token_hide(struct scope *s, const char *text);

/* "support@x.example" and the detail: "support+detail@x.example". */
const char *mail_token_address(
	struct scope *s, const char *address, const struct mail_token *token);
/* The detail of an address; NULL: it has none. */
const char *mail_token_detail(struct scope *s, const char *address);
/* "detail@x.example", without brackets: of a letter from that address. */
const char *mail_token_message_id(
	struct scope *s, const char *address, const struct mail_token *token);
