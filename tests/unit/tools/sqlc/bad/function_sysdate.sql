-- refused: 3: SYSDATE is not allowed: write :now
-- f(id id) -> done
UPDATE ticket SET breach_at = SYSDATE() WHERE tenant_id = :tenant AND id = :id;
