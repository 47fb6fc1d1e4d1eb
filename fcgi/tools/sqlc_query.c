/* sqlc_query.c - reads the comments before each statement. A comment that is no declaration is
 * kept for the generated header; one that looks like a declaration and is none is refused. */
#include "tools/sqlc_query.h"
#include <ctype.h>
#include <string.h>

enum { PARAMS_MAX = 64, NAME_SIZE_MAX = 60 };

/* Words that C keeps, or that the generated function uses. */
#define TAKEN                                                                              \
	"auto bool break case char const continue default do double else enum extern "     \
	"false float for goto if inline int long register restrict return s short signed " \
	"sizeof static struct switch true typedef typeof union unsigned values void "      \
	"volatile while"

static const struct {
	const char *name;
	enum stmt_kind kind;
} kinds[] = {
	{ "id", STMT_ID },
	{ "int", STMT_INT },
	{ "bool", STMT_BOOL },
	{ "text", STMT_TEXT },
	{ "blob", STMT_BLOB },
	{ "hash", STMT_HASH },
	{ "time", STMT_TIME },
	{ "real", STMT_REAL },
	{ "json", STMT_JSON },
	{ "ids", STMT_IDS },
};

static const struct {
	const char *name;
	enum stmt_result result;
} results[] = {
	{ "one", STMT_ONE },
	{ "many", STMT_MANY },
	{ "done", STMT_DONE },
	{ "affected", STMT_AFFECTED },
	{ "made", STMT_MADE },
};

struct reading {
	struct query_file *file;
	const char *at;
	struct place place;
	struct text comment;
	struct function *function; /* declared, its statement not met yet */
	struct part *part;         /* declared, its text not met yet */
	struct row **row_end;
	struct function **function_end;
	const struct token *token; /* of the declaration being read */
};

static void line_read(struct reading *reading);
static void comment_read(struct reading *reading, const char *line, size_t size);
static bool comment_is_call(const char *line);
static char *declaration_collect(struct reading *reading, const char *end);
static void declaration_open(struct reading *reading, const char *text, int line);
static void row_read(struct reading *reading);
static void part_read(struct reading *reading);
static void part_fill(struct reading *reading);
static void function_read(struct reading *reading);
static void result_read(struct reading *reading, struct function *function);
static void global_read(struct reading *reading, const char *line, size_t size);
static void statement_read(struct reading *reading);
static struct member *members_read(struct reading *reading, const char *end, size_t *n_out);
static struct member *member_read(struct reading *reading);
static const char *word_read(struct reading *reading, const char *what);
static bool symbol_take(struct reading *reading, const char *symbol);
static void symbol_need(struct reading *reading, const char *symbol);
static const char *comment_take(struct reading *reading);
static char *noun_of(const char *path);

struct query_file *query_file_read(const char *path)
{
	struct query_file *file = keep_new(struct query_file);
	struct reading reading = {
		.file = file,
		.at = file_read(path),
		.place = { path, 1 },
		.row_end = &file->rows,
		.function_end = &file->functions,
	};

	file->path = path;
	file->noun = noun_of(path);
	while (*reading.at != '\0')
		line_read(&reading);
	if (reading.function != NULL)
		refuse_at(reading.function->place, "%s has no statement", reading.function->name);
	if (reading.part != NULL)
		refuse_at(reading.place, "the part %s has no text", reading.part->name);
	return file;
}

const struct row *query_row(const struct query_file *files, const char *name)
{
	for (; files != NULL; files = files->next)
		for (const struct row *row = files->rows; row != NULL; row = row->next)
			if (strcmp(row->name, name) == 0)
				return row;
	return NULL;
}

const struct member *member_find(const struct member *members, const char *name)
{
	while (members != NULL && strcmp(members->name, name) != 0)
		members = members->next;
	return members;
}

static void line_read(struct reading *reading)
{
	const char *line = reading->at;
	size_t size = strcspn(line, "\n");
	size_t blank = strspn(line, " \t\r");

	if (blank >= size) { /* an empty line ends the head of the file */
		if (reading->file->comment == NULL && reading->file->rows == NULL &&
			reading->function == NULL && reading->file->functions == NULL &&
			reading->comment.size > 0)
			reading->file->comment = comment_take(reading);
	} else if (line[0] == '-' && line[1] == '-' && (line[2] == ' ' || size == 2)) {
		comment_read(reading, line, size);
		return;
	} else {
		statement_read(reading);
		return;
	}
	reading->at += size;
	if (*reading->at == '\n') {
		reading->at++;
		reading->place.line++;
	}
}

