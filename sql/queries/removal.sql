-- What is taken away for good: a file, which leaves its row behind for the log; a ticket with all its rows; a tenant.

-- attachment_remove(attachment id, person id) -> affected
UPDATE attachment SET state = 'removed', removed_by = :person, removed_at = :now
 WHERE tenant_id = :tenant AND id = :attachment AND state = 'ready';

-- What was still to be done with a file.
-- remove_jobs(attachment id) -> affected
DELETE FROM job
 WHERE tenant_id = :tenant AND subject_id = :attachment AND lane = 'files';

-- row leaving_file { id id, object_key text, tail_key text?, counted int }

-- What its files are called in the store, and what they count. A ticket's were stored; a tenant's may be on the way.
-- part leaving
f.id, f.object_key, u.tail_key, CASE WHEN f.state = 'uploading' THEN COALESCE(u.length, 0) WHEN f.state = 'removed' THEN 0 ELSE f.size END AS counted
  FROM attachment f
  LEFT JOIN upload u ON u.tenant_id = f.tenant_id AND u.attachment_id = f.id;

-- leaving_of_ticket(ticket id, limit int) -> many leaving_file
SELECT $leaving
 WHERE f.tenant_id = :tenant AND f.ticket_id = :ticket
 ORDER BY f.id
 LIMIT :limit
   FOR UPDATE;

-- leaving_of_tenant(limit int) -> many leaving_file
SELECT $leaving
 WHERE f.tenant_id = :tenant
 ORDER BY f.id
 LIMIT :limit
   FOR UPDATE;

-- remove_downloads(attachment id) -> affected
DELETE FROM download
 WHERE tenant_id = :tenant AND attachment_id = :attachment;

-- remove_links(attachment id) -> affected
DELETE FROM file_link
 WHERE tenant_id = :tenant AND attachment_id = :attachment;

-- With its upload and its parts.
-- remove_file(attachment id) -> affected
DELETE FROM attachment
 WHERE tenant_id = :tenant AND id = :attachment;

-- remove_words(ticket id) -> affected
DELETE FROM search_text
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- row leaving_mail { id id, raw_key text }

-- What came for it by mail, as it came.
-- leaving_mail_of_ticket(ticket id, limit int) -> many leaving_mail
SELECT m.id, m.raw_key
  FROM mail_in m
 WHERE m.tenant_id = :tenant AND m.ticket_id = :ticket
 ORDER BY m.id
 LIMIT :limit
   FOR UPDATE;

-- leaving_mail_of_tenant(limit int) -> many leaving_mail
SELECT m.id, m.raw_key
  FROM mail_in m
 WHERE m.tenant_id = :tenant
 ORDER BY m.id
 LIMIT :limit
   FOR UPDATE;

-- row leaving_work { kind text, id id }

-- What has still to be told of it: notices, and letters of these.
-- leaving_work_of_ticket(ticket id, limit int) -> many leaving_work
SELECT 'letter' AS kind, o.id
  FROM mail_out o
 WHERE o.tenant_id = :tenant AND o.ticket_id = :ticket AND o.state = 'waiting'
UNION ALL
SELECT 'notice' AS kind, n.id
  FROM notice n
 WHERE n.tenant_id = :tenant AND n.ticket_id = :ticket AND NOT n.told
 LIMIT :limit;

-- remove_mail_job(kind text, subject id) -> affected
DELETE FROM job
 WHERE tenant_id = :tenant AND subject_id = :subject AND lane = 'mail' AND kind = :kind;

-- Letters of this ticket, and answers to its mails.
-- remove_letters(ticket id) -> affected
DELETE FROM mail_out
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_notices(ticket id) -> affected
DELETE FROM notice
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_mail_references(ticket id) -> affected
DELETE FROM mail_reference
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_mail_answers(mail id) -> affected
DELETE FROM mail_out
 WHERE tenant_id = :tenant AND mail_id = :mail;

-- remove_mail_references_of(mail id) -> affected
DELETE FROM mail_reference
 WHERE tenant_id = :tenant AND mail_id = :mail;

-- remove_mail(mail id) -> affected
DELETE FROM mail_in
 WHERE tenant_id = :tenant AND id = :mail;

-- remove_activity(ticket id) -> affected
DELETE FROM activity
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_edits(ticket id) -> affected
DELETE FROM text_edit
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_feedback(ticket id) -> affected
DELETE FROM feedback
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_subscriptions(ticket id) -> affected
DELETE FROM subscription
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_reply_drafts(ticket id) -> affected
DELETE FROM reply_draft
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_presence(ticket id) -> affected
DELETE FROM presence
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_relations(ticket id) -> affected
DELETE FROM relation
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_relations_back(ticket id) -> affected
DELETE FROM relation
 WHERE tenant_id = :tenant AND other_id = :ticket;

