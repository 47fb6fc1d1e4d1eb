-- refused: 4: t is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t WHERE t.id = :id AND (t.tenant_id = :tenant OR t.open);
