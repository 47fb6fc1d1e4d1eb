-- refused: 4: USING: write ON
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t JOIN comment c USING (tenant_id) WHERE t.tenant_id = :tenant AND t.id = :id;
