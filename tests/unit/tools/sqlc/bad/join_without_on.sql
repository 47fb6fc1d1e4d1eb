-- refused: 4: a JOIN without ON
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t JOIN comment c WHERE t.tenant_id = :tenant AND t.id = :id;
