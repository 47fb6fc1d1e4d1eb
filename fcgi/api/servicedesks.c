/* servicedesks.c - see servicedesks.h. */
#include "api/servicedesks.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/text.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/field.h"
#include "desk/file_rule.h"
#include "desk/sharing.h"
#include "api/organizations.h"
#include "api/shape.h"

#define CUSTOM_TYPE "com.atlassian.jira.plugin.system.customfieldtypes:"
static const char *const type_expandable[] = { "field", NULL };

struct json *service_desk_json(struct rq *rq, const struct desk *desk)
{
	struct json *json = json_object(), *links = json_object();

	json_put_id(json, "id", desk->id);
	json_put_id(json, "projectId", desk->id);
	json_put(json, "projectName", desk->name);
	json_put(json, "projectKey", desk->project_key);
	json_put(json, "projectTypeKey", "service_desk");
	json_put(links, "self", link_to(rq, DESK_API "/servicedesk/%lld", (long long)desk->id));
	json_put(json, "_links", links);
	return json;
}

static struct json *icon_json(struct rq *rq, const struct request_type *type)
{
	struct json *icon = json_object(), *links = json_object(), *urls = json_object();
	const char *url = link_to(rq, "/icons/%s.svg", type->icon);

	json_put(urls, "16x16", url);
	json_put(urls, "24x24", url);
	json_put(urls, "32x32", url);
	json_put(urls, "48x48", url);
	json_put(links, "iconUrls", urls);
	json_put(icon, "id", type->icon);
	json_put(icon, "_links", links);
	return icon;
}

/* "1,2" -> ["1","2"] */
static struct json *group_ids_json(struct rq *rq, const char *ids)
{
	struct json *list = json_array();

	for (size_t size; ids && *ids; ids += size + (ids[size] == ',')) {
		size = strcspn(ids, ",");
		json_add(list, json_from_text(arena_strndup(rq->arena, ids, size)));
	}
	return list;
}

struct json *request_type_json(struct rq *rq, const struct request_type *type)
{
	struct json *json = json_object(), *links = json_object(), *ours = json_object();

	expands_put(json, type_expandable);
	json_put_id(json, "id", type->id);
	json_put(json, "name", type->name);
	json_put(json, "description", type->description);
	json_put(json, "helpText", type->help_text);
	json_put_id(json, "issueTypeId", type->id);
	json_put_id(json, "serviceDeskId", type->desk_id);
	json_put_id(json, "portalId", type->desk_id);
	json_put(json, "groupIds", group_ids_json(rq, type->group_ids));
	json_put(json, "icon", icon_json(rq, type));
	json_put_bool(json, "canCreateRequest", true);
	json_put(json, "restrictionStatus", "OPEN");
	json_put(ours, "deskName", type->desk_name);
	json_put(ours, "icon", type->icon);
	json_put(ours, "uploadSizeMax", conf()->upload_size_max);
	json_put(json, "lodge", ours);
	json_put(links, "self",
		link_to(rq, DESK_API "/servicedesk/%lld/requesttype/%lld", (long long)type->desk_id,
			(long long)type->id));
	json_put(json, "_links", links);
	return json;
}

static struct json *options_json(const struct field *field, const struct field_option *options)
{
	struct json *list = json_array();

	for (; options; options = options->next) {
		struct json *option;

		if (options->field_id != field->id)
			continue;
		option = json_object();
		json_put_id(option, "value", options->id);
		json_put(option, "label", options->label);
		json_put(option, "children", json_array());
		json_add(list, option);
	}
	return list;
}

/* A custom field is named customfield_N, and N is its customId; every other key names a system field. */
static struct json *schema_json(struct rq *rq, const struct field *field)
{
	const struct field_kind *kind = field_kind(field);
	struct json *schema = json_object();
	long long custom_id;

	json_put(schema, "type", kind->type);
	json_put(schema, "items", kind->items);
	if (!str_starts(field->key_name, "customfield_") ||
		str_to_int(field->key_name + strlen("customfield_"), 1, INT64_MAX, &custom_id) !=
			OK) {
		json_put(schema, "system", field->key_name);
		return schema;
	}
	if (kind->custom)
		json_put(schema, "custom", arena_format(rq->arena, CUSTOM_TYPE "%s", kind->custom));
	json_put(schema, "customId", (int64_t)custom_id);
	return schema;
}

static struct json *field_json(
	struct rq *rq, const struct field *field, const struct field_option *options)
{
	struct json *json = json_object(), *ours = json_object();

	json_put(json, "fieldId", field->key_name);
	json_put(json, "name", field->label);
	json_put(json, "description", field->help);
	json_put(json, "required", field->required);
	json_put(json, "defaultValues", json_array());
	json_put(json, "validValues", options_json(field, options));
	json_put(json, "presetValues", json_array());
	json_put(json, "jiraSchema", schema_json(rq, field));
	json_put_bool(json, "visible", true);
	json_put(ours, "kind", field->kind);
	if (field_length_max(field)) {
		json_put(ours, "lengthMax", (int64_t)field_length_max(field));
		json_put(ours, "sizeMax", (int64_t)field_kind(field)->size_max);
	}
	if (str_equal(field->kind, "attachment")) {
		const struct file_rule rule = file_rule_of_field(field);

		json_put(ours, "fileSizeMax", rule.size_max);
		json_put(ours, "fileTypes", rule.types);
	}
	json_put(json, "lodge", ours);
	return json;
}

