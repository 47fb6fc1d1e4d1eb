/* sharing.c - see sharing.h. */
#include "desk/sharing.h"

#include "base/arena.h"
#include "base/str.h"
#include "db/stmt.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/desk.h"
#include "desk/ticket.h"

/* Customers of such a desk share nothing themselves. */
static bool is_closed(const struct scope *s, const char *sharing, bool answering)
{
	return str_equal(sharing, "nobody") && !caller_is_team(s, answering);
}

static enum err share_as_usual(
	struct scope *s, const struct desk *desk, int64_t ticket_id, int64_t reporter_id)
{
	int64_t shared;

	if (str_equal(desk->share_new, "single"))
		return sql_ticket_share(s, ticket_id, reporter_id, &shared);
	if (str_equal(desk->share_new, "all"))
		return sql_organization_share_all(s, ticket_id, reporter_id, &shared);
	return OK;
}

enum err sharing_begin(struct scope *s, const struct desk *desk, int64_t ticket_id,
	int64_t reporter_id, const struct sharing_choice *choice)
{
	int64_t *wanted = arena_alloc(s->arena, (choice->n + 1) * sizeof(*wanted)), shared;
	struct ids ids = { wanted, 0 };

	if (!choice->said)
		return share_as_usual(s, desk, ticket_id, reporter_id);
	for (size_t i = 0; i < choice->n; i++) {
		long long id;

		if (str_to_int(choice->ids[i], 1, INT64_MAX, &id) != OK)
			id = 0;
		for (size_t at = 0; at < ids.n && id; at++)
			if (wanted[at] == id)
				id = -1;
		if (id >= 0)
			wanted[ids.n++] = id;
	}
	if (ids.n == 0)
		return OK;
	if (is_closed(s, desk->sharing, desk->answering))
		return refuse_field(s, "organizationIds",
			"On this desk only the team shares requests with organizations.");
	TRY(sql_organization_share_chosen(s, ticket_id, reporter_id, &ids, &shared));
	return shared == (int64_t)ids.n
		? OK
		: refuse_field(s, "organizationIds",
			  "A request can be shared only with organizations of its reporter.");
}

bool sharing_may(const struct scope *s, const struct ticket *ticket)
{
	if (caller_is_team(s, ticket->answering))
		return ticket_may(s, ticket, PARTICIPANT_EDIT);
	return s->caller && ticket->reporter_id == s->caller->person_id &&
		!is_closed(s, ticket->sharing, ticket->answering);
}

enum err sharing_list(struct scope *s, const struct ticket *ticket, struct organization **first_out)
{
	return sql_organization_of_ticket(s, ticket->id, first_out);
}

static enum err offers(struct scope *s, const struct ticket *ticket, int64_t organization_id,
	struct organization **first_out)
{
	*first_out = NULL;
	if (!sharing_may(s, ticket))
		return OK;
	if (caller_is_team(s, ticket->answering))
		return sql_organization_of_desk(s, ticket->desk_id, ticket->id, ticket->reporter_id,
			organization_id, first_out);
	return sql_organization_of_person(s, scope_person(s), ticket->id, first_out);
}

enum err sharing_offers(
	struct scope *s, const struct ticket *ticket, struct organization **first_out)
{
	return offers(s, ticket, 0, first_out);
}

static struct organization *with_id(struct organization *organizations, int64_t id)
{
	while (organizations && organizations->id != id)
		organizations = organizations->next;
	return organizations;
}

/* The ticket's organizations while nobody else changes them. */
static enum err lock(
	struct scope *s, const struct ticket *ticket, struct organization **organizations_out)
{
	if (!sharing_may(s, ticket))
		return refuse(s, E_DENIED,
			"Only the reporter and the team say with which organizations it is shared.");
	TRY(ticket_hold(s, ticket));
	return sql_organization_of_ticket(s, ticket->id, organizations_out);
}

static enum err changed(struct scope *s, const struct ticket *ticket,
	const struct organization *organization, bool shared)
{
	TRY(ticket_touch(s, ticket, true));
	return activity_add(s, ticket,
		&(struct activity_new){ shared ? ACTIVITY_SHARED : ACTIVITY_UNSHARED,
			.public = true, .subject_id = organization->id,
			.before = shared ? NULL : organization->name,
			.after = shared ? organization->name : NULL });
}

enum err sharing_add(struct scope *s, const struct ticket *ticket, int64_t organization_id)
{
	struct organization *there, *organization;

	TRY(lock(s, ticket, &there));
	if (with_id(there, organization_id))
		return OK;
	TRY(offers(s, ticket, organization_id, &organization));
	organization = with_id(organization, organization_id);
	if (!organization)
		return refuse_field(s, "organizationId",
			"It cannot be shared with an organization of this id.");
	TRY(sql_organization_share(s, ticket->id, organization_id));
	return changed(s, ticket, organization, true);
}

enum err sharing_remove(struct scope *s, const struct ticket *ticket, int64_t organization_id)
{
	struct organization *organization;
	int64_t removed;

	TRY(lock(s, ticket, &organization));
	organization = with_id(organization, organization_id);
	if (!organization)
		return refuse_field(
			s, "organizationId", "It is not shared with an organization of this id.");
	TRY(sql_organization_unshare(s, ticket->id, organization_id, &removed));
	return changed(s, ticket, organization, false);
}

enum err sharing_choices(struct scope *s, const struct desk *desk, struct organization **first_out)
{
	*first_out = NULL;
	if (is_closed(s, desk->sharing, desk->answering))
		return OK;
	return sql_organization_of_person(s, scope_person(s), 0, first_out);
}

bool sharing_is_default(const struct desk *desk, const struct organization *organizations)
{
	return str_equal(desk->share_new, "all") ||
		(str_equal(desk->share_new, "single") && organizations && !organizations->next);
}
