-- refused: 3: CURDATE is not allowed: write :now
-- f(id id) -> done
UPDATE ticket SET breach_at = CURDATE() WHERE tenant_id = :tenant AND id = :id;
