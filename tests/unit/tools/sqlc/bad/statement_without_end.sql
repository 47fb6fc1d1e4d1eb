-- refused: 4: f does not end with ;
-- f(id id) -> done
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :id
