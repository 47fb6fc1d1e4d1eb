/* fault.c - see fault.h. */
#include "mail/fault.h"

const char *mail_fault_text(int status)
{
	switch (status) {
	case MAIL_FINE:
		return "It can be read.";
	case MAIL_EMPTY:
		return "There is nothing in it.";
	case MAIL_TOO_LARGE:
		return "It is too large.";
	case MAIL_HEADER_TOO_LARGE:
		return "Its header is larger than any mail needs.";
	case MAIL_TOO_MANY_HEADERS:
		return "It has more header lines than any mail needs.";
	case MAIL_TOO_MANY_PARTS:
		return "It has more parts than any mail needs.";
	case MAIL_BROKEN:
		return "It is no mail that could be read.";
	case MAIL_UNSAFE:
		return "It was not read, as the program that reads mail could not be locked in.";
	default:
		return "The program that reads mail failed at it.";
	}
}
