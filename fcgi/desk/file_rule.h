/* file_rule.h - which files may come in: their names, types and sizes, by the operator's, the desk's and the field's
 * rules, and the tenant's quota. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct desk;
struct field;
struct scope;
struct ticket;

enum { FILENAME_LENGTH_MAX = 255 };

/* Refuses, blaming `field`: no name, one that is too long, a path, one with controls, with what cannot be seen or with what turns the
 * direction of writing ("photo<U+202E>gpj.exe" shows as a .jpg). */
enum err file_name_check(struct scope *s, const char *field, const char *name) MUST_USE;

struct file_rule {
	const char
		*types; /* by spaces, a star for all of a kind, as in a desk's row; "": anything */
	int64_t size_max; /* bytes, never 0 */
};
/* The operator's and the desk's, and the scanner's where the desk takes no file that was not scanned. */
struct file_rule file_rule_of_desk(const struct desk *desk);
/* The same, of the ticket's desk. */
struct file_rule file_rule_of_ticket(const struct ticket *ticket);
/* A field's own, and the desk's where it says nothing. */
struct file_rule file_rule_of_field(const struct field *field);
bool file_type_fits(const char *types, const char *type);
/* E_INVALID: no bytes, blaming `field`; E_TOO_LARGE; E_UNSUPPORTED. type NULL: not known yet. */
enum err file_rule_check(struct scope *s, const struct file_rule *rule, const char *field,
	const char *filename, const char *type, int64_t size) MUST_USE;

/* Counts bytes against the tenant's quota, in the open transaction, which has to be rolled back when there is no room: E_TOO_LARGE. */
enum err file_quota_take(struct scope *s, int64_t size) MUST_USE;
/* Gives them back. */
enum err file_quota_give(struct scope *s, int64_t size) MUST_USE;
/* Would so many more fit? Asked before the bytes come; file_quota_take is what counts. */
enum err file_quota_check(struct scope *s, int64_t size) MUST_USE;
