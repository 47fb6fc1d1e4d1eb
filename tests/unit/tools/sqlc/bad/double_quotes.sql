-- refused: 4: a string in double quotes: write '...'
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, "x" AS summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
