-- refused: 6: t is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> many ticket
(SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant ORDER BY t.id LIMIT 3)
UNION
(SELECT t.id, t.summary FROM ticket t WHERE t.id = :id LIMIT 3)
LIMIT 5;
