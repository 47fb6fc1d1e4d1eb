-- refused: 4: t has no column colour
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.colour AS summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
