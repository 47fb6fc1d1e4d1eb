/* markdown.h - Markdown as md4c reads it, within limits: what those who write it as HTML and as text share. */
#pragma once
#include <md4c.h>
#include <stdbool.h>
#include <stddef.h>

/* Beyond this many blocks and spans inside one another nobody goes on. */
enum { MARKDOWN_DEPTH_MAX = 40 };

/* Calls the functions of the parser, whose flags are set here. False: it is too large, or one of them stopped it, by less than 0 (more
 * than 0 does not, whatever md4c's header says). */
bool markdown_read(const char *markdown, MD_PARSER *parser, void *render);
/* How much may be written of so much Markdown. A table of n columns and m rows costs n * m, however short its text: so what is written
 * is measured by its text, or a few short comments would cost more than a request may take. */
size_t markdown_room(size_t markdown_size);
