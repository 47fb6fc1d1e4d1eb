/* html_data.h - pictures that stand in HTML as text (src="data:image/png;base64,..."): some programs send what was pasted so. */
#pragma once
#include "mail/reading.h"

/* The HTML with each of them a file of the mail, named by "cid:" as others are. It is also shorter by them before it is parsed. */
const char *html_data_take(struct reading *reading, const char *html);
