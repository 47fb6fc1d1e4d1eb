/* slas.c - see slas.h. What customers read of a reason is never the team's name of anything. */
#include "api/slas.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/str.h"
#include "id/scope.h"
#include "desk/calendar.h"
#include "desk/sla.h"
#include "desk/ticket.h"
#include "api/shape.h"

static struct json *duration_json(struct rq *rq, int64_t ms)
{
	struct json *duration = json_object();

	json_put(duration, "millis", ms);
	json_put(duration, "friendly", clock_duration(rq->arena, ms));
	return duration;
}

static void date_put(struct rq *rq, struct json *object, const char *name, int64_t at)
{
	if (at)
		json_put(object, name, date_json(rq, at));
}

static void durations_put(struct rq *rq, struct json *object, const char *const names[3],
	const struct sla_clock *clock)
{
	const int64_t goal = clock->cycle->goal_ms;

	json_put(object, names[0], duration_json(rq, goal));
	json_put(object, names[1], duration_json(rq, clock->face.elapsed));
	json_put(object, names[2], duration_json(rq, goal - clock->face.elapsed));
}

/* --- as JSM has it ------------------------------------------------------------------------------------------ */

static struct json *cycle_json(struct rq *rq, const struct sla_clock *clock)
{
	static const char *const names[] = { "goalDuration", "elapsedTime", "remainingTime" };
	struct json *cycle = json_object();

	date_put(rq, cycle, "startTime", clock->cycle->started_at);
	date_put(rq, cycle, "stopTime", clock->cycle->stopped_at);
	date_put(rq, cycle, "breachTime", clock->face.breach_at);
	json_put(cycle, "breached", clock->face.breached);
	if (!clock->cycle->stopped_at) {
		json_put(cycle, "paused", clock->face.paused);
		json_put(cycle, "withinCalendarHours",
			calendar_is_open(clock->calendar, rq->scope->now));
	}
	durations_put(rq, cycle, names, clock);
	return cycle;
}

static struct json *sla_json(
	struct rq *rq, const struct ticket *ticket, const struct sla_clock *clock)
{
	const int64_t metric = clock->cycle->metric_id;
	struct json *sla = json_object(), *links = json_object(), *completed = json_array();

	json_put_id(sla, "id", metric);
	json_put(sla, "name", clock->cycle->name);
	json_put(sla, "slaDisplayFormat", "NEW_SLA_FORMAT");
	json_put(sla, "completedCycles", completed);
	for (; clock && clock->cycle->metric_id == metric; clock = clock->next)
		if (clock->cycle->stopped_at)
			json_add(completed, cycle_json(rq, clock));
		else
			json_put(sla, "ongoingCycle", cycle_json(rq, clock));
	json_put(links, "self",
		link_to(rq, DESK_API "/request/%lld/sla/%lld", (long long)ticket->id,
			(long long)metric));
	json_put(sla, "_links", links);
	return sla;
}

static const struct sla_clock *next_metric(const struct sla_clock *clock)
{
	const int64_t metric = clock->cycle->metric_id;

	while (clock && clock->cycle->metric_id == metric)
		clock = clock->next;
	return clock;
}

enum err sla_page(struct rq *rq, const struct ticket *ticket, struct page *page)
{
	struct sla_clock *first;
	int64_t skipped = 0;

	TRY(sla_clocks(rq->scope, ticket, 0, &first));
	for (const struct sla_clock *clock = first; clock; clock = next_metric(clock)) {
		if (skipped++ < page->offset)
			continue;
		if (!page_fits(page))
			break;
		json_add(page->values, sla_json(rq, ticket, clock));
	}
	return OK;
}

enum err api_sla_list(struct rq *rq)
{
	struct ticket *ticket;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), SLA_SEE, &ticket));
	TRY(sla_page(rq, ticket, &page));
	return rq_ok(rq, page_json(rq, &page));
}

enum err api_sla_get(struct rq *rq)
{
	struct ticket *ticket;
	struct sla_clock *clock;
	int64_t id;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), SLA_SEE, &ticket));
	TRY(rq_named_id(rq, "slaMetricId", &id));
	TRY(sla_clocks(rq->scope, ticket, id, &clock));
	return clock ? rq_ok(rq, sla_json(rq, ticket, clock)) : E_MISSING;
}

/* --- with the reasons --------------------------------------------------------------------------------------- */

/* Who works on a ticket is the team's affair. */
static const char *because_of(const struct sla_event *event, bool team)
{
	if (!team &&
		(str_equal(event->because, "unassigned") || str_equal(event->because, "assignee")))
		return "team";
	return event->because;
}

