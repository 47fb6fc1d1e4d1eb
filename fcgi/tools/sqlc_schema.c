/* sqlc_schema.c - reads CREATE TABLE, ALTER TABLE, DROP TABLE, RENAME TABLE and CREATE INDEX.
 * Statements that change rows are passed over; whatever else could make or change a table
 * (views, triggers, LIKE) is refused. */
#include "tools/sqlc_schema.h"
#include "tools/sqlc_lex.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASSED_OVER "INSERT UPDATE DELETE REPLACE SET ANALYZE OPTIMIZE SELECT"
#define KEY_WORDS "PRIMARY UNIQUE KEY INDEX CONSTRAINT FOREIGN FULLTEXT SPATIAL CHECK"

struct reader {
	struct schema *schema;
	const struct token *at;
};

static int is_sql(const struct dirent *entry);
static void file_parse(struct schema *schema, const char *path);
static void statement_parse(struct reader *reader);
static void create_parse(struct reader *reader);
static void create_table(struct reader *reader);
static void create_index(struct reader *reader);
static void table_drop(struct reader *reader);
static void table_rename(struct reader *reader);
static void alter_table(struct reader *reader);
static void alter_parse(struct reader *reader, struct table *table);
static void alter_add(struct reader *reader, struct table *table);
static void alter_drop(struct reader *reader, struct table *table);
static void item_parse(struct reader *reader, struct table *table);
static void key_parse(struct reader *reader, struct table *table);
static void key_add(struct table *table, const char *name, const char *columns);
static const char *key_columns(struct reader *reader);
static void column_parse(struct reader *reader, struct table *table);
static void column_attributes(struct reader *reader, struct table *table, struct column *column);
static void column_add(struct table *table, struct column *column);
static void column_drop(struct table *table, const char *name);
static void tenant_column_find(struct table *table);
static struct table *table_named(struct reader *reader);
static const char *name_read(struct reader *reader);
static bool is_word(const struct reader *reader, const char *word);
static bool is_symbol(const struct reader *reader, const char *symbol);
static bool word_take(struct reader *reader, const char *word);
static bool symbol_take(struct reader *reader, const char *symbol);
static void word_need(struct reader *reader, const char *word);
static void symbol_need(struct reader *reader, const char *symbol);
static void token_pass(struct reader *reader);
static void item_pass(struct reader *reader);

struct schema *schema_read(const char *dir)
{
	struct schema *schema = keep_new(struct schema);
	struct dirent **entries;
	int n = scandir(dir, &entries, is_sql, alphasort);

	if (n < 0) {
		perror(dir);
		exit(1);
	}
	for (int i = 0; i < n; i++)
		file_parse(schema, keep_format("%s/%s", dir, entries[i]->d_name));
	return schema;
}

struct table *schema_table(const struct schema *schema, const char *name)
{
	for (struct table *table = schema->tables; table != NULL; table = table->next)
		if (word_equal(table->name, name))
			return table;
	return NULL;
}

struct column *table_column(const struct table *table, const char *name)
{
	for (struct column *column = table->columns; column != NULL; column = column->next)
		if (word_equal(column->name, name))
			return column;
	return NULL;
}

static int is_sql(const struct dirent *entry)
{
	size_t size = strlen(entry->d_name);

	return size > 4 && strcmp(entry->d_name + size - 4, ".sql") == 0;
}

static void file_parse(struct schema *schema, const char *path)
{
	const char *text = file_read(path);
	int line = 1;

	while (*text != '\0') {
		struct reader reader = { schema, lex_statement(&text, path, &line) };

		statement_parse(&reader);
		if (reader.at->kind != TOKEN_END)
			refuse_at(reader.at->place, "%s is not understood in a migration",
				reader.at->text);
	}
	for (struct table *table = schema->tables; table != NULL; table = table->next)
		tenant_column_find(table);
}

