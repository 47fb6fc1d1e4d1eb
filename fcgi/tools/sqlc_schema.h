/* sqlc_schema.h - the tables that the migrations make, one after the other, as far as queries
 * must know them. */
#pragma once
#include "tools/sqlc_text.h"

struct column {
	const char *name;
	const char *type; /* first word, upper case */
	long type_size;   /* of BINARY(32), VARCHAR(200), DATETIME(3); 0: none said */
	bool nullable;
	bool has_default; /* an INSERT may leave it out */
	struct column *next;
};
/* A primary or a unique key. */
struct key {
	const char *name;    /* PRIMARY, or as written; NULL: unnamed */
	const char *columns; /* parted by spaces */
	struct key *next;
};
struct table {
	const char *name;
	struct column *columns;
	struct key *keys;
	/* tenant_id; id for the table `tenant` itself; NULL: its rows belong to no tenant */
	const char *tenant_column;
	struct table *next;
};

struct schema {
	struct table *tables;
};

/* Reads every *.sql below dir in the order of their names. */
struct schema *schema_read(const char *dir);
struct table *schema_table(const struct schema *schema, const char *name);
struct column *table_column(const struct table *table, const char *name);
