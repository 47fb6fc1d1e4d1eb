/* jwt.c - tokens and key sets of any bytes. A first line "{..." is a header and the second line the claims: they are signed
 * here, so that what lies behind the signature is walked, too. Anything else is a token, and behind the first newline
 * a key set (none: the one made here, under which nobody but this file can sign). */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"
#include "id/jwt.h"

enum { FIELD = 32 };

static EVP_PKEY *key;
static char key_set[512];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void key_make(struct arena *arena)
{
	uint8_t point[1 + 2 * FIELD];
	size_t size = 0;

	key = EVP_EC_gen("P-256");
	EVP_PKEY_set_utf8_string_param(
		key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, "uncompressed");
	EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point, &size);
	assert(size == sizeof point);
	snprintf(key_set, sizeof key_set,
		"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"e1\",\"x\":\"%s\",\"y\":\"%s\"}]}",
		base64url(arena, point + 1, FIELD), base64url(arena, point + 1 + FIELD, FIELD));
}

static const char *token_sign(struct arena *arena, const char *header, size_t header_size,
	const char *claims, size_t claims_size)
{
	const char *text = arena_format(arena, "%s.%s", base64url(arena, header, header_size),
		base64url(arena, claims, claims_size));
	uint8_t der[128], signature[2 * FIELD];
	const uint8_t *at = der;
	size_t size = sizeof der;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	ECDSA_SIG *parts;

	assert(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1);
	assert(EVP_DigestSign(context, der, &size, (const uint8_t *)text, strlen(text)) == 1);
	EVP_MD_CTX_free(context);
	parts = d2i_ECDSA_SIG(NULL, &at, (long)size);
	BN_bn2binpad(ECDSA_SIG_get0_r(parts), signature, FIELD);
	BN_bn2binpad(ECDSA_SIG_get0_s(parts), signature + FIELD, FIELD);
	ECDSA_SIG_free(parts);
	return arena_format(arena, "%s.%s", text, base64url(arena, signature, sizeof signature));
}

static void verify(struct arena *arena, const char *token, const char *keys, bool may_be_fine)
{
	struct jwt_rules rules = {
		.issuer = "https://op.example",
		.client_id = "portal",
		.nonce = "n0",
		.algorithms = "RS256 ES256 PS256",
		.now = INT64_C(2000000000000),
	};
	struct json *claims;
	enum jwt_flaw flaw;

	for (int logout = 0; logout < 2; logout++) {
		rules.logout = logout;
		flaw = jwt_verify(arena, token, keys, &rules, &claims);
		assert((flaw == JWT_FINE) == (claims != NULL));
		assert(flaw != JWT_FINE || may_be_fine);
		assert(jwt_flaw_name(flaw) != NULL);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_make(16 << 20);
	const char *text = arena_strndup(arena, (const char *)data, size);
	const char *newline = strchr(text, '\n');

	json_use(arena);
	if (key == NULL)
		key_make(arena);
	if (text[0] == '{' && newline != NULL)
		verify(arena,
			token_sign(arena, text, (size_t)(newline - text), newline + 1,
				strlen(newline + 1)),
			key_set, true);
	else if (newline != NULL)
		verify(arena, arena_strndup(arena, text, (size_t)(newline - text)), newline + 1,
			true);
	else
		verify(arena, text, key_set, false);
	arena_free(arena);
	return 0;
}
