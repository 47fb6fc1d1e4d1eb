-- refused: 3: the function DATABASE is not allowed
-- f(id id) -> done
UPDATE ticket SET breach_at = DATABASE() WHERE tenant_id = :tenant AND id = :id;