/* CustomerRequestCreateMeta; the desk is NULL in a list of several desks' types, which does not say what the caller may. */
static enum err fields_json(struct rq *rq, const struct desk *desk, const struct request_type *type,
	struct json **meta_out)
{
	bool team = desk && caller_is_team(rq->scope, desk->answering);
	struct json *meta = json_object(), *list = json_array();
	struct field_option *options;
	struct field *fields;

	TRY(field_list(rq->scope, type->id, &fields, &options));
	for (; fields; fields = fields->next)
		json_add(list, field_json(rq, fields, options));
	json_put(meta, "requestTypeFields", list);
	json_put(meta, "canRaiseOnBehalfOf", team);
	json_put_bool(meta, "canAddRequestParticipants",
		team || (desk && !str_equal(desk->sharing, "nobody")));
	*meta_out = meta;
	return OK;
}

static enum err type_expanded(struct rq *rq, const struct desk *desk,
	const struct request_type *type, struct json **json_out)
{
	struct json *fields;

	*json_out = request_type_json(rq, type);
	if (!rq_query_has(rq, "expand", "field"))
		return OK;
	TRY(fields_json(rq, desk, type, &fields));
	json_put(*json_out, "fields", fields);
	return OK;
}

static enum err here(struct rq *rq, struct desk **desk_out)
{
	return desk_find(rq->scope, rq_named(rq, "serviceDeskId"), DESK_SEE, desk_out);
}

enum err api_service_desk_list(struct rq *rq)
{
	struct desk *desks;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(desk_list(rq->scope, page_rows(&page), page.offset, &desks));
	page_fill(rq, &page, desks, service_desk_json);
	return rq_ok(rq, page_json(rq, &page));
}

enum err api_service_desk_get(struct rq *rq)
{
	struct desk *desk;

	TRY(here(rq, &desk));
	return rq_ok(rq, service_desk_json(rq, desk));
}

static enum err types_answer(
	struct rq *rq, const struct desk *desk, const struct request_type *types, struct page *page)
{
	for (; types && page_fits(page); types = types->next) {
		struct json *json;

		TRY(type_expanded(rq, desk, types, &json));
		json_add(page->values, json);
	}
	return rq_ok(rq, page_json(rq, page));
}

enum err api_request_type_list(struct rq *rq)
{
	struct request_type *types;
	struct desk *desk;
	struct type_filter filter;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(here(rq, &desk));
	TRY(search_read(rq, "searchQuery", &filter.search));
	TRY(rq_query_int(rq, "groupId", 1, INT64_MAX, 0, &filter.group_id));
	TRY(rq_query_bool(rq, "includeHiddenRequestTypesInSearch", false, &filter.hidden));
	TRY(desk_type_list(rq->scope, desk, &filter, page_rows(&page), page.offset, &types));
	return types_answer(rq, desk, types, &page);
}

enum err api_request_type_list_all(struct rq *rq)
{
	struct request_type *types;
	struct page page;
	const char *search;
	int64_t desk;

	TRY(page_read(rq, &page));
	TRY(search_read(rq, "searchQuery", &search));
	TRY(rq_query_int(rq, "serviceDeskId", 1, INT64_MAX, 0, &desk));
	TRY(desk_type_list_all(rq->scope, desk, search, page_rows(&page), page.offset, &types));
	return types_answer(rq, NULL, types, &page);
}

/* With whom the form may share what it makes: an organization is chosen where there is one. */
static enum err sharing_put(struct rq *rq, const struct desk *desk, struct json *ours)
{
	struct organization *organizations;

	TRY(sharing_choices(rq->scope, desk, &organizations));
	if (!organizations)
		return OK;
	json_put(ours, "organizations", organizations_json(organizations));
	json_put_bool(ours, "sharedByDefault", sharing_is_default(desk, organizations));
	return OK;
}

enum err api_request_type_get(struct rq *rq)
{
	struct request_type *type;
	struct desk *desk;
	struct json *json;

	TRY(here(rq, &desk));
	TRY(desk_type_find(rq->scope, desk, rq_named(rq, "requestTypeId"), &type));
	TRY(type_expanded(rq, desk, type, &json));
	if (rq_query_has(rq, "expand", "field"))
		TRY(sharing_put(rq, desk, json_at(json, "lodge")));
	return rq_ok(rq, json);
}

enum err api_field_list(struct rq *rq)
{
	struct request_type *type;
	struct desk *desk;
	struct json *meta;

	TRY(here(rq, &desk));
	TRY(desk_type_find(rq->scope, desk, rq_named(rq, "requestTypeId"), &type));
	TRY(fields_json(rq, desk, type, &meta));
	return rq_ok(rq, meta);
}

static struct json *group_json(struct rq *rq, const struct type_group *group)
{
	struct json *json = json_object();

	(void)rq;
	json_put_id(json, "id", group->id);
	json_put(json, "name", group->name);
	return json;
}

enum err api_request_type_group_list(struct rq *rq)
{
	struct type_group *groups;
	struct desk *desk;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(here(rq, &desk));
	TRY(desk_group_list(rq->scope, desk, page_rows(&page), page.offset, &groups));
	page_fill(rq, &page, groups, group_json);
	return rq_ok(rq, page_json(rq, &page));
}
