/* automatic.c - see automatic.h. The envelope is not asked here: it is no part of the mail. */
#include "mail/automatic.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/str.h"
#include "mail/header.h"
#include "mail/word.h"

/* `words`: one of them is the first word of the value; NULL: any value. `not`: so all but these. */
static const struct rule {
	const char *header, *words, *not, *word;
} rules[] = {
	{ "X-Lodge-Loop", NULL, NULL, "x-lodge-loop" },
	{ "Auto-Submitted", NULL, "no", "auto-submitted" },
	{ "Precedence", "bulk junk list auto_reply", NULL, "precedence" },
	{ "X-Auto-Response-Suppress", "all oof autoreply", NULL, "x-auto-response-suppress" },
	{ "X-Autoreply", NULL, "no", "x-autoreply" },
	{ "X-Autorespond", NULL, "no", "x-autorespond" },
	{ "X-Autoresponder", NULL, "no", "x-autorespond" },
	{ "X-Auto-Reply-From", NULL, NULL, "x-autoreply" },
	{ "X-Mail-Autoreply", NULL, "no", "x-autoreply" },
	{ "X-Failed-Recipients", NULL, NULL, "x-failed-recipients" },
	{ "X-MS-Exchange-Generated-Message-Source", NULL, NULL, "auto-submitted" },
	{ "List-Id", NULL, NULL, "list-id" },
};

/* Their local parts; what nobody reads writes by itself. */
static const char machines[] =
	"mailer-daemon postmaster mail-daemon no-reply noreply no_reply donotreply do-not-reply do_not_reply "
	"bounce bounces autoreply auto-reply";

static bool rule_says(struct arena *arena, const struct rule *rule, const char *raw)
{
	const char *value = word_text(arena, arena_strndup(arena, raw, 200), NULL);
	const char *first = str_lower(arena, arena_strndup(arena, value, strcspn(value, " ,;(")));

	if (rule->words)
		return str_in_list(rule->words, first);
	return !rule->not || !str_in_list(rule->not, first);
}

static bool is_report(GMimeMessage *message)
{
	GMimeObject *part = g_mime_message_get_mime_part(message);

	return part &&
		g_mime_content_type_is_type(
			g_mime_object_get_content_type(part), "multipart", "report");
}

static bool is_machine(struct arena *arena, const struct mail_mailbox *from)
{
	const char *local;

	if (!from || !from->address)
		return false;
	local = str_lower(arena, arena_strndup(arena, from->address, strcspn(from->address, "@")));
	return str_in_list(machines, local);
}

const char *automatic_word(
	struct arena *arena, GMimeMessage *message, const struct mail_mailbox *from)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		const char *raw = header_raw(GMIME_OBJECT(message), rules[i].header);

		if (raw && rule_says(arena, &rules[i], raw))
			return rules[i].word;
	}
	if (is_report(message))
		return "report";
	return is_machine(arena, from) ? "from" : NULL;
}
