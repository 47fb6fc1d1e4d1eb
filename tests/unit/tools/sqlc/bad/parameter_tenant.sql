-- refused: 2: :tenant is bound from the scope
-- f(tenant id) -> done
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant;
