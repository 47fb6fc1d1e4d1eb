-- What a person has typed into the form of a request type, or under a ticket, and not sent yet.

-- row draft { body text, updated_at time }

-- draft_find(person id, type id) -> one draft
SELECT d.body, d.updated_at
  FROM draft d
 WHERE d.tenant_id = :tenant AND d.person_id = :person AND d.request_type_id = :type AND d.expires_at > :now;

-- draft_keep(person id, type id, body text, expires_at time) -> done
INSERT INTO draft (tenant_id, person_id, request_type_id, body, updated_at, expires_at)
VALUES (:tenant, :person, :type, :body, :now, :expires_at)
ON DUPLICATE KEY UPDATE body = VALUES(body), updated_at = VALUES(updated_at), expires_at = VALUES(expires_at);

-- draft_forget(person id, type id) -> done
DELETE FROM draft
 WHERE tenant_id = :tenant AND person_id = :person AND request_type_id = :type;

-- reply_draft_find(person id, ticket id) -> one draft
SELECT d.body, d.updated_at
  FROM reply_draft d
 WHERE d.tenant_id = :tenant AND d.person_id = :person AND d.ticket_id = :ticket AND d.expires_at > :now;

-- reply_draft_keep(person id, ticket id, body text, expires_at time) -> done
INSERT INTO reply_draft (tenant_id, person_id, ticket_id, body, updated_at, expires_at)
VALUES (:tenant, :person, :ticket, :body, :now, :expires_at)
ON DUPLICATE KEY UPDATE body = VALUES(body), updated_at = VALUES(updated_at), expires_at = VALUES(expires_at);

-- reply_draft_forget(person id, ticket id) -> done
DELETE FROM reply_draft
 WHERE tenant_id = :tenant AND person_id = :person AND ticket_id = :ticket;

-- row waiting_file { temporary_id text? }

-- The files that a form of the desk could still send.
-- draft_files(person id, desk id, limit int) -> many waiting_file
SELECT f.temporary_id
  FROM attachment f
 WHERE f.tenant_id = :tenant AND f.person_id = :person AND f.desk_id = :desk AND f.state = 'temporary' AND f.expires_at > :now
 ORDER BY f.id DESC
 LIMIT :limit;
