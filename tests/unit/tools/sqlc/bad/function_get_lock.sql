-- refused: 3: the function GET_LOCK is not allowed
-- f(id id) -> done
UPDATE ticket SET breach_at = GET_LOCK('a', 1) WHERE tenant_id = :tenant AND id = :id;
