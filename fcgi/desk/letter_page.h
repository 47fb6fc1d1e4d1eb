/* letter_page.h - what stands around the body of every letter: the desk and its logo, the request, the way to open it, the signature, and why
 * one gets it. */
#pragma once
#include "base/err.h"

struct letter_sheet;

/* With the body that the sheet has. The logo goes to the sheet's pictures. */
enum err letter_page_html(
	struct letter_sheet *sheet, const char *subject, const char **html_out) MUST_USE;
/* The twin: the same words in the same order. */
const char *letter_page_text(struct letter_sheet *sheet);
