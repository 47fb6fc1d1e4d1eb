/* imap_line.c - any bytes as a line of an IMAP server: what is believed stands in it, and no folder's name leaves printable ASCII. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "net/imap_folder.h"
#include "net/imap_line.h"

enum { INPUT_SIZE_MAX = 32 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void judge(const char *text, size_t size)
{
	struct imap_line line = imap_line_read(text, size);

	assert(line.number >= 0 && line.number <= 0xffffffff);
	assert(line.text_size == 0 ||
		(line.text >= text && line.text + line.text_size <= text + size));
	if (line.kind == IMAP_MAIL) {
		assert(line.number > 0 && line.uid > 0 && line.uid <= 0xffffffff && line.size >= 0);
		assert(memmem(text, size, "(", 1) != NULL && memchr(text, '"', size) == NULL);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena;
	char *text;

	if (size > INPUT_SIZE_MAX)
		return 0;
	arena = arena_make(4 << 20);
	text = malloc(size + 1); /* so that a byte too far is seen */
	memcpy(text, bytes, size);
	judge(text, size);
	text[size] = '\0';
	for (const char *at = imap_folder_name(arena, text); *at != '\0'; at++)
		assert(*at >= ' ' && *at <= '~');
	free(text);
	arena_free(arena);
	return 0;
}
