/* fault.h - why there is no small picture of some bytes: what lodge-thumbnail exits with. */
#pragma once

enum picture_fault {
	PICTURE_FINE = 0,
	PICTURE_UNKNOWN = 10, /* no PNG, JPEG, GIF or WebP */
	PICTURE_BROKEN,
	PICTURE_TOO_LARGE,     /* in bytes */
	PICTURE_TOO_MANY_DOTS, /* by what its header says, or a side of more than CANVAS_SIDE_MAX */
	PICTURE_NO_MEMORY,
	PICTURE_UNSAFE, /* the program could not give up its rights, so it read nothing */
	PICTURE_UNSAID, /* nobody takes what it writes */
};

/* In words for the log; any number is allowed. Never NULL. */
const char *picture_fault_text(int status);
