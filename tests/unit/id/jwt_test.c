/* jwt_test.c - tokens forged in every way that is known, against keys made here. The clock stands at NOW. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/str.h"
#include "id/jwt.h"

#define NOW INT64_C(2000000000)
#define ISSUER "https://op.example/realms/A"
#define CLIENT "portal"

enum key { R1, R2, RSA_SMALL, E1, E384, E521, IMPOSTOR, EC_IMPOSTOR, KEYS };
static EVP_PKEY *keys[KEYS];
static const char *const key_names[KEYS] = { "r1", "r2", "small", "e1", "e384", "e521", "impostor",
	"ecimpostor" };

enum signing {
	RIGHT,
	BIT_TURNED,
	ALL_ZERO,
	ONE_BYTE_LESS,
	ONE_BYTE_MORE,
	EMPTY,
	PSS_LONG_SALT,
	DER_ECDSA,
	HMAC_PEM,
	HMAC_DER,
	HMAC_SECRET,
};

struct row {
	const char *name;
	const char *header;  /* NULL: the usual one */
	const char *claims;  /* NULL: the usual ones */
	const char *key_set; /* NULL: "r1 r2 e1 e384 e521" */
	enum key key;
	enum signing signing;
	enum jwt_flaw flaw;
	const char *algorithms; /* NULL: "RS256 ES256 PS256" */
};

#define HEADER(alg, kid) "{\"alg\":\"" alg "\",\"kid\":\"" kid "\",\"typ\":\"JWT\"}"
#define ISS "\"iss\":\"" ISSUER "\","
#define SUB "\"sub\":\"s1\","
#define AUD "\"aud\":\"" CLIENT "\","
#define TIMES "\"exp\":2000000300,\"iat\":1999999990,"
#define NONCE "\"nonce\":\"n0\""
#define USUAL "{" ISS SUB AUD TIMES NONCE "}"

