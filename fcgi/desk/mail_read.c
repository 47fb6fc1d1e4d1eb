/* mail_read.c - see mail_read.h. */
#include "desk/mail_read.h"

#include <errno.h>
#include <unistd.h>

#include "base/log.h"

enum err mail_read(struct scope *s, struct job *job, const char *raw_key, struct mail **mail_out)
{
	(void)s;
	(void)job;
	*mail_out = NULL;
	return fail(E_BUG, "%s: mail is not read yet", raw_key);
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
