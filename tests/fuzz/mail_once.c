/* mail_once.c - the look into a mail that tells it from others: it is the same twice, and also when a mail server has put a line of its
 * own above its fields. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "desk/mail_arrival.h"

enum { INPUT_SIZE_MAX = 64 * 1024, ARENA_SIZE_MAX = 16 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct hash once(struct arena *arena, const char *before, const uint8_t *bytes, size_t size)
{
	struct mail_arrival arrival = { .size = (int64_t)(strlen(before) + size) };
	struct hash hash = { { 0 } };
	const char *id;
	ssize_t n;

	arrival.fd = memfd_create("mail", MFD_CLOEXEC);
	n = write(arrival.fd, before, strlen(before));
	n += write(arrival.fd, bytes, size);
	assert(n == arrival.size);
	assert(mail_once(arena, &arrival, &hash, &id) == OK);
	close(arrival.fd);
	arena_reset(arena);
	return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena *arena;
	struct hash one, two;

	if (size > INPUT_SIZE_MAX)
		return 0;
	if (arena == NULL)
		arena = arena_make(ARENA_SIZE_MAX);
	one = once(arena, "", bytes, size);
	two = once(arena, "", bytes, size);
	assert(hash_equal(&one, &two));
	if (size > 0 && (bytes[0] == ' ' || bytes[0] == '\t'))
		return 0; /* it would go on with that line */
	two = once(arena, "Received: by x\r\n", bytes, size);
	assert(hash_equal(&one, &two));
	return 0;
}
