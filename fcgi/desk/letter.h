/* letter.h - what a letter says: its words when its turn comes, in the language of its reader, as text and as HTML. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct mail_out_row;
struct scope;

/* The kinds of letters: mail_out.kind. */
#define LETTER_NOTICE "notice"     /* somebody did something to a ticket: mail_out.notice_id */
#define LETTER_RECEIVED "received" /* a ticket was made of a mail: mail_out.mail_id and ticket_id */
#define LETTER_REFUSED "files-refused" /* files of a mail were not taken: mail_out.mail_id */

/* A picture that stands in the HTML as src="cid:...". */
struct letter_picture {
	const char *cid; /* without brackets */
	const char *type, *filename;
	const void *bytes;
	size_t size;
	struct letter_picture *next;
};
struct letter {
	const char *from_name, *from; /* the desk's */
	const char *reply_to;         /* with the token of the ticket and the person */
	const char *envelope_from;    /* with the token of this letter: what comes back is known */
	const char *to_name, *to;
	const char *message_id;        /* these without brackets */
	const char *in_reply_to;       /* NULL: none */
	const char *const *references; /* oldest first, up to NULL; may be NULL */
	const char *subject;
	const char *automatic;   /* Auto-Submitted */
	const char *language;    /* en, pl, ar */
	const char *list_id;     /* NULL: none */
	const char *unsubscribe; /* https://...: one click; NULL: none */
	const char *text, *html; /* HTML is a whole document */
	struct letter_picture *pictures;
	const char *
		needless; /* nothing is to be sent, and why, in words for people; all above is NULL then */
};
/* Nobody need be signed in. OK also when it is needless. E_BUSY: the store is not there. */
enum err letter_write(
	struct scope *s, const struct mail_out_row *row, struct letter *letter_out) MUST_USE;
