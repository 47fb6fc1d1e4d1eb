-- refused: 4: NATURAL is not understood here
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t NATURAL JOIN comment c WHERE t.tenant_id = :tenant AND t.id = :id;
