/* download.c - see download.h. */
#include "desk/download.h"

#include <string.h>

#include "base/conf.h"
#include "base/text.h"
#include "id/scope.h"
#include "id/step.h"

enum { ADDRESS_SIZE_MAX = 45, AGENT_LENGTH_MAX = 200 };

static const char *const kinds[] = {
	[DOWNLOAD_WHOLE] = "download",
	[DOWNLOAD_PREVIEW] = "preview",
};

static const char *address_of(const struct scope *s)
{
	return text_shorten(s->arena, s->address ? s->address : "", ADDRESS_SIZE_MAX);
}

static const char *agent_of(const struct scope *s)
{
	bool clean = s->user_agent && text_is_clean(s->user_agent, strlen(s->user_agent));

	return text_shorten(s->arena, clean ? s->user_agent : "", AGENT_LENGTH_MAX);
}

static enum err add(
	struct scope *s, int64_t attachment_id, enum download_kind kind, int64_t link_id)
{
	return sql_download_add(s, attachment_id, scope_person(s), kinds[kind], link_id,
		address_of(s), agent_of(s));
}

struct taken {
	int64_t attachment_id;
	enum download_kind kind;
};

static enum err add_taken(struct scope *s, void *context)
{
	const struct taken *taken = context;

	return add(s, taken->attachment_id, taken->kind, 0);
}

enum err download_log(struct scope *s, int64_t attachment_id, enum download_kind kind)
{
	return step_run(s, add_taken, &(struct taken){ attachment_id, kind });
}

enum err download_log_link(struct scope *s, int64_t attachment_id, int64_t link_id)
{
	return add(s, attachment_id, DOWNLOAD_WHOLE, link_id);
}

enum err download_is_recent(struct scope *s, int64_t link_id, bool *recent_out)
{
	struct recent_open *open;

	TRY(sql_download_recent(s, link_id, s->now - conf()->file_link_open_s * 1000, address_of(s),
		agent_of(s), &open));
	*recent_out = open->n > 0;
	return OK;
}

enum err download_list(struct scope *s, int64_t attachment_id, int64_t limit, int64_t start,
	struct download **first_out)
{
	return sql_download_list(s, attachment_id, limit, start, first_out);
}
