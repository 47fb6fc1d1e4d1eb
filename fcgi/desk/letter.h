/* letter.h - what a letter says: its words when its turn comes, in the language of its reader, as text and as HTML. */
#pragma once
#include <stdint.h>
#include "base/err.h"
#include "net/mime.h"

struct mail_out_row;
struct scope;

/* The kinds of letters: mail_out.kind. */
#define LETTER_NOTICE "notice"     /* somebody did something to a ticket: mail_out.notice_id */
#define LETTER_RECEIVED "received" /* a ticket was made of a mail: mail_out.mail_id and ticket_id */
#define LETTER_REFUSED "files-refused" /* files of a mail were not taken: mail_out.mail_id */

struct letter {
	struct mime_mail mail;
	const char *envelope_from; /* with the token of this letter: what comes back is known */
	const char *
		needless; /* nothing is to be sent, and why, in words for people; all above is NULL then */
};
enum letter_use {
	LETTER_GOES,  /* to its reader */
	LETTER_SHOWN, /* to the caller, who reads it only if they answer on the desk that its request is of now: links that act for the reader
			 lead nowhere, and nothing is written */
};
/* To go it needs no caller. OK also when it is needless. E_BUSY: the store is not there. E_BUG: the files of mail_dir. */
enum err letter_write(struct scope *s, const struct mail_out_row *row, enum letter_use use,
	struct letter *letter_out) MUST_USE;
