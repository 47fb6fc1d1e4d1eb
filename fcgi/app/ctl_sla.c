/* ctl_sla.c - lodgectl calendar and sla: working hours and clocks, brought in and out as texts, holidays as iCalendar files. What goes
 * on is counted again after each change, ticket by ticket; who is interrupted in that repeats it by `sla recount`. */
#include "app/ctl.h"

#include "base/arena.h"
#include "base/str.h"
#include "base/zone.h"
#include "id/step.h"
#include "desk/ical.h"
#include "desk/sla.h"
#include "desk/sla_book.h"
#include "sql/calendar.h"
#include "sql/operate.h"
#include "sql/sla_book.h"
#include "sql/tenant.h"

struct change {
	struct sla_book book;
	struct ical ical;
	int64_t desk_id, calendar_id;
	bool shown;
};

static enum err recount(struct ctl *ctl, int64_t desk_id);
static enum err import_holidays(
	struct ctl *ctl, const char *calendar, const char *file, const struct str *text);
static enum err import_book(struct ctl *ctl, int64_t desk_id, const char *file,
	const struct str *text, bool calendars_only);
static enum err keep_book(struct scope *s, void *context);
static enum err keep_holidays(struct scope *s, void *context);
static enum err show(struct scope *s, void *context);
static enum err blame(struct ctl *ctl, const char *file, const struct change *change, enum err e);

enum err ctl_calendar_list(struct ctl *ctl, char **words)
{
	const char *tenant = NULL;
	struct calendar_head *head;

	TRY(ctl_read(
		ctl, words, (const struct ctl_word[]){ { "--tenant", .value = &tenant }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	TRY(sql_calendar_list(&ctl->scope, &head));
	for (; head != NULL; head = head->next)
		printf("%-6lld %-24s %s\n", (long long)head->id, head->time_zone, head->name);
	return OK;
}

enum err ctl_calendar_show(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *name = NULL;
	struct sla_book book = { 0 };
	enum err e;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){ { "--tenant", .value = &tenant },
			{ "--calendar", .value = &name }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	e = sla_book_calendar(&ctl->scope, name, &book.calendars);
	if (e == E_MISSING)
		return refuse(&ctl->scope, e, "%s has no calendar \"%s\"", tenant, name);
	TRY(e);
	fputs(sla_text_write(ctl->arena, &book), stdout);
	return OK;
}

enum err ctl_calendar_add(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *name = NULL, *zone = NULL, *hours = NULL, *fault;
	struct book_calendar calendar = { .calendar = { 0 } };
	struct change change = { .book = { .calendars = &calendar } };
	struct calendar_head *head;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--calendar", .value = &name },
			{ "--zone", .value = &zone },
			{ "--hours", .value = &hours },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_line(ctl, "--calendar", name, 100));
	if (!zone_is_known(zone))
		return refuse(&ctl->scope, E_INVALID, "there is no time zone \"%s\"", zone);
	calendar.calendar.name = name;
	calendar.calendar.time_zone = zone;
	fault = sla_text_hours(ctl->arena, hours, &calendar.calendar);
	if (fault != NULL)
		return refuse(&ctl->scope, E_INVALID, "%s", fault);
	if (sql_calendar_find_by_name(&ctl->scope, name, &head) == OK)
		return refuse(&ctl->scope, E_CONFLICT, "%s has this calendar already", tenant);
	TRY(step_run(&ctl->scope, keep_book, &change));
	printf("calendar \"%s\" is there\n", name);
	return OK;
}

enum err ctl_calendar_import(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *calendar = NULL, *file = NULL;
	struct str text;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--calendar", .value = &calendar, .optional = true },
			{ "FILE", .value = &file },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_file(ctl, file, ICAL_SIZE_MAX, &text));
	if (str_starts(text.text, "BEGIN:VCALENDAR") || str_ends(file, ".ics"))
		return import_holidays(ctl, calendar, file, &text);
	return import_book(ctl, 0, file, &text, true);
}

enum err ctl_sla_export(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *desk = NULL;
	struct sla_book book;
	int64_t desk_id;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant }, { "--desk", .value = &desk }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_desk(ctl, desk, &desk_id));
	TRY(sla_book_load(&ctl->scope, desk_id, &book));
	fputs(sla_text_write(ctl->arena, &book), stdout);
	return OK;
}

enum err ctl_sla_import(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *desk = NULL, *file = NULL;
	struct str text;
	int64_t desk_id;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--desk", .value = &desk },
			{ "FILE", .value = &file },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_desk(ctl, desk, &desk_id));
	TRY(ctl_file(ctl, file, BOOK_SIZE_MAX, &text));
	return import_book(ctl, desk_id, file, &text, false);
}

