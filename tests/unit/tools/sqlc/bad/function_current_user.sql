-- refused: 3: CURRENT_USER is not allowed: queries know no connection
-- f(id id) -> done
UPDATE ticket SET breach_at = CURRENT_USER WHERE tenant_id = :tenant AND id = :id;
