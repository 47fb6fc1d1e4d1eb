-- refused: 4: RIGHT is not understood here
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM comment c RIGHT JOIN ticket t ON t.tenant_id = c.tenant_id WHERE t.tenant_id = :tenant AND t.id = :id;
