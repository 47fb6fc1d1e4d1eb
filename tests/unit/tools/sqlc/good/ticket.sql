-- Tickets, as far as a golden file wants them: each kind, each result.
-- What stands here goes to the head of the header.

-- A ticket as lists show it.
-- row ticket { id id, key text, summary text, status text?, breach_at time?, open bool, price real?, comments int }

-- By its key, for a person who may see it.
-- ticket_find(key text, seen_after time?) -> one ticket
SELECT t.id, t.ticket_key AS key, t.summary, s.name AS status, t.breach_at, t.open, t.price,
       (SELECT COUNT(*) FROM comment c WHERE c.tenant_id = t.tenant_id AND c.ticket_id = t.id) AS comments
  FROM ticket t -- a comment inside is dropped
  LEFT JOIN status s ON s.tenant_id = t.tenant_id AND s.id = t.status_id
 WHERE t.tenant_id = :tenant AND t.ticket_key = :key AND (:seen_after IS NULL OR t.breach_at > :seen_after)
   AND t.summary NOT LIKE '%\\_?%"';

-- ticket_list(ids ids, limit int, start int) -> many ticket
SELECT t.id, t.ticket_key AS key, t.summary, NULL AS status, t.breach_at, t.open, t.price, 0 AS comments
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT PATH '$')) AS w
  JOIN ticket t ON t.tenant_id = :tenant AND t.id = w.id
 ORDER BY key
 LIMIT :limit OFFSET :start;

-- ticket_add(key text, summary text, status id?, due time?, price real?) -> made
INSERT INTO ticket (tenant_id, ticket_key, summary, status_id, breach_at, price)
VALUES (:tenant, :key, :summary, :status, :due, :price);

-- ticket_close(id id) -> affected
UPDATE ticket SET open = FALSE, breach_at = :now
 WHERE tenant_id = :tenant AND id = :id AND open;

-- login_seen(token hash, n int?, flag bool?) -> done
UPDATE login SET seen_at = :now, n = COALESCE(:n, n) + IF(:flag, 1, 0)
 WHERE tenant_id = :tenant AND token_hash = :token;

-- row blob_row { token_hash hash, data blob?, document json, maybe hash? }

-- The operator looks at all.
-- login_any(data blob, document json) -> one blob_row
-- global: the operator's look
SELECT l.token_hash, :data AS data, :document AS document, NULL AS maybe
  FROM login l
 LIMIT 1;
