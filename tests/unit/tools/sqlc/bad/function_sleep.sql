-- refused: 3: the function SLEEP is not allowed
-- f(id id) -> done
UPDATE ticket SET breach_at = SLEEP(5) WHERE tenant_id = :tenant AND id = :id;
