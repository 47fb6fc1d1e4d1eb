-- refused: 4: t is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM (SELECT c.ticket_id AS tenant_id FROM comment c WHERE c.tenant_id = :tenant) d JOIN ticket t ON t.tenant_id = d.tenant_id AND t.id = :id;
