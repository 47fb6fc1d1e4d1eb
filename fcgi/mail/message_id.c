/* message_id.c - see message_id.h. */
#include "mail/message_id.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"

/* Printable ASCII, as RFC 5322 has it; whoever writes another one is answered by the rest of the header. */
static bool is_id(const char *at, size_t size)
{
	if (size == 0 || size > MAIL_ID_MAX)
		return false;
	for (size_t i = 0; i < size; i++)
		if (at[i] <= ' ' || at[i] >= 0x7f || at[i] == '<' || at[i] == '>')
			return false;
	return true;
}

/* Moves on behind the id. Without brackets the first word is taken, as some programs write it. */
static const char *id_next(struct arena *arena, const char **at)
{
	const char *open, *close;

	while ((open = strchr(*at, '<'))) {
		close = strpbrk(open + 1, "<>");
		if (!close)
			return NULL;
		*at = *close == '>' ? close + 1 : close;
		if (*close == '>' && is_id(open + 1, (size_t)(close - open - 1)))
			return arena_strndup(arena, open + 1, (size_t)(close - open - 1));
	}
	return NULL;
}

const char *message_id(struct arena *arena, const char *text)
{
	const char *at = text, *id;
	size_t size;

	if (!text)
		return NULL;
	id = id_next(arena, &at);
	if (id || strchr(text, '<'))
		return id;
	text += strspn(text, " \t\r\n");
	size = strcspn(text, " \t\r\n");
	return is_id(text, size) && memchr(text, '@', size) ? arena_strndup(arena, text, size)
							    : NULL;
}

static struct mail_text *text_make(struct arena *arena, const char *text, struct mail_text *next)
{
	struct mail_text *made = arena_new(arena, struct mail_text);

	*made = (struct mail_text){ text, next };
	return made;
}

static bool is_in(const struct mail_text *list, const char *text)
{
	for (; list; list = list->next)
		if (strcmp(list->text, text) == 0)
			return true;
	return false;
}

/* References is read whole and its end counts: the newest stand there. */
struct mail_text *message_ids(struct arena *arena, const char *references, const char *in_reply_to)
{
	struct mail_text *all = NULL, *newest = NULL, **next = &newest;
	const char *const values[] = { references, in_reply_to };
	const char *at, *id;
	int n = 0;

	for (int i = 0; i < 2; i++)
		for (at = values[i]; at && (id = id_next(arena, &at));)
			all = text_make(arena, id, all);
	for (; all && n < MAIL_REFERENCES_MAX; all = all->next) {
		if (is_in(newest, all->text))
			continue;
		*next = text_make(arena, all->text, NULL);
		next = &(*next)->next;
		n++;
	}
	return newest;
}
