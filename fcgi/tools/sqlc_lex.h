/* sqlc_lex.h - SQL text as tokens. Comments are dropped; comments that MariaDB would execute
 * are refused. */
#pragma once
#include "tools/sqlc_text.h"

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,   /* a keyword or a name */
	TOKEN_NAME,   /* a name in backquotes; text is without them */
	TOKEN_STRING, /* as written, with its quotes */
	TOKEN_NUMBER,
	TOKEN_PARAM, /* :name; text is without the colon */
	TOKEN_SYMBOL,
};
struct token {
	enum token_kind kind;
	const char *text;
	struct place place;
	bool spaced;  /* white space stood before it */
	bool is_name; /* the parser took it for a name: quoted when written, if SQL reserves it */
};

/* Reads up to the first ';' outside quotes, or to the end; the array ends with TOKEN_END. *text
 * is moved behind the ';' and *line with it. */
struct token *lex_statement(const char **text, const char *file, int *line);
