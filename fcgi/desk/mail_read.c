/* mail_read.c - see mail_read.h. Mail and files are kept on the disk without a name meanwhile: they may be large, and several are read at
 * once. */
#include "desk/mail_read.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/child.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/spool.h"
#include "base/twin.h"
#include "mail/fault.h"
#include "mail/raw.h"
#include "mail/wire.h"
#include "net/s3.h"
#include "id/scope.h"
#include "desk/job.h"
#include "desk/mail_token.h"

enum {
	TIME_MAX_MS = 60000, /* on the wall; the program's own limit is less, on the processor */
	OUTPUT_MAX = RAW_SIZE_MAX + WIRE_JSON_MAX + WIRE_TAIL_SIZE
};

struct way {
	struct scope *s;
	struct job *job;
	int input;
};

static enum err way_write(void *sink, const void *bytes, size_t size)
{
	const struct way *way = sink;

	if (way->job)
		TRY(job_hold(way->s, way->job, 0));
	return child_input_add(way->input, bytes, size);
}

static enum err pread_all(int file, void *bytes, size_t size, int64_t at)
{
	for (char *to = bytes; size > 0;) {
		ssize_t n = pread(file, to, size, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail(E_BUG, "what %s wrote: %s", conf()->mail_parse_program,
				n < 0 ? strerror(errno) : "cut");
		to += n;
		at += n;
		size -= (size_t)n;
	}
	return OK;
}

static enum err take(struct arena *arena, const struct child_end *end, int output,
	struct mail **mail_out, const char **why_out)
{
	int64_t size = (int64_t)end->output_size;
	uint8_t tail[WIRE_TAIL_SIZE];
	size_t json_size = 0;
	char *json;

	*why_out = mail_fault_text(MAIL_UNSAID);
	if (size > WIRE_TAIL_SIZE) {
		TRY(pread_all(output, tail, WIRE_TAIL_SIZE, size - WIRE_TAIL_SIZE));
		json_size = wire_tail(tail);
	}
	size -= (int64_t)json_size + WIRE_TAIL_SIZE;
	if (json_size == 0 || size < 0)
		return fail(E_INVALID, "%s wrote no mail", conf()->mail_parse_program);
	json = arena_alloc(arena, json_size);
	TRY(pread_all(output, json, json_size, size));
	if (wire_read(arena, json, json_size, size, mail_out) != OK)
		return fail(E_INVALID, "%s wrote what cannot be", conf()->mail_parse_program);
	(*mail_out)->bytes = output;
	return OK;
}

/* With `twins` by one of them; NULL: by a program that is started for this mail alone. */
static enum err run(struct twins *twins, struct arena *arena, int input, struct mail **mail_out,
	const char **why_out)
{
	const char *const argv[] = { conf()->mail_parse_program, twins ? "--twins" : NULL, NULL };
	struct child_task task = { argv, input, TIME_MAX_MS, OUTPUT_MAX, 0 };
	struct child_end end;
	enum err e;

	TRY(spool_make(arena, &task.output));
	e = twins ? twin_run(twins, arena, &task, &end) : child_run(arena, &task, &end);
	if (e == E_UPSTREAM) {
		*why_out = arena_format(arena, "The program that reads mail %s.", end.said);
		return e;
	}
	TRY(e);
	*why_out = mail_fault_text(end.status);
	if (end.status == MAIL_UNSAFE || end.status == MAIL_UNSAID)
		return fail(E_BUG, "%s: %s", argv[0], *why_out);
	return end.status == MAIL_FINE ? take(arena, &end, task.output, mail_out, why_out)
				       : E_INVALID;
}

/* Who answers a letter quotes its links, which are for them alone. */
static void tokens_hide(struct scope *s, struct mail *mail)
{
	mail->text = mail_token_hide(s, mail->text);
	if (mail->quoted)
		mail->quoted = mail_token_hide(s, mail->quoted);
	if (mail->html)
		mail->html = mail_token_hide(s, mail->html);
}

enum err mail_read(struct scope *s, struct job *job, const char *raw_key, struct mail **mail_out)
{
	static struct twins twins;
	struct way way = { .s = s, .job = job };
	const char *why;
	int64_t size;
	enum err e;

	TRY(spool_make(s->arena, &way.input));
	e = s3_get(s->arena, raw_key, 0, -1, way_write, &way, &size);
	if (e == E_BUSY)
		return refuse(s, e, "The file store does not answer.");
	if (e == E_MISSING)
		return refuse(s, e, "The store has no such mail any more.");
	TRY(e);
	if (job)
		TRY(job_hold(s, job, TIME_MAX_MS));
	e = run(&twins, s->arena, way.input, mail_out, &why);
	if (e == E_INVALID || e == E_UPSTREAM)
		return refuse(s, e, "%s", why);
	if (e == E_BUSY)
		return refuse(s, e, "There is no room to read it in.");
	if (e != OK)
		return refuse(s, E_BUG, "%s cannot be run", conf()->mail_parse_program);
	tokens_hide(s, *mail_out);
	return OK;
}

enum err mail_read_bytes(struct arena *arena, const void *bytes, size_t size,
	struct mail **mail_out, const char **why_out)
{
	int input;

	TRY(spool_make(arena, &input));
	TRY(child_input_add(input, bytes, size));
	return run(NULL, arena, input, mail_out, why_out);
}

enum err mail_read_try(struct arena *arena)
{
	static const char one[] = "From: a@x.example\n\nIt works.\n";
	struct mail *mail;
	const char *why;

	TRY(mail_read_bytes(arena, one, sizeof(one) - 1, &mail, &why));
	return strcmp(mail->text, "It works.") == 0
		? OK
		: fail(E_BUG, "%s does not read", conf()->mail_parse_program);
}

struct mail_file_source mail_file_open(const struct mail *mail, const struct mail_file *file)
{
	return (struct mail_file_source){ mail->bytes, file->offset, file->size };
}

int64_t mail_file_read(void *source, void *bytes, size_t room)
{
	struct mail_file_source *file = source;
	size_t size = (int64_t)room < file->left ? room : (size_t)file->left;
	ssize_t n;

	if (size == 0)
		return 0;
	do
		n = pread(file->bytes, bytes, size, file->at);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return -1;
	file->at += n;
	file->left -= n;
	return n;
}
