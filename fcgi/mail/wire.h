/* wire.h - struct mail between the process that reads mail and the one that asked for it: the bytes of the files, JSON, and a tail that
 * says how long the JSON is. Neither end needs what takes mail apart. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "mail/mail.h"

struct arena;

enum { WIRE_TAIL_SIZE = 16, WIRE_JSON_MAX = 8 * 1024 * 1024 };

/* JSON and tail: to be written behind the bytes of the files. json_use() was called. */
const char *wire_write(struct arena *arena, const struct mail *mail, size_t *size_out);
/* How long the JSON is that stands before this tail; 0: it is none. */
size_t wire_tail(const uint8_t tail[WIRE_TAIL_SIZE]);
/* What wire_write wrote, without the tail, and as little believed as the mail: the limits of mail.h and what it promises hold, addresses
 * and names are judged once more, and every file lies within files_size bytes. Only that `html` is safe is believed. E_INVALID: it is not what
 * wire_write writes. json_use() was called. */
enum err wire_read(struct arena *arena, const char *json, size_t size, int64_t files_size,
	struct mail **mail_out) MUST_USE;
