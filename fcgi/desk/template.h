/* template.h - answers that a desk writes often. {customer}, {agent} and {key} stand for what is true of the ticket at hand. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/template.h"

struct desk;
struct scope;
struct ticket;

enum { TEMPLATES_MAX = 100, TEMPLATE_NAME_LENGTH_MAX = 100, TEMPLATE_LENGTH_MAX = 10000 };

enum err template_list(
	struct scope *s, const struct desk *desk, struct template **first_out) MUST_USE;
/* E_MISSING: the desk has none with this id. */
enum err template_find(struct scope *s, const struct desk *desk, int64_t id,
	struct template **template_out) MUST_USE;
/* Saves a new one (id 0) or changes one. E_INVALID: the name is taken; E_CONFLICT: the desk has TEMPLATES_MAX. */
enum err template_save(
	struct scope *s, const struct desk *desk, struct template *template) MUST_USE;
enum err template_remove(
	struct scope *s, const struct desk *desk, const struct template *template) MUST_USE;
/* The body with what it stands for; what is put in is looked at once, so a name cannot bring in more. */
const char *template_text(
	struct scope *s, const struct template *template, const struct ticket *ticket);
