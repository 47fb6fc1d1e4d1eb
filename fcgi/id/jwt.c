/* jwt.c - verifies tokens with libcrypto. The provider's configured list of algorithms decides what kind of key may
 * verify, never the token nor the key (RFC 8725 section 3.1); the token's own key members (jwk, x5c, jku) are never looked
 * at. Nothing of the payload is read before the signature is good. */
#include "id/jwt.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/str.h"

enum {
	SKEW_S = 60,
	ID_TOKEN_AGE_MAX_S = 10 * 60,
	LOGOUT_TOKEN_AGE_MAX_S = 2 * 60 + SKEW_S,
	KEY_TRIES_MAX = 8,
	KEYS_SIZE_MAX = 256 * 1024,
	NAME_SIZE_MAX = 255,    /* kid, jti, sid, and sub (OpenID Connect Core 2) */
	MEMBER_SIZE_MAX = 2048, /* of a key */
	RSA_BITS_MIN = 2048,
	RSA_BITS_MAX = 8192,
	EC_FIELD_MAX = 66,
};

#define LOGOUT_EVENT "http://schemas.openid.net/event/backchannel-logout"

static const struct algorithm {
	const char *name, *key_type, *digest;
	const char *curve, *group; /* EC: as JWK and as OpenSSL call it */
	size_t field_size;         /* EC: bytes of a coordinate */
	bool pss;
} algorithms[] = {
	{ "RS256", "RSA", "SHA256", NULL, NULL, 0, false },
	{ "RS384", "RSA", "SHA384", NULL, NULL, 0, false },
	{ "RS512", "RSA", "SHA512", NULL, NULL, 0, false },
	{ "PS256", "RSA", "SHA256", NULL, NULL, 0, true },
	{ "PS384", "RSA", "SHA384", NULL, NULL, 0, true },
	{ "PS512", "RSA", "SHA512", NULL, NULL, 0, true },
	{ "ES256", "EC", "SHA256", "P-256", "prime256v1", 32, false },
	{ "ES384", "EC", "SHA384", "P-384", "secp384r1", 48, false },
	{ "ES512", "EC", "SHA512", "P-521", "secp521r1", 66, false },
};

struct bytes {
	uint8_t *at;
	size_t size;
};

/* The compact form (RFC 7515 section 7.1), taken apart. */
struct token {
	const char *signed_text;
	size_t signed_size;
	struct json *header;
	struct bytes payload, signature;
	const struct algorithm *algorithm;
	const char *key_id; /* NULL: not said */
};

static enum jwt_flaw token_split(struct arena *arena, const char *text, struct token *token);
static enum jwt_flaw header_check(struct token *token, const struct jwt_rules *rules);
static bool type_fits(const struct json *header, bool logout);
static enum jwt_flaw signature_check(
	struct arena *arena, const struct token *token, const char *jwks);
static bool key_fits(const struct json *key, const struct token *token);
static bool key_may_verify(const struct json *key);
static EVP_PKEY *key_make(
	struct arena *arena, const struct json *key, const struct algorithm *algorithm);
static bool rsa_push(struct arena *arena, OSSL_PARAM_BLD *build, const struct json *key);
static bool ec_push(struct arena *arena, OSSL_PARAM_BLD *build, const struct json *key,
	const struct algorithm *algorithm);
static bool key_member(
	struct arena *arena, const struct json *key, const char *name, struct bytes *bytes_out);
static bool is_signed_by(struct arena *arena, const struct token *token, EVP_PKEY *key);
static bool signature_as_der(struct arena *arena, const struct token *token, struct bytes *der_out);
static enum jwt_flaw claims_check(const struct json *claims, const struct jwt_rules *rules);
static enum jwt_flaw audience_check(const struct json *claims, const char *client_id);
static enum jwt_flaw times_check(const struct json *claims, const struct jwt_rules *rules);
static enum jwt_flaw id_token_check(const struct json *claims, const struct jwt_rules *rules);
static enum jwt_flaw logout_check(const struct json *claims);

