-- refused: 4: t is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t LEFT JOIN comment c ON c.tenant_id = :tenant AND t.tenant_id = c.tenant_id WHERE t.id = :id;