static void comment_read(struct reading *reading, const char *line, size_t size)
{
	const char *said = line + 2 + strspn(line + 2, " ");
	int first = reading->place.line;

	if (strncmp(said, "row ", 4) == 0 && strcspn(said, "{") < strcspn(said, "\n")) {
		declaration_open(reading, declaration_collect(reading, "}"), first);
		row_read(reading);
	} else if (strncmp(said, "part ", 5) == 0) {
		part_read(reading);
	} else if (comment_is_call(said)) {
		declaration_open(reading, declaration_collect(reading, "->"), first);
		function_read(reading);
	} else {
		if (strncmp(said, "global", 6) == 0 && !isalnum((unsigned char)said[6]))
			global_read(reading, said, size - (size_t)(said - line));
		else
			text_format(&reading->comment, "%s%.*s",
				reading->comment.size > 0 ? "\n" : "",
				(int)(size - (size_t)(said - line)), said);
		reading->at += size;
		if (*reading->at == '\n') {
			reading->at++;
			reading->place.line++;
		}
	}
}

/* word( without a space between: what a declaration looks like. */
static bool comment_is_call(const char *line)
{
	size_t size = strspn(line, "abcdefghijklmnopqrstuvwxyz_0123456789");

	return size > 0 && line[size] == '(';
}

/* Takes comment lines until one holds `end`, without their dashes. */
static char *declaration_collect(struct reading *reading, const char *end)
{
	struct text text = { 0 };

	while (strncmp(reading->at, "--", 2) == 0) {
		size_t size = strcspn(reading->at, "\n");

		text_add_bytes(&text, reading->at + 2, size - 2);
		text_add(&text, "\n");
		reading->at += size;
		if (*reading->at == '\n') {
			reading->at++;
			reading->place.line++;
		}
		if (strstr(text.bytes, end) != NULL)
			return text.bytes;
	}
	refuse_at(reading->place, "a declaration without %s", end);
}

static void declaration_open(struct reading *reading, const char *text, int line)
{
	reading->token = lex_statement(&text, reading->file->path, &line);
	if (reading->function != NULL)
		refuse_at(reading->function->place, "%s has no statement", reading->function->name);
}

static void row_read(struct reading *reading)
{
	struct row *row = keep_new(struct row);

	row->place = reading->token->place;
	row->comment = comment_take(reading);
	row->file = reading->file;
	reading->token++;
	row->name = word_read(reading, "a row's name");
	symbol_need(reading, "{");
	row->members = members_read(reading, "}", &row->n);
	if (reading->token->kind != TOKEN_END)
		refuse_at(reading->token->place, "%s is not understood after a row",
			reading->token->text);
	for (const struct member *member = row->members; member != NULL; member = member->next) {
		if (member->kind == STMT_IDS)
			refuse_at(member->place, "ids are a parameter, no column");
		if (strcmp(member->name, "next") == 0)
			refuse_at(member->place, "a row has its own member `next`");
	}
	if (row->n == 0)
		refuse_at(row->place, "a row without members");
	if (query_row(reading->file, row->name) != NULL)
		refuse_at(row->place, "the row %s is declared twice", row->name);
	*reading->row_end = row;
	reading->row_end = &row->next;
}

/* One line: -- part name(words) */
static void part_read(struct reading *reading)
{
	const char *line = reading->at + 2;
	size_t size = strcspn(line, "\n");
	const char *text = keep_text(line, size);
	int at_line = reading->place.line;
	struct token *tokens = lex_statement(&text, reading->file->path, &at_line);

	if (reading->function != NULL || reading->part != NULL)
		refuse_at(reading->place, "what was declared before has no text");
	reading->part = part_declare(tokens + 1);
	for (const struct part *other = reading->file->parts; other != NULL; other = other->next)
		if (strcmp(other->name, reading->part->name) == 0)
			refuse_at(reading->place, "the part %s is declared twice", other->name);
	comment_take(reading);
	reading->at = line + size;
}

static void part_fill(struct reading *reading)
{
	struct part *part = reading->part;

	part->tokens = parts_expand(reading->file->parts,
		lex_statement(&reading->at, reading->file->path, &reading->place.line));
	if (reading->at[-1] != ';')
		refuse_at(reading->place, "the part %s does not end with ;", part->name);
	part->next = reading->file->parts;
	reading->file->parts = part;
	reading->part = NULL;
}

static void function_read(struct reading *reading)
{
	struct function *function = keep_new(struct function);
	size_t n;

	function->place = reading->token->place;
	function->name = word_read(reading, "a function's name");
	symbol_need(reading, "(");
	function->params = members_read(reading, ")", &n);
	for (const struct member *member = function->params; member != NULL; member = member->next)
		if (strcmp(member->name, "tenant") == 0 || strcmp(member->name, "now") == 0)
			refuse_at(member->place, ":%s is bound from the scope, no caller passes it",
				member->name);
	symbol_need(reading, "-");
	symbol_need(reading, ">");
	result_read(reading, function);
	reading->function = function;
}

