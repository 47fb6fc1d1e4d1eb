-- What only operators do, by lodgectl: agents of desks, providers, and the first words of data that came by SQL.

-- A person who was disabled has no session and no token left, also not after they are enabled again.
-- session_remove_by_person(person id) -> affected
DELETE FROM session
 WHERE tenant_id = :tenant AND person_id = :person;

-- token_remove_by_person(person id) -> affected
DELETE FROM api_token
 WHERE tenant_id = :tenant AND person_id = :person;

-- row token_line { id id, label text, scopes text, created_at time, expires_at time }

-- token_list(person id, after id) -> many token_line
SELECT k.id, k.label, k.scopes, k.created_at, k.expires_at
  FROM api_token k
 WHERE k.tenant_id = :tenant AND k.person_id = :person AND k.id > :after
 ORDER BY k.id
 LIMIT 200;

-- token_remove(id id) -> affected
DELETE FROM api_token
 WHERE tenant_id = :tenant AND id = :id;

-- A provider that is not trusted any more has let nobody in.
-- session_remove_by_provider(provider id) -> affected
DELETE FROM session
 WHERE tenant_id = :tenant AND provider_id = :provider;

-- row desk_line { id id, project_key text, name text, access text, agents int, tickets int, file_types text, file_size_max int, unscanned text, sharing text, share_new text, edit_s int }

-- desk_list_all() -> many desk_line
SELECT d.id, d.project_key, d.name, d.access,
       (SELECT COUNT(*) FROM desk_agent a WHERE a.tenant_id = d.tenant_id AND a.desk_id = d.id) AS agents,
       COALESCE((SELECT n.last FROM desk_counter n WHERE n.tenant_id = d.tenant_id AND n.desk_id = d.id), 0) AS tickets,
       d.file_types, d.file_size_max, d.unscanned, d.sharing, d.share_new, d.edit_s
  FROM desk d
 WHERE d.tenant_id = :tenant
 ORDER BY d.position, d.id
 LIMIT 1000;

-- A text that is NULL, or a size below 0, leaves what is there.
-- desk_set_files(desk id, file_types text?, file_size_max int, unscanned text?) -> affected
UPDATE desk SET file_types = COALESCE(:file_types, file_types), file_size_max = IF(:file_size_max < 0, file_size_max, :file_size_max), unscanned = COALESCE(:unscanned, unscanned)
 WHERE tenant_id = :tenant AND id = :desk;

-- A text that is NULL, or seconds below 0, leaves what is there.
-- desk_set_sharing(desk id, sharing text?, share_new text?, edit_s int) -> affected
UPDATE desk SET sharing = COALESCE(:sharing, sharing), share_new = COALESCE(:share_new, share_new), edit_s = IF(:edit_s < 0, edit_s, :edit_s)
 WHERE tenant_id = :tenant AND id = :desk;

-- desk_agent_add(desk id, person id) -> done
INSERT INTO desk_agent (tenant_id, desk_id, person_id)
VALUES (:tenant, :desk, :person);

-- desk_agent_remove(desk id, person id) -> affected
DELETE FROM desk_agent
 WHERE tenant_id = :tenant AND desk_id = :desk AND person_id = :person;

-- row provider_line { id id, label text, issuer text, client_id text, has_secret bool, vouches_for text, enabled bool }

-- provider_list_all() -> many provider_line
SELECT p.id, p.label, p.issuer, p.client_id, p.client_secret IS NOT NULL AS has_secret, p.vouches_for, p.enabled
  FROM provider p
 WHERE p.tenant_id = :tenant
 ORDER BY p.position, p.id
 LIMIT 100;

-- A text that is NULL leaves what is there.
-- provider_change(provider id, label text?, issuer text?, client_id text?, client_secret text?, vouches_for text?, enabled bool) -> affected
UPDATE provider SET label = COALESCE(:label, label), issuer = COALESCE(:issuer, issuer), client_id = COALESCE(:client_id, client_id),
       client_secret = COALESCE(:client_secret, client_secret), vouches_for = COALESCE(:vouches_for, vouches_for), enabled = :enabled
 WHERE tenant_id = :tenant AND id = :provider;

-- row unfound_ticket { id id, request_type_id id, key text, summary text }

-- Tickets of the demo without words of their own: their ids are explicit ones, which are small.
-- ticket_unfound(limit int) -> many unfound_ticket
SELECT t.id, t.request_type_id, t.ticket_key AS key, t.summary
  FROM ticket t
 WHERE t.tenant_id = :tenant AND t.id < 3000
   AND (SELECT 1 FROM search_text w WHERE w.tenant_id = t.tenant_id AND w.ticket_id = t.id AND w.comment_id IS NULL LIMIT 1) IS NULL
 ORDER BY t.id
 LIMIT :limit;

-- row unfound_comment { id id, ticket_id id, public bool, body text }

-- Comments on them without words.
-- comment_unfound(limit int) -> many unfound_comment
SELECT c.id, c.ticket_id, c.public, c.body
  FROM comment c
 WHERE c.tenant_id = :tenant AND c.ticket_id < 3000
   AND (SELECT 1 FROM search_text w WHERE w.tenant_id = c.tenant_id AND w.ticket_id = c.ticket_id AND w.comment_id = c.id LIMIT 1) IS NULL
 ORDER BY c.ticket_id, c.id
 LIMIT :limit;

-- row alive { n int }

-- Does the database answer? Asked by probes.
-- alive() -> one alive
-- global: a probe asks for no tenant
SELECT COUNT(*) AS n
  FROM tenant t;
