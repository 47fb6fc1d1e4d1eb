/* fault.c - see fault.h. */
#include "picture/fault.h"

const char *picture_fault_text(int status)
{
	switch (status) {
	case PICTURE_FINE:
		return "fine";
	case PICTURE_UNKNOWN:
		return "no picture that is read here";
	case PICTURE_BROKEN:
		return "a broken picture";
	case PICTURE_TOO_LARGE:
		return "too many bytes";
	case PICTURE_TOO_MANY_DOTS:
		return "too many dots";
	case PICTURE_NO_MEMORY:
		return "it takes too much memory";
	case PICTURE_UNSAFE:
		return "the program has no sandbox";
	case PICTURE_UNSAID:
		return "the program could not write";
	default:
		return "the program failed";
	}
}
