-- refused: 2: id stands there twice
-- f(id id, id id) -> done
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :id;