static void texts_put(struct json *why, const struct sla_event *event, bool team)
{
	const char *before = team ? event->before_text : event->customer_before;
	const char *after = team ? event->after_text : event->customer_after;

	/* Two statuses with one name for customers are one to them. */
	if (!team && str_equal(before, after))
		before = NULL;
	json_put(why, "before", before);
	json_put(why, "after", after);
}

static struct json *why_json(struct rq *rq, const struct sla_event *event, bool team)
{
	struct json *why = json_object();

	json_put(why, "date", date_json(rq, event->at));
	json_put(why, "kind", event->kind);
	json_put(why, "because", because_of(event, team));
	texts_put(why, event, team);
	if (!str_equal(event->kind, "target"))
		return why;
	if (event->goal_before)
		json_put(why, "goalBefore", duration_json(rq, event->goal_before));
	if (event->goal_after)
		json_put(why, "goalAfter", duration_json(rq, event->goal_after));
	json_put(why, "calendarBefore", event->calendar_before);
	json_put(why, "calendarAfter", event->calendar_after);
	return why;
}

static struct json *whys_json(struct rq *rq, const struct sla_clock *clock, bool team)
{
	struct json *whys = json_array();

	for (const struct sla_event *event = clock->events; event; event = event->next)
		if (event->cycle_id == clock->cycle->id)
			json_add(whys, why_json(rq, event, team));
	return whys;
}

static void hours_put(struct rq *rq, struct json *object, const struct sla_clock *clock)
{
	const int64_t turns = calendar_turns(clock->calendar, rq->scope->now);

	json_put(object, "withinCalendarHours", calendar_is_open(clock->calendar, rq->scope->now));
	if (turns != CALENDAR_NEVER)
		date_put(rq, object, "hoursTurnDate", turns);
}

/* Without one every hour counts. */
static struct json *calendar_json(const struct calendar *calendar)
{
	struct json *json;

	if (!calendar)
		return NULL;
	json = json_object();
	json_put(json, "name", calendar->name);
	json_put(json, "timeZone", calendar->time_zone);
	return json;
}

static struct json *clock_json(struct rq *rq, const struct sla_clock *clock, bool team)
{
	static const char *const names[] = { "goal", "elapsed", "remaining" };
	const struct sla_cycle *cycle = clock->cycle;
	struct json *json = json_object();

	json_put_id(json, "id", cycle->id);
	json_put_id(json, "metricId", cycle->metric_id);
	json_put(json, "name", cycle->name);
	json_put(json, "state",
		cycle->stopped_at            ? "stopped"
			: clock->face.paused ? "paused"
					     : "running");
	json_put(json, "breached", clock->face.breached);
	durations_put(rq, json, names, clock);
	date_put(rq, json, "startDate", cycle->started_at);
	date_put(rq, json, "stopDate", cycle->stopped_at);
	date_put(rq, json, "breachDate", clock->face.breach_at);
	if (!cycle->stopped_at)
		hours_put(rq, json, clock);
	json_put(json, "calendar", calendar_json(clock->calendar));
	json_put(json, "why", whys_json(rq, clock, team));
	return json;
}

static enum err may_see(struct scope *s, const struct ticket *ticket, bool *team_out, bool *may_out)
{
	*team_out = *may_out = ticket_may(s, ticket, SLA_SEE);
	return *may_out ? OK : sla_shown(s, ticket->desk_id, may_out);
}

static enum err clocks_json(
	struct rq *rq, const struct ticket *ticket, bool team, struct json **list_out)
{
	struct sla_clock *first;

	*list_out = json_array();
	TRY(sla_clocks(rq->scope, ticket, 0, &first));
	for (const struct sla_clock *clock = first; clock; clock = clock->next)
		json_add(*list_out, clock_json(rq, clock, team));
	return OK;
}

enum err clocks_put(struct rq *rq, const struct ticket *ticket, struct json *object)
{
	struct json *list;
	bool team, may;

	TRY(may_see(rq->scope, ticket, &team, &may));
	if (!may)
		return OK;
	TRY(clocks_json(rq, ticket, team, &list));
	json_put(object, "clocks", list);
	return OK;
}

enum err api_clock_list(struct rq *rq)
{
	struct json *answer = json_object(), *list;
	struct ticket *ticket;
	bool team, may;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(may_see(rq->scope, ticket, &team, &may));
	if (!may)
		return refuse(rq->scope, E_DENIED, "This desk does not show its clocks.");
	TRY(clocks_json(rq, ticket, team, &list));
	json_put(answer, "values", list);
	return rq_ok(rq, answer);
}
