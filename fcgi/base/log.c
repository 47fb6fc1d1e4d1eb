/* log.c - key=value lines on standard error. Each line is one write(2) below PIPE_BUF, so lines of many
 * workers do not mix; what came from outside cannot start a new line or colour a terminal. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

enum { LINE_SIZE = 4000, MESSAGE_SIZE = 3000 };

static const char *log_who = "lodge";
static const char *log_request_id;

static void log_line(const char *level, enum err e, const char *format, va_list list);
static size_t add_head(char *line, const char *level, enum err e);
static size_t add_escaped(char *line, size_t at, const char *message);
static const char *plain_id(const char *id);

void log_open(const char *who)
{
	log_who = who;
}

void log_request(const char *request_id)
{
	log_request_id = request_id;
}

void log_info(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	log_line("info", OK, format, list);
	va_end(list);
}

void log_warn(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	log_line("warn", OK, format, list);
	va_end(list);
}

void log_error(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	log_line("error", OK, format, list);
	va_end(list);
}

enum err fail(enum err e, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	log_line(e == E_BUG ? "error" : "warn", e, format, list);
	va_end(list);
	return e;
}

static void log_line(const char *level, enum err e, const char *format, va_list list)
{
	char message[MESSAGE_SIZE], line[LINE_SIZE];
	size_t size;

	if (vsnprintf(message, sizeof(message), format, list) < 0)
		message[0] = '\0';
	size = add_escaped(line, add_head(line, level, e), message);
	line[size++] = '"';
	line[size++] = '\n';
	/* Nobody is left to tell if this fails. */
	if (write(STDERR_FILENO, line, size) < 0)
		return;
}

static size_t add_head(char *line, const char *level, enum err e)
{
	int64_t now = clock_now();
	struct clock_parts t = clock_split(now);
	int size;

	size = snprintf(line, LINE_SIZE,
		"time=%04d-%02d-%02dT%02d:%02d:%02d.%03dZ level=%s who=%.40s pid=%d%s%.80s%s%s msg=\"",
		t.year, t.month, t.day, t.hour, t.minute, t.second, t.ms, level, log_who,
		(int)getpid(), log_request_id != NULL ? " request=" : "",
		log_request_id != NULL ? plain_id(log_request_id) : "", e != OK ? " error=" : "",
		e != OK ? err_name(e) : "");
	return size < 0 ? 0 : (size_t)size;
}

static size_t add_escaped(char *line, size_t at, const char *message)
{
	static const char hex[] = "0123456789abcdef";

	for (; *message != '\0' && at < LINE_SIZE - 8; message++) {
		unsigned char c = (unsigned char)*message;

		if (c == '"' || c == '\\') {
			line[at++] = '\\';
			line[at++] = (char)c;
		} else if (c == '\n') {
			line[at++] = '\\';
			line[at++] = 'n';
		} else if (c < 0x20 || c == 0x7f) {
			line[at++] = '\\';
			line[at++] = 'x';
			line[at++] = hex[c >> 4];
			line[at++] = hex[c & 15];
		} else {
			line[at++] = (char)c;
		}
	}
	return at;
}

/* The id may have come in with the request: one that would break the line is not shown. */
static const char *plain_id(const char *id)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:";

	return id[strspn(id, plain)] == '\0' ? id : "?";
}
