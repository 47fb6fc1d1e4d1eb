/* upload_chunk.c - the bytes of one chunk into the store. It is claimed by a lease in a short transaction; what was moved is kept
 * by another one, which changes nothing once the lease is somebody else's. One that overslept overwrites nothing: a tail has a key of
 * its own, and so has a file that is put whole after a request that died. Only a part takes the number of one that was put and not
 * kept, as Ceph completes an upload only when every part that was ever put is named; were it overwritten late, its ETag would tell. */
#include "desk/upload.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/mime_type.h"
#include "base/str.h"
#include "db/db.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/attachment.h"
#include "desk/desk.h"
#include "desk/doom.h"
#include "desk/file_rule.h"
#include "desk/job.h"
#include "desk/object_key.h"

static const char plain_type[] = "application/octet-stream";

/* One chunk on its way. */
struct move {
	struct scope *s;
	struct upload *upload; /* as far as it is kept */
	const struct upload_chunk *chunk;
	struct desk *desk;
	const char *lease;
	const char *tail_key; /* of the tail that this request has put; NULL: none */
	uint8_t *tail;        /* the bytes in front of the chunk */
	int64_t tail_size, tail_given;
	int64_t left;        /* bytes of tail and chunk that are not in the store */
	int64_t piece_left;  /* of them, what the request to the store still wants */
	struct s3_part last; /* the part that ends the file */
	bool whole_put;      /* all of it was sent as one object */
};

/* What a step shall keep. */
struct kept {
	const struct move *move;
	const struct s3_part *part; /* NULL: none was put */
	int64_t part_size;
	const char *store_id;
	int64_t received;
	const char *tail_key;
	int64_t tail_size;
	bool goes_on;
};

static enum err claim(struct scope *s, void *context);
static int64_t parts_needed(const struct move *move);
static bool ends_file(const struct move *move);
static bool fits_whole(const struct move *move);
static int64_t piece_size(const struct move *move);
static int64_t leased_until(void);
static enum err chunk_move(struct move *move);
static enum err tail_fetch(struct move *move);
static enum err tail_write(void *sink, const void *bytes, size_t size);
static enum err whole_put(struct move *move);
static enum err parts_begin(struct move *move);
static enum err part_put(struct move *move);
static enum err parts_complete(struct move *move);
static enum err tail_put(struct move *move);
static int64_t piece_read(void *source, void *bytes, size_t room);
static enum err keep(struct move *move, struct kept kept);
static enum err keep_rows(struct scope *s, void *context);
static enum err recover(struct move *move);
static enum err start_over(struct move *move, int64_t received);
static enum err start_over_rows(struct scope *s, void *context);
static enum err finish(struct move *move);
static enum err type_find(struct move *move, const char **type_out);
static enum err finish_rows(struct scope *s, void *context);
static enum err drop_rows(struct scope *s, void *context);
static enum err give_up(struct move *move, enum err e);
static enum err give_up_rows(struct scope *s, void *context);
static enum err object_forget(struct scope *s, const struct move *move, const struct upload *now);
static enum err lease_lost(struct scope *s);

enum err upload_receive(struct scope *s, struct upload *upload, const struct upload_chunk *chunk)
{
	const char *desk_id = arena_format(s->arena, "%lld", (long long)upload->desk_id);
	struct move move = { .s = s, .upload = upload, .chunk = chunk };
	enum err e;

	if (chunk->size == 0)
		return upload_check(s, upload, chunk->offset, 0);
	TRY(desk_find(s, desk_id, FILE_UPLOAD, &move.desk));
	move.lease = random_token(s->arena);
	TRY(step_run(s, claim, &move));
	e = chunk_move(&move);
	if (e == E_MISSING || e == E_INVALID)
		e = recover(&move);
	return e == OK ? OK : give_up(&move, e);
}

/* --- the claim --------------------------------------------------------------------------------------------- */

static enum err claim(struct scope *s, void *context)
{
	struct move *move = context;
	struct upload *now;
	const char *object_key;

	TRY(sql_upload_lock(s, move->upload->id, scope_person(s), &now));
	*move->upload = *now;
	if (now->expires_at <= s->now)
		return refuse(s, E_GONE, "The time of this upload is over: please begin again.");
	TRY(upload_check(s, now, move->chunk->offset, move->chunk->size));
	move->left = now->tail_size + move->chunk->size;
	if (now->part_next + parts_needed(move) - 1 > S3_PARTS_MAX)
		return refuse(s, E_CONFLICT,
			"This upload was sent in too many small pieces: please begin again.");
	object_key = now->object_key;
	/* Who did not give the lease back may still be putting the whole under the old name. */
	if (now->lease && !now->store_id) {
		TRY(doom_add(s, object_key));
		object_key = object_file_new(s->arena, scope_tenant(s));
	}
	TRY(sql_upload_claim(s, now->id, move->lease, leased_until()));
	TRY(sql_upload_file_touch(s, now->id, object_key, upload_expiry(now)));
	move->upload->object_key = object_key;
	move->upload->expires_at = upload_expiry(now);
	return OK;
}

