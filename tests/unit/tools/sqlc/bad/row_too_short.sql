-- refused: 4: 1 columns, but the row ticket has 2
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
