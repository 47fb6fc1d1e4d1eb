-- refused: 3: c is not tied to the tenant: 
-- f(id id) -> done
UPDATE ticket SET summary = (SELECT c.body FROM comment c WHERE c.id = :id) WHERE tenant_id = :tenant;
