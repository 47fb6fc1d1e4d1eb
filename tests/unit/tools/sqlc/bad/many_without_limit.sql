-- refused: 4: a list wants a LIMIT at its outermost level
-- row ticket { id id, summary text }
-- f() -> many ticket
SELECT t.id, t.summary FROM ticket t WHERE t.tenant_id = :tenant;
