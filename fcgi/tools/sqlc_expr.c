/* sqlc_expr.c - expressions, with MariaDB's precedence: OR, XOR, AND, NOT, comparison,
 * arithmetic. Comparisons do not chain here: `a = b = c` and `a = b IS NULL` need parentheses,
 * so that nobody reads them in two ways. */
#include "tools/sqlc_tree.h"
#include <string.h>

#define COMPARISONS "= <=> >= > <= < <> !="
#define UNITS "MICROSECOND SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR"

static struct expr *and_parse(struct parser *parser);
static struct expr *not_parse(struct parser *parser);
static struct expr *comparison_parse(struct parser *parser);
static struct expr *predicate_parse(struct parser *parser, struct expr *left);
static struct expr *is_parse(struct parser *parser, struct expr *left);
static struct expr *in_parse(struct parser *parser, struct expr *left);
static struct expr *between_parse(struct parser *parser, struct expr *left);
static bool at_comparison(const struct parser *parser);
static struct expr *arithmetic_parse(struct parser *parser, size_t level);
static const char *arithmetic_at(const struct parser *parser, size_t level);
static struct expr *unary_parse(struct parser *parser);
static struct expr *primary_parse(struct parser *parser);
static struct expr *parenthesis_parse(struct parser *parser);
static struct expr *word_parse(struct parser *parser);
static struct expr *case_parse(struct parser *parser);
static struct expr *interval_parse(struct parser *parser);
static struct expr *cast_parse(struct parser *parser);
static struct expr *match_parse(struct parser *parser);
static struct expr *call_parse(struct parser *parser);
static void group_concat_parse(struct parser *parser, struct expr *call);
static struct expr *column_parse(struct parser *parser);
static struct expr *expr_new(const struct parser *parser, enum expr_kind kind, const char *name);
static struct expr *operator_new(struct expr *left, const char *name, struct expr *right);
static void part_add(struct expr *whole, struct expr *part);
static void unit_need(struct parser *parser);

struct expr *expr_parse(struct parser *parser)
{
	struct expr *left;

	if (++parser->depth > PARSE_DEPTH_MAX)
		refuse_at(parser->at->place, "nested deeper than %d", PARSE_DEPTH_MAX);
	left = and_parse(parser);
	while (at_word(parser, "OR")) {
		parser->at++;
		left = operator_new(left, "OR", and_parse(parser));
	}
	parser->depth--;
	return left;
}

struct expr *expr_list_parse(struct parser *parser)
{
	struct expr *first = expr_parse(parser), *last = first;

	while (take_symbol(parser, ",")) {
		last->next = expr_parse(parser);
		last = last->next;
	}
	return first;
}

struct expr *order_parse(struct parser *parser)
{
	struct expr *first = NULL, **end = &first;

	do {
		*end = expr_parse(parser);
		end = &(*end)->next;
		if (!take_word(parser, "ASC"))
			take_word(parser, "DESC");
	} while (take_symbol(parser, ","));
	return first;
}

static struct expr *and_parse(struct parser *parser)
{
	struct expr *left = not_parse(parser);

	while (take_word(parser, "AND"))
		left = operator_new(left, "AND", not_parse(parser));
	return left;
}

static struct expr *not_parse(struct parser *parser)
{
	if (take_word(parser, "NOT"))
		return operator_new(not_parse(parser), "NOT", NULL);
	return comparison_parse(parser);
}

static struct expr *comparison_parse(struct parser *parser)
{
	struct expr *left = arithmetic_parse(parser, 0);

	if (!at_comparison(parser))
		return left;
	left = predicate_parse(parser, left);
	if (at_comparison(parser))
		refuse_at(parser->at->place,
			"comparisons do not chain: put parentheses round the first");
	return left;
}

static struct expr *predicate_parse(struct parser *parser, struct expr *left)
{
	bool negated;

	if (parser->at->kind == TOKEN_SYMBOL) {
		const char *name = parser->at++->text;

		return operator_new(left, name, arithmetic_parse(parser, 0));
	}
	if (take_word(parser, "IS"))
		return is_parse(parser, left);
	negated = take_word(parser, "NOT");
	if (take_word(parser, "IN"))
		left = in_parse(parser, left);
	else if (take_word(parser, "BETWEEN"))
		left = between_parse(parser, left);
	else if (take_word(parser, "REGEXP"))
		left = operator_new(left, "REGEXP", arithmetic_parse(parser, 0));
	else if (take_word(parser, "LIKE"))
		left = operator_new(left, "LIKE", arithmetic_parse(parser, 0));
	else
		refuse_token(parser);
	if (strcmp(left->name, "LIKE") == 0 && take_word(parser, "ESCAPE"))
		part_add(left, primary_parse(parser));
	return negated ? operator_new(left, "NOT", NULL) : left;
}

static struct expr *is_parse(struct parser *parser, struct expr *left)
{
	bool negated = take_word(parser, "NOT");

	if (!take_word(parser, "NULL") && !take_word(parser, "TRUE") && !take_word(parser, "FALSE"))
		refuse_token(parser);
	left = operator_new(left, "IS", NULL);
	return negated ? operator_new(left, "NOT", NULL) : left;
}

