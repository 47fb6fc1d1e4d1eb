/* mail.c - a mail of any bytes: whatever is made of it is clean, safe and within its limits, also after the wire. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "mail/parse.h"
#include "mail/wire.h"

#include "../unit/mail/safe.h"

/* GMime and glib keep what they made once, and leak here and there: it is the process of a moment. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_clean(const char *text)
{
	check(!text || text_is_clean(text, strlen(text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena *arena;
	static int out;
	struct mail *mail, *again;
	const char *wire;
	size_t wire_size, json_size;
	char *room;

	if (!arena) {
		arena = arena_make((size_t)1 << 30);
		out = memfd_create("files", 0);
		mail_parse_open();
	}
	arena_reset(arena);
	json_use(arena);
	check(ftruncate(out, 0) == 0 && lseek(out, 0, SEEK_SET) == 0);
	room = arena_alloc(arena, size + 1);
	memcpy(room + 1, bytes, size);
	if (mail_parse(arena, room + 1, size, out, &mail) != MAIL_FINE)
		return 0;
	check_clean(mail->subject);
	check_clean(mail->text);
	check_clean(mail->quoted);
	check_clean(mail->html);
	check(!mail->html || is_safe(mail->html));
	wire = wire_write(arena, mail, &wire_size);
	json_size = wire_tail((const uint8_t *)wire + wire_size - WIRE_TAIL_SIZE);
	check(json_size + WIRE_TAIL_SIZE == wire_size);
	check(wire_read(arena, wire, json_size, lseek(out, 0, SEEK_END), &again) == OK);
	return 0;
}
