/* conf.c - one table says every key, its kind, bounds, default and meaning; all else reads that table.
 * The values live as long as the process. This is the only file that reads the environment. */
#include "base/conf.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

enum { LINE_SIZE_MAX = 4096, VALUES_SIZE_MAX = 1 << 20, EXIT_CONF = 78 /* sysexits.h EX_CONFIG */ };

enum kind { TEXT, SECRET, ORIGIN, CHOICE, KEY, BOOL, COUNT, SIZE, SECONDS, MILLISECONDS };

static const char *const kind_names[] = {
	[TEXT] = "text",
	[SECRET] = "secret",
	[ORIGIN] = "http(s)://host[:port]",
	[CHOICE] = "one of its words",
	[KEY] = "64 hex digits",
	[BOOL] = "true or false",
	[COUNT] = "number",
	[SIZE] = "bytes, KiB, MiB or GiB",
	[SECONDS] = "seconds, or with s, m, h, d",
	[MILLISECONDS] = "milliseconds, or with ms, s, m",
};

struct key {
	const char *name;
	enum kind kind;
	size_t offset;
	const char *otherwise;
	int64_t min, max;
	const char *meaning;
	const char
		*choices; /* CHOICE: the words, spaces between; empty is one if it is the default */
};

#define DAY (INT64_C(24) * 3600)
#define GIB (INT64_C(1) << 30)
#define WORDS(name, kind, otherwise, meaning)                                            \
	{                                                                                \
#name, kind, offsetof(struct conf, name), otherwise, 0, 0, meaning, NULL \
	}
#define ONE_OF(name, choices, otherwise, meaning)                                             \
	{                                                                                     \
#name, CHOICE, offsetof(struct conf, name), otherwise, 0, 0, meaning, choices \
	}
#define NUMBER(name, kind, otherwise, min, max, meaning)                                     \
	{                                                                                    \
#name, kind, offsetof(struct conf, name), otherwise, min, max, meaning, NULL \
	}

