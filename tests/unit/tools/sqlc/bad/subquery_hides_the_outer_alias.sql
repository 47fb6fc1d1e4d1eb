-- refused: 4: t is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id AND EXISTS (SELECT 1 FROM comment t WHERE t.ticket_id = :id);
