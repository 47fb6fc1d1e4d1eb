-- refused: 6: c is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id
UNION ALL
SELECT c.id, c.body FROM comment c WHERE c.id = :id;
