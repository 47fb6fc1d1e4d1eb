/* draft.h - what a person has typed into the form of a request type, or under a ticket, and not sent yet: theirs alone, for a
 * while, on whatever device. It is kept as it came, as only sending it asks whether it is right. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct json;
struct request_type;
struct scope;
struct ticket;

enum { DRAFT_SIZE_MAX = 256 * 1024 }; /* bytes */

/* `body` takes the place of what was kept: `values`, a list of texts by each field's name, and `files`, each with name, size, and
 * the temporary id or the address of the upload. What else stands in it is left out. E_INVALID blames the member; E_TOO_LARGE. */
enum err draft_keep(
	struct scope *s, const struct request_type *type, const struct json *body) MUST_USE;
enum err draft_keep_reply(
	struct scope *s, const struct ticket *ticket, const struct json *body) MUST_USE;

struct draft_shown {
	struct json *values, *files;
	int64_t updated_at;
};
/* E_MISSING: there is none. A file that does not wait for its owner any more has no id. */
enum err draft_find(
	struct scope *s, const struct request_type *type, struct draft_shown *draft_out) MUST_USE;
enum err draft_find_reply(
	struct scope *s, const struct ticket *ticket, struct draft_shown *draft_out) MUST_USE;
enum err draft_forget(struct scope *s, const struct request_type *type) MUST_USE;
enum err draft_forget_reply(struct scope *s, const struct ticket *ticket) MUST_USE;
