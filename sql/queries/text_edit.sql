-- Texts as they stood before they were changed.

-- row text_edit { id id, body text, created_at time, account_id text, email text?, display_name text, time_zone text?, active bool, field_key text?, plain bool }

-- part edits
e.id, e.body, e.created_at, p.account_id, p.email, p.display_name, p.time_zone, p.active, e.field_key, COALESCE(c.plain, t.plain) AS plain
  FROM text_edit e
  JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.person_id
  JOIN ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id
  LEFT JOIN comment c ON c.tenant_id = e.tenant_id AND c.id = e.comment_id;

-- Newest first.
-- text_edit_of_comment(ticket id, comment id, limit int, start int) -> many text_edit
SELECT $edits
 WHERE e.tenant_id = :tenant AND e.comment_id = :comment AND e.ticket_id = :ticket
 ORDER BY e.id DESC
 LIMIT :limit OFFSET :start;

-- text_edit_of_fields(ticket id, limit int, start int) -> many text_edit
SELECT $edits
 WHERE e.tenant_id = :tenant AND e.ticket_id = :ticket AND e.field_key IS NOT NULL
 ORDER BY e.id DESC
 LIMIT :limit OFFSET :start;

-- row edit_count { n int }

-- text_edit_count(ticket id, comment id, field_key text) -> one edit_count
SELECT COUNT(*) AS n
  FROM text_edit e
 WHERE e.tenant_id = :tenant AND e.ticket_id = :ticket
   AND ((:comment > 0 AND e.comment_id = :comment) OR (:comment = 0 AND e.field_key = :field_key));

-- text_edit_add(ticket id, comment id?, field_key text?, body text, person id) -> done
INSERT INTO text_edit (tenant_id, ticket_id, comment_id, field_key, body, person_id, created_at)
VALUES (:tenant, :ticket, :comment, :field_key, :body, :person, :now);

-- comment_change(comment id, body text) -> done
UPDATE comment SET body = :body, edited_at = :now
 WHERE tenant_id = :tenant AND id = :comment;

-- A NULL summary stays as it is.
-- ticket_change_text(ticket id, summary text?) -> done
UPDATE ticket SET summary = COALESCE(:summary, summary), edited_at = :now
 WHERE tenant_id = :tenant AND id = :ticket;

-- value_set(ticket id, field id, value json) -> done
INSERT INTO field_value (tenant_id, ticket_id, field_id, value)
VALUES (:tenant, :ticket, :field, :value)
ON DUPLICATE KEY UPDATE value = :value;

-- value_remove(ticket id, field id) -> affected
DELETE FROM field_value
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND field_id = :field;

-- ticket_words_remove(ticket id) -> affected
DELETE FROM search_text
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND comment_id IS NULL;