static struct expr *in_parse(struct parser *parser, struct expr *left)
{
	struct expr *in = operator_new(left, "IN", NULL);

	if (at_query(parser)) {
		struct expr *sub = expr_new(parser, EXPR_QUERY, "IN");

		sub->query = query_in_parentheses(parser);
		part_add(in, sub);
		return in;
	}
	need_symbol(parser, "(");
	part_add(in, expr_list_parse(parser));
	need_symbol(parser, ")");
	return in;
}

static struct expr *between_parse(struct parser *parser, struct expr *left)
{
	struct expr *between = operator_new(left, "BETWEEN", arithmetic_parse(parser, 0));

	need_word(parser, "AND");
	part_add(between, arithmetic_parse(parser, 0));
	return between;
}

static bool at_comparison(const struct parser *parser)
{
	if (parser->at->kind == TOKEN_SYMBOL)
		return word_in(COMPARISONS, parser->at->text);
	return parser->at->kind == TOKEN_WORD &&
		word_in("IS IN BETWEEN LIKE REGEXP NOT", parser->at->text);
}

/* From the loosest to the tightest. */
static const char *const arithmetic[] = { "|", "&", "<< >>", "+ -", "* / % DIV MOD", "^" };

static struct expr *arithmetic_parse(struct parser *parser, size_t level)
{
	struct expr *left;
	const char *name;

	if (level == sizeof arithmetic / sizeof *arithmetic)
		return unary_parse(parser);
	left = arithmetic_parse(parser, level + 1);
	while ((name = arithmetic_at(parser, level)) != NULL) {
		parser->at++;
		left = operator_new(left, name, arithmetic_parse(parser, level + 1));
	}
	return left;
}

static const char *arithmetic_at(const struct parser *parser, size_t level)
{
	bool is_operator = parser->at->kind == TOKEN_SYMBOL || parser->at->kind == TOKEN_WORD;

	return is_operator && word_in(arithmetic[level], parser->at->text) ? parser->at->text
									   : NULL;
}

static struct expr *unary_parse(struct parser *parser)
{
	struct expr *value;

	if (take_symbol(parser, "-") || take_symbol(parser, "~"))
		return operator_new(unary_parse(parser), "-", NULL);
	value = primary_parse(parser);
	if (take_word(parser, "COLLATE")) {
		need_name(parser);
		value = operator_new(value, "COLLATE", NULL);
	}
	return value;
}

static struct expr *primary_parse(struct parser *parser)
{
	const struct token *token = parser->at;

	switch (token->kind) {
	case TOKEN_STRING:
		if (token->text[0] == '"')
			refuse_at(token->place, "a string in double quotes: write '...'");
		/* fall through */
	case TOKEN_NUMBER:
		parser->at++;
		return expr_new(parser, EXPR_LITERAL, token->text);
	case TOKEN_PARAM:
		parser->at++;
		return expr_new(parser, EXPR_PARAM, token->text);
	case TOKEN_NAME:
		return column_parse(parser);
	case TOKEN_WORD:
		return word_parse(parser);
	case TOKEN_SYMBOL:
		if (at_symbol(parser, "("))
			return parenthesis_parse(parser);
		break;
	case TOKEN_END:
		break;
	}
	refuse_token(parser);
}

static struct expr *parenthesis_parse(struct parser *parser)
{
	struct expr *inner;

	if (at_query(parser) && parser->at[1].kind == TOKEN_WORD) {
		inner = expr_new(parser, EXPR_QUERY, "value");
		inner->query = query_in_parentheses(parser);
		return inner;
	}
	need_symbol(parser, "(");
	inner = expr_list_parse(parser);
	if (inner->next != NULL) {
		struct expr *row = expr_new(parser, EXPR_OPERATOR, "ROW");

		row->parts = inner;
		inner = row;
	}
	need_symbol(parser, ")");
	return inner;
}

static struct expr *word_parse(struct parser *parser)
{
	const char *word = parser->at->text;
	bool calls = parser->at[1].kind == TOKEN_SYMBOL && strcmp(parser->at[1].text, "(") == 0;

	if (word_in("NULL TRUE FALSE", word)) {
		parser->at++;
		return expr_new(parser, EXPR_LITERAL, word);
	}
	if (word_equal(word, "CASE"))
		return case_parse(parser);
	if (word_equal(word, "INTERVAL"))
		return interval_parse(parser);
	if (word_equal(word, "EXISTS")) {
		struct expr *exists = expr_new(parser, EXPR_QUERY, "EXISTS");

		parser->at++;
		exists->query = query_in_parentheses(parser);
		return exists;
	}
	if (calls && word_equal(word, "CAST"))
		return cast_parse(parser);
	if (calls && word_equal(word, "MATCH"))
		return match_parse(parser);
	return calls ? call_parse(parser) : column_parse(parser);
}

static struct expr *case_parse(struct parser *parser)
{
	struct expr *whole = expr_new(parser, EXPR_OPERATOR, "CASE");

