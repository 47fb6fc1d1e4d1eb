-- refused: 4: tenant_id could be of t or of c: say which
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, summary FROM ticket t JOIN comment c ON c.tenant_id = t.tenant_id WHERE tenant_id = :tenant AND t.id = :id;
