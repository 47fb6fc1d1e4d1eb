-- refused: 4: 'y' is not understood here
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, _binary 'y' AS summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
