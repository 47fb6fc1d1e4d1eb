/* workflow_text.c - see workflow_text.h. A line is words; the first says what it is, the others are looked up in tables. */
#include "desk/workflow_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"
#include "base/utf8.h"
#include "desk/workflow_word.h"

enum {
	WORDS_MAX = 60, /* of a line */
	WORKFLOW_LENGTH_MAX = 100,
	NAME_LENGTH_MAX = 60,
	LIST_LENGTH_MAX = 100,
	SETS_LENGTH_MAX = 200,
	FAULT_SIZE_MAX = 1000,
	REOPEN_MAX_S = 3650 * 86400,
};

/* One of a line; of name=value both. In quotation marks it is never a word of the language. */
struct token {
	const char *text, *value;
	bool quoted;
};

struct reader {
	struct arena *arena;
	struct flow *flow;
	struct flow_fault *fault;
	int line;
	struct token tokens[WORDS_MAX + 1]; /* up to one without text */
	const struct token *at;
	int from;        /* the status that moves stand below; FLOW_ANY; NOWHERE */
	const char **to; /* the names of goals: they may stand further down */
	bool *to_quoted;
};
enum { NOWHERE = -2 };

static const struct {
	const char *said, *category;
} categories[] = { { "new", "NEW" }, { "active", "INDETERMINATE" }, { "done", "DONE" } };
enum { CATEGORIES = sizeof(categories) / sizeof(categories[0]) };

static const struct {
	const char *one, *many;
	int64_t s;
} spans[] = { { "day", "days", 86400 }, { "hour", "hours", 3600 }, { "minute", "minutes", 60 },
	{ "second", "seconds", 1 } };
enum { SPANS = sizeof(spans) / sizeof(spans[0]) };

/* Without the part of a character that was cut off. */
static char *whole(struct arena *arena, const char *said)
{
	const char *at = said, *end = said + strlen(said);
	uint32_t point;

	for (size_t n = 1; n > 0; at += n)
		n = utf8_read(at, end, &point);
	return arena_strndup(arena, said, (size_t)(at - said));
}

enum err workflow_fault(
	struct arena *arena, struct flow_fault *fault, int line, const char *format, ...)
{
	char said[FAULT_SIZE_MAX];
	va_list values;

	va_start(values, format);
	vsnprintf(said, sizeof(said), format, values);
	va_end(values);
	*fault = (struct flow_fault){ line, whole(arena, said) };
	return E_INVALID;
}
#define wrong(r, ...) workflow_fault((r)->arena, (r)->fault, (r)->line, __VA_ARGS__)

/* --- words ------------------------------------------------------------------------------------------------- */

/* From the mark to the one that closes it; a backslash takes the next character as it is. */
static enum err quoted_read(struct reader *r, const char **at, const char **text_out)
{
	struct str text = str_make(r->arena);

	for (++*at; **at && **at != '"'; ++*at) {
		if (**at == '\\' && (*at)[1])
			++*at;
		str_add_char(&text, **at);
	}
	if (!**at)
		return wrong(r, "A quotation mark is not closed.");
	++*at;
	*text_out = text.text;
	return OK;
}

static enum err part_read(
	struct reader *r, const char **at, const char *ends, const char **text_out)
{
	size_t size = strcspn(*at, ends);

	if (**at == '"')
		return quoted_read(r, at, text_out);
	*text_out = arena_strndup(r->arena, *at, size);
	*at += size;
	return OK;
}

static enum err token_read(struct reader *r, const char **at, struct token *token)
{
	*token = (struct token){ .quoted = **at == '"' };
	TRY(part_read(r, at, token->quoted ? "" : " \t=\"", &token->text));
	if (**at == '=' && !token->quoted) {
		++*at;
		TRY(part_read(r, at, " \t\"", &token->value));
	}
	return **at && !strchr(" \t", **at)
		? wrong(r, "A space is missing behind \"%s\".", token->text)
		: OK;
}

