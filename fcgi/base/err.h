/* err.h - what can go wrong, as few values as callers can tell apart. Each is one HTTP status. */
#pragma once

enum err {
	OK = 0,
	E_INVALID,      /* 400 the input is wrong; the refusal names the field */
	E_SIGNED_OUT,   /* 401 nobody, or a secret that means nothing here */
	E_DENIED,       /* 403 known, seen, and not allowed */
	E_MISSING,      /* 404 there is no such thing, or none that this caller may see */
	E_METHOD,       /* 405 the path exists, the method does not */
	E_CONFLICT,     /* 409 somebody, or an earlier request, was first */
	E_GONE,         /* 410 it was here and has ended */
	E_PRECONDITION, /* 412 */
	E_TOO_LARGE,    /* 413 over a limit in bytes */
	E_UNSUPPORTED,  /* 415 a content type that is not read here */
	E_LOCKED,       /* 423 another request holds it now */
	E_LIMITED,      /* 429 too often */
	E_BUG,          /* 500 our mistake */
	E_NOT_OFFERED,  /* 501 */
	E_UPSTREAM,     /* 502 another service failed or answered nonsense */
	E_BUSY,         /* 503 try again: the database or the store is not there */
	E_COUNT
};

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(format_at, first_at) __attribute__((format(printf, format_at, first_at)))

/* Passes an error up. What was allocated or opened belongs to an arena, so leaving early is safe. */
#define TRY(call)                         \
	do {                              \
		enum err try_e_ = (call); \
		if (try_e_ != OK)         \
			return try_e_;    \
	} while (0)

/* The HTTP status that stands for the error (RFC 9110); 200 for OK. */
int err_status(enum err e);
/* "E_MISSING" */
const char *err_name(enum err e);
