/* backlog.c - see backlog.h. */
#include "desk/backlog.h"

#include "base/str.h"
#include "id/scope.h"
#include "sql/backlog.h"

static void add_head(struct str *str, const char *name, const char *help)
{
	str_format(str, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void add_count(struct str *str, const char *name, const char *help, int64_t n)
{
	add_head(str, name, help);
	str_format(str, "%s %lld\n", name, (long long)n);
}

static void add_lane(struct str *str, const char *name, const struct backlog_lane *lane, int64_t n)
{
	str_format(str, "%s{lane=\"%s\"} %lld\n", name, lane->lane, (long long)n);
}

static void add_lanes(struct str *str, const struct backlog_lane *lanes, int64_t now)
{
	add_head(str, "lodge_jobs", "Jobs there are, of whatever time.");
	for (const struct backlog_lane *lane = lanes; lane; lane = lane->next)
		add_lane(str, "lodge_jobs", lane, lane->n);
	add_head(str, "lodge_jobs_due", "Jobs that could be done now.");
	for (const struct backlog_lane *lane = lanes; lane; lane = lane->next)
		add_lane(str, "lodge_jobs_due", lane, lane->due);
	add_head(str, "lodge_jobs_gave_up", "Jobs that wait for an operator.");
	for (const struct backlog_lane *lane = lanes; lane; lane = lane->next)
		add_lane(str, "lodge_jobs_gave_up", lane, lane->gave_up);
	add_head(str, "lodge_jobs_late_seconds", "For how long the oldest job has been due.");
	for (const struct backlog_lane *lane = lanes; lane; lane = lane->next)
		add_lane(str, "lodge_jobs_late_seconds", lane,
			lane->since ? (now - lane->since) / 1000 : 0);
}

enum err backlog_text(struct scope *s, const char **text_out)
{
	struct str str = str_make(s->arena);
	struct backlog_lane *lanes;
	struct backlog_count *held, *failed;

	TRY(sql_backlog_lanes(s, &lanes));
	TRY(sql_backlog_held(s, &held));
	TRY(sql_backlog_failed(s, &failed));
	add_lanes(&str, lanes, s->now);
	add_count(&str, "lodge_mails_held", "Mails that wait for an agent.", held->n);
	add_count(&str, "lodge_letters_failed",
		"Letters that could not be sent, and were given up.", failed->n);
	*text_out = str.text;
	return OK;
}
