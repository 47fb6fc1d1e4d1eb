-- refused: 3: INSERT names its columns
-- f(id id) -> done
INSERT INTO comment SET tenant_id = :tenant, ticket_id = :id;
