-- refused: 3: a row keeps its tenant: tenant_id cannot be set
-- f(id id) -> done
UPDATE ticket SET tenant_id = :id WHERE tenant_id = :tenant;
