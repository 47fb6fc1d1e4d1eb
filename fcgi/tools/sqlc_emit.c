/* sqlc_emit.c - writes the C. :tenant and :now are filled in by the function itself, from the
 * scope. */
#include "tools/sqlc_emit.h"
#include <stdio.h>
#include <string.h>

/* Words that SQL reserves and the parser takes for names: they are quoted when written. */
#define QUOTED                                                                             \
	"ADD ALTER ANALYZE BEFORE BOTH CALL CASCADE CHANGE CHECK COLUMN CONDITION "        \
	"CONSTRAINT CREATE CURSOR DATABASE DECLARE DEFAULT DELAYED DESCRIBE DROP EACH "    \
	"ENCLOSED EXIT EXPLAIN FETCH FOREIGN GRANT GROUP INDEX INFILE ITERATE KEY KEYS "   \
	"KILL LEADING LEAVE LINES LOAD LOOP MODIFIES OPTIMIZE OPTION OUT OUTFILE PRIMARY " \
	"PURGE RANGE READ READS RECURSIVE REFERENCES RELEASE RENAME REQUIRE RESIGNAL "     \
	"RESTRICT RETURN REVOKE ROWS ROW_NUMBER SCHEMA SENSITIVE SEPARATOR SHOW SIGNAL "   \
	"SPATIAL SPECIFIC SQL STARTING TABLE TERMINATED TO TRAILING TRIGGER UNDO UNIQUE "  \
	"UNLOCK USAGE WHILE WRITE"

static const char *const kind_names[] = {
	"STMT_ID",
	"STMT_INT",
	"STMT_BOOL",
	"STMT_TEXT",
	"STMT_BLOB",
	"STMT_HASH",
	"STMT_TIME",
	"STMT_REAL",
	"STMT_JSON",
	"STMT_IDS",
};
static const char *const result_names[] = { "STMT_ONE", "STMT_MANY", "STMT_DONE", "STMT_AFFECTED",
	"STMT_MADE" };

static void header_emit(struct text *out, const struct query_file *file);
static void includes_emit(struct text *out, const struct query_file *file);
static void row_emit(struct text *out, const struct row *row);
static void columns_emit(struct text *out, const struct row *row);
static void source_emit(struct text *out, const struct query_file *file);
static void statement_emit(
	struct text *out, const struct query_file *file, const struct function *function);
static void sql_emit(struct text *out, const struct token *tokens);
static void token_emit(struct text *out, const struct token *token);
static size_t params_emit(struct text *out, const struct function *function);
static void body_emit(struct text *out, const struct function *function);
static void value_emit(struct text *out, const struct function *function, const char *name);
static void prototype_emit(struct text *out, const struct function *function);
static void comment_emit(struct text *out, const char *comment);
static const char *param_type(const struct member *member);
static const char *member_type(const struct member *member);
static bool writes(const struct statement *statement);
static void text_write(const char *dir, const char *noun, const char *end, const struct text *text);

void file_emit(const char *dir, const struct query_file *file)
{
	struct text header = { 0 }, source = { 0 };

	header_emit(&header, file);
	source_emit(&source, file);
	text_write(dir, file->noun, "h", &header);
	text_write(dir, file->noun, "c", &source);
}

void all_emit(const char *dir, const struct query_file *files)
{
	struct text header = { 0 }, source = { 0 };
	size_t n = 0;

	text_add(&header,
		"/* Made by sqlc: every statement there is, for tests and for counting. */\n#pragma once\n"
		"#include \"db/stmt.h\"\n\n");
	text_add(&source, "/* Made by sqlc. */\n#include \"sql/all.h\"\n\n");
	for (const struct query_file *file = files; file != NULL; file = file->next)
		for (const struct function *function = file->functions; function != NULL;
			function = function->next)
			text_format(&source, "extern const struct stmt stmt_%s;\n", function->name);
	text_add(&source, "\nconst struct stmt *const sql_all[] = {\n");
	for (const struct query_file *file = files; file != NULL; file = file->next)
		for (const struct function *function = file->functions; function != NULL;
			function = function->next, n++)
			text_format(&source, "\t&stmt_%s,\n", function->name);
	text_format(&source, "\tNULL,\n};\nconst size_t sql_all_n = %zu;\n", n);
	text_format(&header,
		"enum { SQL_ALL_N = %zu };\nextern const struct stmt *const sql_all[]; /* ends with NULL */\n"
		"extern const size_t sql_all_n;\n",
		n);
	text_write(dir, "all", "h", &header);
	text_write(dir, "all", "c", &source);
}

