/* replay.c - stands in for libFuzzer's main: gives every file of the folders that are named to the target, once.
 * `make check` runs it under ASan and UBSan; `make fuzz` links the real one. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { PATH_SIZE_MAX = 4096, INPUT_SIZE_MAX = 16 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static int replay_folder(const char *folder);
static int replay_file(const char *path);

int main(int argc, char **argv)
{
	int replayed = 0;

	for (int i = 1; i < argc; i++) {
		int n = replay_folder(argv[i]);

		if (n < 0)
			return EXIT_FAILURE;
		replayed += n;
	}
	printf("%d inputs\n", replayed);
	return replayed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int replay_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int replayed = 0;

	if (!dir) {
		perror(folder);
		return -1;
	}
	while ((entry = readdir(dir))) {
		char path[PATH_SIZE_MAX];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (replay_file(path) != 0) {
			closedir(dir);
			return -1;
		}
		replayed++;
	}
	closedir(dir);
	return replayed;
}

/* The input is exactly as long as its memory, so that ASan sees a byte too far. */
static int replay_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct stat about;
	uint8_t *bytes;
	size_t size;

	if (!file || fstat(fileno(file), &about) != 0 || about.st_size > INPUT_SIZE_MAX) {
		perror(path);
		return -1;
	}
	size = (size_t)about.st_size;
	bytes = malloc(size ? size : 1);
	if (!bytes || fread(bytes, 1, size, file) != size) {
		perror(path);
		return -1;
	}
	fclose(file);
	fprintf(stderr, "%s\n", path);
	LLVMFuzzerTestOneInput(bytes, size);
	free(bytes);
	return 0;
}
