/* charset.h - bytes of a mail as clean UTF-8, whatever they are said to be. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct str;

/* Loads what converts every charset that is known here: later no file may be opened. Again: does nothing. */
void charset_open(void);

/* `label` is what the mail calls them, NULL if it does not say. Bytes that are UTF-8 beyond ASCII are UTF-8, whatever they are called;
 * names mean what they mean to browsers (the WHATWG's Encoding Standard: iso-8859-1 is windows-1252); what is none of the charset
 * becomes U+FFFD. Line ends become LF; other controls and the byte order mark are left out. */
char *charset_text(struct arena *arena, const void *bytes, size_t size, const char *label);
/* UTF-8 from elsewhere, made clean in the same way. */
void charset_clean(struct str *out, const char *text, size_t size);
/* May odd bytes of a header be in it, if the text is? Not in one of two or four bytes to a character. */
bool charset_suits_header(const char *label);

/* "iso-2022-jp" as the bytes of CP932, which has the characters of NEC and IBM that Outlook puts there (JIS X 0208 row 13: circled
 * digits, units) and of which no converter of glibc knows in this dress. */
void charset_jis(struct str *out, const uint8_t *bytes, size_t size);
