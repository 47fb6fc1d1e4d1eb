-- refused: 3: :status is no parameter of f
-- f(id id) -> done
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :id AND status_id = :status;