enum err ctl_sla_recount(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *desk = NULL;
	int64_t desk_id;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant }, { "--desk", .value = &desk }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_desk(ctl, desk, &desk_id));
	return recount(ctl, desk_id);
}

enum err ctl_desk_clocks(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *desk = NULL, *shown = NULL;
	struct change change = { .calendar_id = 0 };

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--desk", .value = &desk },
			{ "--shown", .value = &shown },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_desk(ctl, desk, &change.desk_id));
	if (!str_in_list("yes no", shown))
		return refuse(&ctl->scope, E_INVALID, "--shown is yes or no");
	change.shown = str_equal(shown, "yes");
	TRY(step_run(&ctl->scope, show, &change));
	printf("customers of desk %s %s its clocks\n", desk, change.shown ? "see" : "do not see");
	return OK;
}

/* Of one desk, or of all for 0. */
static enum err recount(struct ctl *ctl, int64_t desk_id)
{
	struct sla_recounted all = { 0 }, one;
	struct desk_line *desk;

	TRY(sql_desk_list_all(&ctl->scope, &desk));
	for (; desk != NULL; desk = desk->next) {
		if (desk_id != 0 && desk->id != desk_id)
			continue;
		TRY(sla_recount_desk(&ctl->scope, desk->id, false, &one));
		all.seen += one.seen;
		all.changed += one.changed;
	}
	printf("tickets looked at %lld, changed %lld\n", (long long)all.seen,
		(long long)all.changed);
	return OK;
}

static enum err import_holidays(
	struct ctl *ctl, const char *calendar, const char *file, const struct str *text)
{
	struct change change = { .calendar_id = 0 };
	struct calendar_head *head;
	enum err e;

	if (calendar == NULL)
		return refuse(&ctl->scope, E_INVALID,
			"holidays go into a calendar: --calendar NAME says which");
	e = sql_calendar_find_by_name(&ctl->scope, calendar, &head);
	if (e == E_MISSING)
		return refuse(&ctl->scope, e, "%s has no calendar \"%s\"", ctl->scope.tenant->slug,
			calendar);
	TRY(e);
	change.calendar_id = head->id;
	if (ical_read(ctl->arena, text->text, text->size, &change.ical) != OK)
		return refuse(&ctl->scope, E_INVALID, "%s: %s", file, change.ical.fault);
	TRY(step_run(&ctl->scope, keep_holidays, &change));
	printf("\"%s\" has %d days of %s", calendar, change.ical.days_n, file);
	if (change.ical.passed_over > 0)
		printf("; %d events were passed over, as they are no whole days or come back in another way than every year%s%s",
			change.ical.passed_over, change.ical.example ? ": " : "",
			change.ical.example ? change.ical.example : "");
	putchar('\n');
	return recount(ctl, 0);
}

static enum err import_book(struct ctl *ctl, int64_t desk_id, const char *file,
	const struct str *text, bool calendars_only)
{
	struct change change = { .desk_id = desk_id };
	enum err e;

	e = sla_text_read(ctl->arena, text->text, text->size, &change.book);
	if (e == OK && calendars_only && change.book.clocks)
		return refuse(&ctl->scope, E_INVALID,
			"%s: line %d: clocks belong to a desk: lodgectl sla import", file,
			change.book.clocks->line);
	if (e == OK)
		e = step_run(&ctl->scope, keep_book, &change);
	if (e != OK)
		return blame(ctl, file, &change, e);
	printf("%s is taken over\n", file);
	/* Another desk's clocks may go by the same calendars. */
	return recount(ctl, change.book.calendars ? 0 : desk_id);
}

static enum err keep_book(struct scope *s, void *context)
{
	struct change *change = context;

	return sla_book_keep(s, change->desk_id, &change->book);
}

static enum err keep_holidays(struct scope *s, void *context)
{
	const struct change *change = context;

	return sla_book_holidays(s, change->calendar_id, change->ical.days);
}

static enum err show(struct scope *s, void *context)
{
	const struct change *change = context;

	return sql_sla_show(s, change->desk_id, change->shown, &(int64_t){ 0 });
}

static enum err blame(struct ctl *ctl, const char *file, const struct change *change, enum err e)
{
	if (e != E_INVALID || change->book.fault == NULL)
		return e;
	return refuse(&ctl->scope, e, "%s: line %d: %s", file, change->book.fault_line,
		change->book.fault);
}
