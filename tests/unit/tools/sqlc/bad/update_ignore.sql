-- refused: 3: IGNORE is not understood here
-- f(id id) -> done
UPDATE IGNORE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :id;
