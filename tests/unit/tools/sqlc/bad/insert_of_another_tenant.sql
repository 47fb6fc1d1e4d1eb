-- refused: 3: the tenant_id of a new row is :tenant
-- f(id id) -> done
INSERT INTO comment (tenant_id, ticket_id, body, public) VALUES (:id, :id, 'x', TRUE);
