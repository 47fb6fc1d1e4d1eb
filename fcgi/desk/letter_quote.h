/* letter_quote.h - a quote in a letter: its lines, its price, and the way to answer it, which is a page that asks once more. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct letter_sheet;

/* The version of the ticket's quote with this id, and before it `told`, or for those whose answer is waited for that it is; nothing
 * when the quote is gone. */
enum err letter_quote_write(
	struct letter_sheet *sheet, int64_t quote_id, const char *told) MUST_USE;
