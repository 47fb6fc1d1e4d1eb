-- refused: 2: the parameter id is not used
-- f(id id) -> done
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant;
