-- refused: 4: a global statement knows no :tenant
-- f(id id) -> done
-- global: all of them
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :id;
