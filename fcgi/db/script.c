/* script.c - knows quotes and comments, and no more of SQL: DELIMITER and compound statements
 * are not in our files. */
#include "db/script.h"
#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"

enum { NAME_MAX_SIZE = 64 };

static enum err piece_take(struct script *script, struct str *statement);
static size_t comment_size(const char *at);
static size_t quote_size(const char *at);
static enum err value_put(struct script *script, struct str *statement);
static void pass(struct script *script, size_t size);

enum err script_next(
	struct arena *arena, struct script *script, const char **statement_out, int *line_out)
{
	struct str statement = str_make(arena);

	*statement_out = NULL;
	while (*script->at != '\0') {
		if (statement.size == 0)
			*line_out = script->line;
		if (*script->at == ';') {
			pass(script, 1);
			if (statement.size > 0)
				break;
			continue;
		}
		TRY(piece_take(script, &statement));
	}
	while (statement.size > 0 && isspace((unsigned char)statement.text[statement.size - 1]))
		statement.text[--statement.size] = '\0';
	if (statement.size > 0)
		*statement_out = statement.text;
	return OK;
}

static enum err piece_take(struct script *script, struct str *statement)
{
	const char *at = script->at;
	size_t size = comment_size(at);

	if (size > 0) { /* a comment parts words, as white space does */
		pass(script, size);
		if (statement->size > 0)
			str_add_char(statement, ' ');
		return OK;
	}
	if (at[0] == '/' && at[1] == '*')
		return fail(E_INVALID, "line %d: a comment without end", script->line);
	if (at[0] == '$' && at[1] == '{')
		return value_put(script, statement);
	if (*at == '\'' || *at == '"' || *at == '`') {
		size = quote_size(at);
		if (size == 0)
			return fail(E_INVALID, "line %d: a quote without end", script->line);
	} else {
		size = 1;
	}
	if (statement->size > 0 || !isspace((unsigned char)*at))
		str_add_bytes(statement, at, size);
	pass(script, size);
	return OK;
}

/* 0: there is none here, or it does not end. */
static size_t comment_size(const char *at)
{
	const char *end;

	if (*at == '#' ||
		(at[0] == '-' && at[1] == '-' && (at[2] == '\0' || isspace((unsigned char)at[2]))))
		return strcspn(at, "\n");
	if (at[0] != '/' || at[1] != '*')
		return 0;
	end = strstr(at + 2, "*/");
	return end != NULL ? (size_t)(end + 2 - at) : 0;
}

/* With both quotes; 0: it does not end. */
static size_t quote_size(const char *at)
{
	char quote = *at;

	for (size_t i = 1; at[i] != '\0'; i++) {
		bool escapes = at[i] == '\\' && quote != '`' && at[i + 1] != '\0';

		if (escapes || (at[i] == quote && at[i + 1] == quote))
			i++;
		else if (at[i] == quote)
			return i + 1;
	}
	return 0;
}

static enum err value_put(struct script *script, struct str *statement)
{
	const char *start = script->at + 2;
	size_t size = strspn(start, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
	char name[NAME_MAX_SIZE];
	const char *value;

	if (size == 0 || size >= sizeof name || start[size] != '}')
		return fail(E_INVALID, "line %d: ${NAME} is not understood", script->line);
	memcpy(name, start, size);
	name[size] = '\0';
	value = script->value != NULL ? script->value(script->values, name) : NULL;
	if (value == NULL)
		return fail(E_INVALID, "line %d: there is no value for ${%s}", script->line, name);
	str_add(statement, value);
	pass(script, size + 3);
	return OK;
}

static void pass(struct script *script, size_t size)
{
	for (size_t i = 0; i < size; i++)
		script->line += script->at[i] == '\n';
	script->at += size;
}
