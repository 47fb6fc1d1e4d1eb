-- refused: 5: the tenant_id of a new row is :tenant
-- f(id id) -> done
INSERT INTO comment (tenant_id, ticket_id, body, public)
VALUES (:tenant, :id, 'x', TRUE),
(7, :id, 'x', TRUE);