static void statement_parse(struct reader *reader)
{
	if (reader->at->kind == TOKEN_END)
		return;
	if (word_take(reader, "CREATE"))
		create_parse(reader);
	else if (word_take(reader, "ALTER"))
		alter_table(reader);
	else if (word_take(reader, "DROP"))
		table_drop(reader);
	else if (word_take(reader, "RENAME"))
		table_rename(reader);
	else if (reader->at->kind == TOKEN_WORD && word_in(PASSED_OVER, reader->at->text))
		while (reader->at->kind != TOKEN_END)
			reader->at++;
}

static void create_parse(struct reader *reader)
{
	if (word_take(reader, "TABLE"))
		create_table(reader);
	else if (is_word(reader, "UNIQUE") || is_word(reader, "INDEX") ||
		is_word(reader, "FULLTEXT"))
		create_index(reader);
	else
		refuse_at(reader->at->place, "CREATE %s is not understood", reader->at->text);
}

static void create_table(struct reader *reader)
{
	struct table *table = keep_new(struct table), **end = &reader->schema->tables;

	if (word_take(reader, "IF")) {
		word_need(reader, "NOT");
		word_need(reader, "EXISTS");
	}
	table->name = name_read(reader);
	if (schema_table(reader->schema, table->name) != NULL)
		refuse_at(reader->at->place, "the table %s is there already", table->name);
	symbol_need(reader, "(");
	do
		item_parse(reader, table);
	while (symbol_take(reader, ","));
	symbol_need(reader, ")");
	while (reader->at->kind !=
		TOKEN_END) { /* ENGINE=..., COMMENT=...; but no AS SELECT, no LIKE */
		if (is_word(reader, "SELECT") || is_word(reader, "AS") || is_word(reader, "LIKE"))
			refuse_at(reader->at->place,
				"CREATE TABLE from another one is not understood");
		token_pass(reader);
	}
	while (*end != NULL)
		end = &(*end)->next;
	*end = table;
}

static void create_index(struct reader *reader)
{
	bool unique = word_take(reader, "UNIQUE");
	struct table *table;
	const char *name;

	word_take(reader, "FULLTEXT");
	word_need(reader, "INDEX");
	name = name_read(reader);
	word_need(reader, "ON");
	table = table_named(reader);
	if (unique)
		key_add(table, name, key_columns(reader));
	while (reader->at->kind != TOKEN_END)
		token_pass(reader);
}

static void table_drop(struct reader *reader)
{
	struct table **link;

	word_need(reader, "TABLE");
	if (word_take(reader, "IF"))
		word_need(reader, "EXISTS");
	do {
		const char *name = name_read(reader);

		link = &reader->schema->tables;
		while (*link != NULL && !word_equal((*link)->name, name))
			link = &(*link)->next;
		if (*link != NULL)
			*link = (*link)->next;
	} while (symbol_take(reader, ","));
}

static void table_rename(struct reader *reader)
{
	struct table *table;

	word_need(reader, "TABLE");
	do {
		table = table_named(reader);
		word_need(reader, "TO");
		table->name = name_read(reader);
	} while (symbol_take(reader, ","));
}

static void alter_table(struct reader *reader)
{
	struct table *table;

	word_need(reader, "TABLE");
	table = table_named(reader);
	do
		alter_parse(reader, table);
	while (symbol_take(reader, ","));
}

static void alter_parse(struct reader *reader, struct table *table)
{
	const char *name;

	if (word_take(reader, "ADD")) {
		alter_add(reader, table);
	} else if (word_take(reader, "DROP")) {
		alter_drop(reader, table);
	} else if (word_take(reader, "MODIFY")) {
		word_take(reader, "COLUMN");
		column_drop(table, reader->at->text);
		column_parse(reader, table);
	} else if (word_take(reader, "CHANGE")) {
		word_take(reader, "COLUMN");
		column_drop(table, name_read(reader));
		column_parse(reader, table);
	} else if (word_take(reader, "RENAME")) {
		struct column *column;

		word_need(reader, "COLUMN");
		name = name_read(reader);
		column = table_column(table, name);
		if (column == NULL)
			refuse_at(reader->at->place, "%s has no column %s", table->name, name);
		word_need(reader, "TO");
		column->name = name_read(reader);
	} else if (is_word(reader, "AUTO_INCREMENT") || is_word(reader, "ENGINE") ||
		is_word(reader, "COMMENT")) {
		item_pass(reader);
	} else {
		refuse_at(reader->at->place, "ALTER TABLE ... %s is not understood",
			reader->at->text != NULL ? reader->at->text : "");
	}
}

