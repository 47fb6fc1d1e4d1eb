/* xml.h - the little XML that an object store answers: elements and text, into a tree in the arena. */
#pragma once
#include <stddef.h>
#include "base/err.h"

struct arena;

struct xml {
	const char *name;
	const char *
		text; /* what stands in it outside of child elements, entities resolved; "" if nothing */
	struct xml *first, *next; /* child, sibling */
};

/* E_INVALID: not well-formed, deeper than XML_DEPTH_MAX, or with what no store sends: DOCTYPE, CDATA, comments. */
enum { XML_DEPTH_MAX = 8 };
enum err xml_read(
	struct arena *arena, const char *text, size_t size, struct xml **root_out) MUST_USE;
/* The first child of that name, or NULL. NULL has none. */
const struct xml *xml_at(const struct xml *element, const char *name);
/* Its text, or NULL. */
const char *xml_text(const struct xml *element, const char *name);
