-- refused: 3: the function RAND is not allowed
-- f(id id) -> done
UPDATE ticket SET breach_at = RAND() WHERE tenant_id = :tenant AND id = :id;
