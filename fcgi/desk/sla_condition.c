/* sla_condition.c - the table of words, and what a moment does. */
#include "desk/sla_condition.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"

enum sla_test { HAPPENED, ENTERED, LEFT, STATUS_IS, AWAITS, NOBODYS };

struct sla_word {
	const char *text;
	enum sla_test test;
	unsigned happened;
	const char *because;
	bool is_state; /* it pauses; the others start and stop */
	bool takes_name;
};

/* Longer ones first where one begins like another. */
static const struct sla_word words[] = {
	{ "created", HAPPENED, SLA_CREATED, "created", false, false },
	{ "status entered", ENTERED, SLA_MOVED, "status", false, true },
	{ "status left", LEFT, SLA_MOVED, "status", false, true },
	{ "resolved", HAPPENED, SLA_RESOLVED, "resolved", false, false },
	{ "reopened", HAPPENED, SLA_REOPENED, "reopened", false, false },
	{ "comment by customer", HAPPENED, SLA_CUSTOMER_COMMENT, "customer-comment", false, false },
	{ "comment for customers", HAPPENED, SLA_TEAM_COMMENT, "team-comment", false, false },
	{ "assignee set", HAPPENED, SLA_ASSIGNED, "assignee", false, false },
	{ "assignee cleared", HAPPENED, SLA_UNASSIGNED, "assignee", false, false },
	{ "assignee changed", HAPPENED, SLA_REASSIGNED, "assignee", false, false },
	{ "priority changed", HAPPENED, SLA_PRIORITY, "priority", false, false },
	{ "status is", STATUS_IS, 0, "status", true, true },
	{ "awaiting customer", AWAITS, 0, "awaiting", true, false },
	{ "unassigned", NOBODYS, 0, "unassigned", true, false },
};

#define WORDS_N (sizeof(words) / sizeof(words[0]))

/* The name after the word, NULL if the text does not begin with the word. */
static const char *rest_after(const struct sla_word *word, const char *text)
{
	size_t size = strlen(word->text);

	if (!str_starts(text, word->text))
		return NULL;
	if (word->takes_name)
		return text[size] == ' ' && text[size + 1] ? text + size + 1 : NULL;
	return text[size] == '\0' ? text + size : NULL;
}

static struct sla_condition *condition_of(struct arena *arena, enum sla_slot slot, const char *text)
{
	for (size_t i = 0; i < WORDS_N; i++) {
		const char *name = rest_after(&words[i], text);
		struct sla_condition *condition;

		if (!name || words[i].is_state != (slot == SLA_PAUSE))
			continue;
		condition = arena_new(arena, struct sla_condition);
		condition->word = &words[i];
		condition->name = words[i].takes_name ? name : NULL;
		return condition;
	}
	return NULL;
}

enum err sla_condition_read(struct arena *arena, enum sla_slot slot, const char *text,
	struct sla_condition **first_out, const char **wrong_out)
{
	struct sla_condition **last = first_out;

	*first_out = NULL;
	while (*text) {
		size_t size = strcspn(text, ";");
		const char *one = text_trim(arena, arena_strndup(arena, text, size));

		text += size + (text[size] == ';');
		if (!*one)
			continue;
		*last = condition_of(arena, slot, one);
		if (!*last) {
			*wrong_out = one;
			return E_INVALID;
		}
		last = &(*last)->next;
	}
	return OK;
}

const char *sla_condition_words(struct arena *arena, enum sla_slot slot)
{
	struct str said = str_make(arena);

	for (size_t i = 0; i < WORDS_N; i++)
		if (words[i].is_state == (slot == SLA_PAUSE))
			str_format(&said, "%s%s%s", said.size ? ", " : "", words[i].text,
				words[i].takes_name ? " NAME" : "");
	return said.text;
}

static bool holds(const struct sla_condition *condition, const struct sla_moment *moment)
{
	const struct sla_word *word = condition->word;

	switch (word->test) {
	case HAPPENED:
		return (moment->happened & word->happened) != 0;
	case ENTERED:
		return (moment->happened & SLA_MOVED) && str_equal(moment->after, condition->name);
	case LEFT:
		return (moment->happened & SLA_MOVED) && str_equal(moment->before, condition->name);
	case STATUS_IS:
		return str_equal(moment->status, condition->name);
	case AWAITS:
		return moment->awaits_customer;
	case NOBODYS:
		return !moment->assigned;
	}
	return false;
}

static const char *because(
	const struct sla_rules *rules, enum sla_slot slot, const struct sla_moment *moment)
{
	const struct sla_condition *condition = rules->conditions[slot];

	while (condition && !holds(condition, moment))
		condition = condition->next;
	return condition ? condition->word->because : NULL;
}

/* What ended a pause is what happened then. */
static const char *resumed_by(const struct sla_moment *moment)
{
	if (moment->happened & SLA_MOVED)
		return "status";
	return moment->happened & SLA_REASSIGNED ? "assignee" : "edited";
}

struct sla_turn sla_turn(
	const struct sla_rules *rules, const struct sla_moment *moment, bool running, bool paused)
{
	const bool ended = moment->happened & SLA_ENDED;
	const char *stop = ended ? "merged" : because(rules, SLA_STOP, moment);
	const char *pause = because(rules, SLA_PAUSE, moment);
	const char *start = because(rules, SLA_START, moment);

	if (stop)
		return (struct sla_turn){ running ? SLA_STOPS : SLA_GOES_ON, stop, NULL };
	if (!running)
		return (struct sla_turn){ start ? SLA_STARTS : SLA_GOES_ON, start, pause };
	if (pause && !paused)
		return (struct sla_turn){ SLA_PAUSES, pause, NULL };
	if (!pause && paused)
		return (struct sla_turn){ SLA_RESUMES, resumed_by(moment), NULL };
	return (struct sla_turn){ SLA_GOES_ON, NULL, NULL };
}
