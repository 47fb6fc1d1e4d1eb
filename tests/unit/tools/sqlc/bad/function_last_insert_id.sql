-- refused: 3: LAST_INSERT_ID() of an earlier statement is not allowed
-- f(id id) -> done
UPDATE ticket SET breach_at = LAST_INSERT_ID() WHERE tenant_id = :tenant AND id = :id;
