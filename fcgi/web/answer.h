/* answer.h - what leaves the house: kept in memory by the handlers, sent once by the spine. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct rq;
struct json;

enum { ANSWER_HEADERS_MAX = 16 };

struct answer {
	int status; /* 0: nobody has answered yet */
	const char *type;
	const char *body; /* NULL: none */
	size_t size;
	struct answer_header {
		const char *name, *value;
		bool always; /* also on a refusal */
	} headers[ANSWER_HEADERS_MAX];
	int headers_n;
};

/* Forgets what a handler answered, before it runs again. */
void answer_reset(struct rq *rq);
/* JSM's error shape for e, with the scope's refusal, on top of whatever was answered; headers that are there always stay. */
void answer_refuse(struct rq *rq, enum err e);
/* A JSON text that was answered before. */
void answer_again(struct rq *rq, int status, const char *json_text);
/* Writes it to nginx and ends the request: parameters and headers of the request are gone after that. */
void answer_send(struct rq *rq);