static enum err line_split(struct reader *r, const char *at)
{
	int n = 0;

	for (at += strspn(at, " \t"); *at && *at != '#'; at += strspn(at, " \t")) {
		if (n == WORDS_MAX)
			return wrong(r, "A line has at most %d words.", WORDS_MAX);
		TRY(token_read(r, &at, &r->tokens[n++]));
	}
	r->tokens[n] = (struct token){ 0 };
	r->at = r->tokens;
	return OK;
}

/* A word of the language: goes on behind it. */
static bool take(struct reader *r, const char *word)
{
	if (!r->at->text || r->at->quoted || r->at->value || !str_equal(r->at->text, word))
		return false;
	r->at++;
	return true;
}

static bool is_keyword(const struct token *token)
{
	return !token->quoted && str_in_list("by on when needs sets", token->text);
}

static enum err name_read(
	struct reader *r, const char *what, size_t length_max, const char **name_out)
{
	const char *name = r->at->text;
	size_t size = name ? strlen(name) : 0;

	if (size == 0 || r->at->value || (!r->at->quoted && str_equal(name, "->")))
		return wrong(r, "The name of a %s is missing.", what);
	if (text_length(name) > length_max)
		return wrong(r, "The name of a %s has at most %zu characters.", what, length_max);
	if (strpbrk(name, "\t\r") || text_misleads(name) || name[0] == ' ' || name[size - 1] == ' ')
		return wrong(r, "\"%s\" has characters that nobody sees.", name);
	*name_out = name;
	r->at++;
	return OK;
}

static enum err end_need(struct reader *r)
{
	return r->at->text ? wrong(r, "\"%s\" is not understood here.", r->at->text) : OK;
}

/* --- lines ------------------------------------------------------------------------------------------------- */

static enum err workflow_read(struct reader *r)
{
	if (r->flow->name)
		return wrong(r, "There is one workflow in a text.");
	r->flow->line = r->line;
	return name_read(r, "workflow", WORKFLOW_LENGTH_MAX, &r->flow->name);
}

static enum err reopen_read(struct reader *r)
{
	long long n;

	if (r->flow->reopen_s)
		return wrong(r, "The time for reopening was said already.");
	if (!take(r, "for") || !r->at->text || str_to_int(r->at->text, 1, REOPEN_MAX_S, &n) != OK)
		return wrong(r, "The time for reopening is written like this: reopen for 14 days");
	r->at++;
	for (size_t i = 0; i < SPANS; i++)
		if (take(r, spans[i].one) || take(r, spans[i].many)) {
			r->flow->reopen_s = n * spans[i].s;
			r->flow->reopen_line = r->line;
			return r->flow->reopen_s <= REOPEN_MAX_S
				? OK
				: wrong(r, "Reopening is offered for at most ten years.");
		}
	return wrong(r, "The time for reopening is in days, hours, minutes or seconds.");
}

static bool category_take(struct reader *r, const char **category)
{
	for (size_t i = 0; i < CATEGORIES; i++)
		if (!*category && take(r, categories[i].said)) {
			*category = categories[i].category;
			return true;
		}
	return false;
}

static enum err first_take(struct reader *r, int place)
{
	if (r->flow->first >= 0)
		return wrong(r, "Two statuses are first: \"%s\" and \"%s\".",
			r->flow->statuses[r->flow->first].name, r->flow->statuses[place].name);
	r->flow->first = place;
	return OK;
}

static enum err status_word_read(struct reader *r, struct flow_status *status, int place)
{
	if (category_take(r, &status->category))
		return OK;
	if (take(r, "waiting")) {
		status->awaits_customer = true;
		return OK;
	}
	if (take(r, "first"))
		return first_take(r, place);
	if (take(r, "shown"))
		return name_read(r, "status", NAME_LENGTH_MAX, &status->customer_name);
	if (take(r, "was"))
		return name_read(r, "status", NAME_LENGTH_MAX, &status->was);
	return end_need(r);
}

