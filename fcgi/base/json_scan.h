/* json_scan.h - is a text from outside exactly one JSON value by RFC 8259 and within our limits? */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* cJSON, which reads it afterwards, is lenient: it takes control characters, bad UTF-8, "01" and cut numbers. */
bool json_scan(const char *text, size_t size);
