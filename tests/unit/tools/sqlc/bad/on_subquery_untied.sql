-- refused: 4: c is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t JOIN status s ON s.tenant_id = t.tenant_id AND s.id = (SELECT MAX(c.id) FROM comment c) WHERE t.tenant_id = :tenant AND t.id = :id;
