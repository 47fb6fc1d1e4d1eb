-- refused: 4: RECURSIVE is not understood here
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
WITH RECURSIVE c AS (SELECT 1) SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
