-- refused: 3: UTC_TIMESTAMP is not allowed: write :now
-- f(id id) -> done
UPDATE ticket SET breach_at = UTC_TIMESTAMP(3) WHERE tenant_id = :tenant AND id = :id;