enum jwt_flaw jwt_verify(struct arena *arena, const char *token_text, const char *jwks,
	const struct jwt_rules *rules, struct json **claims_out)
{
	struct token token = { 0 };
	struct json *claims;
	enum jwt_flaw flaw;

	*claims_out = NULL;
	if ((flaw = token_split(arena, token_text, &token)) != JWT_FINE ||
		(flaw = header_check(&token, rules)) != JWT_FINE ||
		(flaw = signature_check(arena, &token, jwks)) != JWT_FINE)
		return flaw;
	if (json_read((const char *)token.payload.at, token.payload.size, &claims) != OK ||
		json_kind(claims) != JSON_OBJECT)
		return JWT_FORMAT;
	if ((flaw = claims_check(claims, rules)) != JWT_FINE)
		return flaw;
	*claims_out = claims;
	return JWT_FINE;
}

const char *jwt_flaw_name(enum jwt_flaw flaw)
{
	static const char *const names[] = {
		[JWT_FINE] = "JWT_FINE",
		[JWT_FORMAT] = "JWT_FORMAT",
		[JWT_ALGORITHM] = "JWT_ALGORITHM",
		[JWT_CRITICAL] = "JWT_CRITICAL",
		[JWT_TYPE] = "JWT_TYPE",
		[JWT_NO_KEY] = "JWT_NO_KEY",
		[JWT_SIGNATURE] = "JWT_SIGNATURE",
		[JWT_ISSUER] = "JWT_ISSUER",
		[JWT_SUBJECT] = "JWT_SUBJECT",
		[JWT_AUDIENCE] = "JWT_AUDIENCE",
		[JWT_PARTY] = "JWT_PARTY",
		[JWT_EXPIRED] = "JWT_EXPIRED",
		[JWT_ISSUED] = "JWT_ISSUED",
		[JWT_TOO_EARLY] = "JWT_TOO_EARLY",
		[JWT_NONCE] = "JWT_NONCE",
		[JWT_EVENT] = "JWT_EVENT",
		[JWT_ID] = "JWT_ID",
	};

	return names[flaw];
}

static enum jwt_flaw token_split(struct arena *arena, const char *text, struct token *token)
{
	size_t size = strnlen(text, JWT_SIZE_MAX + 1);
	const char *payload = memchr(text, '.', size);
	const char *signature = payload != NULL ? strchr(payload + 1, '.') : NULL;
	struct bytes header;

	/* A fourth part has a '.' in the third one: base64url_decode refuses it. */
	if (size > JWT_SIZE_MAX || signature == NULL)
		return JWT_FORMAT;
	if (base64url_decode(arena, text, (size_t)(payload - text), &header.at, &header.size) !=
			OK ||
		base64url_decode(arena, payload + 1, (size_t)(signature - payload - 1),
			&token->payload.at, &token->payload.size) != OK ||
		base64url_decode(arena, signature + 1, size - (size_t)(signature + 1 - text),
			&token->signature.at, &token->signature.size) != OK ||
		token->signature.size == 0)
		return JWT_FORMAT;
	if (json_read((const char *)header.at, header.size, &token->header) != OK ||
		json_kind(token->header) != JSON_OBJECT)
		return JWT_FORMAT;
	token->signed_text = text;
	token->signed_size = (size_t)(signature - text);
	return JWT_FINE;
}

static enum jwt_flaw header_check(struct token *token, const struct jwt_rules *rules)
{
	const char *name = json_str(token->header, "alg", 10);

	for (size_t i = 0; name != NULL && i < sizeof algorithms / sizeof *algorithms; i++)
		if (str_equal(algorithms[i].name, name) && str_in_list(rules->algorithms, name))
			token->algorithm = &algorithms[i];
	if (token->algorithm == NULL)
		return JWT_ALGORITHM;
	/* RFC 7515 section 4.1.11: who does not know what is critical must refuse; b64 (RFC 7797) is always so. */
	if (json_at(token->header, "crit") != NULL || json_at(token->header, "b64") != NULL)
		return JWT_CRITICAL;
	if (!type_fits(token->header, rules->logout))
		return JWT_TYPE;
	token->key_id = json_str(token->header, "kid", NAME_SIZE_MAX);
	if (token->key_id == NULL && json_at(token->header, "kid") != NULL)
		return JWT_FORMAT;
	return JWT_FINE;
}

