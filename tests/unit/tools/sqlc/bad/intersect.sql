-- refused: 4: INTERSECT is not understood here
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id INTERSECT SELECT c.id, c.body FROM comment c WHERE c.tenant_id = :tenant;
