/* header.c - see header.h. Values are decoded here (mail/word.h) before GMime takes them apart. */
#include "mail/header.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "mail/address.h"
#include "mail/automatic.h"
#include "mail/message_id.h"
#include "mail/word.h"

enum { VALUE_MAX = 256 * 1024, LANGUAGE_MAX = 10 };

struct reader {
	struct arena *arena;
	GMimeMessage *message;
	const char *charset;
};

static const char *value(const struct reader *reader, const char *name);
static const char *subject(const struct reader *reader);
static struct mail_mailbox *mailboxes(const struct reader *reader, const char *name);
static int64_t date(const struct reader *reader);
static struct mail_text *authentication(const struct reader *reader);
static const char *language(const struct reader *reader);

void header_read(struct arena *arena, GMimeMessage *message, const char *charset, struct mail *mail)
{
	const struct reader reader = { arena, message, charset };
	const char *loop = value(&reader, "X-Lodge-Loop");

	mail->subject = subject(&reader);
	mail->message_id = message_id(arena, value(&reader, "Message-ID"));
	mail->references = message_ids(
		arena, value(&reader, "References"), value(&reader, "In-Reply-To"));
	mail->from = mailboxes(&reader, "From");
	mail->sender = mailboxes(&reader, "Sender");
	mail->reply_to = mailboxes(&reader, "Reply-To");
	mail->to = mailboxes(&reader, "To");
	mail->cc = mailboxes(&reader, "Cc");
	mail->delivered_to = mailboxes(&reader, "Delivered-To");
	mail->date = date(&reader);
	mail->automatic = automatic_word(arena, message, mail->from);
	mail->loop = loop ? word_text(arena, arena_strndup(arena, loop, MAIL_ID_MAX), NULL) : NULL;
	mail->authentication = authentication(&reader);
	mail->language = language(&reader);
}

const char *header_raw(GMimeObject *object, const char *name)
{
	GMimeHeader *header = g_mime_header_list_get_header(
		g_mime_object_get_header_list(object), name);

	return header ? g_mime_header_get_raw_value(header) : NULL;
}

GMimeParserOptions *header_options(void)
{
	static GMimeParserOptions *options;
	const char *fallback[] = { "utf-8", "windows-1252", NULL };

	if (!options) {
		options = g_mime_parser_options_new();
		g_mime_parser_options_set_fallback_charsets(options, fallback);
		g_mime_parser_options_set_rfc2047_compliance_mode(
			options, GMIME_RFC_COMPLIANCE_LOOSE);
		g_mime_parser_options_set_address_compliance_mode(
			options, GMIME_RFC_COMPLIANCE_LOOSE);
		g_mime_parser_options_set_parameter_compliance_mode(
			options, GMIME_RFC_COMPLIANCE_LOOSE);
	}
	return options;
}

static const char *value(const struct reader *reader, const char *name)
{
	return arena_strndup(
		reader->arena, header_raw(GMIME_OBJECT(reader->message), name), VALUE_MAX);
}

/* Bytes at most, cut between characters; NULL where nothing is left. */
static const char *shorten(struct arena *arena, const char *text, size_t size_max)
{
	size_t size = utf8_fit(text, size_max);

	return size > 0 ? arena_strndup(arena, text, size) : NULL;
}

static const char *subject(const struct reader *reader)
{
	const char *raw = value(reader, "Subject");

	return raw ? shorten(reader->arena, word_text(reader->arena, raw, reader->charset),
			     MAIL_SUBJECT_MAX)
		   : NULL;
}

static void text_add(struct arena *arena, struct mail_text **first, const char *text)
{
	struct mail_text *added = arena_new(arena, struct mail_text);

	*added = (struct mail_text){ text, *first };
	*first = added;
}

struct list {
	struct reader reader;
	struct mail_mailbox *first, **next;
	int n;
};

