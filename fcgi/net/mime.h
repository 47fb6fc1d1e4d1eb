/* mime.h - a mail as bytes: text, HTML and pictures under headers that no value can break out of. Whatever comes in is one line by the
 * time it stands in a header; addresses are clean already (smtp_address_is_clean). */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct arena;

struct mime_address {
	const char *name; /* may be NULL */
	const char *address;
};
/* One that the HTML shows as src="cid:...". */
struct mime_picture {
	const char *cid; /* without brackets */
	const char *type, *filename;
	const void *bytes;
	size_t size;
	struct mime_picture *next;
};
struct mime_header {
	const char *name; /* our own word */
	const char *value;
	struct mime_header *next;
};
struct mime_mail {
	struct mime_address from, to, reply_to; /* reply_to.address NULL: none */
	const char *subject;
	int64_t at;                        /* ms UTC */
	const char *message_id;            /* these without brackets */
	const char *in_reply_to;           /* NULL: none */
	const char *const *references;     /* oldest first, up to NULL; may be NULL */
	const struct mime_header *headers; /* beside those */
	const char *text, *html;           /* html may be NULL */
	const struct mime_picture *pictures;
};
struct mime_bytes {
	const char *bytes;
	size_t size;
};
/* With CRLF; text and HTML as UTF-8 in quoted-printable, so no line is long and none begins with a dot by accident. */
struct mime_bytes mime_compose(struct arena *arena, const struct mime_mail *mail);
/* The value on one line: what ends a line, or is none of a header's, is a space. */
const char *mime_one_line(struct arena *arena, const char *value);
