-- refused: 4: the column summary stands where the row ticket has id
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.summary, t.id FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
