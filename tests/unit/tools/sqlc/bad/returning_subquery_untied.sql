-- refused: 4: c is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
DELETE FROM ticket WHERE tenant_id = :tenant AND id = :id RETURNING id, (SELECT MAX(c.body) FROM comment c) AS summary;
