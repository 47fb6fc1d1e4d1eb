-- refused: 4: f gives rows: declare -> one or -> many
-- row ticket { id id, summary text }
-- f(id id) -> done
SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
