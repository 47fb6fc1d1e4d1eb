-- Tickets that have to do with each other, seen from either end.

-- row relation { id id, kind text, outward bool, ticket_id id, key text, summary text, status_name text, category text, done bool }

-- From both ends, and only what a person knows who answers on the other's desk, too; `all` is for admins.
-- relation_list(ticket id, person id, all bool) -> many relation
SELECT r.id, r.kind, TRUE AS outward, t.id AS ticket_id, t.ticket_key AS key, t.summary, s.name AS status_name, s.category, t.done
  FROM relation r
  JOIN ticket t ON t.tenant_id = r.tenant_id AND t.id = r.other_id
  JOIN status s ON s.tenant_id = t.tenant_id AND s.id = t.status_id
 WHERE r.tenant_id = :tenant AND r.ticket_id = :ticket
   AND (:all OR EXISTS (SELECT 1 FROM desk_agent a WHERE a.tenant_id = t.tenant_id AND a.desk_id = t.desk_id AND a.person_id = :person))
UNION ALL
SELECT r.id, r.kind, FALSE AS outward, t.id AS ticket_id, t.ticket_key AS key, t.summary, s.name AS status_name, s.category, t.done
  FROM relation r
  JOIN ticket t ON t.tenant_id = r.tenant_id AND t.id = r.ticket_id
  JOIN status s ON s.tenant_id = t.tenant_id AND s.id = t.status_id
 WHERE r.tenant_id = :tenant AND r.other_id = :ticket
   AND (:all OR EXISTS (SELECT 1 FROM desk_agent a WHERE a.tenant_id = t.tenant_id AND a.desk_id = t.desk_id AND a.person_id = :person))
 ORDER BY id
 LIMIT 100;

-- row relation_count { n int }

-- relation_count(ticket id) -> one relation_count
SELECT (SELECT COUNT(*) FROM relation r WHERE r.tenant_id = :tenant AND r.ticket_id = :ticket)
     + (SELECT COUNT(*) FROM relation r WHERE r.tenant_id = :tenant AND r.other_id = :ticket) AS n;

-- Twice the same is once; what relates does so both ways.
-- relation_add(ticket id, other id, kind text, person id) -> affected
INSERT INTO relation (tenant_id, ticket_id, other_id, kind, created_by, created_at)
SELECT :tenant, :ticket, :other, :kind, :person, :now
 WHERE NOT EXISTS (SELECT 1 FROM relation r
                    WHERE r.tenant_id = :tenant AND r.kind = :kind
                      AND ((r.ticket_id = :ticket AND r.other_id = :other) OR (:kind = 'relates' AND r.ticket_id = :other AND r.other_id = :ticket)));

-- relation_remove(relation id) -> affected
DELETE FROM relation
 WHERE tenant_id = :tenant AND id = :relation;
