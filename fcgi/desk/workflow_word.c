/* workflow_word.c - see workflow_word.h. */
#include "desk/workflow_word.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/priority.h"
#include "desk/ticket.h"
#include "desk/ticket_edit.h"
#include "sql/workflow.h"

enum { RESOLUTION_LENGTH_MAX = 60 };

/* One name and, of what is set, its value, out of a list. */
struct said {
	char *name, *value;
};

static bool is_team(const struct scope *s, const struct ticket *ticket)
{
	return caller_is_team(s, ticket->answering);
}

static bool is_assignee(const struct scope *s, const struct ticket *ticket)
{
	return ticket->assignee_id == scope_person(s);
}

static bool is_customer(const struct scope *s, const struct ticket *ticket)
{
	return ticket_is_reporter(s, ticket) || ticket->taking_part;
}

static enum err has_assignee(struct scope *s, const struct ticket *ticket, bool *has_out)
{
	(void)s;
	*has_out = ticket->assignee_id != 0;
	return OK;
}

static enum err has_accepted(struct scope *s, const struct ticket *ticket, bool *has_out)
{
	struct found *found;

	TRY(sql_quote_newest_is(s, ticket->id, "accepted", &found));
	*has_out = found->yes;
	return OK;
}

static enum err has_no_pending(struct scope *s, const struct ticket *ticket, bool *has_out)
{
	struct found *found;

	TRY(sql_quote_newest_is(s, ticket->id, "pending", &found));
	*has_out = !found->yes;
	return OK;
}

static enum err has_answer(struct scope *s, const struct ticket *ticket, bool *has_out)
{
	struct found *found;

	TRY(sql_ticket_answered(s, ticket->id, &found));
	*has_out = found->yes;
	return OK;
}

static const char *resolution_fault(const char *value)
{
	return text_length(value) <= RESOLUTION_LENGTH_MAX
		? NULL
		: "A resolution has at most 60 characters.";
}

static const char *assignee_fault(const char *value)
{
	return str_in_list("me nobody", value) ? NULL : "An assignee is me or nobody.";
}

/* "me" is who runs it, if they answer here: else it stays with whom it is. */
static enum err set_assignee(struct scope *s, struct ticket *ticket, const char *value)
{
	if (str_equal(value, "nobody"))
		return ticket_assign(s, ticket, "");
	return ticket->answering ? ticket_assign(s, ticket, s->caller->account_id) : OK;
}

static const char *priority_fault(const char *value)
{
	return priority_from_name(value) ? NULL
					 : "A priority is Highest, High, Medium, Low or Lowest.";
}

static const struct word {
	const char *name;
	enum word_kind kind;
	bool (*is)(const struct scope *s, const struct ticket *ticket);
	enum err (*has)(struct scope *s, const struct ticket *ticket, bool *has_out);
	const char *lacks;
	const char *(*fault)(const char *value);
	enum err (*set)(struct scope *s, struct ticket *ticket, const char *value);
} words[] = {
	{ "team", WORD_WHO, .is = is_team },
	{ "assignee", WORD_WHO, .is = is_assignee },
	{ "reporter", WORD_WHO, .is = ticket_is_reporter },
	{ "customer", WORD_WHO, .is = is_customer },
	{ .name = "comment", .kind = WORD_NEED }, /* who runs it says one */
	{ "assignee", WORD_NEED, .has = has_assignee, .lacks = "Somebody must be assigned first." },
	{ "answer", WORD_NEED, .has = has_answer,
		.lacks = "The customer has not had an answer yet." },
	{ "accepted-quote", WORD_NEED, .has = has_accepted,
		.lacks = "The newest quote must be accepted first." },
	{ "no-pending-quote", WORD_NEED, .has = has_no_pending,
		.lacks = "A quote waits for its answer." },
	{ "resolution", WORD_SET, .fault = resolution_fault },
	{ "assignee", WORD_SET, .fault = assignee_fault, .set = set_assignee },
	{ "priority", WORD_SET, .fault = priority_fault, .set = ticket_prioritise },
	{ .name = "reply", .kind = WORD_EVENT },
	{ .name = "quote", .kind = WORD_EVENT },
	{ .name = "approved", .kind = WORD_EVENT },
	{ .name = "declined", .kind = WORD_EVENT },
	{ .name = "then", .kind = WORD_EVENT },
	{ .name = "reopen", .kind = WORD_EVENT },
	{ .name = "withdraw", .kind = WORD_EVENT },
};
enum { WORDS = sizeof(words) / sizeof(words[0]) };

