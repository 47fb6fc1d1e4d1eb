/* flowed.c - see flowed.h. */
#include "mail/flowed.h"

#include <string.h>

#include "base/str.h"

struct line {
	const char *text;
	size_t size, quotes;
	bool soft; /* the next one goes on with it */
};

/* Without its '>'s and the space that was stuffed before it. The line "-- " is the sign of a signature: it ends. */
static struct line line_read(const char *at, size_t size)
{
	struct line line = { .text = at, .size = size };

	while (line.quotes < size && at[line.quotes] == '>')
		line.quotes++;
	line.text += line.quotes;
	line.size -= line.quotes;
	if (line.size > 0 && *line.text == ' ') {
		line.text++;
		line.size--;
	}
	line.soft = line.size > 0 && line.text[line.size - 1] == ' ' &&
		!(line.size == 3 && memcmp(line.text, "-- ", 3) == 0);
	return line;
}

static void line_begin(struct str *out, const struct line *line)
{
	for (size_t i = 0; i < line->quotes; i++)
		str_add_char(out, '>');
	if (line->quotes > 0)
		str_add_char(out, ' ');
}

char *flowed_text(struct arena *arena, const char *text, bool delsp)
{
	struct str out = str_make(arena);
	struct line last = { 0 };

	while (*text != '\0') {
		size_t size = strcspn(text, "\n");
		struct line line = line_read(text, size);
		bool goes_on = last.soft && last.quotes == line.quotes &&
			!(line.size == 3 && memcmp(line.text, "-- ", 3) == 0);

		if (last.text && !goes_on)
			str_add_char(&out, '\n');
		if (!goes_on)
			line_begin(&out, &line);
		str_add_bytes(&out, line.text, line.size - (line.soft && delsp));
		last = line;
		text += size + (text[size] == '\n');
	}
	if (last.text)
		str_add_char(&out, '\n');
	return out.text;
}
