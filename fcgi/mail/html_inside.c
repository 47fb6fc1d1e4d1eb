/* html_inside.c - see html_inside.h. */
#include "mail/html_inside.h"

#include <string.h>
#include <strings.h>

#include "base/html_tree.h"
#include "base/str.h"

/* What a browser can show, and no SVG, which is a page of its own. */
static bool is_picture(const struct mail_file *file)
{
	return str_in_list(
		"image/png image/jpeg image/jpg image/pjpeg image/gif image/webp", file->type);
}

/* "%40" of an address is '@' (RFC 2392). */
static bool is_same_id(const char *cid, const char *address)
{
	while (*cid != '\0' && *address != '\0') {
		bool is_at = strncmp(address, "%40", 3) == 0;

		if (is_at ? *cid != '@' : *cid != *address)
			return false;
		cid++;
		address += is_at ? 3 : 1;
	}
	return *cid == *address;
}

struct mail_file *html_picture(struct mail_file *files, const char *address)
{
	bool is_cid = strncasecmp(address, "cid:", 4) == 0;

	for (struct mail_file *file = files; file; file = file->next) {
		const char *name = is_cid ? file->cid : file->location;

		if (name && is_picture(file) && is_same_id(name, is_cid ? address + 4 : address))
			return file;
	}
	return NULL;
}

bool html_is_tracker(const GumboElement *element)
{
	const char *width = html_attribute(element, "width"),
		   *height = html_attribute(element, "height");
	long long number;

	return (width && str_to_int(width, 0, 2, &number) == OK) ||
		(height && str_to_int(height, 0, 2, &number) == OK);
}
