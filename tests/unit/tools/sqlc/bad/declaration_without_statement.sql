-- refused: 2: f has no statement
-- f(id id) -> done
-- g(id id) -> done
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :id;
