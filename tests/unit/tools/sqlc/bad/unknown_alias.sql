-- refused: 4: there is no alias x here
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, x.summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
