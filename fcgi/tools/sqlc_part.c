/* sqlc_part.c - see sqlc_part.h. A part sees only the parts before it, so none can hold itself. */
#include "tools/sqlc_part.h"
#include <string.h>

enum { EXPANDED_MAX = 20000 };

struct expansion {
	struct token *tokens;
	size_t n;
};

static bool is_symbol(const struct token *token, const char *symbol);
static const struct token *word_need(const struct token *token);
static const struct token *words_read(
	const struct token *token, const struct token **words, size_t *n_out);
static const struct token *use_read(
	struct expansion *expansion, const struct part *parts, const struct token *token);
static void argument_put(
	const struct part *part, const struct token *const *given, struct token *token);
static void add(struct expansion *expansion, struct token token);

struct part *part_declare(const struct token *token)
{
	struct part *part = keep_new(struct part);

	part->name = word_need(token)->text;
	token = words_read(token + 1, part->arguments, &part->n);
	if (token->kind != TOKEN_END)
		refuse_at(token->place, "%s is not understood after a part's name", token->text);
	return part;
}

struct token *parts_expand(const struct part *parts, const struct token *tokens)
{
	struct expansion expansion = { keep(EXPANDED_MAX * sizeof *expansion.tokens), 0 };

	while (tokens->kind != TOKEN_END) {
		if (is_symbol(tokens, "$"))
			tokens = use_read(&expansion, parts, tokens + 1);
		else
			add(&expansion, *tokens++);
	}
	add(&expansion, *tokens);
	return expansion.tokens;
}

/* What stands behind the '$', and the part in its place; gives the token after it. */
static const struct token *use_read(
	struct expansion *expansion, const struct part *parts, const struct token *token)
{
	const struct part *part = parts;
	const struct token *given[PART_ARGUMENTS_MAX];
	const struct token *name = word_need(token);
	size_t n;

	while (part != NULL && strcmp(part->name, name->text) != 0)
		part = part->next;
	if (part == NULL)
		refuse_at(name->place, "there is no part %s before", name->text);
	token = words_read(token + 1, given, &n);
	if (n != part->n)
		refuse_at(name->place, "the part %s takes %zu words, not %zu", part->name, part->n,
			n);
	for (const struct token *own = part->tokens; own->kind != TOKEN_END; own++) {
		struct token copy = *own;

		argument_put(part, given, &copy);
		if (own == part->tokens)
			copy.spaced = true;
		add(expansion, copy);
	}
	return token;
}

/* "(a, b)"; nothing at all is no word. */
static const struct token *words_read(
	const struct token *token, const struct token **words, size_t *n_out)
{
	*n_out = 0;
	if (!is_symbol(token, "("))
		return token;
	do {
		token++;
		if (*n_out == PART_ARGUMENTS_MAX)
			refuse_at(token->place, "more than %d words", PART_ARGUMENTS_MAX);
		words[(*n_out)++] = token->kind == TOKEN_NUMBER ? token : word_need(token);
		token++;
	} while (is_symbol(token, ","));
	if (!is_symbol(token, ")"))
		refuse_at(token->place, ") is missing after the words of a part");
	return token + 1;
}

static void argument_put(
	const struct part *part, const struct token *const *given, struct token *token)
{
	if (token->kind != TOKEN_WORD && token->kind != TOKEN_PARAM)
		return;
	for (size_t i = 0; i < part->n; i++) {
		if (strcmp(part->arguments[i]->text, token->text) != 0)
			continue;
		if (token->kind == TOKEN_WORD)
			token->kind = given[i]->kind;
		token->text = given[i]->text;
		return;
	}
}

static const struct token *word_need(const struct token *token)
{
	if (token->kind != TOKEN_WORD)
		refuse_at(token->place, "a part wants a name");
	return token;
}

static bool is_symbol(const struct token *token, const char *symbol)
{
	return token->kind == TOKEN_SYMBOL && strcmp(token->text, symbol) == 0;
}

static void add(struct expansion *expansion, struct token token)
{
	if (expansion->n == EXPANDED_MAX)
		refuse_at(token.place, "a statement of more than %d tokens", EXPANDED_MAX);
	expansion->tokens[expansion->n++] = token;
}
