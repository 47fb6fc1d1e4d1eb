/* letter_files.h - the files of a comment in a letter: links that open them for its reader, and small pictures in the letter itself. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct letter_sheet;

/* `pictures` and `files` are HTML; the text goes to the sheet. E_BUSY: the store is not there. */
struct letter_files {
	const char *pictures, *files;
	const char *text;
};
enum err letter_files_write(
	struct letter_sheet *sheet, int64_t comment_id, struct letter_files *files_out) MUST_USE;
