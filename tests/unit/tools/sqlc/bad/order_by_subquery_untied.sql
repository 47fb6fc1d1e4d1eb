-- refused: 4: c is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id ORDER BY (SELECT MAX(c.id) FROM comment c);
