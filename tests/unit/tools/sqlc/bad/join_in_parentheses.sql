-- refused: 4: joins in parentheses are not understood
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t LEFT JOIN (comment c JOIN status s ON s.tenant_id = c.tenant_id) ON c.tenant_id = t.tenant_id WHERE t.tenant_id = :tenant AND t.id = :id;