static int status_find(const struct flow *flow, const char *name)
{
	for (int i = 0; i < flow->n_statuses; i++)
		if (str_equal(flow->statuses[i].name, name))
			return i;
	return NOWHERE;
}

static enum err status_read(struct reader *r)
{
	struct flow *flow = r->flow;
	struct flow_status status = { .line = r->line };

	TRY(name_read(r, "status", NAME_LENGTH_MAX, &status.name));
	if (status_find(flow, status.name) != NOWHERE)
		return wrong(r, "There are two statuses \"%s\".", status.name);
	if (flow->n_statuses == FLOW_STATUSES_MAX)
		return wrong(r, "A workflow has at most %d statuses.", FLOW_STATUSES_MAX);
	flow->statuses[flow->n_statuses] = status;
	while (r->at->text)
		TRY(status_word_read(r, &status, flow->n_statuses));
	if (!status.category)
		return wrong(r, "Is \"%s\" new, active or done?", status.name);
	if (!status.customer_name)
		status.customer_name = status.name;
	r->from = flow->n_statuses;
	flow->statuses[flow->n_statuses++] = status;
	return OK;
}

static enum err any_read(struct reader *r)
{
	if (!take(r, "status"))
		return wrong(r, "Moves from every status stand below a line \"any status\".");
	r->from = FLOW_ANY;
	return OK;
}

/* The words of one list up to the next keyword. */
static enum err list_read(
	struct reader *r, enum word_kind kind, size_t length_max, const char **list)
{
	static const char *const what[] = { [WORD_WHO] = "Nobody is called",
		[WORD_NEED] = "There is no need called",
		[WORD_SET] = "Nothing is set by" };
	struct str words = str_make(r->arena), names = str_make(r->arena);

	if (**list)
		return wrong(r, "\"%s\" stands twice in one line.", r->at[-1].text);
	for (; r->at->text && !is_keyword(r->at); r->at++) {
		const char *name = r->at->text, *value = r->at->value, *fault;

		if (!word_is_known(kind, name))
			return wrong(r, "%s \"%s\": it is %s.", what[kind], name,
				word_names(r->arena, kind));
		if (str_in_list(names.text, name))
			return wrong(r, "\"%s\" stands twice in one list.", name);
		if (kind == WORD_SET && !value)
			return wrong(r, "What is \"%s\" set to? Say %s=...", name, name);
		if (kind != WORD_SET && value)
			return wrong(r, "\"%s\" has no value.", name);
		fault = value ? word_value_fault(name, value) : NULL;
		if (fault || (value && (strpbrk(value, "\t\r") || text_misleads(value))))
			return wrong(r, "%s",
				fault ? fault : "The value has characters that nobody sees.");
		str_format(&names, "%s%s", names.size ? " " : "", name);
		str_format(&words, "%s%s%s%s", words.size ? " " : "", name, value ? "=" : "",
			value ? word_quoted(r->arena, value) : "");
	}
	if (words.size == 0)
		return wrong(r, "A word is missing behind \"%s\".", r->at[-1].text);
	if (text_length(words.text) > length_max)
		return wrong(r, "A list has at most %zu characters.", length_max);
	*list = words.text;
	return OK;
}

static enum err event_read(struct reader *r, const char **event)
{
	if (*event)
		return wrong(r, "\"when\" stands twice in one line.");
	if (!r->at->text || r->at->quoted || r->at->value ||
		!word_is_known(WORD_EVENT, r->at->text))
		return wrong(
			r, "What runs a move by itself is %s.", word_names(r->arena, WORD_EVENT));
	*event = r->at->text;
	r->at++;
	return OK;
}