/* clang-format off */
static const struct row id_rows[] = {
	/* what is right */
	{ .name = "RS256", .header = HEADER("RS256", "r1") },
	{ .name = "PS256", .header = HEADER("PS256", "r1") },
	{ .name = "ES256", .header = HEADER("ES256", "e1"), .key = E1 },
	{ .name = "ES384", .header = HEADER("ES384", "e384"), .key = E384, .algorithms = "ES384" },
	{ .name = "ES512", .header = HEADER("ES512", "e521"), .key = E521, .algorithms = "ES512" },
	{ .name = "RS512 on the list", .header = HEADER("RS512", "r1"), .algorithms = "RS512" },
	{ .name = "no typ", .header = "{\"alg\":\"RS256\",\"kid\":\"r1\"}" },
	{ .name = "typ application/jwt", .header = "{\"alg\":\"RS256\",\"kid\":\"r1\",\"typ\":\"application/jwt\"}" },
	{ .name = "the second key", .header = HEADER("RS256", "r2"), .key = R2 },
	/* 7: nonce */
	{ .name = "another nonce", .claims = "{" ISS SUB AUD TIMES "\"nonce\":\"n1\"}", .flaw = JWT_NONCE },
	{ .name = "a longer nonce", .claims = "{" ISS SUB AUD TIMES "\"nonce\":\"n01\"}", .flaw = JWT_NONCE },
	{ .name = "no nonce", .claims = "{" ISS SUB AUD TIMES "\"a\":1}", .flaw = JWT_NONCE },
	{ .name = "a number as nonce", .claims = "{" ISS SUB AUD TIMES "\"nonce\":0}", .flaw = JWT_NONCE },
	{ .name = "an empty nonce", .claims = "{" ISS SUB AUD TIMES "\"nonce\":\"\"}", .flaw = JWT_NONCE },
	/* 8: iss */
	{ .name = "another issuer", .claims = "{\"iss\":\"https://evil.example\"," SUB AUD TIMES NONCE "}",
	  .flaw = JWT_ISSUER },
	{ .name = "a slash behind", .claims = "{\"iss\":\"" ISSUER "/\"," SUB AUD TIMES NONCE "}", .flaw = JWT_ISSUER },
	{ .name = "no issuer", .claims = "{" SUB AUD TIMES NONCE "}", .flaw = JWT_ISSUER },
	{ .name = "a list of issuers", .claims = "{\"iss\":[\"" ISSUER "\"]," SUB AUD TIMES NONCE "}",
	  .flaw = JWT_ISSUER },
	/* 9: aud, azp */
	{ .name = "another audience", .claims = "{" ISS SUB "\"aud\":\"other\"," TIMES NONCE "}", .flaw = JWT_AUDIENCE },
	{ .name = "no audience", .claims = "{" ISS SUB TIMES NONCE "}", .flaw = JWT_AUDIENCE },
	{ .name = "a list without us", .claims = "{" ISS SUB "\"aud\":[\"x\",\"y\"]," TIMES NONCE "}",
	  .flaw = JWT_AUDIENCE },
	{ .name = "an empty list", .claims = "{" ISS SUB "\"aud\":[]," TIMES NONCE "}", .flaw = JWT_AUDIENCE },
	{ .name = "an object", .claims = "{" ISS SUB "\"aud\":{\"a\":\"portal\"}," TIMES NONCE "}",
	  .flaw = JWT_AUDIENCE },
	{ .name = "a list with a number", .claims = "{" ISS SUB "\"aud\":[\"portal\",1]," TIMES NONCE "}",
	  .flaw = JWT_AUDIENCE },
	{ .name = "a list of us", .claims = "{" ISS SUB "\"aud\":[\"portal\"]," TIMES NONCE "}" },
	{ .name = "two without azp", .claims = "{" ISS SUB "\"aud\":[\"portal\",\"x\"]," TIMES NONCE "}",
	  .flaw = JWT_PARTY },
	{ .name = "two, azp is us",
	  .claims = "{" ISS SUB "\"aud\":[\"portal\",\"x\"],\"azp\":\"portal\"," TIMES NONCE "}" },
	{ .name = "two, azp is another",
	  .claims = "{" ISS SUB "\"aud\":[\"portal\",\"x\"],\"azp\":\"x\"," TIMES NONCE "}", .flaw = JWT_PARTY },
	{ .name = "one, azp is another", .claims = "{" ISS SUB AUD "\"azp\":\"x\"," TIMES NONCE "}", .flaw = JWT_PARTY },
	{ .name = "azp is a number", .claims = "{" ISS SUB AUD "\"azp\":1," TIMES NONCE "}", .flaw = JWT_PARTY },
	/* 10: times */
	{ .name = "ended within the skew", .claims = "{" ISS SUB AUD "\"exp\":1999999941,\"iat\":1999999900," NONCE "}" },
	{ .name = "ended", .claims = "{" ISS SUB AUD "\"exp\":1999999940,\"iat\":1999999900," NONCE "}",
	  .flaw = JWT_EXPIRED },
	{ .name = "no end", .claims = "{" ISS SUB AUD "\"iat\":2000000000," NONCE "}", .flaw = JWT_EXPIRED },
	{ .name = "an end in words", .claims = "{" ISS SUB AUD "\"exp\":\"2000000300\",\"iat\":2000000000," NONCE "}",
	  .flaw = JWT_EXPIRED },
	{ .name = "an end without end", .claims = "{" ISS SUB AUD "\"exp\":1e999,\"iat\":2000000000," NONCE "}",
	  .flaw = JWT_EXPIRED },
	{ .name = "a fraction", .claims = "{" ISS SUB AUD "\"exp\":2000000300.5,\"iat\":2000000000.25," NONCE "}" },
	{ .name = "issued within the skew", .claims = "{" ISS SUB AUD "\"exp\":2000000300,\"iat\":2000000060," NONCE "}" },
	{ .name = "issued in the future", .claims = "{" ISS SUB AUD "\"exp\":2000000300,\"iat\":2000000061," NONCE "}",
	  .flaw = JWT_ISSUED },
	{ .name = "issued ten minutes ago",
	  .claims = "{" ISS SUB AUD "\"exp\":2000000300,\"iat\":1999999400," NONCE "}" },
	{ .name = "issued long ago", .claims = "{" ISS SUB AUD "\"exp\":2000000300,\"iat\":1999999399," NONCE "}",
	  .flaw = JWT_ISSUED },
	{ .name = "not issued", .claims = "{" ISS SUB AUD "\"exp\":2000000300," NONCE "}", .flaw = JWT_ISSUED },
	{ .name = "nbf now", .claims = "{" ISS SUB AUD TIMES "\"nbf\":2000000060," NONCE "}" },
	{ .name = "nbf later", .claims = "{" ISS SUB AUD TIMES "\"nbf\":2000000061," NONCE "}", .flaw = JWT_TOO_EARLY },
	{ .name = "nbf in words", .claims = "{" ISS SUB AUD TIMES "\"nbf\":\"1\"," NONCE "}", .flaw = JWT_TOO_EARLY },
	/* sub */
	{ .name = "no sub", .claims = "{" ISS AUD TIMES NONCE "}", .flaw = JWT_SUBJECT },
	{ .name = "an empty sub", .claims = "{" ISS "\"sub\":\"\"," AUD TIMES NONCE "}", .flaw = JWT_SUBJECT },
	{ .name = "a number as sub", .claims = "{" ISS "\"sub\":1," AUD TIMES NONCE "}", .flaw = JWT_SUBJECT },
	/* 11: alg */
	{ .name = "none", .header = "{\"alg\":\"none\"}", .signing = EMPTY, .flaw = JWT_FORMAT },
	{ .name = "none, signed", .header = "{\"alg\":\"none\"}", .flaw = JWT_ALGORITHM },
	{ .name = "none, on the list", .header = "{\"alg\":\"none\"}", .flaw = JWT_ALGORITHM, .algorithms = "none" },
	{ .name = "nOnE", .header = "{\"alg\":\"nOnE\"}", .flaw = JWT_ALGORITHM },
	{ .name = "no alg", .header = "{\"kid\":\"r1\"}", .flaw = JWT_ALGORITHM },
	{ .name = "alg is a list", .header = "{\"alg\":[\"RS256\"],\"kid\":\"r1\"}", .flaw = JWT_ALGORITHM },
	{ .name = "HS256 by the PEM", .header = HEADER("HS256", "r1"), .signing = HMAC_PEM, .flaw = JWT_ALGORITHM },
	{ .name = "HS256 by the DER", .header = HEADER("HS256", "r1"), .signing = HMAC_DER, .flaw = JWT_ALGORITHM },
	{ .name = "HS256 by the secret", .header = HEADER("HS256", "r1"), .signing = HMAC_SECRET,
	  .flaw = JWT_ALGORITHM },
	{ .name = "HS256 on the list", .header = HEADER("HS256", "r1"), .signing = HMAC_PEM, .flaw = JWT_ALGORITHM,
	  .algorithms = "HS256 RS256" },
	{ .name = "an HMAC called RS256", .header = HEADER("RS256", "r1"), .signing = HMAC_PEM, .flaw = JWT_SIGNATURE },
	{ .name = "not on the list", .header = HEADER("RS512", "r1"), .flaw = JWT_ALGORITHM },
	{ .name = "two in one", .header = HEADER("RS256 ES256", "r1"), .flaw = JWT_ALGORITHM },
	{ .name = "lower case", .header = HEADER("rs256", "r1"), .flaw = JWT_ALGORITHM },
	{ .name = "RS256 said, PS256 meant", .header = HEADER("PS256", "r1"), .key_set = "r1:alg=RS256",
	  .flaw = JWT_NO_KEY },
	{ .name = "the alg of another kind of key", .header = HEADER("ES256", "r1"), .flaw = JWT_NO_KEY },
	/* 12: signature and form */
	{ .name = "a bit turned", .signing = BIT_TURNED, .flaw = JWT_SIGNATURE },
	{ .name = "all zero", .signing = ALL_ZERO, .flaw = JWT_SIGNATURE },
	{ .name = "a byte less", .signing = ONE_BYTE_LESS, .flaw = JWT_SIGNATURE },
	{ .name = "a byte more", .signing = ONE_BYTE_MORE, .flaw = JWT_SIGNATURE },
	{ .name = "empty", .signing = EMPTY, .flaw = JWT_FORMAT },
	{ .name = "a PSS salt of any length", .header = HEADER("PS256", "r1"), .signing = PSS_LONG_SALT,
	  .flaw = JWT_SIGNATURE },
	{ .name = "EC: a bit turned", .header = HEADER("ES256", "e1"), .key = E1, .signing = BIT_TURNED,
	  .flaw = JWT_SIGNATURE },
	{ .name = "EC: all zero", .header = HEADER("ES256", "e1"), .key = E1, .signing = ALL_ZERO,
	  .flaw = JWT_SIGNATURE },
	{ .name = "EC: a byte less", .header = HEADER("ES256", "e1"), .key = E1, .signing = ONE_BYTE_LESS,
	  .flaw = JWT_SIGNATURE },
	{ .name = "EC: a byte more", .header = HEADER("ES256", "e1"), .key = E1, .signing = ONE_BYTE_MORE,
	  .flaw = JWT_SIGNATURE },
	{ .name = "EC: DER", .header = HEADER("ES256", "e1"), .key = E1, .signing = DER_ECDSA, .flaw = JWT_SIGNATURE },
	{ .name = "another key of the same name", .key = IMPOSTOR, .flaw = JWT_SIGNATURE },
	{ .name = "EC: another key of the same name", .header = HEADER("ES256", "e1"), .key = EC_IMPOSTOR,
	  .flaw = JWT_SIGNATURE },
	{ .name = "crit", .header = "{\"alg\":\"RS256\",\"kid\":\"r1\",\"crit\":[\"exp\"]}", .flaw = JWT_CRITICAL },
	{ .name = "crit null", .header = "{\"alg\":\"RS256\",\"kid\":\"r1\",\"crit\":null}", .flaw = JWT_CRITICAL },
	{ .name = "b64", .header = "{\"alg\":\"RS256\",\"kid\":\"r1\",\"b64\":false}", .flaw = JWT_CRITICAL },
	{ .name = "typ logout+jwt", .header = "{\"alg\":\"RS256\",\"kid\":\"r1\",\"typ\":\"logout+jwt\"}",
	  .flaw = JWT_TYPE },
	{ .name = "typ at+jwt", .header = "{\"alg\":\"RS256\",\"kid\":\"r1\",\"typ\":\"at+jwt\"}", .flaw = JWT_TYPE },
	{ .name = "typ is a number", .header = "{\"alg\":\"RS256\",\"kid\":\"r1\",\"typ\":1}", .flaw = JWT_TYPE },
	{ .name = "two algs", .header = "{\"alg\":\"RS256\",\"alg\":\"none\",\"kid\":\"r1\"}", .flaw = JWT_FORMAT },
	{ .name = "two subs", .claims = "{" ISS SUB "\"sub\":\"s2\"," AUD TIMES NONCE "}", .flaw = JWT_FORMAT },
	{ .name = "an inner member twice", .claims = "{" ISS SUB AUD TIMES NONCE ",\"x\":{\"a\":1,\"a\":2}}",
	  .flaw = JWT_FORMAT },
	{ .name = "claims in a list", .claims = "[1]", .flaw = JWT_FORMAT },
	{ .name = "claims in words", .claims = "\"claims\"", .flaw = JWT_FORMAT },
	{ .name = "claims that are no JSON", .claims = "{" ISS SUB, .flaw = JWT_FORMAT },
	{ .name = "more behind the claims", .claims = USUAL "{}", .flaw = JWT_FORMAT },
	{ .name = "bad UTF-8 in the claims", .claims = "{" ISS SUB AUD TIMES NONCE ",\"x\":\"\xff\"}",
	  .flaw = JWT_FORMAT },
	{ .name = "a NUL in the sub", .claims = "{" ISS "\"sub\":\"s1\\u0000\"," AUD TIMES NONCE "}",
	  .flaw = JWT_FORMAT },
	{ .name = "a header in a list", .header = "[\"RS256\"]", .flaw = JWT_FORMAT },
	/* 13, 15, 16: which key */
	{ .name = "an unknown key", .header = HEADER("RS256", "r9"), .flaw = JWT_NO_KEY },
	{ .name = "no kid, one key", .header = "{\"alg\":\"RS256\"}", .key_set = "r1" },
	{ .name = "no kid, two keys", .header = "{\"alg\":\"RS256\"}", .key_set = "r2 r1" },
	{ .name = "no kid, keys without", .header = "{\"alg\":\"RS256\"}", .key_set = "r2:nokid r1:nokid" },
	{ .name = "no kid, eight others before", .header = "{\"alg\":\"RS256\"}",
	  .key_set = "r2 r2 r2 r2 r2 r2 r2 r2 r1", .flaw = JWT_NO_KEY },
	{ .name = "no kid, seven others before", .header = "{\"alg\":\"RS256\"}", .key_set = "r2 r2 r2 r2 r2 r2 r2 r1" },
	{ .name = "no kid after a rotation", .header = "{\"alg\":\"RS256\"}", .key_set = "r2", .flaw = JWT_NO_KEY },
	{ .name = "kid, but keys without", .key_set = "r1:nokid", .flaw = JWT_NO_KEY },
	{ .name = "kid is a number", .header = "{\"alg\":\"RS256\",\"kid\":1}", .flaw = JWT_FORMAT },
	{ .name = "kid is empty", .header = "{\"alg\":\"RS256\",\"kid\":\"\"}", .key_set = "r1:nokid",
	  .flaw = JWT_FORMAT },
	{ .name = "two of the name, the second is it", .key_set = "impostor:kid=r1 r1" },
	{ .name = "a key for encryption", .key_set = "r1:use=enc", .flaw = JWT_NO_KEY },
	{ .name = "a key that only signs", .key_set = "r1:ops=sign", .flaw = JWT_NO_KEY },
	{ .name = "a key that verifies", .key_set = "r1:ops=verify" },
	{ .name = "a small key", .header = HEADER("RS256", "small"), .key_set = "small", .key = RSA_SMALL,
	  .flaw = JWT_SIGNATURE },
	{ .name = "the exponent 1", .key_set = "r1:e=AQ", .flaw = JWT_SIGNATURE },
	{ .name = "an even exponent", .key_set = "r1:e=Ag", .flaw = JWT_SIGNATURE },
	{ .name = "an exponent with rests of bits", .key_set = "r1:e=AQAC", .flaw = JWT_SIGNATURE },
	{ .name = "an exponent in base64", .key_set = "r1:e=AQ==", .flaw = JWT_SIGNATURE },
	{ .name = "a point off the curve", .header = HEADER("ES256", "e1"), .key = E1,
	  .key_set = "e1:y=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE", .flaw = JWT_SIGNATURE },
	{ .name = "a point too short", .header = HEADER("ES256", "e1"), .key = E1, .key_set = "e1:y=AAAA",
	  .flaw = JWT_SIGNATURE },
	{ .name = "another curve", .header = HEADER("ES256", "e384"), .key = E384, .flaw = JWT_NO_KEY },
	{ .name = "an empty key set", .key_set = "", .flaw = JWT_NO_KEY },
	{ .name = "a page instead of keys", .key_set = "<html>", .flaw = JWT_NO_KEY },
	{ .name = "keys are an object", .key_set = "{\"keys\":{\"kty\":\"RSA\"}}", .flaw = JWT_NO_KEY },
	{ .name = "keys are text", .key_set = "{\"keys\":[\"r1\",1,null]}", .flaw = JWT_NO_KEY },
	/* a logout token is no proof of a sign-in */
	{ .name = "a logout token", .claims = "{" ISS SUB AUD TIMES NONCE
	  ",\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}}", .flaw = JWT_TYPE },
};
/* clang-format on */