/* Explicit typing, RFC 8725 section 3.11. */
static bool type_fits(const struct json *header, bool logout)
{
	const char *type = json_as_text(json_at(header, "typ"));

	if (json_at(header, "typ") == NULL)
		return true;
	if (type == NULL)
		return false;
	if (strncasecmp(type, "application/", 12) == 0)
		type += 12;
	return str_equal_nocase(type, "JWT") || (logout && str_equal_nocase(type, "logout+jwt"));
}

static enum jwt_flaw signature_check(
	struct arena *arena, const struct token *token, const char *jwks)
{
	size_t size = strnlen(jwks, KEYS_SIZE_MAX + 1);
	struct json *set, *key;
	int tries = 0;

	if (size > KEYS_SIZE_MAX || json_read(jwks, size, &set) != OK ||
		json_kind(set) != JSON_OBJECT || json_kind(json_at(set, "keys")) != JSON_ARRAY)
		return JWT_NO_KEY;
	for (key = json_first(json_at(set, "keys")); key != NULL && tries < KEY_TRIES_MAX;
		key = json_next(key)) {
		EVP_PKEY *made;

		if (!key_fits(key, token))
			continue;
		tries++;
		made = key_make(arena, key, token->algorithm);
		if (made != NULL && is_signed_by(arena, token, made))
			return JWT_FINE;
	}
	/* Without a key id a rotation looks like a bad signature. */
	return tries == 0 || token->key_id == NULL ? JWT_NO_KEY : JWT_SIGNATURE;
}

static bool key_fits(const struct json *key, const struct token *token)
{
	const struct algorithm *algorithm = token->algorithm;
	const char *name = json_str(key, "alg", 32);

	if (json_kind(key) != JSON_OBJECT ||
		!str_equal(json_str(key, "kty", 8), algorithm->key_type))
		return false;
	if (!key_may_verify(key) ||
		(json_at(key, "alg") != NULL && !str_equal(name, algorithm->name)))
		return false;
	if (token->key_id != NULL && !str_equal(json_str(key, "kid", NAME_SIZE_MAX), token->key_id))
		return false;
	return algorithm->curve == NULL || str_equal(json_str(key, "crv", 8), algorithm->curve);
}

/* RFC 7517 sections 4.2 and 4.3: Keycloak's key sets also hold a key for encryption. */
static bool key_may_verify(const struct json *key)
{
	const struct json *operations = json_at(key, "key_ops");
	const struct json *operation;

	if (json_at(key, "use") != NULL && !str_equal(json_str(key, "use", 8), "sig"))
		return false;
	if (operations == NULL)
		return true;
	for (operation = json_first(operations); operation != NULL;
		operation = json_next(operation))
		if (str_equal(json_as_text(operation), "verify"))
			return true;
	return false;
}

static void free_build(void *build)
{
	OSSL_PARAM_BLD_free(build);
}

static void free_params(void *params)
{
	OSSL_PARAM_free(params);
}

static void free_key_context(void *context)
{
	EVP_PKEY_CTX_free(context);
}

static void free_key(void *key)
{
	EVP_PKEY_free(key);
}

static void free_number(void *number)
{
	BN_free(number);
}

static void free_digest_context(void *context)
{
	EVP_MD_CTX_free(context);
}

/* NULL: the key is broken, too small, or not on its curve. */
static EVP_PKEY *key_make(
	struct arena *arena, const struct json *key, const struct algorithm *algorithm)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, algorithm->key_type, NULL);
	OSSL_PARAM *params = NULL;
	EVP_PKEY *made = NULL;

	arena_defer(arena, free_build, build);
	arena_defer(arena, free_key_context, context);
	if (build == NULL || context == NULL)
		return NULL;
	if (algorithm->curve != NULL ? ec_push(arena, build, key, algorithm)
				     : rsa_push(arena, build, key))
		params = OSSL_PARAM_BLD_to_param(build);
	arena_defer(arena, free_params, params);
	if (params == NULL || EVP_PKEY_fromdata_init(context) <= 0 ||
		EVP_PKEY_fromdata(context, &made, EVP_PKEY_PUBLIC_KEY, params) <= 0)
		made = NULL;
	ERR_clear_error();
	arena_defer(arena, free_key, made);
	return made;
}

