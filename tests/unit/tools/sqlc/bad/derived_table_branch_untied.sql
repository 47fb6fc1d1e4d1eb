-- refused: 4: c is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT d.id, d.summary FROM (SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant UNION SELECT c.id, c.body FROM comment c) d WHERE d.id = :id;
