/* wire.c - see wire.h. */
#include "mail/wire.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "base/text.h"
#include "mail/address.h"
#include "mail/filename.h"

static const char magic[] = "lodge m1"; /* its first eight bytes */
enum { MAGIC_SIZE = 8, VALUE_MAX = 8000, TYPE_MAX = 100, WORD_MAX = 40, HTML_SLACK = 2 };

static struct json *texts_json(const struct mail_text *texts);
static struct json *mailboxes_json(const struct mail_mailbox *mailboxes);
static struct json *report_json(const struct mail_report *report);
static struct json *files_json(const struct mail_file *files);

static const char *clean(const struct json *object, const char *name, size_t size_max);
static struct mail_text *texts(
	struct arena *arena, const struct json *list, size_t size_max, int n_max);
static struct mail_mailbox *mailboxes(struct arena *arena, const struct json *list);
static struct mail_report *report(struct arena *arena, const struct json *object);
static enum err files(struct arena *arena, const struct json *list, int64_t files_size,
	struct mail_file **files_out);

const char *wire_write(struct arena *arena, const struct mail *mail, size_t *size_out)
{
	struct json *object = json_object();
	struct str out = str_make(arena);
	const char *json;
	size_t size;

	json_put(object, "subject", mail->subject);
	json_put(object, "messageId", mail->message_id);
	json_put(object, "references", texts_json(mail->references));
	json_put(object, "from", mailboxes_json(mail->from));
	json_put(object, "sender", mailboxes_json(mail->sender));
	json_put(object, "replyTo", mailboxes_json(mail->reply_to));
	json_put(object, "to", mailboxes_json(mail->to));
	json_put(object, "cc", mailboxes_json(mail->cc));
	json_put(object, "deliveredTo", mailboxes_json(mail->delivered_to));
	json_put(object, "date", mail->date);
	json_put(object, "text", mail->text);
	json_put(object, "quoted", mail->quoted);
	json_put(object, "html", mail->html);
	json_put(object, "automatic", mail->automatic);
	json_put(object, "loop", mail->loop);
	json_put(object, "authentication", texts_json(mail->authentication));
	json_put(object, "report", report_json(mail->report));
	json_put(object, "language", mail->language);
	json_put(object, "files", files_json(mail->files));
	json_put(object, "notes", texts_json(mail->notes));
	json = json_text(object, &size);
	str_add_bytes(&out, json, size);
	str_add_bytes(&out, magic, MAGIC_SIZE);
	for (int i = 0; i < WIRE_TAIL_SIZE - MAGIC_SIZE; i++)
		str_add_char(&out, (char)((uint64_t)size >> (8 * i) & 0xff));
	*size_out = out.size;
	return out.text;
}

size_t wire_tail(const uint8_t tail[WIRE_TAIL_SIZE])
{
	uint64_t size = 0;

	for (int i = WIRE_TAIL_SIZE - 1; i >= MAGIC_SIZE; i--)
		size = size << 8 | tail[i];
	return memcmp(tail, magic, MAGIC_SIZE) == 0 && size <= WIRE_JSON_MAX ? (size_t)size : 0;
}

enum err wire_read(struct arena *arena, const char *json, size_t size, int64_t files_size,
	struct mail **mail_out)
{
	struct mail *mail = arena_new(arena, struct mail);
	struct mail_file *first = NULL;
	struct json *object;

	if (json_read(json, size, &object) != OK || json_kind(object) != JSON_OBJECT)
		return E_INVALID;
	mail->subject = clean(object, "subject", MAIL_SUBJECT_MAX);
	mail->message_id = clean(object, "messageId", MAIL_ID_MAX);
	mail->references = texts(
		arena, json_at(object, "references"), MAIL_ID_MAX, MAIL_REFERENCES_MAX);
	mail->from = mailboxes(arena, json_at(object, "from"));
	mail->sender = mailboxes(arena, json_at(object, "sender"));
	mail->reply_to = mailboxes(arena, json_at(object, "replyTo"));
	mail->to = mailboxes(arena, json_at(object, "to"));
	mail->cc = mailboxes(arena, json_at(object, "cc"));
	mail->delivered_to = mailboxes(arena, json_at(object, "deliveredTo"));
	if (!json_as_int(json_at(object, "date"), &mail->date) || mail->date < 0)
		return E_INVALID;
	mail->text = clean(object, "text", MAIL_TEXT_MAX);
	mail->text = mail->text ? mail->text : "";
	mail->quoted = clean(object, "quoted", MAIL_TEXT_MAX);
	mail->html = clean(object, "html", HTML_SLACK * MAIL_HTML_MAX);
	mail->automatic = clean(object, "automatic", WORD_MAX);
	mail->loop = clean(object, "loop", MAIL_ID_MAX);
	mail->authentication = texts(
		arena, json_at(object, "authentication"), VALUE_MAX, MAIL_VALUES_MAX);
	mail->report = report(arena, json_at(object, "report"));
	mail->language = clean(object, "language", WORD_MAX);
	mail->notes = texts(arena, json_at(object, "notes"), VALUE_MAX, MAIL_VALUES_MAX);
	mail->bytes = -1;
	*mail_out = mail;
	TRY(files(arena, json_at(object, "files"), files_size, &first));
	mail->files = first;
	return OK;
}

