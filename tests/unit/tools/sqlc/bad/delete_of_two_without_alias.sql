-- refused: 3: a DELETE of several tables
-- f(id id) -> done
DELETE FROM ticket t JOIN comment c ON c.tenant_id = t.tenant_id WHERE t.tenant_id = :tenant AND t.id = :id;
