-- refused: 4: x is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
WITH c AS (SELECT x.id, x.body FROM comment x)
SELECT c.id, c.body AS summary FROM c WHERE c.id = :id;
