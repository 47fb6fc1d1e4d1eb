-- refused: 4: the character # is not understood
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t # all
 WHERE t.tenant_id = :tenant AND t.id = :id;
