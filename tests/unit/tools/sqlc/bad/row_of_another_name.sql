-- refused: 4: the column ticket_key stands where the row ticket has summary
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.ticket_key FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