static const struct word *find(enum word_kind kind, const char *name)
{
	for (size_t i = 0; i < WORDS; i++)
		if (words[i].kind == kind && str_equal(words[i].name, name))
			return &words[i];
	return NULL;
}

/* The text up to a space, or in quotation marks; those and backslashes are written with a backslash before them. */
static char *text_next(struct arena *arena, const char **at)
{
	struct str text = str_make(arena);
	bool quoted = **at == '"';

	for (*at += quoted; **at && **at != (quoted ? '"' : ' '); ++*at) {
		if (quoted && **at == '\\' && (*at)[1])
			++*at;
		str_add_char(&text, **at);
	}
	*at += **at == '"';
	return text.text;
}

static bool next(struct arena *arena, const char **at, struct said *said_out)
{
	size_t size;

	*at += strspn(*at, " ");
	size = strcspn(*at, " =");
	if (size == 0)
		return false;
	said_out->name = arena_strndup(arena, *at, size);
	said_out->value = NULL;
	*at += size;
	if (**at == '=') {
		++*at;
		said_out->value = text_next(arena, at);
	}
	return true;
}

bool word_is_known(enum word_kind kind, const char *name)
{
	return find(kind, name) != NULL;
}

const char *word_names(struct arena *arena, enum word_kind kind)
{
	struct str names = str_make(arena);
	const char *last = NULL;

	for (size_t i = 0; i < WORDS; i++) {
		if (words[i].kind != kind)
			continue;
		if (last)
			str_format(&names, "%s%s", names.size ? ", " : "", last);
		last = words[i].name;
	}
	str_format(&names, " or %s", last);
	return names.text;
}

const char *word_value_fault(const char *name, const char *value)
{
	const struct word *word = find(WORD_SET, name);

	assert(word != NULL);
	return *value ? word->fault(value) : "It is set to nothing.";
}

const char *word_value(struct arena *arena, const char *sets, const char *name)
{
	struct said said;

	while (next(arena, &sets, &said))
		if (str_equal(said.name, name))
			return said.value;
	return NULL;
}

const char *word_quoted(struct arena *arena, const char *text)
{
	struct str quoted = str_make(arena);

	if (*text && !strpbrk(text, " \t\"\\#="))
		return text;
	str_add_char(&quoted, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			str_add_char(&quoted, '\\');
		str_add_char(&quoted, *text);
	}
	str_add_char(&quoted, '"');
	return quoted.text;
}

bool word_is_caller(const struct scope *s, const struct ticket *ticket, const char *who)
{
	struct said said;

	while (next(s->arena, &who, &said)) {
		const struct word *word = find(WORD_WHO, said.name);

		if (word && word->is(s, ticket))
			return true;
	}
	return false;
}

enum err word_lack(
	struct scope *s, const struct ticket *ticket, const char *needs, const char **lacks_out)
{
	struct said said;
	bool has;

	*lacks_out = NULL;
	while (!*lacks_out && next(s->arena, &needs, &said)) {
		const struct word *word = find(WORD_NEED, said.name);

		if (!word || !word->has)
			continue;
		TRY(word->has(s, ticket, &has));
		if (!has)
			*lacks_out = word->lacks;
	}
	return OK;
}

enum err word_set(struct scope *s, struct ticket *ticket, const char *sets)
{
	struct said said;

	while (next(s->arena, &sets, &said)) {
		const struct word *word = find(WORD_SET, said.name);

		if (word && word->set && said.value && *said.value)
			TRY(word->set(s, ticket, said.value));
	}
	return OK;
}
