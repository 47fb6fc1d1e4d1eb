-- refused: 3: localtime is not allowed: write :now
-- f(id id) -> done
UPDATE ticket SET breach_at = localtime WHERE tenant_id = :tenant AND id = :id;