#define EVENT "\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}},"
#define JTI "\"jti\":\"j1\""

/* clang-format off */
static const struct row logout_rows[] = {
	{ .name = "sub", .claims = "{" ISS SUB AUD TIMES EVENT JTI "}" },
	{ .name = "sid", .claims = "{" ISS "\"sid\":\"x\"," AUD TIMES EVENT JTI "}" },
	{ .name = "both", .claims = "{" ISS SUB "\"sid\":\"x\"," AUD TIMES EVENT JTI "}" },
	{ .name = "typ logout+jwt", .header = "{\"alg\":\"RS256\",\"kid\":\"r1\",\"typ\":\"logout+jwt\"}",
	  .claims = "{" ISS SUB AUD TIMES EVENT JTI "}" },
	{ .name = "no typ", .header = "{\"alg\":\"RS256\",\"kid\":\"r1\"}", .claims = "{" ISS SUB AUD TIMES EVENT JTI "}" },
	{ .name = "no exp", .claims = "{" ISS SUB AUD "\"iat\":2000000000," EVENT JTI "}" },
	{ .name = "typ at+jwt", .header = "{\"alg\":\"RS256\",\"kid\":\"r1\",\"typ\":\"at+jwt\"}",
	  .claims = "{" ISS SUB AUD TIMES EVENT JTI "}", .flaw = JWT_TYPE },
	/* 25 */
	{ .name = "a bad signature", .claims = "{" ISS SUB AUD TIMES EVENT JTI "}", .signing = BIT_TURNED,
	  .flaw = JWT_SIGNATURE },
	{ .name = "with a nonce", .claims = "{" ISS SUB AUD TIMES EVENT JTI "," NONCE "}", .flaw = JWT_NONCE },
	{ .name = "with a nonce of null", .claims = "{" ISS SUB AUD TIMES EVENT JTI ",\"nonce\":null}",
	  .flaw = JWT_NONCE },
	{ .name = "no events", .claims = "{" ISS SUB AUD TIMES JTI "}", .flaw = JWT_EVENT },
	{ .name = "events null", .claims = "{" ISS SUB AUD TIMES "\"events\":null," JTI "}", .flaw = JWT_EVENT },
	{ .name = "events a list", .claims = "{" ISS SUB AUD TIMES
	  "\"events\":[\"http://schemas.openid.net/event/backchannel-logout\"]," JTI "}", .flaw = JWT_EVENT },
	{ .name = "another event", .claims = "{" ISS SUB AUD TIMES "\"events\":{\"http://x/\":{}}," JTI "}",
	  .flaw = JWT_EVENT },
	{ .name = "the event is null", .claims = "{" ISS SUB AUD TIMES
	  "\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":null}," JTI "}", .flaw = JWT_EVENT },
	{ .name = "neither sid nor sub", .claims = "{" ISS AUD TIMES EVENT JTI "}", .flaw = JWT_SUBJECT },
	{ .name = "sid is a number", .claims = "{" ISS SUB "\"sid\":1," AUD TIMES EVENT JTI "}", .flaw = JWT_SUBJECT },
	{ .name = "sid is empty", .claims = "{" ISS SUB "\"sid\":\"\"," AUD TIMES EVENT JTI "}", .flaw = JWT_SUBJECT },
	{ .name = "another audience", .claims = "{" ISS SUB "\"aud\":\"x\"," TIMES EVENT JTI "}",
	  .flaw = JWT_AUDIENCE },
	{ .name = "another issuer", .claims = "{\"iss\":\"x\"," SUB AUD TIMES EVENT JTI "}", .flaw = JWT_ISSUER },
	{ .name = "no jti", .claims = "{" ISS SUB AUD TIMES EVENT "\"a\":1}", .flaw = JWT_ID },
	{ .name = "jti is a number", .claims = "{" ISS SUB AUD TIMES EVENT "\"jti\":1}", .flaw = JWT_ID },
	{ .name = "two minutes old", .claims = "{" ISS SUB AUD "\"iat\":1999999820," EVENT JTI "}" },
	{ .name = "older", .claims = "{" ISS SUB AUD "\"iat\":1999999819," EVENT JTI "}", .flaw = JWT_ISSUED },
	{ .name = "no iat", .claims = "{" ISS SUB AUD EVENT JTI "}", .flaw = JWT_ISSUED },
	{ .name = "ended", .claims = "{" ISS SUB AUD "\"exp\":1999999900,\"iat\":2000000000," EVENT JTI "}",
	  .flaw = JWT_EXPIRED },
	{ .name = "exp in words", .claims = "{" ISS SUB AUD "\"exp\":\"x\",\"iat\":2000000000," EVENT JTI "}",
	  .flaw = JWT_EXPIRED },
	{ .name = "an ID token", .claims = USUAL, .flaw = JWT_NONCE },
	{ .name = "an ID token without a nonce", .claims = "{" ISS SUB AUD TIMES JTI "}", .flaw = JWT_EVENT },
};
/* clang-format on */

