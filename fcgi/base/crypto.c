/* crypto.c - the few uses of OpenSSL's libcrypto that everybody shares, and base64.
 * A failure of libcrypto itself (no entropy, no memory) ends the process: going on would be worse. */
#include "base/crypto.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/log.h"

enum { SEAL_VERSION = 1, NONCE_SIZE = 12, TAG_SIZE = 16, SEAL_EXTRA = 1 + NONCE_SIZE + TAG_SIZE };

static const char url_alphabet[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct hasher {
	EVP_MD_CTX *context;
};

static void must(int is_done, const char *what);
static void free_digest(void *handle);
static void free_cipher(void *handle);
static void seal_key(uint8_t key[HASH_SIZE]);
static EVP_CIPHER_CTX *cipher_start(
	struct arena *arena, const uint8_t *nonce, const char *purpose, int is_sealing);
static int hex_digit(char c);
static int sextet(char c, const char *last_two);
static enum err decode(struct arena *arena, const char *text, size_t size, const char *last_two,
	uint8_t **bytes_out, size_t *size_out);

void random_bytes(void *out, size_t size)
{
	assert(size <= 1 << 20);
	must(RAND_bytes(out, (int)size), "random bytes");
}

char *random_token(struct arena *arena)
{
	uint8_t bytes[TOKEN_BYTES];

	random_bytes(bytes, sizeof(bytes));
	return base64url(arena, bytes, sizeof(bytes));
}

struct hash hash_bytes(const void *bytes, size_t size)
{
	struct hash hash;

	must(SHA256(bytes, size, hash.bytes) != NULL, "SHA-256");
	return hash;
}

struct hash hash_text(const char *text)
{
	return hash_bytes(text, strlen(text));
}

struct hash hash_hmac(const void *key, size_t key_size, const void *bytes, size_t size)
{
	struct hash hash;
	unsigned hash_size = sizeof(hash.bytes);

	assert(key_size <= 1 << 20);
	must(HMAC(EVP_sha256(), key, (int)key_size, bytes, size, hash.bytes, &hash_size) != NULL,
		"HMAC");
	return hash;
}

struct hash hash_keyed(const char *purpose, const char *text)
{
	const char *master = conf()->seal_key;
	const struct hash key = hash_hmac(master, strlen(master), purpose, strlen(purpose) + 1);

	return hash_hmac(key.bytes, HASH_SIZE, text, strlen(text));
}

bool hash_equal(const struct hash *a, const struct hash *b)
{
	return CRYPTO_memcmp(a->bytes, b->bytes, HASH_SIZE) == 0;
}

bool secret_equal(const char *a, const char *b)
{
	size_t size;

	if (a == NULL || b == NULL)
		return false;
	size = strlen(a);
	return size == strlen(b) && CRYPTO_memcmp(a, b, size) == 0;
}

char *hash_hex(struct arena *arena, const struct hash *hash)
{
	static const char digits[] = "0123456789abcdef";
	char *text = arena_alloc(arena, HASH_SIZE * 2 + 1);

	for (size_t i = 0; i < HASH_SIZE; i++) {
		text[2 * i] = digits[hash->bytes[i] >> 4];
		text[2 * i + 1] = digits[hash->bytes[i] & 15];
	}
	return text;
}

struct hasher *hasher_make(struct arena *arena)
{
	struct hasher *hasher = arena_new(arena, struct hasher);

	hasher->context = EVP_MD_CTX_new();
	must(hasher->context != NULL, "SHA-256");
	arena_defer(arena, free_digest, hasher->context);
	must(EVP_DigestInit_ex(hasher->context, EVP_sha256(), NULL), "SHA-256");
	return hasher;
}

void hasher_add(struct hasher *hasher, const void *bytes, size_t size)
{
	must(EVP_DigestUpdate(hasher->context, bytes, size), "SHA-256");
}

struct hash hasher_end(struct hasher *hasher)
{
	struct hash hash;

	must(EVP_DigestFinal_ex(hasher->context, hash.bytes, NULL), "SHA-256");
	return hash;
}

/* version, nonce, cipher text, tag. A random nonce of 96 bits is fit for 2^32 secrets under one key. */
char *seal(struct arena *arena, const char *purpose, const char *secret)
{
	size_t size = strlen(secret);
	uint8_t *out = arena_alloc(arena, size + SEAL_EXTRA);
	uint8_t *nonce = out + 1, *body = nonce + NONCE_SIZE;
	EVP_CIPHER_CTX *context;
	int n = 0;

	assert(size <= 1 << 20);
	out[0] = SEAL_VERSION;
	random_bytes(nonce, NONCE_SIZE);
	context = cipher_start(arena, nonce, purpose, 1);
	must(EVP_EncryptUpdate(context, body, &n, (const uint8_t *)secret, (int)size), "AES-GCM");
	must(EVP_EncryptFinal_ex(context, body + n, &n), "AES-GCM");
	must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, body + size), "AES-GCM");
	return base64url(arena, out, size + SEAL_EXTRA);
}

enum err seal_open(struct arena *arena, const char *purpose, const char *sealed, char **secret_out)
{
	EVP_CIPHER_CTX *context;
	uint8_t *bytes, *secret;
	size_t size;
	int n = 0;

