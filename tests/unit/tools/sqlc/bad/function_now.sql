-- refused: 3: NOW is not allowed: write :now
-- f(id id) -> done
UPDATE ticket SET breach_at = NOW() WHERE tenant_id = :tenant AND id = :id;
