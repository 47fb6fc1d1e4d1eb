-- refused: 4: f is declared twice
-- f(id id) -> done
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :id;
-- f(id id) -> done
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :id;
