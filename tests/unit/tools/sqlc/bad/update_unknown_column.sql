-- refused: 3: there is no column colour here
-- f(id id) -> done
UPDATE ticket SET colour = :id WHERE tenant_id = :tenant;
