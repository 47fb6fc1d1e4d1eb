/* crypto.h - random bytes, hashes, constant-time comparison, and sealing of secrets at rest. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct arena;

enum { HASH_SIZE = 32, TOKEN_BYTES = 32 };
/* SHA-256 */
struct hash {
	uint8_t bytes[HASH_SIZE];
};

void random_bytes(void *out, size_t size);
/* 32 random bytes as 43 characters of base64url. */
char *random_token(struct arena *arena);

struct hash hash_bytes(const void *bytes, size_t size);
struct hash hash_text(const char *text);
struct hash hash_hmac(const void *key, size_t key_size, const void *bytes, size_t size);
/* HMAC of the text under a key that follows from conf()->seal_key: another one for each purpose. */
struct hash hash_keyed(const char *purpose, const char *text);
bool hash_equal(const struct hash *a, const struct hash *b); /* constant time */
bool secret_equal(const char *a, const char *b); /* constant time; lengths are no secret */
char *hash_hex(struct arena *arena, const struct hash *hash);

/* SHA-256 piece by piece. */
struct hasher;
struct hasher *hasher_make(struct arena *arena);
void hasher_add(struct hasher *hasher, const void *bytes, size_t size);
struct hash hasher_end(struct hasher *hasher);

/* AES-256-GCM under conf()->seal_key; `purpose` is authenticated, so a value sealed for one column does not open
 * in another. Sealed text is base64url. E_INVALID: not ours, or touched. */
char *seal(struct arena *arena, const char *purpose, const char *secret);
enum err seal_open(
	struct arena *arena, const char *purpose, const char *sealed, char **secret_out) MUST_USE;

/* RFC 4648 section 5, no padding; decoding refuses anything not canonical. */
char *base64url(struct arena *arena, const void *bytes, size_t size);
enum err base64url_decode(struct arena *arena, const char *text, size_t text_size,
	uint8_t **bytes_out, size_t *size_out) MUST_USE;
/* RFC 4648 section 4, with padding, as HTTP Basic has it. */
char *base64(struct arena *arena, const void *bytes, size_t size);
enum err base64_decode(
	struct arena *arena, const char *text, uint8_t **bytes_out, size_t *size_out) MUST_USE;
