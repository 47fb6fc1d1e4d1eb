/* mail_arrival.c - see mail_arrival.h. The object comes first and the row after it, so a row never names what is not there; an object
 * whose row did not come is swept. The header is looked at here only as far as telling mails apart needs: whatever is not clearly one
 * of its fields counts as body, so that two mails that differ in it are two. */
#include "desk/mail_arrival.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "mail/message_id.h"
#include "db/db.h"
#include "net/s3.h"
#include "id/scope.h"
#include "id/step.h"
#include "id/tenant.h"
#include "desk/doom.h"
#include "desk/job.h"
#include "desk/mail_token.h"
#include "desk/object_key.h"
#include "sql/mail_arrival.h"

enum { HEADER_SIZE_MAX = 1024 * 1024, PIECE_SIZE = 64 * 1024, ROWS_MAX = 3 };

static const char message_id_field[] = "Message-ID";

/* --- the bytes -------------------------------------------------------------------------------------------- */

struct source {
	const struct mail_arrival *arrival;
	int64_t at;
	bool failed;
};

static int64_t bytes_read(void *context, void *out, size_t room)
{
	struct source *bytes = context;
	const int64_t left = bytes->arrival->size - bytes->at;
	ssize_t n;

	if ((int64_t)room > left)
		room = (size_t)left;
	n = pread(bytes->arrival->fd, out, room, bytes->at);
	bytes->failed = n < 0 || (n == 0 && room > 0);
	if (bytes->failed)
		return -1;
	bytes->at += n;
	return n;
}

/* --- what tells it apart ---------------------------------------------------------------------------------- */

/* Behind the end of the line that begins here: LF, CR LF or CR. */
static const char *line_end(const char *at, const char *end)
{
	while (at < end && *at != '\n' && *at != '\r')
		at++;
	if (end - at >= 2 && at[0] == '\r' && at[1] == '\n')
		return at + 2;
	return at < end ? at + 1 : end;
}

/* The size of the field's name; 0: no field begins here. */
static size_t name_size(const char *at, const char *end)
{
	const char *colon = at;

	while (colon<end && * colon> ' ' && *colon < 0x7f && *colon != ':')
		colon++;
	return colon < end && *colon == ':' ? (size_t)(colon - at) : 0;
}

static bool is_named(const char *name, size_t size, const char *word)
{
	return size == strlen(word) && strncasecmp(name, word, size) == 0;
}

static bool name_tells(const char *name, size_t size)
{
	static const char *const telling[] = { message_id_field, "Date", "From", "Subject" };

	for (size_t i = 0; i < sizeof(telling) / sizeof(telling[0]); i++)
		if (is_named(name, size, telling[i]))
			return true;
	return false;
}

/* Adds the fields that tell; gives where the header ends. */
static const char *add_header(struct hasher *hasher, const char *at, const char *end)
{
	bool tells = false, in_field = false;

	while (at < end) {
		const char *next = line_end(at, end);
		size_t size = name_size(at, end);

		if (size > 0)
			tells = name_tells(at, size);
		else if (!in_field || (*at != ' ' && *at != '\t'))
			return at; /* the empty line, or no field */
		in_field = true;
		if (tells)
			hasher_add(hasher, at, (size_t)(next - at));
		at = next;
	}
	return at;
}

/* The Message-ID of a header, as the reader of mails will find it; NULL: it has none. */
static const char *id_find(struct arena *arena, const char *at, const char *end)
{
	const char *next;

	for (; at < end; at = next) {
		size_t size = name_size(at, end);

		next = line_end(at, end);
		if (!is_named(at, size, message_id_field))
			continue;
		while (next < end && (*next == ' ' || *next == '\t'))
			next = line_end(next, end);
		at += size + 1;
		return message_id(arena, arena_strndup(arena, at, (size_t)(next - at)));
	}
	return NULL;
}

static enum err add_rest(struct hasher *hasher, struct source *bytes, char *piece)
{
	int64_t n;

	while ((n = bytes_read(bytes, piece, PIECE_SIZE)) > 0)
		hasher_add(hasher, piece, (size_t)n);
	return n == 0 ? OK : fail(E_BUSY, "a mail that has come cannot be read: %m");
}

static enum err read_start(struct source *bytes, char *start, size_t room, size_t *size_out)
{
	int64_t n;

	*size_out = 0;
	while (*size_out < room && (n = bytes_read(bytes, start + *size_out, room - *size_out)) > 0)
		*size_out += (size_t)n;
	return bytes->failed ? fail(E_BUSY, "a mail that has come cannot be read: %m") : OK;
}

