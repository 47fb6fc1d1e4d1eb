-- refused: 4: the alias t stands there twice
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t JOIN comment t ON t.tenant_id = :tenant WHERE t.tenant_id = :tenant AND t.id = :id;
