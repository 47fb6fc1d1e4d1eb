/* report.c - see report.h. The second part has groups of fields, parted by blank lines: of the mail, then of each recipient; the third
 * is the mail that it is about, or its header. */
#include "mail/report.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/utf8.h"
#include "mail/address.h"
#include "mail/content.h"
#include "mail/header.h"
#include "mail/message_id.h"

enum { FIELDS_MAX = 64 * 1024, VALUE_MAX = 500 };

static void fields_read(struct reading *reading, struct mail_report *report, const char *text);
static void original_read(struct reading *reading, struct mail_report *report, GMimeObject *part);

void report_read(struct reading *reading, GMimeMultipart *multipart)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(multipart));
	struct mail_report *report = arena_new(reading->arena, struct mail_report);
	const char *kind = g_mime_content_type_get_parameter(type, "report-type");

	if (reading->mail->report)
		return;
	report->kind = str_lower(
		reading->arena, arena_strndup(reading->arena, kind ? kind : "unknown", 50));
	for (int i = 0; i < g_mime_multipart_get_count(multipart) && i < 5; i++) {
		GMimeObject *part = g_mime_multipart_get_part(multipart, i);
		GMimeContentType *part_type = g_mime_object_get_content_type(part);
		const char *charset;
		bool cut;

		if (GMIME_IS_PART(part) &&
			(g_mime_content_type_is_type(part_type, "message", "delivery-status") ||
				g_mime_content_type_is_type(
					part_type, "message", "global-delivery-status") ||
				g_mime_content_type_is_type(
					part_type, "message", "disposition-notification")))
			fields_read(reading, report,
				content_text(reading->arena, GMIME_PART(part), FIELDS_MAX, &charset,
					&cut));
		else if (i > 0)
			original_read(reading, report, part);
	}
	reading->mail->report = report;
}

/* One field, its folded lines as one; *at moves behind it. NULL: a blank line, or the end. */
static const char *field_next(struct arena *arena, const char **at)
{
	struct str out = str_make(arena);
	size_t size;

	do {
		size = strcspn(*at, "\n");
		str_add_bytes(&out, *at, size);
		*at += size + ((*at)[size] == '\n');
	} while (out.size > 0 && (**at == ' ' || **at == '\t'));
	return out.text[strspn(out.text, " \t")] != '\0' ? out.text : NULL;
}

/* The value if the field has this name. */
static const char *value_of(struct arena *arena, const char *field, const char *name)
{
	size_t size = strlen(name);

	if (strncasecmp(field, name, size) != 0 || field[size] != ':')
		return NULL;
	field += size + 1;
	field += strspn(field, " \t");
	return arena_strndup(arena, field, utf8_fit(field, VALUE_MAX));
}

/* "rfc822; anna@x.example" */
static const char *typed(const char *value)
{
	const char *mark = strchr(value, ';');

	return mark ? mark + 1 + strspn(mark + 1, " \t") : value;
}

static void keep(const char **member, const char *value)
{
	if (!*member && value && *value)
		*member = value;
}

static void field_read(struct reading *reading, struct mail_report *group, const char *field)
{
	struct arena *arena = reading->arena;
	const char *value;

	keep(&group->envelope_id, value_of(arena, field, "Original-Envelope-Id"));
	keep(&group->message_id, message_id(arena, value_of(arena, field, "Original-Message-ID")));
	keep(&group->action, str_lower(arena, value_of(arena, field, "Action")));
	value = value_of(arena, field, "Original-Recipient");
	value = value ? value : value_of(arena, field, "Final-Recipient");
	if (value) {
		value = address_tidy(
			arena, arena_strndup(arena, typed(value), strcspn(typed(value), " \t")));
		/* The original one counts, wherever it stands. */
		if (value && (!group->recipient || strncasecmp(field, "Original", 8) == 0))
			group->recipient = value;
	}
	value = value_of(arena, field, "Status");
	if (value && strspn(value, "0123456789.") >= 5)
		keep(&group->status, arena_strndup(arena, value, strspn(value, "0123456789.")));
	value = value_of(arena, field, "Diagnostic-Code");
	keep(&group->diagnostic, value ? typed(value) : NULL);
	value = value_of(arena, field, "Disposition");
	keep(&group->action, value ? str_lower(arena, typed(value)) : NULL);
}

/* A group with a recipient replaces what is known, if it is the first or the first that failed. */
static void group_take(struct mail_report *report, const struct mail_report *group)
{
	bool fails = str_equal(group->action, "failed"),
	     known_fails = str_equal(report->action, "failed");

	keep(&report->envelope_id, group->envelope_id);
	keep(&report->message_id, group->message_id);
	if (!group->recipient && !group->action)
		return;
	if (report->action && !(fails && !known_fails))
		return;
	report->recipient = group->recipient;
	report->action = group->action;
	report->status = group->status;
	report->diagnostic = group->diagnostic;
}

static void fields_read(struct reading *reading, struct mail_report *report, const char *text)
{
	struct mail_report group = { 0 };

	while (*text != '\0') {
		const char *field = field_next(reading->arena, &text);

		if (field)
			field_read(reading, &group, field);
		if (!field || *text == '\0') {
			group_take(report, &group);
			group = (struct mail_report){ 0 };
		}
	}
}

static void original_read(struct reading *reading, struct mail_report *report, GMimeObject *part)
{
	struct arena *arena = reading->arena;
	const char *charset, *text, *field;
	bool cut;

	if (GMIME_IS_MESSAGE_PART(part)) {
		GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));

		if (message)
			keep(&report->message_id,
				message_id(arena, header_raw(GMIME_OBJECT(message), "Message-ID")));
	} else if (GMIME_IS_PART(part)) {
		text = content_text(arena, GMIME_PART(part), FIELDS_MAX, &charset, &cut);
		while (*text != '\0' && (field = field_next(arena, &text)))
			keep(&report->message_id,
				message_id(arena, value_of(arena, field, "Message-ID")));
	}
}