/* --- making keys, key sets and tokens --- */

static int keys_make(void **state)
{
	(void)state;
	keys[R1] = EVP_RSA_gen(2048);
	keys[R2] = EVP_RSA_gen(2048);
	keys[RSA_SMALL] = EVP_RSA_gen(1024);
	keys[IMPOSTOR] = EVP_RSA_gen(2048);
	keys[E1] = EVP_EC_gen("P-256");
	keys[EC_IMPOSTOR] = EVP_EC_gen("P-256");
	keys[E384] = EVP_EC_gen("P-384");
	keys[E521] = EVP_EC_gen("P-521");
	for (int i = 0; i < KEYS; i++)
		if (keys[i] == NULL)
			return -1;
	return 0;
}

static int keys_free(void **state)
{
	(void)state;
	for (int i = 0; i < KEYS; i++)
		EVP_PKEY_free(keys[i]);
	return 0;
}

static const char *number_member(struct arena *arena, EVP_PKEY *key, const char *name, size_t size)
{
	uint8_t *bytes = arena_alloc(arena, 1024);
	BIGNUM *number = NULL;

	assert_int_equal(EVP_PKEY_get_bn_param(key, name, &number), 1);
	if (size == 0)
		size = (size_t)BN_num_bytes(number);
	assert_int_equal(BN_bn2binpad(number, bytes, (int)size), (int)size);
	BN_free(number);
	return base64url(arena, bytes, size);
}

