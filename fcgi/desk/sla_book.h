/* sla_book.h - calendars and clocks between the database and their text (sla_text.h). Who changes them counts again afterwards:
 * sla_recount_desk. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "desk/sla_text.h"

struct scope;

/* The calendar of this name; E_MISSING. */
enum err sla_book_calendar(
	struct scope *s, const char *name, struct book_calendar **calendar_out) MUST_USE;
/* All calendars of the tenant and the clocks of the desk; without a desk (0) calendars only. */
enum err sla_book_load(struct scope *s, int64_t desk_id, struct sla_book *book_out) MUST_USE;
/* In the open transaction: calendars and clocks are as the book says. Those of the tenant that it does not name stay; clocks of the
 * desk that it does not name are not used any more. E_INVALID with the line when a name means nothing. */
enum err sla_book_keep(struct scope *s, int64_t desk_id, struct sla_book *book) MUST_USE;
/* Adds holidays to a calendar; a day that is there already gets the name. */
enum err sla_book_holidays(
	struct scope *s, int64_t calendar_id, const struct ical_day *days) MUST_USE;
