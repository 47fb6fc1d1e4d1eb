/* routes.c - the table, and how a path finds its row. */
#include "app/routes.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/url.h"
#include "api/activity.h"
#include "api/approvals.h"
#include "api/attachments.h"
#include "api/auth.h"
#include "api/bulk.h"
#include "api/comments.h"
#include "api/drafts.h"
#include "api/edits.h"
#include "api/feedbacks.h"
#include "api/file_links.h"
#include "api/letters.h"
#include "api/lodge.h"
#include "api/mails.h"
#include "api/operation.h"
#include "api/organizations.h"
#include "api/outbox.h"
#include "api/participants.h"
#include "api/queues.h"
#include "api/quotes.h"
#include "api/relations.h"
#include "api/requests.h"
#include "api/servicedesks.h"
#include "api/shape.h"
#include "api/slas.h"
#include "api/subscriptions.h"
#include "api/templates.h"
#include "api/transitions.h"
#include "api/uploads.h"
#include "api/views.h"

/* The last columns have defaults: GET reads, the rest writes; pool `pages`. */
#define READING(method, path, handle, action, ...)                       \
	{                                                                \
		method, path, handle, action, .mode = READS, __VA_ARGS__ \
	}
#define WRITING(method, path, handle, action, ...)                        \
	{                                                                 \
		method, path, handle, action, .mode = WRITES, __VA_ARGS__ \
	}
#define GET(...) READING(METHOD_GET, __VA_ARGS__)
#define OPTIONS(...) READING(METHOD_OPTIONS, __VA_ARGS__)
#define POST(...) WRITING(METHOD_POST, __VA_ARGS__)
#define PUT(...) WRITING(METHOD_PUT, __VA_ARGS__)
#define PATCH(...) WRITING(METHOD_PATCH, __VA_ARGS__)
#define DELETE(...) WRITING(METHOD_DELETE, __VA_ARGS__)
#define STEPWISE .mode = STEPS
#define AUTH .mode = STEPS, .pool = POOL_AUTH

