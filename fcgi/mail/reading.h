/* reading.h - a mail while it is read: what its parts have given so far. */
#pragma once
#include <gmime/gmime.h>
#include <stdbool.h>
#include <stdint.h>
#include "mail/mail.h"

struct arena;

/* One piece of what people read, in the order of the mail. */
struct body {
	const char *plain; /* NULL: only HTML */
	const char *html;  /* clean UTF-8, not safe; NULL: only plain text */
	struct body *next;
};
struct bodies {
	struct body *first, **next; /* next: where another one goes; NULL while there is none */
};

struct reading {
	struct arena *arena;
	struct mail *mail;
	GMimeStream *out; /* takes the bytes of files, one after another */
	struct mail_file *files, **next_file;
	struct mail_text *notes, **next_note;
	const char *charset; /* of the first text that says one */
	int files_n, notes_n, files_left;
	bool is_broken; /* nobody takes what is written */
};

void bodies_add(
	struct reading *reading, struct bodies *bodies, const char *plain, const char *html);
/* What was cut or could not be read; the same twice is one. */
void reading_note(struct reading *reading, const char *note);
