/* mail.h - what a mail says, once it was read: clean UTF-8 throughout (no NUL, no controls but tab and LF), within limits, and as little
 * believed as its sender. lodge-mail-parse writes one, desk/mail_read.h gives it. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct arena;

/* Bytes, the ends of texts not counted. What is more is cut, and `notes` says so. */
enum {
	MAIL_SUBJECT_MAX = 1000,
	MAIL_ID_MAX = 500, /* of a Message-ID: a longer one is none */
	MAIL_NAME_MAX = 255,
	MAIL_ADDRESS_MAX = 254,
	MAIL_FILENAME_MAX = 200,
	MAIL_REFERENCES_MAX = 50,
	MAIL_ADDRESSES_MAX = 100, /* in one list */
	MAIL_VALUES_MAX = 20,     /* of `authentication` and `notes` */
	MAIL_TEXT_MAX = 512 * 1024,
	MAIL_HTML_MAX = 1024 * 1024,
	MAIL_FILES_MAX = 60,
};

struct mail_text {
	const char *text;
	struct mail_text *next;
};

/* The address is NULL where there is none that a letter could go to; else it is "local@domain" of printable ASCII or UTF-8 without
 * spaces, brackets and quotes, its domain in lower case. */
struct mail_mailbox {
	const char *name; /* NULL: none */
	const char *address;
	struct mail_mailbox *next;
};

/* A machine's report about another mail (RFC 3464, RFC 8098). Every member may be NULL; of several recipients the first that failed,
 * else the first. */
struct mail_report {
	const char *kind;        /* "delivery-status", "disposition-notification", ... lower case */
	const char *envelope_id; /* Original-Envelope-Id */
	const char *message_id;  /* of the mail that it is about, without brackets */
	const char *recipient;   /* an address as above: Original-Recipient, else Final-Recipient */
	const char *action;      /* lower case: failed, delayed, delivered, relayed, expanded */
	const char *status;      /* "5.1.1" */
	const char *diagnostic;  /* what the other server said */
};

/* Everything in it that is no text of its own, a mail within it included (message/rfc822). */
struct mail_file {
	int number;           /* from 1; `data-part` in the HTML */
	const char *filename; /* never NULL or a path; made from its type where it has none */
	const char *type;     /* as it says, "type/subtype" in lower case: not to be believed */
	const char *cid;      /* Content-ID without brackets; NULL: none */
	const char *location; /* Content-Location, while it is read; NULL afterwards */
	bool shown;           /* it is a picture that stands in `html` */
	int64_t size, offset; /* offset: in the file of all bytes */
	struct mail_file *next;
};

struct mail {
	const char *subject;    /* NULL: none; on one line */
	const char *message_id; /* without brackets; NULL: none */
	const struct mail_text *
		references; /* Message-IDs, newest first: In-Reply-To, then References from its end */
	const struct mail_mailbox *from, *sender, *reply_to, *to, *cc, *delivered_to;
	int64_t date;     /* ms since 1970; 0: it says none */
	const char *text; /* what is new, LF ends its lines; "" if there is nothing */
	const char *
		quoted; /* the rest of it: what it answers. text and quoted are all of it. NULL: nothing */
	const char *
		html; /* all of it, made safe: <img data-part="3"> is its third file. NULL: it came as plain text */
	const char *
		automatic; /* the header that says that a machine wrote it: "auto-submitted", ...; NULL: none does */
	const char *loop; /* X-Lodge-Loop as it stands */
	/* Values of Authentication-Results that stand above the second Received, from the top: whose each is stands at its start. */
	const struct mail_text *authentication;
	const struct mail_report *report; /* NULL: it is none */
	const char *language;             /* "en", "pl-PL": Content-Language; NULL: not said */
	const struct mail_file *files;
	const struct mail_text *notes; /* what was cut or could not be read, in words for people */
	int bytes; /* descriptor: the bytes of its files; -1: none. For mail_file_read */
};