	TRY(base64url_decode(arena, sealed, strlen(sealed), &bytes, &size));
	if (size < SEAL_EXTRA || size > 1 << 21 || bytes[0] != SEAL_VERSION)
		return E_INVALID;
	size -= SEAL_EXTRA;
	context = cipher_start(arena, bytes + 1, purpose, 0);
	must(EVP_CIPHER_CTX_ctrl(
		     context, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, bytes + 1 + NONCE_SIZE + size),
		"AES-GCM");
	secret = arena_alloc(arena, size + 1);
	must(EVP_DecryptUpdate(context, secret, &n, bytes + 1 + NONCE_SIZE, (int)size), "AES-GCM");
	if (EVP_DecryptFinal_ex(context, secret + n, &n) != 1) {
		ERR_clear_error();
		OPENSSL_cleanse(secret, size);
		return E_INVALID;
	}
	*secret_out = (char *)secret;
	return OK;
}

char *base64url(struct arena *arena, const void *bytes, size_t size)
{
	const uint8_t *b = bytes;
	char *text = arena_alloc(arena, size / 3 * 4 + 5), *at = text;
	uint32_t bits = 0;
	int bits_n = 0;

	for (size_t i = 0; i < size; i++) {
		bits = bits << 8 | b[i];
		for (bits_n += 8; bits_n >= 6; bits_n -= 6)
			*at++ = url_alphabet[bits >> (bits_n - 6) & 63];
	}
	if (bits_n > 0)
		*at++ = url_alphabet[bits << (6 - bits_n) & 63];
	return text;
}

enum err base64url_decode(struct arena *arena, const char *text, size_t text_size,
	uint8_t **bytes_out, size_t *size_out)
{
	return decode(arena, text, text_size, "-_", bytes_out, size_out);
}

char *base64(struct arena *arena, const void *bytes, size_t size)
{
	char *text = base64url(arena, bytes, size); /* it has room for the padding */
	size_t n = 0;

	for (; text[n]; n++)
		text[n] = text[n] == '-' ? '+' : text[n] == '_' ? '/' : text[n];
	while (n % 4 != 0)
		text[n++] = '=';
	return text;
}

enum err base64_decode(struct arena *arena, const char *text, uint8_t **bytes_out, size_t *size_out)
{
	size_t size = strlen(text), padding = 0;

	if (size % 4 != 0)
		return E_INVALID;
	while (padding < 2 && padding < size && text[size - 1 - padding] == '=')
		padding++;
	return decode(arena, text, size - padding, "+/", bytes_out, size_out);
}

static void must(int is_done, const char *what)
{
	if (is_done == 1)
		return;
	log_error("libcrypto failed: %s", what);
	abort();
}

static void free_digest(void *handle)
{
	EVP_MD_CTX_free(handle);
}

static void free_cipher(void *handle)
{
	EVP_CIPHER_CTX_free(handle);
}

static void seal_key(uint8_t key[HASH_SIZE])
{
	const char *hex = conf()->seal_key;

	if (strlen(hex) / 2 != HASH_SIZE) {
		log_error(
			"a secret has to be sealed or opened, but the configuration has no seal_key");
		exit(78);
	}
	for (size_t i = 0; i < HASH_SIZE; i++)
		key[i] = (uint8_t)(hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]));
}

/* The purpose is authenticated with the text: what was sealed for one column does not open in another. */
static EVP_CIPHER_CTX *cipher_start(
	struct arena *arena, const uint8_t *nonce, const char *purpose, int is_sealing)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	uint8_t key[HASH_SIZE];
	size_t size = strlen(purpose);
	int n;

	assert(size <= 1 << 10);
	must(context != NULL, "AES-GCM");
	arena_defer(arena, free_cipher, context);
	seal_key(key);
	must(EVP_CipherInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce, is_sealing),
		"AES-GCM");
	OPENSSL_cleanse(key, sizeof(key));
	must(EVP_CipherUpdate(context, NULL, &n, (const uint8_t *)purpose, (int)size), "AES-GCM");
	return context;
}

static int hex_digit(char c)
{
	return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

static int sextet(char c, const char *last_two)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == last_two[0])
		return 62;
	return c == last_two[1] ? 63 : -1;
}

/* Canonical only: bits that are left over at the end must be zero, so one value has one text. */
static enum err decode(struct arena *arena, const char *text, size_t size, const char *last_two,
	uint8_t **bytes_out, size_t *size_out)
{
	uint8_t *bytes = arena_alloc(arena, size / 4 * 3 + 4);
	uint32_t bits = 0;
	int bits_n = 0, six;
	size_t n = 0;

	if (size % 4 == 1)
		return E_INVALID;
	for (size_t i = 0; i < size; i++) {
		six = sextet(text[i], last_two);
		if (six < 0)
			return E_INVALID;
		bits = bits << 6 | (uint32_t)six;
		bits_n += 6;
		if (bits_n >= 8) {
			bits_n -= 8;
			bytes[n++] = (uint8_t)(bits >> bits_n);
			bits &= (1u << bits_n) - 1;
		}
	}
	if (bits != 0)
		return E_INVALID;
	*bytes_out = bytes;
	*size_out = n;
	return OK;
}