/* "r1:use=enc": the key r1 with that member. */
static void key_add(struct arena *arena, struct str *set, const char *word, size_t size)
{
	const char *spec = arena_strndup(arena, word, size);
	const char *name = arena_strndup(arena, spec, strcspn(spec, ":"));
	const char *twist = strchr(spec, ':') != NULL ? strchr(spec, ':') + 1 : "";
	enum key k = 0;

	while (k < KEYS && strcmp(key_names[k], name) != 0)
		k++;
	assert_true(k < KEYS);
	str_add(set, "{");
	if (!str_starts(twist, "nokid"))
		str_format(set, "\"kid\":\"%s\",", str_starts(twist, "kid=") ? twist + 4 : name);
	if (str_starts(twist, "alg=") || str_starts(twist, "use="))
		str_format(set, "\"%.3s\":\"%s\",", twist, twist + 4);
	if (str_starts(twist, "ops="))
		str_format(set, "\"key_ops\":[\"%s\"],", twist + 4);
	if (EVP_PKEY_get_base_id(keys[k]) == EVP_PKEY_RSA) {
		str_format(set, "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}",
			number_member(arena, keys[k], "n", 0),
			str_starts(twist, "e=") ? twist + 2
						: number_member(arena, keys[k], "e", 0));
		return;
	}
	size_t field = ((size_t)EVP_PKEY_get_bits(keys[k]) + 7) / 8;

	str_format(set, "\"kty\":\"EC\",\"crv\":\"P-%d\",\"x\":\"%s\",\"y\":\"%s\"}",
		EVP_PKEY_get_bits(keys[k]), number_member(arena, keys[k], "qx", field),
		str_starts(twist, "y=") ? twist + 2 : number_member(arena, keys[k], "qy", field));
}

