-- refused: 4: the branches of a UNION have 2 and 1 columns
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id UNION SELECT c.id FROM comment c WHERE c.tenant_id = :tenant;
