-- refused: 3: :now does not fit the column status_id, which is BIGINT(0)
-- f(id id) -> done
UPDATE ticket SET status_id = :now WHERE tenant_id = :tenant AND id = :id;
