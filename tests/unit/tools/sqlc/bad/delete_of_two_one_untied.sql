-- refused: 3: c is not tied to the tenant: 
-- f(id id) -> done
DELETE t, c FROM ticket t JOIN comment c ON c.ticket_id = t.id WHERE t.tenant_id = :tenant AND t.id = :id;