static int64_t parts_needed(const struct move *move)
{
	int64_t full = move->left / S3_PART_SIZE, rest = move->left % S3_PART_SIZE;

	return full + (rest >= S3_PART_SIZE_MIN || (rest > 0 && ends_file(move)));
}

static bool ends_file(const struct move *move)
{
	return move->chunk->offset + move->chunk->size == move->upload->length;
}

/* s3_put keeps what it sends in memory, a part is streamed: so only a small file is put whole. */
static bool fits_whole(const struct move *move)
{
	return ends_file(move) && !move->upload->store_id && move->left <= S3_PART_SIZE_MIN;
}

/* Bytes of the next part; 0: too few for one. */
static int64_t piece_size(const struct move *move)
{
	if (move->left >= S3_PART_SIZE)
		return S3_PART_SIZE;
	return move->left >= S3_PART_SIZE_MIN || ends_file(move) ? move->left : 0;
}

static int64_t leased_until(void)
{
	return clock_now() + conf()->upload_lease_s * 1000;
}

/* --- the bytes --------------------------------------------------------------------------------------------- */

static enum err chunk_move(struct move *move)
{
	TRY(tail_fetch(move));
	if (fits_whole(move)) {
		TRY(whole_put(move));
		return finish(move);
	}
	if (!move->upload->store_id && piece_size(move) > 0)
		TRY(parts_begin(move));
	while (piece_size(move) > 0)
		TRY(part_put(move));
	if (ends_file(move)) {
		TRY(parts_complete(move));
		return finish(move);
	}
	return move->left > 0 ? tail_put(move) : OK;
}

/* In memory, as the store is not read and written at once; it is short of a part. */
static enum err tail_fetch(struct move *move)
{
	const struct upload *upload = move->upload;
	int64_t size;
	enum err e;

	if (!upload->tail_key)
		return OK;
	move->tail = arena_alloc(move->s->arena, (size_t)upload->tail_size);
	e = s3_get(move->s->arena, upload->tail_key, 0, upload->tail_size, tail_write, move, &size);
	if (e == E_MISSING)
		return start_over(move, upload->received - upload->tail_size);
	TRY(e);
	return size == upload->tail_size
		? OK
		: fail(E_BUSY, "store: %s holds %lld of %lld bytes", upload->tail_key,
			  (long long)size, (long long)upload->tail_size);
}

static enum err tail_write(void *sink, const void *bytes, size_t size)
{
	struct move *move = sink;

	if ((int64_t)size > move->upload->tail_size - move->tail_size)
		return fail(E_BUSY, "store: %s is too long", move->upload->tail_key);
	memcpy(move->tail + move->tail_size, bytes, size);
	move->tail_size += (int64_t)size;
	return OK;
}

/* An object of `size` bytes, all of them. */
static enum err object_put(struct move *move, const char *key, int64_t size)
{
	struct s3_stored stored;

	move->piece_left = size;
	TRY(s3_put(move->s->arena, key, plain_type, piece_read, move, size, &stored));
	return stored.size == size ? OK : E_UPSTREAM;
}

static enum err whole_put(struct move *move)
{
	move->whole_put = true;
	return object_put(move, move->upload->object_key, move->left);
}

static enum err parts_begin(struct move *move)
{
	const struct upload *upload = move->upload;
	const char *id;
	enum err e;

	TRY(s3_parts_begin(move->s->arena, upload->object_key, &id));
	e = keep(move,
		(struct kept){ .store_id = id,
			.received = upload->received,
			.tail_key = upload->tail_key,
			.tail_size = upload->tail_size,
			.goes_on = true });
	if (e != OK && s3_parts_drop(move->s->arena, upload->object_key, id) != OK)
		log_warn("parts of upload %lld are left to the sweep", (long long)upload->id);
	return e;
}

/* The last part is not kept alone: what is kept of the last bytes is the whole file. */
static enum err part_put(struct move *move)
{
	const struct upload *upload = move->upload;
	struct s3_part part = { .number = (int)upload->part_next };
	int64_t size = piece_size(move);