static const char *key_set_make(struct arena *arena, const char *words)
{
	struct str set = str_make(arena);

	if (words[0] == '{' || words[0] == '<')
		return words;
	str_add(&set, "{\"keys\":[");
	for (size_t size; *words != '\0'; words += size + (words[size] == ' ')) {
		size = strcspn(words, " ");
		key_add(arena, &set, words, size);
		if (words[size] == ' ')
			str_add(&set, ",");
	}
	str_add(&set, "]}");
	return set.text;
}

static void ecdsa_as_jose(EVP_PKEY *key, uint8_t *bytes, size_t *size)
{
	const uint8_t *at = bytes;
	ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &at, (long)*size);
	int field = (EVP_PKEY_get_bits(key) + 7) / 8;
	uint8_t out[132];

	BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, field);
	BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + field, field);
	ECDSA_SIG_free(signature);
	*size = 2 * (size_t)field;
	memcpy(bytes, out, *size);
}

static void sign_by_key(const struct row *row, const char *text, uint8_t *bytes, size_t *size)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	const char *header = row->header != NULL ? row->header : "";
	const EVP_MD *digest = strstr(header, "S384") ? EVP_sha384()
		: strstr(header, "S512")              ? EVP_sha512()
						      : EVP_sha256();
	EVP_PKEY_CTX *padding = NULL;

	assert_int_equal(EVP_DigestSignInit(context, &padding, digest, NULL, keys[row->key]), 1);
	if (strstr(header, "\"PS") != NULL) {
		EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING);
		EVP_PKEY_CTX_set_rsa_pss_saltlen(padding,
			row->signing == PSS_LONG_SALT ? RSA_PSS_SALTLEN_MAX
						      : RSA_PSS_SALTLEN_DIGEST);
	}
	assert_int_equal(
		EVP_DigestSign(context, bytes, size, (const uint8_t *)text, strlen(text)), 1);
	EVP_MD_CTX_free(context);
	if (EVP_PKEY_get_base_id(keys[row->key]) == EVP_PKEY_EC && row->signing != DER_ECDSA)
		ecdsa_as_jose(keys[row->key], bytes, size);
}