enum err mail_once(struct arena *arena, const struct mail_arrival *arrival, struct hash *once_out,
	const char **message_id_out)
{
	struct hasher *hasher = hasher_make(arena);
	struct source bytes = { .arrival = arrival };
	const int64_t room = arrival->size < HEADER_SIZE_MAX ? arrival->size : HEADER_SIZE_MAX;
	char *start = arena_alloc(arena, (size_t)room + PIECE_SIZE);
	const char *body;
	size_t size;

	TRY(read_start(&bytes, start, (size_t)room, &size));
	hasher_add(hasher, &arrival->address_id, sizeof(arrival->address_id));
	body = add_header(hasher, start, start + size);
	*message_id_out = id_find(arena, start, body);
	hasher_add(hasher, body, (size_t)(start + size - body));
	TRY(add_rest(hasher, &bytes, start));
	*once_out = hasher_end(hasher);
	return OK;
}

/* --- keeping it ------------------------------------------------------------------------------------------- */

struct keeping {
	const struct mail_arrival *arrival;
	struct hash first;          /* what tells it apart */
	struct hash once;           /* the same, or with its ticket */
	const struct hash *message; /* of its Message-ID; NULL: it has none */
	const char *raw_key;        /* of its object in the store; NULL: not put yet */
	int64_t mail_id;
};

/* The ticket that a reply address is of; 0: it is none. */
static int64_t ticket_of(struct scope *s, const char *address)
{
	const char *detail = mail_token_detail(s, address);
	struct mail_token token;

	return detail && mail_token_read(s, detail, &token) == OK && token.kind == MAIL_TOKEN_REPLY
		? token.first
		: 0;
}

/* One mail to the reply addresses of two tickets is two: the second is told apart by its ticket, too. */
static bool is_for_another(struct scope *s, struct keeping *keeping, const char *envelope_to)
{
	const int64_t theirs = ticket_of(s, envelope_to);
	const int64_t ours = ticket_of(s, keeping->arrival->envelope_to);

	if (!theirs || !ours || theirs == ours)
		return false;
	keeping->once = hash_text(arena_format(
		s->arena, "%s %lld", hash_hex(s->arena, &keeping->first), (long long)ours));
	return true;
}

/* E_MISSING: it has not come before. */
static enum err known(struct scope *s, struct keeping *keeping)
{
	struct mail_arrived *row;

	TRY(sql_mail_arrived(s, &keeping->once, &row));
	if (is_for_another(s, keeping, row->envelope_to))
		TRY(sql_mail_arrived(s, &keeping->once, &row));
	keeping->mail_id = row->id;
	return OK;
}

static enum err row_add(struct scope *s, struct keeping *keeping)
{
	const struct mail_arrival *arrival = keeping->arrival;

	return sql_mail_arrive(s, arrival->desk_id, arrival->address_id, arrival->mailbox_id,
		&keeping->once, keeping->message, keeping->raw_key, arrival->size,
		arrival->envelope_from, arrival->envelope_to, &keeping->mail_id);
}

/* Somebody else brought it meanwhile: that one stays, and the object of this one goes. */
static enum err keep(struct scope *s, void *context)
{
	struct keeping *keeping = context;
	enum err e;

	for (int n = 0; n < ROWS_MAX; n++) {
		e = row_add(s, keeping);
		if (e == OK)
			return job_add(s, JOB_MAIL, keeping->mail_id);
		if (!db_is_duplicate(s->db))
			return e;
		e = known(s, keeping);
		if (e != E_MISSING)
			return e == OK ? doom_add(s, keeping->raw_key) : e;
	}
	return fail(E_BUSY, "a mail comes many times at once");
}

static enum err put(struct scope *s, struct keeping *keeping)
{
	struct source bytes = { .arrival = keeping->arrival };
	struct s3_stored stored;

	keeping->raw_key = object_file_new(s->arena, scope_tenant(s));
	return s3_put(s->arena, keeping->raw_key, "message/rfc822", bytes_read, &bytes,
		keeping->arrival->size, &stored);
}

static enum err arrive(struct scope *s, struct keeping *keeping)
{
	const char *message_id;
	struct hash message;
	enum err e;

	TRY(mail_once(s->arena, keeping->arrival, &keeping->first, &message_id));
	keeping->once = keeping->first;
	message = hash_text(message_id ? message_id : "");
	keeping->message = message_id ? &message : NULL;
	e = known(s, keeping);
	if (e != E_MISSING)
		return e;
	TRY(put(s, keeping));
	return step_run(s, keep, keeping);
}

enum err mail_arrive(struct scope *s, const struct mail_arrival *arrival, int64_t *mail_out)
{
	const struct tenant tenant = { .id = arrival->tenant_id };
	struct keeping keeping = { .arrival = arrival };
	struct scope theirs = *s;
	enum err e;

	theirs.tenant = &tenant;
	e = arrive(&theirs, &keeping);
	if (e != OK && e != E_BUSY)
		e = fail(E_BUSY, "a mail to %s is not kept: %s", arrival->envelope_to, err_name(e));
	*mail_out = keeping.mail_id;
	return e;
}
