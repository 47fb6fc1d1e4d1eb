-- refused: 3: a row keeps its tenant: tenant_id cannot be set
-- f(id id) -> done
UPDATE ticket t SET t.tenant_id = :tenant WHERE t.tenant_id = :tenant AND t.id = :id;
