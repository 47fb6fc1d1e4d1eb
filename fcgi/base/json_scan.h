/* json_scan.h - is a text from outside exactly one JSON value by RFC 8259 and within our limits? */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* cJSON, which reads it afterwards, is lenient: it takes control characters, bad UTF-8, "01" and cut numbers. */
bool json_scan(const char *text, size_t size);

/* Of a text that json_scan refuses: the name of the member whose text holds what is not allowed there; *size_out is 0 when
 * the flaw is another one. The name is as written, escapes and all. */
const char *json_scan_blame(const char *text, size_t size, size_t *size_out);