static void header_emit(struct text *out, const struct query_file *file)
{
	text_format(out, "/* Made by sqlc from %s.sql.", file->noun);
	if (file->comment != NULL) {
		text_add(out, "\n * ");
		for (const char *c = file->comment; *c != '\0'; c++)
			text_add_bytes(out, *c == '\n' ? "\n * " : c, *c == '\n' ? 4 : 1);
	}
	text_add(out, " */\n#pragma once\n");
	includes_emit(out, file);
	for (const struct row *row = file->rows; row != NULL; row = row->next)
		row_emit(out, row);
	for (const struct function *function = file->functions; function != NULL;
		function = function->next) {
		const char *comment = function->comment;

		text_add(out, "\n");
		if (function->global != NULL)
			comment = keep_format("%s%sGlobal: %s.", comment != NULL ? comment : "",
				comment != NULL ? "\n" : "", function->global);
		comment_emit(out, comment);
		prototype_emit(out, function);
		text_add(out, " MUST_USE;\n");
	}
}

/* Rows of other files come with their headers; the declarations help where two files include
 * each other. */
static void includes_emit(struct text *out, const struct query_file *file)
{
	struct text seen = { 0 }, declared = { 0 };

	text_add(out,
		"#include <stdbool.h>\n#include <stdint.h>\n#include \"base/crypto.h\"\n"
		"#include \"base/err.h\"\n#include \"db/stmt.h\"\n");
	text_add(&seen, "");
	for (const struct function *function = file->functions; function != NULL;
		function = function->next) {
		if (function->row == NULL || function->row->file == file)
			continue;
		if (!word_in(seen.bytes, function->row->file->noun))
			text_format(out, "#include \"sql/%s.h\"\n", function->row->file->noun);
		text_format(&seen, "%s ", function->row->file->noun);
		text_format(&declared, "struct %s;\n", function->row->name);
	}
	text_format(out, "\nstruct scope;\n%s", declared.bytes != NULL ? declared.bytes : "");
}

static void row_emit(struct text *out, const struct row *row)
{
	text_add(out, "\n");
	comment_emit(out, row->comment);
	text_format(out, "struct %s {\n", row->name);
	for (const struct member *member = row->members; member != NULL; member = member->next)
		text_format(out, "\t%s%s;%s\n", member_type(member), member->name,
			!member->nullable ? ""
				: member->kind == STMT_ID || member->kind == STMT_TIME
				? " /* or 0 for NULL */"
				: member->kind == STMT_BLOB ? " /* data is NULL for NULL */"
							    : " /* or NULL */");
	text_format(out, "\tstruct %s *next;\n};\n", row->name);
}

static void source_emit(struct text *out, const struct query_file *file)
{
	struct text seen = { 0 };

	text_format(out,
		"/* Made by sqlc from %s.sql. */\n#include \"sql/%s.h\"\n#include <stddef.h>\n"
		"#include \"id/scope.h\"\n",
		file->noun, file->noun);
	text_add(&seen, "");
	for (const struct function *function = file->functions; function != NULL;
		function = function->next) {
		if (function->row != NULL && !word_in(seen.bytes, function->row->name)) {
			columns_emit(out, function->row);
			text_format(&seen, "%s ", function->row->name);
		}
		statement_emit(out, file, function);
		body_emit(out, function);
	}
}

static void columns_emit(struct text *out, const struct row *row)
{
	text_format(out, "\nstatic const struct stmt_column %s_columns[] = {\n", row->name);
	for (const struct member *member = row->members; member != NULL; member = member->next)
		text_format(out, "\t{ \"%s\", %s, %s, offsetof(struct %s, %s) },\n", member->name,
			kind_names[member->kind], member->nullable ? "true" : "false", row->name,
			member->name);
	text_add(out, "};\n");
}