-- With who was asked.
-- remove_approvals(ticket id) -> affected
DELETE FROM approval
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- With their lines.
-- remove_quotes(ticket id) -> affected
DELETE FROM quote
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- With what happened to them.
-- remove_cycles(ticket id) -> affected
DELETE FROM sla_cycle
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- What was merged into it stays, and leads nowhere.
-- remove_merges(ticket id) -> affected
UPDATE ticket SET merged_into = NULL
 WHERE tenant_id = :tenant AND merged_into = :ticket;

-- remove_comments(ticket id) -> affected
DELETE FROM comment
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_changes(ticket id) -> affected
DELETE FROM status_change
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_values(ticket id) -> affected
DELETE FROM field_value
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_participants(ticket id) -> affected
DELETE FROM ticket_participant
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_shares(ticket id) -> affected
DELETE FROM ticket_organization
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- remove_ticket(ticket id) -> affected
DELETE FROM ticket
 WHERE tenant_id = :tenant AND id = :ticket;

-- A name that operators tell from others, and a host that no request can ask for.
-- tenant_close(slug text, host text) -> affected
UPDATE tenant SET slug = :slug, host = :host, origin = ''
 WHERE id = :tenant;

-- Of a tenant, some of each at a time; desk/tenant_end.c has the order.
-- end_download() -> affected
DELETE FROM download
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_file_link() -> affected
DELETE FROM file_link
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_draft() -> affected
DELETE FROM draft
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_job() -> affected
DELETE FROM job
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_search_text() -> affected
DELETE FROM search_text
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_search_common() -> affected
DELETE FROM search_common
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_activity() -> affected
DELETE FROM activity
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_text_edit() -> affected
DELETE FROM text_edit
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_feedback() -> affected
DELETE FROM feedback
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_subscription() -> affected
DELETE FROM subscription
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_reply_draft() -> affected
DELETE FROM reply_draft
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_presence() -> affected
DELETE FROM presence
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_relation() -> affected
DELETE FROM relation
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_approval() -> affected
DELETE FROM approval
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_quote() -> affected
DELETE FROM quote
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_mail_out() -> affected
DELETE FROM mail_out
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_notice() -> affected
DELETE FROM notice
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_mail_reference() -> affected
DELETE FROM mail_reference
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_mail_block() -> affected
DELETE FROM mail_block
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_mail_recipient() -> affected
DELETE FROM mail_recipient
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_mail_rate() -> affected
DELETE FROM mail_rate
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_mailbox() -> affected
DELETE FROM mailbox
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_mail_address() -> affected
DELETE FROM mail_address
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_sla_cycle() -> affected
DELETE FROM sla_cycle
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_comment() -> affected
DELETE FROM comment
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_status_change() -> affected
DELETE FROM status_change
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_field_value() -> affected
DELETE FROM field_value
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_ticket_participant() -> affected
DELETE FROM ticket_participant
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_ticket_organization() -> affected
DELETE FROM ticket_organization
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- Tickets that were merged name each other.
-- end_ticket_merge() -> affected
UPDATE ticket SET merged_into = NULL
 WHERE tenant_id = :tenant AND merged_into IS NOT NULL
 LIMIT 1000;

-- end_ticket() -> affected
DELETE FROM ticket
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_sla_metric() -> affected
DELETE FROM sla_metric
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_calendar() -> affected
DELETE FROM calendar
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_queue() -> affected
DELETE FROM queue
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_template() -> affected
DELETE FROM template
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_field_option() -> affected
DELETE FROM field_option
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_field() -> affected
DELETE FROM field
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_request_type_group_member() -> affected
DELETE FROM request_type_group_member
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_request_type_group() -> affected
DELETE FROM request_type_group
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_request_type() -> affected
DELETE FROM request_type
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_desk_watch() -> affected
DELETE FROM desk_watch
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_desk_agent() -> affected
DELETE FROM desk_agent
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_desk_organization() -> affected
DELETE FROM desk_organization
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_desk_counter() -> affected
DELETE FROM desk_counter
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_desk() -> affected
DELETE FROM desk
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_transition() -> affected
DELETE FROM transition
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_status() -> affected
DELETE FROM status
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_workflow() -> affected
DELETE FROM workflow
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_idempotency() -> affected
DELETE FROM idempotency
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_api_token() -> affected
DELETE FROM api_token
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_session() -> affected
DELETE FROM session
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_identity() -> affected
DELETE FROM identity
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_provider_document() -> affected
DELETE FROM provider_document
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_login_attempt() -> affected
DELETE FROM login_attempt
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_logout_token() -> affected
DELETE FROM logout_token
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_provider() -> affected
DELETE FROM provider
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_organization_member() -> affected
DELETE FROM organization_member
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_organization() -> affected
DELETE FROM organization
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_person() -> affected
DELETE FROM person
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- end_tenant_files() -> affected
DELETE FROM tenant_files
 WHERE tenant_id = :tenant
 LIMIT 1000;

-- A workflow and its first status name each other.
-- end_workflow_initial() -> affected
UPDATE workflow SET initial_status_id = NULL
 WHERE tenant_id = :tenant AND initial_status_id IS NOT NULL;

-- end_tenant() -> affected
DELETE FROM tenant
 WHERE id = :tenant;
