-- refused: 4: SELECT *: name the columns
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT * FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
