-- refused: 4: ? is not understood here
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = ? AND t.id = :id;