	move->piece_left = size;
	TRY(s3_part_put(move->s->arena, upload->object_key, upload->store_id, part.number,
		piece_read, move, size, &part.etag));
	move->left -= size;
	if (ends_file(move) && move->left == 0) {
		move->last = part;
		return OK;
	}
	return keep(move,
		(struct kept){ .part = &part,
			.part_size = size,
			.store_id = upload->store_id,
			.received = move->chunk->offset + move->chunk->size - move->left,
			.goes_on = move->left > 0 });
}

static enum err parts_complete(struct move *move)
{
	const struct upload *upload = move->upload;
	struct s3_part *first = NULL, **last = &first;
	struct upload_part *row;

	TRY(sql_upload_part_list(move->s, upload->id, S3_PARTS_MAX, &row));
	for (; row; row = row->next) {
		*last = arena_new(move->s->arena, struct s3_part);
		**last = (struct s3_part){ .number = (int)row->number, .etag = row->etag };
		last = &(*last)->next;
	}
	*last = &move->last;
	return s3_parts_complete(
		move->s->arena, upload->object_key, upload->store_id, first, upload->length);
}

static enum err tail_put(struct move *move)
{
	const struct upload *upload = move->upload;
	const char *key = object_tail(move->s->arena, upload->id, move->lease);
	int64_t size = move->left;

	move->tail_key = key;
	TRY(object_put(move, key, size));
	return keep(move,
		(struct kept){ .store_id = upload->store_id,
			.received = move->chunk->offset + move->chunk->size,
			.tail_key = key,
			.tail_size = size });
}

/* First the tail, then the chunk. */
static int64_t piece_read(void *source, void *bytes, size_t room)
{
	struct move *move = source;
	int64_t of_tail = move->tail_size - move->tail_given, n;

	if ((int64_t)room > move->piece_left)
		room = (size_t)move->piece_left;
	if (room == 0)
		return 0;
	if (of_tail > 0) {
		n = (int64_t)room < of_tail ? (int64_t)room : of_tail;
		memcpy(bytes, move->tail + move->tail_given, (size_t)n);
		move->tail_given += n;
	} else {
		n = move->chunk->read(move->chunk->source, bytes, room);
	}
	if (n <= 0)
		return -1; /* it is shorter than was said */
	move->piece_left -= n;
	return n;
}

/* --- what is kept ------------------------------------------------------------------------------------------ */

static enum err keep(struct move *move, struct kept kept)
{
	struct upload *upload = move->upload;

	kept.move = move;
	TRY(step_run(move->s, keep_rows, &kept));
	upload->store_id = kept.store_id;
	upload->part_next += kept.part != NULL;
	upload->received = kept.received;
	upload->tail_key = kept.tail_key;
	upload->tail_size = kept.tail_size;
	return OK;
}

static enum err keep_rows(struct scope *s, void *context)
{
	const struct kept *kept = context;
	const struct upload *upload = kept->move->upload;
	int64_t ours;

	TRY(sql_upload_move(s, upload->id, kept->move->lease, kept->store_id, kept->received,
		kept->tail_key, kept->tail_size, kept->goes_on ? kept->move->lease : NULL,
		kept->goes_on ? leased_until() : 0,
		kept->part ? upload->part_next + 1 : upload->part_next, &ours));
	if (ours != 1)
		return lease_lost(s);
	if (kept->part)
		TRY(sql_upload_part_add(
			s, upload->id, kept->part->number, kept->part->etag, kept->part_size));
	if (upload->tail_key && !str_equal(upload->tail_key, kept->tail_key))
		TRY(doom_add(s, upload->tail_key));
	return sql_upload_file_touch(s, upload->id, upload->object_key, upload_expiry(upload));
}

/* The store does not know the parts, or will not have them. Either they were made an object, and only our row did not hear of it, or
 * they are of no use any more. */
static enum err recover(struct move *move)
{
	const struct upload *upload = move->upload;
	int64_t size = 0;
	enum err e = s3_size(move->s->arena, upload->object_key, &size);

	if (e != OK && e != E_MISSING)
		return e;
	if (e == OK && size == upload->length)
		return finish(move);
	log_warn("the store has lost what it had of upload %lld", (long long)upload->id);
	if (upload->store_id)
		TRY(s3_parts_drop(move->s->arena, upload->object_key, upload->store_id));
	return start_over(move, 0);
}

/* The sender is told where to go on. */
static enum err start_over(struct move *move, int64_t received)
{
	struct kept kept = { .move = move,
		.store_id = received > 0 ? move->upload->store_id : NULL,
		.received = received };

	TRY(step_run(move->s, start_over_rows, &kept));
	move->upload->received = received;
	return refuse(move->s, E_CONFLICT,
		"The store has lost a piece of this file: please go on from byte %lld.",
		(long long)received);
}

static enum err start_over_rows(struct scope *s, void *context)
{
	const struct kept *kept = context;

