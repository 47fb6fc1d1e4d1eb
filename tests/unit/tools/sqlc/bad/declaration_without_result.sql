-- refused: 3: a declaration without ->
-- f(id id)
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :id;
