-- refused: 3: c is not tied to the tenant: 
-- f(id id) -> done
UPDATE ticket t JOIN comment c ON c.ticket_id = t.id SET c.public = FALSE WHERE t.tenant_id = :tenant AND t.id = :id;
