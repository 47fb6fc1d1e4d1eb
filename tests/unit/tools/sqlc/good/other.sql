-- Uses a row of another file.

-- ticket_newest() -> one ticket
SELECT t.id, t.ticket_key AS key, t.summary, NULL AS status, t.breach_at, t.open, t.price, 0 AS comments
  FROM ticket t
 WHERE t.tenant_id = :tenant
 ORDER BY t.id DESC
 LIMIT 1;
