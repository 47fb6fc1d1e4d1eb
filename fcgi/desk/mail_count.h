/* mail_count.h - how much of a desk's mail waits for somebody of its team. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct desk;
struct scope;

/* Nobody counts further. */
enum { MAIL_COUNT_MAX = 100 };

struct mail_waiting {
	int64_t held;   /* mails that somebody decides on */
	int64_t unsent; /* letters that were given up, or came back */
};
enum err mail_count(struct scope *s, const struct desk *desk, struct mail_waiting *out) MUST_USE;
