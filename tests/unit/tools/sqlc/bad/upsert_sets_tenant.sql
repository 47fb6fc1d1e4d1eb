-- refused: 4: a row keeps its tenant: tenant_id cannot be set
-- f(id id) -> done
INSERT INTO counter (tenant_id, desk_id, next) VALUES (:tenant, :id, 1)
ON DUPLICATE KEY UPDATE tenant_id = VALUES(tenant_id);
