/* lodge-thumbnail.c - a picture on standard input becomes a small one on standard output: WebP, at most 320 x 320, upright, without
 * anything that was beside its dots. It exits with 0 or with what is wrong (picture/fault.h); lodge-jobs runs it (desk/thumbnail.c).
 *
 * Pictures come from outside and their decoders have a history, so they are decoded here, in a process of a moment that has given up
 * everything but its memory before it reads the first byte. Of the libraries in Debian that could do it, libvips brings 138 packages,
 * ImageMagick's among them, gd 23, imlib2 71, gdk-pixbuf 29, and each of these finds its decoders in a list that is wider than four.
 * The plain codecs (libpng, libjpeg-turbo, giflib, libwebp) are what these call too, are fuzzed day and night as browsers use them,
 * and bring 8 packages of 1.5 MB. Rows go straight into the small picture, so a hundred million dots take some megabytes. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "picture/picture.h"

#define MIB ((size_t)1024 * 1024)
static const size_t input_max = 64 * MIB;
static const struct sandbox sandbox = { .memory_max = 512 * MIB, .written_max = MIB, .cpu_s = 15 };

static const char usage[] =
	"usage: lodge-thumbnail < PICTURE > SMALL.webp\n"
	"Makes a small picture of a PNG, JPEG, GIF or WebP. Without a picture it would wait for one.\n";

/* The room is asked for whole, and taken as it fills. */
static void read_all(struct picture *picture)
{
	const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
	uint8_t *room;
	ssize_t n;

	/* cppcheck-suppress invalidFunctionArg ; mmap(2) asks for -1 with MAP_ANONYMOUS */
	room = mmap(NULL, input_max + 1, PROT_READ | PROT_WRITE, flags, -1, 0);
	if (room == MAP_FAILED)
		picture_fail(PICTURE_NO_MEMORY);
	while ((n = read(STDIN_FILENO, room + picture->size, input_max + 1 - picture->size)) > 0)
		picture->size += (size_t)n;
	if (n < 0)
		picture_fail(PICTURE_BROKEN);
	if (picture->size > input_max)
		picture_fail(PICTURE_TOO_LARGE);
	picture->bytes = room;
}

static void write_all(const uint8_t *bytes, size_t size)
{
	while (size > 0) {
		ssize_t n = write(STDOUT_FILENO, bytes, size);

		if (n <= 0)
			picture_fail(PICTURE_UNSAID);
		bytes += n;
		size -= (size_t)n;
	}
}

int main(int argc, char **argv)
{
	struct picture picture = { 0 };
	const uint8_t *small;
	size_t size;

	if (argc > 1) {
		fputs(usage, strcmp(argv[1], "--help") == 0 ? stdout : stderr);
		return strcmp(argv[1], "--help") == 0 ? 0 : 2;
	}
	if (!sandbox_enter(&sandbox))
		picture_fail(PICTURE_UNSAFE);
	read_all(&picture);
	small = picture_small(&picture, &size);
	write_all(small, size);
	_exit(PICTURE_FINE);
}
