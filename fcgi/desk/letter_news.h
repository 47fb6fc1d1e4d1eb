/* letter_news.h - what a notice says, written out. */
#pragma once
#include "base/err.h"

struct letter_sheet;
struct notice_news;

/* E_BUSY: the store is not there. */
enum err letter_news_write(struct letter_sheet *sheet, const struct notice_news *news) MUST_USE;
/* The word that says why they are told. */
const char *letter_news_why(const struct notice_news *news);
