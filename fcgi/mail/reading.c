/* reading.c - see reading.h. */
#include "mail/reading.h"

#include <string.h>

#include "base/arena.h"

void bodies_add(struct reading *reading, struct bodies *bodies, const char *plain, const char *html)
{
	struct body *body = arena_new(reading->arena, struct body);

	*body = (struct body){ plain, html, NULL };
	if (!bodies->next)
		bodies->next = &bodies->first;
	*bodies->next = body;
	bodies->next = &body->next;
}

void reading_note(struct reading *reading, const char *note)
{
	struct mail_text *added;

	for (const struct mail_text *at = reading->notes; at; at = at->next)
		if (strcmp(at->text, note) == 0)
			return;
	if (reading->notes_n == MAIL_VALUES_MAX)
		return;
	added = arena_new(reading->arena, struct mail_text);
	added->text = arena_strdup(reading->arena, note);
	*reading->next_note = added;
	reading->next_note = &added->next;
	reading->notes_n++;
}
