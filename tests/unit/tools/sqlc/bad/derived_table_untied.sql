-- refused: 4: t is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT d.id, d.summary FROM (SELECT t.id, t.summary, t.tenant_id FROM ticket t) d WHERE d.tenant_id = :tenant AND d.id = :id;
