/* sharing.h - with which organizations a ticket is shared. The reporter shares it with their own, the team with any of the desk. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/organization.h"

struct desk;
struct scope;
struct ticket;

/* What somebody said about sharing when a ticket was raised; not said: as the desk's `share_new` is. */
struct sharing_choice {
	bool said;
	const char **ids; /* of the reporter's organizations; none: private */
	size_t n;
};
enum err sharing_begin(struct scope *s, const struct desk *desk, int64_t ticket_id,
	int64_t reporter_id, const struct sharing_choice *choice) MUST_USE;

/* May the caller change it? */
bool sharing_may(const struct scope *s, const struct ticket *ticket);
enum err sharing_list(
	struct scope *s, const struct ticket *ticket, struct organization **first_out) MUST_USE;
/* With which others the caller may share it. */
enum err sharing_offers(
	struct scope *s, const struct ticket *ticket, struct organization **first_out) MUST_USE;
/* E_DENIED: not the caller's to say; E_INVALID blames organizationId. */
enum err sharing_add(
	struct scope *s, const struct ticket *ticket, int64_t organization_id) MUST_USE;
enum err sharing_remove(
	struct scope *s, const struct ticket *ticket, int64_t organization_id) MUST_USE;
/* Those that a new ticket of the caller's can be shared with, and whether it is without a word. */
enum err sharing_choices(
	struct scope *s, const struct desk *desk, struct organization **first_out) MUST_USE;
bool sharing_is_default(const struct desk *desk, const struct organization *organizations);
