/* libs3_talk.h - one request through libs3, with what libs3 2.0 lacks: time-outs, counts of bytes, a refusal to talk TLS that
 * it does not verify. Only for s3_libs3.c. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libs3.h>

#include "base/err.h"

struct arena;

/* libs3 is not linked but opened when it is first used. With it come some forty libraries (GnuTLS, a second libcurl, libxml2,
 * ICU, LDAP), which no worker of another driver shall carry. The two libcurls do not mix: their symbols have
 * versions (CURL_GNUTLS_3, CURL_OPENSSL_4), and RTLD_LOCAL keeps those of libs3 itself, which are named `hash` and the like, from
 * everybody else. */
/* clang-format off */
#define LIBS3_FUNCTIONS(each) \
	each(S3_initialize) \
	each(S3_get_status_name) \
	each(S3_create_request_context) \
	each(S3_destroy_request_context) \
	each(S3_runonce_request_context) \
	each(S3_get_request_context_fdsets) \
	each(S3_get_request_context_timeout) \
	each(S3_generate_authenticated_query_string) \
	each(S3_test_bucket) \
	each(S3_create_bucket) \
	each(S3_list_bucket) \
	each(S3_put_object) \
	each(S3_get_object) \
	each(S3_head_object) \
	each(S3_delete_object)
/* clang-format on */
#define LIBS3_MEMBER(name) __typeof__(name) *name;
struct libs3 {
	LIBS3_FUNCTIONS(LIBS3_MEMBER)
};

enum { TALK_ETAG_SIZE_MAX = 128 };

struct talk {
	const char *verb, *key;
	/* the body that is sent: `size` bytes, given from any place, as a request may be sent again; <= 0 ends the request */
	int64_t (*give)(void *context, int64_t at, void *bytes, size_t room);
	int64_t size;
	int64_t from;             /* of what is read */
	const char *content_type; /* of what is put */
	/* the body that comes, which must have `size` bytes, or -1 for as many as are announced */
	enum err (*take)(void *context, const void *bytes, size_t size);
	void *context;
	int64_t timeout_ms; /* for all of it; 0: only the stall time-out */
	bool is_inner;      /* runs while another one waits for bytes */
	/* what came of it */
	S3Status status;
	char etag[TALK_ETAG_SIZE_MAX + 1]; /* "" if not said */
	int64_t length;                    /* Content-Length, -1 if not said */
	int64_t moved;                     /* bytes given or taken */
	/* inside */
	bool is_done, is_late;
	enum err error; /* of give or take */
	int64_t began_at, moved_at;
};

/* Calls the function of libs3 that the request is about, with the callbacks below and the talk as their data. */
typedef void talk_ask(const struct libs3 *libs3, const S3BucketContext *bucket,
	S3RequestContext *context, struct talk *talk);

/* OK: the store answered, well or not: see talk->status. E_BUSY: it is not there, stalls, broke off, or may not be talked to;
 * else the error of give (E_UPSTREAM) or take. */
enum err talk_run(struct talk *talk, talk_ask *ask) MUST_USE;
/* Logs what the store answered; E_BUSY. */
enum err talk_failed(const struct talk *talk);
/* For what asks no store: NULL if libs3 cannot be used, which is logged. */
const struct libs3 *libs3_ready(S3BucketContext *bucket_out);

S3Status talk_on_properties(const S3ResponseProperties *properties, void *context);
void talk_on_complete(S3Status status, const S3ErrorDetails *details, void *context);
int talk_on_give(int room, char *bytes, void *context);
S3Status talk_on_take(int size, const char *bytes, void *context);