static enum err move_word_read(struct reader *r, struct flow_move *move)
{
	if (take(r, "by"))
		return list_read(r, WORD_WHO, LIST_LENGTH_MAX, &move->who);
	if (take(r, "needs"))
		return list_read(r, WORD_NEED, LIST_LENGTH_MAX, &move->needs);
	if (take(r, "sets"))
		return list_read(r, WORD_SET, SETS_LENGTH_MAX, &move->sets);
	if (take(r, "when"))
		return event_read(r, &move->event);
	if (take(r, "on")) {
		move->on_portal = take(r, "portal");
		return move->on_portal ? OK : wrong(r, "Customers see what is \"on portal\".");
	}
	return end_need(r);
}

static enum err move_read(struct reader *r)
{
	struct flow *flow = r->flow;
	struct flow_move move = {
		.line = r->line, .from = r->from, .who = "", .needs = "", .sets = ""
	};

	if (r->from == NOWHERE)
		return wrong(r, "A move stands below the status it leads from.");
	if (flow->n_moves == FLOW_MOVES_MAX)
		return wrong(r, "A workflow has at most %d moves.", FLOW_MOVES_MAX);
	TRY(name_read(r, "move", NAME_LENGTH_MAX, &move.name));
	if (!take(r, "->"))
		return wrong(
			r, "A move is written like this: move \"Start work\" -> \"In progress\"");
	r->to_quoted[flow->n_moves] = r->at->quoted;
	TRY(name_read(r, "status", NAME_LENGTH_MAX, &r->to[flow->n_moves]));
	while (r->at->text)
		TRY(move_word_read(r, &move));
	if (!*move.who)
		move.who = "team";
	flow->moves[flow->n_moves++] = move;
	return OK;
}

static const struct {
	const char *word;
	enum err (*read)(struct reader *r);
} lines[] = { { "workflow", workflow_read }, { "reopen", reopen_read }, { "status", status_read },
	{ "any", any_read }, { "move", move_read } };
enum { LINES = sizeof(lines) / sizeof(lines[0]) };

static enum err line_read(struct reader *r, const char *line)
{
	TRY(line_split(r, line));
	if (!r->at->text)
		return OK;
	for (size_t i = 0; i < LINES; i++)
		if (take(r, lines[i].word)) {
			if (i > 0 && !r->flow->name)
				return wrong(r, "The first line names it: workflow \"Support\"");
			TRY(lines[i].read(r));
			return end_need(r);
		}
	return wrong(r,
		"A line begins with workflow, reopen, status, any or move, not with \"%s\".",
		text_shorten(r->arena, r->at->text, NAME_LENGTH_MAX));
}

static enum err goals_find(struct reader *r)
{
	struct flow *flow = r->flow;

	for (int i = 0; i < flow->n_moves; i++) {
		r->line = flow->moves[i].line;
		if (!r->to_quoted[i] && str_equal(r->to[i], "back")) {
			flow->moves[i].to = FLOW_BACK;
			continue;
		}
		flow->moves[i].to = status_find(flow, r->to[i]);
		if (flow->moves[i].to == NOWHERE)
			return wrong(r, "There is no status \"%s\".", r->to[i]);
	}
	return OK;
}

enum err workflow_text_read(struct arena *arena, const char *text, size_t size,
	struct flow **flow_out, struct flow_fault *fault_out)
{
	struct reader r = { .arena = arena,
		.flow = arena_new(arena, struct flow),
		.fault = fault_out,
		.from = NOWHERE,
		.to = arena_alloc(arena, FLOW_MOVES_MAX * sizeof(*r.to)),
		.to_quoted = arena_alloc(arena, FLOW_MOVES_MAX * sizeof(*r.to_quoted)) };

	r.flow->first = -1;
	r.line = 1;
	if (size > FLOW_TEXT_SIZE_MAX)
		return wrong(&r, "A workflow has at most %d KiB.", FLOW_TEXT_SIZE_MAX / 1024);
	if (!text_is_clean(text, size))
		return wrong(&r, "This is no text in UTF-8.");
	for (const char *at = text, *end = text + size; at < end; r.line++) {
		size_t length = strcspn(at, "\n");
		size_t shown = length && at[length - 1] == '\r' ? length - 1 : length;

		TRY(line_read(&r, arena_strndup(arena, at, shown)));
		at += length + 1;
	}
	if (!r.flow->name)
		return wrong(&r, "The first line names it: workflow \"Support\"");
	*flow_out = r.flow;
	return goals_find(&r);
}