/* clang-format off */
static const struct key keys[] = {
	WORDS(run_dir, TEXT, "/run/lodge", "sockets and the state of the pools"),
	WORDS(sql_dir, TEXT, "/usr/share/lodge/sql", "migrations and demo data"),

	WORDS(db_socket, TEXT, "/run/mysqld/mysqld.sock", "where MariaDB listens"),
	WORDS(db_name, TEXT, "lodge", "the database"),
	WORDS(db_user, TEXT, "lodge", "who we are to MariaDB"),
	WORDS(db_password, SECRET, "", "empty: MariaDB knows us by the socket"),
	NUMBER(db_connect_timeout_s, SECONDS, "1s", 1, 60, "for one connection to MariaDB"),
	NUMBER(db_read_timeout_s, SECONDS, "10s", 1, 600, "for one answer of MariaDB"),
	NUMBER(db_statement_timeout_s, SECONDS, "5s", 1, 600, "MariaDB itself stops a statement then"),

	WORDS(s3_endpoint, ORIGIN, "http://127.0.0.1:8082", "where the store is reached from here"),
	WORDS(s3_public_origin, ORIGIN, "http://files.localhost:8080", "where browsers fetch signed links"),
	WORDS(s3_region, TEXT, "us-east-1", "as the store wants it in signatures"),
	WORDS(s3_bucket, TEXT, "lodge", "the bucket of all attachments"),
	WORDS(s3_access_key, TEXT, "", "who we are to the store"),
	WORDS(s3_secret_key, SECRET, "", "the key that signs"),
	NUMBER(s3_connect_timeout_ms, MILLISECONDS, "2s", 10, 60000, "for one connection to the store"),
	NUMBER(s3_stall_timeout_s, SECONDS, "15s", 1, 600, "a transfer without a byte for so long ends"),
	ONE_OF(s3_driver, "sigv4 libs3", "sigv4", "sigv4, or libs3 for a store that knows Signature V2 only"),
	ONE_OF(s3_style, "path host", "path", "path or host: where the name of the bucket stands"),
	WORDS(s3_ca_file, TEXT, "", "certificates (PEM) that the store's is verified with; empty: the system's"),
	ONE_OF(s3_encryption, "AES256 aws:kms", "", "AES256 or aws:kms: the store shall encrypt what it keeps; empty: as it does by itself"),
	WORDS(s3_kms_key, TEXT, "", "the key for aws:kms; empty: the store's own"),
	WORDS(s3_unverified_tls, BOOL, "false", "may libs3, which verifies no certificate, talk https to another machine?"),

	WORDS(clamd_socket, TEXT, "", "where clamd listens; empty: files are not scanned"),
	NUMBER(clamd_size_max, SIZE, "25MiB", 1024, 4 * GIB, "clamd's StreamMaxLength: larger files are not scanned"),
	NUMBER(clamd_timeout_s, SECONDS, "150s", 1, 3600, "for clamd's answer, after the last byte: more than its MaxScanTime"),
	WORDS(thumbnail_program, TEXT, "/usr/local/bin/lodge-thumbnail", "makes small pictures; empty: there are none"),

	WORDS(lmtp_listen, TEXT, "", "address:port where lodge-mail takes mail by LMTP; empty: nowhere"),
	NUMBER(lmtp_sessions_max, COUNT, "16", 1, 1000, "LMTP sessions at once"),
	NUMBER(lmtp_idle_s, SECONDS, "60s", 1, 3600, "an LMTP client that is silent for so long is left"),
	WORDS(mail_parse_program, TEXT, "/usr/local/bin/lodge-mail-parse", "reads mails in a process of its own"),
	WORDS(mail_authserv_id, TEXT, "", "the authserv-id (RFC 8601) of our own mail server, which must remove it from what comes in; empty: no Authentication-Results are believed"),
	NUMBER(mail_size_max, SIZE, "50MiB", 1024, 150 << 20, "one mail, as it comes"),
	NUMBER(mailbox_poll_s, SECONDS, "30s", 1, DAY, "from one look into an IMAP mailbox to the next"),
	WORDS(mailbox_ca_file, TEXT, "", "certificates (PEM) that those of IMAP servers are verified with; empty: the system's"),
	WORDS(smtp_url, TEXT, "", "the server that takes our letters: smtp://host:port or smtps://host; empty: they wait"),
	ONE_OF(smtp_starttls, "must may never", "must", "must, may or never: STARTTLS with it"),
	WORDS(smtp_user, TEXT, "", "who we are to it; empty: it knows us"),
	WORDS(smtp_password, SECRET, "", "the same"),
	WORDS(smtp_ca_file, TEXT, "", "certificates (PEM) that its own is verified with; empty: the system's"),
	NUMBER(smtp_timeout_s, SECONDS, "60s", 1, 600, "for one letter: a server that hangs is left then, and asked again later"),
	WORDS(mail_dir, TEXT, "/usr/local/share/lodge/mail", "templates and words of letters"),
	NUMBER(notice_delay_ms, MILLISECONDS, "5s", 0, 600000, "what somebody does to a ticket within this time is told in one letter"),
	NUMBER(letter_give_up_s, SECONDS, "2d", 1, 30 * DAY, "a letter that the server will not take now is tried for so long"),
	NUMBER(letter_link_s, SECONDS, "90d", 60, 3650 * DAY, "a link in a letter that mutes, or answers a quote"),
	NUMBER(mail_answers_max, COUNT, "20", 1, 1000000, "letters in an hour to one address that only its own mails caused"),
	NUMBER(mail_answers_domain_max, COUNT, "200", 1, 1000000, "the same to one domain"),
	NUMBER(mail_sender_max, COUNT, "60", 1, 1000000, "mails of one sender in an hour; more are held"),
	NUMBER(mail_ticket_max, COUNT, "60", 1, 1000000, "mails to one ticket in an hour; more are held"),
	NUMBER(mail_strangers_max, COUNT, "200", 1, 1000000, "requests that people who are new, or prove nothing, open by mail on one desk in an hour; more are held"),

	WORDS(seal_key, KEY, "", "seals the secrets that the database keeps; needed where there are any"),

	WORDS(outward_networks, TEXT, "", "networks beyond the public ones that may be reached: 10.0.0.0/8 ..."),
	WORDS(outward_plain_http, BOOL, "false", "may those networks be asked by plain http?"),

	NUMBER(session_idle_s, SECONDS, "12h", 1, 365 * DAY, "a session without a request ends then"),
	NUMBER(session_life_s, SECONDS, "14d", 1, 365 * DAY, "every session ends then"),
	NUMBER(login_attempt_s, SECONDS, "10m", 1, DAY, "from the sign-in button to the way back"),
	NUMBER(token_life_s, SECONDS, "365d", 1, 3650 * DAY, "an API token"),
	NUMBER(temporary_file_s, SECONDS, "24h", 1, 30 * DAY, "an upload that no request took"),
	NUMBER(signed_link_s, SECONDS, "120s", 1, 3600, "a link to the store"),
	NUMBER(sweep_s, SECONDS, "60s", 1, DAY, "from one sweep of what has ended to the next"),
	NUMBER(upload_lease_s, SECONDS, "60s", 1, 3600, "a request that moves a part of a file and is not heard of for so long has ended"),
	NUMBER(file_link_s, SECONDS, "30d", 1, 3650 * DAY, "a link to a file for people without a session"),
	NUMBER(file_link_open_s, SECONDS, "10m", 1, DAY, "opens of such a link, from one place, that count once"),
	NUMBER(draft_s, SECONDS, "24h", 1, 365 * DAY, "a form that was begun and not sent"),
	NUMBER(job_pause_ms, MILLISECONDS, "500ms", 10, 60000, "between two looks for work"),
	NUMBER(job_lease_s, SECONDS, "120s", 1, 3600, "who has taken a job and is not heard of for so long has died"),
	NUMBER(object_sweep_s, SECONDS, "6h", 1, 30 * DAY, "from one look through the whole store to the next"),
	NUMBER(stray_object_s, SECONDS, "24h", 1, 365 * DAY, "an object that no row names goes when it is so old, and two looks have seen it"),
	NUMBER(idempotency_s, SECONDS, "24h", 1, 30 * DAY, "how long the same request is answered the same"),

	NUMBER(upload_size_max, SIZE, "2GiB", 1024, 5 * GIB, "one request that uploads"),
	NUMBER(file_size_max, SIZE, "5GiB", 1024, 5120 * GIB, "one file"),
	NUMBER(files_waiting_size_max, SIZE, "10GiB", 1 << 20, 1024 * GIB, "uploads of one person that no request took"),
	NUMBER(body_size_max, SIZE, "1MiB", 1024, 64 << 20, "any other request"),
	NUMBER(sign_in_attempts_max, COUNT, "200", 1, 1000000, "sign-ins that one address, or the office behind it, may leave unfinished"),
	NUMBER(answer_timeout_s, SECONDS, "15s", 1, 600, "a whole answer"),
	NUMBER(provider_timeout_ms, MILLISECONDS, "4500ms", 10, 60000, "all questions to a sign-in provider in one request"),
	NUMBER(worker_requests, COUNT, "20000", 1, 1000000000, "a worker retires after so many"),
	NUMBER(auth_waiting_max, COUNT, "2", 1, 1000, "workers that may wait for one provider at once"),
};
/* clang-format on */

