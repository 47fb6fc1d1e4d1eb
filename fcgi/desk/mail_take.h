/* mail_take.h - a mail becomes a request or a comment of the caller's, who is its sender, in the open transaction: with its files, and so
 * that later mails that answer it are found to belong there. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct desk;
struct letter_book;
struct mail;
struct mail_mailbox;
struct scope;
struct ticket;

/* A file of the mail: in the store already, as a temporary one of the caller's, or refused. */
struct mail_taken {
	int number;
	bool shown;   /* it stands in the mail's text, and in no list */
	bool answers; /* a letter of ours is in it: whoever has that can answer as its reader, so it goes to the team alone */
	const char *temporary_id; /* NULL: it was refused */
	const char *refused; /* why: a word of desk/letter_book.h, with {file} and {size} in MiB */
	const char *name;
	int64_t size_max; /* of files here */
	struct mail_taken *next;
};
struct mail_take {
	int64_t mail_id, desk_id, address_id;
	const char *subject, *message_id; /* may be NULL */
	const char *text;                 /* never "" */
	const struct mail_mailbox *to, *cc;
	bool copies; /* who is known of them takes part */
	bool automatic;
	bool silent; /* nobody proved to have sent it: its sender is told nothing of it */
	const struct mail_taken *files;
};

/* What is said, and what stands below it: what is too long for a comment goes on there, so nothing is lost. `text_out` is never "":
 * where nothing was written it is what was quoted, or the subject. */
void mail_take_split(
	struct scope *s, const struct mail *mail, const char **text_out, const char **quoted_out);

/* The words of what is said about it to people, in the language of its address. */
enum err mail_take_words(
	struct scope *s, const struct mail_take *take, struct letter_book **book_out) MUST_USE;

/* `public`: else a note of the team's, whoever wrote it; `still`: it moves nothing. *comment_out is its id. */
enum err mail_take_comment(struct scope *s, const struct mail_take *take, struct ticket *ticket,
	bool public, bool still, int64_t *comment_out) MUST_USE;
/* A new one of this type, which must be the desk's. */
enum err mail_take_ticket(struct scope *s, const struct mail_take *take, const struct desk *desk,
	int64_t type_id, struct ticket **ticket_out) MUST_USE;
/* The files alone, of a mail that was taken before. `comment_id` 0: it opened the ticket. Of those that are refused the team is told and
 * the sender, in the language of the address. */
enum err mail_take_files(struct scope *s, const struct mail_take *take, struct ticket *ticket,
	int64_t comment_id, bool public) MUST_USE;