/* A designated member after its default replaces it: that is what the last columns are for. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
const struct route routes[] = {
	GET(DESK_API "/info", api_info_get, SITE_SEE),
	GET(DESK_API "/request", api_request_list, TICKET_LIST),
	POST(DESK_API "/request", api_request_add, TICKET_CREATE),
	GET(DESK_API "/request/{issueIdOrKey}", api_request_get, TICKET_SEE),
	GET(DESK_API "/request/{issueIdOrKey}/approval", api_approval_list, TICKET_SEE),
	GET(DESK_API "/request/{issueIdOrKey}/approval/{approvalId}", api_approval_get, TICKET_SEE),
	POST(DESK_API "/request/{issueIdOrKey}/approval/{approvalId}", api_approval_answer,
		APPROVAL_ANSWER),
	GET(DESK_API "/request/{issueIdOrKey}/attachment", api_attachment_list, TICKET_SEE),
	POST(DESK_API "/request/{issueIdOrKey}/attachment", api_attachment_add, TICKET_ATTACH),
	GET(DESK_API "/request/{issueIdOrKey}/attachment/{attachmentId}", api_attachment_get,
		FILE_DOWNLOAD, STEPWISE),
	GET(DESK_API "/request/{issueIdOrKey}/attachment/{attachmentId}/thumbnail",
		api_attachment_thumbnail, FILE_DOWNLOAD),
	GET(DESK_API "/request/{issueIdOrKey}/comment", api_comment_list, TICKET_SEE),
	POST(DESK_API "/request/{issueIdOrKey}/comment", api_comment_add, TICKET_COMMENT),
	GET(DESK_API "/request/{issueIdOrKey}/comment/{commentId}", api_comment_get, TICKET_SEE),
	GET(DESK_API "/request/{issueIdOrKey}/comment/{commentId}/attachment",
		api_comment_attachment_list, TICKET_SEE),
	GET(DESK_API "/request/{issueIdOrKey}/feedback", api_feedback_get, TICKET_SEE),
	POST(DESK_API "/request/{issueIdOrKey}/feedback", api_feedback_give, FEEDBACK_GIVE),
	DELETE(DESK_API "/request/{issueIdOrKey}/feedback", api_feedback_remove, FEEDBACK_GIVE),
	GET(DESK_API "/request/{issueIdOrKey}/notification", api_subscription_get, TICKET_SEE),
	PUT(DESK_API "/request/{issueIdOrKey}/notification", api_subscription_begin, SUBSCRIBE),
	DELETE(DESK_API "/request/{issueIdOrKey}/notification", api_subscription_end, SUBSCRIBE),
	GET(DESK_API "/request/{issueIdOrKey}/participant", api_participant_list, TICKET_SEE),
	POST(DESK_API "/request/{issueIdOrKey}/participant", api_participant_add, PARTICIPANT_EDIT),
	DELETE(DESK_API "/request/{issueIdOrKey}/participant", api_participant_remove,
		PARTICIPANT_EDIT),
	GET(DESK_API "/request/{issueIdOrKey}/sla", api_sla_list, SLA_SEE),
	GET(DESK_API "/request/{issueIdOrKey}/sla/{slaMetricId}", api_sla_get, SLA_SEE),
	GET(DESK_API "/request/{issueIdOrKey}/status", api_status_list, TICKET_SEE),
	GET(DESK_API "/request/{issueIdOrKey}/transition", api_transition_list, TICKET_SEE),
	POST(DESK_API "/request/{issueIdOrKey}/transition", api_transition_run, TICKET_MOVE),
	GET(DESK_API "/requesttype", api_request_type_list_all, DESK_SEE),
	GET(DESK_API "/servicedesk", api_service_desk_list, DESK_SEE),
	GET(DESK_API "/servicedesk/{serviceDeskId}", api_service_desk_get, DESK_SEE),
	POST(DESK_API "/servicedesk/{serviceDeskId}/attachTemporaryFile", api_temporary_attach,
		FILE_UPLOAD, STEPWISE, .pool = POOL_FILES, .gate = api_temporary_attach_gate),
	GET(DESK_API "/servicedesk/{serviceDeskId}/queue", api_queue_list, QUEUE_SEE),
	GET(DESK_API "/servicedesk/{serviceDeskId}/queue/{queueId}", api_queue_get, QUEUE_SEE),
	GET(DESK_API "/servicedesk/{serviceDeskId}/queue/{queueId}/issue", api_queue_issue_list,
		QUEUE_SEE),
	GET(DESK_API "/servicedesk/{serviceDeskId}/requesttype", api_request_type_list, DESK_SEE),
	GET(DESK_API "/servicedesk/{serviceDeskId}/requesttype/{requestTypeId}",
		api_request_type_get, DESK_SEE),
	GET(DESK_API "/servicedesk/{serviceDeskId}/requesttype/{requestTypeId}/field",
		api_field_list, DESK_SEE),
	GET(DESK_API "/servicedesk/{serviceDeskId}/requesttypegroup", api_request_type_group_list,
		DESK_SEE),

	GET(LODGE_API "/site", api_site_get, SITE_SEE),
	GET(LODGE_API "/me", api_me_get, SELF_SEE),
	PUT(LODGE_API "/me/language", api_me_set_language, LANGUAGE_SET),
	GET(LODGE_API "/portals", api_portal_list, DESK_SEE),
	GET(LODGE_API "/portal/{serviceDeskId}", api_portal_get, DESK_SEE),
	GET(LODGE_API "/filters", api_filter_list, TICKET_LIST),
	GET(LODGE_API "/requests", api_my_request_list, TICKET_LIST),
	POST(LODGE_API "/preview", api_preview, TEXT_PREVIEW, .mode = READS),
	GET(LODGE_API "/draft/{serviceDeskId}/{requestTypeId}", api_draft_get, DRAFT_KEEP),
	PUT(LODGE_API "/draft/{serviceDeskId}/{requestTypeId}", api_draft_keep, DRAFT_KEEP),
	DELETE(LODGE_API "/draft/{serviceDeskId}/{requestTypeId}", api_draft_forget, DRAFT_KEEP),
	GET(LODGE_API "/request/{issueIdOrKey}/attachment/{attachmentId}/preview",
		api_attachment_preview, FILE_DOWNLOAD, STEPWISE, .pool = POOL_FILES),
	GET(LODGE_API "/request/{issueIdOrKey}/clock", api_clock_list, TICKET_SEE),
	GET(LODGE_API "/agent/tickets", api_agent_ticket_list, AGENT_LIST),
	POST(LODGE_API "/uploads", api_upload_begin, FILE_UPLOAD),
	OPTIONS(LODGE_API "/uploads", api_upload_options, SITE_SEE),
	GET(LODGE_API "/uploads/{uploadId}", api_upload_get, FILE_UPLOAD),
	PATCH(LODGE_API "/uploads/{uploadId}", api_upload_receive, FILE_UPLOAD, STEPWISE,
		.pool = POOL_FILES, .gate = api_upload_receive_gate),
	DELETE(LODGE_API "/uploads/{uploadId}", api_upload_remove, FILE_UPLOAD, STEPWISE,
		.pool = POOL_FILES),
	GET(LODGE_API "/request/{issueIdOrKey}/attachment/{attachmentId}/link", api_file_link_list,
		FILE_DOWNLOAD),
	POST(LODGE_API "/request/{issueIdOrKey}/attachment/{attachmentId}/link", api_file_link_add,
		FILE_LINK, STEPWISE),
	DELETE(LODGE_API "/request/{issueIdOrKey}/attachment/{attachmentId}/link",
		api_file_link_revoke_all, FILE_LINK),
	DELETE(LODGE_API "/request/{issueIdOrKey}/attachment/{attachmentId}/link/{linkId}",
		api_file_link_revoke, FILE_LINK),
	GET(LODGE_API "/request/{issueIdOrKey}/attachment/{attachmentId}/download",
		api_download_list, FILE_DOWNLOAD),
	DELETE(LODGE_API "/request/{issueIdOrKey}/attachment/{attachmentId}", api_attachment_remove,
		FILE_REMOVE),
	POST(LODGE_API "/request/{issueIdOrKey}/comment/{commentId}/hide", api_comment_hide,
		COMMENT_HIDE),
	PUT(LODGE_API "/request/{issueIdOrKey}/comment/{commentId}", api_comment_edit, TEXT_EDIT),
	GET(LODGE_API "/request/{issueIdOrKey}/comment/{commentId}/edit", api_comment_edit_list,
		TICKET_SEE),
	PUT(LODGE_API "/request/{issueIdOrKey}/field", api_field_edit, TEXT_EDIT),
	GET(LODGE_API "/request/{issueIdOrKey}/field/edit", api_field_edit_list, TICKET_SEE),
	GET(LODGE_API "/request/{issueIdOrKey}/people", api_people_search, PARTICIPANT_EDIT),
	GET(LODGE_API "/request/{issueIdOrKey}/organization", api_ticket_organization_list,
		TICKET_SEE),
	POST(LODGE_API "/request/{issueIdOrKey}/organization", api_ticket_organization_add,
		PARTICIPANT_EDIT),
	DELETE(LODGE_API "/request/{issueIdOrKey}/organization", api_ticket_organization_remove,
		PARTICIPANT_EDIT),
	GET(LODGE_API "/request/{issueIdOrKey}/quote", api_quote_list, TICKET_SEE),
	POST(LODGE_API "/request/{issueIdOrKey}/quote", api_quote_send, QUOTE_WRITE),
	DELETE(LODGE_API "/request/{issueIdOrKey}/quote", api_quote_void, QUOTE_WRITE),
	GET(LODGE_API "/servicedesk/{serviceDeskId}/agent", api_desk_agent_list, AGENT_LIST),
	GET(LODGE_API "/servicedesk/{serviceDeskId}/outbox", api_outbox_list, MAIL_SEE),
	GET(LODGE_API "/servicedesk/{serviceDeskId}/outbox/{letterId}", api_outbox_get, MAIL_SEE),
	POST(LODGE_API "/servicedesk/{serviceDeskId}/outbox/{letterId}", api_outbox_decide,
		MAIL_DECIDE),
	PUT(LODGE_API "/servicedesk/{serviceDeskId}/notification", api_desk_watch_begin, QUEUE_SEE),
	DELETE(LODGE_API "/servicedesk/{serviceDeskId}/notification", api_desk_watch_end,
		QUEUE_SEE),
	GET(LODGE_API "/servicedesk/{serviceDeskId}/queue", api_desk_queue_list, QUEUE_SEE),
	POST(LODGE_API "/servicedesk/{serviceDeskId}/queue", api_desk_queue_add, QUEUE_EDIT),
	PUT(LODGE_API "/servicedesk/{serviceDeskId}/queue/{queueId}", api_desk_queue_change,
		QUEUE_EDIT),
	DELETE(LODGE_API "/servicedesk/{serviceDeskId}/queue/{queueId}", api_desk_queue_remove,
		QUEUE_EDIT),
	GET(LODGE_API "/servicedesk/{serviceDeskId}/queue/{queueId}/ticket",
		api_desk_queue_ticket_list, QUEUE_SEE),
	PATCH(LODGE_API "/request/{issueIdOrKey}", api_request_edit, TICKET_EDIT),
	POST(LODGE_API "/request/{issueIdOrKey}/merge", api_request_merge, TICKET_EDIT),
	POST(LODGE_API "/bulk", api_bulk, TICKET_EDIT, STEPWISE),
	GET(LODGE_API "/servicedesk/{serviceDeskId}/template", api_template_list, TEMPLATE_SEE),
	POST(LODGE_API "/servicedesk/{serviceDeskId}/template", api_template_add, TEMPLATE_EDIT),
	PUT(LODGE_API "/servicedesk/{serviceDeskId}/template/{templateId}", api_template_change,
		TEMPLATE_EDIT),
	DELETE(LODGE_API "/servicedesk/{serviceDeskId}/template/{templateId}", api_template_remove,
		TEMPLATE_EDIT),
	GET(LODGE_API "/servicedesk/{serviceDeskId}/mail", api_mail_list, MAIL_SEE),
	GET(LODGE_API "/servicedesk/{serviceDeskId}/mail/{mailId}", api_mail_get, MAIL_SEE),
	POST(LODGE_API "/servicedesk/{serviceDeskId}/mail/{mailId}", api_mail_decide, MAIL_DECIDE),
	GET(LODGE_API "/servicedesk/{serviceDeskId}/mail/{mailId}/raw", api_mail_raw, MAIL_SEE),
	GET(LODGE_API "/servicedesk/{serviceDeskId}/mail/{mailId}/shown", api_mail_shown, MAIL_SEE,
		STEPWISE, .pool = POOL_FILES),
	GET(LODGE_API "/servicedesk/{serviceDeskId}/mail/{mailId}/part/{number}", api_mail_part_get,
		MAIL_SEE, STEPWISE, .pool = POOL_FILES),
	GET(LODGE_API "/request/{issueIdOrKey}/mail", api_request_mail, TICKET_SEE),
	GET(LODGE_API "/request/{issueIdOrKey}/comment/{commentId}/mail", api_comment_mail,
		TICKET_SEE),
	GET(LODGE_API "/request/{issueIdOrKey}/relation", api_relation_list, NOTE_SEE),
	POST(LODGE_API "/request/{issueIdOrKey}/relation", api_relation_add, TICKET_EDIT),
	DELETE(LODGE_API "/request/{issueIdOrKey}/relation/{relationId}", api_relation_remove,
		TICKET_EDIT),
	DELETE(LODGE_API "/request/{issueIdOrKey}", api_request_remove, TICKET_REMOVE),
	GET(LODGE_API "/changes", api_change_list, TICKET_LIST),
	GET(LODGE_API "/request/{issueIdOrKey}/activity", api_activity_list, TICKET_SEE),
	POST(LODGE_API "/request/{issueIdOrKey}/presence", api_presence_tell, PRESENCE_TELL),
	DELETE(LODGE_API "/request/{issueIdOrKey}/presence", api_presence_leave, PRESENCE_TELL),
	GET(LODGE_API "/request/{issueIdOrKey}/draft", api_reply_draft_get, DRAFT_KEEP),
	PUT(LODGE_API "/request/{issueIdOrKey}/draft", api_reply_draft_keep, DRAFT_KEEP),
	DELETE(LODGE_API "/request/{issueIdOrKey}/draft", api_reply_draft_forget, DRAFT_KEEP),
	GET(LODGE_API "/letter/{token}", api_letter_get, LETTER_ANSWER, .snippet = "letter"),
	POST(LODGE_API "/letter/{token}", api_letter_answer, LETTER_ANSWER, .snippet = "letter"),
	POST("/letter/{token}", api_letter_answer, LETTER_ANSWER, .snippet = "letter-page"),
	GET("/f/{token}", api_file_link_open, FILE_OPEN, STEPWISE, .snippet = "link"),
	GET("/theme.css", api_theme_get, SITE_SEE),

	GET("/auth/login", api_sign_in_begin, SIGN_IN, AUTH),
	GET("/auth/callback/{providerId}", api_sign_in_finish, SIGN_IN, AUTH),
	POST("/auth/logout", api_sign_out, SIGN_OUT, AUTH),
	POST("/auth/backchannel/{providerId}", api_sign_out_back_channel, SIGN_IN, AUTH),

	GET("/healthz", api_health_get, OPERATE, .local = true),
	GET("/metrics", api_metrics_get, OPERATE, .local = true),
};
#pragma GCC diagnostic pop
const size_t routes_n = sizeof(routes) / sizeof(routes[0]);

static const char *const pools[] = {
	[POOL_PAGES] = "pages", [POOL_FILES] = "files", [POOL_AUTH] = "auth"
};

/* Does the path fit the pattern? Named parts go into *named_out, in order. */
static bool path_fits(struct arena *arena, const char *pattern, const char *path,
	const struct url_param **named_out)
{
	struct url_param *first = NULL, **last = &first;

	while (*pattern && *path) {
		size_t part = strcspn(path, "/");

		if (*pattern != '{') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		if (part == 0)
			return false;
		*last = arena_new(arena, struct url_param);
		(*last)->name = arena_strndup(arena, pattern + 1, strcspn(pattern, "}") - 1);
		(*last)->value = arena_strndup(arena, path, part);
		last = &(*last)->next;
		path += part;
		pattern += strcspn(pattern, "}") + 1;
	}
	*named_out = first;
	return !*pattern && !*path;
}

