-- refused: 4: a quote without end
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, 'x AS summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
