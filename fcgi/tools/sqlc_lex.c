/* sqlc_lex.c - one pass over the text; a token that is not known is refused, never passed on. */
#include "tools/sqlc_lex.h"
#include <ctype.h>
#include <string.h>

enum { TOKENS_MAX = 20000 };

/* Longest first. */
static const char *const symbols[] = {
	"<=>",
	"<=",
	">=",
	"<>",
	"!=",
	"<<",
	">>",
	"||",
	"&&",
	":=",
	"(",
	")",
	",",
	".",
	"=",
	"<",
	">",
	"+",
	"-",
	"*",
	"/",
	"%",
	"&",
	"|",
	"^",
	"~",
	"!",
	"@",
	"$",
	"?",
	"{",
	"}",
	"[",
	"]",
};

struct lexer {
	const char *at;
	struct place place;
	struct token *tokens;
	size_t n;
};

static bool lex_blank(struct lexer *lexer);
static void lex_token(struct lexer *lexer, bool spaced);
static void lex_quoted(struct lexer *lexer, struct token *token);
static void lex_number(struct lexer *lexer, struct token *token);
static void lex_symbol(struct lexer *lexer, struct token *token);
static size_t word_size(const char *at);

struct token *lex_statement(const char **text, const char *file, int *line)
{
	struct lexer lexer = { .at = *text, .place = { file, *line } };

	lexer.tokens = keep(TOKENS_MAX * sizeof *lexer.tokens);
	for (;;) {
		bool spaced = lex_blank(&lexer);

		if (*lexer.at == '\0' || *lexer.at == ';')
			break;
		if (lexer.n + 1 >= TOKENS_MAX)
			refuse_at(lexer.place, "a statement of more than %d tokens", TOKENS_MAX);
		lex_token(&lexer, spaced);
	}
	lexer.tokens[lexer.n].place = lexer.place;
	*text = *lexer.at == ';' ? lexer.at + 1 : lexer.at;
	*line = lexer.place.line;
	return lexer.tokens;
}

/* Skips white space and comments; was there any? */
static bool lex_blank(struct lexer *lexer)
{
	const char *start = lexer->at;

	for (;;) {
		const char *at = lexer->at;

		if (isspace((unsigned char)*at)) {
			lexer->place.line += *at == '\n';
			lexer->at++;
		} else if (at[0] == '-' && at[1] == '-' &&
			(at[2] == '\0' || isspace((unsigned char)at[2]))) {
			lexer->at += strcspn(at, "\n");
		} else if (at[0] == '/' && at[1] == '*') {
			const char *end = strstr(at + 2, "*/");

			if (at[2] == '!' || (at[2] == 'M' && at[3] == '!'))
				refuse_at(lexer->place, "a comment that MariaDB executes");
			if (end == NULL)
				refuse_at(lexer->place, "a comment without end");
			for (; lexer->at < end + 2; lexer->at++)
				lexer->place.line += *lexer->at == '\n';
		} else {
			return lexer->at > start;
		}
	}
}

static void lex_token(struct lexer *lexer, bool spaced)
{
	struct token *token = &lexer->tokens[lexer->n++];
	const char *at = lexer->at;
	size_t size = word_size(at);

	token->place = lexer->place;
	token->spaced = spaced;
	if (size > 0 && !isdigit((unsigned char)*at)) {
		token->kind = TOKEN_WORD;
		token->text = keep_text(at, size);
		lexer->at += size;
	} else if (*at == ':' && word_size(at + 1) > 0) {
		token->kind = TOKEN_PARAM;
		token->text = keep_text(at + 1, word_size(at + 1));
		lexer->at += 1 + word_size(at + 1);
	} else if (*at == '\'' || *at == '"' || *at == '`') {
		lex_quoted(lexer, token);
	} else if (isdigit((unsigned char)*at)) {
		lex_number(lexer, token);
	} else {
		lex_symbol(lexer, token);
	}
}

/* A doubled quote stands for itself in all three, a backslash escapes in two. */
static void lex_quoted(struct lexer *lexer, struct token *token)
{
	const char *start = lexer->at, *at = start + 1;
	char quote = *start;

	for (;; at++) {
		bool escapes = *at == '\\' && quote != '`' && at[1] != '\0';

		if (*at == '\0')
			refuse_at(token->place, "a quote without end");
		if (escapes || (*at == quote && at[1] == quote))
			at++;
		else if (*at == quote)
			break;
	}
	for (; lexer->at <= at; lexer->at++)
		lexer->place.line += *lexer->at == '\n';
	token->kind = quote == '`' ? TOKEN_NAME : TOKEN_STRING;
	token->text = quote == '`' ? keep_text(start + 1, (size_t)(at - start - 1))
				   : keep_text(start, (size_t)(lexer->at - start));
	if (quote == '`' && word_size(token->text) != strlen(token->text))
		refuse_at(token->place, "the name `%s` is not made of letters, digits and _",
			token->text);
}

static void lex_number(struct lexer *lexer, struct token *token)
{
	const char *at = lexer->at;
	size_t size = strspn(at, "0123456789");

	if (at[size] == '.' && isdigit((unsigned char)at[size + 1]))
		size += 1 + strspn(at + size + 1, "0123456789");
	if (word_size(at + size) > 0)
		refuse_at(token->place, "the number %.*s is not understood",
			(int)(size + word_size(at + size)), at);
	token->kind = TOKEN_NUMBER;
	token->text = keep_text(at, size);
	lexer->at += size;
}

static void lex_symbol(struct lexer *lexer, struct token *token)
{
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
		size_t size = strlen(symbols[i]);

		if (strncmp(lexer->at, symbols[i], size) == 0) {
			token->kind = TOKEN_SYMBOL;
			token->text = symbols[i];
			lexer->at += size;
			return;
		}
	}
	refuse_at(lexer->place, "the character %c is not understood", *lexer->at);
}

static size_t word_size(const char *at)
{
	size_t size = 0;

	while (isalnum((unsigned char)at[size]) || at[size] == '_')
		size++;
	return size;
}
