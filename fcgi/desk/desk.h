/* desk.h - service desks, and who may use them. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "id/policy.h"
#include "sql/desk.h"

struct scope;

/* By its id or its project key. E_MISSING: none, or none the caller may see; E_DENIED: seen, but not for this action. */
enum err desk_find(struct scope *s, const char *id_or_key, enum action action,
	struct desk **desk_out) MUST_USE;
/* The desks that the caller may use, in the tenant's order. */
enum err desk_list(struct scope *s, int64_t limit, int64_t start, struct desk **first_out) MUST_USE;
/* Their request types that stand in a group; of one desk unless desk_id is 0. `search` may be "". */
enum err desk_type_list_all(struct scope *s, int64_t desk_id, const char *search, int64_t limit,
	int64_t start, struct request_type **first_out) MUST_USE;
/* The types of one desk, in a group unless group_id is 0, with those in no group if `hidden`. */
struct type_filter {
	int64_t group_id;
	const char *search;
	bool hidden;
};
enum err desk_type_list(struct scope *s, const struct desk *desk, const struct type_filter *filter,
	int64_t limit, int64_t start, struct request_type **first_out) MUST_USE;
/* The types once for each group they stand in, with its group_id. */
enum err desk_types_by_group(
	struct scope *s, const struct desk *desk, struct request_type **first_out) MUST_USE;
enum err desk_group_list(struct scope *s, const struct desk *desk, int64_t limit, int64_t start,
	struct type_group **first_out) MUST_USE;
/* The desk and the type of a ticket that was found. */
enum err desk_of_ticket(struct scope *s, int64_t desk_id, int64_t type_id, struct desk **desk_out,
	struct request_type **type_out) MUST_USE;
/* A request type of the desk by its id; E_MISSING. */
enum err desk_type_find(struct scope *s, const struct desk *desk, const char *type_id,
	struct request_type **type_out) MUST_USE;