static void result_read(struct reading *reading, struct function *function)
{
	const char *word = word_read(reading, "one, many, done, affected or made");
	size_t i = 0;

	while (i < sizeof results / sizeof *results && strcmp(results[i].name, word) != 0)
		i++;
	if (i == sizeof results / sizeof *results)
		refuse_at(function->place, "-> %s: write one, many, done, affected or made", word);
	function->result = results[i].result;
	if (function->result == STMT_ONE || function->result == STMT_MANY)
		function->row_name = word_read(reading, "a row's name");
	if (reading->token->kind != TOKEN_END)
		refuse_at(reading->token->place, "%s is not understood after -> %s",
			reading->token->text, word);
}

static void global_read(struct reading *reading, const char *line, size_t size)
{
	const char *reason = line + strlen("global");

	if (*reason == ':')
		reason++;
	reason += strspn(reason, " \t");
	if (reason >= line + size || line[strlen("global")] != ':')
		refuse_at(reading->place, "global wants its reason: -- global: why");
	if (reading->function == NULL)
		refuse_at(reading->place, "global stands between a declaration and its statement");
	reading->function->global = keep_text(reason, size - (size_t)(reason - line));
}

static void statement_read(struct reading *reading)
{
	struct function *function = reading->function;

	if (reading->part != NULL) {
		part_fill(reading);
		return;
	}
	if (function == NULL)
		refuse_at(reading->place,
			"a statement without a declaration: -- name(parameters) -> result");
	function->tokens = parts_expand(reading->file->parts,
		lex_statement(&reading->at, reading->file->path, &reading->place.line));
	if (reading->at[-1] != ';')
		refuse_at(reading->place, "%s does not end with ;", function->name);
	function->comment = comment_take(reading);
	for (const struct function *other = reading->file->functions; other != NULL;
		other = other->next)
		if (strcmp(other->name, function->name) == 0)
			refuse_at(function->place, "%s is declared twice", function->name);
	*reading->function_end = function;
	reading->function_end = &function->next;
	reading->function = NULL;
}

static struct member *members_read(struct reading *reading, const char *end, size_t *n_out)
{
	struct member *first = NULL, **link = &first;

	*n_out = 0;
	if (symbol_take(reading, end))
		return NULL;
	do {
		struct member *member = member_read(reading);

		if (member_find(first, member->name) != NULL)
			refuse_at(member->place, "%s stands there twice", member->name);
		if (++*n_out > PARAMS_MAX)
			refuse_at(member->place, "more than %d names", PARAMS_MAX);
		*link = member;
		link = &member->next;
	} while (symbol_take(reading, ","));
	symbol_need(reading, end);
	return first;
}

static struct member *member_read(struct reading *reading)
{
	struct member *member = keep_new(struct member);
	const char *kind;
	size_t i = 0;

	member->place = reading->token->place;
	member->name = word_read(reading, "a name");
	if (word_in(TAKEN, member->name))
		refuse_at(member->place, "the name %s is taken in C", member->name);
	kind = word_read(reading, "a kind (id int bool text blob hash time real json ids)");
	while (i < sizeof kinds / sizeof *kinds && strcmp(kinds[i].name, kind) != 0)
		i++;
	if (i == sizeof kinds / sizeof *kinds)
		refuse_at(member->place,
			"%s is no kind (id int bool text blob hash time real json ids)", kind);
	member->kind = kinds[i].kind;
	member->nullable = symbol_take(reading, "?");
	return member;
}

static const char *word_read(struct reading *reading, const char *what)
{
	const struct token *token = reading->token;

	if (token->kind != TOKEN_WORD)
		refuse_at(token->place, "%s is missing before %s", what,
			token->kind == TOKEN_END ? "the end" : token->text);
	for (const char *c = token->text; *c != '\0'; c++)
		if (isupper((unsigned char)*c))
			refuse_at(token->place, "%s: names are in lower case", token->text);
	if (strlen(token->text) > NAME_SIZE_MAX)
		refuse_at(token->place, "%s: longer than %d", token->text, NAME_SIZE_MAX);
	reading->token++;
	return token->text;
}

static bool symbol_take(struct reading *reading, const char *symbol)
{
	if (reading->token->kind != TOKEN_SYMBOL || strcmp(reading->token->text, symbol) != 0)
		return false;
	reading->token++;
	return true;
}

static void symbol_need(struct reading *reading, const char *symbol)
{
	if (!symbol_take(reading, symbol))
		refuse_at(reading->token->place, "%s is missing before %s", symbol,
			reading->token->kind == TOKEN_END ? "the end" : reading->token->text);
}

static const char *comment_take(struct reading *reading)
{
	const char *comment = reading->comment.bytes;

	reading->comment = (struct text){ 0 };
	return comment;
}

static char *noun_of(const char *path)
{
	const char *name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
	size_t size = strcspn(name, ".");

	return keep_text(name, size);
}
