/* fault.h - why a mail cannot be read: what lodge-mail-parse exits with. */
#pragma once

enum mail_fault {
	MAIL_FINE = 0,
	MAIL_EMPTY = 10,
	MAIL_TOO_LARGE,
	MAIL_HEADER_TOO_LARGE,
	MAIL_TOO_MANY_HEADERS,
	MAIL_TOO_MANY_PARTS,
	MAIL_BROKEN, /* nothing could be made of it */
	MAIL_UNSAFE, /* the program could not give up its rights, so it read nothing */
	MAIL_UNSAID, /* nobody takes what it writes */
};

/* In words for people, a whole sentence; any number is allowed. Never NULL. */
const char *mail_fault_text(int status);
