-- refused: 4: x is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
WITH c AS (SELECT x.id, x.body FROM comment x)
SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
