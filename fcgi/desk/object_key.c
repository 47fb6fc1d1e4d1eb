/* object_key.c - see object_key.h. */
#include "desk/object_key.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/str.h"
#include "net/s3.h"

#define DIGITS "0123456789"
#define TOKEN_LETTERS DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
#define THUMB ".thumb"
#define UPLOADS "uploads/"
#define TAIL ".tail"

enum { TOKEN_LENGTH = 43, ID_LENGTH_MAX = 19, LEASE_LENGTH_MAX = 50 };

/* Behind the id and the slash; NULL: it does not begin so. */
static const char *id_skip(const char *key)
{
	size_t size = strspn(key, DIGITS);

	return size > 0 && size <= ID_LENGTH_MAX && *key != '0' && key[size] == '/' ? key + size + 1
										    : NULL;
}

static bool is_tail(const char *key)
{
	const char *lease;
	size_t size;

	if (!str_starts(key, UPLOADS))
		return false;
	lease = id_skip(key + strlen(UPLOADS));
	if (!lease)
		return false;
	size = strspn(lease, TOKEN_LETTERS);
	return size > 0 && size <= LEASE_LENGTH_MAX && str_equal(lease + size, TAIL);
}

enum object_kind object_kind(const char *key)
{
	const char *token = id_skip(key);

	if (str_starts(key, S3_PARTS_PREFIX))
		return OBJECT_PART;
	if (!token)
		return is_tail(key) ? OBJECT_TAIL : OBJECT_FOREIGN;
	if (strspn(token, TOKEN_LETTERS) != TOKEN_LENGTH)
		return OBJECT_FOREIGN;
	if (token[TOKEN_LENGTH] == '\0')
		return OBJECT_FILE;
	return str_equal(token + TOKEN_LENGTH, THUMB) ? OBJECT_THUMB : OBJECT_FOREIGN;
}

const char *object_file_new(struct arena *arena, int64_t tenant_id)
{
	return arena_format(arena, "%lld/%s", (long long)tenant_id, random_token(arena));
}

const char *object_tail(struct arena *arena, int64_t attachment_id, const char *lease)
{
	return arena_format(arena, UPLOADS "%lld/%s" TAIL, (long long)attachment_id, lease);
}

const char *object_thumb(struct arena *arena, const char *file_key)
{
	return arena_format(arena, "%s" THUMB, file_key);
}

const char *object_file(struct arena *arena, const char *key)
{
	return object_kind(key) == OBJECT_THUMB
		? arena_strndup(arena, key, strlen(key) - strlen(THUMB))
		: key;
}

int64_t object_upload(const char *key)
{
	char digits[ID_LENGTH_MAX + 1] = "";
	const char *id = key + strlen(UPLOADS);
	long long number;

	if (object_kind(key) != OBJECT_TAIL)
		return 0;
	memcpy(digits, id, strspn(id, DIGITS));
	return str_to_int(digits, 1, INT64_MAX, &number) == OK ? number : 0;
}

/* Nothing of ours stands between a file and its small picture: tokens have one length. */
static bool is_thumb_of(const char *key, const char *file)
{
	size_t size = strlen(file);

	return size > 0 && strncmp(key, file, size) == 0 && str_equal(key + size, THUMB);
}

static enum object_fate fate_of_row(struct object_merge *merge, const char *named, bool listed)
{
	bool again = str_equal(named, merge->named);

	assert(strlen(named) < sizeof(merge->named));
	memcpy(merge->named, named, strlen(named) + 1);
	return again ? OBJECT_AGAIN : listed ? OBJECT_NAMED : OBJECT_ABSENT;
}

enum object_fate object_merge(struct object_merge *merge, const char *listed, const char *named)
{
	int order = !listed ? 1 : !named ? -1 : strcmp(listed, named);

	if (!listed && !named)
		return OBJECT_END;
	if (named && (order >= 0 || str_equal(named, merge->named)))
		return fate_of_row(merge, named, order == 0);
	if (is_thumb_of(listed, merge->named) || object_kind(listed) == OBJECT_PART)
		return OBJECT_OF_FILE;
	return object_kind(listed) == OBJECT_FOREIGN ? OBJECT_OTHERS : OBJECT_STRAY;
}