static bool rsa_push(struct arena *arena, OSSL_PARAM_BLD *build, const struct json *key)
{
	struct bytes modulus, exponent;
	BIGNUM *n, *e;

	if (!key_member(arena, key, "n", &modulus) || !key_member(arena, key, "e", &exponent))
		return false;
	n = BN_bin2bn(modulus.at, (int)modulus.size, NULL);
	arena_defer(arena, free_number, n);
	e = BN_bin2bn(exponent.at, (int)exponent.size, NULL);
	arena_defer(arena, free_number, e);
	if (n == NULL || e == NULL || BN_num_bits(n) < RSA_BITS_MIN ||
		BN_num_bits(n) > RSA_BITS_MAX)
		return false;
	/* With the exponent 1 every text is its own signature; a large one costs a worker's time. */
	if (BN_num_bits(e) > 32 || !BN_is_odd(e) || BN_is_one(e))
		return false;
	return OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) &&
		OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e);
}

static bool ec_push(struct arena *arena, OSSL_PARAM_BLD *build, const struct json *key,
	const struct algorithm *algorithm)
{
	size_t field_size = algorithm->field_size;
	uint8_t *point = arena_alloc(arena, 1 + 2 * EC_FIELD_MAX);
	struct bytes x, y;

	if (!key_member(arena, key, "x", &x) || !key_member(arena, key, "y", &y) ||
		x.size != field_size || y.size != field_size)
		return false;
	point[0] = POINT_CONVERSION_UNCOMPRESSED;
	memcpy(point + 1, x.at, field_size);
	memcpy(point + 1 + field_size, y.at, field_size);
	return OSSL_PARAM_BLD_push_utf8_string(
		       build, OSSL_PKEY_PARAM_GROUP_NAME, algorithm->group, 0) &&
		OSSL_PARAM_BLD_push_octet_string(
			build, OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * field_size);
}

static bool key_member(
	struct arena *arena, const struct json *key, const char *name, struct bytes *bytes_out)
{
	const char *text = json_str(key, name, MEMBER_SIZE_MAX);

	return text != NULL &&
		base64url_decode(arena, text, strlen(text), &bytes_out->at, &bytes_out->size) == OK;
}

static bool is_signed_by(struct arena *arena, const struct token *token, EVP_PKEY *key)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	struct bytes signature = token->signature;
	EVP_PKEY_CTX *padding = NULL; /* belongs to context */
	bool is_good;

	arena_defer(arena, free_digest_context, context);
	if (context == NULL ||
		(token->algorithm->curve != NULL && !signature_as_der(arena, token, &signature)))
		return false;
	is_good = EVP_DigestVerifyInit_ex(
			  context, &padding, token->algorithm->digest, NULL, NULL, key, NULL) > 0 &&
		(!token->algorithm->pss ||
			(EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING) > 0 &&
				EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, RSA_PSS_SALTLEN_DIGEST) >
					0)) &&
		EVP_DigestVerify(context, signature.at, signature.size,
			(const uint8_t *)token->signed_text, token->signed_size) == 1;
	ERR_clear_error();
	return is_good;
}

static void free_signature(void *signature)
{
	ECDSA_SIG_free(signature);
}

/* JOSE writes r and s side by side (RFC 7518 section 3.4), OpenSSL wants DER. */
static bool signature_as_der(struct arena *arena, const struct token *token, struct bytes *der_out)
{
	size_t field_size = token->algorithm->field_size;
	const uint8_t *bytes = token->signature.at;
	ECDSA_SIG *signature;
	BIGNUM *r, *s;
	int size;

	if (token->signature.size != 2 * field_size || (signature = ECDSA_SIG_new()) == NULL)
		return false;
	arena_defer(arena, free_signature, signature);
	r = BN_bin2bn(bytes, (int)field_size, NULL);
	s = BN_bin2bn(bytes + field_size, (int)field_size, NULL);
	if (r == NULL || s == NULL || !ECDSA_SIG_set0(signature, r, s)) {
		BN_free(r);
		BN_free(s);
		return false;
	}
	size = i2d_ECDSA_SIG(signature, NULL);
	if (size <= 0)
		return false;
	der_out->at = arena_alloc(arena, (size_t)size);
	der_out->size = (size_t)size;
	return i2d_ECDSA_SIG(signature, &(uint8_t *){ der_out->at }) == size;
}

