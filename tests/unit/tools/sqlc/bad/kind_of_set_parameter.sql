-- refused: 3: :id does not fit the column breach_at, which is DATETIME(3)
-- f(id id) -> done
UPDATE ticket SET breach_at = :id WHERE tenant_id = :tenant;
