-- refused: 3: UTC_DATE is not allowed: write :now
-- f(id id) -> done
UPDATE ticket SET breach_at = UTC_DATE WHERE tenant_id = :tenant AND id = :id;