static enum jwt_flaw claims_check(const struct json *claims, const struct jwt_rules *rules)
{
	enum jwt_flaw flaw;

	if (!str_equal(json_as_text(json_at(claims, "iss")), rules->issuer))
		return JWT_ISSUER;
	if ((flaw = audience_check(claims, rules->client_id)) != JWT_FINE ||
		(flaw = times_check(claims, rules)) != JWT_FINE)
		return flaw;
	return rules->logout ? logout_check(claims) : id_token_check(claims, rules);
}

static enum jwt_flaw audience_check(const struct json *claims, const char *client_id)
{
	const struct json *audience = json_at(claims, "aud");
	const struct json *party = json_at(claims, "azp");
	const struct json *one;
	bool is_ours = false;
	size_t n = 1;

	if (json_kind(audience) == JSON_ARRAY) {
		n = json_count(audience);
		for (one = json_first(audience); one != NULL; one = json_next(one)) {
			if (json_as_text(one) == NULL)
				return JWT_AUDIENCE;
			is_ours |= str_equal(json_as_text(one), client_id);
		}
	} else {
		is_ours = str_equal(json_as_text(audience), client_id);
	}
	if (!is_ours)
		return JWT_AUDIENCE;
	if (party == NULL)
		return n == 1 ? JWT_FINE : JWT_PARTY;
	return str_equal(json_as_text(party), client_id) ? JWT_FINE : JWT_PARTY;
}

/* Seconds since 1970, perhaps with a fraction (RFC 7519 section 2). */
static enum jwt_flaw times_check(const struct json *claims, const struct jwt_rules *rules)
{
	double now = (double)rules->now / 1000;
	double age_max = rules->logout ? LOGOUT_TOKEN_AGE_MAX_S : ID_TOKEN_AGE_MAX_S;
	bool may_lack_end = rules->logout && json_at(claims, "exp") == NULL;
	double at;

	if (!may_lack_end && (!json_as_real(json_at(claims, "exp"), &at) || !(at + SKEW_S > now)))
		return JWT_EXPIRED;
	if (!json_as_real(json_at(claims, "iat"), &at) || !(at - SKEW_S <= now) ||
		!(at + age_max >= now))
		return JWT_ISSUED;
	if (json_at(claims, "nbf") != NULL &&
		(!json_as_real(json_at(claims, "nbf"), &at) || !(at - SKEW_S <= now)))
		return JWT_TOO_EARLY;
	return JWT_FINE;
}

static enum jwt_flaw id_token_check(const struct json *claims, const struct jwt_rules *rules)
{
	const char *nonce = json_as_text(json_at(claims, "nonce"));

	/* A logout token without its typ is no proof that anybody signed in. */
	if (json_at(json_at(claims, "events"), LOGOUT_EVENT) != NULL)
		return JWT_TYPE;
	if (json_str(claims, "sub", NAME_SIZE_MAX) == NULL)
		return JWT_SUBJECT;
	if (rules->nonce != NULL && (nonce == NULL || !secret_equal(nonce, rules->nonce)))
		return JWT_NONCE;
	return JWT_FINE;
}

static enum jwt_flaw logout_check(const struct json *claims)
{
	const struct json *events = json_at(claims, "events");
	bool has_subject = json_str(claims, "sub", NAME_SIZE_MAX) != NULL;
	bool has_session = json_str(claims, "sid", NAME_SIZE_MAX) != NULL;

	/* Section 2.4 forbids it, so that an ID token never passes for a logout token. */
	if (json_at(claims, "nonce") != NULL)
		return JWT_NONCE;
	if (json_kind(events) != JSON_OBJECT ||
		json_kind(json_at(events, LOGOUT_EVENT)) != JSON_OBJECT)
		return JWT_EVENT;
	if ((json_at(claims, "sub") != NULL && !has_subject) ||
		(json_at(claims, "sid") != NULL && !has_session) || (!has_subject && !has_session))
		return JWT_SUBJECT;
	return json_str(claims, "jti", NAME_SIZE_MAX) != NULL ? JWT_FINE : JWT_ID;
}
