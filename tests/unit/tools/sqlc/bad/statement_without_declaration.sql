-- refused: 2: a statement without a declaration
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant;
