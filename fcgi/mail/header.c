/* header.c - see header.h. Values are decoded here (mail/word.h) before GMime takes them apart. */
#include "mail/header.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "mail/address.h"
#include "mail/automatic.h"
#include "mail/word.h"

enum { VALUE_MAX = 256 * 1024, LANGUAGE_MAX = 10 };

struct reader {
	struct arena *arena;
	GMimeMessage *message;
	const char *charset;
};

static const char *value(const struct reader *reader, const char *name);
static const char *subject(const struct reader *reader);
static struct mail_text *references(const struct reader *reader);
static struct mail_mailbox *mailboxes(const struct reader *reader, const char *name);
static int64_t date(const struct reader *reader);
static struct mail_text *authentication(const struct reader *reader);
static const char *language(const struct reader *reader);

void header_read(struct arena *arena, GMimeMessage *message, const char *charset, struct mail *mail)
{
	const struct reader reader = { arena, message, charset };
	const char *loop = value(&reader, "X-Lodge-Loop");

	mail->subject = subject(&reader);
	mail->message_id = header_id(arena, value(&reader, "Message-ID"));
	mail->references = references(&reader);
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

/* Printable ASCII, as RFC 5322 has it; whoever writes another one is answered by the rest of the header. */
static bool is_id(const char *at, size_t size)
{
	if (size == 0 || size > MAIL_ID_MAX)
		return false;
	for (size_t i = 0; i < size; i++)
		if (at[i] <= ' ' || at[i] >= 0x7f || at[i] == '<' || at[i] == '>')
			return false;
	return true;
}

/* Moves on behind the id. Without brackets the first word is taken, as some programs write it. */
static const char *id_next(struct arena *arena, const char **at)
{
	const char *open, *close;

	while ((open = strchr(*at, '<'))) {
		close = strpbrk(open + 1, "<>");
		if (!close)
			return NULL;
		*at = *close == '>' ? close + 1 : close;
		if (*close == '>' && is_id(open + 1, (size_t)(close - open - 1)))
			return arena_strndup(arena, open + 1, (size_t)(close - open - 1));
	}
	return NULL;
}

const char *header_id(struct arena *arena, const char *text)
{
	const char *at = text, *id;
	size_t size;

	if (!text)
		return NULL;
	id = id_next(arena, &at);
	if (id || strchr(text, '<'))
		return id;
	text += strspn(text, " \t\r\n");
	size = strcspn(text, " \t\r\n");
	return is_id(text, size) && memchr(text, '@', size) ? arena_strndup(arena, text, size)
							    : NULL;
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
	size_t size = strlen(text);

	if (size > size_max)
		for (size = size_max; size > 0 && (text[size] & 0xc0) == 0x80;)
			size--;
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

static bool is_in(const struct mail_text *list, const char *text)
{
	for (; list; list = list->next)
		if (strcmp(list->text, text) == 0)
			return true;
	return false;
}

/* References is read whole and its end counts: the newest stand there. */
static struct mail_text *references(const struct reader *reader)
{
	static const char *const names[] = { "References", "In-Reply-To" };
	struct mail_text *all = NULL, *newest = NULL, **next = &newest;
	const char *at, *id;
	int n = 0;

	for (int i = 0; i < 2; i++)
		for (at = value(reader, names[i]); at && (id = id_next(reader->arena, &at));)
			text_add(reader->arena, &all, id);
	for (; all && n < MAIL_REFERENCES_MAX; all = all->next) {
		if (is_in(newest, all->text))
			continue;
		text_add(reader->arena, next, all->text);
		next = &(*next)->next;
		n++;
	}
	return newest;
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

/* A mail server writes its own above its Received; the sender's stand below that. */
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
			word_text(reader->arena,
				arena_strndup(
					reader->arena, g_mime_header_get_raw_value(header), 4000),
				NULL));
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
