/* doom.h - objects of the store that are to be deleted, noted in the transaction that lets go of them; the sweep deletes them. */
#pragma once
#include "base/err.h"

struct scope;

/* Notes the object in the open transaction; harmless when it is noted already. The small picture of a file goes with it. */
enum err doom_add(struct scope *s, const char *object_key) MUST_USE;
