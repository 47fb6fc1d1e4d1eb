-- refused: 3: there is no row person
-- row ticket { id id, summary text }
-- f(id id) -> one person
SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
