/* doom.h - objects of the store that are to be deleted, noted in the transaction that lets go of them; the sweep deletes them. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct scope;

/* Notes the object in the open transaction; harmless when it is noted already. The small picture of a file goes with it. */
enum err doom_add(struct scope *s, const char *object_key) MUST_USE;
/* The same of an object that is to be made now and deleted then: noted before, it goes whatever becomes of who made it. */
enum err doom_add_at(struct scope *s, const char *object_key, int64_t at) MUST_USE;
