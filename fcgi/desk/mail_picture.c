/* mail_picture.c - see mail_picture.h. In safe HTML a "<" is the start of a tag and nothing else, so the mark is found as text. */
#include "desk/mail_picture.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/mime_type.h"
#include "base/safe_html.h"
#include "base/str.h"
#include "net/s3.h"
#include "id/scope.h"
#include "desk/attachment.h"
#include "sql/mail_in.h"

static const char mark[] = "<img data-part=\"";

/* NULL: there is none, or nobody may have it (yet). */
static const char *link_of(struct scope *s, const struct mail_picture *picture, int64_t number)
{
	while (picture && picture->mail_part != number)
		picture = picture->next;
	if (!picture || !attachment_is_given(picture->verdict) ||
		!mime_type_is_picture(picture->mime_type))
		return NULL;
	return s3_link(s->arena, picture->object_key, conf()->signed_link_s, picture->mime_type,
		picture->filename, true);
}

/* The number behind the mark; 0: it is none. */
static int64_t number_at(const char *at)
{
	int64_t number = 0;

	for (; *at >= '0' && *at <= '9' && number < 1000; at++)
		number = number * 10 + (*at - '0');
	return *at == '"' ? number : 0;
}

bool mail_pictures_stand(const char *html)
{
	return strstr(html, mark);
}

enum err mail_pictures_link(
	struct scope *s, int64_t ticket_id, int64_t comment_id, const char **html)
{
	struct mail_picture *pictures;

	if (!mail_pictures_stand(*html))
		return OK;
	TRY(sql_mail_in_pictures(s, ticket_id, comment_id, &pictures));
	*html = mail_pictures_put(s, pictures, *html);
	return OK;
}

const char *mail_pictures_put(
	struct scope *s, const struct mail_picture *pictures, const char *html)
{
	const char *at = html, *next = strstr(at, mark);
	struct str out = str_make(s->arena);

	for (; next; next = strstr(at, mark)) {
		const char *link = link_of(s, pictures, number_at(next + sizeof(mark) - 1));

		str_add_bytes(&out, at, (size_t)(next - at) + 4); /* "<img" */
		if (link) {
			str_add(&out, " src=\"");
			safe_html_escape(&out, link, strlen(link));
			str_add(&out, "\"");
		}
		at = next + 4;
	}
	str_add(&out, at);
	return out.text;
}