enum err route_find(struct arena *arena, enum method method, const char *path,
	const struct route **route_out, const struct url_param **named_out)
{
	enum err e = E_MISSING;

	for (size_t i = 0; i < routes_n; i++) {
		bool fits = path_fits(arena, routes[i].path, path, named_out);

		if (fits && routes[i].method == method) {
			*route_out = &routes[i];
			return OK;
		}
		if (fits) {
			*route_out = &routes[i];
			e = E_METHOD;
		}
	}
	return e == E_METHOD && method == METHOD_HEAD
		? route_find(arena, METHOD_GET, path, route_out, named_out)
		: e;
}

const char *route_methods(struct arena *arena, const struct route *route)
{
	struct str list = str_make(arena);
	unsigned known = 0;

	for (size_t i = 0; i < routes_n; i++)
		if (str_equal(routes[i].path, route->path))
			known |= routes[i].method;
	if (known & METHOD_GET)
		known |= METHOD_HEAD;
	for (enum method method = METHOD_GET; method <= METHOD_OPTIONS; method <<= 1)
		if (known & method)
			str_format(&list, "%s%s", list.size ? ", " : "", method_name(method));
	return list.text;
}

/* "/request/{key}/comment" -> "/request/[^/]+/comment" */
static void pattern_print(const char *path)
{
	for (; *path; path++) {
		if (*path == '{') {
			fputs("[^/]+", stdout);
			path += strcspn(path, "}");
		} else if (strchr(".+*?^$()[]|\\", *path)) {
			printf("\\%c", *path);
		} else {
			putchar(*path);
		}
	}
}

static bool printed_before(size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (str_equal(routes[i].path, routes[at].path))
			return true;
	return false;
}

/* The row of a path that uploads, if there is one: its pool and gate count for the location. */
static const struct route *location_row(size_t at)
{
	for (size_t i = at; i < routes_n; i++)
		if (routes[i].gate && str_equal(routes[i].path, routes[at].path))
			return &routes[i];
	return &routes[at];
}

void routes_print(void)
{
	for (size_t i = 0; i < routes_n; i++) {
		const struct route *row = location_row(i);

		if (row->local || printed_before(i))
			continue;
		if (!strchr(row->path, '{')) {
			printf("location = %s {", row->path);
		} else {
			fputs("location ~ ^", stdout);
			pattern_print(row->path);
			fputs("$ {", stdout);
		}
		if (row->snippet)
			printf(" include %s.conf; }\n", row->snippet);
		else
			printf(" include %s-%s.conf; }\n", row->gate ? "gate" : "pool",
				pools[row->pool]);
	}
}