enum { KEYS_N = sizeof(keys) / sizeof(keys[0]) };

/* Where a complaint is about. */
struct place {
	const char *path;
	int line;
};

static struct conf current;
static struct arena *values; /* NULL: not loaded */

static void read_lines(FILE *file, struct place *place);
static void read_line(char *line, bool *seen, const struct place *place);
static char *trim(char *text);
static const struct key *key_find(const char *name);
static bool key_set(const struct key *key, const char *value);
static bool key_set_number(const struct key *key, const char *value);
static int64_t unit_factor(enum kind kind, const char *unit);
static bool is_origin(const char *value);
static bool is_key(const char *value);
static void die(const struct place *place, const char *format, ...)
	__attribute__((noreturn, format(printf, 2, 3)));

void conf_load(const char *path)
{
	struct place place = { .path = path };
	FILE *file;

	if (place.path == NULL)
		place.path = getenv("LODGE_CONF");
	if (place.path == NULL)
		die(&place, "which configuration? Name its file in LODGE_CONF");
	file = fopen(place.path, "re");
	if (file == NULL)
		die(&place, "%s", strerror(errno));
	conf_load_defaults();
	read_lines(file, &place);
	fclose(file);
}

const struct conf *conf(void)
{
	assert(values != NULL);
	return &current;
}

void conf_load_defaults(void)
{
	if (values == NULL)
		values = arena_make(VALUES_SIZE_MAX);
	for (int i = 0; i < KEYS_N; i++)
		if (!key_set(&keys[i], keys[i].otherwise))
			assert(!"a default that its own key refuses");
}

void conf_print_reference(void)
{
	for (int i = 0; i < KEYS_N; i++)
		printf("# %s (%s)\n%s = %s\n\n", keys[i].meaning, kind_names[keys[i].kind],
			keys[i].name, keys[i].otherwise);
}

static void read_lines(FILE *file, struct place *place)
{
	bool seen[KEYS_N] = { false };
	char line[LINE_SIZE_MAX];

	while (fgets(line, sizeof(line), file) != NULL) {
		place->line++;
		if (strchr(line, '\n') == NULL && !feof(file))
			die(place, "the line is too long, or holds a NUL");
		read_line(line, seen, place);
	}
	if (ferror(file))
		die(place, "cannot be read: %s", strerror(errno));
}