static const char *name_of(struct arena *arena, InternetAddress *address)
{
	const char *name = internet_address_get_name(address);

	return name ? shorten(arena, word_plain(arena, name), MAIL_NAME_MAX) : NULL;
}

static void mailboxes_add(struct list *list, InternetAddressList *addresses)
{
	struct arena *arena = list->reader.arena;
	int n = addresses ? internet_address_list_length(addresses) : 0;

	for (int i = 0; i < n && list->n < MAIL_ADDRESSES_MAX; i++) {
		InternetAddress *address = internet_address_list_get_address(addresses, i);
		struct mail_mailbox *mailbox;

		if (INTERNET_ADDRESS_IS_GROUP(address)) {
			mailboxes_add(list,
				internet_address_group_get_members(
					INTERNET_ADDRESS_GROUP(address)));
			continue;
		}
		mailbox = arena_new(arena, struct mail_mailbox);
		mailbox->name = name_of(arena, address);
		mailbox->address = address_tidy(arena,
			internet_address_mailbox_get_idn_addr(INTERNET_ADDRESS_MAILBOX(address)));
		*list->next = mailbox;
		list->next = &mailbox->next;
		list->n++;
	}
}

/* Of every header of that name: a second From is one to look at too. */
static struct mail_mailbox *mailboxes(const struct reader *reader, const char *name)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(reader->message));
	struct list list = { .reader = *reader, .next = &list.first };

	for (int i = 0; i < g_mime_header_list_get_count(headers) && list.n < MAIL_ADDRESSES_MAX;
		i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);
		InternetAddressList *addresses;
		const char *raw;

		if (strcasecmp(g_mime_header_get_name(header), name) != 0)
			continue;
		raw = arena_strndup(reader->arena, g_mime_header_get_raw_value(header), VALUE_MAX);
		addresses = internet_address_list_parse(
			header_options(), word_recode(reader->arena, raw, reader->charset));
		mailboxes_add(&list, addresses);
		if (addresses)
			g_object_unref(addresses);
	}
	return list.first;
}

static int64_t date(const struct reader *reader)
{
	const char *raw = value(reader, "Date");
	GDateTime *read = raw ? g_mime_utils_header_decode_date(raw) : NULL;
	int64_t at = read ? g_date_time_to_unix(read) * 1000 : 0;

	if (read)
		g_date_time_unref(read);
	return at > 0 ? at : 0;
}

/* A mail server writes its own above its Received; the sender's stand below that. Not decoded: addresses of the sender's stand in it, and
 * what an encoded word of theirs hides would be the server's. */
static struct mail_text *authentication(const struct reader *reader)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(reader->message));
	struct mail_text *first = NULL, **next = &first;
	int received = 0, n = 0;

	for (int i = 0; i < g_mime_header_list_get_count(headers) && received < 2; i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);
		const char *name = g_mime_header_get_name(header);

		received += strcasecmp(name, "Received") == 0;
		if (received == 2 || strcasecmp(name, "Authentication-Results") != 0 ||
			n == MAIL_VALUES_MAX)
			continue;
		text_add(reader->arena, next,
			word_plain(reader->arena,
				arena_strndup(
					reader->arena, g_mime_header_get_raw_value(header), 4000)));
		next = &(*next)->next;
		n++;
	}
	return first;
}

/* "pl-PL" of "pl-PL, en-US". It stands with the headers of the content, which are the part's. */
static const char *language(const struct reader *reader)
{
	GMimeObject *part = g_mime_message_get_mime_part(reader->message);
	const char *raw = part ? header_raw(part, "Content-Language") : NULL;
	size_t size;

	raw = raw ? raw : value(reader, "Content-Language");
	if (!raw)
		return NULL;
	raw += strspn(raw, " \t\r\n");
	size = strspn(raw, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
	return size >= 2 && size <= LANGUAGE_MAX ? arena_strndup(reader->arena, raw, size) : NULL;
}