/* The classic confusion: the public key, which everybody has, taken as a shared secret. */
static void sign_by_hmac(const struct row *row, const char *text, uint8_t *bytes, size_t *size)
{
	uint8_t secret[4096] = CLIENT "-secret";
	size_t secret_size = strlen((char *)secret);
	BIO *bio = BIO_new(BIO_s_mem());
	struct hash hash;

	if (row->signing == HMAC_PEM)
		PEM_write_bio_PUBKEY(bio, keys[R1]);
	else if (row->signing == HMAC_DER)
		i2d_PUBKEY_bio(bio, keys[R1]);
	if (row->signing != HMAC_SECRET)
		secret_size = (size_t)BIO_read(bio, secret, sizeof secret);
	BIO_free(bio);
	hash = hash_hmac(secret, secret_size, text, strlen(text));
	memcpy(bytes, hash.bytes, sizeof hash.bytes);
	*size = sizeof hash.bytes;
}

static const char *token_make(struct arena *arena, const struct row *row)
{
	const char *header = row->header != NULL ? row->header : HEADER("RS256", "r1");
	const char *claims = row->claims != NULL ? row->claims : USUAL;
	const char *text = arena_format(arena, "%s.%s", base64url(arena, header, strlen(header)),
		base64url(arena, claims, strlen(claims)));
	uint8_t bytes[1025] = { 0 };
	size_t size = sizeof bytes - 1;

	if (row->signing >= HMAC_PEM)
		sign_by_hmac(row, text, bytes, &size);
	else
		sign_by_key(row, text, bytes, &size);
	if (row->signing == BIT_TURNED)
		bytes[size / 2] ^= 1;
	else if (row->signing == ALL_ZERO)
		memset(bytes, 0, size);
	else if (row->signing == ONE_BYTE_LESS)
		size--;
	else if (row->signing == ONE_BYTE_MORE)
		bytes[size++] = 0;
	else if (row->signing == EMPTY)
		size = 0;
	return arena_format(arena, "%s.%s", text, base64url(arena, bytes, size));
}

/* --- the tests --- */

static struct jwt_rules rules_usual(void)
{
	return (struct jwt_rules){
		.issuer = ISSUER,
		.client_id = CLIENT,
		.nonce = "n0",
		.algorithms = "RS256 ES256 PS256",
		.now = NOW * 1000,
	};
}

static void rows_check(const struct row *rows, size_t n, bool logout)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *arena = arena_make(8 << 20);
		const char *key_set = rows[i].key_set != NULL ? rows[i].key_set
							      : "r1 r2 e1 e384 e521";
		struct jwt_rules rules = rules_usual();
		struct json *claims = (struct json *)arena; /* must be overwritten */
		enum jwt_flaw flaw;

		rules.logout = logout;
		if (logout)
			rules.nonce = NULL;
		if (rows[i].algorithms != NULL)
			rules.algorithms = rows[i].algorithms;
		json_use(arena);
		flaw = jwt_verify(arena, token_make(arena, &rows[i]), key_set_make(arena, key_set),
			&rules, &claims);
		if (flaw != rows[i].flaw)
			fail_msg("%s: %s instead of %s", rows[i].name, jwt_flaw_name(flaw),
				jwt_flaw_name(rows[i].flaw));
		if ((claims != NULL) != (flaw == JWT_FINE))
			fail_msg("%s: claims that were not verified", rows[i].name);
		arena_free(arena);
	}
}

static void id_tokens_are_fine_or_refused_for_their_flaw(void **state)
{
	(void)state;
	rows_check(id_rows, sizeof id_rows / sizeof *id_rows, false);
}

static void logout_tokens_are_fine_or_refused_for_their_flaw(void **state)
{
	(void)state;
	rows_check(logout_rows, sizeof logout_rows / sizeof *logout_rows, true);
}

static void check_text(struct arena *arena, const char *token, enum jwt_flaw expected)
{
	struct jwt_rules rules = rules_usual();
	struct json *claims;

	assert_int_equal(
		jwt_verify(arena, token, key_set_make(arena, "r1 r2"), &rules, &claims), expected);
}