static void alter_add(struct reader *reader, struct table *table)
{
	if (!word_take(reader, "COLUMN")) {
		item_parse(reader, table);
		return;
	}
	column_parse(reader, table);
}

static void alter_drop(struct reader *reader, struct table *table)
{
	const char *name = "PRIMARY";

	if (word_take(reader, "PRIMARY")) {
		word_need(reader, "KEY");
	} else if (word_take(reader, "KEY") || word_take(reader, "INDEX") ||
		word_take(reader, "CONSTRAINT") || word_take(reader, "CHECK")) {
		name = name_read(reader);
	} else if (word_take(reader, "FOREIGN")) {
		item_pass(reader);
		return;
	} else {
		word_take(reader, "COLUMN");
		column_drop(table, name_read(reader));
		return;
	}
	for (struct key **link = &table->keys; *link != NULL; link = &(*link)->next)
		if ((*link)->name != NULL && word_equal((*link)->name, name)) {
			*link = (*link)->next;
			return;
		}
}

/* One column or one key between the commas of CREATE TABLE. */
static void item_parse(struct reader *reader, struct table *table)
{
	if (reader->at->kind == TOKEN_WORD && word_in(KEY_WORDS, reader->at->text))
		key_parse(reader, table);
	else
		column_parse(reader, table);
}

static void key_parse(struct reader *reader, struct table *table)
{
	const char *name = NULL;

	if (word_take(reader, "CONSTRAINT") && !is_word(reader, "UNIQUE") &&
		!is_word(reader, "PRIMARY"))
		name = name_read(reader);
	if (word_take(reader, "PRIMARY")) {
		word_need(reader, "KEY");
		key_add(table, "PRIMARY", key_columns(reader));
	} else if (word_take(reader, "UNIQUE")) {
		if (!word_take(reader, "KEY"))
			word_take(reader, "INDEX");
		if (!is_symbol(reader, "("))
			name = name_read(reader);
		key_add(table, name, key_columns(reader));
	}
	item_pass(reader);
}

static void key_add(struct table *table, const char *name, const char *columns)
{
	struct key *key = keep_new(struct key);

	key->name = name;
	key->columns = columns;
	key->next = table->keys;
	table->keys = key;
}

static const char *key_columns(struct reader *reader)
{
	struct text columns = { 0 };

	symbol_need(reader, "(");
	while (!is_symbol(reader, ")")) {
		text_format(&columns, "%s%s", columns.size > 0 ? " " : "", name_read(reader));
		while (!is_symbol(reader, ",") && !is_symbol(reader, ")"))
			token_pass(reader);
		symbol_take(reader, ",");
	}
	reader->at++;
	return columns.bytes;
}

static void column_parse(struct reader *reader, struct table *table)
{
	struct column *column = keep_new(struct column);
	char *type;

	column->name = name_read(reader);
	column->nullable = true;
	type = keep_format("%s", name_read(reader));
	for (size_t i = 0; type[i] != '\0'; i++)
		type[i] = (char)(type[i] >= 'a' && type[i] <= 'z' ? type[i] - 'a' + 'A' : type[i]);
	column->type = type;
	if (is_symbol(reader, "(") && reader->at[1].kind == TOKEN_NUMBER)
		column->type_size = strtol(reader->at[1].text, NULL, 10);
	column_attributes(reader, table, column);
	column_add(table, column);
}

