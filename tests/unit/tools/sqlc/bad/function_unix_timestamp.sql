-- refused: 3: UNIX_TIMESTAMP is not allowed: write :now
-- f(id id) -> done
UPDATE ticket SET breach_at = UNIX_TIMESTAMP() WHERE tenant_id = :tenant AND id = :id;
