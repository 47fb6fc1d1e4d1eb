-- What the team changes of a ticket: who works on it, and how urgent it is.

-- row agent { id id, account_id text, email text?, display_name text, time_zone text?, active bool }

-- Who answers on the desk, and so may be assigned.
-- part answering
p.id, p.account_id, p.email, p.display_name, p.time_zone, p.active
  FROM desk_agent g
  JOIN person p ON p.tenant_id = g.tenant_id AND p.id = g.person_id
 WHERE g.tenant_id = :tenant AND g.desk_id = :desk AND p.active AND p.role <> 'customer';

-- agent_list(desk id, search text, limit int, start int) -> many agent
SELECT $answering
   AND (:search = '' OR LOCATE(LOWER(:search), LOWER(CONCAT(p.display_name, ' ', COALESCE(p.email, '')))) > 0)
 ORDER BY p.display_name, p.id
 LIMIT :limit OFFSET :start;

-- agent_find(desk id, account_id text) -> one agent
SELECT $answering
   AND p.account_id = :account_id;

-- ticket_assign(ticket id, person id?) -> affected
UPDATE ticket SET assignee_id = :person
 WHERE tenant_id = :tenant AND id = :ticket;

-- ticket_prioritise(ticket id, priority int) -> affected
UPDATE ticket SET priority = :priority
 WHERE tenant_id = :tenant AND id = :ticket;