static void column_attributes(struct reader *reader, struct table *table, struct column *column)
{
	while (reader->at->kind != TOKEN_END && !is_symbol(reader, ",") &&
		!is_symbol(reader, ")")) {
		if (word_take(reader, "NOT")) {
			word_need(reader, "NULL");
			column->nullable = false;
		} else if (word_take(reader, "PRIMARY")) {
			column->nullable = false;
			key_add(table, "PRIMARY", column->name);
		} else if (word_take(reader, "UNIQUE")) {
			key_add(table, column->name, column->name);
		} else if (is_word(reader, "DEFAULT") || is_word(reader, "AUTO_INCREMENT") ||
			is_word(reader, "AS")) {
			column->has_default = true;
			reader->at++;
			if (!is_symbol(reader, ",") && !is_symbol(reader, ")") &&
				reader->at->kind != TOKEN_END && !is_word(reader, "PRIMARY") &&
				!is_word(reader, "UNIQUE") && !is_word(reader, "NOT"))
				token_pass(reader);
		} else {
			token_pass(reader);
		}
	}
}

static void column_add(struct table *table, struct column *column)
{
	struct column **end = &table->columns;

	column_drop(table, column->name);
	while (*end != NULL)
		end = &(*end)->next;
	*end = column;
}

static void column_drop(struct table *table, const char *name)
{
	for (struct column **link = &table->columns; *link != NULL; link = &(*link)->next)
		if (word_equal((*link)->name, name)) {
			*link = (*link)->next;
			return;
		}
}

/* The row of a tenant is the tenant's own: the table `tenant` is tied by its id. */
static void tenant_column_find(struct table *table)
{
	table->tenant_column = NULL;
	if (table_column(table, "tenant_id") != NULL)
		table->tenant_column = "tenant_id";
	else if (word_equal(table->name, "tenant"))
		table->tenant_column = "id";
}

static struct table *table_named(struct reader *reader)
{
	struct place place = reader->at->place;
	const char *name = name_read(reader);
	struct table *table = schema_table(reader->schema, name);

	if (table == NULL)
		refuse_at(place, "there is no table %s", name);
	return table;
}

static const char *name_read(struct reader *reader)
{
	if (reader->at->kind != TOKEN_WORD && reader->at->kind != TOKEN_NAME)
		refuse_at(reader->at->place, "a name is missing here");
	return reader->at++->text;
}

static bool is_word(const struct reader *reader, const char *word)
{
	return reader->at->kind == TOKEN_WORD && word_equal(reader->at->text, word);
}

static bool is_symbol(const struct reader *reader, const char *symbol)
{
	return reader->at->kind == TOKEN_SYMBOL && strcmp(reader->at->text, symbol) == 0;
}

static bool word_take(struct reader *reader, const char *word)
{
	if (!is_word(reader, word))
		return false;
	reader->at++;
	return true;
}

static bool symbol_take(struct reader *reader, const char *symbol)
{
	if (!is_symbol(reader, symbol))
		return false;
	reader->at++;
	return true;
}

static void word_need(struct reader *reader, const char *word)
{
	if (!word_take(reader, word))
		refuse_at(reader->at->place, "%s is missing here", word);
}

static void symbol_need(struct reader *reader, const char *symbol)
{
	if (!symbol_take(reader, symbol))
		refuse_at(reader->at->place, "%s is missing here", symbol);
}

/* One token, or all of a parenthesis. */
static void token_pass(struct reader *reader)
{
	int depth = 0;

	do {
		if (reader->at->kind == TOKEN_END)
			refuse_at(reader->at->place, "a parenthesis without end");
		depth += is_symbol(reader, "(") - is_symbol(reader, ")");
		reader->at++;
	} while (depth > 0);
}

static void item_pass(struct reader *reader)
{
	while (reader->at->kind != TOKEN_END && !is_symbol(reader, ",") && !is_symbol(reader, ")"))
		token_pass(reader);
}
