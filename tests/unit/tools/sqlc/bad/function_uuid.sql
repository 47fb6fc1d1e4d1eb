-- refused: 3: the function UUID is not allowed
-- f(id id) -> done
UPDATE ticket SET breach_at = UUID() WHERE tenant_id = :tenant AND id = :id;
