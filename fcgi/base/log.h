/* log.h - one line for what an operator should know, on standard error, as key=value pairs.
 * Every line carries the id of the request that is being worked on. */
#pragma once
#include "base/err.h"

/* Who writes (the program's or pool's name), once at start. */
void log_open(const char *who);
/* The id that nginx made and the answer carries; NULL between requests. The text must outlive its use. */
void log_request(const char *request_id);

void log_info(const char *format, ...) PRINTF(1, 2);
void log_warn(const char *format, ...) PRINTF(1, 2);
void log_error(const char *format, ...) PRINTF(1, 2);

/* Logs once, where it happened, and returns e. For failures of ours and of others, not for bad input. */
enum err fail(enum err e, const char *format, ...) PRINTF(2, 3);
