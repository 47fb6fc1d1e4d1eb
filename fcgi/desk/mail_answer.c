/* mail_answer.c - see mail_answer.h. Words are compared as the search folds them: in lower case, without accents. */
#include "desk/mail_answer.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"

enum { FIRST_SIZE_MAX = 200, PARAGRAPH_SIZE_MAX = 4000 };

static const struct {
	enum mail_answer answer;
	const char *words;
} answers[] = {
	{ MAIL_ANSWER_ACCEPTS, "approve" },
	{ MAIL_ANSWER_ACCEPTS, "approved" },
	{ MAIL_ANSWER_ACCEPTS, "i approve" },
	{ MAIL_ANSWER_ACCEPTS, "accept" },
	{ MAIL_ANSWER_ACCEPTS, "accepted" },
	{ MAIL_ANSWER_ACCEPTS, "i accept" },
	{ MAIL_ANSWER_ACCEPTS, "yes" },
	{ MAIL_ANSWER_ACCEPTS, "yes please" },
	{ MAIL_ANSWER_ACCEPTS, "akceptuje" },
	{ MAIL_ANSWER_ACCEPTS, "zatwierdzam" },
	{ MAIL_ANSWER_ACCEPTS, "zgoda" },
	{ MAIL_ANSWER_ACCEPTS, "zgadzam sie" },
	{ MAIL_ANSWER_ACCEPTS, "tak" },
	{ MAIL_ANSWER_ACCEPTS, "tak prosze" },
	{ MAIL_ANSWER_ACCEPTS, "موافق" },
	{ MAIL_ANSWER_ACCEPTS, "موافقة" },
	{ MAIL_ANSWER_ACCEPTS, "اوافق" },
	{ MAIL_ANSWER_ACCEPTS, "اقبل" },
	{ MAIL_ANSWER_ACCEPTS, "نعم" },
	{ MAIL_ANSWER_DECLINES, "decline" },
	{ MAIL_ANSWER_DECLINES, "declined" },
	{ MAIL_ANSWER_DECLINES, "i decline" },
	{ MAIL_ANSWER_DECLINES, "reject" },
	{ MAIL_ANSWER_DECLINES, "rejected" },
	{ MAIL_ANSWER_DECLINES, "i reject" },
	{ MAIL_ANSWER_DECLINES, "no" },
	{ MAIL_ANSWER_DECLINES, "no thanks" },
	{ MAIL_ANSWER_DECLINES, "no thank you" },
	{ MAIL_ANSWER_DECLINES, "odrzucam" },
	{ MAIL_ANSWER_DECLINES, "odmawiam" },
	{ MAIL_ANSWER_DECLINES, "rezygnuje" },
	{ MAIL_ANSWER_DECLINES, "nie" },
	{ MAIL_ANSWER_DECLINES, "nie dziekuje" },
	{ MAIL_ANSWER_DECLINES, "ارفض" },
	{ MAIL_ANSWER_DECLINES, "مرفوض" },
	{ MAIL_ANSWER_DECLINES, "لا" },
	{ MAIL_ANSWER_DECLINES, "لا شكرا" },
	{ MAIL_ANSWER_DECLINES, "لا اوافق" },
};

/* What makes a condition of an answer. */
static const char doubts[] =
	"but if unless except however only provided although yet not until ale lecz jesli jezeli gdy tylko warunkiem chyba jednak dopiero "
	"لكن اذا بشرط فقط الا";

/* The words, folded, each once, a space between them: without the mark that the search puts before each. */
static const char *folded(struct arena *arena, const char *text, size_t size)
{
	char *words = text_words(arena, "", arena_strndup(arena, text, size)), *to = words;

	for (const char *at = words; *at; at++)
		if (at > words && at[-1] != ' ')
			*to++ = *at;
		else if (*at == ' ')
			*to++ = ' ';
	*to = '\0';
	return words;
}

/* The first characters that are no space. */
static const char *start(const char *text)
{
	return text + strspn(text, " \t\r\n");
}

static size_t first_size(const char *text)
{
	const char *arabic = strstr(text, "،");
	size_t size = strcspn(text, ".!,;:\n");

	return arabic && (size_t)(arabic - text) < size ? (size_t)(arabic - text) : size;
}

static size_t paragraph_size(const char *text)
{
	const char *end = strstr(text, "\n\n");

	return end ? (size_t)(end - text) : strlen(text);
}

static bool has_question(const char *text, size_t size)
{
	const char *latin = memchr(text, '?', size), *arabic = strstr(text, "؟");

	return latin || (arabic && arabic < text + size);
}

static bool makes_condition(struct arena *arena, const char *words)
{
	size_t size;

	for (; *words; words += size) {
		words += strspn(words, " ");
		size = strcspn(words, " ");
		if (size && str_in_list(doubts, arena_strndup(arena, words, size)))
			return true;
	}
	return false;
}

enum mail_answer mail_answer_of(struct arena *arena, const char *text)
{
	const char *at = start(text), *first;
	size_t size = first_size(at), whole = paragraph_size(at);

	if (*at == '>' || size == 0 || size > FIRST_SIZE_MAX || whole > PARAGRAPH_SIZE_MAX)
		return MAIL_ANSWER_NONE;
	first = folded(arena, at, size);
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		if (!str_equal(answers[i].words, first))
			continue;
		if (has_question(at, whole) || makes_condition(arena, folded(arena, at, whole)))
			return MAIL_ANSWER_NONE;
		return answers[i].answer;
	}
	return MAIL_ANSWER_NONE;
}
