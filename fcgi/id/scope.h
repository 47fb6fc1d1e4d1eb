/* scope.h - on whose behalf something is done: one tenant, one caller, one instant, one arena, one connection.
 * Every statement and every domain function takes it; `:tenant` and `:now` come from here and nowhere else. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "base/refusal.h"
#include "id/policy.h"

struct arena;
struct db;
struct tenant;
struct caller;

struct scope {
	struct arena *arena;
	struct db *db;
	int64_t now;                 /* ms since 1970 UTC: the same instant for the whole request */
	const struct tenant *tenant; /* NULL until the host is known */
	const struct caller *caller; /* NULL: signed out */
	const char *address;         /* the caller's network address */
	const char *user_agent;
	const char
		*door; /* by which changes come in: "command", "mail"; NULL: as the caller does */
	struct refusal refusal;
};

/* The tenant's id; asserts that it is known. */
int64_t scope_tenant(const struct scope *s);
/* The caller's person id; asserts that somebody is signed in. */
int64_t scope_person(const struct scope *s);

/* E_BUSY: MariaDB is not there. */
enum err scope_ready(struct scope *s) MUST_USE;

/* Says why in words for the person and gives e: return refuse(s, E_CONFLICT, "This comment was sent already."); */
#define refuse(s, e, ...) refusal_say(&(s)->refusal, (e), __VA_ARGS__)
/* The same about one field of the input; E_INVALID. Called for each wrong field, then returned once. */
#define refuse_field(s, field, ...) refusal_field(&(s)->refusal, (field), __VA_ARGS__)
