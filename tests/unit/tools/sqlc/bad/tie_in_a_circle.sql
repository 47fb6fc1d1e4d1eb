-- refused: 4: t is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t JOIN comment c ON c.tenant_id = t.tenant_id AND c.ticket_id = t.id WHERE t.id = :id AND t.tenant_id = c.tenant_id;
