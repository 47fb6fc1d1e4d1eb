/* sqlc_emit.h - the C that comes of it: NOUN.h and NOUN.c for each file, and all.h, all.c that
 * name every statement. */
#pragma once
#include "tools/sqlc_query.h"

void file_emit(const char *dir, const struct query_file *file);
void all_emit(const char *dir, const struct query_file *files);
