-- refused: 2: :now is bound from the scope
-- f(now time) -> done
UPDATE ticket SET breach_at = :now WHERE tenant_id = :tenant;
