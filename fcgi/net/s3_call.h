/* s3_call.h - one signed request to the object store. Only for net/: others call s3.h. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "net/sigv4.h"

struct arena;
struct xml;

/* Gives up to `room` bytes of the body; < 0 ends the request. */
typedef int64_t s3_body_give(void *context, void *bytes, size_t room);
/* Goes back to the first byte: a kept connection had ended and the request is sent again on a new one. */
typedef void s3_body_again(void *context);
/* Takes the next bytes of an answer with success; an error ends the request and is its outcome. */
typedef enum err s3_body_take(void *context, const void *bytes, size_t size);

struct s3_call {
	const char *method;
	const char *key;                  /* NULL: the bucket itself */
	const struct sigv4_param *params; /* as sigv4.h wants them */
	const char *content_type;         /* NULL: not said */
	bool makes_object; /* whose bytes the store shall encrypt, if so configured */
	const char *text;  /* a small body; NULL: none */
	/* or a body of `size` bytes that is made while it is sent */
	s3_body_give *give;
	s3_body_again *again; /* NULL: it can be sent once only, so on a connection of its own */
	void *context;
	int64_t size;
	/* an answer that is no XML: the bytes from `from` on, `size` of them or -1 for all, as many as the store announced */
	s3_body_take *take;
	int64_t from;
	int64_t timeout_ms; /* for all of it; 0: only the connect and stall time-outs */
};

struct s3_reply {
	int status;
	const char *etag;       /* "" if not said */
	int64_t length;         /* Content-Length, -1 if not said */
	int64_t taken;          /* bytes that `take` had */
	const struct xml *body; /* NULL: there was none */
	const char *code;       /* of an error: "NoSuchKey"; else "" */
};

/* OK: the store answered, whatever its status; see s3_expect. E_BUSY: it is not there, stalls, broke off, or answered
 * what is no XML, or other bytes than were asked for. E_UPSTREAM: `give` ended it; or what `take` gave back. */
enum err s3_call(
	struct arena *arena, const struct s3_call *call, struct s3_reply *reply_out) MUST_USE;
/* The same, and every status but 2xx is E_BUSY, too; logged. */
enum err s3_expect(
	struct arena *arena, const struct s3_call *call, struct s3_reply *reply_out) MUST_USE;

/* "/bucket/key?...": the target of a request, signed for the store's own host. In the style "host" it is "/key?...". */
char *s3_target(struct arena *arena, const struct s3_call *call, int64_t valid_s);
/* "http://127.0.0.1:8082": where the store is spoken to. */
const char *s3_origin(struct arena *arena);
