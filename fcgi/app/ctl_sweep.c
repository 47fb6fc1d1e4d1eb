/* ctl_sweep.c - lodgectl sweep: what lodge-jobs does by itself, now; and what the last sweeps found. */
#include "app/ctl.h"

#include "base/clock.h"
#include "base/str.h"
#include "desk/sweep.h"
#include "sql/sweep.h"

enum { REPORTS_SHOWN = 20 };

static void print_object(const char *what, const char *name);

enum err ctl_sweep(struct ctl *ctl, char **words)
{
	bool dry = false;
	struct sweep sweep = { .look = true, .tell = print_object };
	const char *said;
	enum err e;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--dry-run", .given = &dry, .optional = true },
			{ 0 },
		}));
	sweep.dry = dry;
	e = sweep_run(&ctl->scope, &sweep, &said);
	printf("%s %s%s\n", err_name(e), dry ? "(dry run) " : "", said);
	return e == OK ? OK
		       : refuse(&ctl->scope, e, "not all of it worked; the lines above say why");
}

enum err ctl_sweep_report(struct ctl *ctl, char **words)
{
	struct sweep_line *line;

	TRY(ctl_read(ctl, words, (const struct ctl_word[]){ { 0 } }));
	TRY(sql_report_list(&ctl->scope, REPORTS_SHOWN, &line));
	for (; line; line = line->next)
		printf("%s %6lld ms  %-5s %-10s %s\n",
			clock_iso8601(ctl->arena, line->began_at, NULL),
			(long long)(line->ended_at - line->began_at),
			line->whole ? "whole" : "round", line->outcome, line->said);
	return OK;
}

/* Others may have called their objects what would move the cursor of a terminal. */
static void print_object(const char *what, const char *name)
{
	printf("%-20s ", what);
	for (; *name != '\0'; name++)
		putchar((unsigned char)*name < ' ' || *name == '\x7f' ? '?' : *name);
	putchar('\n');
}