static void the_form_is_strict(void **state)
{
	static const char *const twists[] = {
		"%s.x",
		"%s.",
		"%s=",
		"%s==",
		"%s ",
		" %s",
		"%s\n",
		".%s",
		"x%s",
		"%sA",
		"%s+",
	};
	struct arena *arena = arena_make(8 << 20);
	const char *good = token_make(arena, &(struct row){ 0 });

	(void)state;
	json_use(arena);
	check_text(arena, good, JWT_FINE);
	for (size_t i = 0; i < sizeof twists / sizeof *twists; i++) {
		const char *at = strstr(twists[i], "%s");
		const char *twisted = arena_format(
			arena, "%.*s%s%s", (int)(at - twists[i]), twists[i], good, at + 2);
		struct jwt_rules rules = rules_usual();
		struct json *claims;

		if (jwt_verify(arena, twisted, key_set_make(arena, "r1"), &rules, &claims) ==
			JWT_FINE)
			fail_msg("accepted with the twist \"%s\"", twists[i]);
	}
	check_text(arena, "", JWT_FORMAT);
	check_text(arena, ".", JWT_FORMAT);
	check_text(arena, "..", JWT_FORMAT);
	check_text(arena, "e30.e30.e30", JWT_ALGORITHM);
	check_text(arena, "e30.e30", JWT_FORMAT);
	check_text(arena, "e31.e30.e30", JWT_FORMAT); /* bits left over */
	check_text(arena, "e30=.e30.A=", JWT_FORMAT);
	arena_free(arena);
}

static void every_changed_character_is_noticed(void **state)
{
	struct arena *arena = arena_make(64 << 20);
	const char *good = token_make(arena, &(struct row){ 0 });
	const char *set = key_set_make(arena, "r1");

	(void)state;
	for (size_t i = 0; good[i] != '\0'; i++) {
		struct arena *scratch = arena_make(8 << 20);
		char *bad = arena_strdup(scratch, good);
		struct jwt_rules rules = rules_usual();
		struct json *claims;

		json_use(scratch);
		bad[i] = bad[i] == 'A' ? 'B' : 'A';
		assert_int_not_equal(jwt_verify(scratch, bad, set, &rules, &claims), JWT_FINE);
		arena_free(scratch);
	}
	arena_free(arena);
}

static void a_token_has_at_most_16_kib(void **state)
{
	const size_t around = strlen(HEADER("RS256", "r1")) * 4 / 3 + 1 + strlen("..") +
		342 /* of 256 bytes */;
	const size_t most = (JWT_SIZE_MAX - around) * 3 / 4 - strlen(USUAL) - strlen(",\"x\":\"\"");
	struct arena *arena = arena_make(8 << 20);

	(void)state;
	json_use(arena);
	for (size_t size = most - 4; size < most + 4; size++) {
		char *filling = arena_alloc(arena, size + 1);
		struct row row = { 0 };
		const char *token;

		memset(filling, 'x', size);
		row.claims = arena_format(
			arena, "{" ISS SUB AUD TIMES NONCE ",\"x\":\"%s\"}", filling);
		token = token_make(arena, &row);
		assert_in_range(strlen(token), JWT_SIZE_MAX - 8, JWT_SIZE_MAX + 8);
		check_text(arena, token, strlen(token) <= JWT_SIZE_MAX ? JWT_FINE : JWT_FORMAT);
	}
	arena_free(arena);
}

static void a_key_in_the_token_is_not_looked_at(void **state)
{
	struct arena *arena = arena_make(8 << 20);
	const char *set = key_set_make(arena, "impostor:nokid");
	struct row row = { .key = IMPOSTOR };

	(void)state;
	json_use(arena);
	/* {"keys":[{...}]} without its frame is the key itself */
	row.header = arena_format(arena, "{\"alg\":\"RS256\",\"kid\":\"r1\",\"jwk\":%.*s}",
		(int)(strlen(set) - 11), set + 9);
	check_text(arena, token_make(arena, &row), JWT_SIGNATURE);
	row.header =
		"{\"alg\":\"RS256\",\"kid\":\"r1\",\"jku\":\"https://evil.example/keys\",\"x5u\":\"https://evil.example\"}";
	check_text(arena, token_make(arena, &row), JWT_SIGNATURE);
	arena_free(arena);
}

static void the_claims_are_handed_out(void **state)
{
	struct arena *arena = arena_make(8 << 20);
	struct jwt_rules rules = rules_usual();
	struct json *claims;

	(void)state;
	json_use(arena);
	rules.nonce = NULL; /* as after a refresh: none is expected, one may be there */
	assert_int_equal(jwt_verify(arena, token_make(arena, &(struct row){ 0 }),
				 key_set_make(arena, "r1"), &rules, &claims),
		JWT_FINE);
	assert_string_equal(json_str(claims, "sub", 255), "s1");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(id_tokens_are_fine_or_refused_for_their_flaw),
		cmocka_unit_test(logout_tokens_are_fine_or_refused_for_their_flaw),
		cmocka_unit_test(the_form_is_strict),
		cmocka_unit_test(every_changed_character_is_noticed),
		cmocka_unit_test(a_token_has_at_most_16_kib),
		cmocka_unit_test(a_key_in_the_token_is_not_looked_at),
		cmocka_unit_test(the_claims_are_handed_out),
	};

	return cmocka_run_group_tests(tests, keys_make, keys_free);
}