/* --- and back ---------------------------------------------------------------------------------------------- */

/* A name that could be read as a word of the language stands in quotation marks. */
static const char *name_text(struct arena *arena, const char *name)
{
	if (str_in_list("back ->", name))
		return arena_format(arena, "\"%s\"", name);
	return word_quoted(arena, name);
}

static const char *goal_text(
	struct arena *arena, const struct flow *flow, const struct flow_move *move)
{
	return move->to == FLOW_BACK ? "back" : name_text(arena, flow->statuses[move->to].name);
}

static void reopen_write(struct str *text, int64_t reopen_s)
{
	size_t i = 0;

	while (reopen_s % spans[i].s)
		i++;
	str_format(text, "reopen for %lld %s\n", (long long)(reopen_s / spans[i].s),
		reopen_s == spans[i].s ? spans[i].one : spans[i].many);
}

static void status_write(struct str *text, const struct flow *flow, int place)
{
	const struct flow_status *status = &flow->statuses[place];
	size_t i = 0;

	while (i < CATEGORIES - 1 && !str_equal(categories[i].category, status->category))
		i++;
	str_format(
		text, "\nstatus %s %s", name_text(text->arena, status->name), categories[i].said);
	if (status->awaits_customer)
		str_add(text, " waiting");
	if (place == flow->first)
		str_add(text, " first");
	if (!str_equal(status->customer_name, status->name))
		str_format(text, " shown %s", word_quoted(text->arena, status->customer_name));
	str_add_char(text, '\n');
}

static void padded_add(struct str *text, const char *word, size_t width)
{
	str_add(text, word);
	for (size_t length = text_length(word); length < width; length++)
		str_add_char(text, ' ');
}

static size_t longer(size_t width, const char *word)
{
	size_t length = text_length(word);

	return length > width ? length : width;
}

static void move_write(struct str *text, const struct flow *flow, const struct flow_move *move,
	size_t name_width, size_t goal_width)
{
	str_add(text, "  move ");
	padded_add(text, name_text(text->arena, move->name), name_width);
	str_add(text, " -> ");
	padded_add(text, goal_text(text->arena, flow, move), goal_width);
	str_format(text, " by %s", move->who);
	if (move->on_portal)
		str_add(text, " on portal");
	if (move->event)
		str_format(text, " when %s", move->event);
	if (*move->needs)
		str_format(text, " needs %s", move->needs);
	if (*move->sets)
		str_format(text, " sets %s", move->sets);
	str_add_char(text, '\n');
}

static void moves_write(struct str *text, const struct flow *flow, int from)
{
	size_t name_width = 0, goal_width = 0;

	for (int i = 0; i < flow->n_moves; i++)
		if (flow->moves[i].from == from) {
			name_width = longer(
				name_width, name_text(text->arena, flow->moves[i].name));
			goal_width = longer(
				goal_width, goal_text(text->arena, flow, &flow->moves[i]));
		}
	if (from == FLOW_ANY && name_width)
		str_add(text, "\nany status\n");
	for (int i = 0; i < flow->n_moves; i++)
		if (flow->moves[i].from == from)
			move_write(text, flow, &flow->moves[i], name_width, goal_width);
}

char *workflow_text_write(struct arena *arena, const struct flow *flow)
{
	struct str text = str_make(arena);

	str_format(&text, "workflow %s\n", name_text(arena, flow->name));
	if (flow->reopen_s > 0)
		reopen_write(&text, flow->reopen_s);
	for (int i = 0; i < flow->n_statuses; i++) {
		status_write(&text, flow, i);
		moves_write(&text, flow, i);
	}
	moves_write(&text, flow, FLOW_ANY);
	return text.text;
}