static void statement_emit(
	struct text *out, const struct query_file *file, const struct function *function)
{
	const char *name = function->name;
	struct text params = { 0 };
	size_t n = params_emit(&params, function);

	text_format(
		out, "\nextern const struct stmt stmt_%s;\nstatic uint16_t %s_slot;\n", name, name);
	if (n > 0)
		text_format(out, "static const struct stmt_param %s_params[] = {\n%s};\n", name,
			params.bytes);
	text_format(
		out, "const struct stmt stmt_%s = {\n\t.name = \"%s\",\n\t.sql =\n", name, name);
	sql_emit(out, function->tokens);
	text_format(out, "\t.place = \"%s.sql:%d\",\n\t.result = %s,\n", file->noun,
		function->place.line, result_names[function->result]);
	text_format(out, "\t.writes = %s,\n\t.global = %s,\n",
		writes(function->statement) ? "true" : "false",
		function->global != NULL ? "true" : "false");
	if (n > 0)
		text_format(out, "\t.params = %s_params,\n\t.n_params = %zu,\n", name, n);
	if (function->row != NULL)
		text_format(out,
			"\t.columns = %s_columns,\n\t.n_columns = %zu,\n\t.row_size = sizeof(struct %s),\n"
			"\t.next_offset = offsetof(struct %s, next),\n",
			function->row->name, function->row->n, function->row->name,
			function->row->name);
	text_format(out, "\t.slot = &%s_slot,\n};\n", name);
}

/* The statement line by line as it was written, without comments. */
static void sql_emit(struct text *out, const struct token *tokens)
{
	int line = tokens->place.line;

	text_add(out, "\t\t\"");
	for (const struct token *token = tokens; token->kind != TOKEN_END; token++) {
		if (token->place.line != line)
			text_add(out, " \"\n\t\t\"");
		else if (token->spaced)
			text_add(out, " ");
		line = token->place.line;
		token_emit(out, token);
	}
	text_add(out, "\",\n");
}

static void token_emit(struct text *out, const struct token *token)
{
	bool quoted = token->kind == TOKEN_NAME ||
		(token->kind == TOKEN_WORD && token->is_name && word_in(QUOTED, token->text));

	if (token->kind == TOKEN_PARAM) {
		text_add(out, "?");
	} else if (quoted) {
		text_format(out, "`%s`", token->text);
	} else if (token->kind == TOKEN_STRING) {
		for (const char *c = token->text; *c != '\0'; c++) {
			if (*c == '\n')
				text_add(out, "\\n");
			else
				text_format(out, strchr("\\\"?", *c) != NULL ? "\\%c" : "%c",
					*c); /* ?: trigraphs */
		}
	} else {
		text_add(out, token->text);
	}
}

/* How many '?' there are. */
static size_t params_emit(struct text *out, const struct function *function)
{
	size_t n = 0;

	for (const struct token *token = function->tokens; token->kind != TOKEN_END; token++) {
		const struct member *member;

		if (token->kind != TOKEN_PARAM)
			continue;
		n++;
		member = member_find(function->params, token->text);
		if (member != NULL)
			text_format(out, "\t{ \"%s\", %s, %s },\n", member->name,
				kind_names[member->kind], member->nullable ? "true" : "false");
		else
			text_format(out, "\t{ \"%s\", %s, false },\n", token->text,
				strcmp(token->text, "now") == 0 ? "STMT_TIME" : "STMT_ID");
	}
	return n;
}

