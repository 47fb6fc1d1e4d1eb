-- refused: 4: a comment that MariaDB executes
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant /*M! OR TRUE */ AND t.id = :id;