static struct json *texts_json(const struct mail_text *texts)
{
	struct json *list = texts ? json_array() : NULL;

	for (; texts; texts = texts->next)
		json_add(list, json_from_text(texts->text));
	return list;
}

static struct json *mailboxes_json(const struct mail_mailbox *mailboxes)
{
	struct json *list = mailboxes ? json_array() : NULL;

	for (; mailboxes; mailboxes = mailboxes->next) {
		struct json *mailbox = json_object();

		json_put(mailbox, "name", mailboxes->name);
		json_put(mailbox, "address", mailboxes->address);
		json_add(list, mailbox);
	}
	return list;
}

static struct json *report_json(const struct mail_report *report)
{
	struct json *object = report ? json_object() : NULL;

	if (!object)
		return NULL;
	json_put(object, "kind", report->kind);
	json_put(object, "envelopeId", report->envelope_id);
	json_put(object, "messageId", report->message_id);
	json_put(object, "recipient", report->recipient);
	json_put(object, "action", report->action);
	json_put(object, "status", report->status);
	json_put(object, "diagnostic", report->diagnostic);
	return object;
}

static struct json *files_json(const struct mail_file *files)
{
	struct json *list = files ? json_array() : NULL;

	for (; files; files = files->next) {
		struct json *file = json_object();

		json_put(file, "filename", files->filename);
		json_put(file, "type", files->type);
		json_put(file, "cid", files->cid);
		json_put(file, "shown", files->shown);
		json_put(file, "size", files->size);
		json_put(file, "offset", files->offset);
		json_add(list, file);
	}
	return list;
}

static const char *clean(const struct json *object, const char *name, size_t size_max)
{
	const char *text = json_str(object, name, size_max);

	return text && text_is_clean(text, strlen(text)) ? text : NULL;
}

static struct mail_text *texts(
	struct arena *arena, const struct json *list, size_t size_max, int n_max)
{
	struct mail_text *first = NULL, **next = &first;

	for (const struct json *item = json_first(list); item && n_max > 0;
		item = json_next(item), n_max--) {
		const char *text = json_as_text(item);

		if (!text || strlen(text) > size_max || !text_is_clean(text, strlen(text)))
			continue;
		*next = arena_new(arena, struct mail_text);
		(*next)->text = text;
		next = &(*next)->next;
	}
	return first;
}

static struct mail_mailbox *mailboxes(struct arena *arena, const struct json *list)
{
	struct mail_mailbox *first = NULL, **next = &first;
	int n = 0;

	for (const struct json *item = json_first(list); item && n < MAIL_ADDRESSES_MAX;
		item = json_next(item), n++) {
		*next = arena_new(arena, struct mail_mailbox);
		(*next)->name = clean(item, "name", MAIL_NAME_MAX);
		(*next)->address = address_tidy(arena, clean(item, "address", MAIL_ADDRESS_MAX));
		next = &(*next)->next;
	}
	return first;
}

static struct mail_report *report(struct arena *arena, const struct json *object)
{
	struct mail_report *report;

	if (json_kind(object) != JSON_OBJECT)
		return NULL;
	report = arena_new(arena, struct mail_report);
	report->kind = clean(object, "kind", WORD_MAX);
	report->envelope_id = clean(object, "envelopeId", MAIL_ID_MAX);
	report->message_id = clean(object, "messageId", MAIL_ID_MAX);
	report->recipient = address_tidy(arena, clean(object, "recipient", MAIL_ADDRESS_MAX));
	report->action = clean(object, "action", VALUE_MAX);
	report->status = clean(object, "status", WORD_MAX);
	report->diagnostic = clean(object, "diagnostic", VALUE_MAX);
	return report;
}

static enum err files(struct arena *arena, const struct json *list, int64_t files_size,
	struct mail_file **files_out)
{
	struct mail_file **next = files_out, *file;
	int n = 0;

	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		file = *next = arena_new(arena, struct mail_file);
		next = &file->next;
		file->number = ++n;
		file->type = clean(item, "type", TYPE_MAX);
		file->type = file->type ? file->type : "application/octet-stream";
		file->filename = filename_tidy(
			arena, clean(item, "filename", MAIL_FILENAME_MAX), file->type, n);
		file->cid = clean(item, "cid", MAIL_ID_MAX);
		file->shown = json_as_bool(json_at(item, "shown"));
		if (n > MAIL_FILES_MAX || !json_as_int(json_at(item, "size"), &file->size) ||
			!json_as_int(json_at(item, "offset"), &file->offset) || file->size < 0 ||
			file->offset < 0 || file->offset > files_size ||
			file->size > files_size - file->offset)
			return E_INVALID;
	}
	return OK;
}
