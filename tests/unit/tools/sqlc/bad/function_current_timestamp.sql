-- refused: 3: CURRENT_TIMESTAMP is not allowed: write :now
-- f(id id) -> done
UPDATE ticket SET breach_at = CURRENT_TIMESTAMP WHERE tenant_id = :tenant AND id = :id;