static void body_emit(struct text *out, const struct function *function)
{
	struct text values = { 0 };

	text_add(out, "\n");
	prototype_emit(out, function);
	text_add(out, "\n{\n");
	for (const struct token *token = function->tokens; token->kind != TOKEN_END; token++)
		if (token->kind == TOKEN_PARAM)
			value_emit(&values, function, token->text);
	if (values.size > 0)
		text_format(out, "\tconst union stmt_value values[] = {\n%s\t};\n\n", values.bytes);
	text_format(out, "\treturn stmt_%s(s->db, s->arena, &stmt_%s, %s, ",
		function->row != NULL ? "rows" : "write", function->name,
		values.size > 0 ? "values" : "NULL");
	if (function->result == STMT_ONE)
		text_format(out, "%s_out", function->row_name);
	else if (function->result == STMT_MANY)
		text_add(out, "first_out");
	else if (function->result == STMT_DONE)
		text_add(out, "NULL");
	else
		text_add(out, function->result == STMT_MADE ? "id_out" : "affected_out");
	text_add(out, ");\n}\n");
}

static void value_emit(struct text *out, const struct function *function, const char *name)
{
	static const char *const members[] = {
		"number",
		"number",
		"number",
		"text",
		"blob",
		"hash",
		"number",
		"real",
		"text",
		"ids",
	};
	const struct member *member = member_find(function->params, name);
	const char *field;

	if (member == NULL) {
		text_format(out, "\t\t{ .number = %s },\n",
			strcmp(name, "now") == 0 ? "s->now" : "scope_tenant(s)");
		return;
	}
	field = members[member->kind];
	if (member->nullable && member->kind == STMT_INT)
		field = "int_or_null";
	else if (member->nullable && member->kind == STMT_BOOL)
		field = "bool_or_null";
	else if (member->nullable && member->kind == STMT_REAL)
		field = "real_or_null";
	text_format(out, "\t\t{ .%s = %s },\n", field, name);
}

static void prototype_emit(struct text *out, const struct function *function)
{
	text_format(out, "enum err sql_%s(struct scope *s", function->name);
	for (const struct member *member = function->params; member != NULL; member = member->next)
		text_format(out, ", %s%s", param_type(member), member->name);
	if (function->result == STMT_ONE)
		text_format(out, ", struct %s **%s_out", function->row_name, function->row_name);
	else if (function->result == STMT_MANY)
		text_format(out, ", struct %s **first_out", function->row_name);
	else if (function->result == STMT_MADE)
		text_add(out, ", int64_t *id_out");
	else if (function->result == STMT_AFFECTED)
		text_add(out, ", int64_t *affected_out");
	text_add(out, ")");
}

static void comment_emit(struct text *out, const char *comment)
{
	if (comment == NULL)
		return;
	text_add(out, "/* ");
	for (const char *c = comment; *c != '\0'; c++) {
		if (*c == '\n')
			text_add(out, "\n * ");
		else if (c[0] == '*' && c[1] == '/')
			text_add(out, "* ");
		else
			text_add_bytes(out, c, 1);
	}
	text_add(out, " */\n");
}

static const char *param_type(const struct member *member)
{
	switch (member->kind) {
	case STMT_ID:
	case STMT_TIME:
		return "int64_t ";
	case STMT_INT:
		return member->nullable ? "const int64_t *" : "int64_t ";
	case STMT_BOOL:
		return member->nullable ? "const bool *" : "bool ";
	case STMT_REAL:
		return member->nullable ? "const double *" : "double ";
	case STMT_TEXT:
	case STMT_JSON:
		return "const char *";
	case STMT_BLOB:
		return "struct bytes ";
	case STMT_HASH:
		return "const struct hash *";
	case STMT_IDS:
		break;
	}
	return "const struct ids *";
}

/* As a parameter's, but that a row holds the hash itself. */
static const char *member_type(const struct member *member)
{
	if (member->kind == STMT_HASH && !member->nullable)
		return "struct hash ";
	return param_type(member);
}

static bool writes(const struct statement *statement)
{
	if (statement->verb != VERB_SELECT)
		return true;
	for (const struct select *branch = statement->query->branches; branch != NULL;
		branch = branch->next)
		if (branch->locks)
			return true;
	return statement->query->locks;
}

static void text_write(const char *dir, const char *noun, const char *end, const struct text *text)
{
	file_write(keep_format("%s/sql/%s.%s", dir, noun, end), text->bytes, text->size);
}
