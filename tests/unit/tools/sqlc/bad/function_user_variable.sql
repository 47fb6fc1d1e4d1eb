-- refused: 3: user variables (@) are not allowed
-- f(id id) -> done
UPDATE ticket SET breach_at = @x WHERE tenant_id = :tenant AND id = :id;
