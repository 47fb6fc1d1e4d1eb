-- refused: 4: OVER is not understood here
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, MAX(t.summary) OVER (PARTITION BY t.id) AS summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
