-- refused: 4: c is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t JOIN comment c ON c.tenant_id = t.tenant_id OR c.ticket_id = t.id WHERE t.tenant_id = :tenant AND t.id = :id;