	need_word(parser, "CASE");
	if (!at_word(parser, "WHEN"))
		part_add(whole, expr_parse(parser));
	while (take_word(parser, "WHEN")) {
		part_add(whole, expr_parse(parser));
		need_word(parser, "THEN");
		part_add(whole, expr_parse(parser));
	}
	if (take_word(parser, "ELSE"))
		part_add(whole, expr_parse(parser));
	need_word(parser, "END");
	return whole;
}

static struct expr *interval_parse(struct parser *parser)
{
	struct expr *whole = expr_new(parser, EXPR_OPERATOR, "INTERVAL");

	need_word(parser, "INTERVAL");
	part_add(whole, arithmetic_parse(parser, 0));
	unit_need(parser);
	return whole;
}

static struct expr *cast_parse(struct parser *parser)
{
	struct expr *whole = expr_new(parser, EXPR_OPERATOR, "CAST");

	need_word(parser, "CAST");
	need_symbol(parser, "(");
	part_add(whole, expr_parse(parser));
	need_word(parser, "AS");
	if (parser->at->kind != TOKEN_WORD ||
		!word_in("CHAR BINARY SIGNED UNSIGNED INTEGER DECIMAL DATETIME DATE DOUBLE",
			parser->at->text))
		refuse_token(parser);
	parser->at++;
	take_word(parser, "INTEGER");
	if (take_symbol(parser, "(")) {
		expr_list_parse(parser);
		need_symbol(parser, ")");
	}
	need_symbol(parser, ")");
	return whole;
}

static struct expr *match_parse(struct parser *parser)
{
	struct expr *whole = expr_new(parser, EXPR_OPERATOR, "MATCH");

	need_word(parser, "MATCH");
	need_symbol(parser, "(");
	part_add(whole, expr_list_parse(parser));
	need_symbol(parser, ")");
	need_word(parser, "AGAINST");
	need_symbol(parser, "(");
	part_add(whole, arithmetic_parse(parser, 0));
	if (take_word(parser, "IN")) {
		need_word(parser, "BOOLEAN");
		need_word(parser, "MODE");
	}
	need_symbol(parser, ")");
	return whole;
}

static struct expr *call_parse(struct parser *parser)
{
	struct expr *call = expr_new(parser, EXPR_CALL, parser->at->text);

	parser->at++;
	need_symbol(parser, "(");
	if (take_symbol(parser, "*")) {
		if (!word_equal(call->name, "COUNT"))
			refuse_at(call->place, "%s(*) is not understood", call->name);
		part_add(call, expr_new(parser, EXPR_LITERAL, "*"));
	} else if (word_equal(call->name, "GROUP_CONCAT")) {
		group_concat_parse(parser, call);
	} else if (!at_symbol(parser, ")")) {
		if (word_in("TIMESTAMPDIFF TIMESTAMPADD", call->name)) {
			unit_need(parser);
			need_symbol(parser, ",");
		} else if (word_in("COUNT SUM MIN MAX AVG", call->name)) {
			take_word(parser, "DISTINCT");
		}
		part_add(call, expr_list_parse(parser));
	}
	need_symbol(parser, ")");
	if (at_word(parser, "OVER"))
		refuse_token(parser);
	return call;
}

static void group_concat_parse(struct parser *parser, struct expr *call)
{
	take_word(parser, "DISTINCT");
	part_add(call, expr_list_parse(parser));
	if (take_word(parser, "ORDER")) {
		need_word(parser, "BY");
		part_add(call, order_parse(parser));
	}
	if (take_word(parser, "SEPARATOR"))
		part_add(call, primary_parse(parser));
}

static struct expr *column_parse(struct parser *parser)
{
	struct expr *column = expr_new(parser, EXPR_COLUMN, NULL);

	column->name = need_name(parser);
	if (take_symbol(parser, ".")) {
		column->qualifier = column->name;
		if (at_symbol(parser, "*"))
			refuse_at(parser->at->place, "%s.*: name the columns", column->qualifier);
		if (parser->at->kind != TOKEN_WORD && parser->at->kind != TOKEN_NAME)
			refuse_token(parser);
		parser->at->is_name = true;
		column->name = parser->at++->text;
		if (at_symbol(parser, "."))
			refuse_token(parser);
	}
	return column;
}

static struct expr *expr_new(const struct parser *parser, enum expr_kind kind, const char *name)
{
	struct expr *made = keep_new(struct expr);

	made->kind = kind;
	made->name = name;
	made->place = parser->at->place;
	return made;
}

static struct expr *operator_new(struct expr *left, const char *name, struct expr *right)
{
	struct expr *made = keep_new(struct expr);

	made->kind = EXPR_OPERATOR;
	made->name = name;
	made->place = left->place;
	made->parts = left;
	left->next = right;
	return made;
}

static void part_add(struct expr *whole, struct expr *part)
{
	struct expr **end = &whole->parts;

	while (*end != NULL)
		end = &(*end)->next;
	*end = part;
}

static void unit_need(struct parser *parser)
{
	if (parser->at->kind != TOKEN_WORD || !word_in(UNITS, parser->at->text))
		refuse_token(parser);
	parser->at++;
}