static void read_line(char *line, bool *seen, const struct place *place)
{
	char *name = trim(line), *equals = strchr(name, '=');
	const struct key *key;

	if (*name == '\0' || *name == '#')
		return;
	if (equals == NULL)
		die(place, "no '=' in it");
	*equals = '\0';
	name = trim(name);
	key = key_find(name);
	if (key == NULL)
		die(place, "there is no key '%s'", name);
	if (seen[key - keys])
		die(place, "'%s' stands here a second time", name);
	seen[key - keys] = true;
	if (key_set(key, trim(equals + 1)))
		return;
	if (key->kind == CHOICE)
		die(place, "'%s' must be one of: %s", name, key->choices);
	if (key->max > 0)
		die(place, "'%s' must be %s, from %lld to %lld", name, kind_names[key->kind],
			(long long)key->min, (long long)key->max);
	die(place, "'%s' must be %s", name, kind_names[key->kind]);
}

static char *trim(char *text)
{
	size_t size;

	text += strspn(text, " \t\r\n");
	for (size = strlen(text); size > 0 && strchr(" \t\r\n", text[size - 1]) != NULL; size--)
		text[size - 1] = '\0';
	return text;
}

static const struct key *key_find(const char *name)
{
	for (int i = 0; i < KEYS_N; i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

static bool key_set(const struct key *key, const char *value)
{
	char *place = (char *)&current + key->offset;
	bool truth = strcmp(value, "true") == 0;

	switch (key->kind) {
	case BOOL:
		if (!truth && strcmp(value, "false") != 0)
			return false;
		memcpy(place, &truth, sizeof(truth));
		return true;
	case ORIGIN:
	case KEY:
		if (*value != '\0' && !(key->kind == KEY ? is_key(value) : is_origin(value)))
			return false;
		/* fall through */
	case TEXT:
	case SECRET:
	case CHOICE:
		if (key->kind == CHOICE && !str_equal(value, key->otherwise) &&
			!str_in_list(key->choices, value))
			return false;
		/* What stood there stays as long as the process: somebody may hold it. */
		value = arena_strdup(values, value);
		memcpy(place, &value, sizeof(value));
		return true;
	default:
		return key_set_number(key, value);
	}
}

static bool key_set_number(const struct key *key, const char *value)
{
	size_t digits = strspn(value, "0123456789");
	char number_text[20];
	long long number;
	int64_t factor;

	if (digits == 0 || digits >= sizeof(number_text))
		return false;
	memcpy(number_text, value, digits);
	number_text[digits] = '\0';
	value += digits;
	factor = unit_factor(key->kind, value + strspn(value, " "));
	if (factor == 0 || str_to_int(number_text, 0, INT64_MAX / factor, &number) != OK)
		return false;
	number *= factor;
	if (number < key->min || number > key->max)
		return false;
	memcpy((char *)&current + key->offset, &(int64_t){ number }, sizeof(int64_t));
	return true;
}

/* 0: no unit of that kind. A bare number is in the unit that ends the key's name. */
static int64_t unit_factor(enum kind kind, const char *unit)
{
	static const struct {
		enum kind kind;
		const char *unit;
		int64_t factor;
	} units[] = {
		{ COUNT, "", 1 },
		{ SIZE, "", 1 },
		{ SIZE, "KiB", INT64_C(1) << 10 },
		{ SIZE, "MiB", INT64_C(1) << 20 },
		{ SIZE, "GiB", INT64_C(1) << 30 },
		{ SECONDS, "", 1 },
		{ SECONDS, "s", 1 },
		{ SECONDS, "m", 60 },
		{ SECONDS, "h", 3600 },
		{ SECONDS, "d", DAY },
		{ MILLISECONDS, "", 1 },
		{ MILLISECONDS, "ms", 1 },
		{ MILLISECONDS, "s", 1000 },
		{ MILLISECONDS, "m", 60000 },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].kind == kind && strcmp(units[i].unit, unit) == 0)
			return units[i].factor;
	return 0;
}

static bool is_origin(const char *value)
{
	if (str_starts(value, "http://"))
		value += strlen("http://");
	else if (str_starts(value, "https://"))
		value += strlen("https://");
	else
		return false;
	return *value != '\0' && value[strcspn(value, "/?#@ \\")] == '\0';
}

static bool is_key(const char *value)
{
	return strlen(value) == 64 && strspn(value, "0123456789abcdefABCDEF") == 64;
}

static void die(const struct place *place, const char *format, ...)
{
	char message[LINE_SIZE_MAX];
	va_list list;

	va_start(list, format);
	vsnprintf(message, sizeof(message), format, list);
	va_end(list);
	if (place->path == NULL)
		fprintf(stderr, "lodge: %s\n", message);
	else if (place->line == 0)
		fprintf(stderr, "lodge: %s: %s\n", place->path, message);
	else
		fprintf(stderr, "lodge: %s:%d: %s\n", place->path, place->line, message);
	exit(EXIT_CONF);
}