	if (kept->received == 0)
		TRY(sql_upload_part_remove(s, kept->move->upload->id));
	return keep_rows(s, context);
}

/* --- the end ----------------------------------------------------------------------------------------------- */

struct finished {
	const struct move *move;
	const char *type, *temporary_id;
};

static enum err finish(struct move *move)
{
	struct upload *upload = move->upload;
	struct file_rule rule = file_rule_of_desk(move->desk);
	struct finished finished = { .move = move,
		.temporary_id = attachment_temporary_id(move->s) };
	enum err e;

	TRY(type_find(move, &finished.type));
	e = file_rule_check(
		move->s, &rule, "file", upload->filename, finished.type, upload->length);
	if (e != OK) {
		TRY(step_run(move->s, drop_rows, move));
		return e;
	}
	TRY(step_run(move->s, finish_rows, &finished));
	upload->received = upload->length;
	upload->temporary_id = finished.temporary_id;
	return OK;
}

static enum err head_write(void *sink, const void *bytes, size_t size)
{
	mime_head_add(sink, bytes, size);
	return OK;
}

static enum err type_find(struct move *move, const char **type_out)
{
	struct arena *arena = move->s->arena;
	struct mime_head head = mime_head_make(arena);

	TRY(s3_get(arena, move->upload->object_key, 0, MIME_TYPE_BYTES, head_write, &head,
		&(int64_t){ 0 }));
	*type_out = mime_head_type(arena, &head);
	return OK;
}

static enum err finish_rows(struct scope *s, void *context)
{
	const struct finished *finished = context;
	const struct upload *upload = finished->move->upload;
	struct kept kept = { .move = finished->move, .received = upload->length };
	int64_t ours;

	TRY(keep_rows(s, &kept));
	TRY(sql_upload_part_remove(s, upload->id));
	TRY(sql_upload_file_finish(s, upload->id, finished->temporary_id, finished->type,
		upload_expiry(upload), &ours));
	if (ours != 1)
		return lease_lost(s);
	return job_add(s, JOB_CHECK, upload->id);
}

static enum err drop_rows(struct scope *s, void *context)
{
	const struct move *move = context;
	struct upload *now;

	TRY(sql_upload_lock(s, move->upload->id, scope_person(s), &now));
	return str_equal(now->lease, move->lease) ? upload_drop(s, now) : lease_lost(s);
}

/* What was kept stays, also when it is not known whether the last step was. */
static enum err give_up(struct move *move, enum err e)
{
	bool is_of_store = db_trouble(move->s->db) == DB_FINE;

	if (step_run(move->s, give_up_rows, move) != OK)
		log_warn("upload %lld waits for the end of its lease", (long long)move->upload->id);
	if (e == E_UPSTREAM)
		return refuse_field(move->s, "Content-Length", "The body ended too early.");
	if (e == E_BUSY && is_of_store)
		return refuse(move->s, e,
			"The file store does not answer. What was sent before is kept: please go on in a moment.");
	return e;
}

/* What this request has put and no row names is doomed. */
static enum err give_up_rows(struct scope *s, void *context)
{
	struct move *move = context;
	struct upload *mine = move->upload, *now = NULL;
	enum err e = sql_upload_lock(s, mine->id, scope_person(s), &now);

	if (e != OK && e != E_MISSING)
		return e;
	if (move->tail_key && !(now && str_equal(move->tail_key, now->tail_key)))
		TRY(doom_add(s, move->tail_key));
	TRY(object_forget(s, move, now));
	if (!now)
		return OK;
	mine->received = now->received;
	mine->temporary_id = now->temporary_id;
	return sql_upload_release(s, mine->id, move->lease, &(int64_t){ 0 });
}

/* Not when all that was missing is the word that it is done: then a ticket may have it already. What was put whole gets another key,
 * as the store may still take what it was sent. */
static enum err object_forget(struct scope *s, const struct move *move, const struct upload *now)
{
	const struct upload *mine = move->upload;
	struct upload_file *file = NULL;
	enum err e = sql_upload_file_find(s, mine->id, &file);

	if (e != OK && e != E_MISSING)
		return e;
	if (!file || !str_equal(file->object_key, mine->object_key))
		return doom_add(s, mine->object_key);
	if (!now || now->temporary_id || !move->whole_put)
		return OK;
	TRY(doom_add(s, mine->object_key));
	return sql_upload_file_touch(
		s, mine->id, object_file_new(s->arena, scope_tenant(s)), upload_expiry(mine));
}

static enum err lease_lost(struct scope *s)
{
	return refuse(s, E_CONFLICT,
		"Another request has gone on with this file meanwhile: please ask how far it is.");
}
