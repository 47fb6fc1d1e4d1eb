-- refused: 4: a list wants a LIMIT at its outermost level
-- row ticket { id id, summary text }
-- f() -> many ticket
DELETE FROM ticket WHERE tenant_id = :tenant RETURNING id, summary;
