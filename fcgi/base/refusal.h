/* refusal.h - what the person who asked is told when an enum err goes up: a sentence, and one for each wrong field. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct arena;

struct refusal {
	struct arena *arena;
	const char *message; /* a sentence for people; NULL: nothing special to say */
	const char *key;     /* JSM's i18nKey, and its parameter */
	const char *parameter;
	struct refusal_field {
		const char *field, *message;
		struct refusal_field *next;
	} * fields;
	int64_t retry_after_s; /* 0: not said */
};

/* Says why and returns e. */
enum err refusal_say(struct refusal *refusal, enum err e, const char *format, ...) PRINTF(3, 4);
/* The same about one field of the input; E_INVALID. Called for each wrong field. */
enum err refusal_field(struct refusal *refusal, const char *field, const char *format, ...)
	PRINTF(3, 4);
/* Nothing was said. */
void refusal_reset(struct refusal *refusal);
