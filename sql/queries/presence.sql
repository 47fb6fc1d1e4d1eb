-- Who looks at a ticket now. The table is in memory, knows no transaction, and nothing depends on it.

-- presence_tell(ticket id, person id, writing bool) -> done
INSERT INTO presence (tenant_id, ticket_id, person_id, writing, seen_at)
VALUES (:tenant, :ticket, :person, :writing, :now)
ON DUPLICATE KEY UPDATE writing = VALUES(writing), seen_at = VALUES(seen_at);

-- presence_leave(ticket id, person id) -> affected
DELETE FROM presence
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND person_id = :person;

-- Who has not said it again for a while has gone. A little with each that is told.
-- presence_sweep(before time) -> affected
-- global: what has ended is cleared away over all tenants
DELETE FROM presence
 WHERE seen_at <= :before
 LIMIT 20;

-- row present { account_id text, email text?, display_name text, time_zone text?, active bool, writing bool }

-- The others.
-- presence_list(ticket id, person id, since time, limit int) -> many present
SELECT p.account_id, p.email, p.display_name, p.time_zone, p.active, h.writing
  FROM presence h
  JOIN person p ON p.tenant_id = h.tenant_id AND p.id = h.person_id
 WHERE h.tenant_id = :tenant AND h.ticket_id = :ticket AND h.seen_at > :since AND h.person_id <> :person
 ORDER BY p.display_name, p.id
 LIMIT :limit;
